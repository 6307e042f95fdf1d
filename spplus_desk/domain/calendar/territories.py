"""The holidays of each territory: legal days, which count by default, and customary ones, which a site ticks.

Dates come from the `holidays` library; which of them the law gives, and by which text, is said here (see
docs/decisions, « Two clocks »). A list of a consulate, or of any other place, comes from a file: `local_days`.
"""

from datetime import date
from functools import lru_cache

from spplus_desk.domain.calendar.faults import BadCalendar
from spplus_desk.domain.text import slug
from spplus_desk.domain.values import Value


class Territory(Value):
    """`name` with its capital; `at` as after « férié »: « à La Réunion ». `subdivision` is that of `holidays`."""

    code: str
    name: str
    at: str
    subdivision: str | None
    zone: str
    """The zone that most of the territory lives in; a site may have another."""


class Holiday(Value):
    """One day without service. `source` is the text, or the usage, that makes it one; `key` names it without year."""

    day: date
    key: str
    name: str
    source: str
    legal: bool = True


TERRITORIES = {
    t.code: t
    for t in (
        Territory("metropole", "Métropole", "en métropole", None, "Europe/Paris"),
        Territory("alsace-moselle", "Alsace-Moselle", "en Alsace-Moselle", "57", "Europe/Paris"),
        Territory("guadeloupe", "Guadeloupe", "en Guadeloupe", "971", "America/Guadeloupe"),
        Territory("guyane", "Guyane", "en Guyane", "973", "America/Cayenne"),
        Territory("martinique", "Martinique", "en Martinique", "972", "America/Martinique"),
        Territory("mayotte", "Mayotte", "à Mayotte", "976", "Indian/Mayotte"),
        Territory("nouvelle-caledonie", "Nouvelle-Calédonie", "en Nouvelle-Calédonie", "NC", "Pacific/Noumea"),
        Territory("la-reunion", "La Réunion", "à La Réunion", "974", "Indian/Reunion"),
        Territory("polynesie-francaise", "Polynésie française", "en Polynésie française", "PF", "Pacific/Tahiti"),
        Territory("saint-barthelemy", "Saint-Barthélemy", "à Saint-Barthélemy", "BL", "America/St_Barthelemy"),
        Territory("saint-martin", "Saint-Martin", "à Saint-Martin", "MF", "America/Marigot"),
        Territory("wallis-et-futuna", "Wallis-et-Futuna", "à Wallis-et-Futuna", "WF", "Pacific/Wallis"),
        Territory(
            "saint-pierre-et-miquelon", "Saint-Pierre-et-Miquelon", "à Saint-Pierre-et-Miquelon", "PM",
            "America/Miquelon",
        ),
        Territory("local", "Liste locale", "selon la liste du site", None, "Europe/Paris"),
    )
}  # fmt: skip
"""By code. `local` has no day but those of the site's own list: a consulate."""

LOCAL = "local"
_LABOUR = "code du travail, article L3133-1"
_ABOLITION = "code du travail, article L3422-2 ; décret n° 83-1003"
_LOCAL_LAW = "code du travail, article L3134-13"
_CUSTOM = "usage local, à confirmer par le site"
_TERRITORIAL = {
    "nouvelle-caledonie": "droit du travail de Nouvelle-Calédonie",
    "polynesie-francaise": "droit du travail de Polynésie française",
    "wallis-et-futuna": "droit du travail de Wallis-et-Futuna",
}
_CUSTOMARY = {
    # The law gives these territories the day of the abolition only; the rest is usage, or given by an agreement.
    "guadeloupe": frozenset({"vendredi-saint", "mi-careme", "fete-de-victor-schoelcher"}),
    "martinique": frozenset({"vendredi-saint", "fete-de-victor-schoelcher"}),
    "saint-martin": frozenset({"vendredi-saint", "fete-de-victor-schoelcher"}),
}


def territory(code: str) -> Territory:
    """Raises BadCalendar, naming the field `territory`, for a code that is none of ours."""
    found = TERRITORIES.get(slug(code))
    if found is None:
        raise BadCalendar("territory", f"« {code} » n’est pas un territoire connu ({', '.join(TERRITORIES)})")
    return found


@lru_cache(maxsize=512)
def holidays_of(code: str, year: int) -> tuple[Holiday, ...]:
    """All days of that territory and year, legal and customary, in order; two names of one day stay two entries."""
    if code == LOCAL:
        return ()
    # Late: the library takes a tenth of a second, and the window does not need it to show its first list.
    from holidays.countries.france import France

    found: list[Holiday] = []
    customary = _CUSTOMARY.get(code, frozenset())
    listed = France(subdiv=territory(code).subdivision, years=year, language="fr")  # type: ignore[no-untyped-call]
    for day in sorted(listed):
        for name in listed.get_list(day):
            key = slug(name)
            legal = key not in customary
            found.append(Holiday(day, key, name.replace("'", "’"), _source(code, key, legal), legal))
    return tuple(found)


def customary(code: str, year: int) -> tuple[Holiday, ...]:
    """The days that a site of that territory may tick."""
    return tuple(h for h in holidays_of(code, year) if not h.legal)


def _source(code: str, key: str, legal: bool) -> str:
    if not legal:
        return _CUSTOM
    if code in _TERRITORIAL:
        return _TERRITORIAL[code]
    if key == "abolition-de-l-esclavage":
        return _ABOLITION
    return _LOCAL_LAW if key in ("vendredi-saint", "saint-etienne") else _LABOUR
