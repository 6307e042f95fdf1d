"""How counts become figures: shares that refuse small numbers, percentiles by one named method, delays in buckets.

A delay is kept to the microsecond where both instants are known, in whole calendar days where one of them is a day.
"""

from bisect import bisect_right
from datetime import timedelta

from spplus_desk.domain.values import Value

MINIMUM = 10
"""Under so many items a percentage says nothing, and might point at somebody."""
DAY = 24 * 3600 * 1_000_000
"""Microseconds."""
EDGES = (*range(1, 15), 30, 60, 180)
"""Whole days at which a bucket of delays ends: 0, 1, … 13 days, then 14 to 29, 30 to 59, 60 to 179, 180 and more."""
BUCKETS = len(EDGES) + 1
HOUR = 3600 * 1_000_000
WORKED_EDGES = (2, 4, 8, 12, 16, 24, 32, 48, 72, 120, 240)
"""Hours of opening at which a bucket of working times ends."""
WORKED_BUCKETS = len(WORKED_EDGES) + 1
IN_TIME = 7
"""The published indicator: buckets under that are in time (« en moins de 7 jours »)."""
METHOD = "rang le plus proche"


def bucket(delay: int) -> int:
    """The bucket of a delay in microseconds."""
    return bisect_right(EDGES, delay // DAY)


def worked_bucket(worked: int) -> int:
    """The bucket of a working time in microseconds."""
    return bisect_right(WORKED_EDGES, worked // HOUR)


class Share(Value):
    """`part` of `whole`; a percentage only from MINIMUM on."""

    part: int = 0
    whole: int = 0

    @property
    def enough(self) -> bool:
        return self.whole >= MINIMUM

    @property
    def percent(self) -> float | None:
        return 100 * self.part / self.whole if self.enough else None


def rank(share: float, count: int) -> int:
    """Which of `count` sorted values, from 0, is the percentile `share` (0 < share <= 1) by the nearest rank: the
    smallest value that at least this share of all values does not exceed (definition 1 of Hyndman and Fan, 1996)."""
    exact = share * count
    whole = int(exact)
    # 0.9 * 10 is 9.000000000000002 to some machines: a hair is not a rank.
    return max(0, (whole if exact - whole < 1e-9 else whole + 1) - 1)


def place(share: float, histogram: tuple[int, ...]) -> tuple[int, int] | None:
    """(bucket, rank within it) of a percentile; None without values."""
    total = sum(histogram)
    if not total:
        return None
    left = rank(share, total)
    for number, held in enumerate(histogram):
        if left < held:
            return number, left
        left -= held
    raise AssertionError("a rank lies within the total")


def days(delay: int) -> float:
    return delay / DAY


def hours(worked: int) -> float:
    return worked / HOUR


def micros(delay: timedelta) -> int:
    return delay // timedelta(microseconds=1)
