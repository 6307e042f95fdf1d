"""Bars, standing or lying; those past a limit are hatched as well as coloured, so that they read without colour."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from spplus_desk.domain.values import Value
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.wording import numbers

_CENTRED = int(Qt.AlignmentFlag.AlignCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class Bar(Value):
    """`told` stands beside the bar in place of its value."""

    label: str
    value: float
    late: bool = False
    told: str = ""

    @property
    def words(self) -> str:
        return self.told or numbers.number(round(self.value))


class StandingBars(QWidget):
    """A bar for each value, the value above it, the label below; a dashed line before the first late one."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._bars: tuple[Bar, ...] = ()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.updateGeometry)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        self._bars = tuple(bars)
        self.setAccessibleDescription(", ".join(f"{bar.label}\u00a0: {bar.words}" for bar in bars))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(240), self._theme.px(132))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(140), self._theme.px(110))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._bars:
            return
        theme, line = self._theme, self._theme.line_height(Role.META)
        font = theme.font(Role.META, tabular=True)
        metrics = QFontMetrics(font)
        floor, top = self.height() - line - theme.px(4), line
        step = self.width() / len(self._bars)
        width = max(2.0, step * 0.78)
        most = max(1, *(bar.value for bar in self._bars))
        widest = max(metrics.horizontalAdvance(bar.label) for bar in self._bars)
        every = 1 + int(widest // max(step - 1, 1))
        with QPainter(self) as painter:
            painter.setFont(font)
            for place, bar in enumerate(self._bars):
                left = place * step
                height = (floor - top) * bar.value / most
                rect = QRectF(left + (step - width) / 2, floor - height, width, height)
                fill_bar(painter, theme, rect, late=bar.late)
                if place % every == 0:
                    painter.setPen(theme.color("text-2"))
                    label = QRectF(left - step, floor + theme.px(4), 3 * step, line)
                    painter.drawText(label, _CENTRED, bar.label)
                if bar.value and metrics.horizontalAdvance(bar.words) < step * 1.3:
                    painter.setPen(theme.color("text"))
                    above = QRectF(left - step, floor - height - line, 3 * step, line)
                    painter.drawText(above, _CENTRED, bar.words)
            painter.setPen(QPen(theme.color("border-strong"), 1))
            painter.drawLine(0, floor, self.width(), floor)
            late = next((place for place, bar in enumerate(self._bars) if bar.late), 0)
            if late:
                painter.setPen(QPen(theme.color("text-2"), 1, Qt.PenStyle.DashLine))
                painter.drawLine(round(late * step), 0, round(late * step), floor)


class LyingBars(QWidget):
    """Label, bar, value on one line each."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._bars: tuple[Bar, ...] = ()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        self._bars = tuple(bars)
        self.setAccessibleDescription(", ".join(f"{bar.label}\u00a0: {bar.words}" for bar in bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self._theme.px(26) * max(len(self._bars), 1))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(150), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, row = self._theme, self._theme.px(26)
        font, strong = theme.font(Role.UI), theme.font(Role.UI, 600, tabular=True)
        label = max((QFontMetrics(font).horizontalAdvance(bar.label) for bar in self._bars), default=0) + theme.px(10)
        values = [bar.words for bar in self._bars]
        value = max((QFontMetrics(strong).horizontalAdvance(text) for text in values), default=0) + theme.px(8)
        most = max(1, *(bar.value for bar in self._bars)) if self._bars else 1
        room = max(self.width() - label - value, 1)
        with QPainter(self) as painter:
            for place, (bar, text) in enumerate(zip(self._bars, values, strict=True)):
                top = place * row
                painter.setFont(font)
                painter.setPen(theme.color("text"))
                painter.drawText(QRect(0, top, label, row), _LEFT, bar.label)
                thick = theme.px(12)
                rect = QRectF(label, top + (row - thick) / 2, room * bar.value / most, thick)
                fill_bar(painter, theme, rect, late=bar.late)
                painter.setFont(strong)
                painter.setPen(theme.color("text"))
                right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                painter.drawText(QRect(label + room, top, value, row), right, text)


class StackedShares(QWidget):
    """One bar cut in shares, each in the colour of a token."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shares: tuple[tuple[str, int], ...] = ()
        theme.keep_height(self, 12)

    def show_shares(self, shares: Sequence[tuple[str, int]], words: str) -> None:
        """(token, number) from the left."""
        self._shares = tuple(shares)
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        total = sum(held for _, held in self._shares)
        gap = self._theme.px(2)
        with QPainter(self) as painter:
            if not total:
                painter.fillRect(self.rect(), self._theme.color("border"))
                return
            left = 0.0
            for token, held in self._shares:
                width = self.width() * held / total
                painter.fillRect(QRectF(left, 0, max(width - gap, 0), self.height()), self._theme.color(token))
                left += width


def fill_bar(painter: QPainter, theme: Theme, rect: QRectF, *, late: bool) -> None:
    if not late:
        painter.fillRect(rect, theme.color("chart-1"))
        return
    tone = theme.color("chart-late")
    ground = QColor(tone)
    painter.fillRect(rect, ground)
    painter.fillRect(rect, QBrush(theme.color("surface"), Qt.BrushStyle.BDiagPattern))
