"""A damaged cache: what the agent wrote is saved first, the mirror is left to the central, and nobody is asked.

The new file is made whole beside the damaged one, which is then put aside under a name with the time, as it was to
the byte. After a kill in between, the next opening begins again or finishes: `cache.new.db` counts only once
`cache.db` is gone.
"""

import logging
import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from spplus_desk.domain.errors import CacheDamaged, CacheLocked, StorageFault
from spplus_desk.domain.values import Value
from spplus_desk.store import meta, salvage, writings
from spplus_desk.store.connection import Database, known_errors, one
from spplus_desk.store.journal import Journal, Written
from spplus_desk.store.migrations import migrate, migrate_or_damaged
from spplus_desk.store.writings import MARK, Recorder

_log = logging.getLogger(__name__)
KEPT_FOR, KEPT_MOST = timedelta(days=30), 3
"""Damaged copies hold citizens' texts, encrypted: so long and so many stay, where nobody confirms the rescue."""
_STAMP = "%Y%m%dT%H%M%S%f"
_COMPANIONS = ("", "-wal", "-shm")
DAMAGED = "damaged"
UNPROJECTED = "unprojected"
EVERY_SLOT = "all"


class RescueReport(Value, kw_only=True):
    """What a rescue saved. `aside`: the damaged file, None where the cache only lacked its last writes."""

    at: datetime
    drafts: int
    sends: int
    sure: bool
    """False where some text may be missing: both copies had holes."""
    aside: Path | None = None


def open_cache(path: Path, key: bytes, now: datetime, *, broken: bool = False) -> tuple[Database, RescueReport | None]:
    """The cache of `path` with its recorder, made, migrated, mended or made anew as needed.

    `broken`: a page failed while it was used. Raises CacheLocked for a wrong key (the journal tells it from a damaged
    file), StorageFault (`newer_schema`, the folder), StorageFull.
    """
    finish(path)
    journal = Journal(path, key)
    if broken:
        return _rescued(path, key, journal, now)
    gone = not path.exists() or path.stat().st_size == 0
    if gone and journal.glance().authentic:
        return _rescued(path, key, journal, now)
    try:
        database = _opened(path, key)
    except CacheDamaged:
        return _rescued(path, key, journal, now)
    except CacheLocked:
        # The right key and no database behind it, or a wrong key?
        if journal.glance().authentic or salvage.opens(path, key):
            return _rescued(path, key, journal, now)
        raise
    try:
        with known_errors():
            database.recorder = Recorder(database, journal)
            return database, _reconciled(database, database.recorder, now)
    except CacheDamaged:
        database.close()
        return _rescued(path, key, journal, now)
    except BaseException:
        database.close()
        raise


def finish(path: Path) -> None:
    """Ends what a rescue had begun when the program was killed. Raises StorageFault."""
    fresh = _fresh(path)
    try:
        if fresh.exists() and not path.exists():
            asides = sorted(damaged_files(path))
            for suffix in _COMPANIONS[1:]:
                left = _with(path, suffix)
                if left.exists() and asides:
                    left.replace(_with(asides[-1], suffix))
            fresh.replace(path)
            _sync(path.parent)
    except OSError as error:
        raise StorageFault(detail=str(error)) from error


def damaged_files(path: Path) -> Iterator[Path]:
    """The files that rescues put aside: kept until somebody confirms that nothing is missed."""
    return path.parent.glob(f"{path.stem}.{DAMAGED}-*{path.suffix}")


def forget_damaged(path: Path) -> int:
    """The rescue is confirmed: what was put aside goes. How many files went."""
    gone = 0
    for aside in list(damaged_files(path)):
        for suffix in _COMPANIONS:
            _with(aside, suffix).unlink(missing_ok=True)
        gone += 1
    return gone


def forget_old(path: Path, now: datetime) -> int:
    """Damaged copies older than `KEPT_FOR` go, and all but the newest `KEPT_MOST`. How many went."""
    gone = 0
    newest_first = sorted(damaged_files(path), key=lambda aside: _put_aside_at(aside, now), reverse=True)
    for place, aside in enumerate(newest_first):
        if place < KEPT_MOST and now - _put_aside_at(aside, now) <= KEPT_FOR:
            continue
        try:
            for suffix in _COMPANIONS:
                _with(aside, suffix).unlink(missing_ok=True)
        except OSError as error:
            _log.warning("a damaged copy could not be deleted (%s)", type(error).__name__)
        else:
            gone += 1
    if gone:
        _log.info("%d damaged copies were deleted: too old, or too many", gone)
    return gone


def _put_aside_at(aside: Path, now: datetime) -> datetime:
    """As its name tells; one that tells nothing is taken for old."""
    try:
        return datetime.strptime(aside.stem.rpartition("-")[2], _STAMP).replace(tzinfo=now.tzinfo)
    except ValueError:
        return datetime.min.replace(tzinfo=now.tzinfo)


