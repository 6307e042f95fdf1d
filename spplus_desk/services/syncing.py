"""Synchronisation as the window sees it: one state, and what the agent can ask."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime

from spplus_desk.domain.errors import AccountRevoked, BadCredentials
from spplus_desk.domain.sync_status import SyncStatus
from spplus_desk.services import background
from spplus_desk.store.store import Store
from spplus_desk.sync.client import Client
from spplus_desk.sync.scheduler import Scheduler


class SyncingService:
    """Nothing here waits: the synchronisation has a thread of its own."""

    def __init__(
        self,
        scheduler: Scheduler,
        client: Client,
        store: Store,
        *,
        server: str,
        username: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._clock = clock
        self._scheduler = scheduler
        self._client = client
        self._store = store
        self._server = server
        self._username = username

    @property
    def status(self) -> SyncStatus:
        return self._scheduler.status

    def subscribe(self, listener: Callable[[SyncStatus], None]) -> Callable[[], None]:
        """`listener` is called on the thread that changed the state; call the result to stop listening."""
        return self._scheduler.subscribe(listener)

    def sync_now(self) -> None:
        self._scheduler.sync_now()

    def pause(self) -> None:
        """Stop between two requests; what was received stays, and can be read."""
        self._scheduler.pause()

    def resume(self) -> None:
        self._scheduler.resume()

    def sign_in_again(self, password: str) -> Future[None]:
        """Open a new session for the same agent, then synchronise. Raises (in the future) what a sign-in raises."""

        def work() -> None:
            try:
                answer = self._client.sign_in(self._username, password)
            except AccountRevoked:
                self._store.revoke(self._clock()).result()
                raise
            known = self._store.identity().result()
            if known is not None and known.agent.id != answer.agent.id:
                self._client.sign_out()
                raise BadCredentials(
                    "Cet identifiant est maintenant celui d’un autre compte. Vos textes sont gardés sur ce poste. "
                    "Prévenez votre assistance."
                )
            self._store.set_identity(answer.agent, self._server, self._username).result()
            self._scheduler.session_renewed()

        return background.run(work, "spplus-sign-in")
