"""A second opinion on working time, as slow and as plain as can be: it walks minute by minute, and shares no code.

It reads the same JSON as `why-date`. Is the site open at this minute? The wall clock of the zone is read, the day is
looked up in the list of holidays, the hours are compared as text. Nothing is computed ahead.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import holidays

SUBDIVISIONS = {
    "metropole": None, "alsace-moselle": "57", "guadeloupe": "971", "guyane": "973", "martinique": "972",
    "mayotte": "976", "nouvelle-caledonie": "NC", "la-reunion": "974", "polynesie-francaise": "PF",
    "saint-barthelemy": "BL", "saint-martin": "MF", "wallis-et-futuna": "WF", "saint-pierre-et-miquelon": "PM",
}  # fmt: skip
CUSTOMARY = {
    ("guadeloupe", "Vendredi saint"), ("guadeloupe", "Mi-Carême"), ("guadeloupe", "Fête de Victor Schoelcher"),
    ("martinique", "Fête de Victor Schoelcher"), ("saint-martin", "Fête de Victor Schoelcher"),
}  # fmt: skip
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTE = timedelta(minutes=1)
NEVER = timedelta(days=731)


class Oracle:
    """`due()` is an instant, None while an open pause holds the clock, or "never"."""

    def __init__(self, case: dict[str, Any]) -> None:
        self.case = case
        self.zone = ZoneInfo(case["zone"])
        self.feasts: dict[int, set[date]] = {}
        written = case["published_at"]
        if len(written) == 10:
            self.published = datetime.combine(date.fromisoformat(written), time.min, self.zone).astimezone(UTC)
        else:
            self.published = datetime.fromisoformat(written).astimezone(UTC)
        self.first_day = self.published.astimezone(self.zone).date()

    def due(self) -> datetime | str | None:
        if "working_days" in self.case["target"]:
            return self._days(self.case["target"]["working_days"])
        return self._hours(timedelta(hours=self.case["target"]["working_hours"]))

    def worked(self, until: datetime) -> timedelta:
        """The time from the publication to `until` in which the site was open and waited for nobody."""
        at, passed = self.published, timedelta(0)
        while at < until:
            step = min(MINUTE - timedelta(seconds=at.second, microseconds=at.microsecond), until - at)
            if self._open(at) and not self._held(at):
                passed += step
            at += step
        return passed

    def _hours(self, wanted: timedelta) -> datetime | str | None:
        at, passed, last_open = self.published, timedelta(0), self.published
        while True:
            # The first step ends with its minute, so that all others begin on one.
            step = MINUTE - timedelta(seconds=at.second, microseconds=at.microsecond)
            if self._open(at):
                last_open = at
                if self._held_for_ever(at):
                    return None
                if not self._held(at):
                    if passed + step >= wanted:
                        return at + (wanted - passed)
                    passed += step
            at += step
            if at - last_open > NEVER:
                return "never"

    def _days(self, wanted: int) -> datetime | str | None:
        at = self.published.replace(second=0, microsecond=0)
        counted, closing, day, last_open = 0, None, self.first_day, self.published
        while True:
            here = at.astimezone(self.zone).date()
            if here != day:
                if closing is not None and day > self.first_day:
                    if self._held_for_ever(closing - MINUTE):
                        return None
                    counted += not self._held(closing - MINUTE)
                    if counted == wanted:
                        return closing
                closing, day = None, here
            if self._open(at):
                closing, last_open = at + MINUTE, at
            at += MINUTE
            if at - last_open > NEVER + timedelta(days=2):
                return "never"

    def _open(self, at: datetime) -> bool:
        local = at.astimezone(self.zone)
        day, clock = local.date(), f"{local.hour:02d}:{local.minute:02d}"
        hours = self._week(day).get(DAYS[day.weekday()], [])
        if not any(start <= clock < end for start, end in hours):
            return False
        if day in self._feasts(day.year) or any(f["date"] == day.isoformat() for f in self.case.get("local_days", [])):
            return False
        for closure in self.case.get("closures", []):
            part = {"date": closure} if isinstance(closure, str) else closure
            if part["date"] == day.isoformat() and part.get("from", "00:00") <= clock < part.get("to", "24:00"):
                return False
        return True

    def _week(self, day: date) -> dict[str, list[list[str]]]:
        found: dict[str, list[list[str]]] = self.case["hours"]
        for season in self.case.get("seasons", []):
            first, last = season["from"], season["to"]
            here = day.isoformat() if len(first) == 10 else day.isoformat()[5:]
            if (first <= here <= last) if first <= last else (here >= first or here <= last):
                found = season["hours"]
        return found

    def _feasts(self, year: int) -> set[date]:
        if year not in self.feasts:
            code = self.case["territory"]
            found: set[date] = set()
            if code in SUBDIVISIONS:
                ticked = self.case.get("customary", [])
                for day, names in holidays.country_holidays(
                    "FR", SUBDIVISIONS[code], years=year, language="fr"
                ).items():
                    for name in names.split("; "):
                        if (code, name) not in CUSTOMARY or name in ticked:
                            found.add(day)
            self.feasts[year] = found
        return self.feasts[year]

    def _pauses(self) -> list[tuple[datetime, datetime | None]]:
        return [
            (datetime.fromisoformat(p["from"]), None if p.get("to") is None else datetime.fromisoformat(p["to"]))
            for p in self.case.get("pauses", [])
        ]

    def _held(self, at: datetime) -> bool:
        return any(start <= at and (end is None or at < end) for start, end in self._pauses())

    def _held_for_ever(self, at: datetime) -> bool:
        return any(start <= at and end is None for start, end in self._pauses())
