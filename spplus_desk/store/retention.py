"""Answered experiences older than the set period leave this desk: rows, words, replies, comments.

Never one with a draft, a command that has not retired, or a slot of the agent's that is open. What left is remembered
by its ids alone, so that neither a later change nor a new reading from zero brings it back, and so that counts still
agree with the central's. An experience that comes to life again (a new slot, a reply withdrawn or returned) is
forgotten there, and the mirror is read again from zero: the feed alone would bring only what changed.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from spplus_desk.domain.changes import ChangeKind, Origin
from spplus_desk.domain.experience import Comment, Event, Reply, ReplyVersion, Slot
from spplus_desk.domain.vocabulary import Entity, ReplyState
from spplus_desk.store import generations, meta, mirror, rollup, rollup_jobs
from spplus_desk.store.connection import Database, one
from spplus_desk.store.mirror import Touched, ids_text
from spplus_desk.store.pages import PulledChange
from spplus_desk.store.projections import RANK_ANSWERED, Scope
from spplus_desk.store.values import micros, texts
from spplus_desk.store.workplace import Workplace

SLICE = 200
_REVIVE = "revive"
_OF_EXPERIENCES = (
    Entity.EXPERIENCE, Entity.SLOT, Entity.REPLY, Entity.COMMENT, Entity.EVENT, Entity.REPLY_VERSION,
)  # fmt: skip
_HANGING = (Entity.COMMENT, Entity.EVENT, Entity.REPLY_VERSION)
"""Their ids do not tell their experience."""
_OLD = f"""
SELECT DISTINCT i.experience_id, max(i.replied_at) OVER (PARTITION BY i.experience_id) FROM inbox i
 WHERE i.rank = {RANK_ANSWERED} AND i.urgency > ?1
   AND NOT EXISTS (SELECT 1 FROM inbox o WHERE o.slot_id > i.experience_id || ':' AND o.slot_id < i.experience_id || ';'
                      AND (o.rank <> {RANK_ANSWERED} OR o.urgency <= ?1))
   AND NOT EXISTS (SELECT 1 FROM drafts d
                    WHERE d.slot_id > i.experience_id || ':' AND d.slot_id < i.experience_id || ';')
   AND NOT EXISTS (SELECT 1 FROM commands c
                    WHERE c.subject = i.experience_id AND c.closed = 0 AND c.state <> 'retired')
 LIMIT {SLICE}
