"""What crosses the wire, both ways, and its version. docs/protocol.md is the prose of this file.

Rows are the frozen records of `domain` themselves: desk and central share one definition. Unknown fields in a
request are refused, unknown fields in an answer are ignored, so that an older desk reads a newer central.
"""

from datetime import datetime
from typing import Any

import msgspec

from spplus_desk.domain.commands import (
    FIELDS_OF,
    PAYLOAD_OF,
    Command,
    CommandKind,
    CommandResult,
    Payload,
)
from spplus_desk.domain.documents import RULES, Document
from spplus_desk.domain.experience import Comment, Event, Experience, Reply, ReplyVersion, Slot
from spplus_desk.domain.structure import Agent, Member, Structure
from spplus_desk.domain.vocabulary import Entity

VERSION = 1
VERSION_HEADER = "SPPlus-Protocol"
PROBLEM_JSON = "application/problem+json"

MAX_COMMANDS = 200
"""Commands in one request."""
MAX_PAGE = 5_000
DEFAULT_PAGE = 500
MAX_BODY_BYTES = 16 * 1024 * 1024
"""Largest request body, once decompressed."""

Row = Structure | Member | Experience | Slot | Reply | Comment | Event | ReplyVersion | Document

ROW_OF: dict[Entity, type[Row]] = {
    Entity.STRUCTURE: Structure,
    Entity.MEMBER: Member,
    Entity.EXPERIENCE: Experience,
    Entity.SLOT: Slot,
    Entity.REPLY: Reply,
    Entity.COMMENT: Comment,
    Entity.EVENT: Event,
    Entity.REPLY_VERSION: ReplyVersion,
    **{rule.entity: rule.row for rule in RULES},
}


class SessionRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    username: str
    password: str


class SessionAnswer(msgspec.Struct, frozen=True, kw_only=True):
    access_token: str
    expires_at: datetime
    agent: Agent
    protocol: int


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """One entry of the feed. `entity` stays a plain word: an older desk skips those it does not know."""

    entity: str
    id: str
    op: str
    """`put` or `delete`."""
    row: msgspec.Raw = msgspec.Raw()
    """Empty (false) where the answer has none. Not `| None`: msgspec then takes the object for a null."""


class ChangesAnswer(msgspec.Struct, frozen=True, kw_only=True):
    changes: list[Change]
    cursor: str
    more: bool
    remaining: int = 0
    """How many entries are left after this page, about: for a progress bar, never for logic."""


class SummaryAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Rows that the agent sees, by entity: for a desk to hold its mirror against, never to show."""

    counts: dict[str, int]


class DocumentVersion(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a shared document: its row as it was saved, with its author and its instant."""

    version: int
    row: msgspec.Raw


class VersionsAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Newest first."""

    versions: list[DocumentVersion]


class CaseChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """One entry of the recall base; `op` is `put`, with the row of a `domain.cases.Case`, or `delete`."""

    id: str
    op: str
    row: msgspec.Raw = msgspec.Raw()


class CasesAnswer(msgspec.Struct, frozen=True, kw_only=True):
    cases: list[CaseChange]
    cursor: str
    more: bool


class WireCommand(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A command as it travels; the payload is read by kind, so that one bad payload refuses one command only."""

    id: str
    kind: str
    subject: str
    issued_at: datetime
    payload: dict[str, Any]
    base: int | None = None
    after: str | None = None


class CommandBatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    commands: list[WireCommand]


class CommandAnswer(msgspec.Struct, frozen=True):
    results: list[CommandResult]


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """RFC 9457 problem details, with the stable `code` and a French `detail`."""

    code: str
    detail: str
    status: int
    title: str = ""
    type: str = "about:blank"


_LATER_FIELDS = ("channel_sentiments", "passage", "own_approval")
"""Not in the first payloads: left out while unset, so that an older central understands the command, and so that one
that was queued before an update keeps its digest after it."""


class BadPayload(ValueError):
    """The payload does not fit its kind."""


def to_wire(command: Command) -> WireCommand:
    payload = msgspec.to_builtins(command.payload)
    for name in _LATER_FIELDS:
        if name in payload and payload[name] is None:
            del payload[name]
    return WireCommand(
        id=command.id,
        kind=command.kind.value,
        subject=command.subject,
        base=command.base,
        after=command.after,
        issued_at=command.issued_at,
        payload=payload,
    )


def payload_of(kind: CommandKind, raw: dict[str, Any]) -> Payload:
    """The typed payload of `kind`. Raises BadPayload for a missing, unknown or wrongly typed field."""
    unknown = raw.keys() - FIELDS_OF[kind]
    if unknown:
        raise BadPayload(f"unknown field {sorted(unknown)[0]!r}")
    try:
        return msgspec.convert(raw, PAYLOAD_OF[kind])
    except msgspec.ValidationError as error:
        raise BadPayload(str(error)) from error


def row_of(entity: Entity, raw: msgspec.Raw) -> Row:
    """The record of a `put`. Raises msgspec.ValidationError when the central sends something else."""
    return msgspec.json.decode(raw, type=ROW_OF[entity])
