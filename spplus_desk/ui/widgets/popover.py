"""A small card over the window, under the control that opened it: Escape closes it and gives the focus back."""

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from spplus_desk.ui.theme import Theme


class Popover(QFrame):
    """A `Qt.Popup`, kept inside its window. A click beside it closes it: `closed` says that it went, however that was.

    `abandoned` comes before it when Escape was pressed.
    """

    abandoned = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget, *, width: int) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._theme, self._width, self._host = theme, width, parent
        self._opener: QWidget | None = None
        self._body: QWidget | None = None
        self._foot: QLayout | None = None

    def fill(self, body: QWidget, foot: QLayout | None = None) -> None:
        """`body` scrolls where the window is too low for it (a large text); `foot` always stays in sight."""
        self._body, self._foot = body, foot
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroller.setWidget(body)
        body.setAutoFillBackground(False)
        scroller.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self)
        self._theme.keep_margins(column, 16, 14, 16, 12, spacing=8)
        column.addWidget(scroller, 1)
        if foot is not None:
            column.addLayout(foot)

    def _height_for(self, width: int) -> int:
        layout = self.layout()
        if layout is None:
            return self.sizeHint().height()
        if self._body is None:
            # Lines that wrap are higher than the hint says, which knows no width.
            high = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else 0
            return max(high, self.sizeHint().height())
        margins = layout.contentsMargins()
        inner, within = width - margins.left() - margins.right(), self._body.layout()
        height = self._body.sizeHint().height()
        if within is not None and within.hasHeightForWidth():
            height = max(height, within.totalHeightForWidth(inner))
        foot = 0 if self._foot is None else self._foot.sizeHint().height() + layout.spacing()
        return height + foot + margins.top() + margins.bottom()

    def open_under(self, anchor: QWidget, *, right: bool = False) -> None:
        """Show it under `anchor`, left edges (or right ones) aligned; the focus comes back to where it was."""
        window = self._host.window()
        focused: QWidget | None = window.focusWidget()
        self._opener = anchor if focused is None else focused
        self.fit()
        width, height = self.width(), self.height()
        place = anchor.mapTo(window, QPoint(anchor.width() - width if right else 0, anchor.height()))
        side = self._theme.px(8)
        x = max(side, min(place.x(), window.width() - width - side))
        y = max(side, min(place.y(), window.height() - height - side))
        self.move(window.mapToGlobal(QPoint(x, y)))
        self.show()

    def fit(self) -> None:
        """As wide as it was made for and as high as what it holds, within the window."""
        window, room = self._host.window(), self._theme.px(16)
        width = min(self._theme.px(self._width), window.width() - room)
        self.setFixedWidth(width)
        self.setFixedHeight(min(self._height_for(width), window.height() - room))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.abandoned.emit()
            self.close()
            return
        super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        opener, self._opener = self._opener, None
        if opener is not None and opener.isVisible():
            opener.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._theme.color("surface"))
            painter.setPen(QPen(self._theme.color("border-strong"), 1))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
