"""The filters of a query, as sets of experiences. What a slot says is one condition on its row of the inbox."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from spplus_desk.domain.folding import folded_line
from spplus_desk.domain.inbox import View
from spplus_desk.domain.query import Field, Query, Standing
from spplus_desk.store import inbox_queries
from spplus_desk.store.connection import Database
from spplus_desk.store.mirror import ids_text
from spplus_desk.store.projections import Scope
from spplus_desk.store.values import json_text, micros, texts

Condition = tuple[str, tuple[Any, ...]]

_OF_SLOT = (Field.CHANNEL, Field.STATE, Field.STRUCTURE, Field.SINCE, Field.UNTIL)
_OF_EXPERIENCE = (Field.SENTIMENT, Field.PROCEDURE)
_VIEWS = {
    Standing.TO_ANSWER: View.TO_ANSWER,
    Standing.LATE: View.LATE,
    Standing.DUE_SOON: View.DUE_SOON,
    Standing.TO_VALIDATE: View.TO_VALIDATE,
    Standing.ANSWERED: View.ANSWERED,
    Standing.MINE: View.MY_CLAIMS,
}


def slot_condition(database: Database, query: Query, scope: Scope, now: datetime) -> Condition | None:
    """What a row `i` of the inbox must satisfy; None when no filter speaks of it."""
    parts: list[str] = []
    values: list[Any] = []
    for field in _OF_SLOT:
        for excluded in (False, True):
            asked = query.of(field, excluded=excluded)
            if not asked:
                continue
            # Two dates of one field narrow each other, all else widens.
            joint = " AND " if field in (Field.SINCE, Field.UNTIL) and not excluded else " OR "
            each = [_one(database, field, value, scope, now) for value in asked]
            whole = f"({joint.join(f'({where})' for where, _values in each)})"
            parts.append(f"NOT {whole}" if excluded else whole)
            values += [value for _where, of_one in each for value in of_one]
    return (" AND ".join(parts), tuple(values)) if parts else None


def experience_sets(database: Database, query: Query) -> list[tuple[bool, frozenset[int]]]:
    """(excluded, row numbers of experiences) for each field that an experience itself answers."""
    found: list[tuple[bool, frozenset[int]]] = []
    for field in _OF_EXPERIENCE:
        for excluded in (False, True):
            asked = query.of(field, excluded=excluded)
            if asked:
                column, values = (
                    ("sentiment", asked) if field is Field.SENTIMENT else ("procedures", _procedures(database, asked))
                )
                rows = database.raw.execute(
                    f"SELECT rid FROM experiences WHERE {column} IN (SELECT value FROM json_each(?))",
                    (json_text(list(values)),),
                )
                found.append((excluded, frozenset(rid for (rid,) in rows)))
    return found


def _one(database: Database, field: Field, value: str, scope: Scope, now: datetime) -> Condition:
    match field:
        case Field.CHANNEL:
            # Channels are kept as a JSON list: the label between its quotes is in it or not.
            return "instr(i.channels, ?) > 0", (json_text(value),)
        case Field.STRUCTURE:
            return "i.structure_id IN (SELECT value FROM json_each(?))", (ids_text(_structures(database, value)),)
        case Field.SINCE:
            return "i.published_at >= ?", (_midnight(value, 0, scope),)
        case Field.UNTIL:
            return "i.published_at < ?", (_midnight(value, 1, scope),)
        case _:
            standing = Standing(value)
            view = _VIEWS.get(standing)
            return ("i.state = ?", (standing.value,)) if view is None else inbox_queries.where(scope, view, now)


def _midnight(day: str, later: int, scope: Scope) -> int:
    """The days of the agent's own site."""
    zone = ZoneInfo(next(iter(scope.zones), "Europe/Paris"))
    return micros(datetime.combine(date.fromisoformat(day) + timedelta(days=later), time.min, zone))


def _structures(database: Database, value: str) -> list[str]:
    found = database.raw.execute("SELECT id, name, town FROM structures")
    return [str(id) for id, name, town in found if _all_in(value, f"{id} {name} {town}")]


def _procedures(database: Database, asked: Iterable[str]) -> list[str]:
    """The lists of procedures, as they are kept, that hold one of those asked for."""
    lists = database.raw.execute("SELECT DISTINCT procedures FROM experiences WHERE procedures <> '[]'")
    return [kept for (kept,) in lists if any(_all_in(value, procedure) for procedure in texts(kept) for value in asked)]


def _all_in(value: str, text: str) -> bool:
    """Every word of `value` begins a word of `text`."""
    there = folded_line(text).split()
    return all(any(word.startswith(part) for word in there) for part in folded_line(value).split())
