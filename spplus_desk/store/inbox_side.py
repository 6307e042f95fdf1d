"""The facade as the list and the reading pane see it. What the first paint asks for needs the driver alone."""

from collections.abc import Sequence
from concurrent.futures import Future
from datetime import datetime
from typing import TYPE_CHECKING

from spplus_desk.domain.alerts import AlertChoices, Look
from spplus_desk.domain.document_payloads import SaveSiteSettings
from spplus_desk.domain.documents import Template
from spplus_desk.domain.inbox import AbsenceSummary, ExperienceDetail, InboxRow, SortOrder, View, ViewCounts, WhyDate
from spplus_desk.domain.inbox_filter import Choice
from spplus_desk.domain.listing import Ask, Listing, ListQuery
from spplus_desk.domain.search import Question, SearchHits
from spplus_desk.domain.site_settings import SettingsEffect, Site
from spplus_desk.domain.structure import Member, Structure
from spplus_desk.domain.vocabulary import Role
from spplus_desk.store import inbox_queries, reading
from spplus_desk.store.posting import Posting
from spplus_desk.store.reader import Reading
from spplus_desk.store.workplace import Workplace

if TYPE_CHECKING:
    from spplus_desk.domain.absences import Away
    from spplus_desk.domain.service_changes import AnnouncedChange
    from spplus_desk.store.relays import Relays


