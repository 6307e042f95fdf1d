"""Lists of the inbox on the reading connection: each is a temporary table of slot ids in their order, read by pages.

The order is frozen when the list is made: a page anywhere costs a range of row ids, and no row moves while the agent
reads. Groups are inserted one after the other, each a range of the index: their numbers come for nothing, and the most
urgent stand first also where the sites of an agent live in several time zones.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from spplus_desk.domain.deadlines import UrgencyGroup
from spplus_desk.domain.inbox import InboxRow
from spplus_desk.domain.listing import Ask, Listing, ListQuery
from spplus_desk.domain.values import Value
from spplus_desk.store import inbox_queries, list_filter
from spplus_desk.store.connection import Database, one
from spplus_desk.store.mirror import ids_text
from spplus_desk.store.projections import RANK_OPEN, Scope
from spplus_desk.store.urgency import group_ranges, with_one_more
from spplus_desk.store.values import instant_or_none, micros

FIRST = 40
"""Rows of a first answer, shown before a long list is whole."""
AROUND = 60
"""Rows on each side of the one that an answer lies around."""
_STEPS_BACK = 200
"""How far a kept row looks for one that stood before it and still stands."""


class Kept(Value):
    """A row that has left the list and still stands in it, under the agent's cursor."""

    key: str
    place: int


class _Part(Value):
    """A run of rows of one group: what chooses them, in the words of `inbox i`."""

    where: str
    values: tuple[Any, ...]
    group: UrgencyGroup | None = None


