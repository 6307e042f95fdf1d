"""An empty list says that it is empty, and what that means."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.labels import Label


class _Icon(QWidget):
    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme, self._name = theme, name

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(24), self._theme.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        size = self._theme.px(24)
        with QPainter(self) as painter:
            rect = QRect((self.width() - size) // 2, 0, size, size)
            self._theme.paint_icon(painter, rect, self._name, "text-3")


class EmptyState(QWidget):
    """Icon, one bold line, one plain line."""

    def __init__(self, theme: Theme, icon: str, strong: str, plain: str = "") -> None:
        super().__init__()
        self._strong = Label(theme, weight=600, wrap=True)
        self._plain = Label(theme, tone="text-2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(32), theme.px(24), theme.px(32), theme.px(24))
        column.setSpacing(theme.px(4))
        column.addStretch(2)
        picture = _Icon(theme, icon)
        picture.setFixedHeight(theme.px(32))
        column.addWidget(picture)
        for label in (self._strong, self._plain):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addStretch(3)
        self.show_text(strong, plain)

    def show_text(self, strong: str, plain: str = "") -> None:
        self._strong.setText(strong)
        self._plain.setText(plain)
        self.setAccessibleName(strong)
        self.setAccessibleDescription(plain)
