"""The sums of the board held against a full count: facts made anew from inbox and mirror, added up in one go."""

from spplus_desk.domain.values import Value
from spplus_desk.store import rollup, rollup_facts, rollup_pending
from spplus_desk.store.connection import Database
from spplus_desk.store.projections import Scope
from spplus_desk.store.rollup import DAILY, MONTHLY, SUM_COLUMNS, month_of
from spplus_desk.store.rollup_facts import Fact
from spplus_desk.store.rollup_tally import PART_COLUMNS


class Difference(Value):
    """One sum that is not what a recount finds. `place` names table, node and day (or month)."""

    place: str
    kept: int
    recounted: int


def differences(database: Database, scope: Scope) -> tuple[Difference, ...]:
    """The facts of what left by age have no source any more: they are taken as they were kept."""
    fresh = rollup_facts.of_range(database, scope, -1, rollup.WHOLE, rollup_pending.overrides(database, scope))
    left = [
        Fact._make(row)
        for row in database.raw.execute(
            f"SELECT {rollup_facts.COLUMNS} FROM board_facts WHERE experience_id IN (SELECT experience_id FROM aged)"
        )
    ]
    facts = sorted([*fresh, *left])
    stored = {Fact._make(row) for row in database.raw.execute(f"SELECT {rollup_facts.COLUMNS} FROM board_facts")}
    found = [
        Difference(f"fact {fact.slot_id}", int(fact in stored), int(fact not in stored))
        for fact in sorted(stored ^ set(facts))
    ]
    sums, parts = rollup.count(facts, scope.nodes)
    wanted: dict[str, int] = {}
    for (node, day), line in sums.items():
        for grain, at in ((DAILY, day), (MONTHLY, month_of(day))):
            for name, value in zip(SUM_COLUMNS, line, strict=True):
                key = f"sums {node} {grain} {at} {name}"
                wanted[key] = wanted.get(key, 0) + value
    for (node, (dimension, label), day), part in parts.items():
        for name, value in zip(PART_COLUMNS, part, strict=True):
            wanted[f"parts {node} {dimension} {label} {day} {name}"] = value
    kept = _kept(database)
    for place in sorted(kept.keys() | wanted.keys()):
        here, there = kept.get(place, 0), wanted.get(place, 0)
        if here != there:
            found.append(Difference(place, here, there))
    return tuple(found)


def _kept(database: Database) -> dict[str, int]:
    found: dict[str, int] = {}
    for node, grain, at, *values in database.raw.execute(
        f"SELECT node, grain, at, {', '.join(SUM_COLUMNS)} FROM board_sums"
    ):
        found.update({f"sums {node} {grain} {at} {SUM_COLUMNS[n]}": v for n, v in enumerate(values) if v})
    for node, dimension, name, day, *values in database.raw.execute(
        f"SELECT p.node, l.dimension, l.name, p.day, {', '.join(PART_COLUMNS)} FROM board_parts p"
        " JOIN board_labels l ON l.part = p.part"
    ):
        found.update({f"parts {node} {dimension} {name} {day} {PART_COLUMNS[n]}": v for n, v in enumerate(values) if v})
    return found
