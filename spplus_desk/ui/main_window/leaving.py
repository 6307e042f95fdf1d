"""The agent goes away, for a while or for good: locking, unlocking, signing out."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from spplus_desk.domain.commands import CommandKind
from spplus_desk.domain.outbox import SendItem, SendState
from spplus_desk.ui.announce import announce
from spplus_desk.ui.lock.curtain import Curtain
from spplus_desk.ui.lock.idle import IdleWatch
from spplus_desk.ui.lock.sign_out import SignOutPage
from spplus_desk.ui.settings.keeper import PreferenceKeeper
from spplus_desk.ui.tasks import Tasks

if TYPE_CHECKING:
    from spplus_desk.services.outbox import OutboxService

_LIMIT = 5_000


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
        page: SignOutPage,
        preferences: PreferenceKeeper,
        outbox: "OutboxService",
        tasks: Tasks,
        clock: Callable[[], datetime],
        flush: Callable[[], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._curtain, self._page, self._preferences, self._outbox = curtain, page, preferences, outbox
        self._tasks, self._clock, self._flush = tasks, clock, flush
        self.idle = IdleWatch(clock, self)
        self.idle.idle.connect(self.lock)
        curtain.opened.connect(self._on_opened)
        curtain.other_wanted.connect(self._leave)
        page.confirmed.connect(self._leave)
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

    # Signing out

    def ask_unsent(self) -> None:
        """Put on the page what has not left yet."""
        self._page.set_busy(False)
        self._tasks.when_done(self._outbox.items(None, _LIMIT), self._show_unsent, owner=self)

    def _show_unsent(self, items: tuple[SendItem, ...]) -> None:
        waiting = [one for one in items if one.state is SendState.WAITING and not one.parked]
        replies = sum(one.kind in (None, CommandKind.SUBMIT_REPLY) for one in waiting)
        drafts = sum(one.state is SendState.DRAFT for one in items)
        self._page.show_unsent(replies, drafts)
        announce(self._page, self._page.accessibleDescription())

    def _leave(self) -> None:
        self._flush()
        self.idle.stop()
        self._page.set_busy(True)
        self._preferences.set(locked=False)
        self.signed_out.emit()
