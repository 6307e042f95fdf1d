"""Paints the rail, with labels or folded to icons with a small count."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from spplus_desk.ui import wording
from spplus_desk.ui.rail.entries import RailEntry
from spplus_desk.ui.rail.model import COUNT, ENTRY, STARTS_SECTION
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.theme.style import paint_ring
from spplus_desk.ui.widgets.text import elided

_SIDE, _ROW, _SECTION = 8, 32, 21


class RailDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.folded = False

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self._theme.px(_ROW + _SECTION if index.data(STARTS_SECTION) else _ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, px, entry = self._theme, self._theme.px, index.data(ENTRY)
        whole: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.data(STARTS_SECTION):
            line = QRect(whole.left() + px(16), whole.top() + px(_SECTION) // 2, whole.width() - 2 * px(16), 1)
            painter.fillRect(line, theme.color("border"))
            whole = whole.adjusted(0, px(_SECTION), 0, 0)
        if isinstance(entry, RailEntry):
            rect = whole.adjusted(px(_SIDE), 0, -px(_SIDE), 0)
            selected = bool(option.state & QStyle.StateFlag.State_Selected)
            hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
            if selected or hover:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("selected" if selected else "hover"))
                painter.drawRoundedRect(QRectF(rect), 6, 6)
            if selected:
                painter.setBrush(theme.color("primary"))
                painter.drawRoundedRect(QRectF(rect.left(), rect.top() + px(8), 3, px(16)), 1.5, 1.5)
            count = int(index.data(COUNT) or 0)
            paint = self._paint_folded if self.folded else self._paint_open
            paint(painter, rect, entry, count, selected)
            if option.state & QStyle.StateFlag.State_HasFocus:
                paint_ring(painter, theme, QRectF(rect), 6)
        painter.restore()

    def _paint_open(self, painter: QPainter, rect: QRect, entry: RailEntry, count: int, selected: bool) -> None:
        theme, px = self._theme, self._theme.px
        tone = "link" if selected else "text-2"
        size = px(16)
        icon = QRect(rect.left() + px(8), rect.center().y() + 1 - size // 2, size, size)
        theme.paint_icon(painter, icon, entry.icon, tone)
        right = rect.right() + 1 - px(8)
        if count:
            alert = entry.alert and not selected
            font = theme.font(Role.META, 600 if selected or alert else 400, tabular=True)
            text = wording.number(count)
            width = QFontMetrics(font).horizontalAdvance(text)
            painter.setFont(font)
            painter.setPen(theme.color("error" if entry.alert else "link" if selected else "text-3"))
            area = QRect(right - width, rect.top(), width + 2, rect.height())
            painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
            right -= width + px(8)
        font = theme.font(Role.UI, 600 if selected else 400)
        painter.setFont(font)
        painter.setPen(theme.color(tone))
        left = rect.left() + px(34)
        name = elided(QFontMetrics(font), entry.name, right - left)
        area = QRect(left, rect.top(), right - left, rect.height())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), name)

    def _paint_folded(self, painter: QPainter, rect: QRect, entry: RailEntry, count: int, selected: bool) -> None:
        theme, px = self._theme, self._theme.px
        size = px(16)
        icon = QRect(rect.left() + (rect.width() - size) // 2, rect.center().y() + 1 - size // 2, size, size)
        if count:
            font = theme.font(Role.BADGE, 600 if entry.alert else 400, tabular=True)
            painter.setFont(font)
            painter.setPen(theme.color("error" if entry.alert else "text-2"))
            shown = badge_words(count)
            width = QFontMetrics(font).horizontalAdvance(shown) + 2
            icon, area = with_badge(icon, QRect(0, rect.top() - px(1), width, size), rect.right())
            painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        theme.paint_icon(painter, icon, entry.icon, "link" if selected else "text-2")


def badge_words(count: int) -> str:
    return wording.number(count) if count < 100 else "99+"


def with_badge(icon: QRect, badge: QRect, last: int) -> tuple[QRect, QRect]:
    """The badge at the upper right of its icon, and not past `last`: « 99+ » without its sign would be another number.
    The icon makes room for it."""
    overlap = icon.width() // 8
    badge = QRect(min(icon.right() + 1 - overlap, last + 1 - badge.width()), badge.top(), badge.width(), badge.height())
    return QRect(
        min(icon.left(), badge.left() + overlap - icon.width()), icon.top(), icon.width(), icon.height()
    ), badge
