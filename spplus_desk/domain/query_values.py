"""The words that operators take, and the dates that agents write. All are compared folded (see `folding`)."""

import re
from calendar import monthrange
from datetime import date, timedelta

from spplus_desk.domain.folding import WORD, folded_line
from spplus_desk.domain.query import DATES, NAMES, OPEN, Field, Place, Standing
from spplus_desk.domain.vocabulary import Sentiment

_OTHER_NAMES = {
    "sentiment": Field.SENTIMENT,
    "statut": Field.STATE,
    "site": Field.STRUCTURE,
    "pseudo": Field.PSEUDONYM,
    "auteur": Field.PSEUDONYM,
    "usager": Field.PSEUDONYM,
    "jusqu a": Field.UNTIL,
    "jusqu en": Field.UNTIL,
    "jusque": Field.UNTIL,
}
_FIELDS = {folded_line(name): field for field, name in NAMES.items()} | _OTHER_NAMES

_CHANNELS = {
    "Accueil": ("accueil", "guichet", "sur place"),
    "Téléphone": ("téléphone", "tél"),
    "E-mail": ("e-mail", "email", "mail", "courriel"),
    "Démarche en ligne": ("démarche en ligne", "en ligne", "internet"),
    "Compte ou espace personnel": ("espace personnel", "compte ou espace personnel", "compte"),
    "Courrier": ("courrier", "lettre"),
    "Tchat (messagerie instantanée)": ("tchat", "chat", "messagerie instantanée", "tchat (messagerie instantanée)"),
    "Réseaux Sociaux": ("réseaux sociaux", "réseau social"),
    "Patrouille": ("patrouille",),
    "Visio/Video": ("visio", "vidéo", "visio/video"),
}
"""The platform's own labels, and what agents call them; the first word is the one shown."""
_SENTIMENTS = {
    Sentiment.NEGATIVE: ("négatif", "négative", "mécontent"),
    Sentiment.NEUTRAL: ("neutre",),
    Sentiment.POSITIVE: ("positif", "positive", "content"),
}
_STANDINGS = {
    Standing.TO_ANSWER: ("à répondre", "sans réponse", "ouverte"),
    Standing.LATE: ("en retard", "retard"),
    Standing.DUE_SOON: ("à échéance", "échéance"),
    Standing.TO_VALIDATE: ("à valider",),
    Standing.RETURNED: ("renvoyée", "à reprendre"),
    Standing.QUEUED: ("en attente d’envoi", "en attente"),
    Standing.RECEIVED: ("reçue",),
    Standing.PUBLISHED: ("publiée",),
    Standing.ANSWERED: ("répondue", "répondues", "répondu"),
    Standing.TRANSFERRED: ("transférée",),
    Standing.MINE: ("prise en charge", "prises en charge", "mes prises en charge"),
}
_PLACES = {
    Place.TITLE: ("titre", "titres"),
    Place.TESTIMONY: ("témoignage", "témoignages", "expérience", "texte"),
    Place.REPLY: ("réponse", "réponses"),
    Place.COMMENT: ("commentaire", "commentaires", "commentaire interne", "commentaires internes"),
}
_CLOSED: dict[Field, dict[str, tuple[str, ...]]] = {
    Field.CHANNEL: _CHANNELS,
    Field.SENTIMENT: {key.value: names for key, names in _SENTIMENTS.items()},
    Field.STATE: {key.value: names for key, names in _STANDINGS.items()},
    Field.WHERE: {key.value: names for key, names in _PLACES.items()},
}
_VALUE_OF = {
    field: {folded_line(name): value for value, names in values.items() for name in names}
    for field, values in _CLOSED.items()
}

_MONTHS = (
    ("janvier", "janv"), ("fevrier", "fevr", "fev"), ("mars",), ("avril", "avr"), ("mai",), ("juin",),
    ("juillet", "juil"), ("aout",), ("septembre", "sept"), ("octobre", "oct"), ("novembre", "nov"),
    ("decembre", "dec"),
)  # fmt: skip
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_FIRST_YEAR, _LAST_YEAR = 1970, 2200
_AGO = re.compile(r"(?:il y a )?(\d{1,3}) ?(j|jours?|semaines?|mois|ans?)")
_GROWS = re.compile(rf"\d{{1,3}}|(?:\d+(?:er)? )?(?:{'|'.join(_MONTH_OF)})|\d\d? \d\d?|{'|'.join(_WEEKDAYS)}|\d+ \w+")


def field_of(name: str) -> Field | None:
    """The operator that `name` is, accents, case and apostrophes apart."""
    return _FIELDS.get(folded_line(name))


def names_of(field: Field) -> tuple[str, ...]:
    """What the operator may be followed by, in their order; nothing for dates and free text."""
    return tuple(names[0] for names in _CLOSED.get(field, {}).values())


def value_name(field: Field, value: str) -> str:
    """The French word of a filter's value; a date and free text are themselves."""
    names = _CLOSED.get(field, {}).get(value)
    return value if names is None else names[0]


