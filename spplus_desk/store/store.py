"""The facade of the local cache: each method is one job, one transaction, one future."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from spplus_desk.domain.changes import ChangeSet
from spplus_desk.domain.structure import Agent
from spplus_desk.store import meta, working_time
from spplus_desk.store.board_side import BoardSide
from spplus_desk.store.connection import one
from spplus_desk.store.feed_side import FeedSide
from spplus_desk.store.inbox_side import InboxSide
from spplus_desk.store.meta import Identity
from spplus_desk.store.posting import Clock, Steady
from spplus_desk.store.reader import Reader
from spplus_desk.store.recall_side import RecallSide
from spplus_desk.store.rescue import RescueReport
from spplus_desk.store.thread import DatabaseThread
from spplus_desk.store.workplace import Workplace
from spplus_desk.store.writing_side import WritingSide

if TYPE_CHECKING:
    from spplus_desk.store.revocation import UnsentItem


class Store(FeedSide, InboxSide, WritingSide, BoardSide, RecallSide):
    """One open cache. Methods may be called from any thread and never block; answers come on the database thread.

    Jobs run in the order in which they were asked for. Futures raise the known errors of `domain.errors`.
    """

    @staticmethod
    def open(path: Path, key: bytes, *, clock: Clock, steady: Steady | None = None, patient: bool = False) -> "Store":
        """Opens the file, made and brought to the newest schema where needed. Waits for it; `key` has 32 bytes.

        `steady` guards the undo windows against sleep and set clocks; without it they follow `clock` alone. `patient`:
        what can wait does, until `begin_chores`: a window is painted first.
        A damaged file is rescued on the way, see `rescued`. Raises CacheLocked for a wrong key, StorageFault for a file
        that cannot be used or is too new (`newer_schema`), StorageFull.
        """
        thread = DatabaseThread(patient=patient)
        try:
            workplace = thread.post(lambda: Workplace(path, key, clock())).result()
        except BaseException:
            thread.stop()
            raise
        # Two: a search answers while a long list is put in order.
        reader, searches = Reader(path, key), Reader(path, key)
        workplace.alone = lambda: _parted(reader, searches)
        for each in (reader, searches):
            workplace.subscribe(each.on_change)
        store = Store(thread, workplace, clock, steady, reader=reader, searches=searches)
        store._when_idle(lambda: _go_on_merging(workplace))
        store._when_idle(workplace.tidy)
        store._when_idle(lambda: _go_on_counting(workplace))
        store._when_idle(lambda: _learn_anew(workplace))
        working_time.follow_changes(workplace, store._when_idle)
        return store

    def close(self) -> None:
        """Finishes the jobs already asked for, then closes the file. May be called twice, from any other thread."""
        self._reader.close()
        self._searches.close()
        self._thread.post(self._work.close)
        self._thread.stop()

    def begin_chores(self) -> None:
        """The window is painted: what waited for an idle moment may begin. Twice is once."""
        self._thread.begin_chores()

    @property
    def rescued(self) -> RescueReport | None:
        """What the last rescue saved, at the opening or since."""
        return self._work.rescued

    def on_rescue(self, listener: Callable[[RescueReport], None]) -> None:
        """`listener` hears, on the database thread, of a rescue made while the cache is open."""
        self._work.on_rescue(listener)

    def confirm_rescue(self) -> Future[int]:
        """Nothing is missed: the damaged files that were put aside are deleted. How many."""
        return self._post(lambda work: work.forget_damaged())

    def revoke(self, now: datetime) -> Future[None]:
        """The account was taken back: the mirror is wiped; what was not sent stays. Doing it again changes nothing."""
        return self._post(lambda work: work.revoke(now))

    def set_retention(self, period: timedelta | None) -> Future[None]:
        """Answered experiences older than `period` leave this desk, in idle moments; None keeps all. What left under a
        shorter period comes back at the next synchronisation."""

        def job(work: Workplace) -> None:
            from spplus_desk.store import retention

            work.retention = period
            retention.settle(work.database, period, self._clock())
            self._when_idle(lambda: retention.sweep(work, work.retention, self._clock()))

        return self._post(job)

    def sweep(self) -> Future[None]:
        """What `set_retention` lets leave, at once and to the end: for a program that has no idle moment."""

        def job(work: Workplace) -> None:
            from spplus_desk.store import retention

            while retention.sweep(work, work.retention, self._clock()):
                pass

        return self._post(job)

    def reinstate(self) -> Future[None]:
        """A session was opened: the account is in force (again). What was kept goes on as if nothing had been."""

        def job(work: Workplace) -> None:
            from spplus_desk.store import revocation

            revocation.reinstate(work.database)

        return self._post(job)

    def revoked_at(self) -> Future[datetime | None]:
        def job(work: Workplace) -> datetime | None:
            from spplus_desk.store import revocation

            return revocation.revoked_at(work.database)

        return self._post(job)

    def unsent(self) -> Future[tuple["UnsentItem", ...]]:
        """Texts and actions of this desk that the central does not have, oldest first."""

        def job(work: Workplace) -> tuple["UnsentItem", ...]:
            from spplus_desk.store import revocation

            return revocation.unsent(work.database)

        return self._post(job)

    def mark_exported(self, now: datetime) -> Future[None]:
        """The unsent texts are in a file of their author's."""

        def job(work: Workplace) -> None:
            from spplus_desk.store import revocation

            revocation.mark_exported(work.database, now)

        return self._post(job)

    def subscribe(self, listener: Callable[[ChangeSet], None]) -> Callable[[], None]:
        """`listener` is called on the database thread after each commit; calling the answer ends that."""
        return self._work.subscribe(listener)

    def about(self) -> Future[dict[str, str]]:
        """The version of the schema and of the library that holds it: for a help desk."""

        def job(work: Workplace) -> dict[str, str]:
            from spplus_desk.store import migrations

            cipher = one(work.database, "PRAGMA cipher_version")[0]
            sqlite = one(work.database, "SELECT sqlite_version()")[0]
            return {
                "schema": str(migrations.version(work.database)), "sqlcipher": str(cipher), "sqlite": str(sqlite)
            }  # fmt: skip

        return self._post(job)

    def set_identity(self, agent: Agent, central_url: str, username: str) -> Future[None]:
        """Whose cache this is. Other posts than before make the inbox anew."""

        def job(work: Workplace) -> None:
            from spplus_desk.store import jobs

            jobs.set_identity(work, Identity(agent, central_url, username))

        return self._post(job)

    def identity(self) -> Future[Identity | None]:
        return self._post(lambda work: meta.identity(work.database))


def _go_on_counting(workplace: Workplace) -> bool:
    """The first count of the board that a stop had interrupted, or that an older version never made."""
    if meta.read(workplace.database, "cursor") is None:
        return False  # and none of its code is loaded
    from spplus_desk.store import rollup_jobs

    return rollup_jobs.count_slice(workplace)


@contextmanager
def _parted(*readers: Reader) -> Iterator[None]:
    """Nobody reads."""
    with ExitStack() as stack:
        for reader in readers:
            stack.enter_context(reader.parted())
        yield


def _go_on_merging(workplace: Workplace) -> bool:
    """The merge of the index that a stop had interrupted."""
    if meta.read(workplace.database, "merging") is None:
        return False
    from spplus_desk.store import bulk

    return bulk.merge_slice(workplace.database)


def _learn_anew(workplace: Workplace) -> bool:
    """Words that an older program had learnt."""
    from spplus_desk.store import stems  # late: the stemmer is not needed for the first paint

    return stems.learn_anew(workplace.database)
