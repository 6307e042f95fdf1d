"""Paints the rows (101 px at 100 %: 9 + 20 + 1 + 36 + 5 + 20 + 9 + 1) and the group headers (28 px)."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from spplus_desk.domain.inbox import InboxRow
from spplus_desk.ui import wording
from spplus_desk.ui.inbox.items import Awaited, Header
from spplus_desk.ui.inbox.model import ITEM
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.chips import mark_width, paint_chip, paint_mark, row_look, sentiment_mark
from spplus_desk.ui.widgets.painting import paint_group_header, paint_row_focus, paint_row_ground, two_lines
from spplus_desk.ui.widgets.text import elided

ROW_HEIGHT, HEADER_HEIGHT = 101, 28
_GUTTER, _RIGHT = 24, 14
_NBSP = "\u00a0"
_EXCERPT = 240  # the length that domain.text.excerpt cuts at


class InboxDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, clock: Callable[[], datetime], me: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._clock, self._me = theme, clock, me

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        # Width 0: a wish for more would bring a horizontal scroll bar.
        height = HEADER_HEIGHT if isinstance(index.data(ITEM), Header) else ROW_HEIGHT
        return QSize(0, self._theme.px(height))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        item = index.data(ITEM)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(item, Header):
            paint_group_header(painter, self._theme, rect, wording.group_name(item.group), _number(item.count))
        elif isinstance(item, InboxRow):
            paint_row_ground(painter, self._theme, option)
            self._paint_row(painter, rect, item)
            paint_row_focus(painter, self._theme, option)
        elif isinstance(item, Awaited):
            paint_row_ground(painter, self._theme, option)
            paint_grey_bars(painter, self._theme, rect)
        painter.restore()

    def _paint_row(self, painter: QPainter, rect: QRect, row: InboxRow) -> None:
        theme, px = self._theme, self._theme.px
        x, y = rect.left() + px(_GUTTER), rect.top() + px(9)
        width = rect.width() - px(_GUTTER) - px(_RIGHT)
        if row.unread:
            painter.setBrush(theme.color("primary"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QRectF(rect.left() + px(9), y + px(6), px(8), px(8)))
        self._paint_title(painter, QRect(x, y, width, px(20)), row)
        two_lines(painter, theme, QRect(x, y + px(21), width, px(36)), row.pseudonym, _cut(row.excerpt))
        self._paint_marks(painter, x, y + px(62), width, row)

    def _paint_title(self, painter: QPainter, rect: QRect, row: InboxRow) -> None:
        theme, px = self._theme, self._theme.px
        room = rect.width()
        aligned = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        claimer = self._claimer(row)
        if claimer:
            mine = row.claimed_by == self._me
            tone = "link" if mine else "text-3"
            font = theme.font(Role.UI, 500 if mine else 400)
            name = elided(QFontMetrics(font), claimer, rect.width() // 3)
            name_width = QFontMetrics(font).horizontalAdvance(name)
            left = rect.right() + 1 - name_width
            painter.setFont(font)
            painter.setPen(theme.color(tone))
            painter.drawText(QRect(left, rect.top(), name_width + 2, rect.height()), aligned, name)
            icon = px(15)
            place = QRect(left - icon - px(3), rect.top() + (rect.height() - icon) // 2, icon, icon)
            theme.paint_icon(painter, place, "user-received-line", tone)
            room = place.left() - rect.left() - px(8)
        font = theme.font(Role.UI, 700 if row.unread else 500)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        title = elided(QFontMetrics(font), row.title, room)
        painter.drawText(QRect(rect.left(), rect.top(), room, rect.height()), aligned, title)

    def _paint_marks(self, painter: QPainter, x: int, y: int, width: int, row: InboxRow) -> None:
        theme, px = self._theme, self._theme.px
        end = x + width
        x += paint_chip(painter, theme, x, y, row_look(row, self._clock())) + px(12)
        icon, word, tone = sentiment_mark(row.sentiment)
        if x + mark_width(theme, word) <= end:
            x += paint_mark(painter, theme, x, y, icon, word, tone) + px(12)
        if row.channels and end - x > px(48):
            first, more = row.channels[0], len(row.channels) - 1
            text = wording.channel_short(first) + (f"{_NBSP}+{more}" if more else "")
            paint_mark(painter, theme, x, y, wording.channel_icon(first), text, "text-2", room=end - x)

    def _claimer(self, row: InboxRow) -> str:
        if row.claimed_by is None:
            return ""
        if row.claimed_by == self._me:
            return self.tr("Vous")
        return row.claimed_by_name.split(" ")[0]


def paint_grey_bars(painter: QPainter, theme: Theme, rect: QRect) -> None:
    """What stands for a row that is being read."""
    px = theme.px
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("border"))
    for line, part in enumerate((0.55, 0.85, 0.7, 0.4)):
        width = (rect.width() - px(_GUTTER) - px(_RIGHT)) * part
        painter.drawRoundedRect(QRectF(px(_GUTTER), rect.top() + px(12 + 21 * line), width, px(9)), 4, 4)


def _number(count: int | None) -> str:
    return "" if count is None else wording.number(count)


def _cut(excerpt: str) -> str:
    """A wide list shows all of the excerpt: the … says that the testimony goes on."""
    return f"{excerpt}…" if len(excerpt) >= _EXCERPT else excerpt
