"""Figures in French: numbers, shares, delays. U+00A0 between number and unit, a comma for decimals."""

from spplus_desk.domain.statistics.measures import MINIMUM, Share, days, hours
from spplus_desk.domain.statistics.periods import day_words
from spplus_desk.domain.statistics.questions import Behind, Which

NBSP = "\u00a0"
TOO_FEW = f"Trop peu de données pour un pourcentage (il en faut {MINIMUM})"
SENTIMENTS = {"positive": "Positif", "neutral": "Neutre", "negative": "Négatif"}
_TAGS = {
    "accessibility": "Accessibilité",
    "information": "Information/Explication",
    "relation": "Relation",
    "responsiveness": "Réactivité",
    "simplicity": "Simplicité/Complexité",
}
_WHICH = {
    Which.ALL: "toutes",
    Which.ANSWERED: "avec une réponse",
    Which.UNANSWERED: "sans réponse",
    Which.IN_TIME: f"première réponse en moins de 7{NBSP}jours",
    Which.TOO_LATE: f"première réponse en 7{NBSP}jours ou plus",
    Which.SLOWEST: "les réponses les plus longues (au-delà de 9 sur 10)",
    Which.RATED: "réponses qui ont reçu un vote",
    Which.TARGET_KEPT: "objectif interne tenu",
    Which.TARGET_MISSED: "objectif interne manqué",
    Which.WORKED: "temps ouvré connu",
    Which.WORKED_SLOWEST: "les plus longues en temps ouvré (au-delà de 9 sur 10)",
    Which.WAITING: "réponse attendue à ce jour",
    Which.LATE: "en retard à ce jour",
    Which.TO_VALIDATE: "réponse à valider à ce jour",
}


def number(value: float, decimals: int = 0) -> str:
    """« 1 248 », « 4,2 »."""
    return f"{value:,.{decimals}f}".replace(",", NBSP).replace(".", ",")


def count(value: int, one: str, many: str) -> str:
    """« 105 réponses »; 0 and 1 are singular."""
    return f"{number(value)}{NBSP}{one if value < 2 else many}"


def percent(share: Share) -> str:
    """« 71 % », or nothing under the minimum."""
    return "" if share.percent is None else f"{number(share.percent)}{NBSP}%"


def delay(value: int | None) -> str:
    """« 4,2 jours », from microseconds."""
    if value is None:
        return "—"
    told = number(days(value), 1)
    return f"{told}{NBSP}{'jour' if days(value) < 1.95 else 'jours'}"


def worked(value: int | None) -> str:
    """« 6,5 heures », from microseconds of opening."""
    if value is None:
        return "—"
    told = number(hours(value), 1)
    return f"{told}{NBSP}{'heure' if hours(value) < 1.95 else 'heures'}"


def short_delay(value: int | None) -> str:
    return "—" if value is None else f"{number(days(value), 1)}{NBSP}j"


def tag(name: str) -> str:
    """« Relation : positif » from `relation:positive`."""
    key, _, mood = name.partition(":")
    return f"{_TAGS.get(key, key)}{NBSP}: {SENTIMENTS.get(mood, mood).lower()}"


def behind(asked: Behind, name: str) -> str:
    """The filter behind a figure, in words: structure, which, what, when."""
    parts = [name + (" (sans les structures filles)" if asked.node.alone else ""), _WHICH[asked.which]]
    if asked.sentiment:
        parts.append(f"ressenti{NBSP}: {SENTIMENTS[asked.sentiment].lower()}")
    if asked.channel:
        parts.append(f"canal{NBSP}: {asked.channel}")
    if asked.procedure:
        parts.append(f"démarche{NBSP}: {asked.procedure}")
    if asked.tag:
        parts.append(f"étiquette{NBSP}: {tag(asked.tag)}")
    if asked.business_tag:
        parts.append(f"étiquette métier{NBSP}: {asked.business_tag}")
    if asked.least is not None:
        until = "et plus" if asked.most is None else f"à {asked.most}"
        parts.append(f"depuis {asked.least} {until} jours")
    if asked.which not in (Which.WAITING, Which.LATE, Which.TO_VALIDATE):
        parts.append(f"publiées du {day_words(asked.period.first)} au {day_words(asked.period.last, year=True)}")
    return ", ".join(parts)
