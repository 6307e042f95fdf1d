"""`why-date`: both clocks of a case that comes as JSON, with each day counted or not. No profile, no store."""

import json
from collections.abc import Callable
from typing import Any

from spplus_desk.domain import deadlines
from spplus_desk.domain.calendar import BadCalendar, CountedDay, explain, zone_named
from spplus_desk.domain.calendar.reading import Case, read_case

Reason = Callable[[CountedDay, Case], str]
"""The French words for one day; they live in the window's wording, which services do not see."""


def answer(source: bytes, reason: Reason) -> dict[str, Any]:
    """`{"published_due", "internal_due", "days"}`, instants in the site's zone. Raises BadCalendar for what cannot be
    read; `internal_due` is None while an open pause holds the internal clock."""
    case = read_case(_json(source))
    zone = zone_named(case.calendar.zone)
    found = explain(case.calendar, case.target, case.published_at, published_on=case.published_on, pauses=case.pauses)
    if case.published_on is None:
        published = deadlines.published_due(case.published_at, date_only=False, timezone=case.calendar.zone)
    else:
        published = deadlines.published_due_of_day(case.published_on, case.calendar.zone)
    return {
        "published_due": published.astimezone(zone).isoformat(),
        "internal_due": None if found.due_at is None else found.due_at.isoformat(),
        "days": [
            {"date": line.day.isoformat(), "counted": line.counted, "reason": reason(line, case)} for line in found.days
        ],
    }


def _json(source: bytes) -> Any:
    try:
        # Twice the same key is a slip that JSON lets pass: the last would win in silence.
        return json.loads(source.decode("utf-8-sig"), object_pairs_hook=_unique)
    except UnicodeDecodeError as error:
        raise BadCalendar("entrée", "le texte n’est pas en UTF-8") from error
    except RecursionError as error:
        raise BadCalendar("entrée", "le JSON est imbriqué trop profondément") from error
    except ValueError as error:
        where = f" (ligne {error.lineno}, colonne {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise BadCalendar("entrée", f"ce n’est pas du JSON{where}") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise BadCalendar(next(n for n in names if names.count(n) > 1), "il est donné deux fois")
    return found
