"""Envois: drafts, commands and the agent's own mirrored replies as one list, each text once.

A text is a draft, then a command until that retires, then a mirrored reply. A refused command stays in the list,
set aside, whatever its kind; other kinds than replies show nowhere else here.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from spplus_desk.domain.commands import CommandKind
from spplus_desk.domain.experience_payloads import AddComment, SubmitReply, Transfer
from spplus_desk.domain.outbox import CommandState, SendCounts, SendEvent, SendItem, SendState
from spplus_desk.domain.structure import Agent
from spplus_desk.domain.validation import standing
from spplus_desk.domain.vocabulary import ReplyState
from spplus_desk.store import history as lines
from spplus_desk.store.connection import Database
from spplus_desk.store.outbox_reading import to_command
from spplus_desk.store.projections import Scope
from spplus_desk.store.sends_counting import REPLY
from spplus_desk.store.tables import commands, drafts, experiences, replies, slots
from spplus_desk.store.values import change_of, instant, instant_or_none

_c = commands.c
_OWN_STATES = {
    ReplyState.PENDING_VALIDATION: SendState.PENDING_VALIDATION,
    ReplyState.RETURNED: SendState.DRAFT,
    ReplyState.RECEIVED: SendState.RECEIVED,
    ReplyState.PUBLISHED: SendState.PUBLISHED,
}
_ON_ITS_WAY = tuple(s.value for s in (CommandState.HELD, CommandState.WAITING, CommandState.ACKNOWLEDGED))


def items(database: Database, scope: Scope, state: SendState | None, limit: int) -> tuple[SendItem, ...]:
    """Newest first; what was set aside comes before all else, because somebody has to act."""
    found: list[SendItem] = []
    if state in (None, SendState.DRAFT):
        found += _drafts(database, limit)
    if state is not SendState.PUBLISHED and state is not SendState.DRAFT:
        found += [i for i in _commands(database, scope, state, limit) if state in (None, i.state)]
    found += _replies(database, scope.agent, state, limit)
    found.sort(key=lambda item: (item.parked, item.at), reverse=True)
    return tuple(found[:limit])


def counts(database: Database, scope: Scope) -> SendCounts:
    of: dict[SendState, int] = dict.fromkeys(SendState, 0)
    of[SendState.DRAFT] += _count(database, select(func.count()).select_from(drafts).where(drafts.c.empty == 0))
    of[SendState.WAITING] += _count(database, select(func.count()).select_from(commands).where(_listed_waiting()))
    acknowledged = (_c.state == CommandState.ACKNOWLEDGED.value) & (_c.kind == REPLY) & (_c.closed == 0)
    by_structure = select(_c.structure_id, func.count()).where(acknowledged).group_by(_c.structure_id)
    for structure_id, number in database.core.execute(by_structure):
        of[_acknowledged_state(scope, structure_id)] += int(number)
    own = select(replies.c.state, func.count()).where(_own(scope.agent)).group_by(replies.c.state)
    for state, number in database.core.execute(own):
        of[_OWN_STATES[ReplyState(state)]] += int(number)
    return SendCounts(**{state.value: number for state, number in of.items()})


def item(database: Database, scope: Scope, key: str) -> SendItem | None:
    """The item of `draft:SLOT`, `command:ID` or `reply:SLOT`; None when it is not in the list any more."""
    kind, _, id = key.partition(":")
    found: Sequence[SendItem] = ()
    match kind:
        case "draft":
            found = _drafts(database, 1, drafts.c.slot_id == id)
        case "command":
            found = _commands(database, scope, None, 1, _c.id == id)
        case "reply":
            found = _replies(database, scope.agent, None, 1, replies.c.id == id)
    return found[0] if found else None


def held(database: Database, scope: Scope) -> SendItem | None:
    """The reply whose undo window ends first."""
    found = database.core.execute(
        select(_c.id)
        .where(_c.state == CommandState.HELD.value, _c.closed == 0, _c.kind == REPLY)
        .order_by(_c.hold_until)
        .limit(1)
    ).scalar()
    return None if found is None else item(database, scope, f"command:{found}")


def history(database: Database, key: str) -> tuple[SendEvent, ...]:
    """What happened to an item, oldest first, earlier tries under other ids included."""
    kind, _, id = key.partition(":")
    if kind == "draft":
        saved = database.core.execute(select(drafts.c.saved_at).where(drafts.c.slot_id == id)).scalar()
        known = tuple(sorted((*lines.settled(database, id), *lines.of_slot(database, id)), key=lambda e: e.at))
        return known if saved is None else (*known, SendEvent(at=instant(saved), event="saved"))
    if kind == "command":
        return _of_command(database, id)
    last = _retired_reply(database, id)
    told = _of_command(database, last) if last is not None else ()
    reply = database.core.execute(select(replies).where(replies.c.id == id)).first()
    if reply is None:
        return told
    if reply.submitted_at is not None and not any(e.event == "received" for e in told):
        told = (*told, SendEvent(at=instant(reply.submitted_at), event="received", detail=reply.receipt))
    if reply.published_at is not None:
        told = (*told, SendEvent(at=instant(reply.published_at), event="published"))
    return told


def _of_command(database: Database, command_id: str) -> tuple[SendEvent, ...]:
    told: tuple[SendEvent, ...] = ()
    current: str | None = command_id
    while current is not None:
        told = (*lines.of_command(database, current), *told)
        current = database.core.execute(select(_c.replaces).where(_c.id == current)).scalar()
    return told


def _retired_reply(database: Database, slot_id: str) -> str | None:
    return database.core.execute(
        select(_c.id)
        .where(_c.slot_id == slot_id, _c.kind == REPLY, _c.closed == 0, _c.state == CommandState.RETIRED.value)
        .order_by(_c.seq.desc())
        .limit(1)
    ).scalar()


def _count(database: Database, statement: Any) -> int:
    return int(database.core.execute(statement).scalar_one())


def _drafts(database: Database, limit: int, *where: ColumnElement[bool]) -> list[SendItem]:
    found = database.core.execute(
        select(drafts).where(drafts.c.empty == 0, *where).order_by(drafts.c.saved_at.desc()).limit(limit)
    )
    return [
        SendItem(
            key=f"draft:{d.slot_id}",
            state=SendState.DRAFT,
            slot_id=d.slot_id,
            title=d.title,
            pseudonym=d.pseudonym,
            at=instant(d.saved_at),
            structure_name=d.structure_name,
            greeting=d.greeting,
            body=d.body,
            closing=d.closing,
            signature=d.signature,
        )
        for d in found
    ]


def _listed_waiting() -> ColumnElement[bool]:
    going = and_(_c.kind == REPLY, _c.state.in_((CommandState.HELD.value, CommandState.WAITING.value)))
    return and_(
        _c.closed == 0,
        _c.state != CommandState.RETIRED.value,
        or_(going, _c.state == CommandState.PARKED.value),
    )


def _commands(
    database: Database, scope: Scope, state: SendState | None, limit: int, *where: ColumnElement[bool]
) -> list[SendItem]:
    acknowledged = and_(_c.closed == 0, _c.kind == REPLY, _c.state == CommandState.ACKNOWLEDGED.value)
    match state:
        case None:
            listed = or_(_listed_waiting(), acknowledged)
        case SendState.WAITING:
            listed = _listed_waiting()
        case _:
            listed = acknowledged
    found = database.core.execute(select(commands).where(listed, *where).order_by(_c.seq.desc()).limit(limit))
    return [_command_item(scope, row) for row in found]


def _acknowledged_state(scope: Scope, structure_id: str) -> SendState:
    """Where the central has put it, as far as this desk can tell before the feed says so."""
    if scope.structure(structure_id) is None:
        return SendState.RECEIVED
    book = scope.book
    required = book.rules(structure_id).validation
    mine = standing(scope.agent, scope.tree, structure_id, book.own(structure_id), required=required)
    return SendState.PENDING_VALIDATION if mine.waits else SendState.RECEIVED


def _command_item(scope: Scope, row: Any) -> SendItem:
    payload = to_command((row.id, row.kind, row.subject, row.issued_at, row.payload, row.base, row.after)).payload
    state = SendState.WAITING
    if row.state == CommandState.ACKNOWLEDGED.value:
        state = _acknowledged_state(scope, row.structure_id)
    match payload:
        case SubmitReply():
            greeting, body = payload.greeting, payload.body
            closing, signature = payload.closing, payload.signature
        case AddComment():
            greeting, body, closing, signature = "", payload.body, "", ""
        case Transfer():
            greeting, body, closing, signature = "", payload.reason, "", ""
        case _:
            greeting = body = closing = signature = ""
    return SendItem(
        key=f"command:{row.id}",
        state=state,
        slot_id=row.slot_id,
        title=row.title,
        pseudonym=row.pseudonym,
        at=instant(row.issued_at),
        structure_name=row.structure_name,
        parked=row.state == CommandState.PARKED.value,
        command_id=row.id,
        kind=CommandKind(row.kind),
        receipt=row.receipt,
        hold_until=instant_or_none(row.hold_until),
        next_attempt_at=instant_or_none(row.next_attempt_at),
        attempts=row.attempts,
        code=row.code,
        reason=row.reason,
        known=msgspec.json.decode(row.known or "{}", type=dict[str, str]),
        greeting=greeting,
        body=body,
        closing=closing,
        signature=signature,
    )


def _own(agent: Agent) -> ColumnElement[bool]:
    """The agent's replies as the feed tells them, save those that a command or a draft shows already."""
    on_its_way = exists().where(_c.slot_id == replies.c.id, _c.kind == REPLY, _c.closed == 0, _c.state.in_(_ON_ITS_WAY))
    rewritten = exists().where(drafts.c.slot_id == replies.c.id, drafts.c.empty == 0)
    shown_as_draft = and_(replies.c.state == ReplyState.RETURNED.value, rewritten)
    return and_(replies.c.author == agent.id, ~on_its_way, ~shown_as_draft)


