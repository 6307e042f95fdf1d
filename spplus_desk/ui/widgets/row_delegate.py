"""Rows of a short list of plain words."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.theme.style import paint_ring
from spplus_desk.ui.widgets.text import elided


class RowDelegate(QStyledItemDelegate):
    """One line, as the rail shows its entries; `height` in px at a text of 100 %."""

    def __init__(self, theme: Theme, parent: QObject, height: int = 32) -> None:
        super().__init__(parent)
        self._theme, self._height = theme, height

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self._theme.px(self._height))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, px = self._theme, self._theme.px
        whole: QRect = option.rect
        rect = whole.adjusted(px(8), 0, -px(8), 0)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selected" if selected else "hover"))
            painter.drawRoundedRect(QRectF(rect), 6, 6)
        font = theme.font(Role.UI, 600 if selected else 400)
        painter.setFont(font)
        painter.setPen(theme.color("link" if selected else "text-2"))
        words = rect.adjusted(px(8), 0, -px(8), 0)
        title = elided(QFontMetrics(font), str(index.data()), words.width())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), title)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_ring(painter, theme, QRectF(rect), 6)
        painter.restore()
