"""What happens to a send at this moment, and what can be done about it, in words."""

from datetime import datetime
from enum import Enum
from math import ceil

from PySide6.QtCore import QCoreApplication

from spplus_desk.domain.outbox import SendEvent, SendItem, SendState
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.domain.values import Value
from spplus_desk.ui.outbox import refusals
from spplus_desk.ui.widgets.banner import BannerKind
from spplus_desk.ui.wording import ago, hour, send_state_name, since_hour

RETURNED = "returned"
"""The code of a reply that the super agent sent back: its author takes it up again like a draft."""
_AWAY = (SyncPhase.OFFLINE, SyncPhase.UNREACHABLE, SyncPhase.PAUSED)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Outbox", text)


class Action(Enum):
    """The one thing that Enter does on a row. Its value is the word on the button."""

    UNDO = "Annuler l’envoi"
    RETRY = "Réessayer"
    WHY = "Voir pourquoi"
    COMPARE = "Comparer"
    CONTINUE = "Continuer"


class Happening(Value):
    """Two short lines, and the part of the undo window that is left (None outside it)."""

    first: str
    second: str = ""
    left: float | None = None


class Explanation(Value):
    kind: BannerKind
    strong: str
    plain: str = ""


def held(item: SendItem, now: datetime) -> bool:
    """Still inside its undo window."""
    return item.state is SendState.WAITING and item.hold_until is not None and now < item.hold_until


def action(item: SendItem, now: datetime) -> Action | None:
    if item.parked:
        return Action.COMPARE if refusals.comparable(item) else Action.WHY
    if item.state is SendState.DRAFT:
        return Action.CONTINUE
    if item.state is SendState.WAITING:
        if held(item, now):
            return Action.UNDO
        return Action.RETRY if item.attempts else None
    return None


def happening(item: SendItem, now: datetime, phase: SyncPhase) -> Happening:
    """What the row says. Times are those of this computer."""
    match item.state:
        case SendState.DRAFT if item.code == RETURNED:
            return Happening(_tr("Renvoyée {when}").format(when=ago(item.at, now)), _tr("par le super agent"))
        case SendState.DRAFT:
            return Happening(_tr("Enregistré {when}").format(when=ago(item.at, now)), _tr("sur ce poste"))
        case SendState.PENDING_VALIDATION:
            return Happening(_tr("Chez le super agent"), _tr("depuis {when}").format(when=since_hour(item.at, now)))
        case SendState.RECEIVED:
            return Happening(_tr("Reçue {when}").format(when=ago(item.at, now)), _receipt(item.receipt))
        case SendState.PUBLISHED:
            when = ago(item.at, now)
            return Happening(when[:1].upper() + when[1:], _receipt(item.receipt))
        case SendState.WAITING:
            return _waiting(item, now, phase)


def _waiting(item: SendItem, now: datetime, phase: SyncPhase) -> Happening:
    if item.parked:
        return Happening(_tr("Mise de côté"), refusals.short(item))
    if item.hold_until is not None and now < item.hold_until:
        left = (item.hold_until - now).total_seconds()
        whole = max((item.hold_until - item.at).total_seconds(), left, 1.0)
        return Happening(_tr("Part dans {n} s").format(n=ceil(left)), left=left / whole)
    if item.attempts and phase is not SyncPhase.OFFLINE:
        return Happening(_tr("Pas de confirmation"), _next_attempt(item, now))
    if phase is SyncPhase.SESSION_EXPIRED:
        return Happening(_tr("Attend votre connexion"), _tr("gardée sur ce poste"))
    if phase in _AWAY:
        return Happening(_tr("Attend le réseau"), _tr("gardée sur ce poste"))
    return Happening(_tr("Part maintenant"))


def _next_attempt(item: SendItem, now: datetime) -> str:
    if item.next_attempt_at is None or item.next_attempt_at <= now:
        return _tr("nouvel essai dans un instant")
    return _tr("nouvel essai à {hour}").format(hour=hour(item.next_attempt_at))


def _receipt(number: str) -> str:
    return _tr("reçu n° {number}").format(number=number) if number else ""


