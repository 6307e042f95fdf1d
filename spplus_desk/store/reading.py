"""Small lists read whole: structures, members, templates."""

from spplus_desk.domain.documents import Template
from spplus_desk.domain.structure import Member, Structure
from spplus_desk.store import records
from spplus_desk.store.connection import Database
from spplus_desk.store.workplace import Workplace


def structures(database: Database) -> tuple[Structure, ...]:
    found = database.raw.execute(f"SELECT {records.STRUCTURE} FROM structures ORDER BY name, id")
    return tuple(records.to_structure(c) for c in found)


def members(database: Database) -> tuple[Member, ...]:
    found = database.raw.execute(f"SELECT {records.MEMBER} FROM members ORDER BY name, id")
    return tuple(records.to_member(c) for c in found)


def templates(work: Workplace, slot_id: str) -> tuple[Template, ...]:
    """Those owned by the slot's structure or by one above it, and the agent's own."""
    from spplus_desk.store import documents  # late: the outbox is not needed for the first paint

    found = work.database.raw.execute("SELECT structure_id FROM slots WHERE id = ?", (slot_id,)).fetchone()
    if found is None:
        return ()
    owners = {str(found[0]), *work.scope.tree.ancestors(str(found[0]))}
    offered = (t for t in documents.of_kind(work, Template) if t.structure_id in owners or t.agent_id == work.agent.id)
    return tuple(sorted(offered, key=lambda template: (template.title, template.id)))
