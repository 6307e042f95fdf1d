"""A line over time: this period drawn through with its points, the one before dashed."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from spplus_desk.domain.values import Value
from spplus_desk.ui.theme import Role, Theme

_SIDE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class LinePoint(Value):
    """`value` in percent, None where there is too little to say."""

    label: str
    value: float | None
    before: float | None = None


class Line(QWidget):
    def __init__(self, theme: Theme, name: str, nothing: str) -> None:
        super().__init__()
        self._theme, self._nothing = theme, nothing
        self._points: tuple[LinePoint, ...] = ()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.updateGeometry)

    def show_points(self, points: Sequence[LinePoint]) -> None:
        self._points = tuple(points)
        told = [f"{point.label}\u00a0: {point.value:.0f}\u00a0%" for point in points if point.value is not None]
        self.setAccessibleDescription(", ".join(told) or self._nothing)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(132))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(150), self._theme.px(110))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, line = self._theme, self._theme.line_height(Role.META)
        font = theme.font(Role.META, tabular=True)
        metrics = QFontMetrics(font)
        told = [value for point in self._points for value in (point.value, point.before) if value is not None]
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(font)
            if not any(point.value is not None for point in self._points):
                painter.setPen(theme.color("text-3"))
                painter.drawText(
                    self.rect(), int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self._nothing
                )
                return
            low = max(0, int(min(told) // 20) * 20 - (20 if min(told) % 20 < 2 and min(told) >= 20 else 0))
            left, floor, top = metrics.horizontalAdvance("100") + theme.px(8), self.height() - line - theme.px(4), line
            right = self.width() - metrics.horizontalAdvance("100\u00a0%") - theme.px(10)
            self._grid(painter, low, left, floor, top, line)
            step = (right - left) / max(len(self._points) - 1, 1)

            def at(place: int, value: float) -> QPointF:
                return QPointF(left + place * step, floor - (floor - top) * (value - low) / (100 - low or 1))

            pen = QPen(theme.color("chart-2"), 1.5, Qt.PenStyle.DashLine)
            self._strokes(painter, pen, [None if p.before is None else at(n, p.before) for n, p in self._each()])
            spots = [None if p.value is None else at(n, p.value) for n, p in self._each()]
            self._strokes(painter, QPen(theme.color("chart-1"), 2), spots)
            painter.setPen(QPen(theme.color("chart-1"), 2))
            painter.setBrush(theme.color("surface"))
            for spot in spots:
                if spot is not None:
                    painter.drawEllipse(spot, 3.0, 3.0)
            self._labels(painter, metrics, left, step, floor, line)
            last = max(n for n, point in self._each() if point.value is not None)
            value = self._points[last].value
            painter.setFont(theme.font(Role.META, 600, tabular=True))
            painter.setPen(theme.color("text"))
            spot = at(last, value or 0)
            painter.drawText(
                QRectF(spot.x() + theme.px(7), spot.y() - line / 2, theme.px(60), line), _SIDE, f"{value:.0f}\u00a0%"
            )

    def _each(self) -> list[tuple[int, LinePoint]]:
        return list(enumerate(self._points))

    def _grid(self, painter: QPainter, low: int, left: int, floor: int, top: int, line: int) -> None:
        for value in range(low, 101, 20):
            y = round(floor - (floor - top) * (value - low) / (100 - low or 1))
            painter.setPen(QPen(self._theme.color("border"), 1))
            painter.drawLine(left, y, self.width(), y)
            painter.setPen(self._theme.color("text-2"))
            painter.drawText(QRectF(0, y - line / 2, left - self._theme.px(6), line), _right(), str(value))

    def _labels(self, painter: QPainter, metrics: QFontMetrics, left: int, step: float, floor: int, line: int) -> None:
        painter.setPen(self._theme.color("text-2"))
        places = sorted({0, (len(self._points) - 1) // 2, len(self._points) - 1})
        for place in places:
            text = self._points[place].label
            width = metrics.horizontalAdvance(text)
            x = min(max(left + place * step - width / 2, 0), self.width() - width)
            painter.drawText(QRectF(x, floor + self._theme.px(4), width + 2, line), _SIDE, text)

    @staticmethod
    def _strokes(painter: QPainter, pen: QPen, spots: Sequence[QPointF | None]) -> None:
        """A missing point leaves a gap: nothing is drawn where nothing is known."""
        painter.setPen(pen)
        for one, after in pairwise(spots):
            if one is not None and after is not None:
                painter.drawLine(one, after)


def _right() -> int:
    return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
