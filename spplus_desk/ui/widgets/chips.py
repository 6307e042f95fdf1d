"""Chips: urgency has a shape (nothing, fill, fill + edge + bold) so that it reads in black and white."""

from datetime import datetime

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from spplus_desk.domain.deadlines import DeadlineStatus, Urgency
from spplus_desk.domain.inbox import InboxRow
from spplus_desk.domain.outbox import SendState
from spplus_desk.domain.values import Value
from spplus_desk.domain.vocabulary import Sentiment
from spplus_desk.ui import wording
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.text import elided

_HEIGHT, _ICON, _PAD, _GAP = 20, 14, 6, 4
_MARK_ICON = 15


class ChipLook(Value):
    """`tone`, `fill` and `edge` are token names."""

    text: str
    icon: str
    tone: str
    fill: str | None = None
    edge: str | None = None
    bold: bool = False


def deadline_look(deadline: DeadlineStatus) -> ChipLook:
    text = wording.deadline_text(deadline)
    match deadline.urgency:
        case Urgency.LATE:
            return ChipLook(text, "error-warning-line", "error", "error-bg", "error", bold=True)
        case Urgency.TODAY:
            return ChipLook(text, "alarm-line", "warning", "warning-bg", "warning", bold=True)
        case Urgency.TOMORROW | Urgency.SOON:
            return ChipLook(text, "timer-line", "warning", "warning-bg")
        case Urgency.FAR:
            return ChipLook(text, "time-line", "text-2")
        case Urgency.ANSWERED:
            return ChipLook(text, "check-double-line", "success")


def row_look(row: InboxRow, now: datetime) -> ChipLook:
    return deadline_look(wording.row_status(row, now))


_SEND = {
    SendState.DRAFT: ("draft-line", "text-2", "surface", "border"),
    SendState.PENDING_VALIDATION: ("shield-check-line", "link", "selected", None),
    SendState.WAITING: ("upload-cloud-2-line", "info", "info-bg", "info-bd"),
    SendState.RECEIVED: ("check-line", "text-2", "surface-alt", "border"),
    SendState.PUBLISHED: ("check-double-line", "success", "success-bg", "success-bd"),
}


def send_look(state: SendState, *, parked: bool = False) -> ChipLook:
    """The chip of Envois; « mise de côté » is no state of its own, only another icon and colour."""
    text = wording.send_state_name(state)
    if parked:
        return ChipLook(text, "error-warning-line", "error", "error-bg", "error-bd")
    icon, tone, fill, edge = _SEND[state]
    return ChipLook(text, icon, tone, fill, edge)


def sentiment_mark(sentiment: Sentiment | None) -> tuple[str, str, str]:
    """(icon, word, token) of a sentiment."""
    text = wording.sentiment_name(sentiment)
    match sentiment:
        case Sentiment.POSITIVE:
            return "emotion-happy-line", text, "success"
        case Sentiment.NEGATIVE:
            return "emotion-unhappy-line", text, "sent-neg"
        case _:
            return "emotion-normal-line", text, "text-2"


def chip_width(theme: Theme, look: ChipLook) -> int:
    font = theme.font(Role.META, 600 if look.bold else 500)
    pads = 2 * theme.px(_PAD) if look.fill else 0
    edges = 2 if look.edge else 0
    return QFontMetrics(font).horizontalAdvance(look.text) + theme.px(_ICON + _GAP) + pads + edges


def paint_chip(painter: QPainter, theme: Theme, x: int, y: int, look: ChipLook) -> int:
    """Draw at (x, y), 20 px high at 100 %; returns the width used."""
    width, height = chip_width(theme, look), theme.px(_HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if look.fill:
        inset = 0.5 if look.edge else 0
        painter.setBrush(theme.color(look.fill))
        painter.setPen(QPen(theme.color(look.edge), 1) if look.edge else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(x, y, width, height).adjusted(inset, inset, -inset, -inset), 4, 4)
    icon = theme.px(_ICON)
    left = x + (theme.px(_PAD) if look.fill else 0) + (1 if look.edge else 0)
    theme.paint_icon(painter, QRect(left, y + (height - icon) // 2, icon, icon), look.icon, look.tone)
    painter.setPen(theme.color(look.tone))
    painter.setFont(theme.font(Role.META, 600 if look.bold else 500))
    text = QRectF(left + theme.px(_ICON + _GAP), y, width, height)
    painter.drawText(text, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), look.text)
    painter.restore()
    return width


def mark_width(theme: Theme, text: str) -> int:
    return theme.px(_MARK_ICON + _GAP) + QFontMetrics(theme.font(Role.META)).horizontalAdvance(text)


def paint_mark(
    painter: QPainter, theme: Theme, x: int, y: int, icon: str, text: str, tone: str, *, room: int | None = None
) -> int:
    """Icon and word on a 20 px line; cut with … beyond `room` px; returns the width used."""
    size, height = theme.px(_MARK_ICON), theme.px(_HEIGHT)
    theme.paint_icon(painter, QRect(x, y + (height - size) // 2, size, size), icon, tone)
    font = theme.font(Role.META)
    painter.setFont(font)
    painter.setPen(theme.color(tone))
    left = x + theme.px(_MARK_ICON + _GAP)
    metrics = QFontMetrics(font)
    shown = text if room is None else elided(metrics, text, room - (left - x))
    width = metrics.horizontalAdvance(shown)
    painter.drawText(QRectF(left, y, width + 4, height), int(Qt.AlignmentFlag.AlignVCenter), shown)
    return left - x + width


class Chip(QWidget):
    """A chip standing in a layout; its text is its accessible name."""

    def __init__(self, theme: Theme, look: ChipLook | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._look = theme, look
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        if look is not None:
            self.set_look(look)

    def set_look(self, look: ChipLook, tip: str = "") -> None:
        """`tip` gives the absolute date, to the mouse and to the screen reader."""
        self._look = look
        self.setAccessibleName(look.text)
        self.setAccessibleDescription(tip)
        self.setToolTip(tip)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        if self._look is None:
            return QSize(0, self._theme.px(_HEIGHT))
        return QSize(chip_width(self._theme, self._look), self._theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._look is not None:
            with QPainter(self) as painter:
                paint_chip(painter, self._theme, 0, (self.height() - self._theme.px(_HEIGHT)) // 2, self._look)


class Mark(QWidget):
    """Icon and word: a sentiment, a channel."""

    def __init__(self, theme: Theme, icon: str = "", text: str = "", tone: str = "text-2") -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        self.set_mark(icon, text, tone)

    def set_mark(self, icon: str, text: str, tone: str) -> None:
        self._icon, self._text, self._tone = icon, text, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(mark_width(self._theme, self._text), self._theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._icon:
            with QPainter(self) as painter:
                paint_mark(painter, self._theme, 0, 0, self._icon, self._text, self._tone)


class Pill(QWidget):
    """A tag that has no urgency: text on `hover`."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__()
        self._theme, self._text = theme, text
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._theme.font(Role.META))
        return QSize(metrics.horizontalAdvance(self._text) + 2 * self._theme.px(7), self._theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("hover"))
            painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
            painter.setPen(self._theme.color("text-2"))
            painter.setFont(self._theme.font(Role.META))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
