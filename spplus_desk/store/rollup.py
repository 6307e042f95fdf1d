"""The sums behind the board, kept in the transaction of whatever changes the inbox.

For each slot a fact; for each node (see `rollup_nodes`) the sums of a day and of a month, and those of a day by
channel, procedure and tag. A change is the facts after it less the facts before it: what stays the same writes nothing.

They are made first in idle moments, in the order of the row numbers (`step`): up to `position` an experience is counted
and kept up to date, beyond it is not looked at yet.
"""

from collections.abc import Collection, Iterable
from functools import lru_cache

from spplus_desk.domain.statistics import measures
from spplus_desk.domain.statistics.counts import NAMES
from spplus_desk.domain.statistics.periods import day_of
from spplus_desk.store import meta, rollup_facts, rollup_pending
from spplus_desk.store.connection import Database, one
from spplus_desk.store.mirror import ids_text
from spplus_desk.store.projections import Scope
from spplus_desk.store.rollup_facts import Fact
from spplus_desk.store.rollup_nodes import Nodes
from spplus_desk.store.rollup_tally import PART_COLUMNS, Parts, Sums, Tally
from spplus_desk.store.values import json_text

DAILY, MONTHLY = 0, 1
SLICE = 500
"""Experiences counted in one idle moment: some tens of milliseconds."""
MANY = 2_000
"""Rows that are still counted again at once."""
WHOLE = 2**62
"""The position once all is counted."""
_NOTHING = -1
"""The position before the first experience. Below it the facts of a count before are being taken out, in slices: all
of a million take ten seconds, and a reply would wait for them. `_NOTHING - 1 - n`: those up to row `n` are out."""
_CLEARED = 5_000
"""Facts looked at in one slice of that."""
_POSITION, _PRINT = "board_position", "board_print"
SUM_COLUMNS = (
    *NAMES,
    *(f"d{number}" for number in range(measures.BUCKETS)),
    *(f"w{number}" for number in range(measures.WORKED_BUCKETS)),
)


def _addition(table: str, key: tuple[str, ...], columns: tuple[str, ...]) -> str:
    """Adds to the row of a key, made where there is none."""
    names = key + columns
    return (
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {', '.join(f'{n} = {n} + excluded.{n}' for n in columns)}"
    )


_ADD_SUMS = _addition("board_sums", ("node", "grain", "at"), SUM_COLUMNS)
_ADD_PARTS = _addition("board_parts", ("node", "day", "part"), PART_COLUMNS)


def position(database: Database) -> int | None:
    """How far the count has come, WHOLE when it is complete; None before it has begun."""
    found = meta.read(database, _POSITION)
    return None if found is None else int(found)


def stale(database: Database, scope: Scope) -> bool:
    """True when the tree is not the one that was counted by."""
    return meta.read(database, _PRINT) != scope.nodes.print


def refresh(database: Database, scope: Scope, slot_ids: Collection[str]) -> bool:
    """After the inbox rows of some slots were made again, in the same transaction. True when a figure has changed."""
    at = position(database)
    if at is None or not slot_ids:
        return False
    nodes = scope.nodes
    if stale(database, scope):
        begin(database, nodes)
    if _clearing(database):
        return False  # they are counted later, with all the others
    listed = ids_text({id.rpartition(":")[0] for id in slot_ids})
    before = rollup_facts.kept(database, listed)
    after = rollup_facts.of_experiences(database, scope, listed, at, rollup_pending.overrides(database, scope))
    missing = {fact.experience_id for fact in before}.difference(fact.experience_id for fact in after)
    if missing:
        aged = _aged(database, missing)
        after += [fact for fact in before if fact.experience_id in aged]
    return _replace(database, nodes, before, after)


def recount_structures(database: Database, scope: Scope, structure_ids: Collection[str]) -> bool:
    """The rows of some structures changed all at once (their internal targets). Many of them are counted anew, in idle
    moments or when somebody asks, instead of one by one now. True when a figure has changed, or may have."""
    if position(database) is None:
        return False
    found = database.raw.execute(
        "SELECT slot_id FROM inbox WHERE structure_id IN (SELECT value FROM json_each(?)) LIMIT ?",
        (ids_text(structure_ids), MANY + 1),
    ).fetchall()
    if len(found) > MANY:
        begin(database, scope.nodes)
        return True
    return refresh(database, scope, [str(id) for (id,) in found])


def forget(database: Database, scope: Scope, aged: dict[str, set[str]]) -> None:
    """The central deleted slots of experiences that had left by age: (experience, slots it still has)."""
    if position(database) is None or stale(database, scope):
        return
    before = rollup_facts.kept(database, ids_text(aged))
    after = [fact for fact in before if fact.slot_id in aged[fact.experience_id]]
    if _clearing(database):
        rollup_facts.remove(database, {fact.slot_id for fact in before}.difference(fact.slot_id for fact in after))
        return  # no sum has them yet
    _replace(database, scope.nodes, before, after)


def begin(database: Database, nodes: Nodes) -> None:
    """Counts again from nothing, by `step`."""
    for table in ("board_sums", "board_parts"):
        database.raw.execute(f"DELETE FROM {table}")
    meta.write(database, _POSITION, str(_NOTHING - 1))
    meta.write(database, _PRINT, nodes.print)


