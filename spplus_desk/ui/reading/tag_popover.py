"""« Étiqueter » (E): the five general tags and the business tags at once, one command."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from spplus_desk.domain.experience import GeneralTags
from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.ui import wording
from spplus_desk.ui.reading.sentiments import SentimentCombo
from spplus_desk.ui.reading.tag_field import TagField
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.widgets.popover import Popover


class TagPopover(Popover):
    """A click beside it keeps what was chosen (the message offers to take it back); Escape leaves all as it was."""

    chosen = Signal(str, object, object)
    """Slot, GeneralTags or None, business tags or None: None is a part that did not change."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, width=340)
        self.setObjectName("tag_popover")
        self.setAccessibleName(self.tr("Étiqueter"))
        self._key = ""
        self._before: tuple[GeneralTags, tuple[str, ...]] = (GeneralTags(), ())
        self._combos: dict[str, SentimentCombo] = {}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(theme.px(4))
        grid.setColumnStretch(0, 1)
        for row, (field, word) in enumerate(wording.GENERAL_TAGS):
            combo = SentimentCombo(theme, word)
            combo.setObjectName(f"tag_choice_{field}")
            self._combos[field] = combo
            grid.addWidget(Label(theme, word), row, 0)
            grid.addWidget(combo, row, 1)
        self.business = TagField(theme)
        self.save = Button(theme, self.tr("Enregistrer"), "primary")
        self.save.setObjectName("tag_save")
        self.save.clicked.connect(self.close)
        self._cancel = Button(theme, self.tr("Annuler"), "quiet")
        self._cancel.clicked.connect(self._leave)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        buttons.addStretch()
        buttons.addWidget(self._cancel)
        buttons.addWidget(self.save)
        body = QWidget()
        column = QVBoxLayout(body)
        theme.keep_margins(column, 0, 0, 4, 0, spacing=8)
        column.addWidget(Label(theme, self.tr("Étiquettes générales"), Role.META, tone="text-3"))
        column.addLayout(grid)
        column.addWidget(Label(theme, self.tr("Étiquettes métier"), Role.META, tone="text-3"))
        column.addWidget(self.business)
        column.addStretch()
        self.fill(body, buttons)
        self._kept = False
        self.abandoned.connect(self._forget)
        self.closed.connect(self._keep)

    def open_for(self, detail: ExperienceDetail, anchor: QWidget, *, business: bool = False) -> None:
        """`business`: the focus begins at the business tags."""
        self._key, self._kept = detail.row.key, True
        self._before = (detail.tags, detail.slot.business_tags)
        for field, combo in self._combos.items():
            combo.show_sentiment(getattr(detail.tags, field))
        self.business.show_tags(detail.slot.business_tags, ())
        self.open_under(anchor)
        first: QWidget = self.business.field if business else self._combos["accessibility"]
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def _leave(self) -> None:
        self._forget()
        self.close()

    def _forget(self) -> None:
        self._kept = False

    def _keep(self) -> None:
        if not self._kept:
            return
        self._kept = False
        tags = GeneralTags(**{field: combo.sentiment for field, combo in self._combos.items()})
        business = self.business.tags
        new_tags = None if tags == self._before[0] else tags
        new_business = None if business == self._before[1] else business
        if new_tags is not None or new_business is not None:
            self.chosen.emit(self._key, new_tags, new_business)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()  # a field or a list that wants it has taken it
            return
        super().keyPressEvent(event)
