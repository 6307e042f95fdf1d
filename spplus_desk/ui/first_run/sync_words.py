"""What the first synchronisation says of itself."""

from datetime import datetime
from math import ceil

from PySide6.QtCore import QCoreApplication

from spplus_desk.domain.inbox import ViewCounts
from spplus_desk.domain.sync_status import SyncPhase, SyncStatus
from spplus_desk.ui.wording import number, plural


def _tr(text: str) -> str:
    return QCoreApplication.translate("FirstRun", text)


def ready(status: SyncStatus, counts: ViewCounts) -> bool:
    """There is something to read: the first page is on this computer, or the feed has ended."""
    return counts.all > 0 or status.last_success is not None


def title(status: SyncStatus, counts: ViewCounts) -> str:
    n = counts.to_answer
    if not ready(status, counts):
        return _tr("Vos expériences arrivent")
    if n == 0:
        return _tr("Aucune expérience n’attend de réponse")
    return plural(
        n,
        _tr("Votre expérience à répondre est prête"),
        _tr("Vos {n} expériences à répondre sont prêtes").format(n=number(n)),
    )


def subtitle(status: SyncStatus, counts: ViewCounts) -> str:
    if not ready(status, counts):
        return _tr("Vous pourrez lire dès la première page, sans attendre la fin.")
    if status.phase is SyncPhase.SYNCED:
        return _tr("Tout est sur ce poste. Vous pouvez lire, chercher et répondre.")
    return _tr("Vous pouvez déjà lire, chercher et répondre. Le reste arrive pendant ce temps.")


def progress(status: SyncStatus) -> tuple[str, str]:
    """« 1 248 » and « sur 3 902 »; the second is empty while nobody knows how many there are."""
    if status.phase is SyncPhase.SYNCED:
        return _tr("terminé"), ""
    if status.total <= 0:
        return (number(status.done) if status.done else ""), ""
    return number(min(status.done, status.total)), _tr("sur {n}").format(n=number(status.total))


def hint(status: SyncStatus, now: datetime) -> str:
    """What happens now when it does not go on by itself, else what happens should the line be cut."""
    match status.phase:
        case SyncPhase.PAUSED:
            return _tr("En pause. Ce qui est arrivé reste sur ce poste.")
        case SyncPhase.OFFLINE:
            return _tr("Hors ligne. La reprise se fera là où elle s’est arrêtée.")
        case SyncPhase.UNREACHABLE:
            if status.retry_at is not None and status.retry_at > now:
                seconds = ceil((status.retry_at - now).total_seconds())
                return _tr("Serveur injoignable, nouvel essai dans {n} s.").format(n=seconds)
            return _tr("Serveur injoignable, nouvel essai dans un instant.")
        case SyncPhase.SESSION_EXPIRED | SyncPhase.PROTOCOL_MISMATCH:
            return status.sentence or _tr("La session est terminée. Reconnectez-vous pour la suite.")
        case SyncPhase.SYNCED:
            return ""
        case _:
            return _tr("En cas de coupure, la reprise se fait là où elle s’est arrêtée.")
