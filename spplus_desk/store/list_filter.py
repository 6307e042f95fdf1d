"""What a list is made of, as SQL: view, sites and filter, translated once for rows, numbers and choices.

The words of a condition speak of `i`, a row of the inbox. A list that is filtered by a value is found in that value's
run of `inbox_facets` (`k`), which has rank, urgency and slot already in the order of the list; the row itself is only
joined where something else of it is asked.
"""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from spplus_desk.domain.inbox_filter import BY_ME, BY_NOBODY, NO_FILTER, Choice, Filter
from spplus_desk.domain.listing import ListQuery
from spplus_desk.domain.values import Value, replace
from spplus_desk.store import inbox_queries
from spplus_desk.store.connection import Database, one
from spplus_desk.store.facets import PREFIXES, SINGLE, facet
from spplus_desk.store.projections import DEFAULT_ZONE, Scope
from spplus_desk.store.values import micros

Condition = tuple[str, tuple[Any, ...]]
_OF_KEY = ("rank", "urgency", "slot_id")


class Source(Value):
    """Where the rows of a query come from. `statement` completes it."""

    query: ListQuery
    driver: tuple[str, ...]
    """The facet values whose runs are read; none: the inbox itself."""
    where: str
    values: tuple[Any, ...]

    def statement(self, what: str, more: Condition = ("1 = 1", ()), *, ordered: bool = True) -> Condition:
        """`SELECT what` (in the words of `i`) with one more condition."""
        where, values = f"({more[0]})", more[1]
        if self.where:
            where, values = f"{where} AND {self.where}", (*values, *self.values)
        end = f" ORDER BY {inbox_queries.ORDER[self.query.order]}" if ordered else ""
        if not self.driver:
            return f"SELECT {what} FROM inbox i WHERE {where}{end}", values
        text = f"WHERE k.value {_among(self.driver)} AND {where}{end}"
        for column in _OF_KEY:
            text, what = text.replace(f"i.{column}", f"k.{column}"), what.replace(f"i.{column}", f"k.{column}")
        joined = (
            " CROSS JOIN inbox i ON i.slot_id = k.slot_id" if " i." in text or "(i." in text or "i." in what else ""
        )
        return f"SELECT {what} FROM inbox_facets k{joined} {text}", (*self.driver, *values)


def source(scope: Scope, query: ListQuery, now: datetime) -> Source:
    groups = _groups(query)
    driver = next((group for group in groups if len(group) == 1 or group[0][0] in SINGLE), ())
    parts: list[str] = []
    values: list[Any] = []
    for group in groups:
        if group is not driver:
            parts.append(
                f"EXISTS (SELECT 1 FROM inbox_facets f WHERE f.value {_among(group)} AND f.rank = i.rank"
                " AND f.urgency = i.urgency AND f.slot_id = i.slot_id)"
            )
            values += group
    for where, given in _plain(scope, query.filter, now):
        parts.append(where)
        values += given
    return Source(query, driver, " AND ".join(parts), tuple(values))


def count(database: Database, scope: Scope, query: ListQuery, now: datetime) -> int:
    """How many rows the list of `query` has."""
    of_view = inbox_queries.where(scope, query.view, now)
    sql, values = source(scope, query, now).statement("count(*)", of_view, ordered=False)
    return int(one(database, sql, *values)[0])


def choices(database: Database, scope: Scope, query: ListQuery, now: datetime) -> tuple[Choice, ...]:
    """What the rows of the view (in its sites, without its filter) can be filtered by, the most frequent first."""
    bare = replace(query, filter=NO_FILTER)
    where, values = inbox_queries.where(scope, query.view, now)
    of_sites = ""
    given: tuple[Any, ...] = ()
    if query.sites:
        given = tuple(facet("structures", site) for site in query.sites)
        of_sites = (
            f" AND EXISTS (SELECT 1 FROM inbox_facets f WHERE f.value {_among(given)} AND f.rank = i.rank"
            " AND f.urgency = i.urgency AND f.slot_id = i.slot_id)"
        )
    text = f"WHERE {where}{of_sites} GROUP BY k.value ORDER BY count(*) DESC, k.value"
    for column in _OF_KEY:
        text = text.replace(f"i.{column}", f"k.{column}")
    joined = " CROSS JOIN inbox i ON i.slot_id = k.slot_id" if " i." in text or "(i." in text else ""
    rows = database.raw.execute(f"SELECT k.value, count(*) FROM inbox_facets k{joined} {text}", (*values, *given))
    field_of = {letter: field for field, letter in PREFIXES.items()}
    found = [
        Choice(field_of[value[0]], value[2:], _named(scope, field_of[value[0]], value[2:]), int(number))
        for value, number in rows
    ]
    claims = source(scope, bare, now).statement(
        "i.claimed_by, i.claimed_by_name, count(*)", (f"{where} AND i.claimed_by IS NOT NULL", values), ordered=False
    )
    for who, name, number in database.raw.execute(f"{claims[0]} GROUP BY i.claimed_by ORDER BY 3 DESC", claims[1]):
        found.append(Choice("claimed", str(who), str(name), int(number)))
    return tuple(found)


def _named(scope: Scope, field: str, value: str) -> str:
    structure = scope.structure(value) if field == "structures" else None
    return value if structure is None else structure.name


def _groups(query: ListQuery) -> list[tuple[str, ...]]:
    """The facet values asked for: those of a group widen each other; the rarer ones first."""
    asked = query.filter
    found: list[tuple[str, ...]] = []
    for field in PREFIXES:
        given = ("1",) if field == "improvement" and asked.improvement else getattr(asked, field) or ()
        if given:
            found.append(tuple(facet(field, str(value)) for value in given))
    if query.sites:
        found.append(tuple(facet("structures", site) for site in query.sites))
    return found


def _plain(scope: Scope, asked: Filter, now: datetime) -> list[Condition]:
    found: list[Condition] = []
    if asked.states:
        found.append((f"i.state {_among(asked.states)}", tuple(state.value for state in asked.states)))
    claims: list[Condition] = []
    for who in asked.claimed:
        if who == BY_NOBODY:
            claims.append(("i.claimed_by IS NULL", ()))
        else:
            claims.append(("i.claimed_by = ?", (scope.agent.id if who == BY_ME else who,)))
    if claims:
        where = " OR ".join(part for part, _ in claims)
        found.append((f"({where})", tuple(value for _, given in claims for value in given)))
    zone = ZoneInfo(next(iter(scope.zones), DEFAULT_ZONE))
    since = asked.since
    if asked.days:
        last = now.astimezone(zone).date() - timedelta(days=asked.days - 1)
        since = last if since is None else max(since, last)
    if since is not None:
        found.append(("i.published_at >= ?", (_midnight(since, zone),)))
    if asked.until is not None:
        found.append(("i.published_at < ?", (_midnight(asked.until + timedelta(days=1), zone),)))
    return found


def _midnight(day: date, zone: ZoneInfo) -> int:
    return micros(datetime.combine(day, time.min, zone))


def _among(values: tuple[Any, ...]) -> str:
    return "= ?" if len(values) == 1 else f"IN ({', '.join('?' * len(values))})"
