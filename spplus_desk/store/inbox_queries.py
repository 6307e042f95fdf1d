"""What the list and the reading pane ask for. Plain SQL on the driver: these run before the first paint.

The order of the list is that of two columns: `rank` (open, to validate, answered, transferred) and `urgency`, which
is the deadline for what waits and the newest reply first for what was answered.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from spplus_desk.domain.errors import NotFound
from spplus_desk.domain.experience import Comment, Event, Reply, ReplyVersion, Slot
from spplus_desk.domain.inbox import ExperienceDetail, InboxRow, SortOrder, View, ViewCounts
from spplus_desk.domain.listing import ListQuery
from spplus_desk.domain.projection import SlotState
from spplus_desk.domain.structure import Agent
from spplus_desk.domain.text import excerpt
from spplus_desk.domain.validation import standing, with_pending
from spplus_desk.store import outbox_reading, projections, records, sends_counting
from spplus_desk.store.connection import Database, one
from spplus_desk.store.mirror import ids_text
from spplus_desk.store.projections import RANK_ANSWERED, RANK_OPEN, RANK_TO_VALIDATE, Scope
from spplus_desk.store.urgency import SOON_DAYS, between, end_of_day
from spplus_desk.store.values import instant, instant_or_none, micros, texts

_EXCERPT = 480
_STATES = {state.value: state for state in SlotState}
"""Looked up: the call of an enumeration takes ten times as long, for each row of each list."""
_ROW = f"""
SELECT i.slot_id, i.experience_id, i.structure_id, i.structure_name, e.title, e.pseudonym,
       substr(e.body, 1, {_EXCERPT}), e.sentiment, i.channels, i.published_at, e.published_date_only, i.due_at,
       i.timezone, i.state, i.replied_at, i.claimed_by, i.claimed_by_name,
       NOT EXISTS (SELECT 1 FROM reads WHERE reads.slot_id = i.slot_id),
       EXISTS (SELECT 1 FROM drafts WHERE drafts.slot_id = i.slot_id AND drafts.empty = 0), i.similar_count,
       i.internal_due_at
"""
_JOINED = " JOIN experiences e ON e.rid = i.rid "
ORDER = {
    SortOrder.DEADLINE: "i.rank, i.urgency, i.slot_id",
    SortOrder.NEWEST: "i.published_at DESC, i.slot_id DESC",
    SortOrder.SIMILAR: "i.similar_count DESC, i.rank, i.urgency, i.slot_id",
}


def to_row(c: Any) -> InboxRow:
    return InboxRow(
        key=c[0],
        experience_id=c[1],
        structure_id=c[2],
        structure_name=c[3],
        title=c[4],
        pseudonym=c[5],
        excerpt=excerpt(c[6]),
        sentiment=records.sentiment(c[7]),
        channels=texts(c[8]),
        published_at=instant(c[9]),
        date_only=bool(c[10]),
        due_at=instant(c[11]),
        timezone=c[12],
        state=_STATES[c[13]],
        replied_at=instant_or_none(c[14]),
        claimed_by=c[15],
        claimed_by_name=c[16],
        unread=bool(c[17]),
        has_draft=bool(c[18]),
        similar_count=c[19],
        internal_due_at=instant_or_none(c[20]),
    )


def rows(
    database: Database, scope: Scope, view: View, order: SortOrder, now: datetime, limit: int, offset: int
) -> tuple[InboxRow, ...]:
    """A slice of one view. Keys are chosen on the narrow table first; texts are read for those alone."""
    chosen_by, values = where(scope, view, now)
    chosen = f"SELECT i.slot_id FROM inbox i WHERE {chosen_by} ORDER BY {ORDER[order]} LIMIT ? OFFSET ?"
    found = database.raw.execute(
        f"{_ROW} FROM ({chosen}) k CROSS JOIN inbox i ON i.slot_id = k.slot_id {_JOINED} ORDER BY {ORDER[order]}",
        (*values, limit, offset),
    )
    return tuple(to_row(c) for c in found)


def rows_of(database: Database, listed: str) -> tuple[InboxRow, ...]:
    """The rows of some slots (a JSON list of ids), in the order given."""
    found = database.raw.execute(
        f"{_ROW} FROM json_each(?) t CROSS JOIN inbox i ON i.slot_id = t.value {_JOINED} ORDER BY t.key", (listed,)
    )
    return tuple(to_row(c) for c in found)


def rows_of_experience(database: Database, experience_id: str) -> tuple[InboxRow, ...]:
    found = database.raw.execute(
        "SELECT slot_id FROM inbox WHERE slot_id > ?1 || ':' AND slot_id < ?1 || ';' AND experience_id = ?1"
        " ORDER BY rank, structure_name, slot_id",
        (experience_id,),
    )
    return rows_of(database, ids_text([str(id) for (id,) in found]))


def where(scope: Scope, view: View, now: datetime) -> tuple[str, tuple[Any, ...]]:
    match view:
        case View.TO_ANSWER:
            return "i.rank = ?", (RANK_OPEN,)
        case View.LATE:
            return "i.rank = ? AND i.urgency <= ?", (RANK_OPEN, micros(now))
        case View.DUE_SOON:
            return _soon(scope.zones, now)
        case View.TO_VALIDATE:
            return "i.rank = ?", (RANK_TO_VALIDATE,)
        case View.MY_CLAIMS:
            return "i.claimed_by = ? AND i.rank = ?", (scope.agent.id, RANK_OPEN)
        case View.ANSWERED:
            return "i.rank = ?", (RANK_ANSWERED,)
        case View.ALL:
            return "1 = 1", ()


def _soon(zones: Sequence[str], now: datetime) -> tuple[str, tuple[Any, ...]]:
    """Due after `now`, and before the midnight that ends the last of the soon days in the row's own zone."""
    ends = [end_of_day(now, zone, SOON_DAYS) for zone in zones]
    soon, values = between(zones, [micros(now)] * len(zones), ends)
    return f"i.rank = {RANK_OPEN} AND {soon}", values


