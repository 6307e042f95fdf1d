"""Writing reply templates from a file, by the hand of an administrator."""

from collections.abc import Iterable
from dataclasses import replace

from spplus_desk.central.documents import DocumentRecord, find_records, write_documents
from spplus_desk.central.incoming import Tally
from spplus_desk.central.structures import require_structure
from spplus_desk.central.unit import UnitOfWork
from spplus_desk.domain.documents import Template, content
from spplus_desk.domain.vocabulary import Entity


def upsert_templates(unit: UnitOfWork, incoming: Iterable[Template]) -> Tally:
    """Add or update templates, each offered to the subtree of its structure. The version is counted here.

    One that was withdrawn stays withdrawn. Raises BadInput when a structure is unknown.
    """
    tally = Tally()
    rows = {row.id: row for row in incoming}
    for structure_id in {row.structure_id for row in rows.values()}:
        require_structure(unit.connection, structure_id)
    records = find_records(unit.connection, [(Entity.TEMPLATE, id) for id in rows])
    before = unit.load_all(Template, list(rows))
    changed: list[tuple[DocumentRecord, Template]] = []
    for row in rows.values():
        record, known = records.get((Entity.TEMPLATE, row.id)), before.get(row.id)
        if record is not None and record.removed:
            tally.unchanged += 1
            continue
        if known is not None and (known.structure_id, content(known)) == (row.structure_id, content(row)):
            tally.unchanged += 1
            continue
        version = 1 if record is None else record.version + 1
        saved = replace(row, version=version, changed_at=unit.now)
        changed.append((DocumentRecord.of_row(Entity.TEMPLATE, saved), saved))
        tally.added += record is None
        tally.updated += record is not None
    write_documents(unit, changed)
    return tally