def _clearing(database: Database) -> bool:
    at = position(database)
    return at is not None and at < _NOTHING


def _clear(database: Database, nodes: Nodes, after: int) -> None:
    """One slice of what a count before left, from row `after` on. What left by age stays, and is counted at the end of
    it: no later step would find it."""
    found = one(
        database, "SELECT max(rowid) FROM (SELECT rowid FROM board_facts WHERE rowid > ? ORDER BY rowid LIMIT ?)",
        after, _CLEARED,
    )[0]  # fmt: skip
    if found is not None:
        database.raw.execute(
            "DELETE FROM board_facts WHERE rowid > ? AND rowid <= ?"
            " AND experience_id NOT IN (SELECT experience_id FROM aged)",
            (after, found),
        )
        meta.write(database, _POSITION, str(_NOTHING - 1 - int(found)))
        return
    meta.write(database, _POSITION, str(_NOTHING))
    columns = rollup_facts.COLUMNS
    left = [Fact._make(row) for row in database.raw.execute(f"SELECT {columns} FROM board_facts ORDER BY slot_id")]
    _write(database, *count(left, nodes))


def step(database: Database, scope: Scope) -> bool:
    """One slice of the first count; True while more is left."""
    at = position(database)
    if at is None or stale(database, scope):
        begin(database, scope.nodes)
        return True
    if at == WHOLE:
        return False
    if at < _NOTHING:
        _clear(database, scope.nodes, _NOTHING - 1 - at)
        return True
    found = one(database, "SELECT rid FROM experiences WHERE rid > ? ORDER BY rid LIMIT 1 OFFSET ?", at, SLICE - 1)
    upto = WHOLE if found is None else int(found[0])
    come = rollup_facts.of_range(database, scope, at, upto, rollup_pending.overrides(database, scope))
    _replace(database, scope.nodes, [], come)
    meta.write(database, _POSITION, str(upto))
    return upto != WHOLE


def _replace(database: Database, nodes: Nodes, before: Iterable[Fact], after: Iterable[Fact]) -> bool:
    """True when anything changed."""
    gone = {fact.slot_id: fact for fact in before}
    come = {fact.slot_id: fact for fact in after}
    changed = {fact.experience_id for id, fact in gone.items() if come.get(id) != fact}
    changed.update(fact.experience_id for id, fact in come.items() if id not in gone)
    if not changed:
        return False
    gone = {id: fact for id, fact in gone.items() if fact.experience_id in changed}
    come = {id: fact for id, fact in come.items() if fact.experience_id in changed}
    tally = Tally(nodes)
    tally.add(gone.values(), -1)
    tally.add(come.values(), 1)
    rollup_facts.write(database, gone, come)
    _write(database, tally.sums(), tally.parts())
    return True


def count(facts: Iterable[Fact], nodes: Nodes) -> tuple[Sums, Parts]:
    """The sums of some facts, all of each experience."""
    tally = Tally(nodes)
    tally.add(facts, 1)
    return tally.sums(), tally.parts()


def _write(database: Database, sums: Sums, parts: Parts) -> None:
    rows: list[tuple[int, ...]] = []
    months: dict[tuple[int, int], list[int]] = {}
    for (node, day), line in sums.items():
        if any(line):
            rows.append((node, DAILY, day, *line))
            key = (node, month_of(day))
            total = months.get(key)
            months[key] = line if total is None else [a + b for a, b in zip(total, line, strict=True)]
    rows += [(node, MONTHLY, month, *line) for (node, month), line in months.items()]
    database.raw.executemany(_ADD_SUMS, sorted(rows))  # in the order of the key: neighbours share a page
    changed = [(key, part) for key, part in parts.items() if any(part)]
    if changed:
        numbers = _labels(database, {name for (_, name, _), _ in changed})
        rows = [(node, day, numbers[name], *part) for (node, name, day), part in changed]
        database.raw.executemany(_ADD_PARTS, sorted(rows))


def _labels(database: Database, names: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    wanted = json_text(sorted(names))
    found = _known_labels(database, wanted)
    if len(found) < len(names):
        missing = sorted(names - found.keys())
        database.raw.executemany("INSERT INTO board_labels (dimension, name) VALUES (?, ?)", missing)
        found = _known_labels(database, wanted)
    return found


def _known_labels(database: Database, wanted: str) -> dict[tuple[str, str], int]:
    found = database.raw.execute(
        "SELECT l.part, l.dimension, l.name FROM json_each(?) t CROSS JOIN board_labels l"
        " ON l.dimension = t.value ->> 0 AND l.name = t.value ->> 1",
        (wanted,),
    )
    return {(dimension, name): part for part, dimension, name in found}


@lru_cache(maxsize=2_000)
def month_of(day: int) -> int:
    """Months since the year 0."""
    date = day_of(day)
    return date.year * 12 + date.month - 1


def _aged(database: Database, experiences: Collection[str]) -> set[str]:
    found = database.raw.execute(
        "SELECT a.experience_id FROM json_each(?) t CROSS JOIN aged a ON a.experience_id = t.value",
        (ids_text(experiences),),
    )
    return {str(id) for (id,) in found}
