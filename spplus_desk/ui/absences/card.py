"""The take-over sheet of one absence: what is claimed, until when, and the one step that takes it all."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spplus_desk.services.absences import Relay
from spplus_desk.ui.absences.words import claim_line
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button, Kind
from spplus_desk.ui.widgets.flow import FlowLayout
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.wording import count_of
from spplus_desk.ui.wording.absences import away_line

_SHOWN = 20
"""Claims named one by one; the list « Toutes » can be filtered by who holds them."""


class RelayCard(QWidget):
    """Each signal carries the Relay."""

    take_over_wanted = Signal(object)
    pause_wanted = Signal(object)
    back_wanted = Signal(object)

    def __init__(self, theme: Theme, relay: Relay, today: date, now: datetime) -> None:
        super().__init__()
        self._relay, away = relay, relay.away
        head = away_line(away, today)
        self.setObjectName(f"relay_{away.agent_id}")
        self.setAccessibleName(head)
        column = QVBoxLayout(self)
        theme.keep_margins(column, 0, 12, 0, 12, spacing=4)
        column.addWidget(Label(theme, head, weight=600, wrap=True))
        if away.note:
            column.addWidget(Label(theme, away.note, tone="text-2", wrap=True))
        count = len(relay.claims)
        words = count_of(count, self.tr("prise en charge ouverte"), self.tr("prises en charge ouvertes"))
        told = f"{words}." if count else self.tr("Aucune prise en charge ouverte.")
        column.addWidget(Label(theme, told, Role.META, tone="text-2", wrap=True))
        for row in relay.claims[:_SHOWN]:
            column.addWidget(Label(theme, claim_line(row, now), wrap=True))
        if count > _SHOWN:
            column.addWidget(Label(theme, self.tr("et {n} autres").format(n=count - _SHOWN), tone="text-2"))
        acts = FlowLayout()
        column.addLayout(acts)
        if relay.may_take_over and count:
            acts.addWidget(
                self._button(theme, self.tr("Tout reprendre"), "take_over_all", self.take_over_wanted.emit, "primary")
            )
            acts.addWidget(
                self._button(theme, self.tr("Mettre l’objectif interne en pause"), "pause_all", self.pause_wanted.emit)
            )
        if relay.may_change:
            words = self.tr("Est de retour") if relay.now else self.tr("Annuler l’absence")
            acts.addWidget(self._button(theme, words, "is_back", self.back_wanted.emit))

    def _button(
        self, theme: Theme, text: str, name: str, say: Callable[[Relay], None], kind: Kind = "secondary"
    ) -> Button:
        button = Button(theme, text, kind, flush=True)
        button.setObjectName(name)
        button.setAccessibleDescription(self._relay.away.name)
        button.clicked.connect(lambda: say(self._relay))
        return button
