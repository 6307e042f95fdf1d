"""The foot of the rail: synchronisation and account, always icon and text; icons alone when the rail is folded."""

from datetime import datetime, timedelta

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton

from spplus_desk.domain.sync_status import SyncPhase, SyncStatus
from spplus_desk.domain.values import Value
from spplus_desk.ui import wording
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.theme.style import paint_ring
from spplus_desk.ui.widgets.avatar import paint_avatar
from spplus_desk.ui.widgets.text import elided

_NBSP = "\u00a0"
_OLD = timedelta(hours=24)


class SyncLook(Value):
    text: str
    icon: str
    tone: str


def sync_look(status: SyncStatus, now: datetime) -> SyncLook:
    """What the foot of the rail says: the state, and always the age of the data."""
    last = status.last_success
    match status.phase:
        case SyncPhase.SYNCING:
            # An ordinary run takes a blink: it says nothing more than the age unless there is much to bring.
            if status.total > 0:
                done, total = wording.number(status.done), wording.number(status.total)
                return SyncLook(f"Synchronisation, {done} sur {total}", "refresh-line", "info")
            if last is None:
                return SyncLook("Synchronisation", "refresh-line", "info")
        case SyncPhase.OFFLINE:
            return SyncLook(f"Hors ligne, {_data_of(last, now)}", "wifi-off-line", "info")
        case SyncPhase.UNREACHABLE:
            if status.retry_at is not None and status.retry_at > now:
                retry = f"nouvel essai dans {_wait(status.retry_at - now)}"
                return SyncLook(f"Serveur injoignable, {retry}", "error-warning-line", "warning")
            return SyncLook("Serveur injoignable", "error-warning-line", "warning")
        case SyncPhase.SESSION_EXPIRED:
            return SyncLook("Session expirée", "lock-line", "warning")
        case SyncPhase.PROTOCOL_MISMATCH:
            return SyncLook("Version à mettre à jour", "error-warning-line", "warning")
        case SyncPhase.PAUSED:
            return SyncLook(f"En pause, {_data_of(last, now)}", "pause-circle-line", "info")
        case SyncPhase.NEVER | SyncPhase.SYNCED:
            pass
    if last is None:
        return SyncLook("Pas encore synchronisé", "refresh-line", "info")
    if now - last > _OLD:
        return SyncLook(_capital(_data_of(last, now)), "error-warning-line", "warning")
    return SyncLook(f"Synchronisé {wording.ago(last, now)}", "refresh-line", "success")


def _data_of(last: datetime | None, now: datetime) -> str:
    """« données de 9 h 58 », « données d’hier, 17 h 40 », « données du 2 novembre »."""
    if last is None:
        return "aucune donnée"
    since = wording.since_hour(last, now)
    if since.startswith("hier"):
        return f"données d’{since}"
    return f"données du {since.removeprefix('le ')}" if since.startswith("le ") else f"données de {since}"


def _wait(left: timedelta) -> str:
    seconds = max(int(left.total_seconds()), 1)
    return f"{seconds}{_NBSP}s" if seconds < 60 else f"{seconds // 60}{_NBSP}min"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class _FootButton(QToolButton):
    """A whole line of the foot, pressed as one."""

    def __init__(self, theme: Theme, height: int) -> None:
        super().__init__()
        self._theme = theme
        self._height = height
        self.folded = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(40), self._theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.underMouse() or self.isDown():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._theme.color("hover"))
                painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
            self.paint_content(painter)
            if self.hasFocus():
                paint_ring(painter, self._theme, QRectF(self.rect()), 6)

    def paint_content(self, painter: QPainter) -> None:
        raise NotImplementedError

    def paint_line(self, painter: QPainter, text: str, rect: QRect, role: Role, weight: int, tone: str) -> None:
        font = self._theme.font(role, weight)
        painter.setFont(font)
        painter.setPen(self._theme.color(tone))
        shown = elided(QFontMetrics(font), text, rect.width())
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)


class SyncButton(_FootButton):
    """The state of the synchronisation; pressed, it synchronises now."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 28)
        self._look = SyncLook("", "refresh-line", "info")
        self.setObjectName("sync_status")
        self.setAccessibleName(self.tr("État de la synchronisation"))

    def show_look(self, look: SyncLook) -> None:
        if look != self._look:
            self._look = look
            self.setText(look.text)
            self.setAccessibleDescription(look.text)
            self.setToolTip(self.tr("{state}. Synchroniser maintenant (F5)").format(state=look.text))
            self.updateGeometry()
            self.update()

    def _lines(self) -> list[str]:
        """One line, or two where the rail is too narrow for the whole: cut at the comma, else between two words."""
        text, metrics, room = self._look.text, QFontMetrics(self._theme.font(Role.META)), self._room()
        if metrics.horizontalAdvance(text) <= room:
            return [text]
        head, _, tail = text.partition(", ")
        if tail and metrics.horizontalAdvance(tail) <= room:
            return [f"{head},", tail]
        words = text.split(" ")
        fitting = (n for n in range(len(words) - 1, 0, -1) if metrics.horizontalAdvance(" ".join(words[:n])) <= room)
        cut = next(fitting, 0)
        return [" ".join(words[:cut]), " ".join(words[cut:])] if cut else [text]

    def _room(self) -> int:
        return self.width() - self._theme.px(29)

    def sizeHint(self) -> QSize:
        two = not self.folded and len(self._lines()) == 2
        return QSize(self._theme.px(40), self._theme.px(40 if two else 28))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()  # how many lines are needed depends on the width

    def paint_content(self, painter: QPainter) -> None:
        px, size = self._theme.px, self._theme.px(15)
        left = (self.width() - size) // 2 if self.folded else px(8)
        icon = QRect(left, (self.height() - size) // 2, size, size)
        self._theme.paint_icon(painter, icon, self._look.icon, self._look.tone)
        if not self.folded:
            lines, line = self._lines(), px(16)
            tone = "text-2" if self._look.tone == "success" else self._look.tone
            top = (self.height() - line * len(lines)) // 2
            for place, text in enumerate(lines):
                room = QRect(px(29), top + line * place, self._room(), line)
                self.paint_line(painter, text, room, Role.META, 400, tone)


class AccountButton(_FootButton):
    """Who works here, and for which site; pressed, it offers the settings."""

    def __init__(self, theme: Theme, name: str, site: str) -> None:
        super().__init__(theme, 40)
        self._name = name
        self.setObjectName("account_button")
        self.setAccessibleName(self.tr("Compte et réglages"))
        self.setText(name)
        self.show_site(site)

    def show_site(self, site: str) -> None:
        """The site may only be known once the first synchronisation has brought it."""
        self._site = site
        whole = ", ".join(part for part in (self._name, site) if part)
        self.setAccessibleDescription(whole)
        self.setToolTip("\n".join(part for part in (self._name, site) if part))
        self.update()

    def paint_content(self, painter: QPainter) -> None:
        theme, px, size = self._theme, self._theme.px, self._theme.px(24)
        left = (self.width() - size) / 2 if self.folded else px(8)
        paint_avatar(painter, theme, QRectF(left, (self.height() - size) / 2, size, size), self._name, own=True)
        if not self.folded:
            top, line, room = px(4), px(16), self.width() - px(42)
            self.paint_line(painter, self._name, QRect(px(40), top, room, line), Role.META, 500, "text")
            self.paint_line(painter, self._site, QRect(px(40), top + line, room, line), Role.META, 400, "text-3")
