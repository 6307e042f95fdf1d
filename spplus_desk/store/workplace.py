"""What the database thread keeps in hand between jobs: the connection, the agent, the scope, the listeners."""

import logging
import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from pathlib import Path

from spplus_desk.domain.changes import ChangeKind, ChangeSet, Origin
from spplus_desk.domain.errors import CacheDamaged, StorageFault
from spplus_desk.domain.structure import Agent
from spplus_desk.store import meta, projections, rescue
from spplus_desk.store.projections import Scope
from spplus_desk.store.rescue import RescueReport
from spplus_desk.store.writings import Recorder

_log = logging.getLogger(__name__)
MOST_IDS = 500
"""A change set names at most that many slots; beyond, an empty set says that any may have changed."""

Listener = Callable[[ChangeSet], None]
_NOBODY = Agent("", "")


class Workplace:
    """Opened, used and closed on the database thread; `subscribe` alone may be called from any."""

    def __init__(self, path: Path, key: bytes, now: datetime) -> None:
        self._path = path
        self._key = key
        self.database, self.rescued = rescue.open_cache(path, key, now)
        self.retention: timedelta | None = None
        """Answered experiences older than that leave; None: they stay."""
        self.feed_lost = False
        """The mirror was made anew since a reading of the feed began: the pages of that reading are void."""
        self.mended = 0
        """How many times the file was replaced by a rescue since the opening."""
        self.alone: Callable[[], AbstractContextManager[None]] = nullcontext
        """Entered while the file is replaced: nobody else may hold it open."""
        self._rescues: list[Callable[[RescueReport], None]] = []
        self._scope: Scope | None = None
        self._listeners: dict[object, Listener] = {}
        self._lock = threading.Lock()
        self._project_replayed()
        rescue.forget_old(path, now)

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

    def _project_replayed(self) -> None:
        """Commands that were written again while nobody projected them, or a column that a new schema brought."""
        which = meta.read(self.database, rescue.UNPROJECTED)
        if which is None:
            return
        with self.database.transaction(durable=True):
            found = self.database.raw.execute(
                "SELECT id FROM slots"
                if which == rescue.EVERY_SLOT
                else "SELECT DISTINCT slot_id FROM commands WHERE closed = 0"
            ).fetchall()
            self.project([str(slot) for (slot,) in found])
            meta.write(self.database, rescue.UNPROJECTED, None)

    def heal(self, now: datetime) -> None:
        """A page failed: saves what the agent wrote and begins a new mirror. Raises what opening raises."""
        with self.alone():
            self.database.close()
            self.database, self.rescued = rescue.open_cache(self._path, self._key, now, broken=True)
            self.mended += 1
        rescue.forget_old(self._path, now)
        self.begin_again()
        if self.rescued is not None:
            for listener in list(self._rescues):
                listener(self.rescued)

    def mend(self, seen: int) -> None:
        """Another connection met a damaged page when `seen` rescues had been made.

        Raises CacheDamaged, which brings the rescue, unless one was made since.
        """
        if self.mended == seen:
            raise CacheDamaged(detail="met by a long read")

    def revoke(self, now: datetime) -> None:
        """The account was taken back: a new file with the unsent texts alone, and nothing left of the old one."""
        from spplus_desk.store import revocation

        if revocation.revoked_at(self.database) is not None:
            return
        remains = revocation.what_stays(self.database, now)
        rescue.remake(self._path, self._key, remains.fill)
        with self.alone():
            self.database.close()
            try:
                rescue.swap(self._path, None)
                rescue.forget_damaged(self._path)
            finally:
                self.database, _ = rescue.open_cache(self._path, self._key, now)
        recorder = self.database.recorder
        if isinstance(recorder, Recorder):
            recorder.rewrite()
        self.begin_again()

    def begin_again(self) -> None:
        """All that was known of the file is void."""
        self._scope = None
        self.feed_lost = True
        self.announce(ChangeKind, (), Origin.FEED)

    def tidy(self) -> bool:
        """The second copy of the texts is looked through once; a chore's answer."""
        recorder = self.database.recorder
        return isinstance(recorder, Recorder) and recorder.tidy()

    def forget_damaged(self) -> int:
        return rescue.forget_damaged(self._path)

    def on_rescue(self, listener: Callable[[RescueReport], None]) -> None:
        """`listener` is told, on the database thread, of each rescue while the cache is open."""
        self._rescues.append(listener)

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
