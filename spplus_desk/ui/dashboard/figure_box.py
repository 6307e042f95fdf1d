"""One figure: its name, its value, what it was, the list behind it, its definition."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from spplus_desk.domain.statistics.figures import Figure
from spplus_desk.ui.dashboard.cards import DefinitionLink, Link
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.accessible import tell_name
from spplus_desk.ui.widgets.flow import FlowLayout
from spplus_desk.ui.widgets.labels import Label


class FigureBox(QWidget):
    """`list_wanted` carries the figure itself."""

    list_wanted = Signal(object)
    definition_wanted = Signal(str)

    def __init__(self, theme: Theme, key: str, name: str, *, named: bool = True, flat: str = "") -> None:
        """`named`: with its name above; `flat`: in one line after these words; the tooltip tells what it was."""
        super().__init__()
        self._theme, self._flat = theme, bool(flat)
        self._figure: Figure | None = None
        self._name = Label(theme, flat or name, tone="text-2", wrap=not flat)
        if not named:
            self._name.hide()  # shown by its parent only: a widget without one would be a window
        self.value = Label(theme, "", Role.UI if flat else Role.FIGURE, 600, tabular=True)
        self.value.setObjectName("figure")
        self._unit = Label(theme, "", Role.UI if flat else Role.HEADING, 500)
        self._few = Label(theme, "", tone="text-3", wrap=True)
        self._change = Label(theme, "", tone="success")
        self._note = Label(theme, "", tone="text-2", wrap=True)
        self.list_link = Link(theme)
        self.list_link.setObjectName("figure_list")
        self.list_link.clicked.connect(self._ask)
        self.definition = DefinitionLink(theme, key, name)
        self.definition.asked.connect(self.definition_wanted)
        self._lay_flat() if flat else self._lay_tall()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.show_waiting()

    def _lay_flat(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(6))
        for widget in (self._name, self.value, self._unit, self._few, self._change, self._note):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.list_link)
        row.addSpacing(self._theme.px(4))
        row.addWidget(self.definition)

    def _lay_tall(self) -> None:
        theme = self._theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._name)
        row = QHBoxLayout()
        row.setSpacing(theme.px(6))
        row.addWidget(self.value, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._few)
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(self._change)
        line.addWidget(self._note, 1)
        column.addLayout(line)
        links = FlowLayout(gap=theme.px(10), line_gap=0)  # one under the other where room is short: neither is cut
        links.addWidget(self.list_link)
        links.addWidget(self.definition)
        column.addLayout(links)
        column.addStretch(1)

    def show_waiting(self) -> None:
        """Grey until the figure is there."""
        self.value.setText("…")
        self.value.set_tone("text-3")
        for label in (self._unit, self._few, self._change, self._note):
            label.setVisible(False)
        self.list_link.setEnabled(False)

    def show_figure(self, figure: Figure) -> None:
        self._figure = figure
        enough = figure.amount is not None
        self.value.setText(figure.value if enough else "—")
        self.value.set_tone("text" if enough else "text-3")
        tell_name(self.value, f"{figure.name}\u00a0: {figure.told}")
        self._unit.setText(figure.unit)
        self._unit.setVisible(bool(figure.unit))
        self._few.setText("" if enough else figure.value if figure.unit or figure.value != "—" else "")
        self._few.setVisible(bool(self._few.text()) and not self._flat)
        # The change is told for shares; red stays for what is late, so only a better one has a colour.
        self._change.setText(figure.change)
        self._change.set_tone("success" if figure.better else "text-2")
        note = f", {figure.before}" if figure.change and figure.before else figure.before or figure.note
        if figure.definition.key in ("response_rate", "target_kept", "useful"):
            self._change.setText("")
            note = figure.note
        self._change.setVisible(bool(self._change.text()) and not self._flat)
        self._note.setText(note)
        self._note.setVisible(bool(note) and not self._flat)
        detail = ", ".join(part for part in (figure.note, figure.change, figure.before) if part)
        self.value.setAccessibleDescription(detail)
        self.setToolTip(detail)
        self.list_link.setText(figure.listed)
        self.list_link.setEnabled(figure.count > 0)
        tell_name(self.list_link, f"{figure.listed}, voir la liste, {figure.name}")
        self.list_link.updateGeometry()

    def _ask(self) -> None:
        if self._figure is not None:
            self.list_wanted.emit(self._figure)
