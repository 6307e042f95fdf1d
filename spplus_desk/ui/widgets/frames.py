"""Grounds, hairlines, splitters."""

from collections.abc import Callable, Mapping
from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLayout, QSplitter, QSplitterHandle, QWidget

from spplus_desk.domain.values import Value
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


class SplitterMemory(Value):
    """Sizes in px at a text of 100 %, 0 for none; `elastic` is the pane that takes what the others leave."""

    name: str
    elastic: int
    read: Callable[[str], int]
    write: Callable[[Mapping[str, int]], None]


class Splitter(QSplitter):
    """A 1 px line that 8 px of mouse can grab; a double click goes back to the default sizes."""

    def __init__(self, theme: Theme, defaults: list[int], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.defaults = defaults
        self._memory: SplitterMemory | None = None
        self._saving = QTimer(self, singleShot=True, interval=400)
        self._saving.timeout.connect(self._save)
        self.splitterMoved.connect(lambda _position, _index: self._saving.start())
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)

    def createHandle(self) -> QSplitterHandle:
        return _Handle(self, self._theme)

    def remember(self, memory: "SplitterMemory") -> None:
        """Keep what the agent chooses in `memory`; what it has counts from the next `arrange` on."""
        self._memory = memory
        self.arrange(self.defaults)

    def arrange(self, defaults: list[int]) -> None:
        """Take the sizes that the agent chose for such an arrangement, or else `defaults` (px)."""
        self.defaults = defaults
        sizes = list(defaults)
        if self._remembers():
            for place in self._fixed():
                kept = self._kept(place)
                if kept:
                    sizes[self._elastic()] += sizes[place] - kept
                    sizes[place] = kept
        self.setSizes(sizes)

    def restore_defaults(self) -> None:
        self.setSizes(self.defaults)
        self._saving.start()

    def _remembers(self) -> bool:
        """One above the other, the sizes follow the height of the window: they are not kept."""
        side_by_side = self.orientation() is Qt.Orientation.Horizontal
        return self._memory is not None and side_by_side and len(self.defaults) == self.count()

    def _kept(self, place: int) -> int:
        return 0 if self._memory is None else round(self._memory.read(self._key(place)) * self._theme.scale)

    def _elastic(self) -> int:
        return -1 if self._memory is None else self._memory.elastic

    def _fixed(self) -> list[int]:
        return [place for place in range(len(self.defaults)) if place != self._elastic()]

    def _key(self, place: int) -> str:
        name = "" if self._memory is None else self._memory.name
        defaults = "-".join(str(round(self.defaults[fixed] / self._theme.scale)) for fixed in self._fixed())
        return f"{name}-{defaults}-{place}"

    def _save(self) -> None:
        if self._memory is not None and self._remembers():
            self._memory.write(
                {self._key(place): round(self.sizes()[place] / self._theme.scale) for place in self._fixed()}
            )


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
