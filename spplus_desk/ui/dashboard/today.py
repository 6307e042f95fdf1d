"""The manager's day: what is late and where, what awaits validation, who is away, what the network expects.

One click to each list. Of this day, not of the period."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spplus_desk.domain.statistics import words
from spplus_desk.domain.statistics.answers import Numbers, Waiting
from spplus_desk.domain.statistics.periods import Period
from spplus_desk.domain.statistics.questions import Behind, Node, Which
from spplus_desk.ui.dashboard.cards import Card
from spplus_desk.ui.dashboard.expected import Expected
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.flow import FlowLayout
from spplus_desk.ui.widgets.labels import Label

_MOST_PLACES = 4


class Today(Card):
    """`list_wanted` carries a `Behind` and how many it counts."""

    list_wanted = Signal(object, int)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "today_group", self.tr("Aujourd’hui"), parent)
        self.setToolTip(self.tr("À ce moment, quelle que soit la période"))
        theme.keep_margins(self.column, 16, 4, 16, 4)
        self._flow = FlowLayout(gap=theme.px(6))
        self.column.addLayout(self._flow)
        self.expected = Expected(theme)
        self.column.addWidget(self.expected)
        self._told: tuple[Node, Period, Waiting] | None = None

    def show_numbers(self, numbers: Numbers) -> None:
        told = (numbers.node, numbers.period, numbers.waiting)
        if told == self._told:
            return  # one of its buttons may have the focus
        self._told = told
        self._flow.clear()
        title = Label(self._theme, self.tr("Aujourd’hui"), Role.HEADING, 600)
        self._theme.keep_height(title, 36)
        self._flow.addWidget(title)
        waiting, node = numbers.waiting, numbers.node
        self._add(
            numbers, "today_late", words.count(waiting.late, "en retard", "en retard"), node, Which.LATE, waiting.late
        )
        places = [place for place in waiting.places if place.late and place.structure_id != node.structure_id]
        for place in places[:_MOST_PLACES]:
            text = f"{place.name}\u00a0: {words.number(place.late)}"
            self._add(numbers, "today_late_place", text, Node(place.structure_id), Which.LATE, place.late)
        self._add(
            numbers, "today_validate", words.count(waiting.to_validate, "à valider", "à valider"), node,
            Which.TO_VALIDATE, waiting.to_validate,
        )  # fmt: skip
        self._add(
            numbers, "today_waiting", words.count(waiting.total, "réponse attendue", "réponses attendues"), node,
            Which.WAITING, waiting.total,
        )  # fmt: skip

    def _add(self, numbers: Numbers, name: str, text: str, node: Node, which: Which, count: int) -> None:
        link = Button(self._theme, text, "danger" if which is Which.LATE and count else "secondary", height=28)
        link.setObjectName(name)
        late = self.tr("en retard, ") if name == "today_late_place" else ""
        link.setAccessibleName(self.tr("{0}{1}, voir la liste").format(late, text))
        link.setEnabled(count > 0)
        asked = Behind(node, numbers.period, which)
        link.clicked.connect(lambda: self.list_wanted.emit(asked, count))
        self._flow.addWidget(link)
