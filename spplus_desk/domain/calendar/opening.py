"""The open instants of a calendar, computed once a year of it, then found by bisection.

Instants are whole microseconds since 1970, UTC: a hundred thousand rows compare integers.
"""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from time import gmtime as time_of
from typing import NamedTuple
from zoneinfo import ZoneInfo

from spplus_desk.domain.calendar.hours import Period, SiteCalendar
from spplus_desk.domain.values import Value, field

SECOND = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
_AROUND = timedelta(hours=3)
"""Beyond both midnights: a clock that changes at midnight itself is then seen too."""


class Span(NamedTuple):
    """Open from `start` until just before `end`."""

    start: int
    end: int


def instant(moment: datetime) -> int:
    """Microseconds since 1970 of an aware moment, exactly."""
    return (moment - _EPOCH) // _MICRO


def moment(micros: int, zone: ZoneInfo) -> datetime:
    return (_EPOCH + timedelta(microseconds=micros)).astimezone(zone)


def spans_of(day: date, periods: tuple[Period, ...], zone: ZoneInfo) -> list[Span]:
    """The instants of `day` at which the wall clock of `zone` reads a time within `periods`, in order."""
    if not periods:
        return []
    midnight = (datetime.combine(day, time.min, UTC) - _EPOCH) // _MICRO
    spans: list[Span] = []
    for begin, end, offset in _offsets(day, zone):
        for period in periods:
            start = max(midnight + period.start * 60 * SECOND - offset, begin)
            stop = min(midnight + period.end * 60 * SECOND - offset, end)
            if start < stop:
                spans.append(Span(start, stop))
    spans.sort()
    return spans


@lru_cache(maxsize=50_000)
def _offsets(day: date, zone: ZoneInfo) -> tuple[tuple[int, int, int], ...]:
    """(from, to, offset in microseconds) around `day`: one stretch, or two where the clock changes.

    The first begins and the last ends well outside of the day; only what the wall clock reads decides.
    Sites share zones: each day of a zone is looked up once.
    """
    first = datetime.combine(day, time.min, zone).astimezone(UTC) - _AROUND
    last = datetime.combine(day + timedelta(days=1), time.min, zone).astimezone(UTC) + _AROUND
    low, high = int(first.timestamp()), int(last.timestamp())
    before, after = _offset(low, zone), _offset(high, zone)
    if before == after:
        return ((low * SECOND, high * SECOND, before),)
    start, end = low, high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(middle, zone) == before else (low, middle)
    return (start * SECOND, high * SECOND, before), (high * SECOND, end * SECOND, after)


def _offset(second: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(second, zone).utcoffset() or timedelta(0)
    return offset // _MICRO


class YearPlan(Value):
    """One year of a calendar. `days` are the ordinals of the open days, `closings` their last closing times;
    `before[i]` is the open time of the year before `starts[i]`."""

    days: list[int] = field(default_factory=list)
    closings: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    before: list[int] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.before[-1] + self.ends[-1] - self.starts[-1] if self.starts else 0

    def open_before(self, at: int) -> int:
        """Open microseconds of the year until `at`."""
        index = bisect_right(self.starts, at) - 1
        return 0 if index < 0 else self.before[index] + min(at, self.ends[index]) - self.starts[index]

    def reaching(self, amount: int) -> int:
        """The first instant at which `amount` (0 < amount <= total) of the year's open time has passed."""
        index = bisect_left(self.before, amount) - 1
        return self.starts[index] + amount - self.before[index]


class OpeningPlan:
    """What a calendar gives, year after year, each computed when it is first needed."""

    def __init__(self, calendar: SiteCalendar) -> None:
        self.calendar = calendar
        self.zone = ZoneInfo(calendar.zone)
        self._years: dict[int, YearPlan] = {}
        self._midnights: dict[int, int] = {}
        self._latest = (0, 0, 0)

    def year(self, year: int) -> YearPlan:
        found = self._years.get(year)
        if found is None:
            found = self._years[year] = self._computed(year)
        return found

    def open_between(self, begin: int, end: int) -> int:
        """Open microseconds from `begin` until `end`, both instants; 0 where the end comes first."""
        if end <= begin:
            return 0
        first, last = self._year_of(begin), self._year_of(end)
        passed = self.year(last).open_before(end) - self.year(first).open_before(begin)
        return passed if first == last else passed + sum(self.year(year).total for year in range(first, last))

    def _year_of(self, at: int) -> int:
        """The year that the site lives in at an instant: that of Greenwich, mended around midnight of 1 January."""
        begin, end, year = self._latest  # what a desk asks about is mostly of one year
        if not begin <= at < end:
            year = time_of(at // SECOND).tm_year
            year = year - 1 if at < self._midnight(year) else year + 1 if at >= self._midnight(year + 1) else year
            self._latest = self._midnight(year), self._midnight(year + 1), year
        return year

    def _midnight(self, year: int) -> int:
        found = self._midnights.get(year)
        if found is None:
            found = self._midnights[year] = instant(datetime(year, 1, 1, tzinfo=self.zone))
        return found

    def spans(self, day: date) -> list[Span]:
        return spans_of(day, self.calendar.open_periods(day), self.zone)

    def _computed(self, year: int) -> YearPlan:
        plan = YearPlan()
        passed = 0
        first = date(year, 1, 1).toordinal()
        for ordinal in range(first, date(year, 12, 31).toordinal() + 1):
            spans = self.spans(date.fromordinal(ordinal))
            if not spans:
                continue
            plan.days.append(ordinal)
            plan.closings.append(spans[-1].end)
            for span in spans:
                plan.starts.append(span.start)
                plan.ends.append(span.end)
                plan.before.append(passed)
                passed += span.end - span.start
        return plan


@lru_cache(maxsize=256)
def plan_of(calendar: SiteCalendar) -> OpeningPlan:
    """The plan of a calendar; equal calendars share one."""
    return OpeningPlan(calendar)
