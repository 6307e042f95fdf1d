"""What the agent decided before publishing: the data kept on purpose in a draft.

A small value in `meta`, encrypted like the rest, without the data. A rescue begins anew: the points then ask again, and
no text is touched.
"""

import msgspec

from spplus_desk.domain.review import Kept
from spplus_desk.store import meta
from spplus_desk.store.connection import Database

_MOST = 500
"""Decisions of a draft: far more than anyone takes."""


def _name(slot_id: str) -> str:
    return f"guard.kept:{slot_id}"


def kept(database: Database, slot_id: str) -> tuple[Kept, ...]:
    found = meta.read(database, _name(slot_id))
    return () if found is None else msgspec.json.decode(found, type=tuple[Kept, ...])


def keep(database: Database, slot_id: str, decision: Kept) -> tuple[Kept, ...]:
    """All the decisions of the draft, this one last; a new reason takes the place of the one before."""
    others = tuple(one for one in kept(database, slot_id) if one.digest != decision.digest)
    now = (*others[-_MOST:], decision)
    meta.write(database, _name(slot_id), msgspec.json.encode(now).decode())
    return now


def forget(database: Database, slot_id: str) -> None:
    meta.write(database, _name(slot_id), None)