def _replies(
    database: Database, agent: Agent, state: SendState | None, limit: int, *where: ColumnElement[bool]
) -> list[SendItem]:
    conditions = [_own(agent), *where]
    if state is not None:
        wanted = [own.value for own, shown in _OWN_STATES.items() if shown is state]
        if not wanted:
            return []
        conditions.append(replies.c.state.in_(wanted))
    found = database.core.execute(
        select(
            replies,
            experiences.c.title,
            experiences.c.pseudonym,
            slots.c.structure_name,
            experiences.c.published_at.label("deposited_at"),
        )
        .select_from(replies)
        .join(experiences, experiences.c.id == replies.c.experience_id)
        .outerjoin(slots, slots.c.id == replies.c.id)
        .where(*conditions)
        .order_by(replies.c.submitted_at.desc())
        .limit(limit)
    )
    return [_reply_item(row) for row in found]


def _reply_item(row: Any) -> SendItem:
    own = ReplyState(row.state)
    published = own is ReplyState.PUBLISHED and row.published_at is not None
    at = row.published_at if published else row.submitted_at
    returned = own is ReplyState.RETURNED
    return SendItem(
        key=f"reply:{row.id}",
        state=_OWN_STATES[own],
        slot_id=row.id,
        title=row.title,
        pseudonym=row.pseudonym,
        at=instant(at if at is not None else row.deposited_at),
        structure_name=row.structure_name or "",
        receipt=row.receipt,
        code="returned" if returned else "",
        reason=row.return_comment if returned else "",
        greeting=row.greeting,
        body=row.body,
        closing=row.closing,
        signature=row.signature,
        useful=row.useful,
        not_useful=row.not_useful,
        evaluation=row.evaluation,
        change=change_of(row.change),
    )