def resolve(field: Field, text: str, today: date, *, whole: bool) -> str | None:
    """The value that `text` means for `field`, None when it means none.

    A word of a closed list may be shortened as long as one value alone begins so. `whole`: `text` stood between quotes,
    and is a channel even when this program does not know it.
    """
    line = folded_line(text)
    if not line:
        return None
    if field in DATES:
        days = days_of(text, today)
        return None if days is None else (days[0] if field is Field.SINCE else days[1]).isoformat()
    if field in OPEN:
        return " ".join(text.split())
    values = _VALUE_OF[field]
    if line in values:
        return values[line]
    begun = {value for name, value in values.items() if name.startswith(line)} if len(line) >= 2 else set()
    if len(begun) == 1:
        return begun.pop()
    return " ".join(text.split()) if whole and field is Field.CHANNEL and not begun else None


def grows(field: Field, text: str) -> bool:
    """True when another word may still belong to the value `text`: « espace », « 12 mars »."""
    line = folded_line(text)
    if field in DATES:
        return _GROWS.fullmatch(line) is not None
    return any(name.startswith(f"{line} ") for name in _VALUE_OF.get(field, {}))


def days_of(text: str, today: date) -> tuple[date, date] | None:
    """The first and the last day that a French date means; without a year, the newest one that has begun."""
    line = folded_line(text)
    try:
        found = _relative(line, today) or _absolute(line, today)
    except (ValueError, OverflowError):
        return None
    return found if found is not None and _FIRST_YEAR <= found[0].year <= _LAST_YEAR else None


def _relative(line: str, today: date) -> tuple[date, date] | None:
    one = {"aujourd hui": 0, "hier": 1, "avant hier": 2}.get(line)
    if one is not None:
        return _one_day(today - timedelta(days=one))
    name, _, last = line.partition(" ")
    if name in _WEEKDAYS and last in ("", "dernier"):
        back = (today.weekday() - _WEEKDAYS.index(name)) % 7
        return _one_day(today - timedelta(days=back or (7 if last else 0)))
    monday = today - timedelta(days=today.weekday())
    match line:
        case "cette semaine" | "semaine":
            return monday, monday + timedelta(days=6)
        case "semaine derniere" | "la semaine derniere":
            return monday - timedelta(days=7), monday - timedelta(days=1)
        case "ce mois" | "ce mois ci" | "mois":
            return _month(today.year, today.month)
        case "mois dernier" | "le mois dernier":
            before = today.replace(day=1) - timedelta(days=1)
            return _month(before.year, before.month)
        case "cette annee":
            return _year(today.year)
        case "annee derniere" | "l annee derniere" | "l an dernier" | "an dernier":
            return _year(today.year - 1)
    found = _AGO.fullmatch(line)
    if found is None:
        return None
    number, unit = int(found[1]), found[2]
    if unit.startswith("j"):
        return _one_day(today - timedelta(days=number))
    if unit.startswith("semaine"):
        return _one_day(today - timedelta(weeks=number))
    months = today.year * 12 + today.month - 1 - number * (1 if unit == "mois" else 12)
    year, month = divmod(months, 12)
    return _one_day(date(year, month + 1, min(today.day, monthrange(year, month + 1)[1])))


def _absolute(line: str, today: date) -> tuple[date, date] | None:
    parts = line.split()
    numbers = [_number(part) for part in parts]
    match numbers:
        case [int(year)] if len(parts[0]) == 4:
            return _year(year)
        case [int(year), int(month), int(day)] if len(parts[0]) == 4:
            return _one_day(date(year, month, day))
        case [int(month), int(year)] if len(parts[1]) == 4:
            return _month(year, month)
        case [int(day), int(month), int(year)] if len(parts[2]) in (2, 4):
            return _one_day(date(year if len(parts[2]) == 4 else 2000 + year, month, day))
        case [int(day), int(month)] if len(parts[1]) <= 2:
            return _one_day(_newest(day, month, today))
        case [None, int(year)] if parts[0] in _MONTH_OF and len(parts[1]) == 4:
            return _month(year, _MONTH_OF[parts[0]])
        case [None] if parts[0] in _MONTH_OF:
            month = _MONTH_OF[parts[0]]
            return _month(today.year - (month > today.month), month)
        case [_, None, int(year)] if parts[1] in _MONTH_OF and len(parts[2]) == 4:
            return _one_day(date(year, _MONTH_OF[parts[1]], int(parts[0].removesuffix("er"))))
        case [_, None] if parts[1] in _MONTH_OF:
            return _one_day(_newest(int(parts[0].removesuffix("er")), _MONTH_OF[parts[1]], today))
    return None


def _number(part: str) -> int | None:
    return int(part) if part.isascii() and part.isdigit() and len(part) <= 4 else None


def _newest(day: int, month: int, today: date) -> date:
    wanted = date(today.year, month, day)
    return wanted if wanted <= today else date(today.year - 1, month, day)


def _one_day(day: date) -> tuple[date, date]:
    return day, day


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def has_word(text: str) -> bool:
    return WORD.search(text) is not None
