"""Fields."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyle, QStyleOptionComboBox, QStylePainter

from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.accessible import tell_label
from spplus_desk.ui.widgets.keycap import key_cap_width, paint_key_cap
from spplus_desk.ui.widgets.text import elided

_BESIDE_ICON, _MARGINS = 4, 2
"""Px that Qt leaves between icon and text, and at the ends of the text."""


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
    """A list to choose from, with the arrow of the icon set; a choice that does not fit ends with …"""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._tells_whole = False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        tell_label(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back from the page: QComboBox would look for it among its lines."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _paint_choice(self) -> None:
        """Qt cuts a long choice in the middle of nothing. The whole stands in the tool tip, unless there is one."""
        style, option = self.style(), QStyleOptionComboBox()
        self.initStyleOption(option)
        edit = QStyle.SubControl.SC_ComboBoxEditField
        room = style.subControlRect(QStyle.ComplexControl.CC_ComboBox, option, edit, self).width()
        icon = 0 if option.currentIcon.isNull() else option.iconSize.width() + _BESIDE_ICON
        shown = elided(self.fontMetrics(), option.currentText, room - icon - _MARGINS)
        cut = shown != option.currentText
        if cut or self._tells_whole:
            self.setToolTip(self.currentText() if cut else "")
            self._tells_whole = cut
        option.currentText = shown
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.isEditable() or not self.currentText():
            super().paintEvent(event)
        else:
            self._paint_choice()
        size = self._theme.px(16)
        with QPainter(self) as painter:
            rect = QRect(self.width() - size - self._theme.px(8), (self.height() - size) // 2, size, size)
            self._theme.paint_icon(painter, rect, "arrow-down-s-line", "text-2")
