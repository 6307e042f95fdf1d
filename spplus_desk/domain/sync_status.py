"""The one published state of the synchronisation. Offline is a state, not an error."""

from datetime import datetime
from enum import StrEnum

from spplus_desk.domain.values import Value


class SyncPhase(StrEnum):
    NEVER = "never"
    """No synchronisation has ended on this profile yet."""
    SYNCING = "syncing"
    SYNCED = "synced"
    OFFLINE = "offline"
    """No network at all."""
    UNREACHABLE = "unreachable"
    """The network is there, the server is not; `retry_at` says when it is tried again."""
    SESSION_EXPIRED = "session_expired"
    PROTOCOL_MISMATCH = "protocol_mismatch"
    PAUSED = "paused"


class SyncStatus(Value, kw_only=True):
    phase: SyncPhase = SyncPhase.NEVER
    since: datetime | None = None
    """When this phase began."""
    last_success: datetime | None = None
    """The age of the data: the end of the last run that reached the end of the feed."""
    retry_at: datetime | None = None
    done: int = 0
    total: int = 0
    """Feed entries applied and expected, 0 of 0 when unknown."""
    first_sync: bool = False
    sentence: str = ""
    needs_help: bool = False
    """Waiting will not mend it (a certificate, a proxy): `sentence` says what to do, and is for the agent to read."""


class SyncReport(Value, kw_only=True):
    """What one run did. `pushed` = applied + duplicates; `parked` = refused in this run."""

    pushed: int = 0
    parked: int = 0
    later: int = 0
    pulled: int = 0
    deleted: int = 0
    pages: int = 0
    retired: int = 0
    waiting: int = 0
    """Commands still in the outbox after the run."""
