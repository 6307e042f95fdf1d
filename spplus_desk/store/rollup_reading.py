"""The sums read back: what the board asks for, on the database thread. Plain SQL; each read is one short query."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from spplus_desk.domain.statistics import measures
from spplus_desk.domain.statistics.answers import AGES, Dimension, Line, Numbers, Point, Sides, Waiting, WaitingPlace
from spplus_desk.domain.statistics.counts import WORKED, Counts, counts
from spplus_desk.domain.statistics.periods import Period, number_of
from spplus_desk.domain.statistics.questions import Node
from spplus_desk.store import meta
from spplus_desk.store.connection import Database, one
from spplus_desk.store.mirror import ids_text
from spplus_desk.store.projections import RANK_OPEN, RANK_TO_VALIDATE, Scope
from spplus_desk.store.rollup import DAILY, MONTHLY, SUM_COLUMNS, month_of
from spplus_desk.store.rollup_ranks import MEDIAN, REPLY_DELAYS, WORKING_TIMES, Ranks
from spplus_desk.store.rollup_tally import PART_COLUMNS
from spplus_desk.store.values import json_text, micros

_TOTALS = ", ".join(f"coalesce(sum({name}), 0)" for name in SUM_COLUMNS)
_PUBLISHED_TOTALS = ", ".join(f"coalesce(sum({name}), 0)" for name in SUM_COLUMNS[:WORKED])
_PART_TOTALS = ", ".join(f"sum({name}) AS {name}" for name in PART_COLUMNS)
_IN_TIME = " + ".join(f"d{number}" for number in range(measures.IN_TIME))
_DATED = " + ".join(f"d{number}" for number in range(measures.BUCKETS))


def numbers(database: Database, scope: Scope, node: Node, period: Period, now: datetime) -> Numbers | None:
    """All that the board shows of a node; None for one outside the scope."""
    number = scope.nodes.node(node.structure_id, alone=node.alone)
    if number is None:
        return None
    structures = scope.nodes.structures(node.structure_id, alone=node.alone)
    structure = scope.structure(node.structure_id)
    return Numbers(
        node=node,
        name=structure.name if structure is not None else node.structure_id,
        period=period,
        at=now,
        fresh=meta.read_instant(database, "last_success"),
        now=sides(database, number, structures, period),
        before=sides(database, number, structures, period.previous),
        trend=trend(database, number, period),
        trend_before=trend(database, number, period.previous),
        waiting=waiting(database, scope, node, structures, now),
        lines=(
            *children(database, scope, node, period),
            *parts(database, number, period),
        ),
        zone=scope.zone_of(node.structure_id),
    )


def sides(database: Database, number: int, structures: Collection[str], period: Period) -> Sides:
    total = totals(database, number, period)
    delays = Ranks(database, REPLY_DELAYS, structures, period).spread(total.delays)
    worked = Ranks(database, WORKING_TIMES, structures, period).spread(total.worked)
    return Sides(total, *delays, *worked)


def totals(database: Database, number: int, period: Period) -> Counts:
    where, values = _spans(period)
    found = one(database, f"SELECT {_TOTALS} FROM board_sums WHERE node = ? AND ({where})", number, *values)
    return counts(tuple(int(value) for value in found))


def _spans(period: Period) -> tuple[str, list[int]]:
    """Whole months by their own sums, the days around them one by one."""
    before, months, after = period.months()
    parts, values = [], []
    if months is not None:
        parts.append(f"grain = {MONTHLY} AND at BETWEEN ? AND ?")
        values += [month_of(number_of(day)) for day in months]
    for edge in (before, after):
        if edge is not None:
            parts.append(f"grain = {DAILY} AND at BETWEEN ? AND ?")
            values += [number_of(edge.first), number_of(edge.last)]
    return " OR ".join(f"({part})" for part in parts), values


def trend(database: Database, number: int, period: Period) -> tuple[Point, ...]:
    found = {
        int(day): (int(in_time), int(dated))
        for day, in_time, dated in database.raw.execute(
            f"SELECT at, {_IN_TIME}, {_DATED} FROM board_sums"
            f" WHERE node = ? AND grain = {DAILY} AND at BETWEEN ? AND ?",
            (number, number_of(period.first), number_of(period.last)),
        )
    }
    points = []
    for part in period.parts():
        days = [found.get(day, (0, 0)) for day in range(number_of(part.first), number_of(part.last) + 1)]
        points.append(Point(part, sum(day[0] for day in days), sum(day[1] for day in days)))
    return tuple(points)


def waiting(database: Database, scope: Scope, node: Node, structures: Collection[str], now: datetime) -> Waiting:
    ages = [0] * len(AGES)
    listed = ids_text(sorted(structures))
    for zone in scope.zones:
        here = ids_text(sorted(id for id in structures if scope.zone_of(id) == zone))
        today = number_of(now.astimezone(ZoneInfo(zone)).date())
        # From the youngest to the oldest: each age ends where the next begins.
        found = one(
            database,
            "SELECT coalesce(sum(f.day > ?2), 0), coalesce(sum(f.day <= ?2 AND f.day > ?3), 0),"
            " coalesce(sum(f.day <= ?3 AND f.day > ?4), 0), coalesce(sum(f.day <= ?4), 0)"
            " FROM json_each(?1) t CROSS JOIN board_facts f INDEXED BY board_facts_waiting"
            f" ON f.structure_id = t.value AND f.state < {RANK_TO_VALIDATE + 1}",
            here,
            *(today - least for least, _ in AGES[1:]),
        )
        ages = [held + more for held, more in zip(ages, found, strict=True)]
    open_now = {
        str(structure): (int(waiting), int(late or 0), int(validate or 0))
        for structure, waiting, late, validate in database.raw.execute(
            f"SELECT i.structure_id, count(*), sum(i.rank = {RANK_OPEN} AND i.urgency <= ?2),"
            f" sum(i.rank = {RANK_TO_VALIDATE}) FROM json_each(?1) t CROSS JOIN inbox i"
            " INDEXED BY inbox_open_by_structure ON i.structure_id = t.value AND i.rank < 2 GROUP BY 1",
            (listed, micros(now)),
        )
    }
    places = []
    for child in () if node.alone else scope.tree.children(node.structure_id):
        held = [open_now[id] for id in scope.nodes.structures(child) if id in open_now]
        if held:
            structure = scope.structure(child)
            sums = (sum(one[column] for one in held) for column in range(3))
            places.append(WaitingPlace(child, structure.name if structure else child, *sums))
    return Waiting(
        tuple(ages),
        sum(late for _, late, _ in open_now.values()),
        sum(validate for _, _, validate in open_now.values()),
        tuple(sorted(places, key=lambda place: (-place.late, -place.waiting, place.name))),
    )


def age(scope: Scope, structure_id: str, day: int, now: datetime) -> int:
    """Calendar days since the publication, at the site."""
    return number_of(now.astimezone(ZoneInfo(scope.zone_of(structure_id))).date()) - day


def children(database: Database, scope: Scope, node: Node, period: Period) -> list[Line]:
    """The node's own structure where it has children, then each child with all below it."""
    if node.alone or not scope.tree.children(node.structure_id):
        return []
    of_node = {scope.nodes.node(id): (id, Node(id)) for id in scope.tree.children(node.structure_id)}
    of_node[scope.nodes.node(node.structure_id, alone=True)] = (node.structure_id, Node(node.structure_id, alone=True))
    where, values = _spans(period)
    rows = database.raw.execute(
        f"SELECT node, {_PUBLISHED_TOTALS} FROM json_each(?) t CROSS JOIN board_sums ON node = t.value AND ({where})"
        " GROUP BY node",
        (json_text([number for number in of_node if number is not None]), *values),
    )
    lines = []
    for number, *sums in rows:
        id, below = of_node[number]
        held = counts(tuple(sums))
        if not held.experiences:
            continue
        structures = scope.nodes.structures(id, alone=below.alone)
        median = Ranks(database, REPLY_DELAYS, structures, period).value(MEDIAN, held.delays)
        structure = scope.structure(id)
        lines.append(
            Line(
                Dimension.STRUCTURE, id, structure.name if structure else id, held.experiences, held.answered,
                held.dated, held.in_time, held.useful, held.not_useful, median,
            )
        )  # fmt: skip
    return sorted(lines, key=_most_first)


def parts(database: Database, number: int, period: Period) -> list[Line]:
    rows: Iterable[Any] = database.raw.execute(
        f"SELECT l.dimension, l.name, {', '.join(PART_COLUMNS)} FROM (SELECT part, {_PART_TOTALS} FROM board_parts"
        " WHERE node = ? AND day BETWEEN ? AND ? GROUP BY part) p CROSS JOIN board_labels l ON l.part = p.part",
        (number, number_of(period.first), number_of(period.last)),
    )
    lines = [Line(Dimension(dimension), name, name, *sums) for dimension, name, *sums in rows if sums[0]]
    return sorted(lines, key=_most_first)


def _most_first(line: Line) -> tuple[str, int, str]:
    return line.dimension.value, -line.experiences, line.name
