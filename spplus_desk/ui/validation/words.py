"""What the review says. Pure functions from values to sentences."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from spplus_desk.domain.experience import Reply
from spplus_desk.domain.validation import TextVersion
from spplus_desk.ui.wording import ago


def _tr(text: str) -> str:
    return QCoreApplication.translate("Validation", text)


def heading(reply: Reply) -> str:
    return _tr("Réponse de {name}").format(name=reply.author_name or _tr("l’auteur"))


def submitted(reply: Reply, now: datetime, zone: str) -> str:
    return "" if reply.submitted_at is None else _tr("Confiée {when}").format(when=ago(reply.submitted_at, now, zone))


def version(one: TextVersion, now: datetime, zone: str) -> str:
    """« Version 1, renvoyée par Hélène Morvan hier à 16 h 20 »."""
    name = _tr("Version {number}").format(number=one.number)
    if one.decision is None:
        when, by = ago(one.text.at, now, zone), one.text.by_name
        return _tr("{name}, de {by}, {when}").format(name=name, by=by, when=when)
    when, by = ago(one.decision.at, now, zone), one.decision.by_name
    said = _tr("{name}, renvoyée par {by} {when}") if one.returned else _tr("{name}, approuvée par {by} {when}")
    return said.format(name=name, by=by, when=when)


def differences(number: int) -> str:
    if not number:
        return _tr("Mêmes mots que la version actuelle.")
    if number == 1:
        return _tr("1 différence avec la version actuelle.")
    return _tr("{number} différences avec la version actuelle.").format(number=number)


def checks(reasons: Sequence[str]) -> str:
    """What the guard found, for the reviewer's information."""
    if not reasons:
        return _tr("Aucune donnée personnelle repérée.")
    return "\n".join(dict.fromkeys(reasons))


def own() -> str:
    return _tr("Cette réponse est la vôtre.")


def own_why() -> str:
    return _tr("Votre structure demande qu’un autre super agent la relise.")


def approved(name: str, hold: timedelta) -> str:
    return _with_hold(_tr("Réponse de {name} approuvée.").format(name=name), hold)


def returned(name: str, hold: timedelta) -> str:
    return _with_hold(_tr("Réponse renvoyée à {name}.").format(name=name), hold)


def _with_hold(text: str, hold: timedelta) -> str:
    seconds = int(hold.total_seconds())
    if not seconds:
        return text
    leaves = _tr("Elle part dans {seconds}\u00a0s.").format(seconds=seconds)
    return f"{text} {leaves}"


def too_late() -> str:
    return _tr("Trop tard\u00a0: la décision est partie.")


def taken_back() -> str:
    return _tr("Décision annulée. La réponse attend de nouveau.")


def in_hands() -> str:
    return _tr("Cette réponse attend d’être relue par un super agent.")


def moved_on() -> str:
    return _tr("Cette réponse n’attend plus d’être relue\u00a0: un collègue l’a fait, ou son auteur l’a reprise.")


def out_of_body() -> str:
    return _tr("Choisissez d’abord un passage du texte de la réponse.")
