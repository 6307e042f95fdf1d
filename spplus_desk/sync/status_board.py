"""The one published state of the synchronisation, and those who listen to it."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from spplus_desk.domain.sync_status import SyncPhase, SyncStatus
from spplus_desk.domain.values import replace

_log = logging.getLogger(__name__)

Listener = Callable[[SyncStatus], None]


class StatusBoard:
    """`status` may be read from any thread; listeners are called on the thread that publishes, in order."""

    def __init__(self, status: SyncStatus) -> None:
        self._lock = threading.Lock()
        self._status = status
        self._listeners: list[Listener] = []

    @property
    def status(self) -> SyncStatus:
        with self._lock:
            return self._status

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        with self._lock:
            self._listeners.append(listener)

        def unsubscribe() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return unsubscribe

    def enter(self, phase: SyncPhase, at: datetime, **values: Any) -> None:
        """Begin `phase`: what the last one said (progress, sentence, next try) is gone unless given again."""
        with self._lock:
            since = self._status.since if self._status.phase is phase else at
            self._status = SyncStatus(
                phase=phase,
                since=since,
                last_success=values.pop("last_success", self._status.last_success),
                **values,
            )
            status, listeners = self._status, tuple(self._listeners)
        self._tell(status, listeners)

    def progress(self, done: int, total: int) -> None:
        """Counts of the run under way; nothing where another phase has been entered meanwhile."""
        with self._lock:
            if self._status.phase is not SyncPhase.SYNCING:
                return
            self._status = replace(self._status, done=done, total=total)
            status, listeners = self._status, tuple(self._listeners)
        self._tell(status, listeners)

    @staticmethod
    def _tell(status: SyncStatus, listeners: tuple[Listener, ...]) -> None:
        for listener in listeners:
            try:
                listener(status)
            except Exception:
                # A pane that fails to draw a status must not stop replies from leaving.
                _log.exception("a status listener failed")
