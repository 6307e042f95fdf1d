"""Closed vocabularies in French: one word per thing."""

from datetime import datetime

from spplus_desk.domain.deadlines import DeadlineStatus, Urgency, UrgencyGroup, answered_status, status
from spplus_desk.domain.inbox import InboxRow, SortOrder, View
from spplus_desk.domain.outbox import SendState
from spplus_desk.domain.values import Value
from spplus_desk.domain.vocabulary import Sentiment
from spplus_desk.ui.wording.numbers import NBSP

VIEW_NAMES = {
    View.TO_ANSWER: "À répondre",
    View.LATE: "En retard",
    View.DUE_SOON: "À échéance",
    View.TO_VALIDATE: "À valider",
    View.MY_CLAIMS: "Mes prises en charge",
    View.ANSWERED: "Répondues",
    View.ALL: "Toutes",
}
_GROUPS = {
    UrgencyGroup.LATE: "En retard",
    UrgencyGroup.TODAY: "Aujourd’hui",
    UrgencyGroup.NEXT_DAYS: "Demain et après-demain",
    UrgencyGroup.LATER: "Plus tard",
}
_ORDERS = {
    SortOrder.DEADLINE: "la plus urgente d’abord",
    SortOrder.NEWEST: "la plus récente d’abord",
    SortOrder.SIMILAR: "la plus partagée d’abord",
}
_ORDERS_IN_SHORT = {
    SortOrder.DEADLINE: "par urgence",
    SortOrder.NEWEST: "par date",
    SortOrder.SIMILAR: "par nombre de cas",
}
_SENTIMENTS = {Sentiment.POSITIVE: "Positif", Sentiment.NEUTRAL: "Neutre", Sentiment.NEGATIVE: "Négatif"}
_SEND_STATES = {
    SendState.DRAFT: "Brouillon",
    SendState.PENDING_VALIDATION: "À valider",
    SendState.WAITING: "En attente d’envoi",
    SendState.RECEIVED: "Reçue",
    SendState.PUBLISHED: "Publiée",
}
GENERAL_TAGS = (
    ("accessibility", "Accessibilité"),
    ("information", "Information"),
    ("relation", "Relation"),
    ("responsiveness", "Réactivité"),
    ("simplicity", "Simplicité"),
)
"""(field of GeneralTags, word), in their order on screen."""


class ChannelWords(Value):
    """`stored` is the platform's own label; `short` fits a row of the list."""

    stored: str
    full: str
    short: str
    icon: str


CHANNELS = (
    ChannelWords("Démarche en ligne", "Démarche en ligne", "Démarche en ligne", "computer-line"),
    ChannelWords("Téléphone", "Téléphone", "Téléphone", "phone-line"),
    ChannelWords("E-mail", "E-mail", "E-mail", "mail-line"),
    ChannelWords("Accueil", "Accueil", "Accueil", "building-line"),
    ChannelWords("Compte ou espace personnel", "Compte ou espace personnel", "Espace personnel", "account-box-line"),
    ChannelWords("Courrier", "Courrier", "Courrier", "mail-send-line"),
    ChannelWords("Tchat (messagerie instantanée)", "Tchat", "Tchat", "chat-3-line"),
    ChannelWords("Réseaux Sociaux", "Réseaux sociaux", "Réseaux sociaux", "at-line"),
    ChannelWords("Patrouille", "Patrouille", "Patrouille", "walk-line"),
    ChannelWords("Visio/Video", "Visio", "Visio", "vidicon-line"),
)
_BY_LABEL = {label.casefold(): words for words in CHANNELS for label in (words.stored, words.full, words.short)}


def _channel(stored: str) -> ChannelWords:
    return _BY_LABEL.get(stored.strip().casefold()) or ChannelWords(stored, stored, stored, "question-line")


def channel_name(stored: str) -> str:
    """The full label; one that is not in the vocabulary is shown as it is."""
    return _channel(stored).full


def channel_short(stored: str) -> str:
    return _channel(stored).short


def channel_icon(stored: str) -> str:
    return _channel(stored).icon


def group_name(group: UrgencyGroup) -> str:
    return _GROUPS[group]


def order_words(order: SortOrder, *, short: bool = False) -> str:
    return (_ORDERS_IN_SHORT if short else _ORDERS)[order]


def sentiment_name(sentiment: Sentiment | None) -> str:
    return "Non précisé" if sentiment is None else _SENTIMENTS[sentiment]


def send_state_name(state: SendState) -> str:
    return _SEND_STATES[state]


def deadline_text(deadline: DeadlineStatus) -> str:
    """What the chip says: « En retard de 3 j », « Aujourd’hui », « Demain », « J-2 », « Répondue en 3 j »."""
    match deadline.urgency:
        case Urgency.LATE if deadline.days >= 1:
            return f"En retard de {deadline.days}{NBSP}j"
        case Urgency.LATE if deadline.hours < 1:
            return "En retard"
        case Urgency.LATE:
            return f"En retard de {deadline.hours}{NBSP}h"
        case Urgency.TODAY:
            return "Aujourd’hui"
        case Urgency.TOMORROW:
            return "Demain"
        case Urgency.ANSWERED:
            return f"Répondue en {deadline.days}{NBSP}j"
        case _:
            return f"J-{deadline.days}"


def row_status(row: InboxRow, now: datetime) -> DeadlineStatus:
    """The state of the published clock of a row: answered, or so many days before or after its end."""
    if row.replied_at is not None:
        return answered_status(row.published_at, row.replied_at, date_only=row.date_only, timezone=row.timezone)
    return status(row.due_at, now, row.timezone)


def row_text(row: InboxRow, now: datetime, me: str) -> str:
    """What a screen reader says of a row; `me` is the agent's id."""
    parts = [row.title, deadline_text(row_status(row, now)), sentiment_name(row.sentiment)]
    if row.channels:
        others = len(row.channels) - 1
        parts.append(
            channel_short(row.channels[0]) + (f" et {others} {'autre' if others == 1 else 'autres'}" if others else "")
        )
    parts.append(row.pseudonym)
    if row.unread:
        parts.append("non lue")
    if row.claimed_by is not None:
        parts.append(f"prise en charge par {'vous' if row.claimed_by == me else row.claimed_by_name}")
    return ", ".join(parts)
