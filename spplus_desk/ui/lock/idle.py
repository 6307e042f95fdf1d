"""Nobody has touched the keyboard or the mouse for a while: says so."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from spplus_desk.ui.input_watch import input_watch

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)
_TICK_MS = 1_000


class IdleWatch(QObject):
    """`idle` is emitted once when `limit` minutes have passed without a touch; the next touch starts anew.

    It compares instants instead of running one long timer: a timer stands still while the computer sleeps.
    """

    idle = Signal()

    def __init__(self, clock: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._limit = timedelta()
        self._touched = clock()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self.check)
        input_watch().add(self)

    def set_limit(self, minutes: int) -> None:
        """0 is never."""
        self._limit = timedelta(minutes=minutes)
        self.touch()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = self._clock()
        if self._limit and not self._timer.isActive():
            self._timer.start()
        elif not self._limit:
            self._timer.stop()

    def stop(self) -> None:
        self._timer.stop()

    def check(self) -> None:
        """Look at the clock now."""
        now = self._clock()
        if now < self._touched:
            self._touched = now  # the clock was set back
        elif self._limit and now - self._touched >= self._limit:
            self._timer.stop()
            self.idle.emit()

    def seen(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            if self._timer.isActive():
                self.check()  # the first touch after a sleep must not open what the sleep should have locked
            if self._timer.isActive():
                self._touched = self._clock()
        return False
