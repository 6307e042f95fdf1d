"""« Sécurité » of Réglages: the passphrase of this computer, the key of its data. Each form opens under its line."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spplus_desk.domain.errors import BadInput, KnownError
from spplus_desk.services.locking import SHORTEST_PASSPHRASE
from spplus_desk.ui.announce import announce
from spplus_desk.ui.first_run.fields import FormField, Problem, SecretField
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.accessible import tell_description
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.frames import h_line
from spplus_desk.ui.widgets.labels import Label

if TYPE_CHECKING:
    from spplus_desk.services.locking import Locking


class SecretForm(QWidget):
    """One line of Réglages, whose button opens fields for secrets. `submitted` says that none of them is empty.

    Enter asks, Escape closes the form and nothing else; a closed form holds no secret.
    """

    submitted = Signal()
    opened = Signal()

    def __init__(self, theme: Theme, name: str, title: str, hint: str, action: str, confirm: str) -> None:
        super().__init__()
        self._theme = theme
        self._confirm_words = confirm
        self.fields: list[FormField] = []
        self._missing: dict[FormField, str] = {}
        self.start = Button(theme, action, flush=True)
        self.start.setObjectName(f"{name}_open")
        self.start.setAccessibleDescription(hint)
        self.confirm = Button(theme, confirm, "primary", flush=True)
        self.confirm.setObjectName(f"{name}_confirm")
        self.cancel = Button(theme, self.tr("Annuler"), flush=True)
        self.cancel.setObjectName(f"{name}_cancel")
        for button in (self.start, self.confirm, self.cancel):
            button.setAutoDefault(True)
        self.done = Label(theme, "", tone="success", wrap=True)
        self.done.hide()
        self.problem = Problem(theme)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(theme, title, weight=500))
        words.addWidget(Label(theme, hint, Role.META, tone="text-3", wrap=True))
        words.addWidget(self.done)
        line = QHBoxLayout()
        line.setSpacing(theme.px(16))
        line.addLayout(words, 1)
        line.addWidget(self.start, 0, Qt.AlignmentFlag.AlignTop)
        self._form = QWidget()
        self._inside = QVBoxLayout(self._form)
        self._inside.setContentsMargins(0, theme.px(8), 0, 0)
        self._inside.setSpacing(theme.px(10))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(8))
        buttons.addWidget(self.confirm)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        self._inside.addWidget(self.problem)
        self._inside.addLayout(buttons)
        self._form.hide()
        column = QVBoxLayout(self)
        theme.keep_margins(column, 0, 8, 0, 8, spacing=0)
        column.addLayout(line)
        column.addWidget(self._form)
        self.start.clicked.connect(self.open)
        self.confirm.clicked.connect(self.submit)
        self.cancel.clicked.connect(self.close_form)

    def add_secret(self, name: str, label: str, missing: str, hint: str = "") -> FormField:
        secret = SecretField(self._theme, self.tr("Afficher ce qui est saisi"))
        secret.toggle.setObjectName(f"show_{name}")
        field = FormField(self._theme, label, secret, name)
        place = self._inside.count() - 2
        self._inside.insertWidget(place, field)
        if hint:
            told = Label(self._theme, hint, Role.META, tone="text-3", wrap=True)
            self._inside.insertWidget(place + 1, told)
        self.fields.append(field)
        self._missing[field] = missing
        return field

    @property
    def is_open(self) -> bool:
        return not self._form.isHidden()

    def open(self) -> None:
        self.done.hide()
        self.start.setEnabled(False)
        self._form.show()
        self.fields[0].line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.opened.emit()

    def close_form(self) -> None:
        """Closed and empty; the focus goes back to the button that opened it."""
        for field in self.fields:
            field.clear_problem()
            field.line.clear()
            if isinstance(field.line, SecretField):
                field.line.toggle.setChecked(False)
        self.problem.show_text("")
        self.set_busy(False)
        self.start.setEnabled(True)
        self._form.hide()
        self.start.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        if not self.confirm.isEnabled():
            return
        self.problem.show_text("")
        empty = [field for field in self.fields if not field.text()]
        for field in empty:
            field.show_problem(self._missing[field])
        if empty:
            empty[0].line.setFocus()
        else:
            self.submitted.emit()

    def set_busy(self, busy: bool, words: str = "") -> None:
        for widget in (*self.fields, self.confirm, self.cancel):
            widget.setEnabled(not busy)
        self.confirm.setText(words if busy and words else self._confirm_words)

    def refuse(self, field: FormField | None, sentence: str) -> None:
        """Said beside `field`, or under the form where it is about none of them."""
        self.set_busy(False)
        if field is None:
            self.problem.show_text(sentence)
            announce(self, sentence, urgent=True)
        else:
            field.show_problem(sentence)
            field.line.setFocus()
            field.line.selectAll()

    def succeed(self, sentence: str) -> None:
        self.close_form()
        self.tell(sentence)

    def tell(self, sentence: str) -> None:
        self.done.setText(sentence)
        self.done.show()
        tell_description(self.start, sentence)
        announce(self, sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.is_open:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            if self.cancel.isEnabled():
                self.close_form()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        else:
            super().keyPressEvent(event)


class Security(QWidget):
    """`key_change_wanted` carries the secret, proved; `opened` the form that has just unfolded."""

    key_change_wanted = Signal(str)
    opened = Signal(object)

    def __init__(self, theme: Theme, tasks: Tasks, locking: "Locking") -> None:
        super().__init__()
        self._tasks, self._locking = tasks, locking
        with_phrase = locking.needs_passphrase
        self.phrase = SecretForm(
            theme,
            "passphrase",
            self.tr("Phrase de passe"),
            self.tr("Elle ouvre vos données sur ce poste, même sans réseau.")
            if with_phrase
            else self.tr("Aucune\u00a0: le trousseau de ce poste garde la clé de vos données."),
            self.tr("Changer la phrase"),
            self.tr("Changer la phrase"),
        )
        self._old = self.phrase.add_secret(
            "passphrase_old", self.tr("Phrase actuelle"), self.tr("Saisissez votre phrase actuelle.")
        )
        self._new = self.phrase.add_secret(
            "passphrase_new",
            self.tr("Nouvelle phrase"),
            self.tr("Saisissez la nouvelle phrase."),
            self.tr(
                "Au moins {n}\u00a0caractères. Plusieurs mots sans lien se retiennent mieux. Oubliée, elle ne peut pas "
                "être retrouvée."
            ).format(n=SHORTEST_PASSPHRASE),
        )
        self._again = self.phrase.add_secret(
            "passphrase_again",
            self.tr("Nouvelle phrase, encore"),
            self.tr("Saisissez la nouvelle phrase une seconde fois."),
        )
        self.phrase.start.setVisible(with_phrase)
        self.key = SecretForm(
            theme,
            "key",
            self.tr("Clé des données"),
            self.tr(
                "Toutes les données de ce poste sont chiffrées à nouveau. La fenêtre se ferme, puis s’ouvre seule. "
                "Utile si quelqu’un a pu copier votre clé."
            ),
            self.tr("Changer la clé"),
            self.tr("Changer la clé"),
        )
        self._secret = self.key.add_secret(
            "key_secret",
            self.tr("Phrase de passe") if with_phrase else self.tr("Mot de passe"),
            self.tr("Saisissez votre phrase de passe.") if with_phrase else self.tr("Saisissez votre mot de passe."),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.phrase)
        column.addWidget(h_line())
        column.addWidget(self.key)
        self.phrase.submitted.connect(self._change_phrase)
        self.key.submitted.connect(self._prove)
        for form in (self.phrase, self.key):
            form.opened.connect(lambda form=form: self.opened.emit(form))

    def _change_phrase(self) -> None:
        form, old, new = self.phrase, self._old.text(), self._new.text()
        if new != self._again.text():
            form.refuse(self._again, self.tr("Les deux saisies ne sont pas les mêmes."))
        elif new == old:
            form.refuse(self._new, self.tr("C’est la phrase actuelle. Choisissez-en une autre."))
        else:
            form.set_busy(True, self.tr("Changement en cours…"))
            self._tasks.when_done(
                self._locking.change_passphrase(old, new), self._on_phrase, self._on_phrase_refused, owner=self
            )

    def _on_phrase(self, _done: None) -> None:
        self.phrase.succeed(self.tr("Phrase changée. La prochaine ouverture demande la nouvelle."))

    def _on_phrase_refused(self, error: KnownError) -> None:
        beside = self._old if error.code in ("wrong_passphrase", "unlock_wait") else None
        self.phrase.refuse(self._new if isinstance(error, BadInput) else beside, error.sentence)

    def _prove(self) -> None:
        self.key.set_busy(True, self.tr("Vérification en cours…"))
        self._tasks.when_done(
            self._locking.verify(self._secret.text()), self._on_proved, self._on_not_proved, owner=self
        )

    def _on_proved(self, _done: None) -> None:
        secret = self._secret.text()
        self.key.close_form()
        self.key_change_wanted.emit(secret)

    def _on_not_proved(self, error: KnownError) -> None:
        self.key.refuse(self._secret, error.sentence)
