"""List views as every pane wants them."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QListView,
    QScrollBar,
    QStyle,
    QStyleOption,
    QWidget,
)


class OverlayBar(QScrollBar):
    """A scroll bar that stands over the right edge instead of taking its width from what is read."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(Qt.Orientation.Vertical, area)
        self._area = area
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        true = area.verticalScrollBar()
        true.rangeChanged.connect(self._follow)
        true.valueChanged.connect(self.setValue)
        self.valueChanged.connect(true.setValue)
        self._follow(true.minimum(), true.maximum())

    def _follow(self, low: int, high: int) -> None:
        true = self._area.verticalScrollBar()
        self.setRange(low, high)
        self.setPageStep(true.pageStep())
        self.setSingleStep(true.singleStep())
        self.setVisible(high > low)
        self.place()

    def place(self) -> None:
        width = self.sizeHint().width()
        self.setGeometry(self._area.width() - width, 0, width, self._area.height())
        self.raise_()


class KeyListView(QListView):
    """`entered_by_key` is emitted by Enter on a row. Typed letters never select: they are commands."""

    entered_by_key = Signal(QModelIndex)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self._bar = OverlayBar(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._bar.place()

    def keyboardSearch(self, search: str) -> None:
        """Nothing: R, J, K… are shortcuts, not the beginning of a title."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self.currentIndex().isValid():
            super().focusInEvent(event)
        else:
            # Qt would make the first row the current one: here that would open it, and mark it as read.
            QAbstractScrollArea.focusInEvent(self, event)
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self.viewport()) as painter:
            self.paint_no_current(painter)

    def paint_no_current(self, painter: QPainter) -> None:
        """The ring of the whole list, where it has the focus and no row has it."""
        if self.hasFocus() and not self.currentIndex().isValid():
            option = QStyleOption()
            option.initFrom(self.viewport())
            self.style().drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered_by_key.emit(self.currentIndex())
            event.accept()
            return
        super().keyPressEvent(event)
