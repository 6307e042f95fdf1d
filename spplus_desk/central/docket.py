"""The working set of a batch of commands: read in a few queries, decided on in memory, written in a few more.

The experiences are locked first, in the order of their ids: two batches on the same experience follow each other,
and two batches on several never wait for one another in a circle.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert, select

from spplus_desk.central.documents import DocumentRecord, find_records, write_documents
from spplus_desk.central.documents import Key as DocumentKey
from spplus_desk.central.scope import WriteScope, write_scope
from spplus_desk.central.slot_record import SlotRecord
from spplus_desk.central.structures import follow_settings
from spplus_desk.central.tables import commands, comments, events, experiences, reply_versions, slots, structures
from spplus_desk.central.unit import UnitOfWork
from spplus_desk.central.upsert import upsert
from spplus_desk.domain.documents import Document, SiteSettings
from spplus_desk.domain.experience import Comment, Event, Experience, Reply, ReplyVersion, Slot, slot_id
from spplus_desk.domain.values import Value, replace
from spplus_desk.domain.vocabulary import Entity

_CHUNK = 400
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no letter that is read as a digit."""

SlotKey = tuple[str, str]
_Saved = Slot | Reply | Comment | Event | ReplyVersion | Experience


class Site(Value):
    """What rules need to know of a structure."""

    id: str
    name: str
    validation_required: bool
    own_approval: bool | None = None
    """What the site decided of a super agent's own replies; None: nothing."""


