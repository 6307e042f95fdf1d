"""Several rows at once: claims, tags, export. Never replies: each of those is written to somebody.

An act is one command for each row, made like any other; the way back is the opposite, for the rows that it changed.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from spplus_desk.domain.errors import KnownError
from spplus_desk.domain.inbox import ExperienceDetail, InboxRow
from spplus_desk.domain.structure import Agent
from spplus_desk.domain.values import Value, replace
from spplus_desk.domain.vocabulary import Sentiment
from spplus_desk.services import background
from spplus_desk.services.exporting.writing import written
from spplus_desk.services.inbox import InboxService
from spplus_desk.store.store import Store

if TYPE_CHECKING:
    from spplus_desk.services.exporting.tables import Cell, Rows

MOST = 500
"""Rows that one act may change. An export takes any number."""
_PAGE = 500
Ranges = Sequence[tuple[int, int]]
"""(first place, how many) of rows in a list."""


class BulkOutcome(Value):
    """`done` rows were changed, `same` were so already, `refused` could not be. `back` undoes what was done."""

    done: int
    same: int = 0
    refused: int = 0
    back: "Callable[[], Future[BulkOutcome]] | None" = None


class _Act(Value):
    go: Callable[[], Future[None]]
    back: Callable[[], Future[None]]


class BulkService:
    """Each future resolves once all is safe on this desk, network or not. Raises (in it) KnownError (`too_many`)."""

    def __init__(self, store: Store, inbox: InboxService, agent: Agent, clock: Callable[[], datetime]) -> None:
        self._store, self._inbox, self._agent, self._clock = store, inbox, agent, clock

    def claim(self, number: int, ranges: Ranges) -> Future[BulkOutcome]:
        """Those that nobody holds: a colleague is not taken over in passing."""

        def act(row: InboxRow) -> _Act | None:
            key = row.key
            free = row.claimed_by is None
            return _Act(lambda: self._inbox.claim(key), lambda: self._inbox.release(key)) if free else None

        return self._run(number, ranges, act, refused=lambda row: row.claimed_by not in (None, self._agent.id))

    def release(self, number: int, ranges: Ranges) -> Future[BulkOutcome]:
        def act(row: InboxRow) -> _Act | None:
            key = row.key
            mine = row.claimed_by == self._agent.id
            return _Act(lambda: self._inbox.release(key), lambda: self._inbox.claim(key)) if mine else None

        return self._run(number, ranges, act)

    def set_tag(self, number: int, ranges: Ranges, field: str, value: Sentiment | None) -> Future[BulkOutcome]:
        """One of the five general tags."""

        def act(detail: ExperienceDetail) -> _Act | None:
            key, old = detail.row.key, detail.tags
            if getattr(old, field) is value:
                return None
            fresh = replace(old, **{field: value})
            return _Act(lambda: self._inbox.set_tags(key, fresh), lambda: self._inbox.set_tags(key, old))

        return self._run_on_details(number, ranges, act)

    def add_business_tag(self, number: int, ranges: Ranges, tag: str) -> Future[BulkOutcome]:
        return self._business(number, ranges, lambda old: old if tag in old else (*old, tag))

    def remove_business_tag(self, number: int, ranges: Ranges, tag: str) -> Future[BulkOutcome]:
        return self._business(number, ranges, lambda old: tuple(one for one in old if one != tag))

    def export(self, number: int, ranges: Ranges, path: Path, *, texts: bool) -> Future[Path]:
        """A CSV file of the rows; what citizens wrote is in it only with `texts`, masked where it tells of people."""

        def write(part: Path) -> None:
            from spplus_desk.services.exporting import csv_files

            csv_files.write_table(self._table(self._rows(number, ranges), texts=texts), part)

        return written(write, path)

    def _business(
        self, number: int, ranges: Ranges, change: Callable[[tuple[str, ...]], tuple[str, ...]]
    ) -> Future[BulkOutcome]:
        def act(detail: ExperienceDetail) -> _Act | None:
            key, old = detail.row.key, detail.slot.business_tags
            fresh = change(old)
            if fresh == old:
                return None
            return _Act(
                lambda: self._inbox.set_tags(key, business_tags=fresh),
                lambda: self._inbox.set_tags(key, business_tags=old),
            )

        return self._run_on_details(number, ranges, act)

    def _run_on_details(
        self, number: int, ranges: Ranges, act: Callable[[ExperienceDetail], _Act | None]
    ) -> Future[BulkOutcome]:
        return self._run(number, ranges, lambda row: act(self._inbox.detail(row.key).result()))

    def _run(
        self,
        number: int,
        ranges: Ranges,
        act: Callable[[InboxRow], _Act | None],
        refused: Callable[[InboxRow], bool] = lambda _row: False,
    ) -> Future[BulkOutcome]:
        def job() -> BulkOutcome:
            if sum(count for _, count in ranges) > MOST:
                raise KnownError(
                    f"Une action porte sur {MOST} expériences au plus. Rien n’a été changé. Sélectionnez-en moins, "
                    "par exemple avec un filtre.",
                    code="too_many",
                )
            rows = self._rows(number, ranges)
            held = sum(1 for row in rows if refused(row))
            acts = [found for row in rows if not refused(row) and (found := act(row)) is not None]
            return self._all(acts, same=len(rows) - held - len(acts), refused=held)

        return background.run(job, "bulk")

    def _all(self, acts: Sequence[_Act], same: int = 0, refused: int = 0) -> BulkOutcome:
        futures = [(act, act.go()) for act in acts]
        done = [act for act, future in futures if not isinstance(future.exception(), KnownError)]
        for _act, future in futures:
            error = future.exception()
            if error is not None and not isinstance(error, KnownError):
                raise error
        opposite = [_Act(act.back, act.go) for act in done]
        back = (lambda: background.run(lambda: self._all(opposite), "bulk")) if done else None
        return BulkOutcome(len(done), same, refused + len(acts) - len(done), back)

    def _rows(self, number: int, ranges: Ranges) -> list[InboxRow]:
        found: list[InboxRow] = []
        for first, count in ranges:
            for start in range(first, first + count, _PAGE):
                page = self._inbox.page(number, start, min(_PAGE, first + count - start)).result()
                if page is None:
                    raise KnownError(
                        "La liste a changé entre-temps. Rien n’a été changé. Sélectionnez de nouveau.",
                        code="list_changed",
                    )
                found += [row for row in page if row is not None]
        return found

    def _table(self, rows: Iterable[InboxRow], *, texts: bool) -> "Rows":
        from zoneinfo import ZoneInfo  # late, as all that an export needs

        from spplus_desk.domain.privacy import NONE_KNOWN
        from spplus_desk.services.exporting.inbox_words import CLAIMED, HEADS, SENTIMENTS, STATES, TEXT_HEADS
        from spplus_desk.services.exporting.tables import masked

        table: Rows = [[*HEADS, *(TEXT_HEADS if texts else ())]]
        known = self._store.site_list().result() if texts else NONE_KNOWN
        for row in rows:
            zone = ZoneInfo(row.timezone)
            line: list[Cell] = [
                row.experience_id,
                row.structure_name,
                f"{row.published_at.astimezone(zone):%d/%m/%Y}",
                f"{row.due_at.astimezone(zone):%d/%m/%Y %H:%M}",
                STATES[row.state],
                "" if row.replied_at is None else f"{row.replied_at.astimezone(zone):%d/%m/%Y}",
                SENTIMENTS[row.sentiment],
                ", ".join(row.channels),
                CLAIMED if row.claimed_by == self._agent.id else row.claimed_by_name,
                row.similar_count,
            ]
            if texts:
                written_by_them = (row.title, row.pseudonym, self._inbox.detail(row.key).result().experience.body)
                line += [masked(text, known) for text in written_by_them]
            table.append(line)
        return table
