"""Shared documents at the central: whose they are, who may change them, their versions."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, tuple_

from spplus_desk.central.tables import document_versions, shared_documents
from spplus_desk.central.unit import UnitOfWork
from spplus_desk.central.upsert import upsert
from spplus_desk.domain.documents import Document
from spplus_desk.domain.values import Value, names, replace
from spplus_desk.domain.vocabulary import Entity

_CHUNK = 400
Key = tuple[Entity, str]


class DocumentRecord(Value, kw_only=True):
    """One row of `shared_documents`: what rules are decided on. `command_id` made the last change."""

    entity: Entity
    id: str
    structure_id: str
    agent_id: str | None = None
    version: int = 0
    command_id: str | None = None
    removed: bool = False

    @classmethod
    def of_row(cls, entity: Entity, row: Document, command_id: str | None = None) -> "DocumentRecord":
        return cls(
            entity=entity,
            id=row.id,
            structure_id=row.structure_id,
            agent_id=row.agent_id,
            version=row.version,
            command_id=command_id,
        )

    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in names(self)} | {"entity": self.entity.value}


def find_records(connection: Connection, keys: Iterable[Key], *, lock: bool = False) -> dict[Key, DocumentRecord]:
    """Those of `keys` that exist, removed ones included. `lock`: until the end of the transaction, in sorted order."""
    wanted = sorted({(entity.value, id) for entity, id in keys})
    found: dict[Key, DocumentRecord] = {}
    table = shared_documents
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        query = select(table).where(tuple_(table.c.entity, table.c.id).in_(chunk)).order_by(table.c.entity, table.c.id)
        for row in connection.execute(query.with_for_update() if lock else query):
            values: Mapping[str, Any] = {**row._mapping, "entity": Entity(row.entity)}
            found[values["entity"], row.id] = DocumentRecord(**values)
    return found


def write_documents(unit: UnitOfWork, steps: Sequence[tuple[DocumentRecord, Document | None]]) -> None:
    """Stores states one after another, of the same document too: each version is kept, the last one is served. A record
    that is removed comes without a row, and leaves the feed."""
    if not steps:
        return
    connection = unit.connection
    last = {(record.entity, record.id): (record, row) for record, row in steps}
    made = {(record.entity, record.id) for record, _ in steps if record.version == 1}
    # One that another transaction made meanwhile must fail on its key, not be written over: insert, not upsert.
    fresh = [record.columns() for key, (record, _) in last.items() if key in made]
    again = [record.columns() for key, (record, _) in last.items() if key not in made]
    if fresh:
        connection.execute(insert(shared_documents), fresh)
    if again:
        connection.execute(upsert(shared_documents, connection.dialect.name), again)
    versions = [
        {
            "entity": record.entity.value,
            "id": record.id,
            "version": record.version,
            "doc": msgspec.json.encode(row).decode(),
        }
        for record, row in steps
        if row is not None
    ]
    if versions:
        connection.execute(insert(document_versions), versions)
    unit.save_all([row for _, row in last.values() if row is not None])
    for record, row in last.values():
        if row is None:
            unit.remove(record.entity, record.id, record.structure_id)


def removal(record: DocumentRecord, command_id: str) -> DocumentRecord:
    return replace(record, removed=True, version=record.version + 1, command_id=command_id)


def versions_of(connection: Connection, entity: Entity, document_id: str) -> list[tuple[int, str]]:
    """(version, row as JSON), newest first."""
    table = document_versions
    query = (
        select(table.c.version, table.c.doc)
        .where(table.c.entity == entity.value, table.c.id == document_id)
        .order_by(table.c.version.desc())
    )
    return [(row.version, row.doc) for row in connection.execute(query)]
