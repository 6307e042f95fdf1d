"""The sign-in form. It checks what can be checked here; `submitted` says that the agent asks to enter."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout

from spplus_desk.domain.errors import BadCredentials, BadInput, CacheLocked, KnownError, NotCentral, Unreachable
from spplus_desk.domain.values import Value
from spplus_desk.ui.first_run import address
from spplus_desk.ui.first_run.card import Card
from spplus_desk.ui.first_run.fields import FormField, Problem, SecretField, TickField
from spplus_desk.ui.first_run.icon_spot import IconSpot
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.field import LineField
from spplus_desk.ui.widgets.labels import Label


class SignInRequest(Value):
    """`passphrase` is None unless this computer asked for one."""

    server: str
    username: str
    password: str
    offline_unlock: bool
    passphrase: str | None = None

    def __repr__(self) -> str:
        return f"SignInRequest({self.server!r}, {self.username!r})"


class SignInCard(Card):
    """`forgotten` asks for the way out where this computer's passphrase was refused."""

    submitted = Signal(object)
    forgotten = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 424)
        self.server = FormField(theme, self.tr("Adresse du serveur"), TickField(theme), "server_field")
        self.login = FormField(theme, self.tr("Identifiant"), LineField(theme), "login_field")
        secret = SecretField(theme, self.tr("Afficher le mot de passe"))
        secret.toggle.setObjectName("show_password")
        self.password = FormField(theme, self.tr("Mot de passe"), secret, "password_field")
        phrase = SecretField(theme, self.tr("Afficher la phrase de passe"))
        phrase.toggle.setObjectName("show_passphrase")
        self.passphrase = FormField(theme, self.tr("Phrase de passe de ce poste"), phrase, "passphrase_field")
        self.offline = QCheckBox(self.tr("Pouvoir ouvrir SP+ Desk hors ligne sur ce poste"))
        self.offline.setObjectName("offline_unlock")
        self.offline.setAccessibleName(self.offline.text())
        self.offline.setChecked(True)
        theme.keep_font(self.offline, Role.UI)
        self.button = Button(theme, self.tr("Se connecter"), "primary", height=40)
        self.button.setObjectName("login_button")
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button.setAutoDefault(True)
        self.forgotten_button = Button(theme, self.tr("Phrase oubliée"), "link", height=24)
        self.forgotten_button.setObjectName("sign_in_forgotten")
        self.forgotten_button.setAutoDefault(True)
        self.forgotten_button.clicked.connect(self.forgotten)
        self.told = Label(theme, "", wrap=True)
        self.told.setObjectName("sign_in_told")
        self.problem = Problem(theme)
        self._build(theme)
        for widget in (self.told, self.passphrase, self.forgotten_button):
            widget.hide()
        self.server.line.textChanged.connect(self._on_address)
        self.server.line.editingFinished.connect(self._on_address_left)
        self.button.clicked.connect(self.submit)

    def _build(self, theme: Theme) -> None:
        self.add(Label(theme, self.tr("Connexion"), Role.TITLE, 600))
        note = self.tr("Recevez les expériences publiées sur votre site, et répondez même sans réseau.")
        self.add(Label(theme, note, tone="text-2", wrap=True), above=4)
        self.add(self.told, above=8)
        self.add(self.server, above=18)
        self.add(self.login, above=14)
        self.add(self.password, above=14)
        self.add(self.passphrase, above=14)
        self.column.addWidget(self.forgotten_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self.offline, above=12)
        self.add_button(self.button, above=18)
        self.add(self.problem, above=6)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        else:
            super().keyPressEvent(event)

    def prefill(self, server: str, username: str, *, offline_unlock: bool = True) -> None:
        self.server.line.setText(server)
        self.login.line.setText(username)
        self.offline.setChecked(offline_unlock)

    def tell(self, sentence: str) -> None:
        """Something to know before signing in; empty for nothing."""
        self.told.setText(sentence)
        self.told.setVisible(bool(sentence))

    def ask_no_passphrase(self) -> None:
        """This computer has nothing under a passphrase any more."""
        self.passphrase.line.clear()
        self.passphrase.clear_problem()
        self.passphrase.hide()
        self.forgotten_button.hide()

    def focus_first(self) -> None:
        """The first field that is still empty."""
        fields = (self.server, self.login, self.password)
        next((field for field in fields if not field.text()), self.password).line.setFocus()

    def _on_address(self, typed: str) -> None:
        line = self.server.line
        assert isinstance(line, TickField)
        line.set_good(bool(typed.strip()) and not address.problem(typed))

    def _on_address_left(self) -> None:
        typed = self.server.text()
        if typed.strip():
            self.server.line.setText(address.completed(typed))
            self.server.show_problem(address.problem(typed))

    def submit(self) -> None:
        """Ask to enter, or show what is missing beside its field."""
        if not self.button.isEnabled():
            return
        self.clear_problems()
        typed = self.server.text()
        missing = [
            (
                self.server,
                address.problem(typed) if typed.strip() else self.tr("Saisissez l’adresse de votre serveur."),
            ),
            (self.login, "" if self.login.text().strip() else self.tr("Saisissez votre identifiant.")),
            (self.password, "" if self.password.text() else self.tr("Saisissez votre mot de passe.")),
        ]
        wrong = [(field, sentence) for field, sentence in missing if sentence]
        for field, sentence in wrong:
            field.show_problem(sentence)
        if wrong:
            wrong[0][0].line.setFocus()
            return
        self.submitted.emit(
            SignInRequest(
                server=address.completed(typed),
                username=self.login.text().strip(),
                password=self.password.text(),
                offline_unlock=self.offline.isChecked(),
                passphrase=self.passphrase.text() or None,
            )
        )

    def set_busy(self, busy: bool) -> None:
        for widget in (
            self.server,
            self.login,
            self.password,
            self.passphrase,
            self.forgotten_button,
            self.offline,
            self.button,
        ):
            widget.setEnabled(not busy)
        self.button.setText(self.tr("Connexion en cours…") if busy else self.tr("Se connecter"))

    def clear_problems(self) -> None:
        for field in (self.server, self.login, self.password, self.passphrase):
            field.clear_problem()
        self.problem.show_text("")

    def show_error(self, error: KnownError) -> None:
        """The sentence beside the field that it is about."""
        if isinstance(error, CacheLocked):
            self.passphrase.show()
            self.forgotten_button.setVisible(error.code == "wrong_passphrase")
            field = self.passphrase
        elif isinstance(error, BadCredentials):
            field = self.password
            self.password.line.selectAll()
        elif isinstance(error, (BadInput, NotCentral)) or type(error) is Unreachable:
            field = self.server
        else:
            self.problem.show_text(error.sentence)
            self.button.setFocus()
            return
        field.show_problem(error.sentence)
        field.line.setFocus()


class DemonstrationCard(Card):
    """« Mode démonstration »: no server, nothing sent."""

    wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 424, side=20, tone="canvas")
        self.column.setContentsMargins(20, 14, 16, 14)
        self.button = Button(theme, self.tr("Essayer"))
        self.button.setObjectName("demo_button")
        self.button.setAccessibleName(self.tr("Essayer le mode démonstration"))
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self.wanted)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(theme, self.tr("Mode démonstration"), weight=600))
        note = self.tr("Un site inventé, sans serveur ni réseau. Rien n’est envoyé.")
        words.addWidget(Label(theme, note, tone="text-2", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(IconSpot(theme, "compass-3-line"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self.button)
        self.column.addLayout(row)
