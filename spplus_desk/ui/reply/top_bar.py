"""The bar of writing mode: the way back, which experience, by when, and whether the draft is safe."""

from datetime import datetime

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spplus_desk.domain.inbox import InboxRow
from spplus_desk.ui.reply.menu import ReplyMenu
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.chips import Chip, row_look
from spplus_desk.ui.widgets.frames import Pane, h_line, v_line
from spplus_desk.ui.widgets.labels import ElidingLabel, Label
from spplus_desk.ui.wording import clock_line, due_sentence

_HEIGHT = 48


class DraftStatus(Label):
    """« Brouillon enregistré à 10 h 13 », with its tick."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", Role.META, tone="text-3")
        self._theme = theme
        self._icon = "check-line"
        self.setObjectName("draft_status")
        self.setAccessibleName(self.tr("État du brouillon"))
        self._restyle()
        theme.changed.connect(self._restyle)

    def _restyle(self) -> None:
        self.setIndent(self._theme.px(20))

    def show_state(self, text: str, icon: str = "check-line", tone: str = "text-3") -> None:
        self._icon = icon
        self.set_tone(tone)
        self.setText(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.text():
            size = self._theme.px(14)
            with QPainter(self) as painter:
                rect = QRect(0, (self.height() - size) // 2, size, size)
                self._theme.paint_icon(painter, rect, self._icon, str(self.property("tone")))


class TopBar(Pane):
    """48 px. The title gives way first; the draft's state never does."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent)
        self.back = Button(theme, "", "quiet", icon="arrow-left-line", key=self.tr("Échap"))
        self.back.setObjectName("back_button")
        self.title = ElidingLabel(theme, "", Role.UI, 600)
        self.title.setObjectName("reply_title")
        self.chip = Chip(theme)
        self.due = Label(theme, "", tone="text-2")
        self.status = DraftStatus(theme)
        self.more = ReplyMenu(theme)
        row = QHBoxLayout()
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(12)
        row.addWidget(self.back)
        line = v_line()
        line.setFixedHeight(theme.px(20))
        row.addWidget(line)
        row.addWidget(self.title)
        row.addWidget(self.chip)
        row.addWidget(self.due)
        row.addStretch(1)
        row.addWidget(self.status)
        row.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(h_line())
        self._theme = theme
        self._restyle()
        theme.changed.connect(self._restyle)

    def _restyle(self) -> None:
        self.setFixedHeight(self._theme.px(_HEIGHT))

    def show_view(self, name: str) -> None:
        self.back.setText(name)
        self.back.setAccessibleName(self.tr("Retour à la liste {name}").format(name=name))
        self.back.updateGeometry()

    def show_row(self, row: InboxRow, now: datetime) -> None:
        self.title.setText(row.title)
        self.chip.set_look(row_look(row, now), due_sentence(row.due_at, now, row.timezone))
        waiting = row.replied_at is None and now < row.due_at
        self.due.setText(clock_line(row.due_at, row.timezone) if waiting else "")
