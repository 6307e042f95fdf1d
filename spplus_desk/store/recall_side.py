"""The facade as the recall base and those who look for close cases see it."""

from collections.abc import Sequence
from concurrent.futures import Future
from datetime import datetime

from spplus_desk.domain.cases import Case, CloseCase
from spplus_desk.domain.changes import ChangeKind, Origin
from spplus_desk.store import meta
from spplus_desk.store.posting import Posting
from spplus_desk.store.reader import Reading
from spplus_desk.store.workplace import Workplace


class RecallSide(Posting):
    def cases_cursor(self) -> Future[str | None]:
        """Where the next reading of the recall base begins; None: from zero."""
        return self._post(lambda work: meta.read(work.database, "cases_cursor"))

    def cases_checked_at(self) -> Future[datetime | None]:
        """When its end was last reached."""
        return self._post(lambda work: meta.read_instant(work.database, "cases_checked_at"))

    def mark_cases_checked(self, at: datetime) -> Future[None]:
        def job(work: Workplace) -> None:
            from spplus_desk.store import cases

            cases.mark_checked(work.database, at)

        return self._post(job)

    def apply_cases(
        self, changes: Sequence[tuple[str, Case | None]], cursor: str, *, whole: bool = False
    ) -> Future[None]:
        """Writes one page, None for a case that is gone. `whole`: the first page of a reading from zero."""

        def job(work: Workplace) -> None:
            from spplus_desk.store import cases

            cases.apply(work.database, changes, cursor, whole=whole)
            if changes:
                work.announce((ChangeKind.CASES,), (), Origin.FEED)

        return self._post(job)

    def close_cases(self, experience_id: str, *, useful_first: bool = True) -> Future[tuple[CloseCase, ...]]:
        """What is near an experience, nearest first; empty for one that is not here. Beside the writing thread."""

        def job(reading: Reading) -> tuple[CloseCase, ...]:
            from spplus_desk.store import cases

            asked = cases.asked_of(reading.database, experience_id)
            return () if asked is None else cases.nearest(reading.database, asked, useful_first=useful_first)

        return self._read(job)
