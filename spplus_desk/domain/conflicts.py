"""A reply that came second: the text that was refused, the reply that stands, and what may be done about it."""

from datetime import datetime
from enum import StrEnum

from spplus_desk.domain.experience import Reply
from spplus_desk.domain.outbox import Draft
from spplus_desk.domain.values import Value

ALREADY_ANSWERED = "already_answered"
"""The refusal code of a second reply."""


class Circumstance(StrEnum):
    """What the author of the refused text was doing when the other reply was given."""

    OFFLINE = "offline"
    """The text could not leave: the network or the server was away."""
    QUEUED = "queued"
    """The text was sent, and inside its undo window or in the queue."""
    WRITING = "writing"


class Absence(StrEnum):
    """Why the other reply cannot be shown."""

    NOT_YET = "not_yet"
    """The feed has not told it yet."""
    LEFT = "left"
    """The experience is no longer in the agent's scope."""
    REOPENED = "reopened"
    """It was sent back to its author since: the experience waits for an answer again."""


class Choice(StrEnum):
    """What the agent decides. None of them publishes anything. The value is the word of the history."""

    KEEP_THEIRS = "kept_theirs"
    SHARE = "shared"
    ASK_REPLACEMENT = "replacement_asked"


class Conflict(Value, kw_only=True):
    """`mine` is the refused text, `theirs` the reply that stands; `absence` says why `theirs` is None. `by` and `at`
    are known even then, as the central told them (empty and None where it did not)."""

    command_id: str
    slot_id: str
    title: str
    pseudonym: str
    structure_name: str
    mine: Draft
    queued_at: datetime
    refused_at: datetime | None
    by: str
    at: datetime | None
    circumstance: Circumstance
    by_me: bool = False
    """The other reply is the agent's own, from another post."""
    theirs: Reply | None = None
    absence: Absence | None = None
    validators: tuple[str, ...] = ()
    """Names of the super agents who may decide: those of the slot's structure, else of the nearest one above."""


def text_of(part: Draft | Reply) -> str:
    """A reply as it is read: greeting, body, then closing and signature."""
    end = "\n".join(line for line in (part.closing, part.signature) if line)
    return "\n\n".join(paragraph for paragraph in (part.greeting, part.body, end) if paragraph)
