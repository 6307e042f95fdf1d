"""What several delegates draw the same way."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.theme.style import RING
from spplus_desk.ui.widgets.text import elided


def paint_row_ground(painter: QPainter, theme: Theme, option: QStyleOptionViewItem, *, ground: str = "surface") -> None:
    """Ground of a list row: hover, selected with its 3 px bar, hairline below. Selection keeps its colour
    when the list loses the focus."""
    rect: QRect = option.rect
    state = option.state
    selected = bool(state & QStyle.StateFlag.State_Selected)
    hover = bool(state & QStyle.StateFlag.State_MouseOver)
    painter.fillRect(rect, theme.color("selected" if selected else "hover" if hover else ground))
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("border"))
    if selected:
        painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.color("primary"))


def paint_row_focus(painter: QPainter, theme: Theme, option: QStyleOptionViewItem) -> None:
    """The keyboard ring, inside the row, drawn last."""
    state = option.state
    if state & QStyle.StateFlag.State_HasFocus:
        rect: QRect = option.rect
        painter.save()
        pen = painter.pen()
        pen.setColor(theme.color("focus"))
        pen.setWidth(RING)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(rect).adjusted(1, 1, -1, -2))
        painter.restore()


def paint_group_header(painter: QPainter, theme: Theme, rect: QRect, text: str, count: str) -> None:
    """28 px on surface-alt: name in 600, count in 400."""
    painter.fillRect(rect, theme.color("surface-alt"))
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("border"))
    strong = theme.font(Role.META, 600)
    left = rect.left() + theme.px(16)
    inner = QRect(left, rect.top(), rect.right() - left, rect.height() - 1)
    aligned = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
    painter.setFont(strong)
    painter.setPen(theme.color("text-2"))
    painter.drawText(inner, aligned, text)
    painter.setFont(theme.font(Role.META, tabular=True))
    painter.setPen(theme.color("text-3"))
    painter.drawText(
        inner.adjusted(QFontMetrics(strong).horizontalAdvance(text) + theme.px(6), 0, 0, 0), aligned, count
    )


def two_lines(painter: QPainter, theme: Theme, rect: QRect, lead: str, text: str) -> None:
    """`lead` in 500 run into `text`, on at most two lines of 18 px, the second one cut with …"""
    font, line = theme.font(Role.UI), theme.px(18)
    whole = f"{lead}  {text}"
    layout = QTextLayout(whole, font)
    span = QTextLayout.FormatRange()
    span.start, span.length = 0, len(lead)
    style = QTextCharFormat()
    style.setFont(theme.font(Role.UI, 500))
    style.setForeground(theme.color("text"))
    span.format = style
    layout.setFormats([span])
    layout.beginLayout()
    first = layout.createLine()
    first.setLineWidth(rect.width())
    first.setPosition(QPointF(0, (line - first.height()) / 2))
    layout.endLayout()
    painter.setPen(theme.color("text-2"))
    layout.draw(painter, QPointF(rect.topLeft()))
    rest = whole[first.textLength() :].strip()
    if rest:
        painter.setFont(font)
        shown = elided(QFontMetrics(font), rest, rect.width())
        second = QRect(rect.left(), rect.top() + line, rect.width(), line)
        painter.drawText(second, int(Qt.AlignmentFlag.AlignVCenter), shown)
