"""Grounds, hairlines, splitters."""

from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLayout, QSplitter, QSplitterHandle, QWidget

from spplus_desk.ui.theme import Theme


class Pane(QFrame):
    """A plain coloured ground."""

    def __init__(
        self, tone: Literal["surface", "surface-alt", "canvas"] = "surface", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("pane", tone)


def bar_of(row: QLayout) -> QWidget:
    """A widget around `row`, which then takes any height: a bare row of fixed buttons would not stretch."""
    holder = QWidget()
    holder.setLayout(row)
    return holder


def h_line() -> QFrame:
    line = QFrame()
    line.setProperty("line", "horizontal")
    line.setFixedHeight(1)
    return line


def v_line() -> QFrame:
    line = QFrame()
    line.setProperty("line", "vertical")
    line.setFixedWidth(1)
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
