"""Answers come back to the window thread by one queued signal, and are drained in slices.

Services resolve their futures on their own threads. A burst of answers handled at once would freeze the window
(measured by the design: 300 of 5 ms each, 1.5 s); in slices of about 8 ms the window keeps painting between them.
"""

import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from threading import Lock
from time import perf_counter
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from spplus_desk.domain.errors import KnownError

T = TypeVar("T")
log = logging.getLogger(__name__)

SLICE = 0.008
"""Seconds of the window thread that one slice may take before the event loop has its turn."""

_Posted = tuple[Callable[[], None], QObject | None]
_Done = tuple[Future[Any], Callable[[Any], None], Callable[[KnownError], None] | None, QObject | None]


class Tasks(QObject):
    """`when_done` is the only way from a service's future to a widget."""

    _arrived = Signal()
    known_error = Signal(object)
    """A KnownError that nobody handles: for the notices."""
    bug = Signal()
    """Anything else that went wrong: logged here, told to the agent in general words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = Lock()
        self._queue: deque[_Done | _Posted] = deque()
        self._scheduled = False
        self._arrived.connect(self._drain, Qt.ConnectionType.QueuedConnection)

    def when_done(
        self,
        future: Future[T],
        then: Callable[[T], None],
        failed: Callable[[KnownError], None] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Call `then(result)` on the window thread; `failed` gets known errors, the notices get them without it.

        With an `owner`, nothing is called once that object is deleted.
        """
        future.add_done_callback(lambda done: self._put((done, then, failed, owner)))

    def post(self, call: Callable[[], None], owner: QObject | None = None) -> None:
        """Run `call` on the window thread: for listeners that a service calls on its own threads.

        With an `owner`, nothing is called once that object is deleted.
        """
        self._put((call, owner))

    def _put(self, item: "_Done | _Posted") -> None:
        with self._lock:
            self._queue.append(item)
            first, self._scheduled = not self._scheduled, True
        if first and shiboken6.isValid(self):  # a late answer may outlive the window
            self._arrived.emit()

    def _drain(self) -> None:
        end = perf_counter() + SLICE
        while True:
            with self._lock:
                if not self._queue:
                    self._scheduled = False
                    return
                item = self._queue.popleft()
            self._run(item)
            if perf_counter() >= end:
                break
        # A zero timer, not another queued event: painting and input come before it.
        QTimer.singleShot(0, self, self._drain)

    def _run(self, item: "_Done | _Posted") -> None:
        owner = item[-1]
        if owner is not None and not shiboken6.isValid(owner):
            return
        try:
            if len(item) == 2:
                item[0]()
                return
            future, then, failed, _owner = item
            try:
                result = future.result()
            except CancelledError:
                return
            except KnownError as error:
                log.info("known error: %s", error)
                if failed is not None:
                    failed(error)
                else:
                    self.known_error.emit(error)
                return
            then(result)
        except Exception:
            log.exception("a task failed in the window")
            self.bug.emit()
