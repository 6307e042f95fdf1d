"""The facade as the synchronisation sees it."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime

from spplus_desk.domain.commands import Command, CommandResult
from spplus_desk.domain.errors import ResyncNeeded
from spplus_desk.store import meta
from spplus_desk.store.pages import PageTally, PulledChange, PushTally
from spplus_desk.store.posting import Posting
from spplus_desk.store.workplace import Workplace


class FeedSide(Posting):
    def cursor(self) -> Future[str | None]:
        """Where the next reading of the feed begins; None: from zero."""

        def job(work: Workplace) -> str | None:
            work.feed_lost = False
            return meta.read(work.database, "cursor")

        return self._post(job)

    def last_success(self) -> Future[datetime | None]:
        """When the end of the feed was last reached."""
        return self._post(lambda work: meta.read_instant(work.database, "last_success"))

    def pushable(self, limit: int, now: datetime) -> Future[tuple[Command, ...]]:
        """Commands to push, oldest first. Those whose undo window is over become WAITING."""

        def job(work: Workplace) -> tuple[Command, ...]:
            from spplus_desk.store import outbox_jobs

            self._holds.keep(work, now)
            return outbox_jobs.pushable(work, limit, now)

        return self._post(job)

    def next_hold_end(self, now: datetime) -> Future[datetime | None]:
        """When the next undo window ends, never before `now`; None when nothing is held."""

        def job(work: Workplace) -> datetime | None:
            from spplus_desk.store import outbox

            self._holds.keep(work, now)
            end = outbox.next_hold_end(work.database)
            return None if end is None else max(end, now)

        return self._post(job)

    def waiting_count(self) -> Future[int]:
        """Commands of any kind that the central has not answered yet, held ones included."""

        def job(work: Workplace) -> int:
            from spplus_desk.store import outbox

            return outbox.waiting_count(work.database)

        return self._post(job)

    def record_attempt(self, ids: Sequence[str], at: datetime) -> Future[None]:
        """Before each POST: one attempt more in the history of each."""

        def job(work: Workplace) -> None:
            from spplus_desk.store import outbox_jobs

            outbox_jobs.record_attempt(work, ids, at)

        return self._post(job)

    def record_failure(
        self, ids: Sequence[str], at: datetime, code: str, next_attempt_at: datetime | None
    ) -> Future[None]:
        """No answer, or none that can be used: the commands stay WAITING."""

        def job(work: Workplace) -> None:
            from spplus_desk.store import outbox_jobs

            outbox_jobs.record_failure(work, ids, at, code, next_attempt_at)

        return self._post(job)

    def record_results(self, results: Sequence[CommandResult], at: datetime) -> Future[PushTally]:
        """What the central answered. Answers about commands that wait for none are ignored."""

        def job(work: Workplace) -> PushTally:
            from spplus_desk.store import outbox_jobs

            return outbox_jobs.record_results(work, results, at)

        return self._post(job)

    def acknowledgements(self) -> Future[int]:
        """How many answers to pushes are recorded. Read it just before a request for changes, and hand it to
        `apply_page` or `mark_synced` as `acknowledged_before`: what was acknowledged by then may retire."""

        def job(work: Workplace) -> int:
            from spplus_desk.store import outbox

            return outbox.acknowledgements(work.database)

        return self._post(job)

    def apply_page(
        self,
        changes: Sequence[PulledChange],
        *,
        cursor: str,
        last: bool,
        at: datetime,
        remaining: int = 0,
        acknowledged_before: int | None = None,
    ) -> Future[PageTally]:
        """A page of the feed, its cursor, the inbox and the index of words, in one transaction.

        `last`: nothing more after it; commands acknowledged up to `acknowledged_before` retire then, and a resync
        ends. A sync may decode the next page while this one is written; it need not wait for the future first.
        """

        def job(work: Workplace) -> PageTally:
            from spplus_desk.store import applying

            _refuse_lost(work)
            return applying.apply_page(
                work,
                changes,
                cursor=cursor,
                last=last,
                at=at,
                remaining=remaining,
                acknowledged_before=acknowledged_before,
                when_idle=self._when_idle,
            )

        return self._post(job)

    def mark_synced(self, at: datetime, acknowledged_before: int | None = None) -> Future[int]:
        """The feed had nothing new (304). How many commands retired."""

        def job(work: Workplace) -> int:
            from spplus_desk.store import applying

            _refuse_lost(work)
            return applying.mark_synced(work, at, acknowledged_before, when_idle=self._when_idle)

        return self._post(job)

    def begin_resync(self) -> Future[None]:
        """Forgets the cursor; the mirror stays readable until the new one is complete. Texts are never touched."""

        def job(work: Workplace) -> None:
            from spplus_desk.store import applying

            applying.begin_resync(work)

        return self._post(job)

    def counts_checked_at(self) -> Future[datetime | None]:
        """When the counts were last compared with the central's."""
        return self._post(lambda work: meta.read_instant(work.database, "counts_checked_at"))

    def mark_counts_checked(self, at: datetime) -> Future[None]:
        def job(work: Workplace) -> None:
            with work.database.transaction(durable=False):
                meta.write_instant(work.database, "counts_checked_at", at)

        return self._post(job)

    def compare_counts(self, told: Mapping[str, int], at: datetime) -> Future[tuple[str, ...]]:
        """Compares the mirror, and what left it by age, with the central's counts; begins a resync when they differ.
        Which entities differ; those that this version does not know do not count."""

        def job(work: Workplace) -> tuple[str, ...]:
            from spplus_desk.store import comparing

            return comparing.compare(work.database, told, at)

        return self._post(job)

    def merging(self) -> Future[bool]:
        """True while the index of words is merged in idle moments, after a read from zero."""

        def job(work: Workplace) -> bool:
            from spplus_desk.store import bulk

            return bulk.merging(work.database)

        return self._post(job)


def _refuse_lost(work: Workplace) -> None:
    """A page belongs to the reading that began at a cursor; after a rescue there is another, which begins at zero."""
    if work.feed_lost:
        raise ResyncNeeded(code="mirror_remade")
