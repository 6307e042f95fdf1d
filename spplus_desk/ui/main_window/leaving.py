"""The agent goes away, for a while or for good: locking, unlocking, signing out."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from spplus_desk.ui.lock.curtain import Curtain
from spplus_desk.ui.lock.idle import IdleWatch
from spplus_desk.ui.settings.keeper import PreferenceKeeper


class Leaving(QObject):
    """`signed_out` once the agent has confirmed; `hidden` and `shown` when the curtain falls and rises.

    `flush` posts the text being written to the disk: it is called before anything else happens.
    """

    signed_out = Signal()
    hidden = Signal()
    shown = Signal()

    def __init__(
        self,
        curtain: Curtain,
        preferences: PreferenceKeeper,
        clock: Callable[[], datetime],
        flush: Callable[[], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._curtain, self._preferences, self._clock, self._flush = curtain, preferences, clock, flush
        self.idle = IdleWatch(clock, self)
        self.idle.idle.connect(self.lock)
        curtain.opened.connect(self._on_opened)
        curtain.other_wanted.connect(self.sign_out)
        self._follow()
        preferences.changed.connect(lambda _preferences: self._follow())

    @property
    def locked(self) -> bool:
        return self._curtain.is_drawn

    def _follow(self) -> None:
        if self._curtain.possible and not self.locked:
            self.idle.set_limit(self._preferences.current.lock_minutes)

    def lock(self) -> None:
        """Hide everything until the secret is given. What is being written is on the disk first."""
        if not self._curtain.possible or self.locked:
            return
        self._flush()
        self.idle.stop()
        self._curtain.draw()
        self._preferences.set(locked=True, last_seen=self._clock())
        self.hidden.emit()

    def _on_opened(self) -> None:
        self._preferences.set(locked=False)
        self._follow()
        self.shown.emit()

    def sign_out(self) -> None:
        """The agent leaves the account. What is being written is on the disk first."""
        self._flush()
        self.idle.stop()
        self._preferences.set(locked=False)
        self.signed_out.emit()
