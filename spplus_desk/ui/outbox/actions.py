"""The real buttons of the detail: those that mean something for the send that is shown."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spplus_desk.domain.outbox import SendItem, SendState
from spplus_desk.ui.outbox.refusals import comparable, is_reply
from spplus_desk.ui.outbox.words import RETURNED, held
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.buttons import HALO, Button
from spplus_desk.ui.widgets.flow import FlowLayout

_NO_RETRY = frozenset({"already_answered", "empty_body", "too_long", "invalid_text"})
"""Refusals that the same text would meet again."""


class Actions(QWidget):
    undo = Signal()
    resume = Signal()
    compare = Signal()
    retry = Signal()
    keep = Signal()
    copy = Signal()
    delete = Signal()
    delete_asked = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item: SendItem | None = None
        self._asking = False
        flow = FlowLayout(self, gap=0)
        self.undo_button = Button(theme, self.tr("Annuler l’envoi"), "secondary", icon="arrow-go-back-line")
        self.continue_button = Button(theme, self.tr("Continuer"), "primary")
        self.compare_button = Button(theme, self.tr("Comparer"), "primary")
        self.retry_button = Button(theme, self.tr("Réessayer"), "secondary")
        self.keep_button = Button(theme, self.tr("Garder en brouillon"), "secondary")
        self.discard_button = Button(theme, self.tr("Retirer de la liste"), "secondary")
        self.copy_button = Button(
            theme, self.tr("Copier le texte"), "quiet", icon="file-copy-line", height=32 + 2 * HALO
        )
        self.delete_button = Button(theme, self.tr("Supprimer"), "quiet", icon="delete-bin-line", height=32 + 2 * HALO)
        self.confirm_button = Button(theme, self.tr("Supprimer le brouillon"), "danger")
        self.spare_button = Button(theme, self.tr("Garder"), "secondary")
        for button, name, signal in (
            (self.undo_button, "cancel_send_button", self.undo),
            (self.continue_button, "continue_button", self.resume),
            (self.compare_button, "compare_button", self.compare),
            (self.retry_button, "retry_button", self.retry),
            (self.keep_button, "keep_draft_button", self.keep),
            (self.discard_button, "discard_button", self.keep),
            (self.copy_button, "copy_text_button", self.copy),
            (self.delete_button, "delete_draft_button", None),
            (self.confirm_button, "confirm_delete_button", self.delete),
            (self.spare_button, "spare_draft_button", None),
        ):
            button.setObjectName(name)
            if signal is not None:
                button.clicked.connect(signal)
            flow.addWidget(button)
        self.delete_button.clicked.connect(self.ask_delete)
        self.spare_button.clicked.connect(self._spare)

    def show_for(self, item: SendItem, now: datetime) -> None:
        if self._item is None or self._item.key != item.key:
            self._asking = False
        self._item = item
        waiting = item.state is SendState.WAITING and not item.parked
        draft = item.state is SendState.DRAFT
        own = draft and item.code != RETURNED
        self._asking = self._asking and own
        reply = is_reply(item)
        shown = {
            self.undo_button: held(item, now),
            self.continue_button: draft,
            self.compare_button: comparable(item),
            self.retry_button: (waiting and not held(item, now) and item.attempts > 0)
            or (item.parked and item.code not in _NO_RETRY),
            self.keep_button: item.parked and reply,
            self.discard_button: item.parked and not reply,
            self.copy_button: bool(item.body),
            self.delete_button: own,
        }
        for button, visible in shown.items():
            button.setVisible(visible and not self._asking)
        for button in (self.confirm_button, self.spare_button):
            button.setVisible(self._asking)
        self.updateGeometry()

    def first_button(self) -> Button | None:
        """Where Enter on the row leads when nothing may be done without reading."""
        order = (
            self.undo_button,
            self.continue_button,
            self.compare_button,
            self.retry_button,
            self.keep_button,
            self.discard_button,
            self.copy_button,
        )
        return next((button for button in order if not button.isHidden()), None)

    def ask_delete(self) -> None:
        """A draft is deleted only after a second, different, button."""
        if self._item is not None and self._item.state is SendState.DRAFT and self._item.code != RETURNED:
            self._set_asking(asking=True)
            self.spare_button.setFocus()

    def _spare(self) -> None:
        self._set_asking(asking=False)
        self.delete_button.setFocus()

    def _set_asking(self, *, asking: bool) -> None:
        self._asking = asking
        self.delete_asked.emit(asking)