def remake(path: Path, key: bytes, fill: Callable[[Database], None]) -> None:
    """A whole new file at `cache.new.db`, closed and on disk. Its key may be another than the old file's."""
    fresh = _fresh(path)
    for suffix in _COMPANIONS:
        _with(fresh, suffix).unlink(missing_ok=True)
    database = Database(fresh, key)
    try:
        migrate(database)
        with database.transaction(durable=True):
            fill(database)
    finally:
        database.close()


def swap(path: Path, aside: Path | None) -> None:
    """Puts the new file in the place of the old one, which goes to `aside` (None: it is deleted)."""
    if aside is None:
        for suffix in _COMPANIONS:
            _with(path, suffix).unlink(missing_ok=True)
    else:
        for suffix in _COMPANIONS:
            part = _with(path, suffix)
            if part.exists():
                part.replace(_with(aside, suffix))
    _fresh(path).replace(path)
    _sync(path.parent)


def _opened(path: Path, key: bytes) -> Database:
    database = Database(path, key)
    try:
        with known_errors():
            migrate_or_damaged(database)
    except BaseException:
        database.close()
        raise
    return database


def _reconciled(database: Database, recorder: Recorder, now: datetime) -> RescueReport | None:
    """Holds the two copies against each other by their marks; the one behind is brought up."""
    # The journal first: another process commits before it appends, so its file is never the newer of the two.
    journal = recorder.journal
    told = journal.glance()
    mark = meta.read_number(database, MARK)
    if told.authentic and told.mark > mark:
        return _replayed(database, recorder, journal.read(above=mark), mark, now)
    if not told.complete or told.mark < mark:
        recorder.rewrite()
    return None


def _replayed(
    database: Database, recorder: Recorder, written: Written, mark: int, now: datetime
) -> RescueReport | None:
    """The cache lost its last writes (a log that was cut): they are written again."""
    if not written.later:
        return None
    last: dict[tuple[str, Any], dict[str, Any] | None] = {(table, key): row for table, key, row in written.later}
    _log.warning("the cache lacked its last writes: mark %d of %d, %d rows", mark, written.mark, len(last))
    there = {place: row for place, row in last.items() if row is not None}
    with database.transaction(durable=True):
        writings.take_out(database, [place for place, row in last.items() if row is None])
        writings.put_back(database, there)
        meta.write(database, MARK, str(written.mark))
        meta.write(database, UNPROJECTED, "1")
    recorder.rewrite()
    drafts, sends = writings.counts(database)
    return RescueReport(at=now, drafts=drafts, sends=sends, sure=written.complete)


def _rescued(path: Path, key: bytes, journal: Journal, now: datetime) -> tuple[Database, RescueReport]:
    written = journal.read()
    found = salvage.salvage(path, key, above=written.mark if written.complete else None)
    rows = dict(written.rows)
    trusted = written.complete and written.mark >= (found.mark or 0)
    if not trusted:
        rows.update(found.rows)
    _log.warning(
        "the cache is damaged (%d pages): rescue from the journal (%s, mark %d) and the file (mark %s)",
        salvage.bad_pages(path, key) if path.exists() else 0,
        "whole" if written.complete else "with holes",
        written.mark,
        found.mark,
    )

    def fill(database: Database) -> None:
        writings.put_back(database, rows)
        database.raw.executemany("INSERT OR REPLACE INTO reads (slot_id, at) VALUES (?, ?)", found.reads)
        highest = one(database, "SELECT coalesce(max(acknowledgement), 0) FROM commands")[0]
        meta.write(database, "acknowledgement", str(highest))
        meta.write(database, MARK, str(max(written.mark, found.mark or 0) + 1))

    remake(path, key, fill)
    there = path.exists()
    aside = path.with_name(f"{path.stem}.{DAMAGED}-{now.strftime(_STAMP)}{path.suffix}")
    swap(path, aside)
    database = _opened(path, key)
    try:
        database.recorder = Recorder(database, journal)
        database.recorder.rewrite()
        drafts, sends = writings.counts(database)
    except BaseException:
        database.close()
        raise
    report = RescueReport(
        at=now, drafts=drafts, sends=sends, sure=trusted or found.whole, aside=aside if there else None
    )
    return database, report


def _fresh(path: Path) -> Path:
    return path.with_name(f"{path.stem}.new{path.suffix}")


def _with(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _sync(folder: Path) -> None:
    """The renames are on disk. Windows opens no folders; its renames are written through."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError as error:
        _log.info("the folder cannot be synchronised (%s)", type(error).__name__)
    finally:
        os.close(handle)
