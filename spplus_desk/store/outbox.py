"""The durable outbox: commands, their states, and when they leave the projection.

HELD -> WAITING -> ACKNOWLEDGED -> RETIRED, or PARKED when refused. A command retires when the feed has passed its
effect: at the first page with nothing after it whose request was sent after the acknowledgement. Acknowledgements
are numbered, because clocks go back.

`closed` rows are kept for their history only: an undone send, a refused text that went back to a draft.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import func, insert, select, update

from spplus_desk.domain.commands import Command, CommandKind, CommandResult, Outcome
from spplus_desk.domain.document_payloads import DocumentPayload
from spplus_desk.domain.errors import INTERNAL_ERROR, REFUSALS, Refused
from spplus_desk.domain.experience import WRITING_LASTS
from spplus_desk.domain.experience_payloads import SubmitReply
from spplus_desk.domain.outbox import CommandState, Draft
from spplus_desk.store import drafts, history, meta
from spplus_desk.store.connection import Database
from spplus_desk.store.labels import labels
from spplus_desk.store.mirror import ids_text
from spplus_desk.store.outbox_reading import COMMAND, PENDING, to_command
from spplus_desk.store.pages import PushTally
from spplus_desk.store.sends_counting import REPLY
from spplus_desk.store.tables import commands
from spplus_desk.store.values import instant, json_text, micros, micros_or_none

_c = commands.c
_ACKNOWLEDGEMENT = "acknowledgement"
_SIGN = CommandKind.SET_WRITING.value
_STUMBLES = 3
"""The central may fall this often over one command, while others pass, before it is set aside."""


def enqueue(
    database: Database, command: Command, *, now: datetime, hold_until: datetime | None, replaces: str | None = None
) -> bool:
    """Adds a command. False when that id is there already: posting twice adds once."""
    hold: timedelta | None = None if hold_until is None else hold_until - now
    done = database.core.execute(
        insert(commands)
        .prefix_with("OR IGNORE")
        .values(
            id=command.id,
            kind=command.kind.value,
            subject=command.subject,
            structure_id=command.structure_id,
            slot_id=command.slot_id,
            base=command.base,
            after=command.after,
            issued_at=micros(command.issued_at),
            payload=json_text(command.payload),
            state=(CommandState.WAITING if hold_until is None else CommandState.HELD).value,
            hold_until=micros_or_none(hold_until),
            hold_us=None if hold is None else hold // timedelta(microseconds=1),
            attempts=0,
            code="",
            reason="",
            known="{}",
            receipt="",
            replaces=replaces,
            closed=0,
            **_labels(database, command),
        )
    )
    if not done.rowcount:
        return False
    history.add(database, "queued", now, command_id=command.id, slot_id=command.slot_id)
    return True


def _labels(database: Database, command: Command) -> dict[str, str]:
    found = labels(database, command.slot_id)
    if isinstance(command.payload, DocumentPayload):
        return {**found, "title": command.payload.label}
    return found


def refuse_second_reply(database: Database, command: Command) -> None:
    """Raises Refused (`already_answered`) when a reply of this desk is on its way to the same slot."""
    if isinstance(command.payload, SubmitReply):
        found = database.raw.execute(
            f"SELECT 1 FROM commands WHERE slot_id = ? AND kind = '{REPLY}' AND closed = 0 AND state IN {PENDING}"
            " AND id <> ?",
            (command.slot_id, command.id),
        ).fetchone()
        if found:
            raise Refused(REFUSALS["already_answered"], code="already_answered", detail=command.slot_id)


def find(database: Database, command_id: str) -> Any:
    """The row of a command that is not closed, or None."""
    return database.core.execute(select(commands).where(_c.id == command_id, _c.closed == 0)).first()


def previous(database: Database, subject: str) -> str | None:
    """The agent's last command on an experience that the central has, or will have before the next one. Not a sign of
    writing: it may never leave."""
    states = (CommandState.WAITING.value, CommandState.ACKNOWLEDGED.value, CommandState.RETIRED.value)
    return database.core.execute(
        select(_c.id)
        .where(_c.subject == subject, _c.closed == 0, _c.state.in_(states), _c.kind != _SIGN)
        .order_by(_c.seq.desc())
        .limit(1)
    ).scalar()


def due_holds(database: Database, now: datetime) -> list[tuple[str, str]]:
    """(id, slot id) of commands whose undo window is over."""
    found = database.core.execute(
        select(_c.id, _c.slot_id).where(
            _c.state == CommandState.HELD.value, _c.closed == 0, _c.hold_until <= micros(now)
        )
    )
    return [(id, slot) for id, slot in found]


def release(database: Database, ids: Sequence[str]) -> list[str]:
    """Ends the undo window of commands; the slots of those that were held."""
    released = database.core.execute(
        update(commands)
        .where(_c.id.in_(ids), _c.state == CommandState.HELD.value, _c.closed == 0)
        .values(state=CommandState.WAITING.value, hold_until=None)
        .returning(_c.slot_id)
    )
    return [slot for (slot,) in released]


def forget_signs(database: Database, now: datetime) -> None:
    """Closes signs of writing that nobody would believe any more, and those that a later one of the slot replaces."""
    database.raw.execute(
        "UPDATE commands SET closed = 1 WHERE kind = ? AND state = 'waiting' AND closed = 0 AND state <> 'retired'"
        " AND (issued_at <= ? OR EXISTS (SELECT 1 FROM commands l WHERE l.slot_id = commands.slot_id"
        " AND l.kind = commands.kind AND l.closed = 0 AND l.seq > commands.seq))",
        (_SIGN, micros(now - WRITING_LASTS)),
    )


def waiting(database: Database, limit: int) -> tuple[Command, ...]:
    found = database.raw.execute(
        f"SELECT {COMMAND} FROM commands WHERE state = 'waiting' AND closed = 0 AND state <> 'retired'"
        " ORDER BY seq LIMIT ?",
        (limit,),
    )
    return tuple(to_command(c) for c in found)


def waiting_count(database: Database) -> int:
    states = (CommandState.HELD.value, CommandState.WAITING.value)
    found = select(func.count()).select_from(commands).where(_c.closed == 0, _c.state.in_(states))
    return int(database.core.execute(found).scalar_one())


def next_hold_end(database: Database) -> datetime | None:
    found = database.core.execute(
        select(func.min(_c.hold_until)).where(_c.state == CommandState.HELD.value, _c.closed == 0)
    ).scalar()
    return None if found is None else instant(found)


def _slots(database: Database, ids: Sequence[str]) -> dict[str, str]:
    found = database.raw.execute(
        "SELECT c.id, c.slot_id FROM json_each(?) t CROSS JOIN commands c ON c.id = t.value WHERE c.state = 'waiting'",
        (ids_text(ids),),
    )
    return {str(id): str(slot) for id, slot in found}


def attempted(database: Database, ids: Sequence[str], at: datetime) -> list[str]:
    slots = _slots(database, ids)
    database.raw.executemany(
        "UPDATE commands SET attempts = attempts + 1, next_attempt_at = NULL WHERE id = ?", [(id,) for id in slots]
    )
    history.add_many(database, "attempted", at, [(id, slot, "") for id, slot in slots.items()])
    return list(slots.values())


def failed(
    database: Database, ids: Sequence[str], at: datetime, code: str, next_attempt_at: datetime | None
) -> list[str]:
    slots = _slots(database, ids)
    moment = micros_or_none(next_attempt_at)
    database.raw.executemany(
        "UPDATE commands SET code = ?, next_attempt_at = ? WHERE id = ?", [(code, moment, id) for id in slots]
    )
    history.add_many(database, "failed", at, [(id, slot, code) for id, slot in slots.items()])
    return list(slots.values())


def acknowledgements(database: Database) -> int:
    return meta.read_number(database, _ACKNOWLEDGEMENT)


def record(database: Database, results: Sequence[CommandResult], at: datetime) -> tuple[PushTally, list[str]]:
    """Writes what the central said. Answers about commands that wait for none are ignored: an answer that comes
    twice changes nothing. Also the slots to be projected again."""
    number = acknowledgements(database) + 1
    meta.write(database, _ACKNOWLEDGEMENT, str(number))
    slots = _slots(database, [result.id for result in results])
    lines: dict[str, list[tuple[str, str, str]]] = {"received": [], "refused": [], "failed": []}
    acknowledged: list[tuple[Any, ...]] = []
    refused: list[tuple[Any, ...]] = []
    stumbled: list[str] = []
    later: list[tuple[Any, ...]] = []
    duplicates = 0
    for result in results:
        slot = slots.get(result.id)
        if slot is None:
            continue
        match result.outcome:
            case Outcome.APPLIED | Outcome.DUPLICATE:
                duplicates += result.outcome is Outcome.DUPLICATE
                receipt = result.receipt
                received_at = at if receipt is None else receipt.received_at
                shown = "" if receipt is None else receipt.number
                acknowledged.append((shown, micros(received_at), number, result.id))
                lines["received"].append((result.id, slot, shown))
            case Outcome.REFUSED:
                code = result.code or "refused"
                reason = result.detail or REFUSALS.get(code) or Refused.sentence
                refused.append((code, reason, msgspec.json.encode(result.known).decode(), result.id))
                lines["refused"].append((result.id, slot, reason))
            case Outcome.LATER if result.code == INTERNAL_ERROR and _stumbles(database, result.id) + 1 >= _STUMBLES:
                reason = REFUSALS[INTERNAL_ERROR]
                stumbled.append(result.id)
                refused.append((INTERNAL_ERROR, reason, "{}", result.id))
                lines["refused"].append((result.id, slot, reason))
            case Outcome.LATER:
                later.append((result.code or "later", result.id))
                lines["failed"].append((result.id, slot, result.code or "later"))
    database.raw.executemany(
        "UPDATE commands SET state = 'acknowledged', code = '', reason = '', next_attempt_at = NULL, receipt = ?,"
        " received_at = ?, acknowledgement = ? WHERE id = ?",
        acknowledged,
    )
    database.raw.executemany(
        "UPDATE commands SET state = 'parked', next_attempt_at = NULL, code = ?, reason = ?, known = ? WHERE id = ?",
        refused,
    )
    database.raw.executemany("UPDATE commands SET code = ? WHERE id = ?", later)
    database.raw.executemany(  # the central does not know it: what was to come after it would wait for ever
        "UPDATE commands SET after = (SELECT s.after FROM commands s WHERE s.id = ?1) WHERE after = ?1",
        [(id,) for id in stumbled],
    )
    database.raw.executemany(  # a sign of writing has been given or not: nothing of it stays with the agent
        "UPDATE commands SET closed = 1 WHERE id = ? AND kind = ?", [(result.id, _SIGN) for result in results]
    )
    for event, of_event in lines.items():
        history.add_many(database, event, at, of_event)
    tally = PushTally(
        applied=len(acknowledged) - duplicates, duplicates=duplicates, refused=len(refused), later=len(later)
    )
    return tally, list(slots.values())


def _stumbles(database: Database, command_id: str) -> int:
    """How often the central fell over the command, since the agent last asked to try again."""
    found = database.raw.execute(
        "SELECT count(*) FILTER (WHERE event = 'failed' AND detail = ?1) FROM events WHERE command_id = ?2"
        " AND number > coalesce((SELECT max(number) FROM events WHERE command_id = ?2 AND event = 'retried'), 0)",
        (INTERNAL_ERROR, command_id),
    ).fetchone()
    return int(found[0])


def retire(database: Database, acknowledged_before: int) -> list[str]:
    """Retires what was acknowledged up to that number; their slots, one for each command."""
    retired = database.raw.execute(
        "UPDATE commands SET state = 'retired' WHERE state = 'acknowledged' AND closed = 0 AND acknowledgement <= ?"
        " RETURNING slot_id",
        (acknowledged_before,),
    )
    return [str(slot) for (slot,) in retired]


def close(database: Database, command_id: str) -> None:
    database.core.execute(update(commands).where(_c.id == command_id).values(closed=1))


def to_draft(database: Database, row: Any, now: datetime) -> Draft | None:
    """Puts the text of a reply back into the draft of its slot; None for a command that has no reply text."""
    payload = to_command((row.id, row.kind, row.subject, row.issued_at, row.payload, row.base, row.after)).payload
    if not isinstance(payload, SubmitReply):
        return None
    text = Draft(
        slot_id=row.slot_id,
        greeting=payload.greeting,
        body=payload.body,
        closing=payload.closing,
        signature=payload.signature,
        template_id=payload.template_id or None,
        sources=payload.sources,
        change=payload.change,
        cursor=len(payload.body),
    )
    return drafts.give_back(database, text, now)


def undo(database: Database, command_id: str, now: datetime) -> str | None:
    """Takes a held command back; its slot, or None when it is held no more."""
    row = find(database, command_id)
    if row is None or row.state != CommandState.HELD.value:
        return None
    to_draft(database, row, now)
    close(database, command_id)
    if row.kind == REPLY:
        history.add(database, "undone", now, command_id=None, slot_id=row.slot_id)
    return str(row.slot_id)


def keep_as_draft(database: Database, command_id: str, now: datetime) -> str | None:
    """Closes a command that was set aside, its text back in a draft; its slot, or None when it is not set aside."""
    row = find(database, command_id)
    if row is None or row.state != CommandState.PARKED.value:
        return None
    to_draft(database, row, now)
    close(database, command_id)
    history.add(database, "saved", now, command_id=None, slot_id=row.slot_id, detail=row.reason)
    return str(row.slot_id)


def retry(database: Database, command_id: str, new_id: str, base: int | None, now: datetime) -> tuple[str, str] | None:
    """Tries again: (id, slot) of the command that goes, or None when there is nothing to try.

    What waits goes at the next push. What was refused goes under a new id, on what the agent sees now: the central
    keeps the outcome of an id for ever. What it fell over has none, or one that nobody heard: it keeps its id.
    """
    row = find(database, command_id)
    if row is None:
        return None
    if row.state == CommandState.WAITING.value:
        database.core.execute(update(commands).where(_c.id == command_id).values(next_attempt_at=None))
        history.add(database, "retried", now, command_id=command_id, slot_id=row.slot_id)
        return command_id, str(row.slot_id)
    if row.state != CommandState.PARKED.value:
        return None
    first = to_command((row.id, row.kind, row.subject, row.issued_at, row.payload, row.base, row.after))
    if row.code == INTERNAL_ERROR:
        refuse_second_reply(database, first)
        again_waiting = {"state": CommandState.WAITING.value, "code": "", "reason": "", "next_attempt_at": None}
        database.core.execute(update(commands).where(_c.id == command_id).values(**again_waiting))
        history.add(database, "retried", now, command_id=command_id, slot_id=row.slot_id)
        return command_id, str(row.slot_id)
    again = Command(
        id=new_id,
        subject=row.subject,
        issued_at=now,
        payload=first.payload,
        base=base,
        after=previous(database, row.subject),
    )
    refuse_second_reply(database, again)
    history.add(database, "retried", now, command_id=command_id, slot_id=row.slot_id)
    close(database, command_id)
    enqueue(database, again, now=now, hold_until=None, replaces=command_id)
    return new_id, str(row.slot_id)
