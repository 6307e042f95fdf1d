"""« Rechercher », at the top of the rail: it looks like the field that it leads to."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.theme.style import paint_ring
from spplus_desk.ui.widgets.text import elided

_HEIGHT = 32


class SearchButton(QPushButton):
    """`key` is the shortcut that it names."""

    def __init__(self, theme: Theme, key: str) -> None:
        super().__init__()
        self._theme, self._key, self._folded = theme, key, False
        self.setObjectName("search_button")
        self.setText(self.tr("Rechercher"))
        self.setAccessibleName(self.tr("Rechercher"))
        self.setToolTip(self.tr("Rechercher ({key})").format(key=key))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_folded(self, folded: bool) -> None:
        """The icon alone, or the words and the key too."""
        self._folded = folded
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(40), self._theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(theme.color("border-strong"))
            painter.setBrush(theme.color("hover" if self.underMouse() or self.isDown() else "surface"))
            edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(edge, 6, 6)
            size = px(16)
            left = (self.width() - size) // 2 if self._folded else px(8)
            theme.paint_icon(painter, QRect(left, (self.height() - size) // 2, size, size), "search-line", "text-2")
            if not self._folded:
                self._paint_words(painter)
            if self.hasFocus():
                paint_ring(painter, theme, QRectF(self.rect()), 6)

    def _paint_words(self, painter: QPainter) -> None:
        theme, px, flags = self._theme, self._theme.px, Qt.AlignmentFlag.AlignVCenter
        key_font, font = theme.font(Role.META), theme.font(Role.UI)
        width, left = QFontMetrics(key_font).horizontalAdvance(self._key), px(34)
        room = self.width() - left - px(8)
        words = QFontMetrics(font).horizontalAdvance(self.text())
        if words + px(8) + width <= room:
            painter.setFont(key_font)
            painter.setPen(theme.color("text-3"))
            painter.drawText(QRect(self.width() - px(8) - width, 0, width + 2, self.height()), int(flags), self._key)
        painter.setFont(font)
        painter.setPen(theme.color("text-2"))
        painter.drawText(QRect(left, 0, room, self.height()), int(flags), elided(QFontMetrics(font), self.text(), room))
