"""Where the cards of the first screens stand."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget


def centred(parts: tuple[QWidget, ...]) -> QWidget:
    """`parts` one above the other, a little above the middle; they scroll where the window is too low."""
    inside = QWidget()
    inside.setObjectName("first_run_page")
    column = QVBoxLayout(inside)
    column.setContentsMargins(16, 24, 16, 24)
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
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area
