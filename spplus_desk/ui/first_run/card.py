"""The cards that the first screens are made of."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.buttons import HALO


class Fitted(QFrame):
    """As wide as the pictures say, and never wider than its place."""

    def __init__(self, theme: Theme, width: int) -> None:
        super().__init__()
        self._theme, self._wanted = theme, width
        self._room: int | None = None
        self._restyle()
        theme.changed.connect(self._restyle)

    def fit(self, room: int) -> None:
        self._room = room
        self._restyle()

    def _restyle(self) -> None:
        width = self._theme.px(self._wanted)
        self.setFixedWidth(width if self._room is None else min(width, self._room))


class Card(Fitted):
    """A framed column. What is added with `add` stands `side` px from the edge, painted buttons included."""

    def __init__(self, theme: Theme, width: int, *, side: int = 40, tone: str = "surface") -> None:
        super().__init__(theme, width)
        self.setProperty("first_run_card", tone)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(side - HALO, 32, side - HALO, 32)
        self.column.setSpacing(0)

    def add(self, widget: QWidget, *, above: int = 0) -> None:
        self.column.addSpacing(above)
        row = QVBoxLayout()
        row.setContentsMargins(HALO, 0, HALO, 0)
        row.addWidget(widget)
        self.column.addLayout(row)

    def add_button(self, widget: QWidget, *, above: int = 0) -> None:
        """A button that keeps its own halo."""
        self.column.addSpacing(max(above - HALO, 0))
        self.column.addWidget(widget)
