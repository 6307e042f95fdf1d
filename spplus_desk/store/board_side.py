"""The facade as the board sees it."""

from concurrent.futures import Future
from datetime import datetime
from typing import TYPE_CHECKING

from spplus_desk.domain.statistics.periods import Period
from spplus_desk.domain.statistics.questions import Behind, Node
from spplus_desk.store.posting import Posting
from spplus_desk.store.workplace import Workplace

if TYPE_CHECKING:
    from spplus_desk.domain.statistics.answers import Numbers
    from spplus_desk.domain.statistics.listed import Listed
    from spplus_desk.store.rollup_recount import Difference


class BoardSide(Posting):
    def numbers(self, node: Node, period: Period, now: datetime) -> "Future[Numbers | None]":
        """The sums of a node and a period, the rest of the first count made first. None outside the agent's scope."""

        def job(work: Workplace) -> "Numbers | None":
            from spplus_desk.store import rollup_reading

            return rollup_reading.numbers(work.database, work.scope, node, period, now)

        return self._when_counted(job)

    def numbers_ahead(self, node: Node, period: Period, now: datetime) -> None:
        """In an idle moment, what `numbers` will read, so that its pages are decrypted and in memory when somebody
        asks. Nothing while the count is not over: that goes its own way."""

        def read() -> bool:
            from spplus_desk.store import rollup, rollup_reading

            database, scope = self._work.database, self._work.scope
            if rollup.position(database) == rollup.WHOLE and not rollup.stale(database, scope):
                rollup_reading.numbers(database, scope, node, period, now)
            return False

        self._when_idle(read)

    def behind(self, asked: Behind, now: datetime, *, limit: int | None = None) -> "Future[tuple[Listed, ...]]":
        """The experiences behind a figure, the newest first; as many as the figure counts, or the first `limit`."""

        def job(work: Workplace) -> "tuple[Listed, ...]":
            from spplus_desk.store import rollup_list

            return rollup_list.listed(work.database, work.scope, asked, now, limit)

        return self._when_counted(job)

    def changes_done(self, node: Node, period: Period) -> Future[tuple[str, ...]]:
        """What published replies of a node and a period say that the service has changed, the latest first."""

        def job(work: Workplace) -> tuple[str, ...]:
            from spplus_desk.store import board_changes

            return board_changes.done(work.database, work.scope, node, period)

        return self._when_counted(job)

    def public_links(self, structure_id: str) -> Future[tuple[str, ...]]:
        """The links that a structure gives to citizens, or those of the structure above it."""
        return self._post(lambda work: work.scope.book.rules(structure_id).public_links)

    def recount(self) -> "Future[tuple[Difference, ...]]":
        """Holds the sums against a full count of the mirror: what differs, nothing when all is right."""

        def job(work: Workplace) -> "tuple[Difference, ...]":
            from spplus_desk.store import rollup_jobs, rollup_recount, working_time

            working_time.follow(work)  # settings that have just changed: the rows first, as the chore would
            rollup_jobs.finish(work)
            return rollup_recount.differences(work.database, work.scope)

        return self._post(job)
