"""The groups of the list as ranges of deadlines, by the calendars of the sites' time zones."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from spplus_desk.domain.deadlines import GROUP_OF, UrgencyGroup, status
from spplus_desk.domain.inbox import InboxRow
from spplus_desk.domain.values import Value
from spplus_desk.store.values import micros

SOON_DAYS = 2
"""« À échéance »: today, tomorrow and the day after, by the calendar of each site."""
_ENDLESS = 2**62


class GroupRange(Value):
    """What the deadlines of a group are, in the words of `inbox i`."""

    group: UrgencyGroup
    where: str
    values: tuple[Any, ...]


def end_of_day(now: datetime, zone: str, days: int) -> int:
    """The midnight that ends the day `days` after that of `now`, in microseconds."""
    place = ZoneInfo(zone)
    return micros(datetime.combine(now.astimezone(place).date() + timedelta(days=days + 1), time.min, place))


def between(zones: Iterable[str], low: Sequence[int], high: Sequence[int]) -> tuple[str, tuple[Any, ...]]:
    """Deadlines after `low` and not after `high`, each zone with its own bounds.

    One range of the index holds them all; the zones only shave its ends.
    """
    named = list(zones)
    if not named:
        return "1 = 0", ()
    where, values = "i.urgency > ? AND i.urgency <= ?", [min(low), max(high)]
    if len(set(low)) == 1 and len(set(high)) == 1:
        return where, tuple(values)
    parts = " OR ".join("(i.timezone = ? AND i.urgency > ? AND i.urgency <= ?)" for _ in named)
    bounds = [value for triple in zip(named, low, high, strict=True) for value in triple]
    return f"{where} AND ({parts})", (*values, *bounds)


def group_ranges(zones: Sequence[str], now: datetime) -> list[GroupRange]:
    """All groups in their order on screen."""
    instant = [micros(now)] * len(zones)
    today = [end_of_day(now, zone, 0) for zone in zones]
    soon = [end_of_day(now, zone, SOON_DAYS) for zone in zones]
    bounds = {
        UrgencyGroup.LATE: ([-_ENDLESS] * len(zones), instant),
        UrgencyGroup.TODAY: (instant, today),
        UrgencyGroup.NEXT_DAYS: (today, soon),
        UrgencyGroup.LATER: (soon, [_ENDLESS] * len(zones)),
    }
    return [GroupRange(group, *between(zones, *bounds[group])) for group in UrgencyGroup]


def with_one_more(
    groups: Sequence[tuple[UrgencyGroup, int]], place: int, row: InboxRow, now: datetime
) -> list[tuple[UrgencyGroup, int]]:
    """The groups with `row` at `place`, which is between two rows that are counted already."""
    own = GROUP_OF[status(row.due_at, now, row.timezone).urgency]
    start, around = 0, []
    for at, (group, count) in enumerate(groups):
        if start <= place <= start + count:
            around.append((at, group))
        start += count
    if not around:
        return [(own, 1)]
    at = next((at for at, group in around if group is own), around[0][0])
    return [(group, count + (n == at)) for n, (group, count) in enumerate(groups)]
