"""Pull: the feed page by page until its end. While the store's thread applies one page, this one fetches the next."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime

from spplus_desk.domain.errors import ResyncNeeded, ServerFault
from spplus_desk.protocol import MAX_PAGE
from spplus_desk.store.pages import PageTally
from spplus_desk.store.store import Store
from spplus_desk.sync import applier
from spplus_desk.sync.client import Client
from spplus_desk.sync.stopping import Stopping

Progress = Callable[[int, int], None]
"""Feed entries applied so far in this run, and expected in all."""


@dataclass(frozen=True, slots=True)
class PageSizes:
    """The first page of a first sync is small, so that something can be read at once; the next ones are large."""

    first: int = 200
    bulk: int = MAX_PAGE
    daily: int = 1_000

    def after(self, cursor: str | None, pages: int, remaining: int) -> int:
        if cursor is None:
            return self.first
        return self.bulk if pages and remaining > self.daily else self.daily


@dataclass(slots=True)
class Pulled:
    changes: int = 0
    deleted: int = 0
    pages: int = 0
    retired: int = 0


class Puller:
    def __init__(
        self, store: Store, client: Client, clock: Callable[[], datetime], *, sizes: PageSizes | None = None
    ) -> None:
        self._store = store
        self._client = client
        self._clock = clock
        self._sizes = sizes or PageSizes()

    def pull(self, stopping: Stopping, progress: Progress) -> Pulled:
        """Follow the feed to its end. A dead cursor starts it again from zero, once in a run."""
        done = Pulled()
        try:
            self._follow(done, stopping, progress)
        except ResyncNeeded:
            self._store.begin_resync().result()
            try:
                self._follow(done, stopping, progress)
            except ResyncNeeded as again:
                raise ServerFault(detail="the feed refuses to start from zero") from again
        return done

    def _follow(self, done: Pulled, stopping: Stopping, progress: Progress) -> None:
        cursor = self._store.cursor().result()
        # Read before the first request leaves: what was acknowledged by now, the end of this feed has passed.
        mark = self._store.acknowledgements().result()
        applying: Future[PageTally] | None = None
        remaining = 0
        fetched = done.changes
        try:
            while True:
                stopping.check()
                size = self._sizes.after(cursor, done.pages, remaining)
                answer = self._client.changes(cursor, size)
                if answer is None:
                    self._settle(applying, done)
                    applying = None
                    done.retired += self._store.mark_synced(self._clock(), mark).result()
                    return
                page = applier.pulled(answer.changes)
                self._settle(applying, done)
                # The cursor moves in the transaction that applies the page: never before, never after.
                applying = self._store.apply_page(
                    page,
                    cursor=answer.cursor,
                    last=not answer.more,
                    at=self._clock(),
                    remaining=answer.remaining,
                    acknowledged_before=mark,
                )
                cursor, remaining = answer.cursor, answer.remaining
                done.pages += 1
                fetched += len(answer.changes)
                if done.pages == 1 or not answer.more:
                    self._settle(applying, done)
                    applying = None
                progress(fetched, fetched + remaining)
                if not answer.more:
                    return
        finally:
            if applying is not None:
                # The run ends on a failure of the network or a stop: the page under way is still whole and welcome.
                self._settle(applying, done)

    @staticmethod
    def _settle(applying: "Future[PageTally] | None", done: Pulled) -> None:
        if applying is not None:
            tally = applying.result()
            done.changes += tally.put + tally.deleted
            done.deleted += tally.deleted
            done.retired += tally.retired
