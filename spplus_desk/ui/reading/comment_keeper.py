"""A comment begun on one experience waits there, on disk, and never moves to the next one."""

from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import QObject, QSignalBlocker, Signal

from spplus_desk.domain.outbox import Draft
from spplus_desk.services.inbox import InboxService
from spplus_desk.ui.drafts import DraftKeeper
from spplus_desk.ui.reading.comments import CommentBox
from spplus_desk.ui.tasks import Tasks


class _Comments:
    """Comments as the keeper of drafts sees them."""

    def __init__(self, service: InboxService) -> None:
        self._service = service

    def save(self, draft: Draft) -> "Future[Any]":
        return self._service.keep_comment(draft.slot_id, draft.body)

    def discard(self, key: str) -> "Future[Any]":
        return self._service.keep_comment(key, "")


class CommentKeeper(QObject):
    """Follows the field of `box` for the slot that is read. `came_back`: a text that had been begun is shown again."""

    came_back = Signal()

    def __init__(self, service: InboxService, tasks: Tasks, box: CommentBox, parent: QObject) -> None:
        super().__init__(parent)
        self._service, self._tasks, self._box = service, tasks, box
        self._key = ""
        self._drafts = DraftKeeper(_Comments(service), tasks, self._read, self)
        self._drafts.failed.connect(box.show_fault)
        self._drafts.saved.connect(lambda _none: box.show_fault(""))
        box.field.textChanged.connect(self._drafts.touch)

    def turn_to(self, key: str) -> None:
        """Another slot is read: what was begun on the one before is kept, what was begun on this one comes back."""
        self.keep()
        self._drafts.end()
        self._key = key
        self._show("")
        if not key:
            return
        self._drafts.begin(stored=True)
        self._tasks.when_done(self._service.comment_draft(key), lambda text: self._came(key, text), owner=self)

    def keep(self) -> None:
        """On its way to the disk, now."""
        self._drafts.flush()

    def sent(self) -> None:
        """The text is a comment now."""
        self._box.clear()
        self.keep()

    def _came(self, key: str, text: str) -> None:
        if key == self._key and text and not self._box.field.toPlainText():
            self._show(text)
            self.came_back.emit()

    def _show(self, text: str) -> None:
        with QSignalBlocker(self._box.field):
            self._box.field.setPlainText(text)
        self._box.advise()
        self._box.setVisible(bool(text))

    def _read(self) -> Draft:
        return Draft(slot_id=self._key, body=self._box.field.toPlainText())
