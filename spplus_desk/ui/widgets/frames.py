"""Grounds, hairlines, splitters."""

from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSplitter, QSplitterHandle, QWidget

from spplus_desk.ui.theme import Theme


class Pane(QFrame):
    """A plain coloured ground."""

    def __init__(
        self, tone: Literal["surface", "surface-alt", "canvas"] = "surface", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("pane", tone)


def h_line() -> QFrame:
    line = QFrame()
    line.setProperty("line", "horizontal")
    return line


def v_line() -> QFrame:
    line = QFrame()
    line.setProperty("line", "vertical")
    return line


class Splitter(QSplitter):
    """A 1 px line that 8 px of mouse can grab; a double click goes back to the default sizes."""

    def __init__(self, theme: Theme, defaults: list[int], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.defaults = defaults
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)

    def createHandle(self) -> QSplitterHandle:
        return _Handle(self, self._theme)

    def restore_defaults(self) -> None:
        self.setSizes(self.defaults)


class _Handle(QSplitterHandle):
    def __init__(self, splitter: Splitter, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal, splitter)
        self._owner, self._theme = splitter, theme
        self.setAttribute(Qt.WidgetAttribute.WA_MouseNoMask)

    def sizeHint(self) -> QSize:
        return QSize(1, 1)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._owner.restore_defaults()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            if self.orientation() is Qt.Orientation.Horizontal:
                line = QRect(self.width() // 2, 0, 1, self.height())
            else:
                line = QRect(0, self.height() // 2, self.width(), 1)
            painter.fillRect(line, self._theme.color("border"))
