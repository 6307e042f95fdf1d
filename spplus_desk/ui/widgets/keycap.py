"""Key caps: the small boxes that name a shortcut."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from spplus_desk.ui.theme import Role, Theme

_PAD, _HEIGHT = 5, 18


def key_cap_width(theme: Theme, text: str) -> int:
    return QFontMetrics(theme.font(Role.META)).horizontalAdvance(text) + 2 * theme.px(_PAD)


def paint_key_cap(painter: QPainter, theme: Theme, x: float, middle: float, text: str, tone: str = "text-2") -> None:
    """A cap whose left edge is at `x`, centred on the line `middle`; border in `border`, text in `tone`."""
    rect = QRectF(x, middle - theme.px(_HEIGHT) / 2, key_cap_width(theme, text), theme.px(_HEIGHT))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = theme.color("on-primary" if tone == "on-primary" else "border")
    if tone == "on-primary":
        edge.setAlphaF(0.45)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setPen(theme.color(tone))
    painter.setFont(theme.font(Role.META))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


class KeyCap(QWidget):
    """Decoration: the shortcut itself is told by the control beside it."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._text = theme, text
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(key_cap_width(self._theme, self._text), self._theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_key_cap(painter, self._theme, 0, self.height() / 2, self._text)
