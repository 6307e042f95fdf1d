"""What agents said is the service's own (« c’est le numéro du service »): who, when, and out of the list again."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from spplus_desk.ui import wording
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.frames import h_line
from spplus_desk.ui.widgets.labels import Label

if TYPE_CHECKING:
    from spplus_desk.services.service_lines import KnownLine

_ROW, _TALLEST = 28, 8
"""Height of a row in px of the pictures; rows shown before the list scrolls."""


class ServiceLinesBox(QWidget):
    """`removed` carries the KnownLine that is to leave. Hidden while agents added nothing."""

    removed = Signal(object)

    def __init__(self, theme: Theme, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._theme, self._clock = theme, clock
        self._lines: Sequence[KnownLine] = ()
        self.list = QListWidget()
        self.list.setObjectName("service_lines")
        self.list.setAccessibleName(self.tr("Coordonnées ajoutées par les agents"))
        self.list.installEventFilter(self)
        theme.keep_font(self.list, Role.UI)
        self.button = Button(theme, self.tr("Retirer de la liste"), key=self.tr("Suppr"), flush=True)
        self.button.setObjectName("remove_service_line")
        self.button.clicked.connect(self._remove)
        said = Label(
            theme,
            self.tr(
                "Un agent a répondu au garde-fou que c’était la coordonnée du service. "
                "Retirez celle d’une personne\u00a0: le garde-fou la signalera de nouveau."
            ),
            Role.META,
            tone="text-3",
            wrap=True,
        )
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.button)
        column = QVBoxLayout(self)
        theme.keep_margins(column, 0, 16, 0, 16, spacing=4)
        column.addWidget(Label(theme, self.list.accessibleName(), Role.HEADING, 600))
        column.addWidget(h_line())
        column.addWidget(said)
        column.addWidget(self.list)
        column.addLayout(buttons)
        self.hide()

    def show_lines(self, lines: "Sequence[KnownLine]") -> None:
        place = max(self.list.currentRow(), 0)
        self._lines = lines
        self.list.clear()
        now = self._clock()
        for line in lines:
            when = "" if line.at is None else f", {wording.full_date(line.at, now)}"
            item = QListWidgetItem(f"{line.value} ({line.by}{when})")
            item.setSizeHint(QSize(0, self._theme.px(_ROW)))
            self.list.addItem(item)
        self.list.setCurrentRow(min(place, len(lines) - 1))
        self.list.setFixedHeight(self._theme.px(_ROW) * min(len(lines), _TALLEST) + 4)
        self.setVisible(bool(lines))

    def _remove(self) -> None:
        place = self.list.currentRow()
        if 0 <= place < len(self._lines):
            self.removed.emit(self._lines[place])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Delete:
            self._remove()
            return True
        return super().eventFilter(watched, event)
