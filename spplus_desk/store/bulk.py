"""The index of words during a read from zero: large segments in memory, merged once at the end, in idle moments.

Without the merge one of the first small synchronisations would pay for it all at once; with it in slices nobody waits.
"""

from spplus_desk.store import meta, stems
from spplus_desk.store.connection import Database
from spplus_desk.store.fulltext import INDEXES

_FILLING = "filling"
_MERGING = "merging"
_SLICE_PAGES = 500
"""Index pages merged in one slice: some tens of milliseconds, during which no other job runs."""
_HASH_BULK, _HASH_USUAL = 64 * 1024 * 1024, 1024 * 1024
CHECKPOINT, _CHECKPOINT_BULK = 250, 4_000
"""Pages of the log that start a checkpoint. In bulk the same pages are written again and again: once is enough."""
_SETTINGS_BULK = {"hashsize": _HASH_BULK, "automerge": 0, "crisismerge": 64}
_SETTINGS_USUAL = {"hashsize": _HASH_USUAL, "automerge": 4, "crisismerge": 16}


def begin(database: Database) -> None:
    """At the first page of a read from zero. Doing it again changes nothing."""
    if not filling(database):
        meta.write(database, _FILLING, "1")
        _configure(database, _SETTINGS_BULK)
        database.raw.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_BULK}")


def filling(database: Database) -> bool:
    return meta.read(database, _FILLING) is not None


def end(database: Database) -> bool:
    """At the last page. True when a merge has to follow (see `merge_slice`)."""
    if not filling(database):
        return False
    meta.write(database, _FILLING, None)
    meta.write(database, _MERGING, "start")
    _configure(database, _SETTINGS_USUAL)
    return True


def merging(database: Database) -> bool:
    """Also true after a stop in the middle: the rest is done at the next opening."""
    return meta.read(database, _MERGING) is not None


def merge_slice(database: Database) -> bool:
    """One slice of the merge; True while more is left."""
    with database.transaction(durable=False):
        starting = meta.read(database, _MERGING) == "start"
        moved = 0
        for index in INDEXES:
            before = database.raw.total_changes
            pages = -_SLICE_PAGES if starting else _SLICE_PAGES
            database.raw.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('merge', ?)", (pages,))
            # One change is the command itself; a second tells that it found something to do.
            moved += database.raw.total_changes - before >= 2
        more = starting or bool(moved)
        if not more:
            stems.learn_all(database)
            database.raw.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT}")
        meta.write(database, _MERGING, "1" if more else None)
    return more


def _configure(database: Database, settings: dict[str, int]) -> None:
    for index in INDEXES:
        for name, value in settings.items():
            database.raw.execute(f"INSERT INTO {index} ({index}, rank) VALUES (?, ?)", (name, value))
