"""Writing reply templates."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import delete, insert, select, update

from spplus_desk.central.incoming import Tally
from spplus_desk.central.structures import require_structure
from spplus_desk.central.tables import templates
from spplus_desk.central.unit import UnitOfWork
from spplus_desk.domain.experience import Template
from spplus_desk.domain.vocabulary import Entity


def upsert_templates(unit: UnitOfWork, incoming: Iterable[Template]) -> Tally:
    """Add or update templates, each offered to the subtree of its structure. The version is counted here.

    Raises BadInput when a structure is unknown.
    """
    tally = Tally()
    for row in incoming:
        require_structure(unit.connection, row.structure_id)
        before = unit.load(Template, row.id)
        if before is None:
            unit.connection.execute(insert(templates).values(id=row.id, structure_id=row.structure_id))
            unit.save(replace(row, version=1), created=True)
            tally.added += 1
        elif replace(row, version=before.version) == before:
            tally.unchanged += 1
        else:
            unit.connection.execute(
                update(templates).where(templates.c.id == row.id).values(structure_id=row.structure_id)
            )
            unit.save(replace(row, version=before.version + 1))
            tally.updated += 1
    return tally


def remove_template(unit: UnitOfWork, template_id: str) -> None:
    """Withdraw a template; desks forget it. Unknown ids are ignored."""
    owner = unit.connection.execute(
        select(templates.c.structure_id).where(templates.c.id == template_id)
    ).scalar_one_or_none()
    if owner is None:
        return
    unit.connection.execute(delete(templates).where(templates.c.id == template_id))
    unit.remove(Entity.TEMPLATE, template_id, owner)
