"""The internal target: what the site promised itself, in working time. It never meets the published clock.

N working days end at the last closing time of the Nth day, after the day of publication, on which the site closes
without waiting for anyone. H working hours end at the first instant at which the site has been open, and not waiting,
for H hours since publication.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from spplus_desk.domain.calendar.faults import BadCalendar, NeverOpen
from spplus_desk.domain.calendar.hours import Closure, Period, SiteCalendar
from spplus_desk.domain.calendar.opening import OpeningPlan, Span, YearPlan, instant, moment, plan_of
from spplus_desk.domain.calendar.territories import Holiday
from spplus_desk.domain.values import Value, replace

MAX_DAYS, MAX_HOURS = 1000, 10_000
PATIENCE = 731
"""Two years of days without one open hour: no date is given."""
YEARS = range(1990, 2200)
_HOUR = 3600 * 1_000_000
_FOREVER = 1 << 62


class WorkingDays(Value):
    days: int


class WorkingHours(Value):
    hours: float


Target = WorkingDays | WorkingHours


class Pause(Value):
    """The site waits for someone from `start` on; `end` is None while it still does. `reason`: for whom or what, a
    `PauseReason` or what a newer program wrote; it changes no date."""

    start: datetime
    end: datetime | None = None
    reason: str = ""


class DayKind(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    """No opening hours on that weekday (of that season)."""
    HOLIDAY = "holiday"
    CLOSURE = "closure"
    PAUSED = "paused"
    TOO_LATE = "too_late"
    """Hours only: open, but the publication or a pause leaves nothing of it."""


class CountedDay(Value, kw_only=True):
    """One line of « Pourquoi cette date ? ». `number` is the how-manieth counted day; 0 when it is skipped.

    `minutes` is the working time counted that day, for a target in hours; `shortened` names a part that was shut.
    """

    day: date
    kind: DayKind
    counted: bool
    number: int = 0
    minutes: float = 0.0
    holiday: Holiday | None = None
    closures: tuple[Closure, ...] = ()
    periods: tuple[Period, ...] = ()
    season: str = ""
    closes_at: datetime | None = None
    start: bool = False
    """The day of the publication."""
    last: bool = False


class Explanation(Value, kw_only=True):
    """`due_at` is None while an open pause holds the clock; `days` then ends with the day on which it began."""

    due_at: datetime | None
    days: tuple[CountedDay, ...]


def internal_due(
    calendar: SiteCalendar,
    target: Target,
    published_at: datetime,
    *,
    published_on: date | None = None,
    pauses: Sequence[Pause] = (),
) -> datetime | None:
    """When the internal target ends, in the site's zone; None while an open pause holds it.

    `published_on` says that only a day is known (`published_at` is then not read): hours count from its first minute.
    Raises NeverOpen when two years bring no opening, BadCalendar for a target or a date that cannot be.
    """
    promise = Promise(calendar, target)
    due = promise.due(published_at, published_on=published_on, pauses=pauses)
    return None if due is None else moment(due, promise.plan.zone)


class Promise:
    """The target of one site, made once and asked for each of its rows."""

    def __init__(self, calendar: SiteCalendar, target: Target) -> None:
        self.plan = plan_of(calendar)
        self.target = checked_target(target)
        self._days = target.days if isinstance(target, WorkingDays) else 0
        self._amount = 0 if isinstance(target, WorkingDays) else max(round(target.hours * _HOUR), 1)

    def due(
        self, published_at: datetime, *, published_on: date | None = None, pauses: Sequence[Pause] = ()
    ) -> int | None:
        """As `internal_due`, in microseconds since 1970."""
        begin, day = _start(self.plan, published_at, published_on)
        held = _merged(pauses) if pauses else ()
        if self._days:
            return _after_days(self.plan, self._days, day, held)
        return _after_hours(self.plan, self._amount, begin, day, held)

    def worked(
        self,
        published_at: int,
        replied_at: int,
        *,
        published_on: date | None = None,
        pauses: Sequence[Pause] = (),
    ) -> int:
        """Open microseconds of the site, pauses left out, from where `due` begins to count until `replied_at`. Both
        instants in microseconds since 1970."""
        begin = published_at
        if published_on is not None:
            begin = instant(datetime.combine(published_on, time.min, self.plan.zone))
        passed = self.plan.open_between(begin, replied_at)
        for pause in _merged(pauses) if pauses else ():
            passed -= self.plan.open_between(max(begin, pause.start), min(replied_at, pause.end))
        return passed


def explain(
    calendar: SiteCalendar,
    target: Target,
    published_at: datetime,
    *,
    published_on: date | None = None,
    pauses: Sequence[Pause] = (),
) -> Explanation:
    """The same date, with each day from the publication to it and why it counts or not."""
    due_at = internal_due(calendar, target, published_at, published_on=published_on, pauses=pauses)
    plan = plan_of(calendar)
    begin, first = _start(plan, published_at, published_on)
    held = _merged(pauses)
    if due_at is not None:
        last = (due_at - timedelta(microseconds=1)).date()
    else:
        last = max(first, moment(held[-1].start, plan.zone).date())
    days: list[CountedDay] = []
    number = 0
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        is_last = due_at is not None and day == last
        end = instant(due_at) if is_last and due_at is not None else None
        if isinstance(target, WorkingDays):
            line = _line_of_days(plan, day, day == first, held)
        else:
            line = _line_of_hours(plan, day, begin, end, held)
        if line.counted:
            number += 1
        days.append(replace(line, number=number if line.counted else 0, start=day == first, last=is_last))
    return Explanation(due_at=due_at, days=tuple(days))


def checked_target(target: Target) -> Target:
    """Raises BadCalendar outside of 1 to 1000 days, or of more than 0 to 10 000 hours."""
    if isinstance(target, WorkingDays):
        if not 1 <= target.days <= MAX_DAYS:
            raise BadCalendar("target.working_days", f"un nombre entier de jours entre 1 et {MAX_DAYS} est attendu")
    elif not 0 < target.hours <= MAX_HOURS:
        raise BadCalendar(
            "target.working_hours", f"un nombre d’heures au-dessus de 0, au plus {MAX_HOURS}, est attendu"
        )
    return target


def _start(plan: OpeningPlan, published_at: datetime, published_on: date | None) -> tuple[int, date]:
    """The instant and the day, in the site's zone, from which the clock counts."""
    if published_on is not None:
        day, at = published_on, datetime.combine(published_on, time.min, plan.zone)
    else:
        at = published_at.astimezone(plan.zone)
        day = at.date()
    if day.year not in YEARS:
        raise BadCalendar("published_at", f"une date entre {YEARS[0]} et {YEARS[-1]} est attendue")
    return instant(at), day


