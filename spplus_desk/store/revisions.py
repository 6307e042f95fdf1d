"""The earlier texts of a draft: what undo goes back to after a restart.

They are written in the transaction that saves the draft and leave with it (a trigger of the schema). The second copy
of what the agent wrote does not hold them: a rescue saves every text as it stands, and undo begins anew there.
"""

from spplus_desk.domain.vocabulary import ReplyState
from spplus_desk.store.connection import Database, one

MOST = 50
MOST_BYTES = 200_000
"""In UTF-8. The texts come at most every 0.7 s: the oldest leave first."""


def of(database: Database, slot_id: str) -> tuple[str, ...]:
    """The texts that the body had before the one it has, newest last; no two neighbours are equal."""
    found = database.raw.execute("SELECT body FROM draft_revisions WHERE slot_id = ? ORDER BY number", (slot_id,))
    return tuple(str(body) for (body,) in found)


def first(database: Database, slot_id: str) -> str:
    """What the agent began with: the reply that was sent back, or nothing."""
    returned = one(database, "SELECT body FROM replies WHERE id = ? AND state = ?", slot_id, ReplyState.RETURNED.value)
    return "" if returned is None else str(returned[0])


def note(database: Database, slot_id: str, before: str, now: str) -> None:
    """`before` becomes an earlier text as `now` takes its place; inside the transaction that saves `now`."""
    if before == now:
        return
    kept: list[tuple[int, int]] = database.raw.execute(
        "SELECT number, size FROM draft_revisions WHERE slot_id = ? ORDER BY number DESC", (slot_id,)
    ).fetchall()
    number = kept[0][0] + 1 if kept else 0
    size = len(before.encode())
    last = one(database, "SELECT body FROM draft_revisions WHERE slot_id = ? AND number = ?", slot_id, number - 1)
    if last is None or last[0] != before:
        database.raw.execute("INSERT INTO draft_revisions VALUES (?, ?, ?, ?)", (slot_id, number, size, before))
        kept.insert(0, (number, size))
    total = 0
    for place, (oldest, bytes_) in enumerate(kept):
        total += bytes_
        if place >= MOST or total > MOST_BYTES:
            database.raw.execute("DELETE FROM draft_revisions WHERE slot_id = ? AND number <= ?", (slot_id, oldest))
            break
