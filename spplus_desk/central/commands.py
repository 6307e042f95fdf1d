"""A batch of commands: each applied once, each with its own outcome, all in one transaction.

The outcome of a command is stored in the transaction of its effect, and kept for ever. The same id again gives the
first outcome back; the same id with another content is refused. `later` alone is not stored: the command that this
one comes after has not arrived yet, or the central fell over it, which never holds back the others of the batch.
"""

import logging
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import Engine
from sqlalchemy.exc import DisconnectionError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from spplus_desk.central.docket import Docket
from spplus_desk.central.document_handlers import DocumentCase, decide_document
from spplus_desk.central.handlers import HANDLERS
from spplus_desk.central.history import note
from spplus_desk.central.preconditions import Case, Refusal, find_command, find_slot
from spplus_desk.central.principal import Principal
from spplus_desk.central.problems import ProblemError
from spplus_desk.central.unit import UnitOfWork, run_unit
from spplus_desk.domain.commands import CommandKind, CommandResult, Outcome, Payload, Receipt
from spplus_desk.domain.document_payloads import DocumentPayload
from spplus_desk.domain.documents import RULE_OF_PAYLOAD
from spplus_desk.domain.errors import INTERNAL_ERROR, REFUSALS
from spplus_desk.domain.experience_payloads import Transfer
from spplus_desk.domain.text import is_clean
from spplus_desk.domain.values import Value, replace
from spplus_desk.domain.vocabulary import Entity
from spplus_desk.protocol import BadPayload, WireCommand, payload_of

_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_LONGEST_KEY = 200
_LARGEST_VERSION = 2**31 - 1
_ATTEMPTS = 3
_NOT_OF_A_COMMAND = (ProblemError, OperationalError, InterfaceError, DisconnectionError, PoolTimeout)
"""What ends the request as a whole: the session that ended, the database that is away."""

_log = logging.getLogger(__name__)


class _Read(Value):
    """A command as far as it can be understood without the store. `code` is set when it cannot."""

    wire: WireCommand
    kind: CommandKind | None = None
    payload: Payload | None = None
    code: str | None = None

    @property
    def storable(self) -> bool:
        """False for an id that is none: its refusal is the same each time, and nothing of it is kept."""
        return _ID.fullmatch(self.wire.id) is not None


def execute(
    engine: Engine,
    clock: Callable[[], datetime],
    agent: tuple[str, str],
    batch: Sequence[WireCommand],
    guard: Callable[[UnitOfWork], Principal] | None = None,
) -> list[CommandResult]:
    """The outcomes, in the order given. `agent`: id and name. `guard` proves the session inside the transaction.

    A second delivery that runs at the same time is made to wait by the locks on the experiences; where there is no
    experience to lock, the unique key of the ids stops it, and it is run again to find the first outcome.
    """
    read = [_read(wire) for wire in batch]

    def decide(items: Sequence[_Read]) -> list[CommandResult]:
        def work(unit: UnitOfWork) -> list[CommandResult]:
            if guard is not None:
                guard(unit)
            return _decide_all(unit, agent, items)

        for _ in range(_ATTEMPTS - 1):
            try:
                return run_unit(engine, clock, work)
            except IntegrityError:
                continue
        return run_unit(engine, clock, work)

    def decide_apart(item: _Read) -> CommandResult:
        try:
            return decide([item])[0]
        except _NOT_OF_A_COMMAND:
            raise
        except Exception:
            _log.exception("command %s (%s) cannot be decided", _shown(item.wire.id, 40), _shown(item.wire.kind, 40))
            return CommandResult(id=item.wire.id, outcome=Outcome.LATER, code=INTERNAL_ERROR)

    try:
        return decide(read)
    except _NOT_OF_A_COMMAND:
        raise
    except Exception:
        # A bug of ours, or a row that the database does not take: the batch did nothing. Each one apart shows which.
        _log.warning("a batch of %d commands cannot be decided as one: each apart", len(read))
        return [decide_apart(item) for item in read]


def decide_as_issued(unit: UnitOfWork, agent: tuple[str, str], batch: Sequence[WireCommand]) -> list[CommandResult]:
    """`execute` in the caller's transaction, each command at the instant of its own `issued_at`.

    For the demonstration alone, which plays a year of commands: real ones are received now, whatever they say.
    """
    return _decide_all(unit, agent, [_read(wire) for wire in batch], as_issued=True)


def _read(wire: WireCommand) -> _Read:
    try:
        kind = CommandKind(wire.kind)
    except ValueError:
        return _Read(wire, code="unknown_command")
    if wire.base is not None and not 0 <= wire.base <= _LARGEST_VERSION:
        return _Read(wire, kind, code="invalid_payload")
    if wire.after is not None and _ID.fullmatch(wire.after) is None:
        return _Read(wire, kind, code="invalid_payload")
    try:
        payload = payload_of(kind, wire.payload)
    except BadPayload:
        return _Read(wire, kind, code="invalid_payload")
    # Keys that no row can have: they would only trouble the database.
    keys = [wire.subject, payload.structure_id]
    if isinstance(payload, Transfer):
        keys.append(payload.to_structure_id)
    if any(not key or len(key) > _LONGEST_KEY or not is_clean(key) for key in keys):
        return _Read(wire, kind, payload, code="not_allowed")
    return _Read(wire, kind, payload)


