"""One whole synchronisation: push what waits, then pull to the end of the feed. Runs on the caller's thread."""

import logging
from collections.abc import Callable
from datetime import datetime

from spplus_desk.domain.errors import AccountRevoked, KnownError
from spplus_desk.domain.sync_status import SyncReport
from spplus_desk.store.store import Store
from spplus_desk.sync import checking, recall
from spplus_desk.sync.client import Client
from spplus_desk.sync.puller import PageSizes, Progress, Puller
from spplus_desk.sync.pusher import BATCH, Pusher, RetryAt
from spplus_desk.sync.speed import Speed
from spplus_desk.sync.stopping import Stopping

_COUNTED = 10_000
"""More waiting commands than this are reported as this many."""

_log = logging.getLogger(__name__)


class Engine:
    """Holds no transaction while it waits for the network; the store's own thread writes.

    Push comes before pull, so that the end of the same run's feed already shows what was pushed.
    """

    def __init__(
        self,
        store: Store,
        client: Client,
        clock: Callable[[], datetime],
        *,
        batch: int = BATCH,
        sizes: PageSizes | None = None,
        speed: Speed | None = None,
    ) -> None:
        self._store = store
        self._client = client
        self._clock = clock
        self._pusher = Pusher(store, client, clock, batch=batch)
        self._puller = Puller(store, client, clock, sizes=sizes, speed=speed)

    def run_once(
        self,
        progress: Progress | None = None,
        *,
        stopping: Stopping | None = None,
        retry_at: RetryAt | None = None,
    ) -> SyncReport:
        """Raises the known errors of the client and of the store, and Stopped; whatever was done by then is kept.

        Where the central falls over all that is pushed, the feed is read all the same before that is raised.
        """
        stop = stopping or Stopping()
        try:
            pushed = self._pusher.push(stop, retry_at or _unknown)
            pulled = self._puller.pull(stop, progress or _silent)
            if pushed.trouble is not None:
                raise pushed.trouble
            checking.check(self._store, self._client, self._clock())
            recall.pull(self._store, self._client, self._clock, stop)
        except AccountRevoked:
            # At once, before anybody is told: what the agent may not read any more is not on this desk any more.
            self._store.revoke(self._clock()).result()
            raise
        report = SyncReport(
            pushed=pushed.applied,
            parked=pushed.parked,
            later=pushed.later,
            pulled=pulled.changes,
            deleted=pulled.deleted,
            pages=pulled.pages,
            retired=pulled.retired,
            waiting=len(self._store.pushable(_COUNTED, self._clock()).result()),
        )
        _log.info("synchronised: %s", report)
        return report


def _silent(_done: int, _total: int) -> None:
    """Nobody follows this run."""


def _unknown(_error: KnownError) -> datetime | None:
    """Nobody will try again by itself: a single run from the command line."""
    return None
