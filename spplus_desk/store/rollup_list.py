"""The experiences behind a figure: as many lines as the figure counts, chosen by the very facts that were added up."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from spplus_desk.domain.statistics.listed import Listed
from spplus_desk.domain.statistics.measures import IN_TIME
from spplus_desk.domain.statistics.periods import day_of, number_of
from spplus_desk.domain.statistics.questions import NOW, Behind, Which
from spplus_desk.store import rollup_facts, rollup_reading
from spplus_desk.store.connection import Database
from spplus_desk.store.mirror import ids_text
from spplus_desk.store.projections import RANK_ANSWERED, RANK_TO_VALIDATE, Scope
from spplus_desk.store.rollup_facts import Fact
from spplus_desk.store.values import instant_or_none, micros, texts


def listed(database: Database, scope: Scope, asked: Behind, now: datetime, limit: int | None) -> tuple[Listed, ...]:
    structures = scope.nodes.structures(asked.node.structure_id, alone=asked.node.alone)
    found = _facts(database, structures, asked)
    if asked.which in NOW:
        chosen = _today(database, scope, found, asked, now)
    else:
        slowest = -1
        if asked.which in (Which.SLOWEST, Which.WORKED_SLOWEST):
            number = scope.nodes.node(asked.node.structure_id, alone=asked.node.alone)
            if number is None:
                return ()
            sides = rollup_reading.sides(database, number, structures, asked.period)
            p90 = sides.p90 if asked.which is Which.SLOWEST else sides.worked_p90
            slowest = -1 if p90 is None else p90
        chosen = _of_period(found, asked, slowest)
    return _with_texts(database, scope, sorted(chosen, key=lambda fact: (-fact.day, fact.slot_id))[:limit])


def _facts(database: Database, structures: Iterable[str], asked: Behind) -> list[Fact]:
    columns = ", ".join(f"f.{name}" for name in Fact._fields)
    where, values = ("f.state < ?2", [RANK_TO_VALIDATE + 1])
    if asked.which not in NOW:
        # A shared experience has the day of its earliest slot, which a neighbouring zone may put a day away.
        where = "f.day BETWEEN ?2 AND ?3"
        values = [number_of(asked.period.first) - 1, number_of(asked.period.last) + 1]
    rows = database.raw.execute(
        f"SELECT {columns} FROM json_each(?1) t CROSS JOIN board_facts f ON f.structure_id = t.value WHERE {where}",
        (ids_text(sorted(structures)), *values),
    )
    return sorted(Fact._make(row) for row in rows)


def _of_period(facts: list[Fact], asked: Behind, limit: int) -> list[Fact]:
    first_day, last_day = number_of(asked.period.first), number_of(asked.period.last)
    chosen = []
    for _, group in groupby(facts, key=attrgetter("experience_id")):
        together = list(group)
        if not first_day <= min(fact.day for fact in together) <= last_day or not _about(together, asked):
            continue
        dated = [fact for fact in together if fact.delay >= 0]
        first = min(dated, key=lambda fact: fact.delay) if dated else None
        answered = next((fact for fact in together if fact.state == RANK_ANSWERED), None)
        match asked.which:
            case Which.ALL:
                chosen.append(first or answered or together[0])
            case Which.ANSWERED if answered:
                chosen.append(first or answered)
            case Which.UNANSWERED if not answered:
                chosen.append(together[0])
            case Which.IN_TIME if first and first.bucket < IN_TIME:
                chosen.append(first)
            case Which.TOO_LATE if first and first.bucket >= IN_TIME:
                chosen.append(first)
            case Which.SLOWEST if first and first.delay > limit:
                chosen.append(first)
            case Which.RATED:
                chosen += [fact for fact in together if fact.useful or fact.not_useful]
            case Which.TARGET_KEPT:
                chosen += [fact for fact in together if fact.target == 2]
            case Which.TARGET_MISSED:
                chosen += [fact for fact in together if fact.target == 1]
            case Which.WORKED:
                chosen += [fact for fact in together if fact.worked >= 0]
            case Which.WORKED_SLOWEST:
                chosen += [fact for fact in together if fact.worked > limit]
            case _:
                pass
    return chosen


def _about(facts: list[Fact], asked: Behind) -> bool:
    if asked.sentiment and next((f.sentiment for f in facts if f.sentiment is not None), None) != asked.sentiment:
        return False
    named = {dimension: getattr(asked, dimension) for dimension in ("channel", "procedure", "tag", "business_tag")}
    wanted = {(dimension, name) for dimension, name in named.items() if name}
    if not wanted:
        return True
    there = {
        part
        for fact in facts
        for part in rollup_facts.parts_of(fact.channels, fact.procedures, fact.tags, fact.business_tags)
    }
    return wanted <= there


def _today(database: Database, scope: Scope, facts: list[Fact], asked: Behind, now: datetime) -> list[Fact]:
    if asked.which is Which.TO_VALIDATE:
        return [fact for fact in facts if fact.state == RANK_TO_VALIDATE]
    if asked.which is Which.LATE:
        late = {
            str(id)
            for (id,) in database.raw.execute(
                "SELECT i.slot_id FROM json_each(?) t CROSS JOIN inbox i ON i.slot_id = t.value"
                " WHERE i.rank = 0 AND i.urgency <= ?",
                (ids_text(fact.slot_id for fact in facts), micros(now)),
            )
        }
        return [fact for fact in facts if fact.slot_id in late]
    found = []
    for fact in facts:
        age = rollup_reading.age(scope, fact.structure_id, fact.day, now)
        if (asked.least is None or age >= asked.least) and (asked.most is None or age <= asked.most):
            found.append(fact)
    return found


def _with_texts(database: Database, scope: Scope, facts: list[Fact]) -> tuple[Listed, ...]:
    told: dict[str, Any] = {
        id: (title, body, pseudonym)
        for id, title, body, pseudonym in database.raw.execute(
            "SELECT e.id, e.title, e.body, e.pseudonym FROM json_each(?) t CROSS JOIN experiences e ON e.id = t.value",
            (ids_text({fact.experience_id for fact in facts}),),
        )
    }
    lines = []
    for fact in facts:
        structure = scope.structure(fact.structure_id)
        title, body, pseudonym = told.get(fact.experience_id, ("", "", ""))
        lines.append(
            Listed(
                key=fact.slot_id,
                experience_id=fact.experience_id,
                structure_id=fact.structure_id,
                structure_name=structure.name if structure is not None else fact.structure_id,
                published_on=day_of(fact.day),
                replied_at=instant_or_none(fact.replied_at),
                delay=fact.delay if fact.delay >= 0 else None,
                sentiment=fact.sentiment or "",
                channels=texts(fact.channels),
                procedures=texts(fact.procedures),
                useful=fact.useful,
                not_useful=fact.not_useful,
                title=title,
                body=body,
                pseudonym=pseudonym,
                kept_here=fact.experience_id in told,
            )
        )
    return tuple(lines)
