"""Title, pseudonym and structure of a slot, copied beside what the agent wrote: if the experience leaves the mirror,
Envois can still say what a text was about."""

from spplus_desk.store.connection import Database, one


def labels(database: Database, slot_id: str) -> dict[str, str]:
    """Empty words for a slot that is not mirrored."""
    found = one(
        database,
        "SELECT e.title, e.pseudonym, coalesce(nullif(s.structure_name, ''), t.name, '') FROM slots s"
        " JOIN experiences e ON e.id = s.experience_id LEFT JOIN structures t ON t.id = s.structure_id WHERE s.id = ?",
        slot_id,
    )
    title, pseudonym, structure_name = found or ("", "", "")
    return {"title": title, "pseudonym": pseudonym, "structure_name": structure_name}
