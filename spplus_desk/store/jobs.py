"""Jobs of the database thread that touch neither feed nor outbox: identity, read marks, drafts."""

from datetime import datetime

from spplus_desk.domain.changes import ChangeKind, Origin
from spplus_desk.domain.outbox import Draft
from spplus_desk.store import inbox_queries, meta
from spplus_desk.store.meta import Identity
from spplus_desk.store.workplace import Workplace


def set_identity(work: Workplace, identity: Identity) -> None:
    before = meta.identity(work.database)
    try:
        with work.database.transaction(durable=True):
            meta.set_identity(work.database, identity)
            work.forget_scope()
            if before is None or before.agent != identity.agent:
                slots = [str(id) for (id,) in work.database.raw.execute("SELECT id FROM slots")]
                work.project(slots)
    except BaseException:
        work.forget_scope()
        raise
    work.announce((ChangeKind.INBOX, ChangeKind.STRUCTURES, ChangeKind.OUTBOX), (), Origin.DESK)


def mark_read(work: Workplace, key: str, now: datetime) -> None:
    with work.database.transaction(durable=False):
        changed = inbox_queries.mark_read(work.database, key, now)
    if changed:
        work.announce((ChangeKind.INBOX,), (key,), Origin.DESK)


def mark_unread(work: Workplace, key: str) -> None:
    with work.database.transaction(durable=False):
        changed = inbox_queries.mark_unread(work.database, key)
    if changed:
        work.announce((ChangeKind.INBOX,), (key,), Origin.DESK)


def save_draft(work: Workplace, draft: Draft, now: datetime) -> Draft:
    from spplus_desk.store import drafts, revisions  # late: SQLAlchemy is not needed for the first paint

    with work.database.transaction(durable=True):
        saved = drafts.save(work.database, draft, now, revisions.first(work.database, draft.slot_id))
    work.announce((ChangeKind.DRAFTS,), (draft.slot_id,), Origin.DESK)
    return saved


def delete_draft(work: Workplace, key: str) -> bool:
    from spplus_desk.store import drafts, guard_notes

    with work.database.transaction(durable=True):
        there = drafts.drop(work.database, key)
        guard_notes.forget(work.database, key)
    if there:
        work.announce((ChangeKind.DRAFTS,), (key,), Origin.DESK)
    return there