"""


def sweep(work: Workplace, period: timedelta | None, now: datetime) -> bool:
    """Takes one slice of old experiences out; True while more may be left (a chore's answer)."""
    if period is None:
        return False
    database = work.database
    if rollup_jobs.count_slice(work):
        return True  # what leaves before the board has counted it would never be
    limit = micros(now - period)
    found = database.raw.execute(_OLD, (-limit,)).fetchall()
    if not found:
        return False
    newest = {str(id): int(at or 0) for id, at in found}
    touched = Touched()
    with database.transaction(durable=False):
        listed = ids_text(newest)
        slots = _ids(database, "slots", listed)
        replies = _ids(database, "replies", listed)
        comments = _ids(database, "comments", listed)
        events = _ids(database, "trail", listed)
        versions = _ids(database, "reply_versions", listed)
        for experience, at in newest.items():
            values = (
                experience,
                at,
                *(_json(of.get(experience, [])) for of in (slots, replies, comments, events, versions)),
            )
            database.raw.execute("INSERT OR REPLACE INTO aged VALUES (?, ?, ?, ?, ?, ?, ?)", values)
        leaving = (
            (Entity.REPLY_VERSION, versions),
            (Entity.EVENT, events),
            (Entity.COMMENT, comments),
            (Entity.REPLY, replies),
            (Entity.SLOT, slots),
        )
        for entity, ids in leaving:
            mirror.delete(database, entity, [id for of in ids.values() for id in of], touched)
        mirror.delete(database, Entity.EXPERIENCE, list(newest), touched)
        gone = ids_text(id for of in slots.values() for id in of)
        database.raw.execute("DELETE FROM reads WHERE slot_id IN (SELECT value FROM json_each(?))", (gone,))
        work.project(touched.slots)
    work.announce((ChangeKind.INBOX,), touched.slots, Origin.DESK)
    return len(newest) == SLICE


def leave_out(
    database: Database, scope: Scope, changes: Sequence[PulledChange], period: timedelta | None, now: datetime
) -> Sequence[PulledChange]:
    """The changes of a page without those of experiences that left by age; what revives one asks for a resync."""
    if one(database, "SELECT 1 FROM aged LIMIT 1") is None:
        return changes
    listed = ids_text({_experience(change) for change in changes if change.entity in _OF_EXPERIENCES})
    found = database.raw.execute(
        "SELECT a.* FROM json_each(?) t CROSS JOIN aged a ON a.experience_id = t.value", (listed,)
    )
    aged = {str(id): _Aged(newest, *(set(texts(ids)) for ids in of)) for id, newest, *of in found}
    hanging = {key: id for id, known in aged.items() for key in known.comments | known.events | known.versions}
    hanging |= _deleted_hanging(database, changes, aged)
    limit = None if period is None else micros(now - period)
    kept: list[PulledChange] = []
    revived: set[str] = set()
    for change in changes:
        id = hanging.get(change.id, "") if _lost_hanging(change) else _experience(change)
        known = aged.get(id) if change.entity in _OF_EXPERIENCES else None
        if known is None:
            kept.append(change)
        elif known.follow(change, limit):
            revived.add(id)
    rollup.forget(database, scope, {id: set() if known.gone else known.slots for id, known in aged.items()})
    for id, known in aged.items():
        if id in revived or known.gone:
            database.raw.execute("DELETE FROM aged WHERE experience_id = ?", (id,))
        else:
            database.raw.execute(
                "UPDATE aged SET slots = ?, replies = ?, comments = ?, events = ?, versions = ?"
                " WHERE experience_id = ?",
                (*(_json(of) for of in known.sets()), id),
            )
    if revived:
        meta.write(database, _REVIVE, "1")
    return kept


def settle(database: Database, period: timedelta | None, now: datetime) -> None:
    """At the opening: a longer period than before brings experiences back, by a resync."""
    limit = None if period is None else micros(now - period)
    with database.transaction(durable=False):
        back = database.raw.execute("DELETE FROM aged WHERE ?1 IS NULL OR newest >= ?1", (limit,)).rowcount
        if back:
            generations.begin(database)


def revive(database: Database) -> None:
    """At the end of the feed: begins the resync that a revived experience asked for."""
    if meta.read(database, _REVIVE) is not None:
        meta.write(database, _REVIVE, None)
        generations.begin(database)


def counts(database: Database) -> dict[Entity, int]:
    """How many rows of each kind left by age."""
    found = one(
        database,
        "SELECT count(*), coalesce(sum(json_array_length(slots)), 0), coalesce(sum(json_array_length(replies)), 0),"
        " coalesce(sum(json_array_length(comments)), 0), coalesce(sum(json_array_length(events)), 0),"
        " coalesce(sum(json_array_length(versions)), 0) FROM aged",
    )
    return dict(zip(_OF_EXPERIENCES, (int(number) for number in found), strict=True))


class _Aged:
    """One experience that left, while a page is read."""

    def __init__(
        self,
        newest: int,
        slots: set[str],
        replies: set[str],
        comments: set[str],
        events: set[str],
        versions: set[str],
    ) -> None:
        self.newest, self.slots, self.replies, self.comments, self.events = newest, slots, replies, comments, events
        self.versions = versions
        self.gone = False

    def sets(self) -> tuple[set[str], ...]:
        """The ids, in the order of the columns of `aged`."""
        return self.slots, self.replies, self.comments, self.events, self.versions

    def follow(self, change: PulledChange, limit: int | None) -> bool:
        """Keeps the ids as the central has them; True when the experience has to come back."""
        match change.row:
            case None:
                self.gone = self.gone or change.entity is Entity.EXPERIENCE
                of_kind = {
                    Entity.SLOT: self.slots,
                    Entity.REPLY: self.replies,
                    Entity.COMMENT: self.comments,
                    Entity.EVENT: self.events,
                    Entity.REPLY_VERSION: self.versions,
                }
                of_kind.get(change.entity, set()).discard(change.id)
                return change.entity is Entity.REPLY and change.id in self.slots
            case Slot():
                return change.id not in self.slots
            case Reply():
                self.replies.add(change.id)
                if change.row.state in (ReplyState.RETURNED, ReplyState.PENDING_VALIDATION):
                    return True
                at = change.row.published_at or change.row.submitted_at
                return limit is None or (at is not None and micros(at) >= limit)
            case Comment():
                self.comments.add(change.id)
                return False
            case Event():
                self.events.add(change.id)
                return False
            case ReplyVersion():
                self.versions.add(change.id)
                return False
            case _:
                return False


def _lost_hanging(change: PulledChange) -> bool:
    return change.entity in _HANGING and change.row is None


def _deleted_hanging(database: Database, changes: Sequence[PulledChange], aged: dict[str, _Aged]) -> dict[str, str]:
    """Comments, events and versions that are deleted tell no experience: (id, experience) of those that left by age."""
    gone = [change.id for change in changes if _lost_hanging(change)]
    if not gone:
        return {}
    found = database.raw.execute(
        "SELECT j.value, a.* FROM aged a, json_each(a.comments) j WHERE j.value IN (SELECT value FROM json_each(?1))"
        " UNION ALL"
        " SELECT j.value, a.* FROM aged a, json_each(a.events) j WHERE j.value IN (SELECT value FROM json_each(?1))"
        " UNION ALL"
        " SELECT j.value, a.* FROM aged a, json_each(a.versions) j WHERE j.value IN (SELECT value FROM json_each(?1))",
        (ids_text(gone),),
    ).fetchall()
    for _, id, newest, *of in found:
        aged.setdefault(str(id), _Aged(newest, *(set(texts(ids)) for ids in of)))
    return {str(key): str(id) for key, id, *_ in found}


def _experience(change: PulledChange) -> str:
    row = change.row
    if isinstance(row, Slot | Reply | Comment | Event | ReplyVersion):
        return row.experience_id
    return change.id.rpartition(":")[0] if change.entity in (Entity.SLOT, Entity.REPLY) else change.id


def _ids(database: Database, table: str, listed: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    where = "x.experience_id = t.value"
    if table in ("slots", "replies"):  # their ids begin with the experience's: the key finds them
        where = f"x.id > t.value || ':' AND x.id < t.value || ';' AND {where}"
    for experience, id in database.raw.execute(
        f"SELECT x.experience_id, x.id FROM json_each(?) t CROSS JOIN {table} x ON {where}", (listed,)
    ):
        found.setdefault(str(experience), []).append(str(id))
    return found


def _json(ids: set[str] | list[str]) -> str:
    return msgspec.json.encode(sorted(ids)).decode() if ids else "[]"