class InboxSide(Posting):
    def counts(self, now: datetime, sites: tuple[str, ...] = ()) -> Future[ViewCounts]:
        return self._post(lambda work: inbox_queries.counts(work.database, work.scope, now, sites))

    def count_lists(self, queries: Sequence[ListQuery], now: datetime) -> Future[tuple[int, ...]]:
        """How many rows each of these lists has."""

        def job(reading: Reading) -> tuple[int, ...]:
            from spplus_desk.store import list_filter

            return tuple(list_filter.count(reading.database, reading.scope, query, now) for query in queries)

        return self._read(job)

    def choices(self, query: ListQuery, now: datetime) -> Future[tuple[Choice, ...]]:
        """What the rows of a view can be filtered by, with how many each would leave."""

        def job(reading: Reading) -> tuple[Choice, ...]:
            from spplus_desk.store import list_filter

            return list_filter.choices(reading.database, reading.scope, query, now)

        return self._read(job)

    def announced_changes(self) -> "Future[tuple[AnnouncedChange, ...]]":
        """What replies of the agent's structures said would change, what is late first."""

        def job(reading: Reading) -> "tuple[AnnouncedChange, ...]":
            from spplus_desk.store import announced

            return announced.announced(reading.database)

        return self._read(job)

    def rows(
        self, view: View, order: SortOrder, now: datetime, *, limit: int = 500, offset: int = 0
    ) -> Future[tuple[InboxRow, ...]]:
        return self._post(lambda work: inbox_queries.rows(work.database, work.scope, view, order, now, limit, offset))

    def open_listing(self, query: ListQuery, now: datetime) -> Future[Listing]:
        """The list of `query`; of a long one, its first rows alone, to be followed by `listing`.

        Lists that are being made for another place end with CancelledError.
        """
        self._reader.begin_turn()
        number = self._reader.next_number()

        def job(reading: Reading) -> Listing:
            first = reading.listings.first(reading.scope, query, now)
            return first or reading.listings.make(number, reading.scope, query, Ask(), now)

        return self._read(job, of_turn=True)

    def listing(self, query: ListQuery, ask: Ask, now: datetime) -> Future[Listing]:
        """The whole list of `query`, over the one that is shown."""
        number = self._reader.next_number()
        return self._read(lambda reading: reading.listings.make(number, reading.scope, query, ask, now), of_turn=True)

    def listing_page(self, number: int, start: int, count: int) -> Future[tuple[InboxRow | None, ...] | None]:
        """Rows of a list by place; None when that list is no more."""
        return self._read(lambda reading: reading.listings.page(number, start, count))

    def detail(self, key: str) -> Future[ExperienceDetail]:
        """Raises NotFound for a slot that is not in the inbox."""
        return self._post(lambda work: inbox_queries.detail(work.database, work.scope, key))

    def why_date(self, key: str) -> Future[WhyDate]:
        """Both clocks of a slot, day by day. Raises NotFound for one that is not in the inbox."""

        def job(work: Workplace) -> WhyDate:
            from spplus_desk.store import explaining

            return explaining.why_date(work, key)

        return self._post(job)

    def sites(self, writers: frozenset[Role]) -> Future[tuple[Site, ...]]:
        """The structures of the agent's scope with what holds for each; those that these roles may change first."""

        def job(work: Workplace) -> tuple[Site, ...]:
            from spplus_desk.store import explaining

            return explaining.sites(work, writers)

        return self._post(job)

    def effect_of_settings(self, payload: SaveSiteSettings, now: datetime) -> Future[SettingsEffect]:
        """What saving them would do to the experiences that wait for a reply."""

        def job(work: Workplace) -> SettingsEffect:
            from spplus_desk.store import explaining

            return explaining.effect(work, payload, now)

        return self._post(job)

    def slots_of_experience(self, experience_id: str) -> Future[tuple[InboxRow, ...]]:
        """The rows of one experience in the agent's scope: one for each of their structures that it concerns."""
        return self._post(lambda work: inbox_queries.rows_of_experience(work.database, experience_id))

    def absence_summary(self, since: datetime) -> Future[AbsenceSummary]:
        """What the synchronisations after `since` brought to the inbox."""

        def job(work: Workplace) -> AbsenceSummary:
            from spplus_desk.store import news

            return news.summary(work.database, since)

        return self._post(job)

    def look_for_alerts(self, choices: AlertChoices, now: datetime) -> Future[Look]:
        """What the agent is to be told now; from then on it was told."""

        def job(work: Workplace) -> Look:
            from spplus_desk.store import watching

            return watching.look(work, choices, now)

        return self._post(job)

    def relays(self, now: datetime) -> "Future[Relays]":
        """Who is away, now or soon, with what they have claimed."""

        def job(work: Workplace) -> "Relays":
            from spplus_desk.store import relays

            return relays.relays(work, now)

        return self._post(job)

    def away(self, agent_id: str, now: datetime) -> "Future[Away | None]":
        """The absence of one agent, where they are away now."""

        def job(work: Workplace) -> "Away | None":
            from spplus_desk.store import relays

            return relays.away_of(work, agent_id, now)

        return self._post(job)

    def mark_read(self, key: str) -> Future[None]:
        def job(work: Workplace) -> None:
            from spplus_desk.store import jobs

            jobs.mark_read(work, key, self._clock())

        return self._post(job)

    def mark_unread(self, key: str) -> Future[None]:
        def job(work: Workplace) -> None:
            from spplus_desk.store import jobs

            jobs.mark_unread(work, key)

        return self._post(job)

    def templates(self, key: str) -> Future[tuple[Template, ...]]:
        """What the slot's structure and those above it offer, by title."""
        return self._post(lambda work: reading.templates(work, key))

    def business_tags(self) -> Future[tuple[str, ...]]:
        """Those in use on the mirrored slots, the most used first."""

        def job(work: Workplace) -> tuple[str, ...]:
            from spplus_desk.store import tagging

            return tagging.business_tags(work.database, work.scope.book.tags())

        return self._post(job)

    def structures(self) -> Future[tuple[Structure, ...]]:
        """All that are mirrored, by name."""
        return self._post(lambda work: reading.structures(work.database))

    def members(self) -> Future[tuple[Member, ...]]:
        """All posts that are mirrored, by name."""
        return self._post(lambda work: reading.members(work.database))

    def search(self, question: Question, now: datetime) -> Future[SearchHits]:
        """Accents, case, plurals and elisions make no difference. The question before, if it has no answer yet, ends
        with CancelledError."""
        self._searches.begin_turn()
        return self._read(
            lambda reading: reading.searcher.answer(question, reading.scope, now), of_turn=True, reader=self._searches
        )
