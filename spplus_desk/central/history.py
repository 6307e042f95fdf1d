"""The line that an applied command leaves in the history of its experience, for all who see the slot.

A comment is its own line, and a sign of writing passes: neither leaves one. Names, no ids: nothing to rank by.
"""

from collections.abc import Mapping
from typing import assert_never

from spplus_desk.central.preconditions import Case
from spplus_desk.domain.commands import CommandKind, Payload
from spplus_desk.domain.document_payloads import DocumentPayload
from spplus_desk.domain.experience import Event, GeneralTags
from spplus_desk.domain.experience_payloads import (
    AddComment,
    ApproveReply,
    Claim,
    Release,
    ReturnReply,
    SetChange,
    SetChannels,
    SetImprovement,
    SetTags,
    SetWriting,
    SubmitReply,
    Transfer,
)
from spplus_desk.domain.values import names
from spplus_desk.domain.vocabulary import ReplyState

_HIDDEN = (ReplyState.PENDING_VALIDATION.value, ReplyState.RETURNED.value)


def note(case: Case, kind: CommandKind, payload: Payload) -> None:
    """Add the line, once the handler has done its work; `case` is as it was before."""
    docket = case.docket
    detail = _detail(case, payload)
    if detail is None:
        return
    event = Event(
        id=case.id,
        experience_id=case.subject,
        structure_id=payload.structure_id,
        structure_name=case.slot.structure_name,
        kind=kind.value,
        at=docket.unit.now,
        by_name=docket.agent_name,
        detail=detail,
    )
    hidden = docket.records[case.subject, payload.structure_id].reply_state in _HIDDEN
    docket.put_event(event, own_only=hidden and isinstance(payload, SubmitReply | ReturnReply))


def _detail(case: Case, payload: Payload) -> Mapping[str, str] | None:
    match payload:
        case AddComment() | SetWriting() | DocumentPayload():
            return None
        case Claim():
            return {"from": case.slot.claimed_by_name} if _of_a_colleague(case) else {}
        case Release():
            return {} if case.slot.claimed_by == case.docket.agent_id else None
        case SubmitReply() | ApproveReply():
            return {}
        case ReturnReply():
            return {"comment": payload.comment} if payload.comment else {}
        case SetTags():
            return _tags(payload)
        case SetChannels():
            return {"channels": "\n".join(payload.channels)}
        case SetImprovement():
            return {"improvement": "true" if payload.improvement else "false"}
        case SetChange(change=change):
            return {} if change is None else {"state": change.state.value, "text": change.text}
        case Transfer():
            return {"to": case.docket.sites[payload.to_structure_id].name, "reason": payload.reason}
        case _:
            assert_never(payload)


def _of_a_colleague(case: Case) -> bool:
    return case.slot.claimed_by not in (None, case.docket.agent_id)


def _tags(payload: SetTags) -> Mapping[str, str]:
    detail: dict[str, str] = {}
    if payload.tags is not None:
        for name in names(GeneralTags):
            sentiment = getattr(payload.tags, name)
            detail[name] = "" if sentiment is None else sentiment.value
    if payload.business_tags is not None:
        detail["business_tags"] = "\n".join(payload.business_tags)
    return detail
