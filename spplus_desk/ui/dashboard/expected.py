"""The lower line of the manager's day: who is away and who stands in, what the network expects."""

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from spplus_desk.domain.absences import Away
from spplus_desk.domain.statistics import words
from spplus_desk.services.managers_day import ManagersDay
from spplus_desk.ui import wording
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.flow import FlowLayout
from spplus_desk.ui.widgets.labels import Label

_MOST_NAMES = 3


class Expected(QWidget):
    """Each of its numbers and names leads to its list."""

    absences_wanted = Signal()
    changes_wanted = Signal()
    templates_wanted = Signal()
    improvements_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._told: ManagersDay | None = None
        self._flow = FlowLayout(self, gap=theme.px(6))
        self.hide()

    def show_day(self, day: ManagersDay) -> None:
        """What stays the same is not made again: it may have the focus."""
        if day == self._told:
            return
        self._told = day
        self._flow.clear()
        self._title(self.tr("Absents"))
        for away in day.away[:_MOST_NAMES]:
            link = self._link("today_away", self._away_words(away), self.absences_wanted)
            until = self.tr("jusqu’au {day}").format(day=wording.long_day(away.end, day.today))
            link.setToolTip(until)
            link.setAccessibleDescription(until)
        more = len(day.away) - _MOST_NAMES
        if more > 0:
            self._link("today_away", self.tr("et {n} de plus").format(n=more), self.absences_wanted)
        if not day.away:
            self._quiet("today_nobody_away", self.tr("personne aujourd’hui"))
        self._title(self.tr("Le réseau attend"))
        expected = (
            ("today_changes", day.changes, self.tr("changement à confirmer"), self.tr("changements à confirmer"),
             self.changes_wanted, self.tr("Annoncés dans une réponse, leur date est venue")),
            ("today_templates", day.templates, self.tr("modèle à relire"), self.tr("modèles à relire"),
             self.templates_wanted, self.tr("Leur date de relecture est passée")),
            ("today_improvements", day.improvements, self.tr("amélioration à considérer"),
             self.tr("améliorations à considérer"), self.improvements_wanted,
             self.tr("Expériences publiées depuis un an et cochées ainsi")),
        )  # fmt: skip
        for name, count, one, many, open_it, tip in expected:
            if count:
                self._link(name, words.count(count, one, many), open_it).setToolTip(tip)
        if not any(count for _, count, *_ in expected):
            self._quiet("today_nothing_expected", self.tr("rien aujourd’hui"))
        self.show()

    def _away_words(self, away: Away) -> str:
        if not away.stand_in_name:
            return self.tr("{name}, sans relais").format(name=away.name)
        return self.tr("{name}, relais\u00a0: {stand_in}").format(name=away.name, stand_in=away.stand_in_name)

    def _title(self, text: str) -> None:
        title = Label(self._theme, text, Role.UI, 600)
        self._theme.keep_height(title, 36)
        self._flow.addWidget(title)

    def _quiet(self, name: str, text: str) -> None:
        label = Label(self._theme, text, tone="text-3")
        label.setObjectName(name)
        self._theme.keep_height(label, 36)
        self._flow.addWidget(label)

    def _link(self, name: str, text: str, open_it: SignalInstance) -> Button:
        link = Button(self._theme, text, height=28)
        link.setObjectName(name)
        link.setAccessibleName(self.tr("{0}, voir la liste").format(text))
        link.clicked.connect(open_it)
        self._flow.addWidget(link)
        return link
