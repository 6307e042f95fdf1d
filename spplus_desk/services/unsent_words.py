"""What the central has not taken, in French: the agent's texts whole, and each other action in one line."""

from spplus_desk.domain.commands import Payload
from spplus_desk.domain.document_payloads import (
    DeleteView,
    DocumentPayload,
    SaveAbsence,
    SaveTemplate,
    SaveView,
    ShareDraft,
    UnshareDraft,
    WithdrawTemplate,
)
from spplus_desk.domain.experience import GeneralTags
from spplus_desk.domain.experience_payloads import (
    AddComment,
    ApproveReply,
    Claim,
    Release,
    ReturnReply,
    SetChange,
    SetChannels,
    SetImprovement,
    SetTags,
    SubmitReply,
    Transfer,
)
from spplus_desk.domain.values import names
from spplus_desk.domain.vocabulary import Sentiment

_SENTIMENTS = {Sentiment.POSITIVE: "positif", Sentiment.NEUTRAL: "neutre", Sentiment.NEGATIVE: "négatif"}
_TAGS = {
    "accessibility": "Accessibilité",
    "information": "Information",
    "relation": "Relation",
    "responsiveness": "Réactivité",
    "simplicity": "Simplicité",
}


def heading(payload: Payload | None, *, comment: bool = False) -> str:
    """What kind of thing it is; None is a draft, of a reply or of a `comment`."""
    match payload:
        case None:
            return "Commentaire commencé" if comment else "Brouillon"
        case SubmitReply():
            return "Réponse non envoyée"
        case AddComment():
            return "Commentaire non envoyé"
        case Claim():
            return "Prise en charge non envoyée"
        case Release():
            return "Libération non envoyée"
        case SetTags():
            return "Étiquettes non envoyées"
        case SetChannels():
            return "Canaux non envoyés"
        case SetImprovement():
            return "Amélioration à considérer, non envoyée"
        case SetChange():
            return "Suite d’un changement annoncé, non envoyée"
        case Transfer():
            return "Transfert non envoyé"
        case ApproveReply():
            return "Validation non envoyée"
        case ReturnReply():
            return "Renvoi à l’auteur non envoyé"
        case SaveTemplate() | WithdrawTemplate():
            return "Modèle non envoyé"
        case SaveAbsence():
            return "Absence non envoyée"
        case ShareDraft() | UnshareDraft():
            return "Brouillon partagé non envoyé"
        case SaveView() | DeleteView():
            return "Vue non envoyée"
        case DocumentPayload():
            return "Réglage partagé non envoyé"
        case _:
            return "Action non envoyée"


def content(payload: Payload) -> str:
    """What an action says beside its experience; a text of the agent's is in it whole."""
    match payload:
        case Claim():
            return "Je m’en occupe."
        case Release():
            return "Je ne m’en occupe plus."
        case SetTags(tags=tags, business_tags=business):
            return "\n".join(line for line in (_general(tags), _business(business)) if line)
        case SetChannels(channels=channels):
            return f"Canaux\u00a0: {', '.join(channels) or 'aucun'}"
        case SetImprovement(improvement=improvement):
            return "À considérer comme une amélioration." if improvement else "N’est plus à considérer."
        case SetChange(change=change):
            return "Changement retiré." if change is None else change.text
        case Transfer(to_structure_id=to, reason=reason):
            return f"Vers la structure {to}.\n\n{reason}".strip()
        case ApproveReply(comment=comment):
            return f"Réponse approuvée.\n\n{comment}".strip()
        case ReturnReply(comment=comment):
            return f"Réponse renvoyée à son auteur.\n\n{comment}".strip()
        case SaveTemplate(title=title, body=body):
            return f"{title}\n\n{body}"
        case WithdrawTemplate():
            return "Modèle retiré."
        case SaveView(name=name):
            return f"Vue «\u00a0{name}\u00a0» enregistrée."
        case DeleteView():
            return "Vue supprimée."
        case ShareDraft(greeting=greeting, body=body, closing=closing, signature=signature):
            return "\n\n".join(part for part in (greeting, body, closing, signature) if part)
        case SaveAbsence(start=start, end=end, note=note):
            days = "Présence." if start is None else f"Du {start:%d/%m/%Y} au {end:%d/%m/%Y}."
            return f"{days}\n\n{note}".strip()
        case SubmitReply(greeting=greeting, body=body, closing=closing, signature=signature):
            return "\n\n".join(part for part in (greeting, body, closing, signature) if part)
        case AddComment(body=body):
            return body
        case DocumentPayload():
            return payload.label or "À refaire depuis un autre compte."
        case _:
            return "À refaire depuis un autre compte."


def has_text(payload: Payload | None) -> bool:
    """True where the agent wrote something that would be lost with it."""
    match payload:
        case None | SubmitReply() | AddComment() | SaveTemplate() | ShareDraft():
            return True
        case Transfer(reason=words) | ApproveReply(comment=words) | ReturnReply(comment=words):
            return bool(words.strip())
        case _:
            return False


def _general(tags: GeneralTags | None) -> str:
    if tags is None:
        return ""
    found = [
        f"{_TAGS.get(name, name)} {_SENTIMENTS[value]}"
        for name in names(tags)
        if (value := getattr(tags, name)) is not None
    ]
    return f"Étiquettes générales\u00a0: {', '.join(found) or 'aucune'}"


def _business(business: tuple[str, ...] | None) -> str:
    return "" if business is None else f"Étiquettes métier\u00a0: {', '.join(business) or 'aucune'}"
