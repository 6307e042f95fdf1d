"""The way out of a lost key or a forgotten passphrase: what is put aside, where, what that means, and what comes next.

Nothing can be read without the key, so nothing is counted here: the card says what becomes of it, whatever it is.
"""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from spplus_desk.ui.announce import announce
from spplus_desk.ui.first_run.card import Card
from spplus_desk.ui.first_run.fields import Problem
from spplus_desk.ui.first_run.lost import Lost
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.accessible import tell_description
from spplus_desk.ui.widgets.buttons import HALO, Button
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.widgets.paths import PathLabel


class WayOutCard(Card):
    """`confirmed` asks to put the files of `folder` aside; `closed` goes back, nothing done."""

    confirmed = Signal()
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 560)
        self.setObjectName("way_out")
        self.folder = Path()
        self.lost = Lost.PASSPHRASE
        self._title = Label(theme, "", Role.TITLE, 600, wrap=True)
        self._why = Label(theme, "", tone="text-2", wrap=True)
        self._aside = PathLabel(theme)
        self._aside.setObjectName("way_out_folder")
        self._later = Label(theme, "", wrap=True)
        self.problem = Problem(theme)
        self.back = Button(theme, self.tr("Revenir"), height=36)
        self.back.setObjectName("way_out_back")
        self.confirm = Button(theme, self.tr("Mettre de côté"), "danger", height=36)
        self.confirm.setObjectName("way_out_confirm")
        self.add(self._title)
        self.add(self._why, above=4)
        self._say(theme, self.tr("Ce qui est mis de côté"), self._plain(theme, self._words_aside()), self._aside)
        self._say(theme, self.tr("Ce qui ne part pas"), self._plain(theme, self._words_queue()))
        self._say(theme, self.tr("Et après"), self._later)
        self.add(self.problem, above=8)
        buttons = QHBoxLayout()
        buttons.setSpacing(8 - HALO)
        buttons.addWidget(self.back)
        buttons.addWidget(self.confirm)
        buttons.addStretch(1)
        self.column.addSpacing(16)
        self.column.addLayout(buttons)
        for button in (self.back, self.confirm):
            button.setAutoDefault(True)  # Enter on a focused button is that button
        self.back.clicked.connect(self.closed)
        self.confirm.clicked.connect(self.confirmed)

    def _plain(self, theme: Theme, words: str) -> Label:
        return Label(theme, words, wrap=True)

    def _say(self, theme: Theme, heading: str, *parts: QWidget) -> None:
        self.add(Label(theme, heading, weight=600), above=14)
        for part in parts:
            self.add(part, above=2)

    def _words_aside(self) -> str:
        return self.tr(
            "Les données de ce poste, avec vos brouillons et vos réponses qui ne sont pas parties, sont déplacées dans "
            "un dossier à part. Rien n’est effacé avant un an."
        )

    def _words_queue(self) -> str:
        return self.tr(
            "Les réponses en attente ne peuvent pas être lues sans la clé, donc pas envoyées. Elles restent dans ce "
            "dossier, chiffrées."
        )

    def show_for(self, lost: Lost, folder: Path, aside: Path) -> None:
        """About the profile in `folder`, whose files would go to `aside`."""
        self.folder, self.lost = folder, lost
        if lost is Lost.PASSPHRASE:
            title = self.tr("Phrase de passe oubliée")
            why = self.tr(
                "Elle protège vos données sur ce poste. Personne ne peut la retrouver, ni votre assistance, ni le "
                "serveur. Si un doute reste, revenez et essayez encore."
            )
            key = self.tr("la phrase vous revient")
        else:
            title = self.tr("La clé de ce poste a disparu")
            why = self.tr(
                "Le trousseau du système ne l’a plus. Les données n’ont pas été touchées. Votre assistance peut "
                "restaurer le trousseau depuis une sauvegarde\u00a0: essayez cela d’abord."
            )
            key = self.tr("la clé est retrouvée")
        later = self.tr(
            "Vous vous connectez, et tout ce que le serveur connaît revient. Gardez ce dossier\u00a0: si {key}, votre "
            "assistance en sort vos textes avec la commande «\u00a0spplus-desk export\u00a0»."
        ).format(key=key)
        self._title.setText(title)
        self._why.setText(why)
        self._aside.show_path(aside)
        self._later.setText(later)
        self.problem.show_text("")
        self.setAccessibleName(title)
        tell_description(self, " ".join((why, self._words_aside(), self._words_queue(), later)))
        self.set_busy(False)

    def focus_first(self) -> None:
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)  # the button that changes nothing
        announce(self, self._title.text())

    def set_busy(self, busy: bool) -> None:
        for button in (self.back, self.confirm):
            button.setEnabled(not busy)

    def show_problem(self, sentence: str) -> None:
        self.set_busy(False)
        self.problem.show_text(sentence)
        announce(self, sentence, urgent=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.back.isEnabled():
            self.closed.emit()
        else:
            super().keyPressEvent(event)
