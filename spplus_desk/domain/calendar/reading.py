"""A calendar from plain values: what JSON holds, on the command line and in the settings of a site.

Each thing that cannot be read raises BadCalendar with the path of its field; nothing is guessed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from spplus_desk.domain.calendar.faults import BadCalendar
from spplus_desk.domain.calendar.hours import (
    CLOSED_WEEK,
    DAY,
    WEEKDAYS,
    Closure,
    DayOfYear,
    LocalDay,
    Period,
    Season,
    SiteCalendar,
    Week,
    checked_periods,
    clock,
    zone_named,
)
from spplus_desk.domain.calendar.target import Pause, Target, WorkingDays, WorkingHours, checked_target
from spplus_desk.domain.calendar.territories import customary, holidays_of, territory
from spplus_desk.domain.text import slug
from spplus_desk.domain.values import Value

_CLOCK = re.compile(r"([0-9]{1,2})(?:[:hH]([0-9]{2}))?h?")
_YEARLY = re.compile(r"(?:--)?([0-9]{2})-([0-9]{2})")
_WITH_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}")
_LONGEST_CLOSURE = 400
_EXAMPLE = "2026-12-16T01:40:00+04:00"
_MOST = 2000
"""More closures, seasons or pauses than a site can have: a mistake, and slow."""


class Case(Value, kw_only=True):
    """One question: what is due of an experience published then. `published_on` when only the day is known."""

    calendar: SiteCalendar
    target: Target
    published_at: datetime
    published_on: date | None = None
    pauses: tuple[Pause, ...] = ()


_CASE_FIELDS = frozenset(
    ("published_at", "zone", "territory", "hours", "target", "closures", "seasons", "customary", "local_days", "pauses")
)
_REMARKS = frozenset(("id", "name", "label", "note", "comment"))
"""Whatever a file of cases says about itself; any other field is a slip of the pen, and would give a wrong date."""


def read_case(value: Any) -> Case:
    """A whole question, as `why-date` takes it."""
    found = mapping(value, "entrée")
    unknown = sorted(set(found) - _CASE_FIELDS - _REMARKS)
    if unknown:
        raise BadCalendar(unknown[0], f"champ inconnu (connus : {', '.join(sorted(_CASE_FIELDS))})")
    calendar = read_calendar(found)
    at, on = read_published(required(found, "published_at"), calendar.zone)
    return Case(
        calendar=calendar,
        target=read_target(required(found, "target")),
        published_at=at,
        published_on=on,
        pauses=tuple(_pauses(found.get("pauses"), calendar.zone)),
    )


def read_calendar(found: Mapping[str, Any]) -> SiteCalendar:
    zone = text(required(found, "zone"), "zone")
    zone_named(zone)
    code = territory(text(found.get("territory", "metropole"), "territory")).code
    return SiteCalendar(
        zone=zone,
        territory=code,
        week=read_week(required(found, "hours"), "hours"),
        seasons=tuple(_season(s, f"seasons[{i}]") for i, s in enumerate(listed(found.get("seasons"), "seasons"))),
        customary=_customary(found.get("customary"), code),
        local_days=tuple(
            _local_day(d, f"local_days[{i}]") for i, d in enumerate(listed(found.get("local_days"), "local_days"))
        ),
        closures=tuple(read_closures(found.get("closures"))),
    )


def read_week(value: Any, field: str) -> Week:
    """`{"mon": [["08:30", "12:00"], …], …}`; a day that is not named is closed."""
    found = mapping(value, field)
    unknown = sorted(str(day) for day in set(found) - set(WEEKDAYS))
    if unknown:
        raise BadCalendar(f"{field}.{unknown[0]}", f"jour inconnu (connus : {', '.join(WEEKDAYS)})")
    return tuple(_periods(found.get(day), f"{field}.{day}") for day in WEEKDAYS) if found else CLOSED_WEEK


def read_target(value: Any) -> Target:
    found = mapping(value, "target")
    named = [key for key in ("working_days", "working_hours") if found.get(key) is not None]
    if len(named) != 1 or set(found) - {"working_days", "working_hours"}:
        raise BadCalendar("target", "working_days ou working_hours est attendu, l’un des deux")
    field, amount = f"target.{named[0]}", found[named[0]]
    if isinstance(amount, bool) or not isinstance(amount, int | float) or amount != amount:  # noqa: PLR0124 -- NaN
        raise BadCalendar(field, "un nombre est attendu")
    if named[0] == "working_hours":
        return checked_target(WorkingHours(float(amount)))
    if amount != int(amount if abs(amount) < 1e9 else 0):
        raise BadCalendar(field, "un nombre entier de jours est attendu")
    return checked_target(WorkingDays(int(amount)))


def read_published(value: Any, zone: str) -> tuple[datetime, date | None]:
    """RFC 3339, or a local time of the site without offset, or a day alone."""
    written = text(value, "published_at")
    on = _day_or_none(written)
    if on is not None:
        return datetime.combine(on, time.min, zone_named(zone)), on
    return _instant(written, "published_at", zone), None


def read_closures(value: Any, field: str = "closures") -> Iterable[Closure]:
    """Days (`"2026-12-24"`), parts (`{"date", "from", "to"}`), stretches of days (`{"from", "to"}` as dates)."""
    for index, item in enumerate(listed(value, field)):
        yield from _closure(item, f"{field}[{index}]")


def _closure(item: Any, field: str) -> Iterable[Closure]:
    if isinstance(item, str):
        yield Closure(day_of(item, field))
        return
    found = mapping(item, field)
    unknown = sorted(set(found) - {"date", "from", "to", "label", "reason"})
    if unknown:
        raise BadCalendar(f"{field}.{unknown[0]}", "champ inconnu (connus : date, from, to, label)")
    label = text(found.get("label") or found.get("reason") or "", f"{field}.label")
    if "date" not in found:
        first, last = (
            day_of(required(found, "from", field), f"{field}.from"),
            day_of(required(found, "to", field), f"{field}.to"),
        )
        if not first <= last <= first + timedelta(days=_LONGEST_CLOSURE):
            raise BadCalendar(f"{field}.to", "la fin précède le début, ou vient plus d’un an après")
        for offset in range((last - first).days + 1):
            yield Closure(first + timedelta(days=offset), label=label)
        return
    start = 0 if found.get("from") is None else minute(found["from"], f"{field}.from")
    end = DAY if found.get("to") is None else minute(found["to"], f"{field}.to")
    if end <= start:
        raise BadCalendar(f"{field}.to", "la fermeture finit avant de commencer")
    yield Closure(day_of(found["date"], f"{field}.date"), start, end, label)


def _season(value: Any, field: str) -> Season:
    found = mapping(value, field)
    unknown = sorted(set(found) - {"name", "from", "to", "hours"})
    if unknown:
        raise BadCalendar(f"{field}.{unknown[0]}", "champ inconnu (connus : name, from, to, hours)")
    first = _season_day(required(found, "from", field), f"{field}.from")
    last = _season_day(required(found, "to", field), f"{field}.to")
    if isinstance(first, date) != isinstance(last, date):
        raise BadCalendar(field, "deux dates (2027-07-01) ou deux jours de chaque année (07-01) sont attendus")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        raise BadCalendar(f"{field}.to", "la fin précède le début")
    name = text(found.get("name", ""), f"{field}.name")
    return Season(name, first, last, read_week(required(found, "hours", field), f"{field}.hours"))


def _season_day(value: Any, field: str) -> date | DayOfYear:
    written = text(value, field)
    yearly = _YEARLY.fullmatch(written)
    if yearly is None:
        return day_of(written, field)
    month, day = int(yearly[1]), int(yearly[2])
    day_of(f"2028-{month:02d}-{day:02d}", field)  # a leap year: the 29th of February is a day of a season
    return DayOfYear(month, day)


def _customary(value: Any, code: str) -> frozenset[str]:
    """Keys or names of customary days; `true` or "all" ticks each of them."""
    known = {h.key: h.key for h in customary(code, 2027)}
    if value is True or value == "all":
        return frozenset(known)
    ticked: set[str] = set()
    for index, item in enumerate(listed(value, "customary")):
        field = f"customary[{index}]"
        key = slug(text(item, field))
        if key in {h.key for h in holidays_of(code, 2027) if h.legal}:
            continue  # it counts already
        if key not in known:
            raise BadCalendar(field, f"« {item} » n’est pas un jour d’usage de ce territoire ({_choice(known)})")
        ticked.add(key)
    return frozenset(ticked)


def _choice(known: Iterable[str]) -> str:
    return ", ".join(known) or "il n’en a pas"


def _local_day(value: Any, field: str) -> LocalDay:
    if isinstance(value, str):
        return LocalDay(day_of(value, field), "jour de la liste locale")
    found = mapping(value, field)
    unknown = sorted(set(found) - {"date", "name", "source"})
    if unknown:
        raise BadCalendar(f"{field}.{unknown[0]}", "champ inconnu (connus : date, name, source)")
    name = text(found.get("name", ""), f"{field}.name") or "jour de la liste locale"
    source = text(found.get("source", ""), f"{field}.source") or "liste du site"
    return LocalDay(day_of(required(found, "date", field), f"{field}.date"), name, source)


def _pauses(value: Any, zone: str) -> Iterable[Pause]:
    for index, item in enumerate(listed(value, "pauses")):
        field = f"pauses[{index}]"
        if isinstance(item, list | tuple):
            if len(item) != 2:
                raise BadCalendar(field, "un début et une fin sont attendus")
            start, end = item
        else:
            found = mapping(item, field)
            start, end = required(found, "from", field), found.get("to")
        begin = _instant(text(start, f"{field}.from"), f"{field}.from", zone)
        finish = None if end is None else _instant(text(end, f"{field}.to"), f"{field}.to", zone)
        if finish is not None and finish < begin:
            raise BadCalendar(f"{field}.to", "la pause finit avant de commencer")
        yield Pause(begin, finish)


def _periods(value: Any, field: str) -> tuple[Period, ...]:
    found: list[Period] = []
    for index, item in enumerate(listed(value, field)):
        path = f"{field}[{index}]"
        if not isinstance(item, list | tuple) or len(item) != 2:
            raise BadCalendar(path, f"une ouverture et une fermeture sont attendues ({clock(510)} et {clock(720)})")
        found.append(Period(minute(item[0], path), minute(item[1], path)))
    return checked_periods(found, field)


def minute(value: Any, field: str) -> int:
    """« 08:30 », « 8h30 », « 12h », up to 24:00, in minutes after midnight."""
    matched = _CLOCK.fullmatch(text(value, field).strip().replace("\u00a0", "").replace(" ", ""))
    if matched is None or (matched[2] is None and "h" not in str(value).lower()):
        raise BadCalendar(field, f"« {value} » n’est pas une heure (exemple : {clock(510)})")
    found = int(matched[1]) * 60 + int(matched[2] or 0)
    if int(matched[2] or 0) > 59 or found > DAY:
        raise BadCalendar(field, f"« {value} » n’est pas une heure entre {clock(0)} et {clock(DAY)}")
    return found


def day_of(value: Any, field: str) -> date:
    found = _day_or_none(text(value, field))
    if found is None:
        raise BadCalendar(field, f"« {value} » n’est pas une date (exemple : 2026-12-24)")
    return found


def _day_or_none(written: str) -> date | None:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written.strip()) is None:
        return None
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        return None


def _instant(written: str, field: str, zone: str) -> datetime:
    day = _day_or_none(written)
    try:
        if not day and _WITH_TIME.match(written.strip()) is None:
            raise ValueError("a week of ISO 8601, or a day without dashes, would be midnight in silence")
        found = datetime.combine(day, time.min) if day else datetime.fromisoformat(written.strip())
        found = found if found.tzinfo is not None else found.replace(tzinfo=zone_named(zone))
        # Through UTC: a local time that a clock change skips becomes the one that the wall showed.
        found = found.astimezone(UTC).astimezone(zone_named(zone))
    except (ValueError, OverflowError) as error:
        raise BadCalendar(field, f"« {written} » n’est ni une date ni un instant (exemple : {_EXAMPLE})") from error
    return found


def required(found: Mapping[str, Any], key: str, field: str = "") -> Any:
    if found.get(key) is None:
        raise BadCalendar(f"{field}.{key}" if field else key, "il manque")
    return found[key]


def mapping(value: Any, field: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise BadCalendar(field, "un objet JSON est attendu")
    return value


def listed(value: Any, field: str) -> Sequence[Any]:
    """None is an empty list."""
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise BadCalendar(field, "une liste est attendue")
    if len(value) > _MOST:
        raise BadCalendar(field, f"la liste est trop longue, {_MOST} au plus")
    return value


def text(value: Any, field: str) -> str:
    if not isinstance(value, str):
        raise BadCalendar(field, "un texte est attendu")
    return value
