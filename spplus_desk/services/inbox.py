"""The inbox in the agent's words: views, one experience, and what can be done to it short of answering."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime, timedelta

from uuid_utils import uuid7

from spplus_desk.domain.absences import Away
from spplus_desk.domain.alerts import AlertChoices, Look
from spplus_desk.domain.commands import Payload
from spplus_desk.domain.document_contents import PauseReason
from spplus_desk.domain.errors import REFUSALS, Refused
from spplus_desk.domain.experience import GeneralTags, ServiceChange
from spplus_desk.domain.experience_payloads import (
    AddComment,
    Claim,
    Release,
    SetChange,
    SetChannels,
    SetImprovement,
    SetTags,
    SetWriting,
    Transfer,
)
from spplus_desk.domain.inbox import AbsenceSummary, ExperienceDetail, InboxRow, SortOrder, View, ViewCounts, WhyDate
from spplus_desk.domain.inbox_filter import Choice
from spplus_desk.domain.listing import Ask, Listing, ListQuery
from spplus_desk.domain.service_changes import AnnouncedChange
from spplus_desk.domain.structure import Agent, Structure
from spplus_desk.domain.text import MAX_BODY, clean
from spplus_desk.domain.vocabulary import Sentiment
from spplus_desk.services.futures import failed, nothing, then
from spplus_desk.services.sites import Site, sites_of
from spplus_desk.store.store import Store


class InboxService:
    """Nothing here blocks. An action's future resolves once it is safe on this desk, network or not."""

    def __init__(self, store: Store, clock: Callable[[], datetime], agent: Agent) -> None:
        self._store = store
        self._clock = clock
        self._agent = agent
        self.sites: tuple[str, ...] = ()
        """The structures that are looked at; none: all of the agent's. Counts follow it."""

    def counts(self) -> Future[ViewCounts]:
        """The numbers of the rail, at this moment, of the sites that are looked at."""
        return self._store.counts(self._clock(), self.sites)

    def sites_to_choose(self) -> Future[tuple[Site, ...]]:
        """Those that the agent may look at alone; none for an agent of one site."""
        return then(self._store.structures(), lambda found: sites_of(self._agent, found))

    def count_lists(self, queries: Sequence[ListQuery]) -> Future[tuple[int, ...]]:
        """How many rows each of these lists has, at this moment."""
        return self._store.count_lists(queries, self._clock())

    def choices(self, query: ListQuery) -> Future[tuple[Choice, ...]]:
        """What the view of `query` can be filtered by, the most frequent first."""
        return self._store.choices(query, self._clock())

    def rows(
        self, view: View, order: SortOrder = SortOrder.DEADLINE, limit: int = 500, offset: int = 0
    ) -> Future[tuple[InboxRow, ...]]:
        """A slice of one view, at this moment."""
        return self._store.rows(view, order, self._clock(), limit=limit, offset=offset)

    def open_list(self, query: ListQuery) -> Future[Listing]:
        """The list of `query` at this moment; of a long one its first rows alone, to be followed by `relist`."""
        return self._store.open_listing(query, self._clock())

    def relist(self, query: ListQuery, ask: Ask) -> Future[Listing]:
        """The whole list at this moment, made over the one that is shown."""
        return self._store.listing(query, ask, self._clock())

    def page(self, number: int, start: int, count: int) -> Future[tuple[InboxRow | None, ...] | None]:
        """Rows of a list by place, as they are now; None when that list is no more (`relist` then)."""
        return self._store.listing_page(number, start, count)

    def absence_summary(self, since: datetime) -> Future[AbsenceSummary]:
        """What came, and what others answered, by the synchronisations after `since` (see `Desk.away_since`)."""
        return self._store.absence_summary(since)

    def alerts(self, choices: AlertChoices) -> Future[Look]:
        """What is to be told before a deadline is missed, at this moment; each thing once, whatever happens after."""
        return self._store.look_for_alerts(choices, self._clock())

    def away(self, agent_id: str) -> Future[Away | None]:
        """The absence of who has claimed something; None where they are there."""
        return self._store.away(agent_id, self._clock())

    def detail(self, key: str) -> Future[ExperienceDetail]:
        """Raises NotFound when the experience has left this desk."""
        return self._store.detail(key)

    def why_date(self, key: str) -> Future[WhyDate]:
        """Both clocks, and each day that counted or not. Raises NotFound when the experience has left this desk."""
        return self._store.why_date(key)

    def pause(self, key: str, reason: PauseReason | None = None) -> Future[None]:
        """The site waits for someone: its internal clock stands still. Doing it again changes nothing."""
        return nothing(self._store.set_pause(key, True, self._clock(), reason or ""))

    def resume(self, key: str) -> Future[None]:
        """The internal clock goes on."""
        return nothing(self._store.set_pause(key, False, self._clock()))

    def structures(self) -> Future[tuple[Structure, ...]]:
        """Those that this desk knows: the agent's own, those below, those above."""
        return self._store.structures()

    def mark_read(self, key: str) -> Future[None]:
        return self._store.mark_read(key)

    def mark_unread(self, key: str) -> Future[None]:
        return self._store.mark_unread(key)

    def claim(self, key: str) -> Future[None]:
        """Tells colleagues who is writing: a warning, never a lock."""
        return self._do(key, Claim(structure_id=_structure(key)))

    def release(self, key: str) -> Future[None]:
        return self._do(key, Release(structure_id=_structure(key)))

    def comment(self, key: str, body: str) -> Future[None]:
        """An internal comment, read by the DITP and the structures concerned. Raises Refused (empty_body, too_long)."""
        text = clean(body).strip()
        if not text:
            return failed(Refused(REFUSALS["empty_body"], code="empty_body"))
        if len(text) > MAX_BODY:
            return failed(Refused(REFUSALS["too_long"], code="too_long"))
        return self._do(key, AddComment(structure_id=_structure(key), body=text))

    def comment_draft(self, key: str) -> Future[str]:
        """The comment that was begun on that slot; empty where none was."""
        return self._store.comment_draft(key)

    def keep_comment(self, key: str, text: str) -> Future[None]:
        """Keeps a comment that is being written, as typed; none without a word. Raises StorageFault and such."""
        return self._store.save_comment_draft(key, text, self._clock())

    def set_improvement(self, key: str, improvement: bool) -> Future[None]:
        return self._do(key, SetImprovement(structure_id=_structure(key), improvement=improvement))

    def announced_changes(self) -> Future[tuple[AnnouncedChange, ...]]:
        """What replies of the agent's structures said would change, what is late first."""
        return self._store.announced_changes()

    def set_change(self, key: str, change: ServiceChange | None) -> Future[None]:
        """What became of the change that the reply of the slot `key` told of."""
        return self._do(key, SetChange(structure_id=_structure(key), change=change))

    def set_tags(
        self, key: str, tags: GeneralTags | None = None, business_tags: tuple[str, ...] | None = None
    ) -> Future[None]:
        """None leaves a part as it is."""
        return self._do(key, SetTags(structure_id=_structure(key), tags=tags, business_tags=business_tags))

    def business_tags(self) -> Future[tuple[str, ...]]:
        """The catalogue as this desk knows it: tags in use in the agent's structures, the most used first."""
        return self._store.business_tags()

    def set_channels(
        self, key: str, channels: tuple[str, ...], channel_sentiments: Mapping[str, Sentiment] | None = None
    ) -> Future[None]:
        """None leaves what was felt of the channels that stay."""
        payload = SetChannels(structure_id=_structure(key), channels=channels, channel_sentiments=channel_sentiments)
        return self._do(key, payload)

    def set_writing(self, key: str, writing: bool) -> Future[None]:
        """Tells colleagues that the reply is being written, or no longer. A sign that fades by itself."""
        return self._do(key, SetWriting(structure_id=_structure(key), writing=writing))

    def transfer(self, key: str, to_structure_id: str, reason: str, hold: timedelta = timedelta()) -> Future[str]:
        """Hands the experience to a structure below, once `hold` is over; the command's id, for `take_back`.

        Raises Refused: `not_a_child` for any other structure, `too_long`.
        """
        text = clean(reason).strip()
        if len(text) > MAX_BODY:
            return failed(Refused(REFUSALS["too_long"], code="too_long"))
        payload = Transfer(structure_id=_structure(key), to_structure_id=to_structure_id, reason=text)
        now, command_id = self._clock(), str(uuid7())
        until = now + hold if hold > timedelta() else None
        queued = self._store.intend(key, payload, now, hold_until=until, command_id=command_id)
        return then(queued, lambda _item: command_id)

    def take_back(self, command_id: str) -> Future[bool]:
        """Before its hold is over, a command never was. False when it has left already."""
        return self._store.undo(command_id, self._clock())

    def _do(self, key: str, payload: Payload) -> Future[None]:
        return nothing(self._store.intend(key, payload, self._clock()))


def _structure(key: str) -> str:
    """A slot's key is `experience:structure`; neither the platform's numbers nor SP+ codes hold a colon."""
    return key.partition(":")[2]
