"""Dates of the exports: ISO and DD/MM/YYYY, with or without a time; all are Paris time, where the platform lives."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from spplus_desk.domain.values import Value

PARIS = ZoneInfo("Europe/Paris")
_FORM = re.compile(
    r"(?:(?P<y>\d{4})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})|(?P<d2>\d{1,2})[-/.](?P<m2>\d{1,2})[-/.](?P<y2>\d{4}))"
    r"(?:(?:[T ]|\s*à\s*)(?P<hour>\d{1,2})[:hH](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)


class BadDate(ValueError):
    """The text is no date of a known form."""


class Stamp(Value):
    """A date as an export gave it. `at` is aware, in UTC; midnight in Paris when only the day is known."""

    day: date
    at: datetime
    date_only: bool


def parse_stamp(text: str, shift: timedelta = timedelta(0)) -> Stamp | None:
    """The stamp of `text` moved by whole days, None when it is empty. Raises BadDate.

    The shift moves the day and keeps the hour of the clock, also across a change to summer time.
    """
    text = text.strip()
    if not text:
        return None
    match = _FORM.fullmatch(text)
    if match is None:
        raise BadDate(text)
    try:
        day = date(*(int(match["y"] or match["y2"]), int(match["m"] or match["m2"]), int(match["d"] or match["d2"])))
        clock = time.min
        if match["hour"] is not None:
            clock = time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
        local = _local(datetime.combine(day, clock), match["zone"]) + shift
        return Stamp(day=local.date(), at=local.astimezone(UTC), date_only=match["hour"] is None)
    except (ValueError, OverflowError) as error:
        raise BadDate(text) from error


def _local(naive: datetime, zone: str | None) -> datetime:
    if zone is None:
        return naive.replace(tzinfo=PARIS)
    if zone == "Z":
        return naive.replace(tzinfo=UTC).astimezone(PARIS)
    aware = datetime.strptime(f"{naive.isoformat()}{zone.replace(':', '')}", "%Y-%m-%dT%H:%M:%S%z")
    return aware.astimezone(PARIS)
