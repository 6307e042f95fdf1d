"""Pull: the feed page by page until its end. While the store's thread applies one page, this one fetches the next."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime

from spplus_desk.domain.errors import ResyncNeeded, ServerFault, Throttled, Unreachable
from spplus_desk.domain.values import Value
from spplus_desk.protocol import MAX_PAGE, ChangesAnswer
from spplus_desk.store.pages import PageTally
from spplus_desk.store.store import Store
from spplus_desk.sync import applier
from spplus_desk.sync.client import Client
from spplus_desk.sync.speed import Speed
from spplus_desk.sync.stopping import Stopping

Progress = Callable[[int, int], None]
"""Feed entries applied so far in this run, and expected in all."""


class PageSizes(Value):
    """The first page of a first sync is small, so that something can be read at once; the next ones are large.

    These are wishes: `Speed` asks for less where the line is slow, or where nothing is known of it.
    """

    first: int = 200
    bulk: int = MAX_PAGE
    daily: int = 1_000

    def after(self, cursor: str | None, pages: int, remaining: int) -> int:
        if cursor is None:
            return self.first
        return self.bulk if pages and remaining > self.daily else self.daily


@dataclass(slots=True)
class Pulled:
    """`entries` counts what the feed sent and the store has written; `changes` what that did to the mirror."""

    entries: int = 0
    changes: int = 0
    deleted: int = 0
    pages: int = 0
    retired: int = 0


class Puller:
    def __init__(
        self,
        store: Store,
        client: Client,
        clock: Callable[[], datetime],
        *,
        sizes: PageSizes | None = None,
        speed: Speed | None = None,
    ) -> None:
        self._store = store
        self._client = client
        self._clock = clock
        self._sizes = sizes or PageSizes()
        self._speed = speed or Speed()

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
        applying: _Applying | None = None
        remaining = 0
        try:
            while True:
                stopping.check()
                answer = self._page(cursor, self._sizes.after(cursor, done.pages, remaining))
                if answer is None:
                    self._settle(applying, done)
                    applying = None
                    done.retired += self._store.mark_synced(self._clock(), mark).result()
                    return
                page = applier.pulled(answer.changes)
                self._settle(applying, done)
                # The cursor moves in the transaction that applies the page: never before, never after.
                writing = self._store.apply_page(
                    page,
                    cursor=answer.cursor,
                    last=not answer.more,
                    at=self._clock(),
                    remaining=answer.remaining,
                    acknowledged_before=mark,
                )
                applying = _Applying(writing, len(answer.changes))
                cursor, remaining = answer.cursor, answer.remaining
                done.pages += 1
                expected = done.entries + applying.entries + remaining
                if done.pages == 1 or not answer.more or self._speed.slow(self._sizes.bulk):
                    # On a slow line, writing takes nothing beside the way here: say at once that it is written.
                    self._settle(applying, done)
                    applying = None
                progress(done.entries, expected)
                if not answer.more:
                    return
        finally:
            if applying is not None:
                # The run ends on a failure of the network or a stop: the page under way is still whole and welcome.
                self._settle(applying, done)

    def _page(self, cursor: str | None, wanted: int) -> ChangesAnswer | None:
        size = self._speed.fit(wanted, self._sizes.first)
        self._speed.start()
        try:
            answer = self._client.changes(cursor, size)
        except Throttled:
            raise
        except Unreachable:
            self._speed.failed(size)
            raise
        if answer is not None:
            self._speed.came(len(answer.changes), sum(len(change.row) for change in answer.changes))
        return answer

    @staticmethod
    def _settle(applying: "_Applying | None", done: Pulled) -> None:
        if applying is not None:
            tally = applying.writing.result()
            done.entries += applying.entries
            done.changes += tally.put + tally.deleted
            done.deleted += tally.deleted
            done.retired += tally.retired


class _Applying(Value):
    """A page that the store's thread is writing."""

    writing: Future[PageTally]
    entries: int
