"""One writing transaction of the central: what it stores, what it announces, what it leaves in the audit."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Engine, delete, insert, select
from sqlalchemy.exc import DBAPIError

from spplus_desk.central.feed_writer import FeedWriter
from spplus_desk.central.tables import audit, documents
from spplus_desk.central.upsert import upsert
from spplus_desk.domain.documents import Document
from spplus_desk.domain.experience import Experience
from spplus_desk.domain.structure import Member, Structure
from spplus_desk.domain.vocabulary import Entity
from spplus_desk.protocol import ROW_OF, Row, row_of

ENTITY_OF: Mapping[type, Entity] = {row: entity for entity, row in ROW_OF.items()}
_CHUNK = 400
_ATTEMPTS = 6
_RETRIED = frozenset({"40001", "40P01"})
"""PostgreSQL's serialization failure and deadlock: the transaction did nothing and may be run again."""

T = TypeVar("T")
RowT = TypeVar("RowT", bound=Row)


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class UnitOfWork:
    """What a writer holds during its transaction. `now` (aware, UTC) is the instant of all that it writes."""

    connection: Connection
    now: datetime
    feed: FeedWriter
    _trace: list[dict[str, Any]] = field(default_factory=list)

    def save(self, row: Row, *, created: bool = False) -> None:
        """Store the row as it will be served, and announce it."""
        self.save_all([row], created=created)

    def save_all(self, rows: Iterable[Row], *, created: bool = False) -> None:
        """Many rows. `created`: none of them was ever stored, which is cheaper."""
        kept = list(rows)
        values = [
            {"entity": ENTITY_OF[type(r)].value, "id": r.id, "doc": msgspec.json.encode(r).decode()} for r in kept
        ]
        if not values:
            return
        if created:
            self.connection.execute(insert(documents), values)
        else:
            self.connection.execute(upsert(documents, self.connection.dialect.name), values)
        for row in kept:
            private_to = row.agent_id if isinstance(row, Document) else None
            self.feed.touch(ENTITY_OF[type(row)], row.id, owner_of(row), created=created, private_to=private_to)

    def remove(self, entity: Entity, entity_id: str, owner: str) -> None:
        """Forget the row, and announce that it is gone. `owner`: see `FeedWriter.touch`."""
        self.connection.execute(
            delete(documents).where(documents.c.entity == entity.value, documents.c.id == entity_id)
        )
        self.feed.remove(entity, entity_id, owner)

    def load(self, kind: type[RowT], entity_id: str) -> RowT | None:
        return self.load_all(kind, [entity_id]).get(entity_id)

    def load_all(self, kind: type[RowT], ids: Sequence[str]) -> dict[str, RowT]:
        entity = ENTITY_OF[kind]
        found: dict[str, RowT] = {}
        for start in range(0, len(ids), _CHUNK):
            query = select(documents.c.id, documents.c.doc).where(
                documents.c.entity == entity.value, documents.c.id.in_(ids[start : start + _CHUNK])
            )
            for key, doc in self.connection.execute(query):
                row = row_of(entity, msgspec.Raw(doc.encode()))
                assert isinstance(row, kind)
                found[key] = row
        return found

    def audit(
        self,
        action: str,
        *,
        actor: str | None = None,
        subject: str | None = None,
        structure_id: str | None = None,
        command_id: str | None = None,
        detail: Mapping[str, Any] | None = None,
    ) -> None:
        """One line of the append-only trace. `detail` holds no text of a citizen and no password."""
        self._trace.append(
            {
                "at": self.now,
                "actor": actor,
                "action": action,
                "subject": subject,
                "structure_id": structure_id,
                "command_id": command_id,
                "detail": msgspec.json.encode(detail or {}).decode(),
            }
        )

    def finish(self) -> None:
        """The last acts of the transaction: the trace, then the numbers of the feed."""
        if self._trace:
            self.connection.execute(insert(audit), self._trace)
            self._trace.clear()
        self.feed.flush()


def owner_of(row: Row) -> str:
    match row:
        case Structure() | Experience():
            return row.id
        case Member() | Document():
            return row.structure_id
        case _:
            return row.experience_id


@contextmanager
def unit_of_work(engine: Engine, now: datetime) -> Iterator[UnitOfWork]:
    """One transaction. The feed is numbered last, then committed; any exception rolls all of it back."""
    with engine.begin() as connection:
        unit = UnitOfWork(connection, now, FeedWriter(connection))
        yield unit
        unit.finish()


def run_unit(engine: Engine, clock: Callable[[], datetime], work: Callable[[UnitOfWork], T]) -> T:
    """`work` in one transaction, run again when PostgreSQL chose it as the victim of a conflict."""
    for attempt in range(_ATTEMPTS):
        try:
            with unit_of_work(engine, clock()) as unit:
                return work(unit)
        except DBAPIError as error:
            if attempt == _ATTEMPTS - 1 or getattr(error.orig, "sqlstate", None) not in _RETRIED:
                raise
    raise AssertionError("unreachable")
