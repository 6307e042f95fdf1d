"""A heading, and the text that is read under it."""

from PySide6.QtCore import QEvent, QObject, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.theme.style import paint_ring
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.compared_text import ComparedText
from spplus_desk.ui.widgets.labels import ElidingLabel


class ReadCard(QFrame):
    """`act` is its one button; hidden where it has no use."""

    def __init__(self, theme: Theme, name: str, act: str, icon: str, *, mine: bool) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("review_card")
        self.heading = ElidingLabel(theme, "", Role.UI, 600)
        self.act = Button(theme, act, "quiet", icon=icon, height=28)
        self.text = ComparedText(theme, mine=mine)
        self.text.setObjectName(name)
        head = QFrame()
        head.setObjectName("review_card_head")
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self.heading, 1)
        row.addWidget(self.act)
        theme.keep_height(head, 45)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.text, 1)
        self.text.installEventFilter(self)

    def show_heading(self, text: str) -> None:
        self.heading.setText(text)
        self.text.setAccessibleName(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.text.hasFocus():
            with QPainter(self) as painter:
                paint_ring(painter, self._theme, QRectF(self.rect()), 8)
