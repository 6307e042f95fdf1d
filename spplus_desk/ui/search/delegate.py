"""Paints a result (102 px at 100 %): title and chip, the passage on two lines, who and when, where it was found."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from spplus_desk.domain.needles import Span
from spplus_desk.domain.search import Hit
from spplus_desk.ui import wording
from spplus_desk.ui.search.model import HIT
from spplus_desk.ui.search.words import place_text
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.chips import chip_width, paint_chip, row_look
from spplus_desk.ui.widgets.painting import paint_row_focus, paint_row_ground
from spplus_desk.ui.widgets.text import elided

ROW_HEIGHT = 102
_LEFT, _RIGHT = 24, 24


class ResultDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, clock: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._clock = theme, clock

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        # Width 0: a wish for more would bring a horizontal scroll bar.
        return QSize(0, self._theme.px(ROW_HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        hit = index.data(HIT)
        if not isinstance(hit, Hit):
            return
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_row_ground(painter, self._theme, option)
        self._paint_hit(painter, rect, hit)
        paint_row_focus(painter, self._theme, option)
        painter.restore()

    def _paint_hit(self, painter: QPainter, rect: QRect, hit: Hit) -> None:
        theme, px, row, now = self._theme, self._theme.px, hit.row, self._clock()
        x, width = rect.left() + px(_LEFT), rect.width() - px(_LEFT) - px(_RIGHT)
        look = row_look(row, now)
        taken = chip_width(theme, look)
        paint_chip(painter, theme, x + width - taken, rect.top() + px(9), look)
        title = QRect(x, rect.top() + px(9), width - taken - px(12), px(20))
        paint_marked(painter, theme, title, row.title, hit.title_marks, theme.font(Role.UI, 500), "text", lines=1)
        text = f"…{hit.passage.text}" if hit.passage.start else hit.passage.text
        marks = [(a + 1, b + 1) for a, b in hit.passage.marks] if hit.passage.start else hit.passage.marks
        if hit.passage.cut:
            text += "…"
        body = QRect(x, rect.top() + px(31), width, px(36))
        paint_marked(painter, theme, body, text, marks, theme.font(Role.UI), "text-2", lines=2)
        self._paint_foot(painter, QRect(x, rect.top() + px(70), width, px(20)), hit)

    def _paint_foot(self, painter: QPainter, rect: QRect, hit: Hit) -> None:
        theme, row = self._theme, hit.row
        font = theme.font(Role.META)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(theme.color("text-3"))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        where = place_text(hit)
        room = metrics.horizontalAdvance(where)
        painter.drawText(rect, middle | int(Qt.AlignmentFlag.AlignRight), where)
        published = wording.published_day(row.published_at, self._clock(), row.timezone, date_only=row.date_only)
        who = ", ".join(part for part in (row.pseudonym, published) if part)
        shown = elided(metrics, who, rect.width() - room - theme.px(12))
        painter.drawText(rect, middle | int(Qt.AlignmentFlag.AlignLeft), shown)


def paint_marked(
    painter: QPainter,
    theme: Theme,
    rect: QRect,
    text: str,
    marks: Sequence[Span],
    font: QFont,
    tone: str,
    *,
    lines: int,
) -> None:
    """`text` on one or two lines as high as `rect` parts, what was found on its ground, the last line cut with …"""
    line = rect.height() // lines
    start = 0
    for number in range(lines):
        left = text[start:]
        shown = left
        if number == lines - 1:
            shown = elided(QFontMetrics(font), left, rect.width())
        layout = QTextLayout(shown, font)
        layout.setFormats(_ranges(theme, [(a - start, b - start) for a, b in marks], len(shown)))
        layout.beginLayout()
        first = layout.createLine()
        first.setLineWidth(rect.width() if number < lines - 1 else 16_000)
        first.setPosition(QPointF(0, (line - first.height()) / 2))
        layout.endLayout()
        painter.setPen(theme.color(tone))
        layout.draw(painter, QPointF(rect.left(), rect.top() + number * line))
        start += first.textLength()
        if start >= len(text):
            return


def _ranges(theme: Theme, marks: Sequence[Span], length: int) -> list[QTextLayout.FormatRange]:
    style = QTextCharFormat()
    style.setBackground(theme.color("mark-bg"))
    style.setForeground(theme.color("mark-fg"))
    found = []
    for start, end in marks:
        if end > 0 and start < length:
            span = QTextLayout.FormatRange()
            span.start, span.length = max(start, 0), min(end, length) - max(start, 0)
            span.format = style
            found.append(span)
    return found
