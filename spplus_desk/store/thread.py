"""The database thread: jobs in order, a future for each, chores when there is nothing else to do, a clean stop."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from spplus_desk.domain.errors import StorageFault

_log = logging.getLogger(__name__)
T = TypeVar("T")

Chore = Callable[[], bool]
"""A slice of work that can wait; returns True while more is left."""


class DatabaseThread:
    """Runs everything that it is given on one thread. Nothing is lost at the stop: what was posted is done first."""

    def __init__(self, name: str = "database", *, patient: bool = False) -> None:
        """`patient`: no chore is begun before `begin_chores`."""
        self._jobs: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._chores: deque[Chore] = deque()
        self._wake = threading.Condition()
        self._stopping = False
        self._patient = patient
        # A daemon: a window that forgets to close its profile must not keep the process alive. Committed work is safe.
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def post(self, job: Callable[[], T]) -> Future[T]:
        """The future has StorageFault with code `closed` once the thread was stopped."""
        future: Future[T] = Future()
        with self._wake:
            if self._stopping:
                future.set_exception(StorageFault(code="closed", detail="the cache is closed"))
                return future
            self._jobs.append((future, job))
            self._wake.notify()
        return future

    def when_idle(self, chore: Chore) -> None:
        """Runs `chore` slice by slice whenever no job waits. Forgotten at the stop: a chore is never needed."""
        with self._wake:
            self._chores.append(chore)
            self._wake.notify()

    def begin_chores(self) -> None:
        """From now on chores are done too. May be called twice."""
        with self._wake:
            self._patient = False
            self._wake.notify()

    def stop(self) -> None:
        """Waits for the jobs already posted. May be called twice, from any other thread."""
        with self._wake:
            self._stopping = True
            self._wake.notify()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _run(self) -> None:
        while True:
            with self._wake:
                while not (self._jobs or (self._chores and not self._patient) or self._stopping):
                    self._wake.wait()
                if not self._jobs:
                    if self._stopping:
                        return
                    chore = self._chores.popleft()
                    future = None
                else:
                    future, job = self._jobs.popleft()
            if future is None:
                if _more(chore):
                    with self._wake:
                        self._chores.append(chore)
            elif future.set_running_or_notify_cancel():
                _settle(future, job)
                # The result, and what it holds, must not live on until the next job comes.
                del job
            del future


def _more(chore: Chore) -> bool:
    try:
        return chore()
    except Exception:
        # Nobody waits for a chore: it is dropped, and the program works on without it.
        _log.exception("a chore of the cache failed")
        return False


def _settle(future: Future[Any], job: Callable[[], Any]) -> None:
    try:
        result = job()
    except BaseException as error:
        future.set_exception(error)
    else:
        future.set_result(result)
