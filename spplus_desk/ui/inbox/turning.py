"""When the list of experiences says something else by itself: a deadline passes, a day begins, an hour is over."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

_LONGEST_WAIT_MS = 60_000
"""A computer that slept, or whose clock was set, goes unnoticed no longer than this: timers stand still meanwhile."""
_QUARTER = timedelta(minutes=15)
"""Midnight at any site is a quarter of an hour somewhere: zones differ by no less."""


class Turning(QObject):
    turned = Signal()

    def __init__(self, clock: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._planned = self._turn = clock()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look)

    def plan(self, instants: Iterable[datetime | None]) -> None:
        """Say `turned` at the first of these that is to come, or when a day may begin somewhere."""
        now = self._planned = self._clock()
        day = now - timedelta(minutes=now.minute % 15, seconds=now.second, microseconds=now.microsecond) + _QUARTER
        self._turn = min(one for one in (*instants, day) if one is not None and one > now)
        self._wait(now)

    def _wait(self, now: datetime) -> None:
        left = int((self._turn - now) / timedelta(milliseconds=1)) + 50
        self._timer.start(min(max(left, 1_000), _LONGEST_WAIT_MS))

    def _look(self) -> None:
        now = self._clock()
        if self._planned <= now < self._turn:
            self._wait(now)
        else:
            self.turned.emit()
