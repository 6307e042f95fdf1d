"""The page of settings. It shows what counts and says what was chosen; `keeper` applies and keeps it."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from spplus_desk.services.preferences import HOLD_SECONDS, LOCK_CHOICES, TEXT_SCALES, Look, Preferences
from spplus_desk.ui.settings.about import About
from spplus_desk.ui.settings.advice_rows import AdviceRows
from spplus_desk.ui.settings.alert_rows import AlertRows
from spplus_desk.ui.settings.rows import ChoiceRow, SwitchRow
from spplus_desk.ui.settings.security import Security
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import HALO, Button
from spplus_desk.ui.widgets.frames import Pane, h_line
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.wording import number

_NBSP = "\u00a0"
_WIDTH = 640


class SettingsPage(Pane):
    """`chosen` carries the name of a preference and its value."""

    closed = Signal()
    chosen = Signal(str, object)

    def __init__(
        self,
        theme: Theme,
        *,
        log_file: Path | None = None,
        can_lock: bool = True,
        retention_days: int | None = None,
        support: QWidget | None = None,
        security: Security | None = None,
    ) -> None:
        super().__init__("surface")
        self._theme = theme
        self.setObjectName("settings_page")
        self.setAccessibleName(self.tr("Réglages"))
        self._close = Button(theme, self.tr("Fermer"), key=self.tr("Échap"))
        self._close.setObjectName("settings_close")
        self._close.setAccessibleName(self.tr("Fermer les réglages"))
        self._close.clicked.connect(self.closed)
        self.hold = ChoiceRow(
            theme,
            "setting_hold",
            self.tr("Délai d’annulation"),
            [(_seconds(seconds), seconds) for seconds in HOLD_SECONDS],
            self.tr("Le temps pendant lequel un envoi peut être repris."),
        )
        looks = [
            (self.tr("Système"), Look.SYSTEM),
            (self.tr("Clair"), Look.LIGHT),
            (self.tr("Sombre"), Look.DARK),
            (self.tr("Contraste élevé"), Look.CONTRAST),
        ]
        self.look = ChoiceRow(theme, "setting_theme", self.tr("Thème"), looks)
        sizes = [(f"{percent}{_NBSP}%", percent) for percent in TEXT_SCALES]
        self.text = ChoiceRow(theme, "setting_text", self.tr("Taille du texte"), sizes)
        self.letters = SwitchRow(
            theme,
            "setting_letters",
            self.tr("Raccourcis d’une lettre"),
            self.tr("R répond, M part d’un modèle, J et K parcourent la liste. Les autres raccourcis restent."),
        )
        self.spelling = SwitchRow(
            theme,
            "setting_spelling",
            self.tr("Orthographe"),
            self.tr("Les mots inconnus sont soulignés pendant la rédaction. Rien n’est corrigé sans vous."),
        )
        self.typography = SwitchRow(
            theme,
            "setting_typography",
            self.tr("Typographie pendant la frappe"),
            self.tr("Apostrophes, guillemets et espaces insécables. Ctrl+Z retire chaque correction."),
        )
        self.read_back = SwitchRow(theme, "setting_read_back", self.tr("Toujours relire avant l’envoi"))
        self.lock = ChoiceRow(
            theme,
            "setting_lock",
            self.tr("Verrouillage après inactivité"),
            [(_minutes(minutes), minutes) for minutes in LOCK_CHOICES],
            self.tr("L’écran se cache et demande votre secret. La synchronisation continue."),
        )
        if not can_lock:
            # Never `setVisible(True)`: without a parent yet, the row would open as a window and take the keys with it.
            self.lock.hide()
        self._rows: dict[str, ChoiceRow | SwitchRow] = {
            "hold_seconds": self.hold,
            "theme": self.look,
            "text_scale": self.text,
            "letters": self.letters,
            "lock_minutes": self.lock,
            "spelling": self.spelling,
            "typography": self.typography,
            "read_back": self.read_back,
        }
        for name, row in self._rows.items():
            signal = row.switched if isinstance(row, SwitchRow) else row.chosen
            signal.connect(lambda value, name=name: self.chosen.emit(name, value))
        self.security = security
        self._scroller = QScrollArea()
        self.advice = AdviceRows(theme)
        self.advice.switched.connect(lambda off: self.chosen.emit("quiet_advice", off))
        self.alerts = AlertRows(theme)
        self.alerts.chosen.connect(self.chosen)
        self.about = About(theme, log_file)
        self._support = support
        self._build(can_lock=can_lock, kept="" if retention_days is None else _kept(retention_days))

    def _build(self, *, can_lock: bool, kept: str) -> None:
        theme = self._theme
        head = QHBoxLayout()
        theme.keep_margins(head, 24, 8, 24 - HALO, 8)
        head.addWidget(Label(theme, self.tr("Réglages"), Role.TITLE, 600), 1)
        head.addWidget(self._close)
        self._inside = QWidget()
        self.sections = QVBoxLayout(self._inside)
        self.sections.setContentsMargins(0, 0, 0, 0)
        self.sections.setSpacing(0)
        self.add_section(self.tr("Envoi"), self.hold, self.read_back)
        self.add_section(self.tr("Rédaction"), self.spelling, self.typography)
        self.add_section(self.tr("Affichage"), self.look, self.text)
        self.add_section(self.tr("Clavier"), self.letters)
        if can_lock:
            self.add_section(self.tr("Poste partagé"), self.lock)
        if self.security is not None:
            self.add_section(self.tr("Sécurité"), self.security)
            self.security.opened.connect(self._keep_in_sight)
        self.add_section(self.tr("Alertes"), self.alerts)
        self.add_section(self.tr("Conseils sur une réponse"), self.advice)
        if kept:
            self.add_section(self.tr("Conservation"), self._retention(kept))
        if self._support is not None:
            self.add_section(self.tr("Assistance"), self._support)
        self.add_section(self.tr("À propos"), self.about)
        body = Pane("surface")
        row = QHBoxLayout(body)
        theme.keep_margins(row, 24, 16, 24, 24)
        column = QVBoxLayout()
        column.addWidget(self._inside)
        column.addStretch(1)
        row.addLayout(column)
        row.addStretch(1)
        self._scroller.setWidgetResizable(True)
        self._scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroller.setWidget(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(h_line())
        whole.addWidget(self._scroller, 1)
        self._restyle()
        theme.changed.connect(self._restyle)

    def _retention(self, kept: str) -> QWidget:
        theme = self._theme
        told = Label(theme, kept, wrap=True)
        told.setObjectName("setting_retention")
        holder = QWidget()
        inside = QVBoxLayout(holder)
        theme.keep_margins(inside, 0, 8, 0, 8, spacing=2)
        inside.addWidget(told)
        chosen = self.tr("Ce délai est choisi par votre assistance.")
        inside.addWidget(Label(theme, chosen, Role.META, tone="text-3", wrap=True))
        return holder

    def add_section(self, title: str, *rows: QWidget) -> None:
        """A heading and what stands under it, after the sections that are there."""
        if self.sections.count():
            self.sections.addSpacing(self._theme.px(20))
        self.sections.addWidget(Label(self._theme, title, Role.HEADING, 600))
        self.sections.addSpacing(self._theme.px(6))
        self.sections.addWidget(h_line())
        for place, row in enumerate(rows):
            if place:
                self.sections.addWidget(h_line())
            self.sections.addWidget(row)

    def _restyle(self) -> None:
        self._inside.setFixedWidth(self._room())

    def _room(self) -> int:
        return max(min(self._theme.px(_WIDTH), self.width() - 2 * self._theme.px(24)), 200)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._restyle()

    def _keep_in_sight(self, form: QWidget) -> None:
        """A form that has just unfolded, once it has its height."""
        QTimer.singleShot(0, form, lambda: self._scroller.ensureWidgetVisible(form))

    def show_preferences(self, preferences: Preferences) -> None:
        for name, row in self._rows.items():
            row.show_value(getattr(preferences, name))
        self.advice.show_value(preferences.quiet_advice)
        self.alerts.show_value(preferences)

    def focus(self) -> None:
        self.hold.combo.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _seconds(seconds: int) -> str:
    if seconds % 60:
        return f"{seconds}{_NBSP}secondes"
    minutes = seconds // 60
    return f"{minutes}{_NBSP}{'minute' if minutes == 1 else 'minutes'}"


def _kept(days: int) -> str:
    """How long answered experiences stay on this computer; 0 is for ever."""
    if not days:
        return "Les expériences répondues restent toutes sur ce poste."
    whole = days // 365
    span = f"{number(days)}{_NBSP}jours" if days % 365 else f"{whole}{_NBSP}{'an' if whole == 1 else 'ans'}"
    return f"Les expériences répondues depuis plus de {span} quittent ce poste. Le serveur les garde."


def _minutes(minutes: int) -> str:
    return f"Après {minutes}{_NBSP}minutes" if minutes else "Jamais"
