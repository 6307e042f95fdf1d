"""Fields of the settings of a site: a text with its name, its hint, and the sentence that says what is wrong in it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from spplus_desk.domain.calendar import WEEKDAYS
from spplus_desk.domain.calendar.writing import periods_text, read_periods, read_season_day, season_day_text
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.labels import Label

DAY_NAMES = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")


class Fault(Label):
    """What is wrong, under its field; hidden while nothing is."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, role=Role.META, tone="error", wrap=True)
        self.hide()

    def say(self, sentence: str) -> None:
        self.setText(sentence)
        self.setVisible(bool(sentence))


class TextField(QWidget):
    """One line. `said` puts the fault under it, and into its accessible description."""

    changed = Signal()

    def __init__(self, theme: Theme, object_name: str, name: str, hint: str = "") -> None:
        super().__init__()
        self._hint = hint
        self.edit = QLineEdit()
        self.edit.setObjectName(object_name)
        self.edit.setAccessibleName(name)
        self.edit.setAccessibleDescription(hint)
        self.edit.setPlaceholderText(hint)
        self.edit.textEdited.connect(self.changed)
        theme.keep_font(self.edit, Role.UI)
        self.fault = Fault(theme)
        column = QVBoxLayout(self)
        theme.keep_margins(column, 0, 0, 0, 0, spacing=2)
        column.addWidget(self.edit)
        column.addWidget(self.fault)

    def text(self) -> str:
        return self.edit.text()

    def show_text(self, text: str) -> None:
        self.edit.setText(text)
        self.said("")

    def said(self, sentence: str) -> None:
        self.fault.say(sentence)
        self.edit.setAccessibleDescription(sentence or self._hint)
        if bool(sentence) is not bool(self.edit.property("invalid")):
            self.edit.setProperty("invalid", bool(sentence))
            self.edit.style().unpolish(self.edit)
            self.edit.style().polish(self.edit)

    def set_read_only(self, on: bool) -> None:
        self.edit.setReadOnly(on)


class LinesField(QWidget):
    """Several lines, one thing a line. Tab leaves it."""

    changed = Signal()

    def __init__(self, theme: Theme, object_name: str, name: str, hint: str = "", lines: int = 3) -> None:
        super().__init__()
        self._theme, self._lines, self._hint = theme, lines, hint
        label = Label(theme, name, weight=500)
        self.edit = QPlainTextEdit()
        self.edit.setObjectName(object_name)
        self.edit.setAccessibleName(name)
        self.edit.setAccessibleDescription(hint)
        self.edit.setTabChangesFocus(True)
        self.edit.setProperty("field", True)
        self.edit.textChanged.connect(self.changed)
        theme.keep_font(self.edit, Role.UI)
        label.setBuddy(self.edit)
        self.fault = Fault(theme)
        column = QVBoxLayout(self)
        theme.keep_margins(column, 0, 8, 0, 8, spacing=2)
        column.addWidget(label)
        if hint:
            column.addWidget(Label(theme, hint, Role.META, tone="text-3", wrap=True))
        column.addWidget(self.edit)
        column.addWidget(self.fault)
        self._restyle()
        theme.changed.connect(self._restyle)

    def _restyle(self) -> None:
        self.edit.setFixedHeight(self._theme.px(20 * self._lines + 14))

    def text(self) -> str:
        return self.edit.toPlainText()

    def lines(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.text().splitlines() if line.strip())

    def show_text(self, text: str) -> None:
        self.edit.blockSignals(True)  # shown, not typed
        self.edit.setPlainText(text)
        self.edit.blockSignals(False)
        self.said("")

    def show_lines(self, lines: Iterable[str]) -> None:
        self.show_text("\n".join(lines))

    def said(self, sentence: str) -> None:
        self.fault.say(sentence)
        self.edit.setAccessibleDescription(sentence or self._hint)

    def set_read_only(self, on: bool) -> None:
        self.edit.setReadOnly(on)


