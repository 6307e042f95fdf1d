"""A clock that a test moves by hand: no part of the program reads the time anywhere else."""

from datetime import UTC, datetime, timedelta
from threading import Lock


class FakeClock:
    """Call it for the time (aware, UTC). It stands still until `advance`; threads may share it.

    `steady` is the clock that nobody can set: it follows `advance`, but neither `set` nor `sleep`.
    """

    def __init__(self, start: datetime = datetime(2027, 12, 16, 9, 12, tzinfo=UTC)) -> None:
        self._now = start
        self._steady = 0.0
        self._lock = Lock()

    def __call__(self) -> datetime:
        with self._lock:
            return self._now

    def advance(self, by: timedelta) -> datetime:
        with self._lock:
            self._now += by
            self._steady += by / timedelta(seconds=1)
            return self._now

    def sleep(self, by: timedelta) -> datetime:
        """The computer sleeps: time goes on, the program does not."""
        with self._lock:
            self._now += by
            return self._now

    def steady(self) -> float:
        with self._lock:
            return self._steady

    def set(self, to: datetime) -> None:
        with self._lock:
            self._now = to
