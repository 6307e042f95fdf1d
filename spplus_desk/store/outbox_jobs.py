"""Jobs of the database thread around the outbox: each one transaction on disk, then its announcement."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from uuid_utils import uuid7

from spplus_desk.domain.changes import ChangeKind, Origin, kind_of_change
from spplus_desk.domain.commands import PAYLOAD_OF, Command, CommandKind, CommandResult, Payload
from spplus_desk.domain.document_contents import Waiting
from spplus_desk.domain.document_payloads import DocumentPayload, SavePauses
from spplus_desk.domain.documents import RULE_OF_PAYLOAD
from spplus_desk.domain.errors import REFUSALS, NotFound, Refused
from spplus_desk.domain.experience_payloads import (
    AddComment,
    ApproveReply,
    ReturnReply,
    SetWriting,
    SubmitReply,
    Transfer,
)
from spplus_desk.domain.outbox import SendItem
from spplus_desk.store import documents, drafts, history, outbox, sends
from spplus_desk.store.connection import Database, one
from spplus_desk.store.pages import PushTally
from spplus_desk.store.projections import RANK_OPEN, RANK_TO_VALIDATE, RANK_TRANSFERRED
from spplus_desk.store.workplace import Workplace

_MOVED = (ChangeKind.OUTBOX, ChangeKind.INBOX)


def slot_base(work: Workplace, key: str) -> tuple[int, str | None]:
    found = one(
        work.database,
        "SELECT s.version, s.experience_id FROM inbox i JOIN slots s ON s.id = i.slot_id WHERE s.id = ?",
        key,
    )
    if found is None:
        raise NotFound(detail=key)
    return int(found[0]), outbox.previous(work.database, str(found[1]))


def intend(
    work: Workplace,
    key: str,
    payload: Payload,
    *,
    now: datetime,
    hold_until: datetime | None,
    drop_draft: bool,
    kept: Sequence[str] = (),
    command_id: str | None = None,
) -> SendItem | None:
    base: int | None
    base, after = slot_base(work, key)
    if isinstance(payload, SetWriting):
        base = after = None
    command = Command(
        id=command_id or str(uuid7()),
        subject=key.removesuffix(f":{payload.structure_id}"),
        issued_at=now,
        payload=payload,
        base=base,
        after=after,
    )
    return enqueue(work, command, now=now, hold_until=hold_until, drop_draft=drop_draft, judge=True, kept=kept)


def _judge(work: Workplace, command: Command) -> None:
    """Raises Refused for what the central would refuse by what this desk knows already."""
    code = None
    match command.payload:
        case SubmitReply():
            row = one(work.database, "SELECT rank FROM inbox WHERE slot_id = ?", command.slot_id)
            if row is not None and row[0] != RANK_OPEN:
                code = "stale" if row[0] == RANK_TRANSFERRED else "already_answered"
        case ApproveReply() | ReturnReply():
            row = one(work.database, "SELECT rank FROM inbox WHERE slot_id = ?", command.slot_id)
            if row is not None and row[0] != RANK_TO_VALIDATE:
                code = "stale"
        case Transfer(structure_id=here, to_structure_id=there):
            if there == here or here not in work.scope.tree.ancestors(there):
                code = "not_a_child"
        case _:
            pass
    if code is not None:
        raise Refused(REFUSALS[code], code=code, detail=command.slot_id)


def save_document(work: Workplace, subject: str, payload: DocumentPayload, now: datetime) -> str:
    """A save or a removal of a shared document, based on the version that is mirrored; the command's id.

    Two quick changes know of each other by `after`."""
    rule = RULE_OF_PAYLOAD[type(payload)]
    command = Command(
        id=str(uuid7()),
        subject=subject,
        issued_at=now,
        payload=payload,
        base=documents.version(work.database, rule.entity, subject),
        after=outbox.previous(work.database, subject),
    )
    enqueue(work, command, now=now, hold_until=None, drop_draft=False)
    return command.id


def set_pause(work: Workplace, key: str, wanted: bool, now: datetime, reason: str = "") -> bool:
    """One more pause of the internal clock of a slot, or the end of the open one; False when nothing is to change."""
    kept = work.scope.book.pauses(key)
    if any(one.end is None for one in kept) == wanted:
        return False
    pauses = tuple(Waiting(start=one.start, end=one.end or max(now, one.start), reason=one.reason) for one in kept)
    if wanted:
        pauses = (*pauses, Waiting(start=now, reason=reason))
    save_document(work, key, SavePauses(structure_id=key.partition(":")[2], pauses=pauses), now)
    return True


def _version(database: Database, row: Any) -> int | None:
    """What a command that is tried again is based on."""
    kind = PAYLOAD_OF[CommandKind(row.kind)]
    if issubclass(kind, DocumentPayload):
        return documents.version(database, RULE_OF_PAYLOAD[kind].entity, row.subject)
    slot_id = row.slot_id
    found = one(database, "SELECT version FROM slots WHERE id = ?", slot_id)
    return None if found is None else int(found[0])


def enqueue(
    work: Workplace,
    command: Command,
    *,
    now: datetime,
    hold_until: datetime | None,
    drop_draft: bool,
    judge: bool = False,
    kept: Sequence[str] = (),
) -> SendItem | None:
    with work.database.transaction(durable=True):
        if judge:
            _judge(work, command)
        added = outbox.enqueue(work.database, command, now=now, hold_until=hold_until)
        dropped = drop_draft and drafts.drop(work.database, command.slot_id)
        if added:
            work.project((command.slot_id,))
            lines = [(command.id, command.slot_id, detail) for detail in kept]
            history.add_many(work.database, "kept_datum", now, lines)
    kinds = {ChangeKind.OUTBOX, ChangeKind.INBOX} if added else set()
    if dropped:
        kinds.add(ChangeKind.DRAFTS)
    if isinstance(command.payload, SubmitReply):
        kinds.add(ChangeKind.REPLIES)
    if isinstance(command.payload, AddComment):
        kinds.add(ChangeKind.COMMENTS)
    if isinstance(command.payload, DocumentPayload):
        kinds = {ChangeKind.OUTBOX, kind_of_change(RULE_OF_PAYLOAD[type(command.payload)].entity)}
    if kinds:
        work.announce(kinds, (command.slot_id,), Origin.DESK)
    if not isinstance(command.payload, SubmitReply):
        return None
    return sends.item(work.database, work.scope, f"command:{command.id}")


def pushable(work: Workplace, limit: int, now: datetime) -> tuple[Command, ...]:
    with work.database.transaction(durable=False):
        outbox.forget_signs(work.database, now)
    due = outbox.due_holds(work.database, now)
    if due:
        with work.database.transaction(durable=True):
            outbox.release(work.database, [id for id, _ in due])
        work.announce((ChangeKind.OUTBOX,), [slot for _, slot in due], Origin.DESK)
    return outbox.waiting(work.database, limit)


def record_attempt(work: Workplace, ids: Sequence[str], at: datetime) -> None:
    # Not durable: after a power cut the count of attempts may be short by one, which harms nobody.
    with work.database.transaction(durable=False):
        slots = outbox.attempted(work.database, ids, at)
    _tell(work, slots, (ChangeKind.OUTBOX,))


def record_failure(
    work: Workplace, ids: Sequence[str], at: datetime, code: str, next_attempt_at: datetime | None
) -> None:
    with work.database.transaction(durable=False):
        slots = outbox.failed(work.database, ids, at, code, next_attempt_at)
    _tell(work, slots, (ChangeKind.OUTBOX,))


def record_results(work: Workplace, results: Sequence[CommandResult], at: datetime) -> PushTally:
    with work.database.transaction(durable=True):
        tally, slots = outbox.record(work.database, results, at)
        if tally.refused:
            work.project(slots)  # what was refused is shown no more; the rest is shown as before
    # A refused change of a shared document is shown no more either.
    _tell(work, slots, (*_MOVED, ChangeKind.DOCUMENTS) if tally.refused else _MOVED)
    return tally


def _tell(work: Workplace, slots: Collection[str], kinds: Collection[ChangeKind]) -> None:
    if slots:
        work.announce(kinds, slots, Origin.DESK)


def undo(work: Workplace, command_id: str, now: datetime) -> bool:
    with work.database.transaction(durable=True):
        slot = outbox.undo(work.database, command_id, now)
        if slot is not None:
            work.project((slot,))
    if slot is not None:
        work.announce((*_MOVED, ChangeKind.DRAFTS, ChangeKind.REPLIES), (slot,), Origin.DESK)
    return slot is not None


def release_hold(work: Workplace, command_id: str) -> bool:
    with work.database.transaction(durable=True):
        slots = outbox.release(work.database, [command_id])
    _tell(work, slots, (ChangeKind.OUTBOX,))
    return bool(slots)


def keep_as_draft(work: Workplace, command_id: str, now: datetime) -> bool:
    with work.database.transaction(durable=True):
        slot = outbox.keep_as_draft(work.database, command_id, now)
    if slot is not None:
        work.announce((*_MOVED, ChangeKind.DRAFTS), (slot,), Origin.DESK)
    return slot is not None


def retry(work: Workplace, command_id: str, now: datetime) -> SendItem | None:
    with work.database.transaction(durable=True):
        row = outbox.find(work.database, command_id)
        base = None if row is None else _version(work.database, row)
        going = outbox.retry(work.database, command_id, str(uuid7()), base, now)
        if going is not None:
            work.project((going[1],))
    if going is None:
        return None
    work.announce(_MOVED, (going[1],), Origin.DESK)
    return sends.item(work.database, work.scope, f"command:{going[0]}")
