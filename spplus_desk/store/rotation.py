"""Changing the key of a cache. Killed at any moment, one of two kept keys opens it: both are kept until the new one is
verified, and the next opening ends what was begun."""

import logging
import os
from datetime import datetime
from pathlib import Path

from spplus_desk.domain.errors import CacheDamaged, CacheLocked, StorageFault
from spplus_desk.store import keys, rescue, salvage
from spplus_desk.store.connection import KEY_BYTES, Database, known_errors
from spplus_desk.store.journal import Journal
from spplus_desk.store.keys import Keyring

_log = logging.getLogger(__name__)
_BUSY = (
    "Les données de ce poste sont ouvertes dans une autre fenêtre. Fermez-la, puis changez la clé. Rien n’a été changé."
)


def current_key(cache: Path, profile_id: str, keyring: Keyring | None, passphrase: str | None) -> bytes:
    """The key that opens `cache`, made at the first time; ends a rotation that was cut short.

    Raises what `keys.load_or_create_key` raises.
    """
    folder = cache.parent
    key = keys.load_or_create_key(folder, profile_id, keyring, passphrase)
    fresh = keys.next_key(folder, profile_id, keyring, passphrase)
    if fresh is None:
        return key
    # The old key first: a change cut short left a journal, which gives the file back to the old key as it opens.
    if _opens(cache, key):
        keys.forget_next(folder, profile_id, keyring)
        _log.info("a change of key had come to nothing")
        return key
    if _opens(cache, fresh):
        return _promoted(cache, profile_id, keyring, fresh)
    # The file is damaged too: whichever key the second copy of the texts answers to. Neither is thrown away.
    return fresh if Journal(cache, fresh).glance().authentic else key


def rotate(cache: Path, profile_id: str, keyring: Keyring | None, passphrase: str | None, now: datetime) -> bytes:
    """A new key for `cache`, which nobody has open; the new key. Raises CacheLocked, NoKeyring, StorageFault."""
    old = current_key(cache, profile_id, keyring, passphrase)
    database, _ = rescue.open_cache(cache, old, now)  # a damaged file is mended first, under the key that it has
    database.close()
    fresh = os.urandom(KEY_BYTES)
    keys.keep_next(cache.parent, profile_id, keyring, passphrase, fresh)
    _rekey(cache, old, fresh)
    bad = salvage.bad_pages(cache, fresh)
    if bad:
        raise StorageFault(detail=f"{bad} pages after the change of key")
    database, _ = rescue.open_cache(cache, fresh, now)  # and the second copy of the texts, under the new key
    database.close()
    return _promoted(cache, profile_id, keyring, fresh)


def _promoted(cache: Path, profile_id: str, keyring: Keyring | None, fresh: bytes) -> bytes:
    keys.promote_next(cache.parent, profile_id, keyring, fresh)
    _log.info("the cache has a new key")
    return fresh


def _opens(cache: Path, key: bytes) -> bool:
    if not cache.exists():
        return False
    try:
        Database(cache, key).close()
    except (CacheLocked, CacheDamaged):
        return False
    return True


def _rekey(cache: Path, old: bytes, fresh: bytes) -> None:
    database = Database(cache, old)
    try:
        try:
            with known_errors():
                # Alone: another connection would go on under the old key.
                database.raw.execute("PRAGMA locking_mode = EXCLUSIVE")
                database.raw.execute("PRAGMA busy_timeout = 500")
                database.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                mode = database.raw.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        except StorageFault as error:
            raise StorageFault(_BUSY, code="cache_busy", detail=error.detail) from error
        if mode != "delete":
            raise StorageFault(_BUSY, code="cache_busy")
        with known_errors():
            database.raw.execute(f"PRAGMA rekey = \"x'{fresh.hex()}'\"").fetchall()
    finally:
        database.close()