@dataclass(slots=True)
class Docket:
    """Rows as they stand after the commands decided so far; `store` writes those that changed."""

    unit: UnitOfWork
    agent_id: str
    agent_name: str
    scope: WriteScope
    sites: Mapping[str, Site]
    records: dict[SlotKey, SlotRecord]
    slots: dict[str, Slot]
    replies: dict[str, Reply]
    documents: dict[DocumentKey, DocumentRecord]
    known_commands: dict[str, Any]
    """Rows of the table `commands` (mappings): those stored before, and those decided in this batch."""
    _experiences: dict[str, Experience] = field(default_factory=dict)
    _changed_records: dict[SlotKey, None] = field(default_factory=dict)
    _saved: dict[tuple[Entity, str], _Saved] = field(default_factory=dict)
    _whole: dict[str, None] = field(default_factory=dict)
    _document_steps: list[tuple[DocumentRecord, Document | None]] = field(default_factory=list)
    _decided: list[dict[str, Any]] = field(default_factory=list)
    _events: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def open(
        cls,
        unit: UnitOfWork,
        agent: tuple[str, str],
        subjects: Iterable[str],
        sites: Iterable[str],
        ids: Sequence[str],
        documents: Iterable[DocumentKey] = (),
    ) -> "Docket":
        """`agent`: id and name. `subjects`: experiences; `documents`: shared documents. `ids`: of the commands of the
        batch and of those that they come after."""
        connection = unit.connection
        wanted = sorted(set(subjects))
        for chunk in _chunks(wanted):
            lock = select(experiences.c.id).where(experiences.c.id.in_(chunk)).order_by(experiences.c.id)
            connection.execute(lock.with_for_update())
        shared = find_records(connection, documents, lock=True)
        # Read after the locks: a second delivery of the same commands finds what the first one stored.
        known: dict[str, Any] = {}
        for chunk in _chunks(sorted(set(ids))):
            for row in connection.execute(select(commands).where(commands.c.id.in_(chunk))):
                known[row.id] = row._mapping
        records: dict[SlotKey, SlotRecord] = {}
        for chunk in _chunks(wanted):
            for row in connection.execute(select(slots).where(slots.c.experience_id.in_(chunk))):
                records[row.experience_id, row.structure_id] = SlotRecord.of(row)
        keys = [slot_id(*key) for key in records]
        places = sorted(set(sites))
        found: dict[str, Site] = {}
        columns = (structures.c.id, structures.c.name, structures.c.validation_required)
        for chunk in _chunks(places):
            for row in connection.execute(select(*columns).where(structures.c.id.in_(chunk))):
                found[row.id] = Site(*row)
        careful = [site.id for site in found.values() if site.validation_required]
        for site_id, settings in unit.load_all(SiteSettings, careful).items():
            found[site_id] = replace(found[site_id], own_approval=settings.own_approval)
        return cls(
            unit=unit,
            agent_id=agent[0],
            agent_name=agent[1],
            scope=write_scope(connection, agent[0], places),
            sites=found,
            records=records,
            slots=unit.load_all(Slot, keys),
            replies=unit.load_all(Reply, keys),
            documents=shared,
            known_commands=known,
        )

    def records_of(self, experience_id: str) -> list[SlotRecord]:
        """The living slots of an experience."""
        return [r for (e, _), r in self.records.items() if e == experience_id and r.transferred_to is None]

    def experience(self, experience_id: str) -> Experience:
        found = self._experiences.get(experience_id) or self.unit.load(Experience, experience_id)
        assert found is not None, experience_id
        self._experiences[experience_id] = found
        return found

    def put_slot(self, record: SlotRecord, slot: Slot) -> None:
        self.records[record.experience_id, record.structure_id] = record
        self._changed_records[record.experience_id, record.structure_id] = None
        self.slots[slot.id] = replace(slot, version=record.version)
        self._saved[Entity.SLOT, slot.id] = self.slots[slot.id]

    def put_reply(self, reply: Reply) -> None:
        self.replies[reply.id] = reply
        self._saved[Entity.REPLY, reply.id] = reply

    def put_experience(self, row: Experience) -> None:
        self._experiences[row.id] = row
        self._saved[Entity.EXPERIENCE, row.id] = row

    def put_comment(self, row: Comment) -> None:
        self._saved[Entity.COMMENT, row.id] = row

    def put_version(self, row: ReplyVersion) -> None:
        self._saved[Entity.REPLY_VERSION, row.id] = row

    def version_of(self, command_id: str) -> ReplyVersion | None:
        """The step of a reply that this command made."""
        fresh = self._saved.get((Entity.REPLY_VERSION, command_id))
        return fresh if isinstance(fresh, ReplyVersion) else self.unit.load(ReplyVersion, command_id)

    def put_event(self, row: Event, *, own_only: bool) -> None:
        """A line of the history; `own_only`: not for the neighbours."""
        self._saved[Entity.EVENT, row.id] = row
        self._events.append(
            {
                "id": row.id,
                "experience_id": row.experience_id,
                "structure_id": row.structure_id,
                "own_only": own_only,
            }
        )

    def put_document(self, record: DocumentRecord, row: Document | None) -> None:
        """The document as it stands now; `row` is None for one that is removed."""
        self.documents[record.entity, record.id] = record
        self._document_steps.append((record, row))

    def concern(self, experience_id: str) -> None:
        """The set of structures concerned has changed."""
        self._whole[experience_id] = None

    def decide(self, row: dict[str, Any]) -> None:
        """Keep the outcome of a command for ever."""
        self.known_commands[row["id"]] = row
        self._decided.append(row)

    def new_receipt(self) -> str:
        """Short enough to be read aloud over the telephone: `7F3K-0412`. One in ten thousand millions: should it be
        taken, the unique key says so and the batch is run again."""
        word, number = divmod(secrets.randbelow(len(_ALPHABET) ** 4 * 10_000), 10_000)  # the system is asked once
        letters = ""
        for _ in range(4):
            word, place = divmod(word, len(_ALPHABET))
            letters += _ALPHABET[place]
        return f"{letters}-{number:04d}"

    def store(self) -> None:
        connection = self.unit.connection
        if self._changed_records:
            connection.execute(
                upsert(slots, connection.dialect.name), [self.records[key].columns() for key in self._changed_records]
            )
        new_comments = [row for row in self._saved.values() if isinstance(row, Comment)]
        if new_comments:
            connection.execute(
                insert(comments), [{"id": row.id, "experience_id": row.experience_id} for row in new_comments]
            )
        if self._events:
            connection.execute(insert(events), self._events)
        steps = [row for row in self._saved.values() if isinstance(row, ReplyVersion)]
        if steps:
            keys = ("id", "experience_id", "structure_id")
            connection.execute(insert(reply_versions), [{name: getattr(row, name) for name in keys} for row in steps])
        self.unit.save_all(self._saved.values())
        write_documents(self.unit, self._document_steps)
        follow_settings(self.unit, [row for _, row in self._document_steps if isinstance(row, SiteSettings)])
        for experience_id in self._whole:
            self.unit.feed.touch_whole(experience_id)
        if self._decided:
            connection.execute(insert(commands), self._decided)


def _chunks(items: Sequence[str]) -> Iterable[Sequence[str]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]
