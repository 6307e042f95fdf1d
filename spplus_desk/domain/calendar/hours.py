"""When a site is open: a calendar of weeks, seasons, holidays and closures. Frozen; two equal ones are one cache entry.

Hours are what the clock on the wall of the site says. Where that clock changes, an hour that is struck twice counts
twice, and one that is skipped does not count: what is open is decided instant by instant.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from spplus_desk.domain.calendar.faults import BadCalendar
from spplus_desk.domain.calendar.territories import Holiday, holidays_of, territory
from spplus_desk.domain.values import Value

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 24 * 60
"""Minutes of a day; also the latest end of a period, written 24:00."""


class Period(Value, order=True):
    """From `start` to `end` on one day, in minutes after midnight; the end is the minute at which it closes."""

    start: int
    end: int


Week = tuple[tuple[Period, ...], ...]
"""Seven days, Monday first."""
CLOSED_WEEK: Week = ((),) * 7


class DayOfYear(Value, order=True):
    """A day that comes back each year. The 29th of February is the 28th where there is none."""

    month: int
    day: int


class Season(Value):
    """Other hours from `first` to `last`, both included: two dates, or two days of each year (which may wrap it)."""

    name: str
    first: date | DayOfYear
    last: date | DayOfYear
    week: Week

    def holds(self, day: date) -> bool:
        if isinstance(self.first, date) and isinstance(self.last, date):
            return self.first <= day <= self.last
        first, last = _in_year(self.first, day.year), _in_year(self.last, day.year)
        return first <= day <= last if first <= last else (day <= last or day >= first)


class Closure(Value):
    """The site is shut on `day` from `start` to `end` (minutes of the wall clock): the whole day by default."""

    day: date
    start: int = 0
    end: int = DAY
    label: str = ""

    @property
    def whole(self) -> bool:
        return self.start <= 0 and self.end >= DAY


class LocalDay(Value):
    """A holiday of the site's own list; `source` says where the list comes from."""

    day: date
    name: str
    source: str = "liste du site"


class SiteCalendar(Value, kw_only=True):
    """`zone` is an IANA name. `customary` holds the keys of the customary days that the site ticked.

    Where several seasons hold a day, the last one listed wins.
    """

    zone: str
    territory: str
    week: Week
    seasons: tuple[Season, ...] = ()
    customary: frozenset[str] = frozenset()
    local_days: tuple[LocalDay, ...] = ()
    closures: tuple[Closure, ...] = ()

    def periods(self, day: date) -> tuple[Period, ...]:
        """The hours that the pattern gives that weekday, before holidays and closures."""
        return self.season_of(day).week[day.weekday()]

    def season_of(self, day: date) -> "Season":
        for season in reversed(self.seasons):
            if season.holds(day):
                return season
        return Season("", DayOfYear(1, 1), DayOfYear(12, 31), self.week)

    def holiday(self, day: date) -> Holiday | None:
        """The holiday that shuts the site that day: legal, ticked, or of its own list."""
        return _counted(self.territory, self.customary, self.local_days, day.year).get(day)

    def closures_of(self, day: date) -> tuple[Closure, ...]:
        return _by_day(self.closures).get(day, ())

    def open_periods(self, day: date) -> tuple[Period, ...]:
        """What is left of the hours of that day, in order; empty on a holiday."""
        periods = self.periods(day)
        if not periods or self.holiday(day) is not None:
            return ()
        for closure in self.closures_of(day):
            periods = tuple(_without(periods, closure))
        return periods


def zone_named(name: str, field: str = "zone") -> ZoneInfo:
    """Raises BadCalendar for a name that is no IANA zone."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # unknown, malformed, a folder of the data base
        raise BadCalendar(field, f"« {name} » n’est pas un fuseau horaire connu (exemple : Indian/Reunion)") from error


def checked_periods(periods: Iterable[Period], field: str) -> tuple[Period, ...]:
    """In order, without overlap. Raises BadCalendar; a period never crosses midnight."""
    ordered: list[Period] = []
    for period in sorted(periods):
        if period.end == period.start:
            raise BadCalendar(field, f"une plage de {said(period.start)} à {said(period.end)} ne dure rien")
        if period.end < period.start:
            raise BadCalendar(
                field,
                f"la plage de {said(period.start)} à {said(period.end)} passe minuit ; "
                f"écrivez deux plages, une par jour ({clock(DAY)} est permis comme fin)",
            )
        if ordered and period.start < ordered[-1].end:
            raise BadCalendar(field, f"deux plages se chevauchent à {said(period.start)}")
        ordered.append(period)
    return tuple(ordered)


def clock(minute: int) -> str:
    """« 08:30 », as the JSON and the fields of the settings write it."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def said(minute: int) -> str:
    """« 8 h 30 », as a sentence says it."""
    hours, minutes = divmod(minute, 60)
    return f"{hours}\u00a0h" + (f"\u00a0{minutes:02d}" if minutes else "")


def checked(calendar: SiteCalendar) -> SiteCalendar:
    """The same calendar; raises BadCalendar when its zone or territory is unknown."""
    zone_named(calendar.zone)
    territory(calendar.territory)
    return calendar


def _without(periods: Iterable[Period], closure: Closure) -> Iterable[Period]:
    for period in periods:
        if closure.end <= period.start or closure.start >= period.end:
            yield period
            continue
        if period.start < closure.start:
            yield Period(period.start, closure.start)
        if closure.end < period.end:
            yield Period(closure.end, period.end)


def _in_year(day: date | DayOfYear, year: int) -> date:
    if isinstance(day, date):
        return day
    try:
        return date(year, day.month, day.day)
    except ValueError:
        return date(year, 2, 28)


@lru_cache(maxsize=512)
def _counted(code: str, ticked: frozenset[str], local_days: tuple[LocalDay, ...], year: int) -> dict[date, Holiday]:
    found: dict[date, Holiday] = {}
    for local in local_days:
        if local.day.year == year:
            found.setdefault(local.day, Holiday(local.day, "liste", local.name, local.source))
    for holiday in holidays_of(code, year):
        if holiday.legal or holiday.key in ticked:
            found.setdefault(holiday.day, holiday)
    return found


@lru_cache(maxsize=256)
def _by_day(closures: tuple[Closure, ...]) -> dict[date, tuple[Closure, ...]]:
    found: dict[date, tuple[Closure, ...]] = {}
    for closure in closures:
        found[closure.day] = (*found.get(closure.day, ()), closure)
    return found
