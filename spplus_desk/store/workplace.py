"""What the database thread keeps in hand between jobs: the connection, the agent, the scope, the listeners."""

import logging
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from spplus_desk.domain.changes import ChangeKind, ChangeSet, Origin
from spplus_desk.domain.errors import StorageFault
from spplus_desk.domain.structure import Agent
from spplus_desk.store import meta, projections
from spplus_desk.store.connection import Database
from spplus_desk.store.migrations import migrate
from spplus_desk.store.projections import Scope

_log = logging.getLogger(__name__)
MOST_IDS = 500
"""A change set names at most that many slots; beyond, an empty set says that any may have changed."""

Listener = Callable[[ChangeSet], None]
_NOBODY = Agent("", "")


class Workplace:
    """Opened, used and closed on the database thread; `subscribe` alone may be called from any."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.database = Database(path, key)
        try:
            migrate(self.database)
        except BaseException:
            self.database.close()
            raise
        self._scope: Scope | None = None
        self._listeners: dict[object, Listener] = {}
        self._lock = threading.Lock()

    @property
    def agent(self) -> Agent:
        return self.scope.agent

    @property
    def scope(self) -> Scope:
        """Before the first sign-in: nobody, who sees nothing."""
        if self._scope is None:
            found = meta.identity(self.database)
            self._scope = Scope(self.database, _NOBODY if found is None else found.agent)
        return self._scope

    def forget_scope(self) -> None:
        self._scope = None

    def project(self, slot_ids: Iterable[str]) -> None:
        projections.rebuild(self.database, self.scope, set(slot_ids))

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        mark = object()
        with self._lock:
            self._listeners[mark] = listener

        def unsubscribe() -> None:
            with self._lock:
                self._listeners.pop(mark, None)

        return unsubscribe

    def announce(self, kinds: Iterable[ChangeKind], ids: Iterable[str], origin: Origin) -> None:
        """Tells what was committed. A listener that fails has a bug: it is logged, and the others hear all the same."""
        named = frozenset(ids)
        changes = ChangeSet(frozenset(kinds), named if len(named) <= MOST_IDS else frozenset(), origin)
        with self._lock:
            listeners = list(self._listeners.values())
        for listener in listeners:
            try:
                listener(changes)
            except Exception:
                _log.exception("a listener of the cache failed")

    def close(self) -> None:
        try:
            self.database.close()
        except Exception as error:
            raise StorageFault(detail=str(error)) from error
