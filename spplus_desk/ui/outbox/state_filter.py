"""The strip of states: filter and legend at once, in the order of a reply's journey."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QTabBar, QWidget

from spplus_desk.domain.outbox import SendCounts, SendState
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.theme.style import paint_ring
from spplus_desk.ui.widgets.chips import send_look
from spplus_desk.ui.wording import count_of, number, send_state_name

_HEIGHT, _PAD, _ICON, _GAP, _ARROW = 32, 10, 16, 6, 34
STATES: tuple[SendState | None, ...] = (None, *SendState)


class StateFilter(QTabBar):
    """`chosen` carries a SendState, or None for all."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._counts = SendCounts()
        self._hover = -1
        self._room, self._tight = 0, 0
        self.setObjectName("state_filter")
        self.setAccessibleName(self.tr("Filtrer par état"))
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setMouseTracking(True)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        for state in STATES:
            self.addTab(self.tr("Toutes") if state is None else send_state_name(state))
        self.currentChanged.connect(lambda index: self.chosen.emit(STATES[index]))
        theme.changed.connect(self._relayout)
        theme.changed.connect(self._fit)

    @property
    def state(self) -> SendState | None:
        return STATES[self.currentIndex()]

    def show_counts(self, counts: SendCounts) -> None:
        if counts != self._counts:
            self._counts = counts
            for index, state in enumerate(STATES):
                if state is not None:
                    words = count_of(counts.of(state), self.tr("envoi"), self.tr("envois"))
                    self.setTabToolTip(index, words)
            self._relayout()
            self._fit()

    def _relayout(self) -> None:
        """Ask QTabBar for its tab sizes again: it has no call for that, but a change of icon size does it."""
        side = self._theme.px(_ICON)
        self.setIconSize(QSize(side + 1, side))
        self.setIconSize(QSize(side, side))
        self.updateGeometry()
        self.update()

    def set_room(self, width: int) -> None:
        """What there is for the strip: less room between the states where it is short, then no icons."""
        self._room = width
        self._fit()

    def _fit(self) -> None:
        before = self._tight
        for self._tight in (0, 1, 2):
            if sum(self.tabSizeHint(index).width() for index in range(self.count())) <= self._room:
                break
        if self._tight != before:
            self._relayout()

    def tabSizeHint(self, index: int) -> QSize:
        theme, px, state = self._theme, self._theme.px, STATES[index]
        weight = 600 if index == 0 else 400
        width = QFontMetrics(theme.font(Role.UI, weight)).horizontalAdvance(self.tabText(index)) + 2 * px(_PAD)
        if state is not None:
            count = number(self._counts.of(state))
            width += (
                px(_GAP)
                + self._icon_room()
                + QFontMetrics(theme.font(Role.META, tabular=True)).horizontalAdvance(count)
            )
        return QSize(width + px(self._after(index)), px(_HEIGHT))

    def _icon_room(self) -> int:
        return 0 if self._tight == 2 else self._theme.px(_ICON + _GAP)

    def _after(self, index: int) -> int:
        """Room after a tab for the arrow, or the line, that leads to the next."""
        return 0 if index == self.count() - 1 else 12 if self._tight else 22

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover = self.tabAt(event.position().toPoint())
        self.update()
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: object) -> None:
        self._hover = -1
        self.update()
        super().leaveEvent(event)  # type: ignore[arg-type]

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for index in range(self.count()):
                self._paint_tab(painter, index)

    def _paint_tab(self, painter: QPainter, index: int) -> None:
        theme, px, state = self._theme, self._theme.px, STATES[index]
        whole, after = self.tabRect(index), px(self._after(index))
        body = QRect(whole.left(), whole.top(), whole.width() - after, px(_HEIGHT))
        current = index == self.currentIndex()
        if current or index == self._hover:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selected" if current else "hover"))
            painter.drawRoundedRect(QRectF(body), 6, 6)
        x, tone = body.left() + px(_PAD), "link" if current else "text-2"
        if state is not None and self._icon_room():
            size = px(_ICON)
            theme.paint_icon(
                painter, QRect(x, body.center().y() + 1 - size // 2, size, size), send_look(state).icon, tone
            )
            x += self._icon_room()
        font = theme.font(Role.UI, 600 if current else 400)
        painter.setFont(font)
        painter.setPen(theme.color(tone))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRect(x, body.top(), body.width(), body.height()), middle, self.tabText(index))
        if state is not None:
            x += QFontMetrics(theme.font(Role.UI)).horizontalAdvance(self.tabText(index)) + px(_GAP)
            painter.setFont(theme.font(Role.META, tabular=True))
            painter.setPen(theme.color("link" if current else "text-3"))
            painter.drawText(QRect(x, body.top(), body.width(), body.height()), middle, number(self._counts.of(state)))
        if current and self.hasFocus():
            paint_ring(painter, theme, QRectF(body), 6)
        self._paint_way(painter, index, body.right() + 1, after, body.center().y())

    def _paint_way(self, painter: QPainter, index: int, left: int, room: int, middle: int) -> None:
        theme, px = self._theme, self._theme.px
        if index == 0:
            painter.fillRect(QRect(left + room // 2, middle - px(9), 1, px(18)), theme.color("border"))
        elif room:
            size = px(14)
            rect = QRect(left + (room - size) // 2, middle + 1 - size // 2, size, size)
            theme.paint_icon(painter, rect, "arrow-right-s-line", "text-3")
