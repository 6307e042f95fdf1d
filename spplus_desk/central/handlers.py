"""One function per command kind: checks, then changes of the docket. Each raises Refusal and then changes nothing."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from spplus_desk.central.preconditions import (
    Case,
    Facet,
    Refusal,
    check_body,
    check_line,
    check_text,
    check_words,
    require_fresh,
    require_super_agent,
    require_writer,
)
from spplus_desk.central.slot_record import SlotRecord
from spplus_desk.domain.commands import CommandKind
from spplus_desk.domain.experience import Comment, Reply, ReplyVersion, Slot, Writer, kept_sentiments, slot_id
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
from spplus_desk.domain.text import MAX_BODY
from spplus_desk.domain.validation import may_approve_own, waits
from spplus_desk.domain.values import replace
from spplus_desk.domain.vocabulary import ReplyState, VersionStep


def submit_reply(case: Case, payload: SubmitReply, receipt: str) -> None:
    require_writer(case)
    check_body(payload.body)
    for line in (payload.greeting, payload.closing, payload.signature, payload.template_id):
        check_line(line)
    check_words(payload.sources)
    if payload.change is not None:
        check_body(payload.change.text)
    _require_unanswered(case)
    require_fresh(case, Facet.REPLY)
    docket = case.docket
    site = docket.sites[payload.structure_id]
    waiting = waits(required=site.validation_required, own_approval=site.own_approval, roles=case.roles)
    reply = Reply(
        id=case.record.id,
        experience_id=case.subject,
        structure_id=payload.structure_id,
        greeting=payload.greeting,
        body=payload.body,
        closing=payload.closing,
        signature=payload.signature,
        state=ReplyState.PENDING_VALIDATION if waiting else ReplyState.RECEIVED,
        author=docket.agent_id,
        author_name=docket.agent_name,
        submitted_at=docket.unit.now,
        receipt=receipt,
        template_id=payload.template_id,
        sources=payload.sources,
        change=payload.change,
    )
    returned = case.reply is not None
    _put_reply(case, reply)
    if waiting or returned:
        texts = {name: getattr(payload, name) for name in ("greeting", "body", "closing", "signature")}
        _keep(case, VersionStep.SUBMITTED, **texts)


def approve_reply(case: Case, payload: ApproveReply, receipt: str) -> None:  # noqa: ARG001 - one shape for all handlers
    pending = _pending(case, payload.comment)
    _require_other_hand(case, pending)
    _put_reply(case, replace(pending, state=ReplyState.RECEIVED, return_comment=""))
    _keep(case, VersionStep.APPROVED, comment=payload.comment)


def return_reply(case: Case, payload: ReturnReply, receipt: str) -> None:  # noqa: ARG001
    pending = _pending(case, payload.comment)
    passage = payload.passage
    if passage is not None and not passage.fits(pending.body):
        raise Refusal("invalid_payload")
    _put_reply(case, replace(pending, state=ReplyState.RETURNED, return_comment=payload.comment))
    _keep(case, VersionStep.RETURNED, comment=payload.comment, passage=passage)


def claim(case: Case, payload: Claim, receipt: str) -> None:  # noqa: ARG001
    docket = case.docket
    slot = replace(case.slot, claimed_by=docket.agent_id, claimed_by_name=docket.agent_name, claimed_at=docket.unit.now)
    docket.put_slot(_grown(case.record), slot)


def release(case: Case, payload: Release, receipt: str) -> None:  # noqa: ARG001
    if case.slot.claimed_by != case.docket.agent_id:
        return  # somebody else took it over meanwhile: there is nothing of ours to give back
    slot = replace(case.slot, claimed_by=None, claimed_by_name="", claimed_at=None)
    case.docket.put_slot(_grown(case.record), slot)


def set_writing(case: Case, payload: SetWriting, receipt: str) -> None:  # noqa: ARG001
    """Signs that nobody believes any more go in passing."""
    docket, now = case.docket, case.docket.unit.now
    living = [writer for writer in case.slot.writers if writer.writes_at(now)]
    writers = tuple(writer for writer in living if writer.agent_id != docket.agent_id)
    if payload.writing:
        since = next((writer.since for writer in living if writer.agent_id == docket.agent_id), now)
        writers += (Writer(agent_id=docket.agent_id, name=docket.agent_name, since=since, seen_at=now),)
    if writers != case.slot.writers:
        docket.put_slot(_grown(case.record), replace(case.slot, writers=writers))


def add_comment(case: Case, payload: AddComment, receipt: str) -> None:  # noqa: ARG001
    check_body(payload.body)
    docket = case.docket
    docket.put_comment(
        Comment(
            id=case.id,
            experience_id=case.subject,
            structure_id=payload.structure_id,
            author=docket.agent_id,
            author_name=docket.agent_name,
            body=payload.body,
            created_at=docket.unit.now,
        )
    )


def set_tags(case: Case, payload: SetTags, receipt: str) -> None:  # noqa: ARG001
    if payload.business_tags is not None:
        check_words(payload.business_tags)
    require_fresh(case, Facet.TAGS)
    docket = case.docket
    record, slot = case.record, case.slot
    if payload.business_tags is not None:
        slot = replace(slot, business_tags=payload.business_tags)
    docket.put_slot(_grown(record, Facet.TAGS, case.id), slot)
    if payload.tags is None:
        return
    docket.put_experience(replace(docket.experience(case.subject), tags=payload.tags))
    # General tags belong to the experience: what its other structures saw of them is stale too.
    for other in docket.records_of(case.subject):
        if other.structure_id != record.structure_id:
            docket.put_slot(_grown(other, Facet.TAGS, case.id), docket.slots[other.id])


def set_channels(case: Case, payload: SetChannels, receipt: str) -> None:  # noqa: ARG001
    check_words(payload.channels)
    felt = payload.channel_sentiments
    if felt is not None and not felt.keys() <= set(payload.channels):
        raise Refusal("invalid_payload")
    require_fresh(case, Facet.CHANNELS)
    kept = kept_sentiments(case.slot.channel_sentiments if felt is None else felt, payload.channels)
    slot = replace(case.slot, channels=payload.channels, channel_sentiments=kept)
    case.docket.put_slot(_grown(case.record, Facet.CHANNELS, case.id), slot)


def set_improvement(case: Case, payload: SetImprovement, receipt: str) -> None:  # noqa: ARG001
    require_fresh(case, Facet.IMPROVEMENT)
    slot = replace(case.slot, improvement=payload.improvement)
    case.docket.put_slot(_grown(case.record, Facet.IMPROVEMENT, case.id), slot)


def set_change(case: Case, payload: SetChange, receipt: str) -> None:  # noqa: ARG001
    require_writer(case)
    if payload.change is not None:
        check_body(payload.change.text)
    reply = case.reply
    if reply is None or not reply.state.answered:
        raise Refusal("stale")  # there is no reply that could tell of it, or it is being read over
    require_fresh(case, Facet.REPLY)
    _put_reply(case, replace(reply, change=payload.change))


def transfer(case: Case, payload: Transfer, receipt: str) -> None:  # noqa: ARG001
    docket = case.docket
    check_text(payload.reason, MAX_BODY)
    target = docket.sites.get(payload.to_structure_id)
    if target is None or not docket.scope.is_below(payload.to_structure_id, payload.structure_id):
        raise Refusal("not_a_child")
    _require_unanswered(case)
    require_fresh(case, Facet.TRANSFER)
    there = docket.records.get((case.subject, target.id))
    left = replace(_grown(case.record, Facet.TRANSFER, case.id), transferred_to=target.id, reply_state=None)
    docket.put_slot(left, case.slot)
    if there is None or there.transferred_to is not None:
        _arrive(case, there, target.id, target.name)
    docket.concern(case.subject)


def _arrive(case: Case, there: SlotRecord | None, structure_id: str, name: str) -> None:
    """The slot of the child: what the parent set comes along, the parent's claim does not."""
    record = replace(
        there or SlotRecord(experience_id=case.subject, structure_id=structure_id),
        transferred_to=None,
        tags_command=case.record.tags_command,
        channels_command=case.record.channels_command,
        improvement_command=case.record.improvement_command,
    )
    slot = Slot(
        id=slot_id(case.subject, structure_id),
        experience_id=case.subject,
        structure_id=structure_id,
        structure_name=name,
        channels=case.slot.channels,
        channel_sentiments=case.slot.channel_sentiments,
        business_tags=case.slot.business_tags,
        improvement=case.slot.improvement,
    )
    case.docket.put_slot(_grown(record, Facet.TRANSFER, case.id), slot)