def row_text(item: SendItem, now: datetime, phase: SyncPhase) -> str:
    """`{état}[, mise de côté], {titre}, à {pseudonyme}, {ce qui se passe}`."""
    what = happening(item, now, phase)
    parts = [send_state_name(item.state)]
    if item.parked:
        parts.append(_tr("mise de côté"))
    parts += [item.title, _tr("à {name}").format(name=item.pseudonym)]
    parts += [line for line in ((what.second,) if item.parked else (what.first, what.second)) if line]
    return ", ".join(parts)


def explanation(item: SendItem, now: datetime, phase: SyncPhase) -> Explanation | None:
    """What happened, what it means, what comes next."""
    match item.state:
        case SendState.DRAFT if item.code == RETURNED:
            return Explanation("warning", _tr("Le super agent vous a renvoyé cette réponse."), item.reason)
        case SendState.DRAFT:
            return None
        case SendState.PENDING_VALIDATION:
            return Explanation(
                "info",
                _tr("Cette réponse attend d’être relue."),
                _tr("Un super agent l’approuvera ou vous la renverra."),
            )
        case SendState.RECEIVED:
            strong = _tr("Le serveur a reçu cette réponse.")
            return Explanation("success", strong, _tr("Elle sera marquée publiée dès que la plateforme la montrera."))
        case SendState.PUBLISHED:
            return Explanation("success", _tr("Cette réponse est publiée."))
        case SendState.WAITING:
            return _explain_waiting(item, now, phase)


def _explain_waiting(item: SendItem, now: datetime, phase: SyncPhase) -> Explanation:
    if item.parked:
        going = _tr("Vos autres envois continuent.")
        return Explanation("error", refusals.happened(item), f"{refusals.reason(item)} {going}")
    if held(item, now):
        return Explanation("info", _tr("Cette réponse n’est pas encore partie."), _tr("Vous pouvez annuler l’envoi."))
    if item.attempts and phase is not SyncPhase.OFFLINE:
        kept = _tr("Votre réponse est gardée sur ce poste.")
        after = _next_attempt(item, now)
        return Explanation("warning", _tr("Le serveur n’a pas confirmé."), f"{kept} {after[:1].upper()}{after[1:]}.")
    if phase in _AWAY or phase is SyncPhase.SESSION_EXPIRED:
        strong = (
            _tr("Cette réponse partira après votre connexion.")
            if phase is SyncPhase.SESSION_EXPIRED
            else _tr("Cette réponse partira au retour du réseau.")
        )
        return Explanation("info", strong, _tr("Elle est gardée sur ce poste."))
    return Explanation("info", _tr("Cette réponse part maintenant."))


_EVENTS = {
    "saved": "Brouillon enregistré",
    "queued": "En attente d’envoi",
    "attempted": "Envoi tenté",
    "failed": "Pas de confirmation",
    "refused": "Refusée par le serveur",
    "parked": "Mise de côté, sans nouvel essai",
    "received": "Reçue par le serveur",
    "published": "Publiée",
    "undone": "Envoi annulé",
    "retried": "Nouvel essai demandé",
    "kept_datum": "Donnée gardée à votre demande",
    "kept": "Gardée en brouillon",
    "kept_theirs": "Réponse existante gardée, la vôtre en brouillon",
    "shared": "Texte transmis en commentaire interne",
    "replacement_asked": "Remplacement demandé en commentaire interne",
}

_FAILURES = {
    "offline": "réseau coupé",
    "unreachable": "serveur injoignable",
    "server_fault": "problème du serveur",
    "throttled": "trop de demandes en peu de temps",
    "session_expired": "session expirée",
    "protocol_mismatch": "version du programme trop ancienne",
    "not_central": "ce n’est pas un serveur SP+ Desk qui a répondu",
    "later": "remise à plus tard par le serveur",
}


def event_text(event: SendEvent) -> str:
    return _tr(_EVENTS.get(event.event, event.event))


def event_detail(event: SendEvent) -> str:
    """A receipt number or a code, where the event has one."""
    if not event.detail:
        return ""
    if event.event == "received":
        return _receipt(event.detail)
    if event.event == "failed":
        known = _FAILURES.get(event.detail)
        return _tr(known) if known else _tr("(code {code})").format(code=event.detail)
    return event.detail


def event_time(event: SendEvent, now: datetime) -> str:
    return ago(event.at, now)
