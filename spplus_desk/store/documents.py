"""Shared documents in the cache: mirrored as the feed gave them, read with the agent’s own pending commands on top."""

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from spplus_desk.domain.commands import Command
from spplus_desk.domain.documents import RULE_OF_ROW, Document, DocumentRule, kinds_of, overlay
from spplus_desk.domain.vocabulary import Entity
from spplus_desk.store.connection import Database, one
from spplus_desk.store.mirror import ids_text
from spplus_desk.store.outbox_reading import COMMAND, PENDING, to_command
from spplus_desk.store.workplace import Workplace

D = TypeVar("D", bound=Document)


def of_kind(work: Workplace, kind: type[D]) -> tuple[D, ...]:
    """All of one kind that the agent sees, by id."""
    rule = RULE_OF_ROW[kind]
    decoder = msgspec.json.Decoder(kind)
    found = work.database.raw.execute(
        "SELECT doc FROM documents WHERE entity = ? ORDER BY id", (rule.entity.value,)
    ).fetchall()
    rows = [decoder.decode(doc) for (doc,) in found]
    return overlay(kind, rows, pending(work.database, rule), work.agent)


def pending(database: Database, rule: DocumentRule) -> Sequence[Command]:
    """Commands of this rule that the feed has not passed, oldest first."""
    kinds = ids_text(kind.value for kind in kinds_of(rule))
    rows = database.raw.execute(
        f"SELECT {COMMAND} FROM commands WHERE closed = 0 AND state IN {PENDING} AND state <> 'retired'"
        " AND kind IN (SELECT value FROM json_each(?)) ORDER BY seq",
        (kinds,),
    )
    return [to_command(row) for row in rows]


def version(database: Database, entity: Entity, document_id: str) -> int | None:
    """The mirrored version: what a command is based on. None for one that the feed has not told of."""
    found = one(database, "SELECT version FROM documents WHERE entity = ? AND id = ?", entity.value, document_id)
    return None if found is None else int(found[0])
