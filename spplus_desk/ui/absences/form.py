"""Saying an absence: whose, from when to when, who stands in."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from spplus_desk.domain.absences import Away
from spplus_desk.services.absences import Person
from spplus_desk.ui.absences.words import read_stretch
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.accessible import tell_description
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.field import Combo
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.wording.absences import when_away

_LONGEST_NOTE = 300
_LONGEST_YEARS = 3
"""Longer than a parental leave is a slip in the year."""


class AbsenceForm(QWidget):
    """`saved` carries the Person, both days, the stand-in's id and the note. Bad days are told, and lose nothing."""

    saved = Signal(object, object, object, str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._people: tuple[Person, ...] = ()
        self._away: tuple[Away, ...] = ()
        self._today = date.min
        self.who, self.stand_in = Combo(theme), Combo(theme)
        self.start, self.end, self.note = QLineEdit(), QLineEdit(), QLineEdit()
        self.note.setMaxLength(_LONGEST_NOTE)
        example = self.tr("jj/mm/aaaa")
        fields: tuple[tuple[QWidget, str, str, str], ...] = (
            (self.who, "absence_who", self.tr("Personne"), ""),
            (self.start, "absence_start", self.tr("Premier jour"), example),
            (self.end, "absence_end", self.tr("Dernier jour"), example),
            (self.stand_in, "absence_stand_in", self.tr("Relais"), ""),
            (self.note, "absence_note", self.tr("Note"), self.tr("Utile aux collègues, sans le motif")),
        )
        grid = QGridLayout()
        theme.keep_margins(grid, 0, 8, 0, 8, spacing=8)
        for place, (field, object_name, name, hint) in enumerate(fields):
            field.setObjectName(object_name)
            field.setAccessibleName(name)
            field.setAccessibleDescription(hint)
            if isinstance(field, QLineEdit):
                field.setPlaceholderText(hint)
            theme.keep_font(field, Role.UI)
            label = Label(theme, name, weight=500)
            label.setBuddy(field)
            grid.addWidget(label, place, 0)
            grid.addWidget(field, place, 1)
        grid.setColumnStretch(1, 1)
        self.fault = Label(theme, role=Role.META, tone="error", wrap=True)
        self.fault.setObjectName("absence_fault")
        self.fault.hide()
        self.notice = Label(theme, role=Role.META, tone="text-2", wrap=True)
        self.notice.setObjectName("absence_notice")
        self.notice.hide()
        self.save = Button(theme, self.tr("Enregistrer"), "primary", flush=True)
        self.save.setObjectName("save_absence")
        self.save.clicked.connect(self._save)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(grid)
        column.addWidget(self.notice)
        column.addWidget(self.fault)
        column.addLayout(foot)
        self.who.activated.connect(lambda _place: self._show_stand_ins())
        self.stand_in.currentIndexChanged.connect(lambda _place: self._notice())
        for day in (self.start, self.end):
            day.textChanged.connect(lambda _text: self._notice())

    def show_people(self, people: Sequence[Person], away: Sequence[Away], today: date) -> None:
        """Those whose absence may be said, and the absences that are known; what is chosen and typed stays."""
        self._today, self._away = today, tuple(away)
        if tuple(people) == self._people:
            self._notice()
            return
        chosen = self._person()
        self._people = tuple(people)
        several = len({one.structure_id for one in people}) > 1
        self.who.clear()
        for one in people:
            self.who.addItem(f"{one.name}, {one.structure_name}" if several else one.name)
        if chosen is not None:
            same = [(one.agent_id, one.structure_id) for one in people]
            if (chosen.agent_id, chosen.structure_id) in same:
                self.who.setCurrentIndex(same.index((chosen.agent_id, chosen.structure_id)))
        self._show_stand_ins()

    def clear(self) -> None:
        for field in (self.start, self.end, self.note):
            field.clear()
        self._say("")

    def _person(self) -> Person | None:
        place = self.who.currentIndex()
        return self._people[place] if 0 <= place < len(self._people) else None

    def _show_stand_ins(self) -> None:
        person, before = self._person(), self.stand_in.currentData()
        self.stand_in.clear()
        self.stand_in.addItem(self.tr("Personne pour l’instant"), "")
        for id, name in {} if person is None else person.stand_ins.items():
            self.stand_in.addItem(name, id)
        self.stand_in.setCurrentIndex(max(self.stand_in.findData(before), 0))
        self._notice()

    def _save(self) -> None:
        person = self._person()
        if person is None:
            return
        start, end = read_stretch(self.start.text(), self.end.text(), self._today)
        if start is None or end is None:
            self._say(self.tr("Cette date ne se lit pas. Écrivez-la comme 07/12/2027."))
            (self.start if start is None else self.end).setFocus()
            return
        if end.year - start.year > _LONGEST_YEARS:
            self._say(self.tr("Cette absence dure plus de trois ans. Vérifiez l’année."))
            self.end.setFocus()
            return
        if end < start or end < self._today:
            self._say(self.tr("Le dernier jour est avant le premier, ou déjà passé. Corrigez les dates."))
            self.end.setFocus()
            return
        self._say("")
        self.saved.emit(person, start, end, str(self.stand_in.currentData() or ""), self.note.text())

    def _notice(self) -> None:
        """What saving would replace, and a stand-in who is away then: told beforehand, and no obstacle."""
        person, told = self._person(), []
        for one in self._away:
            if person is not None and (one.agent_id, one.structure_id) == (person.agent_id, person.structure_id):
                told.append(
                    self.tr("Une absence est déjà annoncée, {when}. Enregistrer la remplace.").format(
                        when=when_away(one, self._today)
                    )
                )
        start, end = read_stretch(self.start.text(), self.end.text(), self._today)
        for one in self._away:
            meets = (end is None or one.start <= end) and (start is None or start <= one.end)
            if one.agent_id == self.stand_in.currentData() and meets:
                told.append(
                    self.tr("{name} a aussi une absence, {when}. Choisissez plutôt un autre relais.").format(
                        name=one.name, when=when_away(one, self._today)
                    )
                )
                break
        self.notice.setText(" ".join(told))
        self.notice.setVisible(bool(told))
        tell_description(self.stand_in, self.notice.text())

    def _say(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))
        self.save.setAccessibleDescription(sentence)
