"""Two days of one's own choice for the board, as the search reads days: « 12/03/2027 », « mars 2027 », « hier »."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from spplus_desk.domain.query_values import days_of
from spplus_desk.domain.statistics.periods import Period
from spplus_desk.ui.announce import announce
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.field import LineField
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.widgets.popover import Popover


class PeriodPopover(Popover):
    """`chosen` carries a Period that is over, or ends today."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget, period: Period, today: date) -> None:
        super().__init__(theme, parent, width=340)
        self._today = today
        self.setObjectName("period_popover")
        self.setAccessibleName(self.tr("Période au choix"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.first, self.last = LineField(theme), LineField(theme)
        grid = QGridLayout()
        grid.setSpacing(theme.px(8))
        hint = self.tr("jj/mm/aaaa, ou un mois")
        for place, (field, name, words, day) in enumerate(
            (
                (self.first, "period_first", self.tr("Du"), period.first),
                (self.last, "period_last", self.tr("Au"), period.last),
            )
        ):
            field.setObjectName(name)
            field.setAccessibleName(words)
            field.setAccessibleDescription(hint)
            field.setPlaceholderText(hint)
            field.setText(f"{day:%d/%m/%Y}")
            field.returnPressed.connect(self.confirm)
            label = Label(theme, words, weight=500)
            label.setBuddy(field)
            grid.addWidget(label, place, 0)
            grid.addWidget(field, place, 1)
        self.fault = Label(theme, "", Role.META, tone="error", wrap=True)
        self.fault.setObjectName("period_fault")
        self.fault.hide()
        show = Button(theme, self.tr("Afficher"), "primary")
        show.setObjectName("period_show")
        show.clicked.connect(self.confirm)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(show)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(grid)
        column.addWidget(self.fault)
        self.fill(body, foot)

    def confirm(self) -> None:
        """The period, or the sentence that says why there is none."""
        first, last = self._read(self.first, end=False), self._read(self.last, end=True)
        if first is None or last is None:
            self._say(self.tr("Cette date ne se lit pas. Écrivez-la comme 07/12/2027."))
        elif last < first:
            self._say(self.tr("Le dernier jour est avant le premier. Corrigez les dates."))
        elif first > self._today:
            self._say(self.tr("Cette période n’a pas commencé. Choisissez des jours passés."))
        else:
            self.chosen.emit(Period(first, min(last, self._today)))
            self.close()

    def _read(self, field: LineField, *, end: bool) -> date | None:
        days = days_of(field.text(), self._today)
        field.set_invalid(days is None)
        return None if days is None else days[1 if end else 0]

    def _say(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.show()
        self.fit()
        announce(self, sentence)
        wrong = self.last if self._read(self.first, end=False) is not None else self.first
        wrong.setFocus(Qt.FocusReason.OtherFocusReason)
