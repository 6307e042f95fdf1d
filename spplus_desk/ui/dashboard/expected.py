"""The lower line of the manager's day: who is away and who stands in, what the network expects."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal, SignalInstance
from PySide6.QtGui import QResizeEvent
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
        self._gap = theme.px(6)
        self._flow = FlowLayout(self, gap=self._gap)
        self._shown = (0, True)
        """How many names, and whether with who stands in."""
        self._fixed = 0
        """The width of all but those who are away."""
        self._gauge = Button(theme, "", height=28)
        self._gauge.setParent(self)
        self._gauge.hide()
        # Not in the middle of a resize: what is made anew asks for another one.
        self._settling = QTimer(self, interval=0, singleShot=True)
        self._settling.timeout.connect(self._settle)
        self.hide()

    def show_day(self, day: ManagersDay) -> None:
        """What stays the same is not made again: it may have the focus."""
        if day == self._told:
            return
        self._told = day
        self._make(day, (min(len(day.away), _MOST_NAMES), True))
        self._settle()
        self.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settling.start()

    def _settle(self) -> None:
        """As many names as leave what the network expects on the same line; the others are counted."""
        if self._told is None:
            return
        away, most = self._told.away, min(len(self._told.away), _MOST_NAMES)
        for ways in ((shown, full) for shown in range(most, -1, -1) for full in (True, False)):
            if self._fixed + self._room(self._names(away, ways)) <= self.width():
                break
        if ways != self._shown:
            self._make(self._told, ways)

    def _room(self, texts: Sequence[str]) -> int:
        total = 0
        for text in texts:
            self._gauge.setText(text)
            total += self._gauge.sizeHint().width() + self._gap
        return total

    def _names(self, away: Sequence[Away], ways: tuple[int, bool]) -> list[str]:
        shown, full = ways
        texts = [self._away_words(one) if full else one.name for one in away[:shown]]
        rest = len(away) - shown
        if rest:
            more = self.tr("et {n} de plus").format(n=rest)
            texts.append(more if shown else words.count(rest, "personne", "personnes"))
        return texts

    def _make(self, day: ManagersDay, ways: tuple[int, bool]) -> None:
        self._shown = ways
        shown, full = ways
        self._flow.clear()
        self._title(self.tr("Absents"))
        names = self._names(day.away, ways)
        for place, text in enumerate(names):
            link = self._link("today_away", text, self.absences_wanted)
            if place < shown:
                who = day.away[place]
                until = self.tr("jusqu’au {day}").format(day=wording.long_day(who.end, day.today))
                more = until if full else f"{self._away_words(who)}, {until}"
            else:
                more = "\n".join(self._away_words(one) for one in day.away[shown:])
            link.setToolTip(more)
            link.setAccessibleDescription(more)
        if not names:
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
        self._fixed = self._flow.one_line - self._room(names)

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
