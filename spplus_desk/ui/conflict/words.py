"""What the conflict screen says. Pure functions from a conflict to sentences."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from spplus_desk.domain.conflicts import Absence, Choice, Circumstance, Conflict
from spplus_desk.domain.experience import Reply
from spplus_desk.domain.vocabulary import ReplyState
from spplus_desk.ui.widgets.chips import ChipLook
from spplus_desk.ui.wording import ago, hour

_CIRCUMSTANCES = {
    Circumstance.OFFLINE: "pendant que vous étiez hors ligne",
    Circumstance.QUEUED: "pendant que votre envoi attendait",
    Circumstance.WRITING: "pendant que vous écriviez",
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Conflict", text)


def who(conflict: Conflict) -> str:
    """The colleague's name, or what stands for it."""
    return conflict.by or _tr("votre collègue")


def _when(at: datetime, now: datetime) -> str:
    """« à 10 h 12 » all day long: an hour can be compared with what the agent was doing, « il y a 20 min » cannot."""
    same_day = at.astimezone().date() == now.astimezone().date()
    return _tr("à {hour}").format(hour=hour(at)) if same_day else ago(at, now)


def title(conflict: Conflict, now: datetime) -> str:
    when = f" {_when(conflict.at, now)}" if conflict.at is not None else ""
    if conflict.by_me:
        return _tr("Vous avez déjà répondu{when}, depuis un autre poste").format(when=when)
    name = conflict.by or _tr("Un collègue")
    return _tr("{name} a répondu{when} {circumstance}").format(
        name=name, when=when, circumstance=_tr(_CIRCUMSTANCES[conflict.circumstance])
    )


def subtitle(conflict: Conflict) -> str:
    """Where the other reply stands, and that nothing is lost."""
    kept = _tr("La vôtre n’est pas partie\u00a0: elle est gardée sur ce poste, rien n’est perdu.")
    if conflict.theirs is None:
        return _tr("Votre réponse n’est pas partie\u00a0: elle est gardée sur ce poste, rien n’est perdu.")
    stands = {
        ReplyState.PUBLISHED: _tr("Sa réponse est publiée."),
        ReplyState.PENDING_VALIDATION: _tr("Sa réponse attend d’être relue."),
    }.get(conflict.theirs.state, _tr("Sa réponse est au serveur."))
    if conflict.by_me:
        return _tr("Cette réponse compte seule. Le texte ci-dessous n’est pas parti\u00a0: il est gardé sur ce poste.")
    return f"{stands} {kept}"


def absence(conflict: Conflict) -> str:
    """The one line that stands where the other reply cannot be shown."""
    name = who(conflict)
    match conflict.absence:
        case Absence.LEFT:
            text = _tr(
                "Cette expérience n’est plus dans vos structures\u00a0: la réponse de {name} ne se lit plus ici."
            )
        case Absence.REOPENED:
            text = _tr("La réponse de {name} lui a été renvoyée depuis. L’expérience est de nouveau à répondre.")
        case _:
            text = _tr("La réponse de {name} n’est pas encore sur ce poste. La synchronisation l’apportera.")
    return text.format(name=name)


def theirs_heading(conflict: Conflict) -> str:
    if conflict.by_me:
        return _tr("Votre première réponse")
    return _tr("La réponse de {name}").format(name=who(conflict))


def theirs_look(reply: Reply, now: datetime) -> ChipLook:
    """« Publiée à 10 h 12 »."""
    at = reply.published_at if reply.state is ReplyState.PUBLISHED and reply.published_at else reply.submitted_at
    when = f" {_when(at, now)}" if at is not None else ""
    match reply.state:
        case ReplyState.PUBLISHED:
            return ChipLook(_tr("Publiée") + when, "check-double-line", "success", "success-bg", "success-bd")
        case ReplyState.PENDING_VALIDATION:
            return ChipLook(_tr("À valider"), "shield-check-line", "link", "selected")
        case _:
            return ChipLook(_tr("Reçue") + when, "check-line", "text-2", "surface", "border")


def set_aside(conflict: Conflict, now: datetime) -> str:
    if conflict.refused_at is None:
        return ""
    return _tr("Mise de côté {when}").format(when=_when(conflict.refused_at, now))


def choices(conflict: Conflict) -> dict[Choice, tuple[str, str]]:
    """(label, explanation) of each choice. What is internal says who reads it."""
    name = who(conflict)
    names = ", ".join(conflict.validators)
    to = _tr("à {names}").format(names=names) if names else _tr("au super agent")
    keep = _tr("Garder votre première réponse") if conflict.by_me else _tr("Garder la réponse de {name}")
    return {
        Choice.KEEP_THEIRS: (keep.format(name=name), _tr("Votre texte reste dans vos brouillons.")),
        Choice.SHARE: (
            _tr("Lui transmettre votre texte"),
            _tr("En commentaire interne, {readers}.").format(readers=_readers()),
        ),
        Choice.ASK_REPLACEMENT: (
            _tr("Demander un remplacement"),
            _tr("En commentaire interne {to}, qui tranche\u00a0; {readers}.").format(to=to, readers=_readers()),
        ),
    }


def _readers() -> str:
    return _tr("lu par la DITP et les structures concernées")


def done(choice: Choice, conflict: Conflict) -> str:
    """Said once the choice is on the disk."""
    match choice:
        case Choice.KEEP_THEIRS:
            return _tr("Votre texte reste dans vos brouillons. Rien n’a été publié.")
        case Choice.SHARE:
            text = _tr("Votre texte part en commentaire interne pour {name}. Il reste dans vos brouillons.")
            return text.format(name=who(conflict))
        case Choice.ASK_REPLACEMENT:
            return _tr("Votre demande part en commentaire interne. Le texte reste dans vos brouillons.")


def place(number: int, total: int) -> str:
    """« 2 sur 5 »."""
    return _tr("{n} sur {total}").format(n=number, total=total)


def spoken(number: int, total: int, mine: str, theirs: str, name: str) -> str:
    """A difference as it is announced."""
    nothing = _tr("rien")
    return _tr("Différence {place}. Chez vous\u00a0: {mine}. Chez {name}\u00a0: {theirs}.").format(
        place=place(number, total), mine=_short(mine) or nothing, name=name, theirs=_short(theirs) or nothing
    )


def _short(text: str) -> str:
    flat = " ".join(text.split("\n")).strip().rstrip(".")
    return flat if len(flat) <= 160 else f"{flat[:159]}…"
