"""Who is away and what hangs on it: absences with their names, and the open claims of those who are away."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from spplus_desk.domain.absences import Away, known, stood_in_for
from spplus_desk.domain.documents import RULE_OF_ROW, Absence, overlay
from spplus_desk.domain.inbox import InboxRow
from spplus_desk.domain.structure import Member, StructureTree
from spplus_desk.domain.values import Value
from spplus_desk.store import documents, inbox_queries, reading
from spplus_desk.store.connection import Database
from spplus_desk.store.mirror import ids_text
from spplus_desk.store.projections import RANK_OPEN
from spplus_desk.store.workplace import Workplace


class Relays(Value):
    """`claims`: the open slots that each agent who is away, now or soon, has claimed, the most urgent first."""

    absences: tuple[Away, ...]
    claims: dict[str, tuple[InboxRow, ...]]
    members: tuple[Member, ...]
    tree: StructureTree
    today: date


def relays(work: Workplace, now: datetime) -> Relays:
    day = today(work, now)
    absences = known(documents.of_kind(work, Absence), reading.members(work.database), day)
    claims = {one.agent_id: _claims(work.database, one.agent_id) for one in absences}
    return Relays(absences, claims, reading.members(work.database), work.scope.tree, day)


def today(work: Workplace, now: datetime) -> date:
    """The day at the agent's first post."""
    posts = work.scope.agent.memberships
    zone = work.scope.zone_of(posts[0].structure_id) if posts else "Europe/Paris"
    return now.astimezone(ZoneInfo(zone)).date()


def mine(work: Workplace, now: datetime) -> frozenset[str]:
    """The agents whose claims are this agent's to look after today: their own, unless they are away, and those of
    whoever they stand in for."""
    me = work.scope.agent.id
    rows = documents.of_kind(work, Absence)
    if not rows:
        return frozenset({me})
    day = today(work, now)
    absences = known(rows, (), day)
    if any(one.agent_id == me and one.on(day) for one in absences):
        return frozenset()
    return frozenset({me}) | stood_in_for(absences, me, day)


def away_of(work: Workplace, agent_id: str, now: datetime) -> Away | None:
    """The absence of one agent, where they are away now."""
    found = work.database.raw.execute(
        "SELECT doc FROM documents WHERE entity = 'absence' AND id > ?1 || ':' AND id < ?1 || ';'", (agent_id,)
    ).fetchall()
    rows: Iterable[Absence] = [msgspec.json.decode(doc, type=Absence) for (doc,) in found]
    pending = documents.pending(work.database, RULE_OF_ROW[Absence])
    shown = overlay(Absence, rows, pending, work.agent)
    if not shown:
        return None
    day = today(work, now)
    absences = known(shown, reading.members(work.database), day)
    return next((one for one in absences if one.agent_id == agent_id and one.on(day)), None)


def _claims(database: Database, agent_id: str) -> tuple[InboxRow, ...]:
    found = database.raw.execute(
        "SELECT slot_id FROM inbox WHERE claimed_by = ? AND rank = ? ORDER BY urgency, slot_id", (agent_id, RANK_OPEN)
    )
    return inbox_queries.rows_of(database, ids_text([str(key) for (key,) in found]))
