"""The sentences of writing mode that depend on a state."""

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from spplus_desk.domain.blanks import Mark
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.domain.text import MAX_BODY
from spplus_desk.ui.wording import number, since_hour

_AWAY = frozenset({SyncPhase.OFFLINE, SyncPhase.UNREACHABLE, SyncPhase.PAUSED})
_USUAL_RANGE = (400, 1_200)
"""Characters: real published replies have a median of about 800. No platform limit is known."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Reply", text)


def count_text(characters: int, *, wide: bool) -> str:
    words = _tr("{n} caractère") if characters < 2 else _tr("{n} caractères")
    text = words.format(n=number(characters))
    if characters > MAX_BODY:
        return text + _tr(", {n} de trop").format(n=number(characters - MAX_BODY))
    if wide:
        text += _tr(", repère {low} à {high}").format(low=number(_USUAL_RANGE[0]), high=number(_USUAL_RANGE[1]))
    return text


def too_long(characters: int) -> str:
    """Why a text cannot leave: by how much it is longer than what may be sent."""
    return _tr("Le texte a {n} caractères de trop : 10 000 au plus. Il est gardé, raccourcissez-le.").format(
        n=number(characters - MAX_BODY)
    )


def typography_set(count: int) -> str:
    if not count:
        return _tr("La typographie n’appelle aucune correction.")
    words = _tr("Une correction de typographie. Ctrl+Z la retire.")
    return words if count == 1 else _tr("{n} corrections de typographie. Ctrl+Z les retire.").format(n=number(count))


def template_text(title: str) -> str:
    return _tr("Modèle « {title} » inséré").format(title=title)


def send_line(phase: SyncPhase, points: int, *, validation: bool, hold: timedelta) -> str:
    """What will happen to the text at « Envoyer »: when it leaves, who reads it first, what must be done before."""
    if phase is SyncPhase.SESSION_EXPIRED:
        what = _tr("Sera envoyée dès que vous serez reconnecté")
    elif phase is SyncPhase.PROTOCOL_MISMATCH:
        what = _tr("Sera gardée jusqu’à la mise à jour du programme")
    elif phase in _AWAY:
        what = _tr("Sera envoyée au retour du réseau")
    elif validation:
        what = _tr("Sera relue par un super agent avant publication")
    else:
        seconds = int(hold.total_seconds())
        what = _tr("Sera envoyée tout de suite, annulable {n} s").format(n=seconds)
    if validation and phase in _AWAY:
        what += _tr(", puis relue par un super agent")
    if points == 1:
        what += _tr(", une fois le point vérifié")
    elif points:
        what += _tr(", une fois les {n} points vérifiés").format(n=points)
    return what + "."


def claimed_line(name: str, at: datetime | None, now: datetime) -> str:
    """« Thomas s’en occupe depuis 10 h 05. »: a colleague is never locked out, only told."""
    if at is None:
        return _tr("{name} s’en occupe.").format(name=name)
    return _tr("{name} s’en occupe depuis {when}.").format(name=name, when=since_hour(at, now))


def left_to_do(marks: tuple[Mark, ...]) -> str:
    """Why the text cannot leave yet: the blanks and variables that remain, by name."""
    blanks = [m for m in marks if not m.variable]
    variables = [m for m in marks if m.variable]
    parts = []
    if blanks:
        words = (
            _tr("Il reste un blanc à remplir : {names}.")
            if len(blanks) == 1
            else _tr("Il reste {n} blancs à remplir : {names}.")
        )
        parts.append(words.format(n=len(blanks), names=_names(blanks)))
    if variables:
        words = (
            _tr("Il reste une variable vide : {names}.")
            if len(variables) == 1
            else _tr("Il reste {n} variables vides : {names}.")
        )
        parts.append(words.format(n=len(variables), names=_names(variables)))
    return " ".join(parts)


def _names(marks: list[Mark]) -> str:
    shown = [m.name or _tr("sans nom") for m in marks[:3]]
    more = _tr(" et {n} de plus").format(n=len(marks) - 3) if len(marks) > 3 else ""
    return ", ".join(shown) + more
