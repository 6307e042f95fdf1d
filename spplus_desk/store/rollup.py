"""The sums behind the board, kept in the transaction of whatever changes the inbox.

For each slot a fact; for each node (see `rollup_nodes`) the sums of a day and of a month, and those of a day by
channel, procedure and tag. A change is the facts after it less the facts before it: what stays the same writes nothing.

They are made first in idle moments, in the order of the row numbers (`step`): up to `position` an experience is counted
and kept up to date, beyond it is not looked at yet.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from spplus_desk.domain.statistics import measures
from spplus_desk.domain.statistics.counts import DELAYS, NAMES, WIDTH, WORKED
from spplus_desk.domain.statistics.periods import day_of
from spplus_desk.domain.vocabulary import Sentiment
from spplus_desk.store import meta, rollup_facts, rollup_pending
from spplus_desk.store.connection import Database, one
from spplus_desk.store.mirror import ids_text
from spplus_desk.store.projections import RANK_ANSWERED, Scope
from spplus_desk.store.rollup_facts import Fact
from spplus_desk.store.rollup_nodes import Nodes

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
PART_COLUMNS = ("experiences", "answered", "dated", "in_time", "useful", "not_useful")
_POSITION, _PRINT = "board_position", "board_print"
_EXPERIENCES, _ANSWERED, _REPLIES = NAMES.index("experiences"), NAMES.index("answered"), NAMES.index("replies")
_USEFUL, _NOT_USEFUL, _RATED = NAMES.index("useful"), NAMES.index("not_useful"), NAMES.index("rated")
_TARGETS, _KEPT = NAMES.index("targets"), NAMES.index("kept")
_MOODS = {mood.value: NAMES.index(mood.value) for mood in Sentiment}
SUM_COLUMNS = (
    *NAMES,
    *(f"d{number}" for number in range(measures.BUCKETS)),
    *(f"w{number}" for number in range(measures.WORKED_BUCKETS)),
)
_ADD_SUMS = (
    f"INSERT INTO board_sums (node, grain, at, {', '.join(SUM_COLUMNS)}) VALUES (?, ?, ?{', ?' * WIDTH})"
    f" ON CONFLICT (node, grain, at) DO UPDATE SET {', '.join(f'{n} = {n} + excluded.{n}' for n in SUM_COLUMNS)}"
)
_ADD_PARTS = (
    f"INSERT INTO board_parts (node, part, day, {', '.join(PART_COLUMNS)}) VALUES (?, ?, ?{', ?' * len(PART_COLUMNS)})"
    f" ON CONFLICT (node, part, day) DO UPDATE SET {', '.join(f'{n} = {n} + excluded.{n}' for n in PART_COLUMNS)}"
)

Sums = dict[tuple[int, int], list[int]]
"""(node, day) to WIDTH numbers."""
Parts = dict[tuple[int, tuple[str, str], int], list[int]]
"""(node, (dimension, name), day) to the numbers of PART_COLUMNS."""


def position(database: Database) -> int | None:
    """How far the count has come, WHOLE when it is complete; None before it has begun."""
    found = meta.read(database, _POSITION)
    return None if found is None else int(found)


def stale(database: Database, scope: Scope) -> bool:
    """True when the tree is not the one that was counted by."""
    return meta.read(database, _PRINT) != scope.nodes.print


def refresh(database: Database, scope: Scope, slot_ids: Collection[str]) -> None:
    """After the inbox rows of some slots were made again, in the same transaction."""
    at = position(database)
    if at is None or not slot_ids:
        return
    nodes = scope.nodes
    if stale(database, scope):
        begin(database, nodes)
    if _clearing(database):
        return  # they are counted later, with all the others
    listed = ids_text({id.rpartition(":")[0] for id in slot_ids})
    before = rollup_facts.kept(database, listed)
    after = rollup_facts.of_experiences(database, scope, listed, at, rollup_pending.overrides(database, scope))
    missing = {fact.experience_id for fact in before}.difference(fact.experience_id for fact in after)
    if missing:
        aged = _aged(database, missing)
        after += [fact for fact in before if fact.experience_id in aged]
    _replace(database, nodes, before, after)


def recount_structures(database: Database, scope: Scope, structure_ids: Collection[str]) -> None:
    """The rows of some structures changed all at once (their internal targets). Many of them are counted anew, in idle
    moments or when somebody asks, instead of one by one now."""
    if position(database) is None:
        return
    found = database.raw.execute(
        "SELECT slot_id FROM inbox WHERE structure_id IN (SELECT value FROM json_each(?)) LIMIT ?",
        (ids_text(structure_ids), MANY + 1),
    ).fetchall()
    if len(found) > MANY:
        begin(database, scope.nodes)
    else:
        refresh(database, scope, [str(id) for (id,) in found])


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
    sums: Sums = {}
    parts: Parts = {}
    _count(left, nodes, 1, sums, parts)
    _write(database, sums, parts)


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


def _replace(database: Database, nodes: Nodes, before: Iterable[Fact], after: Iterable[Fact]) -> None:
    old, new = set(before), set(after)
    if old == new:
        return
    changed = {fact.experience_id for fact in old ^ new}
    gone = {fact.slot_id: fact for fact in old if fact.experience_id in changed}
    come = {fact.slot_id: fact for fact in new if fact.experience_id in changed}
    sums: Sums = {}
    parts: Parts = {}
    alone = [id for id, fact in come.items() if not fact.shared and (was := gone.get(id)) and not was.shared]
    for id in alone:
        _change(gone[id], come[id], nodes, sums, parts)
    others = set(alone)
    _count(sorted(fact for id, fact in gone.items() if id not in others), nodes, -1, sums, parts)
    _count(sorted(fact for id, fact in come.items() if id not in others), nodes, 1, sums, parts)
    rollup_facts.write(database, gone, come)
    _write(database, sums, parts)


def count(facts: Iterable[Fact], nodes: Nodes) -> tuple[Sums, Parts]:
    """The sums of some facts, all of each experience, in the order of their slots."""
    sums: Sums = {}
    parts: Parts = {}
    _count(facts, nodes, 1, sums, parts)
    return sums, parts


def _count(facts: Iterable[Fact], nodes: Nodes, sign: int, sums: Sums, parts: Parts) -> None:
    for _, group in groupby(facts, key=attrgetter("experience_id")):
        together = tuple(group)
        if len(together) == 1:
            _add(nodes.chain.get(together[0].structure_id, ()), _share(together), sign, sums, parts)
        else:
            of_node: dict[int, list[Fact]] = {}
            for fact in together:
                for node in nodes.chain.get(fact.structure_id, ()):
                    of_node.setdefault(node, []).append(fact)
            for node, here in of_node.items():
                _add((node,), _share(here), sign, sums, parts)


class _Share(NamedTuple):
    """What one experience adds as some nodes see it: numbers of the sums by column, those of each of its parts."""

    day: int
    columns: dict[int, int]
    names: tuple[tuple[str, str], ...]
    values: tuple[int, ...]


def _share(facts: Sequence[Fact]) -> _Share:
    """One experience as a node sees it: its first reply is the oldest of those given there."""
    day = facts[0].day if len(facts) == 1 else min(fact.day for fact in facts)
    answered = useful = not_useful = rated = replies = targets = kept = 0
    first = rollup_facts.UNKNOWN
    mood = None
    for fact in facts:
        if fact.state == RANK_ANSWERED:
            answered = 1
            replies += 1
        if fact.bucket >= 0 and (first < 0 or fact.bucket < first):
            first = fact.bucket
        if fact.useful or fact.not_useful:
            useful += fact.useful
            not_useful += fact.not_useful
            rated += 1
        if fact.target:
            targets += 1
            kept += fact.target - 1
        mood = mood or fact.sentiment
    columns = {_EXPERIENCES: 1}
    if answered:
        columns[_ANSWERED], columns[_REPLIES] = 1, replies
    if first >= 0:
        columns[DELAYS + first] = 1
    if mood:
        columns[_MOODS[mood]] = 1
    if rated:
        columns[_USEFUL], columns[_NOT_USEFUL], columns[_RATED] = useful, not_useful, rated
    if targets:
        columns[_TARGETS], columns[_KEPT] = targets, kept
    for fact in facts:
        if fact.worked_bucket >= 0:
            column = WORKED + fact.worked_bucket
            columns[column] = columns.get(column, 0) + 1
    values = (1, answered, int(first >= 0), int(0 <= first < measures.IN_TIME), useful, not_useful)
    return _Share(day, columns, tuple(_names(facts)), values)


def _add(nodes: Iterable[int], share: _Share, sign: int, sums: Sums, parts: Parts) -> None:
    day, columns = share.day, share.columns.items()
    values = [(column, value) for column, value in enumerate(share.values) if value]
    for node in nodes:
        line = sums.get((node, day))
        if line is None:
            line = sums[node, day] = [0] * WIDTH
        for column, value in columns:
            line[column] += sign * value
        if not values:
            continue
        for name in share.names:
            part = parts.get((node, name, day))
            if part is None:
                part = parts[node, name, day] = [0] * len(PART_COLUMNS)
            for column, value in values:
                part[column] += sign * value


def _change(old: Fact, new: Fact, nodes: Nodes, sums: Sums, parts: Parts) -> None:
    """One slot alone on its experience, before and after: where day, place and parts stay, only what moved is added."""
    gone, come = _share((old,)), _share((new,))
    if old.structure_id != new.structure_id or gone.day != come.day or gone.names != come.names:
        _add(nodes.chain.get(old.structure_id, ()), gone, -1, sums, parts)
        _add(nodes.chain.get(new.structure_id, ()), come, 1, sums, parts)
        return
    moved = {
        column: by
        for column in gone.columns | come.columns
        if (by := come.columns.get(column, 0) - gone.columns.get(column, 0))
    }
    values = tuple(after - before for before, after in zip(gone.values, come.values, strict=True))
    if moved:
        _add(nodes.chain.get(new.structure_id, ()), _Share(come.day, moved, come.names, values), 1, sums, parts)


def _names(facts: Sequence[Fact]) -> Iterable[tuple[str, str]]:
    fact = facts[0]
    if len(facts) == 1:
        return rollup_facts.parts_of(fact.channels, fact.procedures, fact.tags, fact.business_tags)
    return {
        name: None
        for fact in facts
        for name in rollup_facts.parts_of(fact.channels, fact.procedures, fact.tags, fact.business_tags)
    }


def _write(database: Database, sums: Sums, parts: Parts) -> None:
    rows: list[tuple[int, ...]] = []
    months: dict[tuple[int, int], list[int]] = {}
    for (node, day), line in sorted(sums.items()):
        if any(line):
            rows.append((node, DAILY, day, *line))
            key = (node, month_of(day))
            total = months.get(key)
            months[key] = list(line) if total is None else [a + b for a, b in zip(total, line, strict=True)]
    rows += [(node, MONTHLY, month, *line) for (node, month), line in sorted(months.items())]
    database.raw.executemany(_ADD_SUMS, rows)
    changed = [(key, part) for key, part in parts.items() if any(part)]
    if changed:
        numbers = _labels(database, {name for (_, name, _), _ in changed})
        database.raw.executemany(
            _ADD_PARTS, sorted((node, numbers[name], day, *part) for (node, name, day), part in changed)
        )


def _labels(database: Database, names: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    database.raw.executemany("INSERT OR IGNORE INTO board_labels (dimension, name) VALUES (?, ?)", sorted(names))
    found = database.raw.execute("SELECT part, dimension, name FROM board_labels")
    return {(dimension, name): part for part, dimension, name in found}


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
