"""One open profile: all that a window needs of it, and its end."""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path

from spplus_desk.domain.changes import ChangeKind, ChangeSet
from spplus_desk.domain.errors import KnownError
from spplus_desk.domain.structure import Agent, Structure
from spplus_desk.services import notices
from spplus_desk.services.absences import AbsenceService
from spplus_desk.services.bulk import BulkService
from spplus_desk.services.conflicts import ConflictService
from spplus_desk.services.dashboard import DashboardService
from spplus_desk.services.documents import DocumentService
from spplus_desk.services.inbox import InboxService
from spplus_desk.services.locking import Locking
from spplus_desk.services.managers_day import DayService
from spplus_desk.services.outbox import OutboxService
from spplus_desk.services.own_views import OwnViews
from spplus_desk.services.paper.service import PaperService
from spplus_desk.services.recall import RecallService
from spplus_desk.services.replying import ReplyingService
from spplus_desk.services.reviewing import ReviewService
from spplus_desk.services.revocation import RevocationService
from spplus_desk.services.search import SearchService
from spplus_desk.services.service_lines import ServiceLines
from spplus_desk.services.shared_drafts import SharedDraftService
from spplus_desk.services.site_settings import SiteSettingsService
from spplus_desk.services.spelling.service import SpellingService
from spplus_desk.services.support import SupportService
from spplus_desk.services.syncing import SyncingService
from spplus_desk.services.templates import TemplateService
from spplus_desk.services.validating import ValidatingService
from spplus_desk.store.rescue import RescueReport
from spplus_desk.store.store import Store
from spplus_desk.sync.client import Client
from spplus_desk.sync.scheduler import Scheduler

_log = logging.getLogger(__name__)


class Desk:
    """Owns the store, the client and the synchronisation's thread. `close` ends all three, in the right order."""

    def __init__(
        self,
        *,
        store: Store,
        client: Client,
        scheduler: Scheduler,
        agent: Agent,
        server: str,
        username: str,
        clock: Callable[[], datetime],
        folder: Path | None = None,
        locking: Locking | None = None,
        revocation: RevocationService | None = None,
    ) -> None:
        self.revocation = revocation
        """What is left to do once the account was taken back; None where the desk stands on a cache alone."""
        self.folder = folder
        """The profile's folder; None where the desk stands on a cache alone."""
        self.locking = locking
        self.agent = agent
        self.server = server
        self.username = username
        self.inbox = InboxService(store, clock, agent)
        self.replying = ReplyingService(store, clock, agent)
        self.reviewing = ReviewService(store)
        self.validating = ValidatingService(store, clock)
        self.outbox = OutboxService(store, clock)
        self.dashboard = DashboardService(store, clock, agent)
        self.paper = PaperService(store)
        self.documents = DocumentService(store, client, clock, agent)
        self.shared_drafts = SharedDraftService(self.documents, agent)
        self.absences = AbsenceService(store, self.documents, agent, clock)
        self.spelling = SpellingService(self.documents)
        self.search = SearchService(store, clock, agent, self.documents)
        self.site_settings = SiteSettingsService(store, self.documents, clock)
        self.service_lines = ServiceLines(self.documents)
        self.bulk = BulkService(store, self.inbox, agent, clock)
        self.own_views = OwnViews(self.documents, agent)
        self.templates = TemplateService(store, self.documents, clock)
        self.day = DayService(store, self.inbox, self.templates, clock)
        self.recall = RecallService(store)
        self.conflicts = ConflictService(store, clock)
        self.syncing = SyncingService(scheduler, client, store, server=server, username=username, clock=clock)
        self.support = SupportService(store, scheduler, clock)
        self._store = store
        self._client = client
        self._scheduler = scheduler
        self._started = False
        self.away_since = scheduler.status.last_success
        """The last synchronisation before this opening: from when on an absence is told. None at the first time."""
        self._site_name = ""
        self._notice = "" if store.rescued is None else notices.rescue_sentence(store.rescued)
        store.on_rescue(self._on_rescue)
        self._name_site(store.structures())
        self._unsubscribe = store.subscribe(self._on_change)

    @property
    def site_name(self) -> str:
        """The name of the agent's first post; empty until the first synchronisation has told it."""
        return self._site_name

    @property
    def opening_notice(self) -> str:
        """What the store did by itself (a rescue), at the opening or since; empty most of the time. Each rescue is
        announced as a change of every kind."""
        return self._notice

    def confirm_rescue(self) -> Future[int]:
        """The agent misses nothing: the damaged files that were put aside are deleted. How many."""
        self._notice = ""
        return self._store.confirm_rescue()

    def subscribe(self, listener: Callable[[ChangeSet], None]) -> Callable[[], None]:
        """`listener` hears of every committed write, on the database's thread."""
        return self._store.subscribe(listener)

    @property
    def started(self) -> bool:
        return self._started

    def start(self) -> None:
        """Begin to synchronise, and to do what the cache left for an idle moment. Twice is once."""
        if not self._started:
            self._started = True
            self._store.begin_chores()
            self._scheduler.start()

    def end_session(self) -> None:
        """Kill the token at the central where it can be reached, and wait for it. A failure stops nothing here."""
        try:
            self._client.sign_out()
        except KnownError as error:
            _log.info("the session ends by itself (%s)", error.code)

    def close(self) -> None:
        """What was saved stays saved; what is under way on the network is given a few seconds, then left."""
        self._unsubscribe()
        self.spelling.close()
        self._scheduler.stop()
        self._client.close()
        self._store.close()

    def close_but_line(self) -> Client | None:
        """`close`, except for the line to the central and its session, which the desk that takes this one's place goes
        on with. None where an answer did not come in time: that line is closed too."""
        self._unsubscribe()
        self.spelling.close()
        ended = self._scheduler.stop()
        if not ended:
            self._client.close()
        self._store.close()
        return self._client if ended else None

    def _on_rescue(self, report: RescueReport) -> None:
        self._notice = notices.rescue_sentence(report)
        self._scheduler.sync_now()

    def _on_change(self, change: ChangeSet) -> None:
        if ChangeKind.STRUCTURES in change.kinds:
            # Asked, not waited for: this is the very thread that will answer.
            self._store.structures().add_done_callback(self._name_site)

    def _name_site(self, structures: "Future[tuple[Structure, ...]]") -> None:
        posts = [membership.structure_id for membership in self.agent.memberships]
        if not posts or (structures.done() and structures.exception() is not None):
            return
        names = {structure.id: structure.name for structure in structures.result()}
        self._site_name = names.get(posts[0], self._site_name)
