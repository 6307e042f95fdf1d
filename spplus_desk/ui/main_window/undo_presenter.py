"""The held reply: shown in the undo bar, sent now, or taken back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from spplus_desk.domain.outbox import SendItem
from spplus_desk.ui.notices.toasts import Notice, Notices
from spplus_desk.ui.notices.undo_bar import UndoBar
from spplus_desk.ui.tasks import Tasks

if TYPE_CHECKING:
    from spplus_desk.services.replying import ReplyingService


class UndoPresenter(QObject):
    """`resume_wanted` carries the slot whose text was taken back and is to be written again."""

    resume_wanted = Signal(str)

    def __init__(
        self, service: "ReplyingService", tasks: Tasks, bar: UndoBar, notices: Notices, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._service, self._tasks, self._bar, self._notices = service, tasks, bar, notices
        bar.undo_wanted.connect(self._undo)
        bar.send_now_wanted.connect(self._send_now)
        bar.over.connect(self.refresh)

    def refresh(self) -> None:
        """Ask which reply is held, if any: after a change of the outbox, at the start, at the end of a hold."""
        self._tasks.when_done(self._service.held(), self._bar.show_held, owner=self)

    def _undo(self, command_id: str) -> None:
        item = self._bar.held
        self._bar.show_held(None)
        self._tasks.when_done(
            self._service.undo(command_id), lambda undone: self._tell_undone(item, undone), owner=self
        )

    def _tell_undone(self, item: SendItem | None, undone: bool) -> None:
        if not undone:
            self._notices.show_notice(Notice(self.tr("Trop tard\u00a0: la réponse est déjà partie."), "error"))
        elif item is not None:
            self._notices.show_notice(
                Notice(
                    self.tr("Envoi annulé. Votre texte est gardé en brouillon."),
                    "success",
                    self.tr("Reprendre"),
                    lambda: self.resume_wanted.emit(item.slot_id),
                )
            )
        self.refresh()

    def _send_now(self, command_id: str) -> None:
        self._bar.show_held(None)
        self._tasks.when_done(self._service.send_now(command_id), lambda _: self.refresh(), owner=self)
