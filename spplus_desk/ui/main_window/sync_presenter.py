"""Shows the one state of the synchronisation: rail foot, strip, and a word when the network is back."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from spplus_desk.domain.inbox import ViewCounts
from spplus_desk.domain.sync_status import SyncPhase, SyncStatus
from spplus_desk.domain.values import replace
from spplus_desk.ui import wording
from spplus_desk.ui.announce import announce
from spplus_desk.ui.notices.strip import ConnectionStrip
from spplus_desk.ui.notices.toasts import Notice, Notices
from spplus_desk.ui.rail.foot import sync_look
from spplus_desk.ui.rail.pane import Rail
from spplus_desk.ui.tasks import Tasks

if TYPE_CHECKING:
    from spplus_desk.services.syncing import SyncingService

_AWAY = frozenset({SyncPhase.OFFLINE, SyncPhase.UNREACHABLE, SyncPhase.SESSION_EXPIRED})
_TICK_MS = 1_000


class SyncPresenter(QObject):
    """Listens on the synchronisation's thread, shows on the window's."""

    status_changed = Signal(object)
    back_online = Signal()

    def __init__(
        self,
        service: "SyncingService",
        tasks: Tasks,
        clock: Callable[[], datetime],
        rail: Rail,
        strip: ConnectionStrip,
        notices: Notices,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._service, self._tasks, self._clock = service, tasks, clock
        self._rail, self._strip, self._notices = rail, strip, notices
        self._status = service.status
        self._away = self._returning = False
        self._before: ViewCounts | None = None
        self._counts = ViewCounts()
        rail.sync.clicked.connect(self.sync_now)
        strip.retry_wanted.connect(self.sync_now)
        strip.sign_in_wanted.connect(self._sign_in)
        self._timer = QTimer(self, interval=_TICK_MS)  # the age of the data grows by itself
        self._timer.timeout.connect(self._show)
        self._timer.start()
        self._unsubscribe = service.subscribe(lambda status: tasks.post(lambda: self._on_status(status), self))
        self._on_status(self._status)

    def close(self) -> None:
        self._timer.stop()
        self._unsubscribe()

    @property
    def status(self) -> SyncStatus:
        return self._status

    def sync_now(self) -> None:
        if self._status.phase is SyncPhase.SESSION_EXPIRED:
            self._strip.password.setFocus()
        else:
            self._service.sync_now()

    def _sign_in(self, password: str) -> None:
        self._tasks.when_done(
            self._service.sign_in_again(password),
            lambda _: self._notices.show_notice(Notice(self.tr("Session ouverte de nouveau."), "success")),
            owner=self,
        )

    def _on_status(self, status: SyncStatus) -> None:
        was_away = self._away
        self._status = status
        if status.phase in _AWAY:
            if not was_away:
                self._before = self._counts
            self._away = True
        elif status.phase is SyncPhase.SYNCED:
            self._away = False
        sentence = self._show()
        if self._away and not was_away:
            announce(self._strip, sentence)
        elif was_away and not self._away:
            self._returning = True
            self.back_online.emit()
        self.status_changed.emit(status)

    def _show(self) -> str:
        now = self._clock()
        self._rail.show_sync(sync_look(self._status, now))
        shown = self._status
        if self._away and shown.phase is SyncPhase.SYNCING:
            return ""  # a new try is under way: the strip stays until it has succeeded
        return self._strip.show_status(shown, now)

    # What happened while away

    def show_counts(self, counts: ViewCounts, *, latest: bool) -> None:
        if self._returning and latest:
            self._returning = False
            self._tell_return(counts)
        elif self._before is not None and counts.outbox > self._before.outbox:
            self._before = replace(self._before, outbox=counts.outbox)  # written while away
        self._counts = counts

    def _tell_return(self, counts: ViewCounts) -> None:
        """« De retour en ligne. 2 réponses parties, 6 expériences reçues. »"""
        before, self._before = self._before, None
        parts = []
        if before is not None and before.outbox > counts.outbox:
            number = before.outbox - counts.outbox
            parts.append(wording.count_of(number, self.tr("réponse partie"), self.tr("réponses parties")))
        if before is not None and counts.all > before.all:
            number = counts.all - before.all
            parts.append(wording.count_of(number, self.tr("expérience reçue"), self.tr("expériences reçues")))
        text = self.tr("De retour en ligne.")
        self._notices.show_notice(Notice(f"{text} {', '.join(parts)}." if parts else text, "success"))
