"""The stored inbox: for each touched slot, `domain.projection.project` once more, written in the same transaction.

A slot has a row when its experience is mirrored and its structure is in the agent's scope. Neighbour structures
are mirrored too, for the reading pane, but have none.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from spplus_desk.domain.commands import Command
from spplus_desk.domain.deadlines import published_due
from spplus_desk.domain.experience import Reply, Slot
from spplus_desk.domain.projection import Mirror, Projection, SlotState, project
from spplus_desk.domain.structure import Agent, Structure, StructureTree
from spplus_desk.domain.vocabulary import ReplyState
from spplus_desk.store import outbox_reading, records
from spplus_desk.store.connection import Database
from spplus_desk.store.facets import facets_text
from spplus_desk.store.mirror import ids_text
from spplus_desk.store.values import instant, instant_or_none, list_text, micros, micros_or_none, tags, tags_text, texts

if TYPE_CHECKING:
    from spplus_desk.store.rollup_nodes import Nodes
    from spplus_desk.store.working_time import SiteBook

DEFAULT_ZONE = "Europe/Paris"

RANK_OPEN, RANK_TO_VALIDATE, RANK_ANSWERED, RANK_TRANSFERRED = range(4)
RANKS = {
    SlotState.TO_ANSWER: RANK_OPEN,
    SlotState.RETURNED: RANK_OPEN,
    SlotState.PENDING_VALIDATION: RANK_TO_VALIDATE,
    SlotState.QUEUED: RANK_ANSWERED,
    SlotState.RECEIVED: RANK_ANSWERED,
    SlotState.PUBLISHED: RANK_ANSWERED,
    SlotState.TRANSFERRED: RANK_TRANSFERRED,
}

BULK = 200
"""From so many new slots on, one statement makes their rows."""

_READ = """
SELECT s.id, s.experience_id, s.structure_id, s.structure_name, s.channels, s.business_tags, s.improvement,
       s.claimed_by, s.claimed_by_name, s.claimed_at, s.version,
       r.state, r.submitted_at, r.published_at,
       e.rid, e.published_at, e.published_date_only, e.first_reply_at, e.similar_count, e.tags,
       e.sentiment, e.procedures
  FROM json_each(?) t CROSS JOIN slots s ON s.id = t.value
  JOIN experiences e ON e.id = s.experience_id
  LEFT JOIN replies r ON r.id = s.id
"""
INBOX_COLUMNS = """slot_id, rid, experience_id, structure_id, structure_name, rank, urgency, state, published_at,
    due_at, timezone, replied_at, claimed_by, claimed_by_name, channels, similar_count, internal_due_at,
    facets"""
_KEPT = tuple(name.strip() for name in INBOX_COLUMNS.split(",") if name.strip() != "slot_id")
_WRITE = f"""
INSERT INTO inbox ({INBOX_COLUMNS}) VALUES (?{", ?" * len(_KEPT)})
ON CONFLICT (slot_id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _KEPT)}
    WHERE ({", ".join(f"inbox.{name}" for name in _KEPT)}) IS NOT ({", ".join(f"excluded.{name}" for name in _KEPT)})
"""
"""A row that says the same as before is left alone: written again, it takes a page of each of nine indexes along."""


@lru_cache(maxsize=1_000)
def zone(name: str) -> str:
    """`name` where it is a time zone that this machine knows, else the platform's own."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return DEFAULT_ZONE
    return name


@lru_cache(maxsize=20_000)
def due_at(published_at: int, date_only: bool, timezone: str) -> int:
    return micros(published_due(instant(published_at), date_only=date_only, timezone=timezone))


class Scope:
    """The structures of the agent's subtree with their zones; read once, until the tree or the agent changes."""

    def __init__(self, database: Database, agent: Agent) -> None:
        self.agent = agent
        self._database = database
        rows = database.raw.execute(f"SELECT {records.STRUCTURE} FROM structures")
        self.tree = StructureTree(records.to_structure(row) for row in rows)
        self.ids = self.tree.subtree(m.structure_id for m in agent.memberships)

    @cached_property
    def book(self) -> "SiteBook":
        """The rules of the sites: hours, targets."""
        from spplus_desk.store.working_time import SiteBook  # late: not for the first paint

        return SiteBook(self._database, self.tree, self.agent)

    @cached_property
    def zones(self) -> tuple[str, ...]:
        return tuple(sorted({self.zone_of(id) for id in self.ids}))

    @cached_property
    def nodes(self) -> "Nodes":
        """What the board keeps sums for."""
        from spplus_desk.store.rollup_nodes import Nodes  # late: not for the first paint

        return Nodes(self.tree, self.ids, {id: self.zone_of(id) for id in self.ids})

    def zone_of(self, structure_id: str) -> str:
        found = self.tree.get(structure_id)
        return DEFAULT_ZONE if found is None else zone(found.timezone)

    def structure(self, structure_id: str) -> Structure | None:
        return self.tree.get(structure_id)


