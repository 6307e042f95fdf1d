"""The mirror of the central: rows of a page written and deleted in bulk, inside the caller's transaction."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import msgspec

from spplus_desk.domain.documents import RULES, Document
from spplus_desk.domain.experience import Comment, Event, Experience, Reply, ReplyVersion, Slot
from spplus_desk.domain.structure import Member, Structure
from spplus_desk.domain.vocabulary import Entity
from spplus_desk.store import fulltext, records, rids
from spplus_desk.store.connection import Database
from spplus_desk.store.pages import PulledChange

TABLE_OF = {
    Entity.STRUCTURE: "structures",
    Entity.MEMBER: "members",
    Entity.EXPERIENCE: "experiences",
    Entity.SLOT: "slots",
    Entity.REPLY: "replies",
    Entity.COMMENT: "comments",
    Entity.EVENT: "trail",
    Entity.REPLY_VERSION: "reply_versions",
    **dict.fromkeys((rule.entity for rule in RULES), "documents"),
}
_SHARED = frozenset(rule.entity for rule in RULES)


@dataclass(slots=True)
class Touched:
    """What a page changed, for those who keep something made from it."""

    entities: set[Entity] = field(default_factory=set)
    slots: set[str] = field(default_factory=set)
    """Slots to be projected again."""
    structures: set[str] = field(default_factory=set)
    replies_of: set[str] = field(default_factory=set)
    """Experiences of which a reply changed."""
    comments_of: set[str] = field(default_factory=set)
    put: int = 0
    deleted: int = 0
    learn: bool = True


def ids_text(ids: Iterable[str]) -> str:
    """Ids as the one parameter of `json_each(?)`."""
    return msgspec.json.encode(list(ids)).decode()


@cache
def _upsert(entity: Entity, keep: tuple[str, ...] = ()) -> str:
    from spplus_desk.store import tables  # late: SQLAlchemy is not needed for the first paint

    return tables.upsert(tables.metadata.tables[TABLE_OF[entity]], "id", keep)


def apply(database: Database, changes: Sequence[PulledChange], generation: int, *, learn: bool = True) -> Touched:
    """Writes a page. An id that comes twice ends as its last entry says. `learn`: new words are learnt now."""
    touched = Touched(learn=learn)
    puts: dict[Entity, dict[str, Any]] = {}
    deletes: dict[Entity, set[str]] = {}
    for change in changes:
        if change.row is None:
            deletes.setdefault(change.entity, set()).add(change.id)
            puts.get(change.entity, {}).pop(change.id, None)
        else:
            puts.setdefault(change.entity, {})[change.id] = change.row
            deletes.get(change.entity, set()).discard(change.id)
    # Texts are deleted before the experiences that they hang on, and written after them: the index of words asks
    # the experience for its row number.
    for entity in reversed(Entity):
        if gone := deletes.get(entity):
            delete(database, entity, gone, touched)
    for entity in Entity:
        if rows := puts.get(entity):
            _put(database, entity, list(rows.values()), generation, touched)
    if experiences := puts.get(Entity.EXPERIENCE):
        touched.slots.update(slots_of(database, experiences.keys()))
    index_texts(database, touched)
    return touched


def index_texts(database: Database, touched: Touched) -> None:
    fulltext.index_replies(database, touched.replies_of, learn=touched.learn)
    fulltext.index_comments(database, touched.comments_of, learn=touched.learn)


def _put(database: Database, entity: Entity, rows: list[Any], generation: int, touched: Touched) -> None:
    touched.entities.add(entity)
    touched.put += len(rows)
    columns: list[records.Columns]
    match rows[0]:
        case Structure():
            touched.structures.update(row.id for row in rows)
            columns = [records.of_structure(row, generation) for row in rows]
        case Member():
            columns = [records.of_member(row, generation) for row in rows]
        case Experience():
            _put_experiences(database, rows, generation, touched)
            return
        case Slot():
            touched.slots.update(row.id for row in rows)
            columns = [records.of_slot(row, generation) for row in rows]
        case Reply():
            touched.slots.update(row.id for row in rows)
            known = _bodies(database, rows)  # votes and states come again and again, the words stay
            touched.replies_of.update(row.experience_id for row in rows if known.get(row.id) != row.body)
            columns = [records.of_reply(row, generation) for row in rows]
        case Comment():
            touched.slots.update(f"{row.experience_id}:{row.structure_id}" for row in rows)
            touched.comments_of.update(row.experience_id for row in rows)
            columns = [records.of_comment(row, generation) for row in rows]
        case Event():
            touched.slots.update(f"{row.experience_id}:{row.structure_id}" for row in rows)
            columns = [records.of_event(row, generation) for row in rows]
        case ReplyVersion():
            touched.slots.update(f"{row.experience_id}:{row.structure_id}" for row in rows)
            columns = [records.of_reply_version(row, generation) for row in rows]
        case Document():
            _put_documents(database, entity, rows, generation)
            return
        case _:
            raise TypeError(f"no table for {type(rows[0]).__name__}")
    database.raw.executemany(_upsert(entity), columns)


def _put_documents(database: Database, entity: Entity, rows: list[Document], generation: int) -> None:
    database.raw.executemany(
        "INSERT OR REPLACE INTO documents (entity, id, structure_id, version, doc, generation)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [
            (entity.value, row.id, row.structure_id, row.version, msgspec.json.encode(row).decode(), generation)
            for row in rows
        ],
    )


def _put_experiences(database: Database, rows: list[Experience], generation: int, touched: Touched) -> None:
    known = {
        str(id): (int(rid), int(words), (sentiment, procedures))
        for id, rid, words, sentiment, procedures in database.raw.execute(
            "SELECT e.id, e.rid, e.words, e.sentiment, e.procedures"
            " FROM json_each(?) t CROSS JOIN experiences e ON e.id = t.value",
            (ids_text(row.id for row in rows),),
        )
    }
    numbers: dict[str, int] = {}
    wishes: dict[str, int] = {}
    moved: list[str] = []
    for row in rows:
        wish = rids.wanted(row.id, row.published_at)
        found = known.get(row.id)
        if found is not None and rids.same_second(found[0], wish):
            numbers[row.id] = found[0]
            continue
        if found is not None:
            moved.append(row.id)
        wishes[row.id] = wish
    if moved:  # the platform corrected a date of publication
        _delete_experiences(database, moved)
    numbers.update(rids.give(wishes, lambda wanted: _taken(database, wanted)))
    columns: list[records.Columns] = []
    as_indexed: list[records.Columns] = []
    texts: list[int] = []
    for row in rows:
        rid, words = numbers[row.id], records.words_print(row)
        found = None if row.id in wishes else known[row.id]
        same = found is not None and found[2] == records.indexed(row)
        (as_indexed if same else columns).append(records.of_experience(row, rid, words, generation))
        if found is None or found[1] != words:
            texts.append(rid)
    columns.sort(key=_first)  # in the order of the key: the table grows at its end
    database.raw.executemany(_upsert(Entity.EXPERIENCE, keep=("rid",)), columns)
    database.raw.executemany(_upsert(Entity.EXPERIENCE, keep=("rid", "sentiment", "procedures")), as_indexed)
    fulltext.index_experiences(database, texts, fresh=not known, learn=touched.learn)
    # Replies and comments may have come before their experience; their words wait for its row number.
    early = _with_texts(database, wishes)
    touched.replies_of.update(early)
    touched.comments_of.update(early)


def _bodies(database: Database, replies: Iterable[Reply]) -> dict[str, str]:
    """By id, of those that are mirrored already."""
    found = database.raw.execute(
        "SELECT r.id, r.body FROM json_each(?) t CROSS JOIN replies r ON r.id = t.value",
        (ids_text(row.id for row in replies),),
    )
    return dict(found)


def _first(columns: records.Columns) -> int:
    return int(columns[0])


def _taken(database: Database, wanted: Iterable[int]) -> set[int]:
    found = database.raw.execute(
        "SELECT e.rid FROM json_each(?) t CROSS JOIN experiences e ON e.rid = t.value",
        (msgspec.json.encode(list(wanted)).decode(),),
    )
    return {int(rid) for (rid,) in found}


def _with_texts(database: Database, ids: Iterable[str]) -> set[str]:
    listed = ids_text(ids)
    found = database.raw.execute(
        "SELECT t.value FROM json_each(?1) t WHERE EXISTS (SELECT 1 FROM comments c WHERE c.experience_id = t.value)"
        " OR EXISTS (SELECT 1 FROM replies r WHERE r.id > t.value || ':' AND r.id < t.value || ';')",
        (listed,),
    )
    return {str(id) for (id,) in found}


def slots_of(database: Database, experience_ids: Iterable[str]) -> list[str]:
    """The mirrored slots of some experiences. A slot's id begins with its experience's, so its key finds them."""
    found = database.raw.execute(
        "SELECT s.id FROM json_each(?) t CROSS JOIN slots s ON s.id > t.value || ':' AND s.id < t.value || ';'"
        " WHERE s.experience_id = t.value",
        (ids_text(experience_ids),),
    )
    return [str(id) for (id,) in found]


def slots_of_structures(database: Database, structure_ids: Collection[str]) -> list[str]:
    if not structure_ids:
        return []
    found = database.raw.execute(
        "SELECT id FROM slots WHERE structure_id IN (SELECT value FROM json_each(?))", (ids_text(structure_ids),)
    )
    return [str(id) for (id,) in found]


def delete(database: Database, entity: Entity, ids: Collection[str], touched: Touched) -> None:
    """Deletes rows of one kind, and tells in `touched` what has to be made again."""
    touched.entities.add(entity)
    listed = ids_text(ids)
    match entity:
        case Entity.EXPERIENCE:
            touched.slots.update(slots_of(database, ids))
            touched.deleted += _delete_experiences(database, ids)
            return
        case Entity.SLOT:
            touched.slots.update(ids)
        case Entity.REPLY:
            touched.slots.update(ids)
            touched.replies_of.update(_experiences_of(database, "replies", listed))
        case Entity.COMMENT:
            touched.comments_of.update(_experiences_of(database, "comments", listed))
        case Entity.STRUCTURE:
            touched.structures.update(ids)
        case _:
            pass
    touched.deleted += database.raw.execute(
        f"DELETE FROM {TABLE_OF[entity]} WHERE {of_entity(entity)} AND id IN (SELECT value FROM json_each(?))",
        (listed,),
    ).rowcount


def of_entity(entity: Entity) -> str:
    """The rows of `TABLE_OF[entity]` that are of this kind: one table holds all kinds of shared documents."""
    return f"entity = '{entity.value}'" if entity in _SHARED else "TRUE"


def _experiences_of(database: Database, table: str, listed: str) -> set[str]:
    found = database.raw.execute(
        f"SELECT DISTINCT experience_id FROM {table} WHERE id IN (SELECT value FROM json_each(?))", (listed,)
    )
    return {str(id) for (id,) in found}


def _delete_experiences(database: Database, ids: Collection[str]) -> int:
    listed = ids_text(ids)
    numbers = [
        int(rid)
        for (rid,) in database.raw.execute(
            "SELECT rid FROM experiences WHERE id IN (SELECT value FROM json_each(?))", (listed,)
        )
    ]
    fulltext.forget(database, numbers)
    database.raw.execute("DELETE FROM experiences WHERE id IN (SELECT value FROM json_each(?))", (listed,))
    return len(numbers)
