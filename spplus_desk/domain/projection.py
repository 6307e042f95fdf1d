"""What is shown: the mirror of the central, with the agent's own pending commands on top. One pure function.

A pending command is one that the feed has not passed yet, whether acknowledged or not; a parked (refused) one is
not pending. Applying a command whose effect the mirror already holds changes nothing, so the moment of retirement
is never seen on screen.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from spplus_desk.domain.commands import Command
from spplus_desk.domain.document_payloads import DocumentPayload
from spplus_desk.domain.experience import NO_TAGS, Comment, GeneralTags, Reply, Slot, kept_sentiments
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
from spplus_desk.domain.structure import Agent
from spplus_desk.domain.values import Value, replace
from spplus_desk.domain.vocabulary import ReplyState


class SlotState(StrEnum):
    """Where the site's work on an experience stands."""

    TO_ANSWER = "to_answer"
    RETURNED = "returned"
    """Sent back by the super agent: to be answered again."""
    QUEUED = "queued"
    """A reply of this desk waits to be received."""
    PENDING_VALIDATION = "pending_validation"
    RECEIVED = "received"
    PUBLISHED = "published"
    TRANSFERRED = "transferred"
    """This desk moved it to a child structure; the feed will take it away or rename it."""

    @property
    def open(self) -> bool:
        """True while the citizen waits and somebody here has to write."""
        return self in (SlotState.TO_ANSWER, SlotState.RETURNED)


_STATE_OF_REPLY = {
    ReplyState.PENDING_VALIDATION: SlotState.PENDING_VALIDATION,
    ReplyState.RETURNED: SlotState.RETURNED,
    ReplyState.RECEIVED: SlotState.RECEIVED,
    ReplyState.PUBLISHED: SlotState.PUBLISHED,
}


class Mirror(Value, kw_only=True):
    """What the feed has told of one slot."""

    slot: Slot
    reply: Reply | None = None
    tags: GeneralTags = NO_TAGS


class Projection(Value, kw_only=True):
    """What the agent sees of one slot. `reply` is the mirror's, or the text of this desk's own pending one."""

    slot: Slot
    state: SlotState
    reply: Reply | None
    tags: GeneralTags
    replied_at: datetime | None
    pending_comments: tuple[Comment, ...] = ()


def project(mirror: Mirror, pending: Iterable[Command], me: Agent) -> Projection:
    """Fold the pending commands of this slot, oldest first, over its mirror."""
    slot, reply, tags = mirror.slot, mirror.reply, mirror.tags
    state = SlotState.TO_ANSWER if reply is None else _STATE_OF_REPLY[reply.state]
    comments: list[Comment] = []
    for command in pending:
        payload = command.payload
        match payload:
            case SubmitReply():
                if state.open:
                    reply = _own_reply(command, payload, me)
                    state = SlotState.QUEUED
            case ApproveReply():
                if reply is not None and state is SlotState.PENDING_VALIDATION:
                    reply, state = replace(reply, state=ReplyState.RECEIVED), SlotState.RECEIVED
            case ReturnReply():
                if reply is not None and state is SlotState.PENDING_VALIDATION:
                    reply = replace(reply, state=ReplyState.RETURNED, return_comment=payload.comment)
                    state = SlotState.RETURNED
            case Claim():
                slot = replace(slot, claimed_by=me.id, claimed_by_name=me.name, claimed_at=command.issued_at)
            case Release():
                if slot.claimed_by == me.id:
                    slot = replace(slot, claimed_by=None, claimed_by_name="", claimed_at=None)
            case SetWriting():
                pass  # told to colleagues; who writes knows it
            case AddComment():
                comments.append(_own_comment(command, payload, me))
            case SetTags():
                tags = payload.tags or tags
                if payload.business_tags is not None:
                    slot = replace(slot, business_tags=payload.business_tags)
            case SetChannels():
                felt = payload.channel_sentiments
                kept = kept_sentiments(slot.channel_sentiments if felt is None else felt, payload.channels)
                slot = replace(slot, channels=payload.channels, channel_sentiments=kept)
            case SetImprovement():
                slot = replace(slot, improvement=payload.improvement)
            case SetChange():
                if reply is not None and reply.state.answered:
                    reply = replace(reply, change=payload.change)
            case Transfer():
                if state.open:
                    state = SlotState.TRANSFERRED
            case DocumentPayload():
                pass  # of a shared document, never of a slot
            case _:
                assert_never(payload)
    return Projection(
        slot=slot,
        state=state,
        reply=reply,
        tags=tags,
        replied_at=_replied_at(reply, state),
        pending_comments=tuple(comments),
    )


def _own_reply(command: Command, payload: SubmitReply, me: Agent) -> Reply:
    return Reply(
        id=command.slot_id,
        experience_id=command.subject,
        structure_id=payload.structure_id,
        greeting=payload.greeting,
        body=payload.body,
        closing=payload.closing,
        signature=payload.signature,
        state=ReplyState.RECEIVED,
        author=me.id,
        author_name=me.name,
        submitted_at=command.issued_at,
        template_id=payload.template_id,
        sources=payload.sources,
        change=payload.change,
    )


def _own_comment(command: Command, payload: AddComment, me: Agent) -> Comment:
    # The central gives a comment the id of the command that made it, so the two never stand side by side.
    return Comment(
        id=command.id,
        experience_id=command.subject,
        structure_id=payload.structure_id,
        author=me.id,
        author_name=me.name,
        body=payload.body,
        created_at=command.issued_at,
    )


def _replied_at(reply: Reply | None, state: SlotState) -> datetime | None:
    if reply is None or state.open or state is SlotState.PENDING_VALIDATION:
        return None
    return reply.published_at or reply.submitted_at