def _decide_all(
    unit: UnitOfWork, agent: tuple[str, str], batch: Sequence[_Read], *, as_issued: bool = False
) -> list[CommandResult]:
    understood = [item for item in batch if item.code is None and item.payload is not None]
    sites: list[str] = []
    for item in understood:
        assert item.payload is not None
        sites.append(item.payload.structure_id)
        if isinstance(item.payload, Transfer):
            sites.append(item.payload.to_structure_id)
    ids = [item.wire.id for item in batch if item.storable]
    ids += [item.wire.after for item in understood if item.wire.after is not None]
    subjects: list[str] = []
    documents: list[tuple[Entity, str]] = []
    for item in understood:
        if isinstance(item.payload, DocumentPayload):
            documents.append((RULE_OF_PAYLOAD[type(item.payload)].entity, item.wire.subject))
        else:
            subjects.append(item.wire.subject)
    docket = Docket.open(unit, agent, subjects, sites, ids, documents)
    results = []
    for item in batch:
        if as_issued:
            unit.now = item.wire.issued_at
        results.append(_decide(docket, item))
    docket.store()
    return results


def _decide(docket: Docket, item: _Read) -> CommandResult:
    wire = item.wire
    if not item.storable:
        return _refused(wire.id, "invalid_payload", {})
    digest = _digest(wire, docket.agent_id)
    known = docket.known_commands.get(wire.id)
    if known is not None:
        return _again(known, digest)
    code, refused_with = item.code, {}
    receipt: str | None = None
    version: int | None = None
    if code is None:
        assert item.kind is not None and item.payload is not None
        if wire.after is not None and not _is_known(docket, wire.after):
            return CommandResult(id=wire.id, outcome=Outcome.LATER)
        try:
            receipt = docket.new_receipt()
            version = _carry_out(docket, wire, item.kind, item.payload, receipt)
        except Refusal as refusal:
            code, refused_with, receipt = refusal.code, refusal.known, None
    row: dict[str, Any] = {
        "id": wire.id,
        "digest": digest,
        "agent_id": docket.agent_id,
        "kind": _shown(wire.kind, 40),
        "subject": _shown(wire.subject, _LONGEST_KEY),
        "base": wire.base if wire.base is not None and 0 <= wire.base <= _LARGEST_VERSION else None,
        "after": wire.after if wire.after is not None and _ID.fullmatch(wire.after) else None,
        "issued_at": wire.issued_at,
        "received_at": docket.unit.now,
        "payload": msgspec.json.encode(wire.payload).decode(),
        "outcome": (Outcome.APPLIED if code is None else Outcome.REFUSED).value,
        "code": code,
        "known": msgspec.json.encode(refused_with).decode(),
        "receipt": receipt,
        "slot_version": version,
    }
    docket.decide(row)
    structure_id = item.payload.structure_id if item.payload is not None else ""
    docket.unit.audit(
        f"command.{row['kind']}",
        actor=docket.agent_id,
        subject=row["subject"],
        structure_id=_shown(structure_id, _LONGEST_KEY) or None,
        command_id=wire.id,
        detail={"outcome": row["outcome"], "code": code, "receipt": receipt},
    )
    return _answer(row)


def _carry_out(docket: Docket, wire: WireCommand, kind: CommandKind, payload: Payload, receipt: str) -> int:
    """The new version of the slot, or of the shared document. Raises Refusal."""
    if isinstance(payload, DocumentPayload):
        return decide_document(DocumentCase(docket, wire.id, wire.subject, wire.base, wire.after, payload))
    record, slot, roles = find_slot(docket, wire.subject, payload.structure_id)
    case = Case(docket, wire.id, wire.subject, wire.base, wire.after, roles, record, slot)
    HANDLERS[kind](case, payload, receipt)
    note(case, kind, payload)
    return docket.records[wire.subject, payload.structure_id].version


def _is_known(docket: Docket, command_id: str) -> bool:
    """Another agent's command is as good as unknown: it tells nothing."""
    row = find_command(docket, command_id)
    return row is not None and row["agent_id"] == docket.agent_id


def _again(known: Any, digest: str) -> CommandResult:
    if known["digest"] != digest:
        return _refused(known["id"], "id_reused", {})
    first = _answer(known)
    return replace(first, outcome=Outcome.DUPLICATE) if first.outcome is Outcome.APPLIED else first


def _answer(row: Any) -> CommandResult:
    if row["outcome"] == Outcome.REFUSED.value:
        return _refused(row["id"], row["code"], msgspec.json.decode(row["known"], type=dict[str, str]))
    receipt = Receipt(number=row["receipt"], received_at=row["received_at"], slot_version=row["slot_version"])
    return CommandResult(id=row["id"], outcome=Outcome.APPLIED, receipt=receipt)


def _refused(command_id: str, code: str, known: dict[str, str]) -> CommandResult:
    return CommandResult(id=command_id, outcome=Outcome.REFUSED, code=code, detail=REFUSALS[code], known=known)


def _digest(wire: WireCommand, agent_id: str) -> str:
    """What makes two commands the same: who, what, on what. Not when: a clock may be set right between two tries."""
    content = [agent_id, wire.kind, wire.subject, wire.base, wire.after, wire.payload]
    return sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()


def _shown(text: str, longest: int) -> str:
    """`text` in a form that every column takes, for what was refused because it is none."""
    return (text if text.isprintable() else "".join(c for c in text if c.isprintable()))[:longest]
