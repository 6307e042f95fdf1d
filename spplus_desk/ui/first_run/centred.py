"""Where the cards of the first screens stand."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from spplus_desk.ui.first_run.card import Fitted

_SIDE = 16


class _Page(QScrollArea):
    """Of `parts` none is wider than the window: in large text they would be."""

    def __init__(self, parts: tuple[QWidget, ...]) -> None:
        super().__init__()
        self._fitted = [part for part in parts if isinstance(part, Fitted)]
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        for part in self._fitted:
            part.fit(self.viewport().width() - 2 * _SIDE)
        super().resizeEvent(event)


def centred(parts: tuple[QWidget, ...]) -> QWidget:
    """`parts` one above the other, a little above the middle; they scroll where the window is too low."""
    inside = QWidget()
    inside.setObjectName("first_run_page")
    column = QVBoxLayout(inside)
    column.setContentsMargins(_SIDE, 24, _SIDE, 24)
    column.setSpacing(16)
    column.addStretch(2)
    for part in parts:
        # A row with stretches, not an alignment: with that, the height is asked for the width of the whole window.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(part)
        row.addStretch(1)
        column.addLayout(row)
    column.addStretch(3)
    area = _Page(parts)
    area.setWidget(inside)
    return area