class Listings:
    """The lists that are alive on one connection: the one shown, and the one that will replace it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._alive: dict[int, Kept | None] = {}

    def first(self, scope: Scope, query: ListQuery, now: datetime) -> Listing | None:
        """The first rows of a long list, at once; None for a short one, which is made whole as fast."""
        found_in = list_filter.source(scope, query, now)
        keys: list[str] = []
        groups: list[tuple[UrgencyGroup, int]] = []
        for part in _parts(scope, query, now):
            sql, values = found_in.statement("i.slot_id", (part.where, part.values))
            rest = FIRST + 1 - len(keys)
            found = [str(key) for (key,) in self._database.raw.execute(f"{sql} LIMIT ?", (*values, rest))]
            if found and part.group is not None:
                groups.append((part.group, len(found)))
            keys += found
            if len(keys) > FIRST:
                rows = inbox_queries.rows_of(self._database, ids_text(keys))
                return Listing(number=0, count=len(rows), rows=rows, groups=tuple(groups), whole=False)
        return None

    def make(self, number: int, scope: Scope, query: ListQuery, ask: Ask, now: datetime) -> Listing:
        """A whole list called `number`; those that are neither it nor the one shown are dropped."""
        for old in [known for known in self._alive if known != ask.shown]:
            self._database.raw.execute(f"DROP TABLE IF EXISTS {_table(old)}")
            del self._alive[old]
        with self._one_moment():
            return self._make(number, scope, query, ask, now)

    def _make(self, number: int, scope: Scope, query: ListQuery, ask: Ask, now: datetime) -> Listing:
        base = ask.shown if ask.shown in self._alive else 0
        hold = ask.hold and base > 0
        table = _table(number)
        raw = self._database.raw
        raw.execute(f"CREATE TABLE {table} (n INTEGER PRIMARY KEY, slot_id TEXT NOT NULL)")
        self._alive[number] = None
        found_in = list_filter.source(scope, query, now)
        groups: list[tuple[UrgencyGroup, int]] = []
        count = waiting = 0
        for part in _parts(scope, query, now):
            condition = (part.where, part.values)
            if hold:
                sql, values = found_in.statement("count(*)", condition, ordered=False)
                waiting += int(one(self._database, sql, *values)[0])
                condition = (f"{part.where} AND i.slot_id IN ({self._keys_of(base)})", part.values)
            sql, values = found_in.statement("i.slot_id", condition)
            added = raw.execute(f"INSERT INTO {table} (slot_id) {sql}", values).rowcount
            count += added
            if added and part.group is not None:
                groups.append((part.group, added))
        held = waiting - count if hold else 0
        places: dict[str, int] = {}
        if ask.cursor:
            place = self._place(number, ask.cursor)
            if place is None and base and ask.keep:
                row = inbox_queries.rows_of(self._database, ids_text((ask.cursor,)))
                place = self._place_of_kept(base, number, ask.cursor) if row else None
                if place is not None and row:
                    self._alive[number] = Kept(ask.cursor, place)
                    count += 1
                    if query.grouped:
                        groups = with_one_more(groups, place, row[0], now)
            if place is not None:
                places[ask.cursor] = place
        if ask.around and ask.around not in places:
            place = self._place(number, ask.around)
            if place is not None:
                places[ask.around] = place
        middle = places.get(ask.around, min(ask.near, max(count - 1, 0)))
        start = max(0, middle - AROUND)
        due = one(
            self._database, f"SELECT min(urgency) FROM inbox WHERE rank = {RANK_OPEN} AND urgency > ?", micros(now)
        )
        return Listing(
            number=number,
            count=count,
            start=start,
            rows=self.page(number, start, 2 * AROUND) or (),
            groups=tuple(groups),
            held=held,
            places=places,
            next_due=instant_or_none(due[0]),
        )

    def page(self, number: int, start: int, count: int) -> tuple[InboxRow | None, ...] | None:
        """The rows at the places from `start` on, as they are now; None when that list is no more.

        One that left the inbox since the list was made is None.
        """
        keys = self.keys(number, start, count)
        if keys is None:
            return None
        found = {row.key: row for row in inbox_queries.rows_of(self._database, ids_text(keys))}
        return tuple(found.get(key) for key in keys)

    def keys(self, number: int, start: int, count: int) -> list[str] | None:
        """The slots at the places from `start` on; None when that list is no more."""
        if number not in self._alive:
            return None
        kept = self._alive[number]
        if kept is None or start + count <= kept.place:
            return self._read(number, start, count)
        if start > kept.place:
            return self._read(number, start - 1, count)
        before = self._read(number, start, kept.place - start)
        return [*before, kept.key, *self._read(number, kept.place, count - len(before) - 1)]

    def _read(self, number: int, start: int, count: int) -> list[str]:
        found = self._database.raw.execute(
            f"SELECT slot_id FROM {_table(number)} WHERE n > ? AND n <= ? ORDER BY n", (start, start + count)
        )
        return [str(key) for (key,) in found]

    def _place(self, number: int, key: str) -> int | None:
        found = one(self._database, f"SELECT n FROM {_table(number)} WHERE slot_id = ?", key)
        kept = self._alive[number]
        if kept is not None and kept.key == key:
            return kept.place
        if found is None:
            return None
        place = int(found[0]) - 1
        return place if kept is None or place < kept.place else place + 1

    def _place_of_kept(self, base: int, number: int, key: str) -> int | None:
        """Right after the nearest row that stood before `key` and still stands; None when it was not there."""
        place = self._place(base, key)
        if place is None:
            return None
        start = max(0, place - _STEPS_BACK)
        for before in reversed(self.keys(base, start, place - start) or []):
            found = self._place(number, before)
            if found is not None:
                return found + 1
        return 0

    def _keys_of(self, number: int) -> str:
        kept = self._alive[number]
        own = "" if kept is None else f" UNION ALL SELECT '{kept.key.replace(chr(39), chr(39) * 2)}'"
        return f"SELECT slot_id FROM {_table(number)}{own}"

    @contextmanager
    def _one_moment(self) -> Iterator[None]:
        """What is read inside is of one commit; a list that did not become whole is no more."""
        raw, alive = self._database.raw, dict(self._alive)
        raw.execute("BEGIN")
        try:
            yield
            raw.execute("COMMIT")
        except BaseException:
            self._alive = alive
            if raw.in_transaction:  # an interruption has rolled it back already
                raw.execute("ROLLBACK")
            raise


def _parts(scope: Scope, query: ListQuery, now: datetime) -> list[_Part]:
    """In the order in which they stand in the list."""
    where, values = inbox_queries.where(scope, query.view, now)
    if not query.grouped:
        return [_Part(where, values)]
    return [
        _Part(f"{where} AND {found.where}", (*values, *found.values), found.group)
        for found in group_ranges(scope.zones, now)
    ]


def _table(number: int) -> str:
    return f"temp.listing_{number:d}"
