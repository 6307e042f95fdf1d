"""What a reply declares to change, under its sheet."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from spplus_desk.domain.experience import ServiceChange
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.labels import ElidingLabel
from spplus_desk.ui.wording.replies import change_line


class ChangeLine(QWidget):
    """What the reply declares, under the sheet; nothing where it declares nothing."""

    wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.words = ElidingLabel(theme, "", Role.META, tone="text-2")
        self.words.setObjectName("reply_change")
        self.edit = Button(theme, self.tr("Modifier"), "link", height=28)
        self.edit.setObjectName("reply_change_edit")
        self.edit.setAccessibleName(self.tr("Modifier le changement annoncé"))
        self.edit.clicked.connect(self.wanted)
        row = QHBoxLayout(self)
        theme.keep_margins(row, 4, 0, 4, 0, spacing=8)
        row.addWidget(self.words, 1)
        row.addWidget(self.edit)
        self.hide()

    def show_change(self, change: ServiceChange | None, today: date) -> None:
        self.words.setText("" if change is None else change_line(change, today))
        self.setVisible(change is not None)