class WeekField(QWidget):
    """Seven days, one line each: « 8 h 30 – 12 h, 13 h 30 – 16 h », nothing for a closed day."""

    changed = Signal()

    def __init__(self, theme: Theme, prefix: str, of: str = "") -> None:
        super().__init__()
        self.days: list[TextField] = []
        grid = QGridLayout(self)
        theme.keep_margins(grid, 0, 4, 0, 4, spacing=4)
        grid.setColumnStretch(1, 1)
        for row, (key, name) in enumerate(zip(WEEKDAYS, DAY_NAMES, strict=True)):
            full = f"{name}, {of}" if of else name
            field = TextField(theme, f"{prefix}_{key}", full, self.tr("fermé"))
            field.changed.connect(self.changed)
            label = Label(theme, name)
            label.setBuddy(field.edit)
            label.setMinimumSize(theme.px(88), theme.px(32))
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, row, 1)
            self.days.append(field)

    def show_week(self, hours: Mapping[str, Sequence[Sequence[str]]]) -> None:
        for key, field in zip(WEEKDAYS, self.days, strict=True):
            field.show_text(periods_text(hours.get(key) or ()))

    def read(self, field: str) -> dict[str, list[list[str]]]:
        """As the JSON writes it. Raises BadCalendar; its field is `field`.`day`."""
        found = {key: read_periods(one.text(), f"{field}.{key}") for key, one in zip(WEEKDAYS, self.days, strict=True)}
        return {key: periods for key, periods in found.items() if periods}

    def field_of(self, key: str) -> TextField:
        return self.days[WEEKDAYS.index(key)]

    def clear_faults(self) -> None:
        for one in self.days:
            one.said("")

    def set_read_only(self, on: bool) -> None:
        for one in self.days:
            one.set_read_only(on)


class SeasonField(QWidget):
    """Other hours for a part of the year."""

    changed = Signal()
    removed = Signal()

    def __init__(self, theme: Theme, place: int) -> None:
        super().__init__()
        prefix = f"season_{place}"
        self.name = TextField(theme, f"{prefix}_name", self.tr("Nom de la saison"), self.tr("nom, par exemple Été"))
        self.first = TextField(theme, f"{prefix}_from", self.tr("Premier jour"), "01/07")
        self.last = TextField(theme, f"{prefix}_to", self.tr("Dernier jour"), "31/08")
        self.week = WeekField(theme, prefix, self.tr("saison {place}").format(place=place + 1))
        self.drop = Button(theme, self.tr("Retirer"), "quiet", icon="delete-bin-line")
        self.drop.setObjectName(f"{prefix}_remove")
        self.drop.setAccessibleName(self.tr("Retirer la saison {place}").format(place=place + 1))
        self.drop.clicked.connect(self.removed)
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(self.name, 2)
        head.addWidget(Label(theme, self.tr("du")))
        head.addWidget(self.first, 1)
        head.addWidget(Label(theme, self.tr("au")))
        head.addWidget(self.last, 1)
        head.addWidget(self.drop)
        column = QVBoxLayout(self)
        theme.keep_margins(column, 0, 8, 0, 8, spacing=2)
        column.addLayout(head)
        column.addWidget(self.week)
        for field in (self.name, self.first, self.last):
            field.changed.connect(self.changed)
        self.week.changed.connect(self.changed)

    def show_season(self, season: Mapping[str, Any]) -> None:
        self.name.show_text(season.get("name", ""))
        self.first.show_text(season_day_text(season["from"]) if season.get("from") else "")
        self.last.show_text(season_day_text(season["to"]) if season.get("to") else "")
        self.week.show_week(season.get("hours", {}))

    def read(self, field: str) -> dict[str, Any]:
        return {
            "name": self.name.text().strip(),
            "from": read_season_day(self.first.text(), f"{field}.from"),
            "to": read_season_day(self.last.text(), f"{field}.to"),
            "hours": self.week.read(f"{field}.hours"),
        }

    def say(self, rest: str, sentence: str) -> None:
        """Put the fault at `from`, `to` or `hours.mon`."""
        if rest.startswith("hours.") and rest[6:9] in WEEKDAYS:
            self.week.field_of(rest[6:9]).said(sentence)
        else:
            {"from": self.first, "to": self.last}.get(rest, self.name).said(sentence)

    def clear_faults(self) -> None:
        for field in (self.name, self.first, self.last):
            field.said("")
        self.week.clear_faults()

    def set_read_only(self, on: bool) -> None:
        for field in (self.name, self.first, self.last):
            field.set_read_only(on)
        self.week.set_read_only(on)
        self.drop.setVisible(not on)
