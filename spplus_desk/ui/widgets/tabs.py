"""Tabs as the pictures have them: words, the chosen one underlined, and a focus ring that leaves them room."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QWidget

from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.theme.style import paint_ring

_PAD, _HEIGHT, _LINE = 9, 40, 2


class UnderlineTabs(QTabBar):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._hover = -1
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setMouseTracking(True)
        self.setUsesScrollButtons(False)
        theme.keep_font(self, Role.UI, 500)

    def tabSizeHint(self, index: int) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.tabText(index)) + 2 * self._theme.px(_PAD)
        return QSize(width, self._theme.px(_HEIGHT))

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover = self.tabAt(event.position().toPoint())
        self.update()
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = -1
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, pad, line = self._theme, self._theme.px(_PAD), self._theme.px(_LINE)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self.font())
            for index in range(self.count()):
                rect, current = self.tabRect(index), index == self.currentIndex()
                painter.setPen(theme.color("link" if current else "text" if index == self._hover else "text-2"))
                painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), self.tabText(index))
                if current:
                    under = QRect(rect.left() + pad, rect.bottom() + 1 - line, rect.width() - 2 * pad, line)
                    painter.fillRect(under, theme.color("primary"))
                if current and self.hasFocus():
                    paint_ring(painter, theme, QRectF(rect).adjusted(1, 4, -1, -4), 6)


class BesideTabs(QWidget):
    """`widget` at the height of the tabs' words: a corner that is lower than the tabs stands on their line."""

    def __init__(self, theme: Theme, widget: QWidget) -> None:
        super().__init__()
        self._theme = theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 0)  # Qt puts the corner above the tabs by one pixel, and cuts it by one
        row.addWidget(widget)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._theme.px(_HEIGHT))
