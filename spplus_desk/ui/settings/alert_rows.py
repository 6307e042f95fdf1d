"""Alerts: on or off, how long before a deadline, the summary of the day, quiet hours."""

from datetime import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spplus_desk.services.preferences import ALERT_FIRST, ALERT_LAST, MORNING, QUIET_FROM, QUIET_TO, Preferences
from spplus_desk.ui.settings.rows import ChoiceRow, SwitchRow
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.frames import h_line
from spplus_desk.ui.wording import count_of, hour


class AlertRows(QWidget):
    """`chosen` carries the name of a preference and its value. Without alerts, the other rows are not there."""

    chosen = Signal(str, object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        never = self.tr("Jamais")
        self.alerts = SwitchRow(
            theme,
            "setting_alerts",
            self.tr("Recevoir une alerte avant une échéance"),
            self.tr(
                "Pour vos prises en charge et ce que personne n’a pris dans votre structure. Une notification donne un "
                "nombre et une heure, jamais un témoignage."
            ),
        )
        self.first = ChoiceRow(
            theme, "setting_alert_first", self.tr("Première alerte"), [(_lead(one, never), one) for one in ALERT_FIRST]
        )
        self.last = ChoiceRow(
            theme, "setting_alert_last", self.tr("Dernière alerte"), [(_lead(one, never), one) for one in ALERT_LAST]
        )
        self.internal = SwitchRow(
            theme,
            "setting_alert_internal",
            self.tr("Alerter aussi pour l’objectif interne"),
            self.tr("Sans cela, seul l’indicateur publié compte."),
        )
        self.morning = ChoiceRow(
            theme,
            "setting_morning",
            self.tr("Résumé du matin"),
            [(_at(one, never), one) for one in MORNING],
            self.tr("Une fois par jour, à la première ouverture après cette heure."),
        )
        self.quiet_from = ChoiceRow(
            theme,
            "setting_quiet_from",
            self.tr("Heures calmes, début"),
            [(_at(one, never), one) for one in QUIET_FROM],
            self.tr("Rien n’est annoncé avant leur fin. Les heures sont celles de votre structure."),
        )
        self.quiet_to = ChoiceRow(
            theme, "setting_quiet_to", self.tr("Heures calmes, fin"), [(_at(one, never), one) for one in QUIET_TO]
        )
        self._rows: dict[str, ChoiceRow | SwitchRow] = {
            "alerts": self.alerts,
            "alert_first": self.first,
            "alert_last": self.last,
            "alert_internal": self.internal,
            "morning_at": self.morning,
            "quiet_from": self.quiet_from,
            "quiet_to": self.quiet_to,
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._others = QWidget()
        inside = QVBoxLayout(self._others)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        column.addWidget(self.alerts)
        column.addWidget(self._others)
        for name, row in self._rows.items():
            if row is not self.alerts:
                inside.addWidget(h_line())
                inside.addWidget(row)
            signal = row.switched if isinstance(row, SwitchRow) else row.chosen
            signal.connect(lambda value, name=name: self.chosen.emit(name, value))

    def show_value(self, preferences: Preferences) -> None:
        for name, row in self._rows.items():
            row.show_value(getattr(preferences, name))
        self._others.setVisible(preferences.alerts)
        self.quiet_to.setVisible(preferences.quiet_from >= 0)


def _lead(minutes: int, never: str) -> str:
    if not minutes:
        return never
    if minutes % 60:
        return f"{count_of(minutes, 'minute', 'minutes')} avant"
    hours = minutes // 60
    if hours % 24:
        return f"{count_of(hours, 'heure', 'heures')} avant"
    return f"{count_of(hours // 24, 'jour', 'jours')} avant"


def _at(minutes: int, never: str) -> str:
    return never if minutes < 0 else hour(time(minutes // 60, minutes % 60))
