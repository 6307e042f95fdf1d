"""The value at a rank, exact to the microsecond: its bucket comes from the sums, its rank within it from the facts.

A bucket of a network over years holds hundreds of thousands of values. It is halved by counting, which the index does
without a row for Python, until what is left is worth reading.
"""

from bisect import bisect_right
from collections.abc import Collection
from typing import NamedTuple

import msgspec

from spplus_desk.domain.statistics import measures
from spplus_desk.domain.statistics.measures import place
from spplus_desk.domain.statistics.periods import Period, number_of
from spplus_desk.store.connection import Database, one
from spplus_desk.store.mirror import ids_text

MEDIAN, P90 = 0.5, 0.9
MANY = 20_000
"""Values that are read at once: some milliseconds."""
_ENDLESS = 2**62
_numbers = msgspec.json.Decoder(list[int])


class Clock(NamedTuple):
    """Where the values of a clock stand. `edges`: where its buckets end, in microseconds; `shared` reads those of
    experiences with several slots here: they may count on another day, or not each for itself."""

    column: str
    bucket: str
    by_index: str
    edges: tuple[int, ...]
    shared: str

    def bounds(self, bucket: int) -> tuple[int, int]:
        """From the first on, until just before the second."""
        edges = (0, *self.edges, _ENDLESS)
        return edges[bucket], edges[bucket + 1]


REPLY_DELAYS = Clock(
    "delay", "bucket", "board_facts_by_delay", tuple(day * measures.DAY for day in measures.EDGES),
    "SELECT min(CASE WHEN delay >= 0 THEN delay END) AS value FROM board_facts"
    " INDEXED BY board_facts_shared WHERE shared = 1 AND structure_id IN (SELECT value FROM json_each(?1))"
    " GROUP BY experience_id HAVING value IS NOT NULL AND min(day) BETWEEN ?2 AND ?3",
)  # fmt: skip
"""First replies: one for an experience, the oldest of those given here."""
WORKING_TIMES = Clock(
    "worked", "worked_bucket", "board_facts_by_worked", tuple(hour * measures.HOUR for hour in measures.WORKED_EDGES),
    "SELECT value FROM (SELECT worked AS value, min(day) OVER (PARTITION BY experience_id) AS day"
    "  FROM board_facts INDEXED BY board_facts_shared WHERE shared = 1"
    "  AND structure_id IN (SELECT value FROM json_each(?1)))"
    " WHERE value >= 0 AND day BETWEEN ?2 AND ?3",
)  # fmt: skip
"""One for each reply. That of a shared experience counts by the day on which this was published first, as in the
sums."""


class Ranks:
    """The values of some structures and a period on one clock."""

    def __init__(self, database: Database, clock: Clock, structures: Collection[str], period: Period) -> None:
        self._database, self._clock = database, clock
        self._listed = ids_text(sorted(structures))
        self._days = number_of(period.first), number_of(period.last)
        self._alone = (
            f"FROM json_each(?1) t CROSS JOIN board_facts f INDEXED BY {clock.by_index} ON f.structure_id = t.value"
            f" AND f.{clock.bucket} = ?2 AND f.{clock.bucket} >= 0 AND f.{clock.column} >= ?3 AND f.{clock.column} < ?4"
            " AND f.shared = 0 WHERE f.day BETWEEN ?5 AND ?6"
        )
        self._shared: list[int] | None = None
        self._counted: dict[tuple[int, int], int] = {}
        self._read: dict[tuple[int, int], list[int]] = {}

    def spread(self, histogram: tuple[int, ...]) -> tuple[int | None, int | None, int]:
        """Median, ninth decile, and how many values are above this one. `histogram`: how many there are by bucket."""
        median, p90 = self.value(MEDIAN, histogram), self._found(P90, histogram)
        return (median, *p90) if p90 is not None else (None, None, 0)

    def value(self, share: float, histogram: tuple[int, ...]) -> int | None:
        """The percentile `share`; None without values."""
        found = self._found(share, histogram)
        return None if found is None else found[0]

    def _found(self, share: float, histogram: tuple[int, ...]) -> tuple[int, int] | None:
        """The value, and how many are above it."""
        placed = place(share, histogram)
        if placed is None:
            return None
        bucket, rank = placed
        low, high = self._clock.bounds(bucket)
        passed, inside = 0, histogram[bucket]
        while inside > MANY and low + 1 < high < _ENDLESS:
            middle = (low + high) // 2
            below = self._count(bucket, low, middle)
            if rank - passed < below:
                high, inside = middle, below
            else:
                low, passed, inside = middle, passed + below, inside - below
        values = self._values(bucket, low, high)
        value = values[rank - passed]
        above = histogram[bucket] - passed - bisect_right(values, value) + sum(histogram[bucket + 1 :])
        return value, above

    def _count(self, bucket: int, low: int, high: int) -> int:
        if (low, high) not in self._counted:
            sql = f"SELECT count(*) {self._alone}"
            alone = one(self._database, sql, self._listed, bucket, low, high, *self._days)[0]
            self._counted[low, high] = int(alone) + len(self._shared_within(low, high))
        return self._counted[low, high]

    def _values(self, bucket: int, low: int, high: int) -> list[int]:
        """Sorted. They come as one text: so many rows would cost three times as much."""
        if (low, high) not in self._read:
            sql = f"SELECT coalesce(group_concat(f.{self._clock.column}), '') {self._alone}"
            text = one(self._database, sql, self._listed, bucket, low, high, *self._days)[0]
            self._read[low, high] = sorted(_numbers.decode(f"[{text}]") + self._shared_within(low, high))
        return self._read[low, high]

    def _shared_within(self, low: int, high: int) -> list[int]:
        if self._shared is None:
            rows = self._database.raw.execute(self._clock.shared, (self._listed, *self._days))
            self._shared = [int(value) for (value,) in rows]
        return [value for value in self._shared if low <= value < high]
