"""Filters in French: what each asks, as its chip says it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from spplus_desk.domain.inbox import SortOrder
from spplus_desk.domain.inbox_filter import BY_ME, BY_NOBODY, Filter
from spplus_desk.domain.projection import SlotState
from spplus_desk.domain.vocabulary import Sentiment
from spplus_desk.ui.wording.numbers import NBSP
from spplus_desk.ui.wording.terms import GENERAL_TAGS, channel_name, sentiment_name

FIELD_NAMES = {
    "states": "état",
    "sentiments": "ressenti",
    "channels": "canal",
    "claimed": "prise en charge",
    "procedures": "démarche",
    "tags": "étiquette",
    "business_tags": "étiquette métier",
    "structures": "structure",
    "improvement": "amélioration à considérer",
    "days": "période",
    "since": "depuis",
    "until": "jusqu’au",
}
"""In the order of the popover."""
STATE_NAMES = {
    SlotState.TO_ANSWER: "À répondre",
    SlotState.RETURNED: "Renvoyée",
    SlotState.PENDING_VALIDATION: "À valider",
    SlotState.QUEUED: "En attente d’envoi",
    SlotState.RECEIVED: "Reçue",
    SlotState.PUBLISHED: "Publiée",
    SlotState.TRANSFERRED: "Transférée",
}
PERIODS = (7, 30, 90, 365)
"""Days that are offered."""
SORT_NAMES = {
    SortOrder.DEADLINE: "Par échéance",
    SortOrder.NEWEST: "Par date de publication",
    SortOrder.SIMILAR: "Par nombre de cas semblables",
}
_TAG_NAMES = dict(GENERAL_TAGS)


def filter_value(field: str, value: Any, names: Mapping[str, str]) -> str:
    """One value, as the popover says it. `names` gives those of structures and colleagues, by id."""
    match field:
        case "channels":
            return channel_name(value)
        case "sentiments":
            return sentiment_name(Sentiment(value))
        case "states":
            return STATE_NAMES[SlotState(value)]
        case "claimed":
            return {BY_ME: "Par vous", BY_NOBODY: "Par personne"}.get(value) or f"Par {names.get(value, value)}"
        case "tags":
            name, _, judged = value.partition(":")
            return f"{_TAG_NAMES.get(name, name)}, {sentiment_name(Sentiment(judged)).lower()}"
        case "days":
            return f"{value} derniers jours"
        case "since" | "until":
            return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
        case _:
            return names.get(value, value) if isinstance(value, str) else ""


def filter_part(field: str, value: Any, names: Mapping[str, str]) -> str:
    """« canal : téléphone » : what a chip says."""
    if field == "improvement":
        return FIELD_NAMES[field]
    said = filter_value(field, value, names)
    if field in ("channels", "sentiments", "states", "claimed", "tags"):
        said = said[:1].lower() + said[1:]
    joint = " " if field in ("since", "until") else f"{NBSP}: "
    return f"{FIELD_NAMES[field]}{joint}{said}"


def filter_words(asked: Filter, names: Mapping[str, str]) -> str:
    """All that a filter asks, in one line."""
    return ", ".join(filter_part(field, value, names) for field, value in asked.parts())
