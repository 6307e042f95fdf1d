"""What stands in the list: rows and the headers of groups, by their place. Pure."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

from spplus_desk.domain.deadlines import UrgencyGroup, next_turn
from spplus_desk.domain.inbox import InboxRow
from spplus_desk.domain.values import Value


class Header(Value):
    group: UrgencyGroup
    count: int | None
    """None where the list is not whole yet."""


class Awaited(Value):
    """A row that is being read."""


AWAITED = Awaited()
Item: TypeAlias = InboxRow | Header | Awaited


class Shape:
    """Where headers and rows stand: `items` count both, `places` count rows alone."""

    def __init__(self, count: int, groups: Sequence[tuple[UrgencyGroup, int]], *, whole: bool = True) -> None:
        self.rows = count
        self.headers = [Header(group, number if whole else None) for group, number in groups]
        self.heads: list[int] = []
        """The items that are headers, ascending."""
        at = 0
        for _group, number in groups:
            self.heads.append(at)
            at += number + 1
        self._first_places = [head - n for n, head in enumerate(self.heads)]
        self.items = count + len(self.heads)

    def header_at(self, item: int) -> Header | None:
        n = bisect_right(self.heads, item) - 1
        return self.headers[n] if n >= 0 and self.heads[n] == item else None

    def place_of(self, item: int) -> int:
        """The place of a row that is the item `item`; of a header, that of the row after it."""
        before = bisect_right(self.heads, item)
        is_head = before > 0 and self.heads[before - 1] == item
        return item - before + is_head

    def item_of(self, place: int) -> int:
        return place + bisect_right(self._first_places, place)


def next_change(rows: Iterable[InboxRow], now: datetime) -> datetime | None:
    """The next instant at which a chip or a group of these rows says something else; None without open rows."""
    turns: list[datetime] = []
    zones: set[str] = set()
    for row in rows:
        if row.replied_at is not None:
            continue
        zones.add(row.timezone)
        if now < row.due_at:
            turns.append(row.due_at)
        else:
            step = timedelta(hours=1) if now - row.due_at < timedelta(days=1) else timedelta(days=1)
            turns.append(row.due_at + ((now - row.due_at) // step + 1) * step)
    turns.extend(next_turn(now, zone) for zone in zones)
    return min(turns, default=None)
