"""Structures side by side: a card for each clock, its chart follows the line of the table that is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from spplus_desk.domain.statistics import comparison
from spplus_desk.domain.statistics.answers import Numbers
from spplus_desk.domain.statistics.comparison import Row
from spplus_desk.domain.statistics.definitions import DEFINITIONS, Clock
from spplus_desk.ui.dashboard.cards import Card, DefinitionLink, Head
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.charts.bars import Bar, LyingBars
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.widgets.table import RowsModel, Table

_ROW = 30


class ComparedCard(Card):
    """`list_wanted` carries a `Behind` and how many it counts."""

    list_wanted = Signal(object, int)

    def __init__(self, theme: Theme, name: str, title: str) -> None:
        super().__init__(theme, f"{name}_card", title)
        self._rows: Sequence[Row] = ()
        self._names: Sequence[str] = ()
        self._title = title
        self.head = Head(theme, title)
        self.definition = DefinitionLink(theme, "breakdown", title)
        self.head.add_link(self.definition)
        self.chart = LyingBars(theme, f"{name}_chart")
        self.table = Table(theme, f"{name}_table", f"{title}, tableau", row=_ROW)
        self._model = RowsModel(self.table)
        self.table.setModel(self._model)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._draw(now.row()))
        self.table.activated.connect(self._open)
        self.column.addWidget(self.head)
        self.column.addWidget(self.table)
        self.column.addWidget(self.chart)

    def show_rows(self, rows: Sequence[Row], names: Sequence[str]) -> None:
        self._rows, self._names = rows, names
        lines = [[row.name, *(cell.told for cell in row.cells)] for row in rows]
        self._model.show_rows([self.tr("Chiffre"), *names], lines)
        self.table.stretch(0)
        self.table.setFixedHeight(self._theme.px(_ROW * (len(rows) + 1) + 16))
        first = next((place for place, row in enumerate(rows) if row.drawn), 0)
        self.table.setCurrentIndex(self._model.index(first, 1))
        self._draw(first)

    def _draw(self, place: int) -> None:
        if not 0 <= place < len(self._rows):
            return
        row = self._rows[place]
        self.head.note.setText(row.name)
        self.definition.key = row.key
        self.definition.setVisible(row.key in DEFINITIONS)
        self.definition.setAccessibleName(self.tr("Définition, {0}").format(row.name))
        bars = [
            Bar(name, cell.amount or 0.0, told=cell.told) for name, cell in zip(self._names, row.cells, strict=True)
        ]
        self.chart.show_bars(bars)
        self.chart.setAccessibleName(f"{self._title}, {row.name}, graphique")
        self.chart.updateGeometry()

    def _open(self, index: QModelIndex) -> None:
        """The list behind the figure of that structure."""
        cells = self._rows[index.row()].cells
        cell = cells[max(index.column() - 1, 0)]
        if cell.count:
            self.list_wanted.emit(cell.behind, cell.count)


class ComparePage(QScrollArea):
    """`list_wanted` as of its cards; `other_wanted`: other structures."""

    closed = Signal()
    other_wanted = Signal()
    list_wanted = Signal(object, int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("compare_page")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # as the board
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.back = Button(theme, self.tr("Retour au tableau"), "quiet", icon="arrow-left-line")
        self.back.setObjectName("compare_back")
        self.back.clicked.connect(self.closed)
        self.title = Label(theme, "", Role.TITLE, 600)
        other = Button(theme, self.tr("Changer les structures…"))
        other.setObjectName("compare_other")
        other.clicked.connect(self.other_wanted)
        self.other = other
        self.why = Label(theme, "", Role.META, tone="text-3", wrap=True)
        self.cards = {
            Clock.PUBLISHED: ComparedCard(theme, "compare_published", self.tr("Indicateur publié")),
            Clock.INTERNAL: ComparedCard(theme, "compare_internal", self.tr("Objectif interne")),
            Clock.NONE: ComparedCard(theme, "compare_content", self.tr("Volume et contenu")),
        }
        head = QHBoxLayout()
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        head.addWidget(other)
        body = QWidget()
        body.setObjectName("board_body")
        column = QVBoxLayout(body)
        theme.keep_margins(column, 24, 12, 24, 16, spacing=10)
        column.addLayout(head)
        column.addWidget(self.why)
        for card in self.cards.values():
            card.list_wanted.connect(self.list_wanted)
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(body)

    def show_compared(self, compared: Sequence[Numbers]) -> None:
        names = [comparison.name_of(one) for one in compared]
        rows = comparison.rows(compared)
        self.title.setText(self.tr("{0} structures côte à côte").format(len(compared)))
        self.why.setText(comparison.why_sums_differ(compared))
        for clock, card in self.cards.items():
            card.show_rows([row for row in rows if row.clock is clock], names)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
