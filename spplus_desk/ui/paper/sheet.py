"""The pages themselves, on the desk of the window. One widget: it scrolls by the keys, and says what the pages say."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from spplus_desk.ui.theme import Theme

_GAP = 16
"""Px of the pictures around a page."""


class Sheet(QScrollArea):
    """`resized`: the room is another one, so whole pages need another rendering."""

    resized = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._pages = _Pages(theme)
        self.setObjectName("poster_preview")
        self.setAccessibleName(self.tr("Aperçu de l’affiche"))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setWidget(self._pages)

    @property
    def room(self) -> int:
        """Px of the screen that a whole page may be high."""
        return max(120, round((self.viewport().height() - 2 * self._theme.px(_GAP)) * self.devicePixelRatioF()))

    def show_pages(self, pages: Sequence[bytes], told: str) -> None:
        """`pages`: PNG files, in pixels of the screen. `told`: the same in words."""
        self._pages.show_images([QImage.fromData(one) for one in pages], self.devicePixelRatioF())
        self.setAccessibleDescription(told)
        self.viewport().update()

    @property
    def shown(self) -> int:
        """How many pages are there."""
        return len(self._pages.images)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A page that fits has nothing to scroll; Escape goes on to the page of the window."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            with QPainter(self.viewport()) as painter:
                painter.setPen(QPen(self._theme.color("focus"), self._theme.px(2)))
                painter.drawRect(self.viewport().rect().adjusted(1, 1, -2, -2))


class _Pages(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._ratio = 1.0
        self.images: list[QImage] = []

    def show_images(self, images: list[QImage], ratio: float) -> None:
        self.images, self._ratio = images, ratio
        self.setMinimumSize(self.sizeHint())
        self.updateGeometry()
        self.update()

    def _size(self, image: QImage) -> QSize:
        return QSize(round(image.width() / self._ratio), round(image.height() / self._ratio))

    def sizeHint(self) -> QSize:
        gap = self._theme.px(_GAP)
        sizes = [self._size(image) for image in self.images]
        width = max((size.width() for size in sizes), default=0)
        return QSize(width + 2 * gap, sum(size.height() + gap for size in sizes) + gap)

    def paintEvent(self, event: QPaintEvent) -> None:
        gap = self._theme.px(_GAP)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._theme.color("canvas"))
            top = gap
            for image in self.images:
                size = self._size(image)
                place = QRect((self.width() - size.width()) // 2, top, size.width(), size.height())
                painter.drawImage(QRectF(place), image, QRectF(QPointF(0, 0), image.size()))
                painter.setPen(QPen(self._theme.color("border-strong"), 1))
                painter.drawRect(QRectF(place).adjusted(-0.5, -0.5, 0.5, 0.5))
                top += size.height() + gap