def _after_days(plan: OpeningPlan, days: int, first: date, held: Sequence[Span]) -> int | None:
    year, seen = first.year, first.toordinal()
    while True:
        chunk = plan.year(year)
        index = _resumed(chunk, seen)
        left = len(chunk.days) - index
        if not held and days <= left:
            return chunk.closings[index + days - 1]
        if not held:
            days -= left
        else:
            for closing in chunk.closings[index:]:
                if held[-1].end == _FOREVER and held[-1].start < closing:
                    return None
                days -= not _inside(held, closing)
                if days == 0:
                    return closing
        year, seen = _next_year(chunk, year, seen)


def _after_hours(plan: OpeningPlan, amount: int, begin: int, first: date, held: Sequence[Span]) -> int | None:
    year, seen = first.year, first.toordinal()
    while True:
        chunk = plan.year(year)
        _resumed(chunk, seen)
        if not held:
            base = chunk.open_before(begin)
            if base + amount <= chunk.total:
                return chunk.reaching(base + amount)
            amount -= chunk.total - base
        else:
            for span in map(Span, chunk.starts, chunk.ends):
                for piece in _outside(Span(max(span.start, begin), span.end), held):
                    if amount <= piece.end - piece.start:
                        return piece.start + amount
                    amount -= piece.end - piece.start
                if held[-1].end == _FOREVER and held[-1].start < span.end:
                    return None
        year, seen = _next_year(chunk, year, seen)


def _resumed(chunk: YearPlan, seen: int) -> int:
    """The index of the first open day after `seen`; one that comes after more than two years is no promise."""
    index = bisect_right(chunk.days, seen)
    if index < len(chunk.days):
        _patient(chunk.days[index], seen)
    return index


