"""Which kinds of advice a reply may get: one check box each, all on at first."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spplus_desk.domain.advice import AdviceKind
from spplus_desk.ui.settings.rows import SwitchRow
from spplus_desk.ui.theme import Theme


class AdviceRows(QWidget):
    """`switched` carries the kinds that are off, as the preferences keep them."""

    switched = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        names = {
            AdviceKind.SIMILAR: self.tr("Réponse presque identique à une des cinq dernières"),
            AdviceKind.UNRELATED: self.tr("Réponse sans un mot du témoignage"),
            AdviceKind.HOLLOW: self.tr("Réponse faite de formules"),
            AdviceKind.NO_CHANNEL: self.tr("Contact demandé, aucun donné"),
            AdviceKind.RIGHT_TO_ERROR: self.tr("Droit à l’erreur"),
            AdviceKind.LONG_SENTENCE: self.tr("Phrases très longues"),
            AdviceKind.JARGON: self.tr("Sigles et mots du métier"),
        }
        self._off: tuple[str, ...] = ()
        self._rows = {kind: SwitchRow(theme, f"advice_{kind.value}", name) for kind, name in names.items()}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for kind, row in self._rows.items():
            row.switched.connect(lambda on, kind=kind: self._switch(kind.value, on=on))
            column.addWidget(row)

    def show_value(self, off: tuple[str, ...]) -> None:
        """Show these as switched off. A kind that this version does not know stays in the list."""
        self._off = off
        for kind, row in self._rows.items():
            row.show_value(kind.value not in off)

    def _switch(self, kind: str, *, on: bool) -> None:
        self._off = tuple(one for one in self._off if one != kind) if on else (*self._off, kind)
        self.switched.emit(self._off)
