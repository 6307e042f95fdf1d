"""Says it once when a reply is set aside: nothing is refused in silence."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from spplus_desk.domain.outbox import SendItem, SendState
from spplus_desk.ui.notices.toasts import Notice, Notices
from spplus_desk.ui.tasks import Tasks

if TYPE_CHECKING:
    from spplus_desk.services.outbox import OutboxService


class ParkedWatch(QObject):
    see_wanted = Signal()

    def __init__(self, service: "OutboxService", tasks: Tasks, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._service, self._tasks, self._notices = service, tasks, notices
        self._known: frozenset[str] | None = None
        self.refresh()

    def refresh(self) -> None:
        """Look again: after a change of the outbox."""
        self._tasks.when_done(self._service.items(SendState.WAITING), self._compare, owner=self)

    def _compare(self, items: tuple[SendItem, ...]) -> None:
        parked = {item.key: item for item in items if item.parked}
        if self._known is not None:
            for key in parked.keys() - self._known:
                item = parked[key]
                text = self.tr("Mise de côté\u00a0: votre réponse à {pseudonym}. {reason}")
                self._notices.show_notice(
                    Notice(
                        text.format(pseudonym=item.pseudonym, reason=item.reason),
                        "error",
                        self.tr("Voir"),
                        self.see_wanted.emit,
                    )
                )
        self._known = frozenset(parked)
