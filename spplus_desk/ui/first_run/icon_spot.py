"""An icon standing beside the words that say the same."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from spplus_desk.ui.theme import Theme


class IconSpot(QWidget):
    """A decorative 22 px icon."""

    def __init__(self, theme: Theme, name: str, tone: str = "text-2", size: int = 22) -> None:
        super().__init__()
        self._theme, self._name, self._tone, self._size = theme, name, tone, size
        self._restyle()
        theme.changed.connect(self._restyle)

    def _restyle(self) -> None:
        self.setFixedSize(self._theme.px(self._size), self._theme.px(self._size))

    def show_icon(self, name: str, tone: str) -> None:
        self._name, self._tone = name, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._theme.paint_icon(painter, self.rect(), self._name, self._tone)
