"""What the feed brought since an instant: experiences that came, and those that somebody else answered."""

from collections.abc import Collection
from datetime import datetime, timedelta

from spplus_desk.domain.inbox import AbsenceSummary
from spplus_desk.store import bulk, generations, meta
from spplus_desk.store.connection import Database
from spplus_desk.store.mirror import ids_text
from spplus_desk.store.projections import RANK_ANSWERED, RANK_OPEN, RANK_TO_VALIDATE
from spplus_desk.store.values import micros

KEPT = timedelta(days=400)
_NEW, _ANSWERED = "new", "answered"
_MOST = 10_000
"""A page that touches more slots is no news."""


def worth_telling(database: Database) -> bool:
    """Not while the mirror is read from zero: then everything is new, and nothing is."""
    return (
        meta.read(database, "cursor") is not None and not bulk.filling(database) and not generations.resyncing(database)
    )


def ranks(database: Database, slots: Collection[str]) -> dict[str, int]:
    if not slots or len(slots) > _MOST:
        return {}
    found = database.raw.execute(
        "SELECT i.slot_id, i.rank FROM json_each(?) t CROSS JOIN inbox i ON i.slot_id = t.value", (ids_text(slots),)
    )
    return {str(slot): int(rank) for slot, rank in found}


def note(database: Database, agent_id: str, before: dict[str, int], after: dict[str, int], at: datetime) -> None:
    """`before` and `after`: the ranks of the slots that a page touched."""
    new = [slot for slot, rank in after.items() if slot not in before and rank == RANK_OPEN]
    answered = [
        slot
        for slot, rank in after.items()
        if before.get(slot) == RANK_OPEN and rank in (RANK_ANSWERED, RANK_TO_VALIDATE)
    ]
    if answered:
        mine = database.raw.execute(
            "SELECT r.id FROM json_each(?) t CROSS JOIN replies r ON r.id = t.value WHERE r.author = ?",
            (ids_text(answered), agent_id),
        )
        answered = sorted(set(answered) - {str(id) for (id,) in mine})
    rows = [(slot, kind, micros(at)) for kind, slots in ((_NEW, new), (_ANSWERED, answered)) for slot in slots]
    if rows:
        database.raw.executemany("INSERT OR REPLACE INTO news (slot_id, kind, at) VALUES (?, ?, ?)", rows)
        database.raw.execute("DELETE FROM news WHERE at < ?", (micros(at - KEPT),))


def summary(database: Database, since: datetime) -> AbsenceSummary:
    found = dict(
        database.raw.execute(
            "SELECT n.kind, count(*) FROM news n CROSS JOIN inbox i ON i.slot_id = n.slot_id WHERE n.at > ?"
            " GROUP BY n.kind",
            (micros(since),),
        ).fetchall()
    )
    return AbsenceSummary(new=found.get(_NEW, 0), answered_by_others=found.get(_ANSWERED, 0), since=since)
