"""The unlock screen: a profile of this computer whose key is kept under a passphrase."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy

from spplus_desk.domain.errors import KnownError
from spplus_desk.ui.first_run.card import Card
from spplus_desk.ui.first_run.fields import FormField, SecretField
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.labels import Label


class UnlockCard(Card):
    """`submitted` carries the passphrase; `other` asks for the sign-in form, `forgotten` for the way out."""

    submitted = Signal(str)
    other = Signal()
    forgotten = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 424)
        self.folder = Path()
        self._who = Label(theme, "", tone="text-2", wrap=True)
        secret = SecretField(theme, self.tr("Afficher la phrase de passe"))
        secret.toggle.setObjectName("show_unlock")
        self.phrase = FormField(theme, self.tr("Phrase de passe"), secret, "unlock_field")
        self.button = Button(theme, self.tr("Ouvrir"), "primary", height=40)
        self.button.setObjectName("unlock_button")
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.other_button = Button(theme, self.tr("Se connecter autrement"), "link")
        self.other_button.setObjectName("other_account_button")
        self.forgotten_button = Button(theme, self.tr("Phrase oubliée"), "link")
        self.forgotten_button.setObjectName("forgotten_button")
        self.add(Label(theme, self.tr("Vos données sont verrouillées"), Role.TITLE, 600))
        self.add(self._who, above=4)
        self.add(self.phrase, above=18)
        hint = self.tr("Sans phrase choisie, c’est le mot de passe de votre première connexion sur ce poste.")
        self.add(Label(theme, hint, Role.META, tone="text-3", wrap=True), above=6)
        self.add_button(self.button, above=18)
        self.column.addSpacing(8)
        self.column.addWidget(self.other_button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.column.addWidget(self.forgotten_button, 0, Qt.AlignmentFlag.AlignHCenter)
        for button in (self.button, self.other_button, self.forgotten_button):
            button.setAutoDefault(True)  # Enter on a focused button is that button, not the form
        self.button.clicked.connect(self.submit)
        self.other_button.clicked.connect(self.other)
        self.forgotten_button.clicked.connect(self.forgotten)

    def show_profile(self, folder: Path, server: str, username: str) -> None:
        self.folder = folder
        self._who.setText(self.tr("{name}, sur {server}").format(name=username, server=server))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        else:
            super().keyPressEvent(event)

    def submit(self) -> None:
        if not self.button.isEnabled():
            return
        if not self.phrase.text():
            self.phrase.show_problem(self.tr("Saisissez votre phrase de passe."))
            self.phrase.line.setFocus()
            return
        self.phrase.clear_problem()
        self.submitted.emit(self.phrase.text())

    def set_busy(self, busy: bool) -> None:
        for widget in (self.phrase, self.button, self.other_button, self.forgotten_button):
            widget.setEnabled(not busy)
        self.button.setText(self.tr("Ouverture en cours…") if busy else self.tr("Ouvrir"))

    def show_error(self, error: KnownError) -> None:
        self.phrase.show_problem(error.sentence)
        self.phrase.line.setFocus()
        self.phrase.line.selectAll()
