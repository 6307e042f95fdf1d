"""Internal comments that are being written: local to this desk, on disk before the agent is told so."""

from datetime import datetime

from spplus_desk.store.connection import Database, one
from spplus_desk.store.labels import labels
from spplus_desk.store.values import micros


def get(database: Database, slot_id: str) -> str:
    """Empty where none was begun."""
    found = one(database, "SELECT body FROM comment_drafts WHERE slot_id = ?", slot_id)
    return "" if found is None else str(found[0])


def save(database: Database, slot_id: str, body: str, now: datetime) -> None:
    """Keeps `body`, whether or not its experience is (still) mirrored; without a word, nothing is kept."""
    if not body.strip():
        database.raw.execute("DELETE FROM comment_drafts WHERE slot_id = ?", (slot_id,))
        return
    known = labels(database, slot_id)
    database.raw.execute(
        "INSERT INTO comment_drafts (slot_id, body, saved_at, title, pseudonym, structure_name)"
        " VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (slot_id) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at",
        (slot_id, body, micros(now), known["title"], known["pseudonym"], known["structure_name"]),
    )