def rebuild(database: Database, scope: Scope, slot_ids: Collection[str]) -> None:
    """Projects some slots again, one query for all of them. Rows that have no reason to be there any more go.

    The only writer of the inbox: it keeps the numbers of rows by rank, once for each batch.
    """
    if not slot_ids:
        return
    listed = ids_text(sorted(slot_ids))  # in the order of the key: the table grows at its end
    before = _ranks(database, listed)
    pending = outbox_reading.pending(database, listed)
    if len(slot_ids) >= BULK and not before:
        from spplus_desk.store import projections_bulk  # it needs this module

        projections_bulk.write(database, scope, ids_text(sorted(set(slot_ids) - pending.keys())))
        _rebuild(database, scope, pending.keys(), pending)
    else:
        _rebuild(database, scope, slot_ids, pending)
    after = _ranks(database, listed)
    changes = [(after[rank] - before[rank], rank) for rank in before | after if after[rank] != before[rank]]
    database.raw.executemany("UPDATE inbox_counts SET rows = rows + ? WHERE rank = ?", changes)
    from spplus_desk.store import rollup  # it needs this module

    rollup.refresh(database, scope, slot_ids)


def _rebuild(
    database: Database, scope: Scope, slot_ids: Collection[str], pending: Mapping[str, Sequence[Command]]
) -> None:
    rows: list[tuple[Any, ...]] = []
    for c in database.raw.execute(_READ, (ids_text(slot_ids),)):
        if c[2] in scope.ids:
            rows.append(_row(c, pending.get(c[0], ()), scope))
    if len(rows) < len(slot_ids):
        kept = {row[0] for row in rows}
        gone = [(id,) for id in slot_ids if id not in kept]
        database.raw.executemany("DELETE FROM inbox WHERE slot_id = ?", gone)
    database.raw.executemany(_WRITE, rows)


def _ranks(database: Database, listed: str) -> Counter[int]:
    """How many of the listed slots stand at each rank of the inbox."""
    found = database.raw.execute(
        "SELECT i.rank, count(*) FROM json_each(?) t CROSS JOIN inbox i ON i.slot_id = t.value GROUP BY i.rank",
        (listed,),
    )
    return Counter({int(rank): int(number) for rank, number in found})


def _row(c: Any, pending: Collection[Command], scope: Scope) -> tuple[Any, ...]:
    rid, published_at, date_only, first_reply_at = c[14], c[15], c[16], c[17]
    seen = project(_mirror(c), pending, scope.agent)
    timezone = scope.zone_of(c[2])
    due = due_at(published_at, bool(date_only), timezone)
    rank = RANKS[seen.state]
    replied_at = micros_or_none(seen.replied_at)
    if replied_at is None and rank == RANK_ANSWERED:
        replied_at = first_reply_at  # an export told when, not by whom
    structure = scope.structure(c[2])
    slot = seen.slot
    channels = list_text(slot.channels)
    return (
        c[0],
        rid,
        c[1],
        c[2],
        c[3] or (structure.name if structure is not None else ""),
        rank,
        due if rank in (RANK_OPEN, RANK_TO_VALIDATE) else -(replied_at or published_at),
        seen.state.value,
        published_at,
        due,
        timezone,
        replied_at,
        slot.claimed_by,
        slot.claimed_by_name,
        channels,
        c[18],
        scope.book.due(c[0], c[2], published_at, bool(date_only)),
        facets_text(
            c[20], c[21], tags_text(seen.tags), channels, list_text(slot.business_tags), slot.improvement, c[2]
        ),
    )


def _mirror(c: Any) -> Mirror:
    slot = Slot(
        id=c[0],
        experience_id=c[1],
        structure_id=c[2],
        structure_name=c[3],
        channels=texts(c[4]),
        business_tags=texts(c[5]),
        improvement=bool(c[6]),
        claimed_by=c[7],
        claimed_by_name=c[8],
        claimed_at=instant_or_none(c[9]),
        version=c[10],
    )
    reply = None
    if c[11] is not None:
        # Without its text: the list shows when a reply was given, the reading pane reads it whole.
        reply = Reply(
            id=c[0],
            experience_id=c[1],
            structure_id=c[2],
            body="",
            state=ReplyState(c[11]),
            submitted_at=instant_or_none(c[12]),
            published_at=instant_or_none(c[13]),
        )
    return Mirror(slot=slot, reply=reply, tags=tags(c[19]))


def projection(database: Database, agent: Agent, slot: Slot, reply: Reply | None, tags_text: str) -> Projection:
    """One slot with its whole texts, as the reading pane shows it."""
    pending = outbox_reading.pending(database, ids_text((slot.id,))).get(slot.id, ())
    return project(Mirror(slot=slot, reply=reply, tags=tags(tags_text)), pending, agent)
