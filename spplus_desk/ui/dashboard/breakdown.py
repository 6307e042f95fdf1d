"""« Répartition »: the same figures for each structure, channel, procedure, tag. Never for a person."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from spplus_desk.domain.statistics import figures, words
from spplus_desk.domain.statistics.answers import Dimension, Line, Numbers
from spplus_desk.domain.statistics.measures import MINIMUM, Share
from spplus_desk.ui.dashboard.cards import Card, DefinitionLink
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.widgets.table import RowsModel, Table
from spplus_desk.ui.widgets.tabs import BesideTabs, UnderlineTabs

_TABS = (
    (Dimension.STRUCTURE, "Structures filles", "Structure"),
    (Dimension.CHANNEL, "Canaux", "Canal"),
    (Dimension.PROCEDURE, "Démarches", "Démarche"),
    (Dimension.TAG, "Étiquettes", "Étiquette"),
    (Dimension.BUSINESS_TAG, "Étiquettes métier", "Étiquette"),
)
_ROOM = 40 + 28 + 5 * 30 + 14
"""Tabs, head, five rows and the bar under them."""


class Breakdown(Card):
    """`list_wanted` carries a `Behind` and how many experiences it counts."""

    list_wanted = Signal(object, int)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "breakdown_card", self.tr("Répartition"), parent)
        self._numbers: Numbers | None = None
        self._lines: dict[Dimension, list[Line]] = {}
        self.tabs = QTabWidget()
        self.tabs.setObjectName("breakdown_tabs")
        self.tabs.setAccessibleName(self.tr("Répartition"))
        bar = UnderlineTabs(theme)
        self.tabs.setTabBar(bar)
        self._tables: dict[Dimension, tuple[Table, RowsModel]] = {}
        self._filled: dict[Dimension, Numbers] = {}
        self._shelves: list[QVBoxLayout] = []
        for _, name, _ in _TABS:
            place = QWidget()
            shelf = QVBoxLayout(place)
            shelf.setContentsMargins(0, 0, 0, 0)
            self._shelves.append(shelf)
            self.tabs.addTab(place, name)
        self._table(0)  # empty, it holds the room of the rows that come
        self.tabs.currentChanged.connect(lambda _place: self.fill())
        self.definition = DefinitionLink(theme, "breakdown", self.tr("Répartition"))
        self.tabs.setCornerWidget(BesideTabs(theme, self.definition))
        self._why = Label(theme, "", Role.META, tone="text-3", wrap=True)
        self.column.addWidget(self.tabs, 1)
        self.column.addWidget(self._why)
        self._roomy = False
        theme.changed.connect(self._give_room)

    def set_roomy(self, roomy: bool) -> None:
        """Alone in its row, on a board that scrolls: several rows at once, instead of two that scroll by themselves."""
        self._roomy = roomy
        self._give_room()

    def _give_room(self) -> None:
        self.tabs.setMinimumHeight(self._theme.px(_ROOM) if self._roomy else 0)

    def show_numbers(self, numbers: Numbers) -> None:
        """Its tabs and its words; the rows of the table in front come with `fill`."""
        self._numbers = numbers
        for dimension, *_ in _TABS:
            self._lines[dimension] = [line for line in numbers.lines if line.dimension is dimension]
        for place, (dimension, *_) in enumerate(_TABS):
            self.tabs.setTabVisible(place, bool(self._lines[dimension]))
        self._show_why(numbers)

    def fill(self) -> None:
        """The table in front, made when it is first seen: its fifty rows cost more than all the other cards."""
        numbers, place = self._numbers, self.tabs.currentIndex()
        dimension, _, head = _TABS[place]
        if numbers is None or self._filled.get(dimension) is numbers:
            return
        self._filled[dimension] = numbers
        table, model = self._table(place)
        medians = dimension is Dimension.STRUCTURE
        columns = [head, self.tr("Expériences"), self.tr("Répondues"), self.tr("En moins de 7\u00a0jours")]
        columns += [self.tr("Médiane")] if medians else []
        columns += [self.tr("Jugées utiles")]
        model.show_rows(columns, [self._row(line, medians=medians) for line in self._lines[dimension]])
        table.stretch(0)

    def _table(self, place: int) -> tuple[Table, RowsModel]:
        dimension, name, _ = _TABS[place]
        if dimension not in self._tables:
            table = Table(self._theme, f"breakdown_{dimension.value}", self.tr("{0}, tableau").format(name))
            model = RowsModel(table)
            table.setModel(model)
            table.activated.connect(lambda index, of=dimension: self._chosen(of, index.row()))
            self._tables[dimension] = table, model
            self._shelves[place].addWidget(table)
        return self._tables[dimension]

    def _row(self, line: Line, *, medians: bool) -> list[str]:
        name = words.tag(line.name) if line.dimension is Dimension.TAG else line.name
        cells = [name, words.number(line.experiences)]
        if line.experiences < MINIMUM:
            few = self.tr("trop peu")
            return [*cells, few, few, *((few,) if medians else ()), few]
        cells += [_told(line.answered, line.experiences), _told(line.in_time, line.dated)]
        if medians:
            cells.append(words.short_delay(line.median))
        return [*cells, _told(line.useful, line.useful + line.not_useful)]

    def _show_why(self, numbers: Numbers) -> None:
        parts = [figures.several_structures(numbers)]
        if any(line.experiences < MINIMUM for line in numbers.lines):
            parts.append(f"{words.TOO_FEW}.")
        self._why.setText(" ".join(part for part in parts if part))
        self._why.setVisible(bool(self._why.text()))

    def _chosen(self, dimension: Dimension, row: int) -> None:
        if self._numbers is not None:
            line = self._lines[dimension][row]
            self.list_wanted.emit(figures.behind_line(self._numbers, line), line.experiences)


def _told(part: int, whole: int) -> str:
    return words.percent(Share(part, whole)) or "trop peu"
