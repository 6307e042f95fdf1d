"""A chart and its table in one card: « en tableau » swaps them, T too."""

from collections.abc import Sequence
from functools import cached_property

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from spplus_desk.ui.dashboard.cards import Card, DefinitionLink, Head, Link
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.widgets.table import RowsModel, Table


class ChartCard(Card):
    """`name` is the accessible name without « graphique » or « tableau »."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        name: str,
        chart: QWidget,
        definition: str,
        parent: QWidget,
        *,
        fill: bool = True,
    ) -> None:
        super().__init__(theme, f"{chart.objectName()}_card", name, parent)
        self._name, self._chart = name, chart
        chart.setAccessibleName(f"{name}, graphique")
        self.head = Head(theme, title)
        self.definition = DefinitionLink(theme, definition, title)
        self.swap = Link(theme, self.tr("en tableau"))
        self.swap.setObjectName("chart_swap")
        self.swap.setAccessibleName(self.tr("{0}, en tableau").format(title))
        self.swap.clicked.connect(self.toggle)
        self._title = title
        self.head.add_link(self.swap)
        self._head: Sequence[str] = ()
        self._rows: Sequence[Sequence[str]] = ()
        self.foot = Label(theme, "", Role.META, tone="text-2", wrap=True)
        self._stack = QStackedWidget()
        self._stack.addWidget(chart)
        self.column.addWidget(self.head)
        self.column.addWidget(self._stack, 1 if fill else 0)
        foot = QHBoxLayout()
        foot.addWidget(self.foot, 1)
        foot.addWidget(self.definition, 0, Qt.AlignmentFlag.AlignBottom)
        self.column.addLayout(foot)

    @cached_property
    def table(self) -> Table:
        """Made when it is first asked for: an opening of the board waits for no table that nobody sees."""
        table = Table(self._theme, f"{self._chart.objectName()}_table", f"{self._name}, tableau", row=26)
        self._model = RowsModel(table)
        table.setModel(self._model)
        table.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        table.setMinimumHeight(0)
        self._fill(table)
        self._stack.addWidget(table)
        return table

    @property
    def in_table(self) -> bool:
        return self._stack.currentWidget() is not self._chart

    def toggle(self) -> None:
        """The focus stays on the link, or goes into the table that has just come."""
        to_table = not self.in_table
        inside = self.in_table and self.table.hasFocus()
        self._stack.setCurrentWidget(self.table if to_table else self._chart)
        self.swap.setText(self.tr("en graphique") if to_table else self.tr("en tableau"))
        way = self.tr("{0}, en graphique") if to_table else self.tr("{0}, en tableau")
        self.swap.setAccessibleName(way.format(self._title))
        self.swap.updateGeometry()
        if inside:
            self.swap.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self._head, self._rows = head, rows
        if "table" in self.__dict__:
            self._fill(self.table)

    def _fill(self, table: Table) -> None:
        self._model.show_rows(self._head, self._rows)
        if self._head:
            table.stretch(0)
