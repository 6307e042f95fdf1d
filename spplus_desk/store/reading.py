"""Small lists read whole: structures, members, templates."""

from spplus_desk.domain.experience import Template
from spplus_desk.domain.structure import Member, Structure
from spplus_desk.store import records
from spplus_desk.store.connection import Database
from spplus_desk.store.mirror import ids_text
from spplus_desk.store.projections import Scope


def structures(database: Database) -> tuple[Structure, ...]:
    found = database.raw.execute(f"SELECT {records.STRUCTURE} FROM structures ORDER BY name, id")
    return tuple(records.to_structure(c) for c in found)


def members(database: Database) -> tuple[Member, ...]:
    found = database.raw.execute(f"SELECT {records.MEMBER} FROM members ORDER BY name, id")
    return tuple(records.to_member(c) for c in found)


def templates(database: Database, scope: Scope, slot_id: str) -> tuple[Template, ...]:
    """Those owned by the slot's structure or by one above it."""
    found = database.raw.execute("SELECT structure_id FROM slots WHERE id = ?", (slot_id,)).fetchone()
    if found is None:
        return ()
    owners = (str(found[0]), *scope.tree.ancestors(str(found[0])))
    rows = database.raw.execute(
        f"SELECT {records.TEMPLATE} FROM templates WHERE structure_id IN (SELECT value FROM json_each(?))"
        " ORDER BY title, id",
        (ids_text(owners),),
    )
    return tuple(records.to_template(c) for c in rows)
