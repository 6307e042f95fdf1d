"""Texts being written: local to this desk, on disk before the agent is told so."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from spplus_desk.domain.outbox import Draft
from spplus_desk.domain.values import replace
from spplus_desk.store import revisions
from spplus_desk.store.connection import Database
from spplus_desk.store.labels import labels
from spplus_desk.store.tables import drafts
from spplus_desk.store.values import change_of, change_text, instant, list_text, micros, texts


def to_draft(c: Any) -> Draft:
    return Draft(
        slot_id=c.slot_id,
        greeting=c.greeting,
        body=c.body,
        closing=c.closing,
        signature=c.signature,
        template_id=c.template_id,
        template_title=c.template_title,
        sources=texts(c.sources),
        change=change_of(c.change),
        cursor=c.cursor,
        saved_at=instant(c.saved_at),
    )


def get(database: Database, slot_id: str) -> Draft | None:
    found = database.core.execute(select(drafts).where(drafts.c.slot_id == slot_id)).first()
    return None if found is None else to_draft(found)


def save(database: Database, draft: Draft, now: datetime, began_with: str | None = None) -> Draft:
    """Keeps `draft` as it is, empty or not, whether or not its experience is (still) mirrored.

    The body that it replaces becomes a revision; `began_with` does, where there was no draft yet.
    """
    there = get(database, draft.slot_id)
    before = began_with if there is None else there.body
    row = insert(drafts).values(
        slot_id=draft.slot_id,
        greeting=draft.greeting,
        body=draft.body,
        closing=draft.closing,
        signature=draft.signature,
        template_id=draft.template_id,
        template_title=draft.template_title,
        sources=list_text(draft.sources),
        change=change_text(draft.change),
        cursor=draft.cursor,
        saved_at=micros(now),
        empty=int(draft.empty),
        **labels(database, draft.slot_id),
    )
    kept = ("title", "pseudonym", "structure_name")
    changed = {c.name: row.excluded[c.name] for c in drafts.columns if c.name != "slot_id" and c.name not in kept}
    database.core.execute(row.on_conflict_do_update(index_elements=["slot_id"], set_=changed))
    if before is not None:
        revisions.note(database, draft.slot_id, before, draft.body)
    return replace(draft, saved_at=instant(micros(now)))


def drop(database: Database, slot_id: str) -> bool:
    return bool(database.core.execute(delete(drafts).where(drafts.c.slot_id == slot_id)).rowcount)


def give_back(database: Database, draft: Draft, now: datetime) -> Draft:
    """Puts a text that comes back from the outbox into the draft of its slot. A draft already there is not lost:
    the two texts then stand one below the other, the draft's first."""
    there = get(database, draft.slot_id)
    if there is not None and not there.empty and draft.body.strip() not in there.body:
        draft = replace(there, body=f"{there.body.rstrip()}\n\n{draft.body}")
    elif there is not None and not there.empty:
        draft = there
    return save(database, draft, now)
