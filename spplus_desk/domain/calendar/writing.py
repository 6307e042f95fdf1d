"""What a person types for hours, closures and holidays, one thing a line, and how it is shown to be changed again.

Written as French is: « 8 h 30 – 12 h, 13 h 30 – 16 h », « 31/12/2027 à partir de 12 h », « du 24/12/2027 au
02/01/2028 ; Fêtes ».
The forms of the JSON (08:30, 2027-12-31) are read too. Raises BadCalendar with the field that it is told.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from spplus_desk.domain.calendar.faults import BadCalendar
from spplus_desk.domain.calendar.hours import (
    DAY,
    WEEKDAYS,
    Closure,
    DayOfYear,
    Period,
    SiteCalendar,
    Week,
    checked_periods,
    clock,
    said,
)
from spplus_desk.domain.calendar.reading import minute

_DASH = re.compile(r"\s*(?:[-–—]|\bà\b|\bau\b)\s*")
_FRENCH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_FROM = re.compile(r"(?:à partir de|dès|depuis)\s+(?P<from>.+)")
_TO = re.compile(r"jusqu.à\s+(?P<to>.+)")
_BETWEEN = re.compile(r"de\s+(?P<from>.+)\s+à\s+(?P<to>.+)")


def read_periods(typed: str, field: str) -> list[list[str]]:
    """`[["08:30", "12:00"], …]` of one day; an empty text is a closed day."""
    found: list[Period] = []
    for part in re.split(r"[,;]|\bet\b", _plain(typed)):
        words = re.sub(r"^\s*de\s+", "", part).strip()
        if not words or words == "fermé":
            continue
        ends = [end for end in _DASH.split(words) if end]
        if len(ends) != 2:
            raise BadCalendar(
                field, f"«\u00a0{words}\u00a0» n’est pas une plage (exemple\u00a0: {said(510)} – {said(720)})"
            )
        found.append(Period(_minute(ends[0], field), _minute(ends[1], field)))
    return [[clock(p.start), clock(p.end)] for p in checked_periods(found, field)]


def periods_text(periods: Iterable[Sequence[str]]) -> str:
    """« 8 h 30 – 12 h, 13 h 30 – 16 h »."""
    return ", ".join(f"{said(minute(a, ''))} – {said(minute(b, ''))}" for a, b in periods)


def read_closures(typed: str, field: str) -> list[Any]:
    """The closures of a text, as the JSON holds them."""
    found: list[Any] = []
    for number, line in enumerate(typed.splitlines(), start=1):
        words, _, label = _plain(line).partition(";")
        if not words.strip():
            continue
        found.append(_closure(words.strip(), label.strip(), f"{field}, ligne\u00a0{number}"))
    return found


def _closure(words: str, label: str, field: str) -> Any:
    named: dict[str, Any] = {"label": label} if label else {}
    stretch = re.match(r"^(?:du\s+)?(\S+)\s+(?:au|à)\s+(\d\S+)$", words)
    if stretch:
        first, last = read_day(stretch[1], field), read_day(stretch[2], field)
        if last < first:
            raise BadCalendar(field, "la fin précède le début")
        return {"from": first.isoformat(), "to": last.isoformat(), **named}
    day, _, rest = words.partition(" ")
    at = read_day(day, field).isoformat()
    start, end = _part(rest.strip(), field)
    if start is None and end is None:
        return {"date": at, **named} if named else at
    hours = {"from": start, "to": end}
    return {"date": at, **{k: clock(_minute(v, field)) for k, v in hours.items() if v}, **named}


def _part(words: str, field: str) -> tuple[str | None, str | None]:
    """What is shut of a day: from, to; neither for the whole day."""
    if not words:
        return None, None
    for pattern in (_FROM, _TO, _BETWEEN):
        found = pattern.fullmatch(words)
        if found is not None:
            named = found.groupdict()
            return named.get("from"), named.get("to")
    example = f"à partir de {said(720)}"
    raise BadCalendar(field, f"«\u00a0{words}\u00a0» n’est pas compris (exemple\u00a0: {example})")


def closures_text(closures: Iterable[Any]) -> str:
    return "\n".join(_closure_text(one) for one in closures)


def _closure_text(one: Any) -> str:
    if isinstance(one, str):
        return day_text(date.fromisoformat(one))
    label = f"\u00a0; {one['label']}" if one.get("label") else ""
    start, end = one.get("from"), one.get("to")
    if "date" not in one:
        return f"du {day_text(date.fromisoformat(start))} au {day_text(date.fromisoformat(end))}{label}"
    day = day_text(date.fromisoformat(one["date"]))
    if start and end:
        return f"{day} de {said(minute(start, ''))} à {said(minute(end, ''))}{label}"
    if start:
        return f"{day} à partir de {said(minute(start, ''))}{label}"
    return f"{day} jusqu’à {said(minute(end, ''))}{label}" if end else f"{day}{label}"


def read_local_days(typed: str, field: str) -> list[dict[str, str]]:
    """A list of days, « 05/07/2027 ; Independence Day » a line: what a consulate pastes, or a file that it reads."""
    found: list[dict[str, str]] = []
    for number, line in enumerate(typed.splitlines(), start=1):
        words = _plain(line).replace("\t", ";")
        if not words.strip() or words.lstrip().startswith("#"):
            continue
        day, _, name = words.partition(";" if ";" in words else "," if "," in words else " ")
        if number == 1 and not any(c.isdigit() for c in day):
            continue  # the header of a file
        at = read_day(day.strip().strip('"'), f"{field}, ligne\u00a0{number}")
        found.append({"date": at.isoformat(), "name": name.strip().strip('"')})
    return found


def local_days_text(days: Iterable[Mapping[str, Any] | str]) -> str:
    plain = [{"date": d, "name": ""} if isinstance(d, str) else d for d in days]
    named = ((day_text(date.fromisoformat(d["date"])), d.get("name")) for d in plain)
    return "\n".join(f"{day}\u00a0; {name}" if name else day for day, name in named)


def read_day(typed: str, field: str) -> date:
    """« 31/12/2027 » or 2027-12-31."""
    french, iso = _FRENCH_DAY.fullmatch(typed), _ISO_DAY.fullmatch(typed)
    try:
        if french and french[3]:
            return date(int(french[3]), int(french[2]), int(french[1]))
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
    except ValueError:
        pass
    raise BadCalendar(field, f"«\u00a0{typed}\u00a0» n’est pas une date (exemple\u00a0: 31/12/2027)")


def read_season_day(typed: str, field: str) -> str:
    """« 01/07 » comes back each year, « 01/07/2027 » does not; as the JSON writes them."""
    words = _plain(typed).strip()
    yearly = re.fullmatch(r"(\d{1,2})/(\d{1,2})", words)
    if yearly is None:
        return read_day(words, field).isoformat()
    return read_day(f"{yearly[1]}/{yearly[2]}/2028", field).isoformat()[5:]


def day_text(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def season_day_text(written: str) -> str:
    if len(written) == len("2027-07-01"):
        return day_text(date.fromisoformat(written))
    month, day = written.removeprefix("--").split("-")
    return f"{day}/{month}"


def _minute(typed: str, field: str) -> int:
    if typed.strip() == "minuit":
        return DAY
    words = typed.replace(" ", "")
    return minute(f"{words}h" if words.isdigit() else words, field)


def _plain(typed: str) -> str:
    return typed.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").strip()


def calendar_json(calendar: SiteCalendar) -> dict[str, Any]:
    """The pattern of a calendar as the JSON writes it, without zone and territory: what a form begins with."""
    found: dict[str, Any] = {"hours": _week_json(calendar.week)}
    if calendar.seasons:
        found["seasons"] = [
            {"name": s.name, "from": _season_day(s.first), "to": _season_day(s.last), "hours": _week_json(s.week)}
            for s in calendar.seasons
        ]
    if calendar.customary:
        found["customary"] = sorted(calendar.customary)
    if calendar.local_days:
        found["local_days"] = [{"date": d.day.isoformat(), "name": d.name} for d in calendar.local_days]
    if calendar.closures:
        found["closures"] = [_closure_json(c) for c in calendar.closures]
    return found


def _week_json(week: Week) -> dict[str, list[list[str]]]:
    return {
        day: [[clock(p.start), clock(p.end)] for p in periods]
        for day, periods in zip(WEEKDAYS, week, strict=True)
        if periods
    }


def _season_day(day: date | DayOfYear) -> str:
    return day.isoformat() if isinstance(day, date) else f"{day.month:02d}-{day.day:02d}"


def _closure_json(closure: Closure) -> Any:
    found: dict[str, Any] = {"date": closure.day.isoformat()}
    if closure.start > 0:
        found["from"] = clock(closure.start)
    if closure.end < DAY:
        found["to"] = clock(closure.end)
    if closure.label:
        found["label"] = closure.label
    return found if len(found) > 1 else found["date"]