def counts(database: Database, scope: Scope, now: datetime, sites: tuple[str, ...] = ()) -> ViewCounts:
    """All numbers of the rail. Those over many rows are kept with the inbox itself, the others are index ranges."""
    if sites:
        from spplus_desk.store import list_filter  # it needs this module

        return ViewCounts(
            **{view.value: list_filter.count(database, scope, ListQuery(view=view, sites=sites), now) for view in View},
            outbox=sends_counting.waiting(database),
        )
    by_rank = {int(rank): int(rows) for rank, rows in database.raw.execute("SELECT rank, rows FROM inbox_counts")}

    def count(view: View) -> int:
        chosen_by, values = where(scope, view, now)
        return int(one(database, f"SELECT count(*) FROM inbox i WHERE {chosen_by}", *values)[0])

    return ViewCounts(
        to_answer=by_rank[RANK_OPEN],
        late=count(View.LATE),
        due_soon=count(View.DUE_SOON),
        to_validate=by_rank[RANK_TO_VALIDATE],
        my_claims=count(View.MY_CLAIMS),
        answered=by_rank[RANK_ANSWERED],
        all=sum(by_rank.values()),
        outbox=sends_counting.waiting(database),
    )


def detail(database: Database, scope: Scope, key: str) -> ExperienceDetail:
    """Raises NotFound for a slot that is not in the inbox (any more)."""
    agent = scope.agent
    listed = ids_text((key,))
    found = rows_of(database, listed)
    if not found:
        raise NotFound(detail=key)
    row = found[0]
    experience = records.to_experience(
        one(database, f"SELECT {records.EXPERIENCE} FROM experiences WHERE id = ?", row.experience_id)
    )
    slots = _slots(database, row.experience_id)
    replies = {r.id: r for r in _replies(database, row.experience_id)}
    own = next(slot for slot in slots if slot.id == key)
    tags_text = str(one(database, "SELECT tags FROM experiences WHERE id = ?", row.experience_id)[0])
    seen = projections.projection(database, agent, own, replies.get(key), tags_text)
    comments = _comments(database, row.experience_id)
    there = {comment.id for comment in comments}
    waiting = tuple(comment for comment in seen.pending_comments if comment.id not in there)
    return ExperienceDetail(
        row=row,
        experience=experience,
        slot=seen.slot,
        slots=(seen.slot, *(slot for slot in slots if slot.id != key)),
        tags=seen.tags,
        reply=seen.reply,
        other_replies=tuple(reply for id, reply in replies.items() if id != key),
        comments=(*comments, *waiting),
        pending_comment_ids=frozenset(comment.id for comment in waiting),
        rules=scope.book.rules(row.structure_id),
        pauses=scope.book.pauses(key),
        events=_events(database, row.experience_id),
        versions=_versions(database, own.id, row.structure_id, agent),
        standing=standing(
            agent,
            scope.tree,
            row.structure_id,
            scope.book.own(row.structure_id),
            required=scope.book.rules(row.structure_id).validation,
        ),
        unsent=outbox_reading.unsent_kinds(database, key),
    )


def _slots(database: Database, experience_id: str) -> list[Slot]:
    found = database.raw.execute(
        f"SELECT {records.SLOT} FROM slots WHERE id > ?1 || ':' AND id < ?1 || ';' AND experience_id = ?1"
        " ORDER BY structure_name, id",
        (experience_id,),
    )
    return [records.to_slot(c) for c in found]


def _replies(database: Database, experience_id: str) -> list[Reply]:
    found = database.raw.execute(
        f"SELECT {records.REPLY} FROM replies WHERE id > ?1 || ':' AND id < ?1 || ';' AND experience_id = ?1"
        " ORDER BY coalesce(published_at, submitted_at), id",
        (experience_id,),
    )
    return [records.to_reply(c) for c in found]


def _comments(database: Database, experience_id: str) -> list[Comment]:
    found = database.raw.execute(
        f"SELECT {records.COMMENT} FROM comments WHERE experience_id = ? ORDER BY created_at, id", (experience_id,)
    )
    return [records.to_comment(c) for c in found]


def _events(database: Database, experience_id: str) -> tuple[Event, ...]:
    found = database.raw.execute(
        f"SELECT {records.EVENT} FROM trail WHERE experience_id = ? ORDER BY at, id", (experience_id,)
    )
    return tuple(records.to_event(c) for c in found)


def _versions(database: Database, slot_id: str, structure_id: str, agent: Agent) -> tuple[ReplyVersion, ...]:
    found = database.raw.execute(
        "SELECT doc FROM reply_versions WHERE experience_id = ? AND structure_id = ? ORDER BY version",
        (slot_id.rpartition(":")[0], structure_id),
    )
    pending = outbox_reading.pending(database, ids_text((slot_id,))).get(slot_id, ())
    return with_pending([records.to_reply_version(doc) for (doc,) in found], pending, agent)


def mark_read(database: Database, key: str, now: datetime) -> bool:
    """True when that slot was unread until now."""
    done = database.raw.execute("INSERT OR IGNORE INTO reads (slot_id, at) VALUES (?, ?)", (key, micros(now)))
    return bool(done.rowcount)


def mark_unread(database: Database, key: str) -> bool:
    return bool(database.raw.execute("DELETE FROM reads WHERE slot_id = ?", (key,)).rowcount)
