"""One setting: its name, what it means where that is not plain, and the control."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import HALO
from spplus_desk.ui.widgets.checks import CheckBox
from spplus_desk.ui.widgets.field import Combo
from spplus_desk.ui.widgets.labels import Label

_COMBO = 208


class ChoiceRow(QWidget):
    """A list of values. `chosen` carries the value that the agent took."""

    chosen = Signal(object)

    def __init__(
        self, theme: Theme, object_name: str, name: str, choices: Sequence[tuple[str, Any]], hint: str = ""
    ) -> None:
        super().__init__()
        self._theme = theme
        self._values = [value for _, value in choices]
        self.combo = Combo(theme)
        self.combo.setObjectName(object_name)
        self.combo.setAccessibleName(name)
        self.combo.setAccessibleDescription(hint)
        self.combo.addItems([words for words, _ in choices])
        self.combo.activated.connect(lambda place: self.chosen.emit(self._values[place]))
        theme.keep_font(self.combo, Role.UI)
        label = Label(theme, name, weight=500)
        label.setBuddy(self.combo)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label)
        if hint:
            words.addWidget(Label(theme, hint, Role.META, tone="text-3", wrap=True))
        row = QHBoxLayout(self)
        theme.keep_margins(row, 0, 8, 0, 8, spacing=16)
        row.addLayout(words, 1)
        row.addWidget(self.combo, 0, Qt.AlignmentFlag.AlignVCenter)
        self._restyle()
        theme.changed.connect(self._restyle)

    def _restyle(self) -> None:
        self.combo.setFixedWidth(self._theme.px(_COMBO))

    def show_value(self, value: object) -> None:
        """Show `value` without saying that the agent chose it."""
        if value in self._values:
            self.combo.setCurrentIndex(self._values.index(value))


class SwitchRow(QWidget):
    """A check box with its words. `switched` carries whether it is on."""

    switched = Signal(bool)

    def __init__(self, theme: Theme, object_name: str, name: str, hint: str = "") -> None:
        super().__init__()
        self._theme = theme
        self.box = CheckBox(name)
        self.box.setObjectName(object_name)
        self.box.setAccessibleName(name)
        self.box.setAccessibleDescription(hint)
        self.box.clicked.connect(self.switched)
        theme.keep_font(self.box, Role.UI, 500)
        column = QVBoxLayout(self)
        theme.keep_margins(column, 0, 8, 0, 8, spacing=2)
        column.addWidget(self.box)
        if hint:
            words = QHBoxLayout()
            theme.keep_margins(words, 22 + HALO, 0, 0, 0)
            words.addWidget(Label(theme, hint, Role.META, tone="text-3", wrap=True))
            column.addLayout(words)

    def show_value(self, on: bool) -> None:
        self.box.setChecked(on)
