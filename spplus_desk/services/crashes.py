"""What nobody expected is logged by its kind and its place, never by its words: they may quote a citizen or an agent.

Three doors lead out of a Python program: the main thread's last exception, another thread's, and one that Python can
raise nowhere. A fourth, a fault of the machine's code, leaves the places of each thread in a file of its own.
"""

import faulthandler
import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TextIO

_log = logging.getLogger(__name__)
NAME = "spplus-desk.crash"


def watch(folder: Path) -> Callable[[], None]:
    """From now on all four go to the log, whose folder is `folder`; the answer ends that.

    The log's own format leaves the exceptions' words out. Standard error gets nothing: it may be kept by the system.
    """
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    sys.excepthook = _uncaught
    threading.excepthook = _in_thread
    sys.unraisablehook = _unraisable
    file = _open(folder / NAME)
    if file is not None:
        faulthandler.enable(file)  # functions and lines, no values
    _no_core_dumps()

    def stop() -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = before
        if file is not None:
            faulthandler.disable()
            file.close()

    return stop


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    _log.critical("uncaught %s", kind.__name__, exc_info=(kind, error, trace))


def _in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        found = (args.exc_type, args.exc_value, args.exc_traceback)
        _log.critical("uncaught %s in a thread", args.exc_type.__name__, exc_info=found)


def _unraisable(args: "sys.UnraisableHookArgs") -> None:
    # Not what it happened in: the repr of an object may hold anything.
    found = None if args.exc_value is None else (args.exc_type, args.exc_value, args.exc_traceback)
    _log.error("unraisable %s", args.exc_type.__name__, exc_info=found)


def _open(path: Path) -> TextIO | None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return path.open("a", encoding="utf-8")
    except OSError as error:
        _log.warning("no file for crashes (%s)", type(error).__name__)
        return None


def _no_core_dumps() -> None:
    """The memory of this process holds texts and the key: the system is asked not to write it down."""
    if sys.platform == "win32":
        return
    import resource

    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    except (OSError, ValueError) as error:
        _log.info("core dumps are left to the system (%s)", type(error).__name__)
