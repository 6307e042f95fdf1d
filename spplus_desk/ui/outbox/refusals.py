"""What was refused, in one plain line for each kind of action. Only a text is « kept »: a tag has none."""

from PySide6.QtCore import QCoreApplication

from spplus_desk.domain.commands import PAYLOAD_OF, CommandKind
from spplus_desk.domain.conflicts import ALREADY_ANSWERED
from spplus_desk.domain.document_payloads import DocumentPayload
from spplus_desk.domain.errors import INTERNAL_ERROR, REFUSALS
from spplus_desk.domain.outbox import SendItem

_TEXTS = frozenset({None, CommandKind.SUBMIT_REPLY, CommandKind.ADD_COMMENT})
_SHORT = {
    "already_answered": "réponse déjà publiée",
    "stale": "expérience modifiée",
    "not_allowed": "accès retiré",
    "empty_body": "texte vide",
    "too_long": "texte trop long",
    "not_a_child": "structure hors de la vôtre",
    "own_reply": "votre propre réponse",
    "invalid_text": "caractères illisibles",
    INTERNAL_ERROR: "problème du serveur",
}
_SUBJECTS = {
    CommandKind.ADD_COMMENT: "Commentaire",
    CommandKind.CLAIM: "Prise en charge",
    CommandKind.RELEASE: "Prise en charge",
    CommandKind.SET_WRITING: "Présence",
    CommandKind.SET_TAGS: "Étiquettes",
    CommandKind.SET_CHANNELS: "Canaux",
    CommandKind.SET_IMPROVEMENT: "Amélioration",
    CommandKind.SET_CHANGE: "Changement annoncé",
    CommandKind.TRANSFER: "Transfert",
    CommandKind.APPROVE_REPLY: "Validation",
    CommandKind.RETURN_REPLY: "Renvoi à l’auteur",
    CommandKind.SAVE_TEMPLATE: "Modèle",
    CommandKind.WITHDRAW_TEMPLATE: "Modèle",
    CommandKind.SAVE_VIEW: "Vue",
    CommandKind.DELETE_VIEW: "Vue",
    CommandKind.SAVE_SITE_SETTINGS: "Réglages du site",
    CommandKind.SAVE_PAUSES: "Pause de l’objectif interne",
    CommandKind.ADD_WORD: "Dictionnaire",
    CommandKind.REMOVE_WORD: "Dictionnaire",
    CommandKind.SAVE_ABSENCE: "Absence",
    CommandKind.SHARE_DRAFT: "Brouillon partagé",
    CommandKind.UNSHARE_DRAFT: "Brouillon partagé",
    CommandKind.ADD_SERVICE_LINE: "Coordonnée du service",
    CommandKind.REMOVE_SERVICE_LINE: "Coordonnée du service",
}
_HAPPENED = {
    CommandKind.ADD_COMMENT: "Votre commentaire n’est pas parti.",
    CommandKind.CLAIM: "Votre prise en charge n’a pas été enregistrée.",
    CommandKind.RELEASE: "Votre prise en charge n’a pas été libérée.",
    CommandKind.SET_WRITING: "Vos collègues n’ont pas su que vous écriviez.",
    CommandKind.SET_TAGS: "Vos étiquettes n’ont pas été enregistrées.",
    CommandKind.SET_CHANNELS: "Vos canaux n’ont pas été enregistrés.",
    CommandKind.SET_IMPROVEMENT: "«\u00a0Amélioration à considérer\u00a0» n’a pas été enregistrée.",
    CommandKind.SET_CHANGE: "La suite du changement n’a pas été enregistrée.",
    CommandKind.TRANSFER: "Le transfert n’a pas eu lieu.",
    CommandKind.APPROVE_REPLY: "La réponse n’a pas été approuvée.",
    CommandKind.RETURN_REPLY: "La réponse n’a pas été renvoyée à son auteur.",
    CommandKind.SAVE_TEMPLATE: "Le modèle n’a pas été enregistré.",
    CommandKind.WITHDRAW_TEMPLATE: "Le modèle n’a pas été retiré.",
    CommandKind.SAVE_VIEW: "La vue n’a pas été enregistrée.",
    CommandKind.DELETE_VIEW: "La vue n’a pas été supprimée.",
    CommandKind.SAVE_SITE_SETTINGS: "Les réglages du site n’ont pas été enregistrés.",
    CommandKind.SAVE_PAUSES: "La pause de l’objectif interne n’a pas été enregistrée.",
    CommandKind.ADD_WORD: "Le mot n’a pas été ajouté au dictionnaire.",
    CommandKind.REMOVE_WORD: "Le mot n’a pas été retiré du dictionnaire.",
    CommandKind.SAVE_ABSENCE: "L’absence n’a pas été enregistrée.",
    CommandKind.SHARE_DRAFT: "Le brouillon n’a pas été partagé. Votre texte est gardé sur ce poste.",
    CommandKind.UNSHARE_DRAFT: "Le brouillon partagé n’a pas été retiré.",
    CommandKind.ADD_SERVICE_LINE: "La coordonnée n’a pas été ajoutée à la liste du site.",
    CommandKind.REMOVE_SERVICE_LINE: "La coordonnée n’a pas été retirée de la liste du site.",
}
_DOCUMENTS = frozenset(kind for kind, payload in PAYLOAD_OF.items() if issubclass(payload, DocumentPayload))
_STUMBLED = "Le serveur n’arrive pas à traiter cet envoi. Réessayez plus tard, ou prévenez votre assistance."
_WHY = {
    "already_answered": "Une réponse existe déjà pour cette structure.",
    "stale": "Un collègue a changé cette expérience entre-temps. Relisez-la, puis recommencez si besoin.",
    "not_allowed": "Cette expérience n’est plus dans vos structures.",
    "own_reply": REFUSALS["own_reply"],
    "not_a_child": "Cette structure ne dépend pas de la vôtre. Passez par une demande à la DITP.",
    INTERNAL_ERROR: _STUMBLED,
}
_WHY_DOCUMENT = {
    "stale": "Un collègue l’a changé entre-temps. Relisez, puis recommencez si besoin.",
    "not_allowed": "Il n’est plus dans vos structures, ou votre profil ne permet pas de le changer.",
    INTERNAL_ERROR: _STUMBLED,
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Outbox", text)


def comparable(item: SendItem) -> bool:
    """A reply that came second: the two texts can be seen side by side."""
    return item.parked and item.code == ALREADY_ANSWERED and item.kind is CommandKind.SUBMIT_REPLY


def is_reply(item: SendItem) -> bool:
    """False for a refused comment, tag, transfer…, which stand in Envois too until they are taken off the list."""
    return item.kind in (None, CommandKind.SUBMIT_REPLY)


def short(item: SendItem) -> str:
    """The second line of the row."""
    why = _tr(_SHORT.get(item.code, "refusée par le serveur"))
    if item.kind is None or item.kind not in _SUBJECTS:
        return why
    if item.kind in _DOCUMENTS and item.code == "stale":
        why = _tr("changement d’un collègue entre-temps")  # not of an experience
    else:
        why = _tr(_SHORT.get(item.code, "refus du serveur"))
    return f"{_tr(_SUBJECTS[item.kind])}\u00a0: {why}"


def happened(item: SendItem) -> str:
    """What did not take place."""
    if item.kind is None or item.kind not in _HAPPENED:
        return _tr("Cette réponse est mise de côté.")
    return _tr(_HAPPENED[item.kind])


_JUDGED = {
    "received": "{name} l’a déjà approuvée.",
    "published": "Elle est déjà publiée.",
    "returned": "{name} l’a déjà renvoyée à son auteur.",
}
_JUDGEMENTS = frozenset({CommandKind.APPROVE_REPLY, CommandKind.RETURN_REPLY})


def _judged(item: SendItem) -> str:
    """Another super agent was first: who, and what they decided; empty where the central did not tell."""
    said = _JUDGED.get(item.known.get("state", ""), "")
    if item.kind not in _JUDGEMENTS or not said:
        return ""
    first = _tr(said).format(name=item.known.get("by") or _tr("Un collègue"))
    return f"{first} {_tr('Votre décision n’a rien changé.')}"


def reason(item: SendItem) -> str:
    """Why, and what can be done."""
    if judged := _judged(item):
        return judged
    if is_reply(item):
        return item.reason or _tr("Le serveur a refusé cet envoi. Votre texte est gardé.")
    if item.kind in _DOCUMENTS:
        why = _WHY_DOCUMENT.get(item.code, "Le serveur a refusé cette action (code {code}).")
        return _tr(why).format(code=item.code)
    why = _tr(_WHY[item.code]) if item.code in _WHY else item.reason
    if item.kind in _TEXTS:
        kept = _tr("Son texte est gardé ici.")
        return f"{why} {kept}" if item.code in _WHY else why or kept
    if item.code in _WHY or item.kind is CommandKind.TRANSFER:
        return why
    return _tr("Le serveur a refusé cette action (code {code}).").format(code=item.code)


def in_one_line(item: SendItem) -> str:
    """Of the message that tells it: « Mise de côté : votre réponse à Cigale. … »."""
    if item.kind in _DOCUMENTS:
        return f"{happened(item)} {reason(item)}"
    head = (
        _tr("Mise de côté\u00a0: votre réponse à {name}.")
        if is_reply(item)
        else _tr("{happened} Expérience de {name}.")
    )
    return f"{head.format(happened=happened(item), name=item.pseudonym)} {reason(item)}"
