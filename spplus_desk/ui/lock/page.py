"""The lock screen: nothing of what was on the window, one field, and the way out for somebody else."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from spplus_desk.ui.first_run.card import Card
from spplus_desk.ui.first_run.fields import FormField, SecretField
from spplus_desk.ui.first_run.icon_spot import IconSpot
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.frames import Pane
from spplus_desk.ui.widgets.labels import Label


class LockPage(Pane):
    """`submitted` carries what was typed; `other_wanted` asks for another account."""

    submitted = Signal(str)
    other_wanted = Signal()

    def __init__(self, theme: Theme, hint: str = "") -> None:
        super().__init__("canvas")
        self.setObjectName("lock_page")
        self.setAccessibleName(self.tr("SP+ Desk est verrouillé"))
        secret = SecretField(theme, self.tr("Afficher ce qui est saisi"))
        secret.toggle.setObjectName("show_lock")
        self.field = FormField(theme, self.tr("Mot de passe"), secret, "lock_field")
        self.button = Button(theme, self.tr("Déverrouiller"), "primary", height=40)
        self.button.setObjectName("unlock_window")
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.other = Button(theme, self.tr("Utiliser un autre compte"), "link")
        self.other.setObjectName("lock_other_account")
        for button in (self.button, self.other):
            button.setAutoDefault(True)  # Enter on a focused button is that button, not the form
        card = Card(theme, 424)
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(IconSpot(theme, "lock-line", "text-2"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(Label(theme, self.tr("SP+ Desk est verrouillé"), Role.TITLE, 600), 1)
        card.add(head)
        goes_on = self.tr("Vos textes sont enregistrés. La synchronisation continue, vos envois partent.")
        card.add(Label(theme, goes_on, tone="text-2", wrap=True), above=4)
        card.add(self.field, above=18)
        if hint:
            card.add(Label(theme, hint, Role.META, tone="text-3", wrap=True), above=6)
        card.add_button(self.button, above=18)
        card.column.addSpacing(8)
        card.column.addWidget(self.other, 0, Qt.AlignmentFlag.AlignHCenter)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(middle)
        column.addStretch(3)
        self.button.clicked.connect(self.submit)
        self.other.clicked.connect(self.other_wanted)

    def ask(self, *, passphrase: bool) -> None:
        """Empty and ready, for the secret of this profile."""
        name = self.tr("Phrase de passe") if passphrase else self.tr("Mot de passe")
        self.field.set_label(name)
        self.field.line.setAccessibleName(name)
        self._missing = (
            self.tr("Saisissez votre phrase de passe.") if passphrase else self.tr("Saisissez votre mot de passe.")
        )
        self.field.clear_problem()
        self.clear()
        self.set_busy(False)
        self.field.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Nothing of the secret stays, not even for an undo."""
        self.field.line.clear()
        line = self.field.line
        assert isinstance(line, SecretField)
        line.toggle.setChecked(False)

    def submit(self) -> None:
        if not self.button.isEnabled():
            return
        if not self.field.text():
            self.field.show_problem(self._missing)
            self.field.line.setFocus()
            return
        self.field.clear_problem()
        self.set_busy(True)
        self.submitted.emit(self.field.text())

    def set_busy(self, busy: bool) -> None:
        for widget in (self.field, self.button, self.other):
            widget.setEnabled(not busy)
        self.button.setText(self.tr("Vérification en cours…") if busy else self.tr("Déverrouiller"))

    def show_problem(self, sentence: str) -> None:
        self.set_busy(False)
        self.field.show_problem(sentence)
        self.field.line.setFocus()
        self.field.line.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        else:
            super().keyPressEvent(event)
