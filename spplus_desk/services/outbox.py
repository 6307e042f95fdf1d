"""Envois: what became of each text, and what can be done about it."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime

from spplus_desk.domain.outbox import SendCounts, SendEvent, SendItem, SendState
from spplus_desk.store.store import Store


class OutboxService:
    """Nothing here blocks."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def items(self, state: SendState | None = None, limit: int = 500) -> Future[tuple[SendItem, ...]]:
        """Set aside first, then newest first; each text once, whatever its journey."""
        return self._store.send_items(state, limit)

    def counts(self) -> Future[SendCounts]:
        return self._store.send_counts()

    def history(self, key: str) -> Future[tuple[SendEvent, ...]]:
        """What happened to an item (`key` as in `SendItem`), oldest first."""
        return self._store.history(key)

    def retry(self, command_id: str) -> Future[SendItem | None]:
        """Now instead of later, or once more after a refusal. None when there is nothing to try."""
        return self._store.retry(command_id, self._clock())

    def keep_as_draft(self, command_id: str) -> Future[bool]:
        """The text of what was set aside goes back to a draft, below the one that may be there. Another kind than a
        reply just leaves the list."""
        return self._store.keep_as_draft(command_id)

    def delete_draft(self, slot_key: str) -> Future[bool]:
        return self._store.delete_draft(slot_key)
