"""Fields."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QLineEdit

from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.accessible import tell_label
from spplus_desk.ui.widgets.keycap import key_cap_width, paint_key_cap


class LineField(QLineEdit):
    """One line of text; `key` is drawn at its right end while it is empty."""

    def __init__(self, theme: Theme, placeholder: str = "", *, key: str = "") -> None:
        super().__init__()
        self._theme, self._key = theme, key
        self.setPlaceholderText(placeholder)

    def set_invalid(self, invalid: bool) -> None:
        self.setProperty("invalid", invalid)
        self.style().unpolish(self)
        self.style().polish(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._key and not self.text():
            with QPainter(self) as painter:
                x = self.width() - key_cap_width(self._theme, self._key) - self._theme.px(8)
                paint_key_cap(painter, self._theme, x, self.height() / 2, self._key)


class Combo(QComboBox):
    """A list to choose from, with the arrow of the icon set."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        tell_label(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back from the page: QComboBox would look for it among its lines."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = self._theme.px(16)
        with QPainter(self) as painter:
            rect = QRect(self.width() - size - self._theme.px(8), (self.height() - size) // 2, size, size)
            self._theme.paint_icon(painter, rect, "arrow-down-s-line", "text-2")
