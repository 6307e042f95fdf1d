"""The history of an experience in words: what the central tells of it, and what its rows tell themselves."""

from collections.abc import Iterable
from datetime import datetime

from spplus_desk.domain.experience import Event
from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.domain.values import Value
from spplus_desk.domain.vocabulary import Sentiment
from spplus_desk.ui.wording.terms import GENERAL_TAGS, channel_name, sentiment_name

_PLAIN = {
    "release": "{who} ne s’en occupe plus",
    "submit_reply": "{who} a répondu",
    "approve_reply": "{who} a approuvé la réponse",
    "return_reply": "{who} a renvoyé la réponse à son auteur",
    "import": "Texte corrigé par la plateforme",
}


class HistoryLine(Value):
    """`more` is what was said or set, empty for most."""

    at: datetime
    text: str
    more: str = ""


def history_lines(detail: ExperienceDetail) -> tuple[HistoryLine, ...]:
    """Newest first. A kind of event that this program does not know is left out."""
    lines = [HistoryLine(detail.experience.published_at, "Expérience publiée"), *_of_rows(detail)]
    lines += (line for event in detail.events if (line := event_line(event)) is not None)
    return tuple(sorted(lines, key=lambda line: line.at, reverse=True))


def _of_rows(detail: ExperienceDetail) -> Iterable[HistoryLine]:
    names = {slot.structure_id: slot.structure_name or slot.structure_id for slot in detail.slots}
    replies = [*((detail.reply,) if detail.reply else ()), *detail.other_replies]
    for reply in replies:
        if reply.published_at is not None:
            name = names.get(reply.structure_id, "")
            yield HistoryLine(reply.published_at, f"Réponse publiée, {name}" if name else "Réponse publiée")
    for comment in detail.comments:
        if comment.id not in detail.pending_comment_ids:
            yield HistoryLine(comment.created_at, f"{comment.author_name or 'Un agent'} a commenté")


def event_line(event: Event) -> HistoryLine | None:
    """None for a kind that this program does not know."""
    who, detail, more = event.by_name or "Un agent", event.detail, ""
    match event.kind:
        case "claim":
            before = detail.get("from", "")
            text = f"{who} s’en occupe, à la place de {before}" if before else f"{who} s’en occupe"
        case "set_tags":
            text, more = f"{who} a étiqueté", _tags(event)
        case "set_channels":
            text = f"{who} a corrigé les canaux"
            more = ", ".join(channel_name(channel) for channel in _listed(detail.get("channels", "")))
        case "set_improvement":
            on = detail.get("improvement") == "true"
            text = f"{who} a {'coché' if on else 'décoché'} «\u00a0Amélioration à considérer\u00a0»"
        case "set_change":
            done = detail.get("state") == "done"
            text, more = f"{who} a {'dit fait' if done else 'modifié'} le changement annoncé", detail.get("text", "")
        case "transfer":
            text, more = f"{who} a transféré à {detail.get('to', '')}", detail.get("reason", "")
        case kind if kind in _PLAIN:
            text, more = _PLAIN[kind].format(who=who), detail.get("comment", "")
        case _:
            return None
    return HistoryLine(event.at, text, more)


def _tags(event: Event) -> str:
    said = []
    for field, word in GENERAL_TAGS:
        value = event.detail.get(field, "")
        if value in {one.value for one in Sentiment}:
            said.append(f"{word}\u00a0: {sentiment_name(Sentiment(value)).lower()}")
    return ", ".join([*said, *_listed(event.detail.get("business_tags", ""))])


def _listed(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]
