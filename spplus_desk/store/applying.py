"""Applying the feed: mirror, cursor, inbox, index of words and retirement in one transaction."""

from collections.abc import Callable, Sequence
from datetime import datetime

from spplus_desk.domain.changes import ChangeKind, Origin, kind_of_change
from spplus_desk.domain.documents import RULES
from spplus_desk.domain.vocabulary import Entity
from spplus_desk.store import bulk, generations, meta, mirror, news, outbox, retention, rollup_jobs
from spplus_desk.store.mirror import Touched
from spplus_desk.store.pages import PageTally, PulledChange
from spplus_desk.store.thread import Chore
from spplus_desk.store.workplace import Workplace

_KINDS = {
    Entity.STRUCTURE: ChangeKind.STRUCTURES,
    Entity.MEMBER: ChangeKind.STRUCTURES,
    Entity.EXPERIENCE: ChangeKind.INBOX,
    Entity.SLOT: ChangeKind.INBOX,
    Entity.REPLY: ChangeKind.REPLIES,
    Entity.COMMENT: ChangeKind.COMMENTS,
    Entity.EVENT: ChangeKind.COMMENTS,
    Entity.REPLY_VERSION: ChangeKind.REPLIES,
    **{rule.entity: kind_of_change(rule.entity) for rule in RULES},
}


def apply_page(
    work: Workplace,
    changes: Sequence[PulledChange],
    *,
    cursor: str,
    last: bool,
    at: datetime,
    remaining: int,
    acknowledged_before: int | None,
    when_idle: Callable[[Chore], None],
) -> PageTally:
    database = work.database
    retired: list[str] = []
    merge = False
    try:
        with database.transaction(durable=False):
            if meta.read(database, "cursor") is None:
                bulk.begin(database)
            changes = retention.leave_out(database, work.scope, changes, work.retention, at)
            telling = news.worth_telling(database)
            # Words of a read from zero are learnt at its end, all at once.
            touched = mirror.apply(database, changes, generations.current(database), learn=not bulk.filling(database))
            meta.write(database, "cursor", cursor)
            meta.write(database, "remaining", str(remaining))
            if last:
                retired, merge = _reached_the_end(work, touched, at, acknowledged_before)
            if touched.structures:
                _follow_structures(work, touched)
            slots = touched.slots.union(retired)
            before = news.ranks(database, slots) if telling else {}
            work.project(slots)
            if telling:
                news.note(database, work.agent.id, before, news.ranks(database, slots), at)
    except BaseException:
        work.forget_scope()  # it may have been read from rows that are not there any more
        raise
    if merge:
        when_idle(lambda: bulk.merge_slice(work.database))
    if last:
        when_idle(lambda: rollup_jobs.count_slice(work))
        if work.retention is not None:
            when_idle(lambda: retention.sweep(work, work.retention, at))
    _announce(work, touched, retired)
    return PageTally(put=touched.put, deleted=touched.deleted, retired=len(retired))


def mark_synced(
    work: Workplace, at: datetime, acknowledged_before: int | None, *, when_idle: Callable[[Chore], None]
) -> int:
    """The end of the feed without a page: nothing new, or nothing more after the page before."""
    touched = Touched()
    try:
        with work.database.transaction(durable=False):
            retired, merge = _reached_the_end(work, touched, at, acknowledged_before)
            if touched.structures:
                _follow_structures(work, touched)
            work.project(touched.slots.union(retired))
    except BaseException:
        work.forget_scope()
        raise
    if merge:
        when_idle(lambda: bulk.merge_slice(work.database))
    _announce(work, touched, retired)
    return len(retired)


def _reached_the_end(
    work: Workplace, touched: Touched, at: datetime, acknowledged_before: int | None
) -> tuple[list[str], bool]:
    """(slots of the commands that retire, whether the index of words is to be merged)."""
    database = work.database
    if generations.resyncing(database):
        generations.finish(database, touched)
    meta.write_instant(database, "last_success", at)
    retired = [] if acknowledged_before is None else outbox.retire(database, acknowledged_before)
    retention.revive(database)
    return retired, bulk.end(database)


def _follow_structures(work: Workplace, touched: Touched) -> None:
    """A structure that moved, came, went or changed its zone or name changes the rows of its slots."""
    before = work.scope.ids
    work.forget_scope()
    after = work.scope.ids
    concerned = (touched.structures & (before | after)) | (before ^ after)
    touched.slots.update(mirror.slots_of_structures(work.database, concerned))


def begin_resync(work: Workplace) -> None:
    with work.database.transaction(durable=False):
        generations.begin(work.database)


def _announce(work: Workplace, touched: Touched, retired: Sequence[str]) -> None:
    kinds = {_KINDS[entity] for entity in touched.entities}
    if touched.slots:
        kinds.add(ChangeKind.INBOX)
    if retired:
        kinds.add(ChangeKind.INBOX)
    if retired or ChangeKind.REPLIES in kinds:
        kinds.add(ChangeKind.OUTBOX)
    if kinds:
        bulk = Entity.STRUCTURE in touched.entities
        work.announce(kinds, () if bulk else touched.slots.union(retired), Origin.FEED)
