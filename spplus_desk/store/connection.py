"""The one connection to the encrypted file: key, pragmas, transactions, and errors in the agent's words.

Transactions are begun and ended here only. The driver runs in autocommit mode, because `synchronous` cannot change
inside a transaction: what the agent wrote is committed with FULL, the mirror, which can be pulled again, with NORMAL.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from sqlcipher3 import dbapi2 as driver

from spplus_desk.domain.errors import (
    CacheDamaged,
    CacheLocked,
    KnownError,
    StorageBusy,
    StorageFault,
    StorageFull,
    StorageReadOnly,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

KEY_BYTES = 32
PAGE_BYTES = 16_384
"""Of the file, for good. Larger than usual: testimonies of 1.5 kB fill it without waste, and each page has its HMAC."""
_CACHE_KIB = 64 * 1024
_READING_CACHE_KIB = 32 * 1024
_READING_PRAGMAS = (
    f"PRAGMA cache_size = -{_READING_CACHE_KIB}",
    "PRAGMA temp_store = MEMORY",  # the order of a list is of slot ids: not on the disk either
    "PRAGMA busy_timeout = 5000",
)
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA wal_autocheckpoint = 250",  # pages: 4 MB
    f"PRAGMA cache_size = -{_CACHE_KIB}",
    "PRAGMA temp_store = MEMORY",  # sorts must never write clear text beside the encrypted file
    "PRAGMA synchronous = FULL",
    "PRAGMA busy_timeout = 5000",  # the window and the command line may share a profile
    "PRAGMA journal_size_limit = 16777216",  # a first synchronisation makes a long log; it is cut back after
)


@contextmanager
def known_errors() -> Iterator[None]:
    """Turns the driver's errors into known ones; whatever means a fault of ours (bad SQL) stays a bug."""
    try:
        yield
    except Exception as error:
        # SQLAlchemy wraps the driver's error.
        origin = getattr(error, "orig", error)
        known = _known(origin) if isinstance(origin, driver.DatabaseError) else None
        if known is None:
            raise
        raise known from error


def _known(error: Exception) -> KnownError | None:
    said = str(error)
    if "disk is full" in said:
        return StorageFull(detail=said)
    if "not a database" in said or "file is encrypted" in said:
        return CacheLocked(detail=said)
    if any(word in said for word in ("malformed", "vtable constructor failed", "fts5: corruption")):
        return CacheDamaged(detail=said)
    if "locked" in said:
        return StorageBusy(detail=said)
    if "readonly" in said:
        return StorageReadOnly(detail=said)
    faults = ("disk I/O error", "unable to open", "out of memory")
    if any(word in said for word in faults):
        return StorageFault(detail=said)
    return None


class Transacted(Protocol):
    """Who keeps a second copy of what is committed."""

    def before_commit(self) -> None: ...

    def after_commit(self, *, durable: bool) -> None: ...


class Database:
    """Opens (and creates) the file. Lives on the database thread, and is never seen from another.

    With `read_only` the file must be there, open for writing elsewhere; only temporary tables can be written.
    Raises CacheLocked when `key` does not open the file, StorageFault when the file cannot be used at all.
    """

    def __init__(self, path: Path, key: bytes, *, read_only: bool = False) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"the key of the cache is {KEY_BYTES} bytes long, not {len(key)}")
        self._core: Connection | None = None
        self.recorder: Transacted | None = None
        self._synchronous = "FULL"
        if not read_only:
            try:
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            except OSError as error:
                raise StorageFault(detail=str(error)) from error
        target = f"{path.absolute().as_uri()}?mode=ro" if read_only else str(path)
        with known_errors():
            # check_same_thread off: opened and closed by the database thread, whatever thread collects the object.
            self.raw = driver.connect(
                target, isolation_level=None, check_same_thread=False, cached_statements=256, uri=read_only
            )
            try:
                # Its own log goes to standard error; what it would say comes as an error anyway.
                self.raw.execute("PRAGMA cipher_log_level = NONE")
                self.raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
                self.raw.execute(f"PRAGMA cipher_page_size = {PAGE_BYTES}")
                self.raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
                for pragma in _READING_PRAGMAS if read_only else _PRAGMAS:
                    self.raw.execute(pragma)
            except driver.DatabaseError:
                self.raw.close()
                raise
        if not read_only:
            path.chmod(0o600)

    @property
    def core(self) -> "Connection":
        """The same connection as SQLAlchemy Core sees it. Loaded at its first use: the first paint needs none of it."""
        if self._core is None:
            if self.raw.in_transaction:
                raise RuntimeError("SQLAlchemy rolls back what is open when it first meets a connection")
            from sqlalchemy import StaticPool, create_engine

            # hide_parameters: an error that is logged must not carry the text of an agent or a citizen.
            engine = create_engine(
                "sqlite://", module=driver, creator=lambda: self.raw, poolclass=StaticPool, hide_parameters=True
            )
            self._core = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        return self._core

    @contextmanager
    def transaction(self, *, durable: bool) -> Iterator[None]:
        """All or nothing. `durable`: on disk, through a power cut, before this returns. Raises StorageFull and such."""
        wanted = "FULL" if durable else "NORMAL"
        with known_errors():
            if durable:
                _ = self.core  # what the agent writes goes through it, and it must not be made inside the transaction
            if wanted != self._synchronous:
                self.raw.execute(f"PRAGMA synchronous = {wanted}")
                self._synchronous = wanted
            self.raw.execute("BEGIN IMMEDIATE")
            try:
                yield
                if self.recorder is not None:
                    self.recorder.before_commit()
                self.raw.execute("COMMIT")
            except BaseException:
                # A full disk may have rolled everything back already.
                if self.raw.in_transaction:
                    with suppress(driver.DatabaseError):  # of a damaged file; what went wrong first is told
                        self.raw.execute("ROLLBACK")
                raise
            if self.recorder is not None:
                self.recorder.after_commit(durable=durable)

    def close(self) -> None:
        if self._core is not None:
            self._core.engine.dispose()
            self._core = None
        self.raw.close()


def one(database: Database, sql: str, *values: Any) -> Any:
    """The first row of `sql`, or None."""
    return database.raw.execute(sql, values).fetchone()
