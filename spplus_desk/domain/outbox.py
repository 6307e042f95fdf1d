"""Drafts and sends (Envois): what the agent wrote, and what became of it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from spplus_desk.domain.commands import CommandKind
from spplus_desk.domain.experience import ServiceChange
from spplus_desk.domain.values import Value, field


class Draft(Value, kw_only=True):
    """The text being written for one slot; local to this desk. `cursor` counts characters in the body."""

    slot_id: str
    greeting: str = ""
    body: str = ""
    closing: str = ""
    signature: str = ""
    template_id: str | None = None
    template_title: str = ""
    sources: tuple[str, ...] = ()
    change: ServiceChange | None = None
    cursor: int = 0
    saved_at: datetime | None = None

    @property
    def empty(self) -> bool:
        return not self.body.strip()


class SendState(StrEnum):
    """The five states of Envois, in the order of a reply's journey."""

    DRAFT = "draft"
    PENDING_VALIDATION = "pending_validation"
    WAITING = "waiting"
    RECEIVED = "received"
    PUBLISHED = "published"


class CommandState(StrEnum):
    """The states of a command in the durable outbox."""

    HELD = "held"
    """Inside its undo window: it leaves at `hold_until` unless it is undone."""
    WAITING = "waiting"
    """Ready to be pushed, or pushed without an answer yet: the two cannot be told apart, and need not be."""
    ACKNOWLEDGED = "acknowledged"
    """The central has it; it retires when the feed has passed its effect."""
    PARKED = "parked"
    """Refused, with its reason; it blocks nothing, and its text is kept."""
    RETIRED = "retired"
    """Applied, and the mirror shows it: kept for its history and receipt."""


class SendEvent(Value, kw_only=True):
    """One line of a send's history. `event` is a stable word: saved, queued, attempted, failed, refused, parked,
    received, published, undone, retried, kept_datum."""

    at: datetime
    event: str
    detail: str = ""


class SendItem(Value, kw_only=True):
    """One line of Envois. `key` is `draft:SLOT`, `command:ID` or `reply:SLOT`."""

    key: str
    state: SendState
    slot_id: str
    title: str
    pseudonym: str
    at: datetime
    structure_name: str = ""
    parked: bool = False
    command_id: str | None = None
    kind: CommandKind | None = None
    """Of the command, where the item is one."""
    receipt: str = ""
    hold_until: datetime | None = None
    next_attempt_at: datetime | None = None
    attempts: int = 0
    code: str = ""
    reason: str = ""
    known: Mapping[str, str] = field(default_factory=dict)
    """What the central told of a refusal."""
    greeting: str = ""
    body: str = ""
    closing: str = ""
    signature: str = ""
    useful: int | None = None
    not_useful: int | None = None
    evaluation: str = ""
    """Of a published reply: what came back with the import."""
    change: ServiceChange | None = None


class SendCounts(Value):
    draft: int = 0
    pending_validation: int = 0
    waiting: int = 0
    received: int = 0
    published: int = 0

    def of(self, state: SendState) -> int:
        return int(getattr(self, state.value))
