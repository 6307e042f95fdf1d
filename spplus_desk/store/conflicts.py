"""Conflicts: replies that were set aside because another reply stands, read whole, and closed by a choice.

A choice is one transaction: the refused command is closed, its text goes back to the draft of its slot, the line of
the history is written, and the comment that carries the text to a colleague is queued. No reply ever is.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec
from uuid_utils import uuid7

from spplus_desk.domain.changes import ChangeKind, Origin
from spplus_desk.domain.commands import Command, CommandKind
from spplus_desk.domain.conflicts import ALREADY_ANSWERED, Absence, Choice, Circumstance, Conflict
from spplus_desk.domain.errors import REFUSALS, Refused
from spplus_desk.domain.experience import Reply
from spplus_desk.domain.experience_payloads import AddComment, SubmitReply
from spplus_desk.domain.outbox import CommandState, Draft, SendEvent
from spplus_desk.domain.vocabulary import ReplyState, Role
from spplus_desk.store import history, outbox, outbox_jobs, reading, records
from spplus_desk.store.connection import Database, one
from spplus_desk.store.outbox_reading import to_command
from spplus_desk.store.workplace import Workplace

_PROMPT = timedelta(minutes=1)
"""A text that took longer than that to leave, without a failure on record, was waiting for the network."""


def conflict(work: Workplace, command_id: str) -> Conflict | None:
    """None for anything but a reply that is set aside for that reason, and still is."""
    row = _row(work.database, command_id)
    return None if row is None else _read(work, row)


def settle(
    work: Workplace,
    command_id: str,
    choice: Choice,
    now: datetime,
    comment: Callable[[Conflict], str] | None,
) -> bool:
    """False when there is nothing left to decide. `comment` words the comment that is queued with the choice; what it
    raises undoes all. Raises Refused (`not_allowed`) when the experience has left the agent's scope."""
    with work.database.transaction(durable=True):
        row = _row(work.database, command_id)
        if row is None:
            return False
        found = _read(work, row)
        if comment is not None:
            if found.absence is Absence.LEFT:
                raise Refused(REFUSALS["not_allowed"], code="not_allowed", detail=found.slot_id)
            _queue(work, row, comment(found), now)
        history.add(work.database, choice.value, now, command_id=command_id, slot_id=row.slot_id, detail=found.by)
        outbox.to_draft(work.database, row, now)
        outbox.close(work.database, command_id)
        work.project((row.slot_id,))
    kinds = {ChangeKind.OUTBOX, ChangeKind.INBOX, ChangeKind.DRAFTS}
    if comment is not None:
        kinds.add(ChangeKind.COMMENTS)
    work.announce(kinds, (row.slot_id,), Origin.DESK)
    return True


def _row(database: Database, command_id: str) -> Any:
    row = outbox.find(database, command_id)
    if row is None or row.state != CommandState.PARKED.value or row.kind != CommandKind.SUBMIT_REPLY.value:
        return None
    return row if row.code == ALREADY_ANSWERED else None


def _read(work: Workplace, row: Any) -> Conflict:
    database = work.database
    command = to_command((row.id, row.kind, row.subject, row.issued_at, row.payload, row.base, row.after))
    payload = command.payload
    if not isinstance(payload, SubmitReply):
        raise TypeError(f"{row.id} is no reply")
    theirs = _reply(database, row.slot_id)
    absence = None
    if one(database, "SELECT 1 FROM inbox WHERE slot_id = ?", row.slot_id) is None:
        absence = Absence.LEFT
    elif theirs is None:
        absence = Absence.NOT_YET
    elif theirs.state is ReplyState.RETURNED:
        absence = Absence.REOPENED
    known = msgspec.json.decode(row.known, type=dict[str, str])
    at = _at(known)
    if theirs is not None:
        at = theirs.submitted_at or theirs.published_at or at
    lines = history.of_command(database, row.id)
    return Conflict(
        command_id=row.id,
        slot_id=row.slot_id,
        title=row.title,
        pseudonym=row.pseudonym,
        structure_name=row.structure_name,
        mine=Draft(
            slot_id=row.slot_id,
            greeting=payload.greeting,
            body=payload.body,
            closing=payload.closing,
            signature=payload.signature,
        ),
        queued_at=command.issued_at,
        refused_at=next((line.at for line in reversed(lines) if line.event == "refused"), None),
        by=(theirs.author_name if theirs is not None else "") or known.get("by", ""),
        at=at,
        circumstance=_circumstance(command.issued_at, lines, row.hold_us, at),
        by_me=theirs is not None and theirs.author == work.agent.id,
        theirs=None if absence is not None else theirs,
        absence=absence,
        validators=_validators(work, row.structure_id),
    )


def _reply(database: Database, slot_id: str) -> Reply | None:
    found = one(database, f"SELECT {records.REPLY} FROM replies WHERE id = ?", slot_id)
    return None if found is None else records.to_reply(found)


def _at(known: dict[str, str]) -> datetime | None:
    try:
        at = datetime.fromisoformat(known["at"])
    except (KeyError, ValueError):
        return None
    return at if at.tzinfo is not None else None


def _circumstance(
    queued_at: datetime, lines: tuple[SendEvent, ...], hold_us: int | None, at: datetime | None
) -> Circumstance:
    left_at = next((line.at for line in lines if line.event == "attempted"), queued_at)
    ready_at = queued_at + timedelta(microseconds=hold_us or 0)
    if any(line.event == "failed" for line in lines) or left_at - ready_at > _PROMPT:
        return Circumstance.OFFLINE
    return Circumstance.QUEUED if at is not None and at > queued_at else Circumstance.WRITING


def _validators(work: Workplace, structure_id: str) -> tuple[str, ...]:
    members = [member for member in reading.members(work.database) if member.role is Role.SUPER_AGENT]
    for place in (structure_id, *work.scope.tree.ancestors(structure_id)):
        names = tuple(dict.fromkeys(member.name for member in members if member.structure_id == place))
        if names:
            return names
    return ()


def _queue(work: Workplace, row: Any, body: str, now: datetime) -> None:
    base, after = outbox_jobs.slot_base(work, row.slot_id)
    command = Command(
        id=str(uuid7()),
        subject=row.subject,
        issued_at=now,
        payload=AddComment(structure_id=row.structure_id, body=body),
        base=base,
        after=after,
    )
    outbox.enqueue(work.database, command, now=now, hold_until=None)
