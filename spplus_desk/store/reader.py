"""Long reads beside the writing thread: a thread and a read-only connection of their own.

A list of a million rows takes a second to put in order. On the thread that writes, a reply would wait for it. What is
read here is what was committed before the read began. The connection is opened at the first question, and given up
whenever the file is replaced (a rescue, an account taken back): its lists are then no more, and are asked for again.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from sqlcipher3 import dbapi2 as driver

from spplus_desk.domain.changes import ChangeKind, ChangeSet
from spplus_desk.domain.errors import CacheDamaged, CacheLocked
from spplus_desk.domain.structure import Agent
from spplus_desk.store import meta
from spplus_desk.store.connection import Database, known_errors
from spplus_desk.store.listing import Listings
from spplus_desk.store.projections import Scope
from spplus_desk.store.thread import DatabaseThread

if TYPE_CHECKING:
    from spplus_desk.store.search import Searcher

T = TypeVar("T")
_NOBODY = Agent("", "")
_TRIES = 3
"""An interruption meant for another job costs one try; two in a row are nobody's bad luck."""


class Reading:
    """What a job reads with. Lives and dies with its connection."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.listings = Listings(database)
        self._scope: Scope | None = None
        self._searcher: Searcher | None = None

    @property
    def searcher(self) -> "Searcher":
        if self._searcher is None:
            from spplus_desk.store.search import Searcher  # late: not needed for the first paint

            self._searcher = Searcher(self.database)
        return self._searcher

    @property
    def scope(self) -> Scope:
        if self._scope is None:
            found = meta.identity(self.database)
            self._scope = Scope(self.database, _NOBODY if found is None else found.agent)
        return self._scope

    def forget_scope(self) -> None:
        self._scope = None


class Reader:
    """`post` and `begin_turn` may be called from any thread."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path, self._key = path, key
        self._thread: DatabaseThread | None = None
        self._gate = Lock()  # held while the connection is in use, or while the file is being replaced
        self._starting = Lock()
        self._reading: Reading | None = None
        self._stale_scope = False
        self._turn = 0
        self._interruptions = 0
        self._numbers = count(1)
        self._closed = False

    def next_number(self) -> int:
        """A name for a new list; never given twice."""
        return next(self._numbers)

    def begin_turn(self) -> None:
        """The agent went elsewhere: lists that are being made for the place before are of no use any more."""
        self._turn += 1
        self._interrupt()

    def post(self, job: Callable[[Reading], T], *, of_turn: bool = False) -> Future[T]:
        """Runs `job` on the reading thread. Those of a turn that is over end with CancelledError.

        Raises the known errors of a file that cannot be read (CacheDamaged and such): the caller has it mended.
        """
        turn = self._turn if of_turn else None
        with self._starting:
            if self._thread is None:
                self._thread = DatabaseThread("reading")
                if self._closed:
                    self._thread.stop()
            thread = self._thread
        return thread.post(lambda: self._run(job, turn))

    def on_change(self, changes: ChangeSet) -> None:
        """A listener of the cache: other structures, another scope."""
        if ChangeKind.STRUCTURES in changes.kinds:
            self._stale_scope = True

    @contextmanager
    def parted(self) -> Iterator[None]:
        """While the file is replaced nobody reads it, and nothing holds it open."""
        self._interrupt()
        with self._gate:
            self._give_up()
            yield

    def close(self) -> None:
        """May be called twice. Jobs that wait are done first, except those that only lists need."""
        self._closed = True
        self.begin_turn()
        with self._starting:
            thread = self._thread
        if thread is not None:
            thread.stop()
        with self._gate:
            self._give_up()

    def _run(self, job: Callable[[Reading], T], turn: int | None) -> T:
        for left in reversed(range(_TRIES)):
            if turn is not None and turn != self._turn:
                raise CancelledError
            interruptions = self._interruptions
            try:
                with self._gate, known_errors():
                    return job(self._opened())
            except driver.OperationalError as error:
                if "interrupted" not in str(error) or not left:
                    raise
            except (CacheDamaged, CacheLocked):
                # An interruption in the middle of opening an index says of it that its « vtable constructor failed »:
                # only what fails undisturbed is damage, for which the caller would throw the mirror away.
                with self._gate:
                    self._give_up()
                if interruptions == self._interruptions:
                    raise
            except BaseException:
                with self._gate:
                    self._give_up()
                raise
        raise CancelledError

    def _opened(self) -> Reading:
        if self._reading is None:
            self._reading = Reading(Database(self._path, self._key, read_only=True))
        elif self._stale_scope:
            self._reading.forget_scope()
        self._stale_scope = False
        return self._reading

    def _give_up(self) -> None:
        if self._reading is not None:
            self._reading.database.close()
            self._reading = None

    def _interrupt(self) -> None:
        reading = self._reading
        self._interruptions += 1
        if reading is not None:
            with suppress(driver.ProgrammingError):  # it was closed in this very moment
                reading.database.raw.interrupt()