def _require_unanswered(case: Case) -> None:
    reply = case.reply
    if reply is None or reply.state is ReplyState.RETURNED:
        return
    at = reply.submitted_at or reply.published_at
    known = {"by": reply.author_name, "at": _told(at) if at else ""}
    raise Refusal("already_answered", {name: value for name, value in known.items() if value})


def _told(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _pending(case: Case, comment: str) -> Reply:
    """The reply that awaits validation, for a super agent who saw its present text."""
    require_super_agent(case)
    check_text(comment, MAX_BODY)
    reply = case.reply
    if reply is not None and reply.state is not ReplyState.PENDING_VALIDATION:
        raise Refusal("stale", _decided(case, reply))
    require_fresh(case, Facet.REPLY)
    if reply is None:
        raise Refusal("stale")
    return reply


def _decided(case: Case, reply: Reply) -> dict[str, str]:
    """What became of a reply that another super agent judged first: they see the reply, so they may know who."""
    known = {"state": reply.state.value}
    decision = case.docket.version_of(case.record.reply_command or "")
    return known if decision is None else known | {"by": decision.by_name, "at": _told(decision.at)}


def _require_other_hand(case: Case, pending: Reply) -> None:
    site = case.docket.sites[pending.structure_id]
    if pending.author == case.docket.agent_id and not may_approve_own(site.own_approval):
        raise Refusal("own_reply")


def _keep(case: Case, step: VersionStep, **content: Any) -> None:
    """The step joins the versions of the reply; after the change of the slot, whose version orders the steps."""
    docket, record = case.docket, case.record
    docket.put_version(
        ReplyVersion(
            id=case.id,
            experience_id=case.subject,
            structure_id=record.structure_id,
            step=step,
            version=docket.records[record.experience_id, record.structure_id].version,
            at=docket.unit.now,
            by=docket.agent_id,
            by_name=docket.agent_name,
            **content,
        )
    )


def _put_reply(case: Case, reply: Reply) -> None:
    record = _grown(case.record, Facet.REPLY, case.id, reply_state=reply.state.value)
    writers = tuple(writer for writer in case.slot.writers if writer.agent_id != case.docket.agent_id)
    case.docket.put_slot(record, replace(case.slot, writers=writers) if writers != case.slot.writers else case.slot)
    case.docket.put_reply(replace(reply, version=record.version))


def _grown(record: SlotRecord, facet: Facet | None = None, command_id: str | None = None, **more: Any) -> SlotRecord:
    version = record.version + 1
    if facet is None:
        return replace(record, version=version)
    changed: dict[str, Any] = {f"{facet}_version": version, f"{facet}_command": command_id}
    return replace(record, version=version, **changed, **more)


Handler = Callable[[Case, Any, str], None]

HANDLERS: dict[CommandKind, Handler] = {
    CommandKind.SUBMIT_REPLY: submit_reply,
    CommandKind.APPROVE_REPLY: approve_reply,
    CommandKind.RETURN_REPLY: return_reply,
    CommandKind.CLAIM: claim,
    CommandKind.RELEASE: release,
    CommandKind.SET_WRITING: set_writing,
    CommandKind.ADD_COMMENT: add_comment,
    CommandKind.SET_TAGS: set_tags,
    CommandKind.SET_CHANNELS: set_channels,
    CommandKind.SET_IMPROVEMENT: set_improvement,
    CommandKind.SET_CHANGE: set_change,
    CommandKind.TRANSFER: transfer,
}
