"""Random questions for the calendar: any territory, zone, hours, closures, seasons, pauses, near the hard dates."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from tests.helpers.calendar_oracle import CUSTOMARY, DAYS, SUBDIVISIONS

ZONES = (
    "Europe/Paris", "Indian/Reunion", "Indian/Mayotte", "Pacific/Noumea", "Pacific/Tahiti", "Pacific/Marquesas",
    "Pacific/Gambier", "Pacific/Wallis", "America/Cayenne", "America/Martinique", "America/Guadeloupe",
    "America/Miquelon", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo", "UTC",
)  # fmt: skip
HARD = (
    date(2027, 3, 26), date(2027, 10, 29), date(2028, 2, 26), date(2027, 12, 22), date(2026, 12, 30),
    date(2027, 5, 3), date(2027, 3, 12), date(2027, 11, 5), date(2027, 7, 12), date(2026, 4, 1),
)  # fmt: skip
"""Eves of clock changes (Europe, America), leap day, year ends, a May of holidays, Easter."""


def random_case(dice: Random) -> dict[str, Any]:
    """One case that the oracle answers in well under a second; never an impossible one."""
    zone, code = dice.choice(ZONES), dice.choice([*SUBDIVISIONS, "local"])
    day = (
        dice.choice(HARD) + timedelta(days=dice.randrange(5))
        if dice.random() < 0.6
        else date(2025, 1, 1) + timedelta(days=dice.randrange(4 * 365))
    )
    published = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) + timedelta(
        minutes=dice.choice([0, 8 * 60 + 30, 12 * 60, 16 * 60, dice.randrange(1440)])
    )
    seconds = dice.choice([0, 0, dice.randrange(60)])
    case: dict[str, Any] = {
        "published_at": (published + timedelta(seconds=seconds)).isoformat() if dice.random() < 0.9 else str(day),
        "zone": zone,
        "territory": code,
        "hours": _week(dice),
        "target": {"working_days": dice.randint(1, 6)}
        if dice.random() < 0.5
        else {"working_hours": dice.choice([0.5, 1, 4, 7.25, 16, 24])},
        "closures": [_closure(dice, day) for _ in range(dice.choice([0, 0, 1, 3]))],
    }
    if dice.random() < 0.25:
        case["seasons"] = [_season(dice, day)]
    if dice.random() < 0.3:
        case["customary"] = [name for where, name in sorted(CUSTOMARY) if where == code and dice.random() < 0.7]
    if dice.random() < 0.2:
        case["local_days"] = [{"date": str(day + timedelta(days=dice.randrange(6))), "name": "Fête du lieu"}]
    if dice.random() < 0.2:
        start = published.replace(second=0) + timedelta(minutes=dice.randrange(4000))
        end = None if dice.random() < 0.2 else (start + timedelta(minutes=dice.randrange(6000))).isoformat()
        case["pauses"] = [{"from": start.isoformat(), "to": end}]
    return case


def _week(dice: Random) -> dict[str, list[list[str]]]:
    week = {day: _hours(dice) for day in DAYS if dice.random() < 0.75}
    week[dice.choice(DAYS)] = [["08:30", "12:00"], ["13:30", "16:00"]]
    return week


def _hours(dice: Random) -> list[list[str]]:
    if dice.random() < 0.6:
        return [["08:30", "12:00"], ["13:30", "16:00"]]
    if dice.random() < 0.3:
        return [["00:00", "24:00"]]
    bounds = sorted(dice.sample(range(0, 1441, 15), 2 * dice.randint(1, 3)))
    return [[_clock(a), _clock(b)] for a, b in zip(bounds[::2], bounds[1::2], strict=True)]


def _closure(dice: Random, near: date) -> Any:
    day = str(near + timedelta(days=dice.randrange(10)))
    if dice.random() < 0.5:
        return day
    at = _clock(dice.randrange(1, 1440))
    return {"date": day, dice.choice(["from", "to"]): at}


def _season(dice: Random, near: date) -> dict[str, Any]:
    first = near + timedelta(days=dice.randrange(6))
    last = first + timedelta(days=dice.randrange(60))
    dated = dice.random() < 0.5
    return {
        "name": "Été",
        "from": str(first) if dated else str(first)[5:],
        "to": str(last) if dated else str(last)[5:],
        "hours": _week(dice),
    }


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
