"""Keeping the draft on disk: within a second of the first unsaved keystroke, and whenever somebody asks."""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from spplus_desk.domain.errors import KnownError, StorageFault
from spplus_desk.domain.outbox import Draft
from spplus_desk.ui.tasks import Tasks

_log = logging.getLogger(__name__)
PAUSE_MS = 700
"""From the first unsaved keystroke, never pushed back. At most a second of typing is ever lost: what is left of that
second is for a timer that is late and for the disk."""
RETRY_MS = 5_000


class DraftStore(Protocol):
    """The part of the replying service that keeps drafts."""

    def save(self, draft: Draft) -> "Future[Draft]": ...

    def discard(self, key: str) -> "Future[Any]": ...


class DraftKeeper(QObject):
    """Saves what `read` gives. Saves are posted in order and never waited for; an empty text leaves no draft behind."""

    saved = Signal(object)
    failed = Signal(str)

    def __init__(self, store: DraftStore, tasks: Tasks, read: Callable[[], Draft], parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._tasks = tasks
        self._read = read
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.save_now)
        self._open = False
        self._stored = False
        self._revision = 0
        self._posted = 0
        self._last: Future[Any] = _done()

    def begin(self, *, stored: bool) -> None:
        """Follow a new text; `stored` when a draft of it is already on disk."""
        self._timer.stop()
        self._open, self._stored = True, stored
        self._posted = self._revision
        self._last = _done()

    def end(self) -> None:
        """Stop following: the text was sent, nothing may bring its draft back."""
        self._timer.stop()
        self._open = False
        if self._last.done() and self._last.exception() is not None:
            self._last = _done()  # the text has another place now: what failed is nobody's concern any more

    def touch(self) -> None:
        """The text changed."""
        if self._open:
            self._revision += 1
            if not self._timer.isActive():
                self._timer.start(PAUSE_MS)

    def save_now(self) -> "Future[Any]":
        """Post what is not saved yet; the future of the last save resolves when the text is on disk."""
        self._timer.stop()
        if not self._open or self._posted == self._revision:
            return self._last
        draft = self._read()
        if draft.empty and not self._stored:
            self._posted = self._revision
            return self._last
        self._posted = revision = self._revision
        self._stored = True
        self._last = self._store.save(draft)
        self._last.add_done_callback(lambda done: self._tasks.post(lambda: self._settle(done, revision)))
        return self._last

    def flush(self) -> "Future[Any]":
        """As `save_now`, for a farewell: an emptied text takes its draft away."""
        if self._open and self._stored and self._read().empty:
            self._timer.stop()
            self._posted = self._revision
            self._stored = False
            self._last = self._store.discard(self._read().slot_id)
            return self._last
        return self.save_now()

    def _settle(self, done: "Future[Any]", revision: int) -> None:
        if not shiboken6.isValid(self) or done.cancelled():
            return
        error = done.exception()
        if error is None:
            self.saved.emit(done.result())
            return
        if not isinstance(error, KnownError):
            _log.error("draft not saved", exc_info=error)
        known = error if isinstance(error, KnownError) else StorageFault(detail=repr(error))
        if self._open and self._posted == revision:
            self._posted = revision - 1
            self._timer.start(RETRY_MS)
        self.failed.emit(known.sentence)


def _done() -> "Future[Any]":
    future: Future[Any] = Future()
    future.set_result(None)
    return future