def _next_year(chunk: YearPlan, year: int, seen: int) -> tuple[int, int]:
    """The following year, and the last open day so far. A gap within one year is never too long."""
    seen = max([seen, *chunk.days[-1:]])
    _patient(date(year + 1, 1, 1).toordinal(), seen)
    return year + 1, seen


def _outside(span: Span, held: Sequence[Span]) -> Iterator[Span]:
    """The parts of `span` that no pause covers, in order."""
    start = span.start
    for pause in held:
        if pause.end > start and pause.start < span.end:
            if pause.start > start:
                yield Span(start, pause.start)
            start = pause.end
    if start < span.end:
        yield Span(start, span.end)


def _merged(pauses: Iterable[Pause]) -> tuple[Span, ...]:
    """The pauses as spans, in order, without overlap."""
    found: list[Span] = []
    for span in sorted(Span(instant(p.start), _FOREVER if p.end is None else instant(p.end)) for p in pauses):
        if span.end < span.start:
            raise BadCalendar("pauses", "une pause finit avant de commencer")
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        elif span.end > span.start:
            found.append(span)
    return tuple(found)


def _inside(held: Sequence[Span], closing: int) -> bool:
    """Whether the last open instant before `closing` falls into a pause."""
    return any(span.start < closing <= span.end for span in held)


def _patient(ordinal: int, seen: int) -> None:
    if ordinal - seen > PATIENCE:
        raise NeverOpen("hours", "aucune heure d’ouverture pendant deux ans, aucune échéance ne peut être donnée")


def _open_time(spans: Iterable[Span], begin: int, end: int | None, held: Sequence[Span]) -> int:
    """Open microseconds of `spans` after `begin`, before `end`, outside of the pauses."""
    passed = 0
    for span in spans:
        wanted = Span(max(span.start, begin), span.end if end is None else min(span.end, end))
        passed += sum(piece.end - piece.start for piece in _outside(wanted, held))
    return passed


def _shut(plan: OpeningPlan, day: date) -> DayKind:
    calendar = plan.calendar
    if not calendar.periods(day):
        return DayKind.CLOSED
    return DayKind.HOLIDAY if calendar.holiday(day) is not None else DayKind.CLOSURE


def _line(plan: OpeningPlan, day: date, kind: DayKind, counted: bool, spans: list[Span], minutes: float) -> CountedDay:
    calendar = plan.calendar
    # A Sunday that is a holiday too is named as the holiday that it is.
    holiday = calendar.holiday(day)
    if holiday is not None and kind is DayKind.CLOSED:
        kind = DayKind.HOLIDAY
    return CountedDay(
        day=day,
        kind=kind,
        counted=counted,
        minutes=minutes,
        holiday=holiday,
        closures=calendar.closures_of(day),
        periods=calendar.open_periods(day),
        season=calendar.season_of(day).name,
        closes_at=moment(spans[-1].end, plan.zone) if spans else None,
    )


def _line_of_days(plan: OpeningPlan, day: date, first: bool, held: Sequence[Span]) -> CountedDay:
    spans = plan.spans(day)
    if not spans:
        return _line(plan, day, _shut(plan, day), False, spans, 0)
    if first:
        return _line(plan, day, DayKind.OPEN, False, spans, 0)
    if _inside(held, spans[-1].end):
        return _line(plan, day, DayKind.PAUSED, False, spans, 0)
    return _line(plan, day, DayKind.OPEN, True, spans, 0)


def _line_of_hours(plan: OpeningPlan, day: date, begin: int, end: int | None, held: Sequence[Span]) -> CountedDay:
    spans = plan.spans(day)
    if not spans:
        return _line(plan, day, _shut(plan, day), False, spans, 0)
    passed = _open_time(spans, begin, end, held)
    if passed > 0:
        return _line(plan, day, DayKind.OPEN, True, spans, passed / 60_000_000)
    waiting = _open_time(spans, begin, end, ()) > 0
    return _line(plan, day, DayKind.PAUSED if waiting else DayKind.TOO_LATE, False, spans, 0)
