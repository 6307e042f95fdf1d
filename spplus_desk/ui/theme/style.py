"""Fusion with our focus ring and our indicators, all read from the tokens."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QWidget

if TYPE_CHECKING:
    from spplus_desk.ui.theme.theme import Theme

RING = 2
"""Width of the focus ring, in px."""
_METRICS = {
    QStyle.PixelMetric.PM_IndicatorWidth: 18,
    QStyle.PixelMetric.PM_IndicatorHeight: 18,
    QStyle.PixelMetric.PM_ExclusiveIndicatorWidth: 18,
    QStyle.PixelMetric.PM_ExclusiveIndicatorHeight: 18,
    QStyle.PixelMetric.PM_CheckBoxLabelSpacing: 8,
    QStyle.PixelMetric.PM_RadioButtonLabelSpacing: 8,
}
"""Of check boxes and radios, in px at 100 %. Asked thousands of times a second: looked up, not compared."""


class FocusRingStyle(QProxyStyle):
    """Draws what a style sheet cannot: a rounded 2 px ring, and check boxes and radios without image files."""

    def __init__(self, theme: "Theme") -> None:
        super().__init__("Fusion")
        self._theme = theme

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        match element:
            case QStyle.PrimitiveElement.PE_FrameFocusRect:
                paint_ring(painter, self._theme, QRectF(option.rect), 6)
            case QStyle.PrimitiveElement.PE_IndicatorCheckBox:
                self._check_box(option, painter)
            case QStyle.PrimitiveElement.PE_IndicatorRadioButton:
                self._radio(option, painter)
            case _:
                super().drawPrimitive(element, option, painter, widget)

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        ours = _METRICS.get(metric)
        return super().pixelMetric(metric, option, widget) if ours is None else self._theme.px(ours)

    def _check_box(self, option: QStyleOption, painter: QPainter) -> None:
        rect: QRect = option.rect
        box = QRectF(rect).adjusted(2.75, 2.75, -2.75, -2.75)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_On:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("primary"))
            painter.drawRoundedRect(box.adjusted(-0.75, -0.75, 0.75, 0.75), 2, 2)
            self._theme.paint_icon(painter, rect.adjusted(3, 3, -3, -3), "check-line", "on-primary")
        else:
            painter.setPen(QPen(self._theme.color("border-strong"), 1.5))
            painter.setBrush(self._theme.color("surface"))
            painter.drawRoundedRect(box, 2, 2)
        painter.restore()

    def _radio(self, option: QStyleOption, painter: QPainter) -> None:
        rect: QRect = option.rect
        on = bool(option.state & QStyle.StateFlag.State_On)
        circle = QRectF(rect).adjusted(2, 2, -2, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("primary"))
            painter.drawEllipse(circle)
            painter.setBrush(self._theme.color("on-primary"))
            painter.drawEllipse(circle.center(), circle.width() / 5, circle.width() / 5)
        else:
            painter.setPen(QPen(self._theme.color("border-strong"), 1.5))
            painter.setBrush(self._theme.color("surface"))
            painter.drawEllipse(circle.adjusted(0.75, 0.75, -0.75, -0.75))
        painter.restore()


def paint_ring(painter: QPainter, theme: "Theme", rect: QRectF, radius: float) -> None:
    """The focus ring, inside `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("focus"), RING))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = RING / 2
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)
    painter.restore()
