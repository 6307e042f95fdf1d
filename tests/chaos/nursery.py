"""Processes to kill, born quickly: forked from one that has imported everything and done nothing."""

import multiprocessing
import multiprocessing.forkserver
import os
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess

_PRELOADED = ["tests.chaos.desk_process", "tests.chaos.central_process", "tests.chaos.writer", "tests.chaos.typist"]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(_PRELOADED)


def start(target: Callable[..., None], *arguments: object) -> tuple[ForkServerProcess, Connection]:
    """`target(pipe, *arguments)` in a new process, and our end of the pipe. The pipe ends when the process does."""
    ours, theirs = multiprocessing.Pipe()
    process = _context.Process(target=target, args=(theirs, *arguments), daemon=True)
    process.start()
    theirs.close()
    return process, ours


def kill(process: ForkServerProcess) -> None:
    """SIGKILL, and wait for the end."""
    process.kill()
    process.join()


def close() -> None:
    """End the process that the others are forked from. A later `start` makes a new one."""
    multiprocessing.forkserver._forkserver._stop()
