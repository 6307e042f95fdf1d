"""What the store answers about a node and a period: sums only, nothing about a person."""

from datetime import datetime
from enum import StrEnum

from spplus_desk.domain.statistics.counts import Counts
from spplus_desk.domain.statistics.measures import Share
from spplus_desk.domain.statistics.periods import Period
from spplus_desk.domain.statistics.questions import Node
from spplus_desk.domain.values import Value


class Dimension(StrEnum):
    STRUCTURE = "structure"
    CHANNEL = "channel"
    PROCEDURE = "procedure"
    TAG = "tag"
    BUSINESS_TAG = "business_tag"


class Sides(Value):
    """The counts of a period with the two percentiles of its delays, in microseconds (None without a dated reply)."""

    counts: Counts
    median: int | None
    p90: int | None
    slower: int = 0
    """First replies that took longer than the ninth decile."""
    worked_median: int | None = None
    """Of the working times of replies, in microseconds of opening; with `worked_p90` the internal clock's own."""
    worked_p90: int | None = None
    worked_slower: int = 0


class Point(Value):
    """A part of the period (see `Period.parts`)."""

    period: Period
    in_time: int
    dated: int

    @property
    def share(self) -> Share:
        return Share(self.in_time, self.dated)


class WaitingPlace(Value):
    """What is awaited in one child structure, with all below it."""

    structure_id: str
    name: str
    waiting: int
    late: int
    to_validate: int


class Waiting(Value):
    """Replies awaited at this day, one for each structure concerned; by calendar days since the publication."""

    ages: tuple[int, ...] = (0, 0, 0, 0)
    """0 to 2 days, 3 to 6, 7 to 13, 14 and more."""
    late: int = 0
    to_validate: int = 0
    places: tuple[WaitingPlace, ...] = ()
    """By child structure, the latest first."""

    @property
    def total(self) -> int:
        return sum(self.ages)


AGES: tuple[tuple[int, int | None], ...] = ((0, 2), (3, 6), (7, 13), (14, None))


class Line(Value):
    """One line of a breakdown. `median` is told for structures only. `key` is a structure's id, or the name itself."""

    dimension: Dimension
    key: str
    name: str
    experiences: int
    answered: int
    dated: int
    in_time: int
    useful: int
    not_useful: int
    median: int | None = None


class Numbers(Value, kw_only=True):
    """The whole answer. `at` is the moment of the count, `fresh` the last synchronisation."""

    node: Node
    name: str
    period: Period
    at: datetime
    fresh: datetime | None
    now: Sides
    before: Sides
    trend: tuple[Point, ...]
    trend_before: tuple[Point, ...]
    waiting: Waiting
    lines: tuple[Line, ...]
    zone: str
