"""What a site may write of its calendar and its target, and why some of it cannot be."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from spplus_desk.domain.calendar import BadCalendar, WorkingDays, internal_due
from spplus_desk.domain.calendar.reading import read_calendar, read_target

PLATFORM_ZONE = "Europe/Paris"
DEFAULT_TARGET = WorkingDays(3)
_FIELDS = frozenset(("territory", "hours", "seasons", "customary", "local_days", "closures"))
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def problem_of(calendar: Mapping[str, Any], target: Mapping[str, Any]) -> str:
    """Why these cannot be; empty when all is well. The words name the field, as `why-date` does."""
    try:
        check(calendar, target)
    except BadCalendar as error:
        return error.sentence
    return ""


def check(calendar: Mapping[str, Any], target: Mapping[str, Any]) -> None:
    """Raises BadCalendar: a field that cannot be read, or hours that never open."""
    aim = read_target(dict(target)) if target else DEFAULT_TARGET
    if not calendar:
        return
    unknown = sorted(set(calendar) - _FIELDS)
    if unknown:
        raise BadCalendar(unknown[0], "champ inconnu")
    read_calendar({**calendar, "zone": PLATFORM_ZONE})
    # Seasons of past years may leave nothing open now; the pattern itself must promise something.
    pattern = read_calendar({"zone": PLATFORM_ZONE, "hours": calendar.get("hours")})
    internal_due(pattern, aim, _ANY_DAY)
