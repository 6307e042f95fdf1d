"""What must not be left behind by a test: threads, shown windows, errors in the log."""

import logging
import sys
import threading
from collections.abc import Iterable

_GRACE_SECONDS = 5.0
"""A thread that was told to stop may still be on its way out."""


def leaked_threads(before: Iterable[threading.Thread]) -> list[str]:
    """Names of the threads that were started since `before` and that do not end. Threads of Qt itself do not count."""
    known = set(before)
    new = [t for t in threading.enumerate() if t not in known and not isinstance(t, threading._DummyThread)]
    for thread in new:
        if thread is not threading.current_thread():
            thread.join(_GRACE_SECONDS)
    return [t.name for t in new if t.is_alive()]


def shown_windows() -> list[str]:
    """The windows still on the (offscreen) screen; none where the test never touched Qt."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return []
    return [repr(w) for w in widgets.QApplication.topLevelWidgets() if w.isVisible()]


class ErrorLog(logging.Handler):
    """Keeps the errors that our own code logs: a bug that was logged and passed over."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.partition(".")[0] == "spplus_desk":
            self.lines.append(f"{record.name}: {record.getMessage()}")
