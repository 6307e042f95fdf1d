"""Strips: one line over the whole window, only for offline, unreachable, expired session and demonstration."""

from datetime import datetime
from typing import Literal

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy

from spplus_desk.domain.sync_status import SyncPhase, SyncStatus
from spplus_desk.ui import wording
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.accessible import tell_description, tell_name
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.field import LineField
from spplus_desk.ui.widgets.labels import Label


class Strip(QFrame):
    """32 px, more where its words need a second line: icon, bold words, plain words, at the right what can be done."""

    def __init__(self, theme: Theme, kind: Literal["info", "warning"], icon: str) -> None:
        super().__init__()
        self._theme, self._kind, self._icon_name = theme, kind, icon
        self.strong = Label(theme, weight=600)
        self.plain = Label(theme, tone="text-2", wrap=True)
        self.row = QHBoxLayout(self)
        theme.keep_margins(self.row, 40, 2, 12, 3, spacing=8)
        self.row.addWidget(self.strong)
        self.row.addWidget(self.plain, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.fit)
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """As high as its words want."""
        self.row.invalidate()
        self.setFixedHeight(max(self._theme.px(32), self.row.totalHeightForWidth(max(self.width(), 1))))

    def show_look(self, kind: Literal["info", "warning"], icon: str) -> None:
        self._kind, self._icon_name = kind, icon
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, size = self._theme, self._theme.px(16)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.color(f"{self._kind}-bg"))
            painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), theme.color(f"{self._kind}-bd"))
            place = QRect(theme.px(16), (self.height() - size) // 2, size, size)
            theme.paint_icon(painter, place, self._icon_name, self._kind)


class ConnectionStrip(Strip):
    """Offline, unreachable, expired session, old version: what it means, and one thing to do."""

    retry_wanted = Signal()
    sign_in_wanted = Signal(str)
    """Carries the password."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "info", "wifi-off-line")
        self.setObjectName("offline_strip")
        self.setAccessibleName(self.tr("Hors ligne"))
        self.retry = Button(theme, self.tr("Réessayer maintenant"), "link", height=24)
        self.retry.setObjectName("offline_retry")
        self.retry.clicked.connect(self.retry_wanted)
        self.password = LineField(theme, self.tr("Mot de passe"))
        self.password.setObjectName("session_password")
        self.password.setAccessibleName(self.tr("Mot de passe"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        theme.keep_height(self.password, 24)
        self.password.setStyleSheet("min-height: 0; padding-top: 0; padding-bottom: 0;")
        self.sign_in = Button(theme, self.tr("Se reconnecter"), "link", height=24)
        self.sign_in.setObjectName("session_sign_in")
        self.sign_in.clicked.connect(self._sign_in)
        self.password.returnPressed.connect(self._sign_in)
        for widget in (self.password, self.sign_in, self.retry):
            self.row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self._size_password()
        theme.changed.connect(self._size_password)
        self.hide()

    def _size_password(self) -> None:
        self.password.setFixedWidth(self._theme.px(200))

    def show_status(self, status: SyncStatus, now: datetime) -> str:
        """Show or hide for `status`; returns the sentence shown, empty when all is well."""
        strong, plain = self._words(status, now)
        self.strong.setText(strong)
        self.plain.setText(plain)
        tell_description(self, f"{strong} {plain}".strip())
        expired = status.phase is SyncPhase.SESSION_EXPIRED
        self.retry.setVisible(status.phase in (SyncPhase.OFFLINE, SyncPhase.UNREACHABLE))
        self.password.setVisible(expired)
        self.sign_in.setVisible(expired)
        offline = status.phase is SyncPhase.OFFLINE
        self.show_look("info" if offline else "warning", "wifi-off-line" if offline else "error-warning-line")
        name = strong.rstrip(".") if strong and not offline else self.tr("Hors ligne")
        tell_name(self, name)
        self.fit()
        self.setVisible(bool(strong))
        return f"{strong} {plain}".strip()

    def _words(self, status: SyncStatus, now: datetime) -> tuple[str, str]:
        work = self.tr("Vous pouvez lire et écrire. Les envois partiront au retour du réseau.")
        since = status.since or status.last_success
        match status.phase:
            case SyncPhase.OFFLINE:
                if since is None:
                    return self.tr("Hors ligne."), work
                words = self.tr("Hors ligne depuis {hour}.")
                return words.format(hour=wording.since_hour(since, now)), work
            case SyncPhase.UNREACHABLE:
                wait = self.tr("Vous pouvez lire et écrire. Les envois partiront dès qu’il répondra.")
                if status.needs_help:
                    # A certificate, a proxy: waiting will not do, so the reason and what to do come first.
                    wait = status.sentence
                if since is None:
                    return self.tr("Serveur injoignable."), wait
                words = self.tr("Serveur injoignable depuis {hour}.")
                return words.format(hour=wording.since_hour(since, now)), wait
            case SyncPhase.SESSION_EXPIRED:
                return self.tr("Session expirée."), self.tr(
                    "Vos textes sont gardés. Reconnectez-vous pour les envoyer."
                )
            case SyncPhase.PROTOCOL_MISMATCH:
                # The sentence's own beginning says the same as the strong words, and its end who is to be asked.
                rest = status.sentence.partition(". ")[2]
                return self.tr("Version différente de celle du serveur."), rest or self.tr(
                    "Vous pouvez lire et écrire, rien ne part. Demandez la mise à jour du programme."
                )
            case _:
                return "", ""

    def _sign_in(self) -> None:
        if self.password.text():
            self.sign_in_wanted.emit(self.password.text())
            self.password.clear()
        else:
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)
