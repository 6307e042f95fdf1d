"""« Depuis hier 17 h 40 : 6 nouvelles, 2 répondues par d’autres » : said once, after a long time without news."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from spplus_desk.domain.inbox import AbsenceSummary
from spplus_desk.domain.sync_status import SyncPhase, SyncStatus
from spplus_desk.ui import wording
from spplus_desk.ui.notices.toasts import Notice, Notices
from spplus_desk.ui.tasks import Tasks

if TYPE_CHECKING:
    from spplus_desk.services.inbox import InboxService

LONG = timedelta(hours=4)
"""Half a day at a counter: shorter gaps are told by « De retour en ligne »."""


class AbsenceWatch(QObject):
    """`since` is the last synchronisation before this window; None at the first one, which is no absence."""

    def __init__(
        self,
        service: "InboxService",
        tasks: Tasks,
        notices: Notices,
        clock: Callable[[], datetime],
        since: datetime | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._service, self._tasks, self._notices, self._clock = service, tasks, notices, clock
        self._last = since

    def on_status(self, status: SyncStatus) -> None:
        """A synchronisation has ended: was it long awaited?"""
        if status.phase is not SyncPhase.SYNCED or status.last_success is None:
            return
        before, self._last = self._last, status.last_success
        if before is not None and status.last_success - before >= LONG:
            self._tasks.when_done(self._service.absence_summary(before), self._tell, owner=self)

    def _tell(self, found: AbsenceSummary) -> None:
        parts = []
        if found.new:
            parts.append(wording.count_of(found.new, self.tr("nouvelle"), self.tr("nouvelles")))
        if found.answered_by_others:
            words = self.tr("répondue par d’autres"), self.tr("répondues par d’autres")
            parts.append(wording.count_of(found.answered_by_others, *words))
        if parts:
            since = wording.since_hour(found.since, self._clock()).replace(",", "")
            text = self.tr("Depuis {since}\u00a0: {what}.").format(since=since, what=", ".join(parts))
            self._notices.show_notice(Notice(text))
