"""A small card over the window: as wide as it was made for, as high as what it holds."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QLayout, QScrollArea, QVBoxLayout, QWidget

from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.overlay import Overlay


class _Growth(QObject):
    """Tells a card that what it holds wants another height: a list may come after the card is open."""

    def __init__(self, card: "Popover") -> None:
        super().__init__(card)
        self._card = card

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self._card, self._card.grow)
        return False


class Popover(Overlay):
    """Filled by `fill`, or by a layout of its own."""

    def __init__(self, theme: Theme, parent: QWidget, *, width: int) -> None:
        super().__init__(theme, parent)
        self._width = width
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
        body.installEventFilter(_Growth(self))
        body.setAutoFillBackground(False)
        scroller.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self)
        self._theme.keep_margins(column, 16, 14, 16, 12, spacing=8)
        column.addWidget(scroller, 1)
        if foot is not None:
            column.addLayout(foot)

    def _height(self) -> int:
        return min(self._height_for(self.width()), self._host.window().height() - self._theme.px(16))

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

    def grow(self) -> None:
        """Its content may want another height."""
        if self._over and self._height() != self.height():
            self.place()

    def fit(self) -> None:
        """Within the window, whatever the text size."""
        window, room = self._host.window(), self._theme.px(16)
        width = min(self._theme.px(self._width), window.width() - room)
        self.setFixedWidth(width)
        self.setFixedHeight(self._height())
