"""What an agent may want of an experience: the payloads of commands whose subject is one."""

from collections.abc import Mapping
from typing import TypeAlias

from spplus_desk.domain.experience import GeneralTags, Passage, ServiceChange
from spplus_desk.domain.values import Value
from spplus_desk.domain.vocabulary import Sentiment


class SubmitReply(Value, kw_only=True):
    structure_id: str
    body: str
    greeting: str = ""
    closing: str = ""
    signature: str = ""
    template_id: str = ""
    sources: tuple[str, ...] = ()
    change: ServiceChange | None = None


class ApproveReply(Value, kw_only=True):
    structure_id: str
    comment: str = ""


class ReturnReply(Value, kw_only=True):
    """`passage`: the part of the body that the comment is about."""

    structure_id: str
    comment: str = ""
    passage: Passage | None = None


class Claim(Value, kw_only=True):
    structure_id: str


class Release(Value, kw_only=True):
    structure_id: str


class SetWriting(Value, kw_only=True):
    """The reply of the slot is being written, or no longer. A passing sign: no `base`, no place in the chain of
    `after`, and nothing is lost when it never arrives."""

    structure_id: str
    writing: bool


class AddComment(Value, kw_only=True):
    structure_id: str
    body: str


class SetTags(Value, kw_only=True):
    """The general tags of the experience and the business tags of the slot; None leaves a part as it is."""

    structure_id: str
    tags: GeneralTags | None = None
    business_tags: tuple[str, ...] | None = None


class SetChannels(Value, kw_only=True):
    """`channel_sentiments`: what was felt of each channel; None leaves those of the channels that stay."""

    structure_id: str
    channels: tuple[str, ...]
    channel_sentiments: Mapping[str, Sentiment] | None = None


class SetImprovement(Value, kw_only=True):
    structure_id: str
    improvement: bool


class SetChange(Value, kw_only=True):
    """What became of the change of the service that a reply told of: done, put off, worded better; None: taken back.
    The published text stays as it is."""

    structure_id: str
    change: ServiceChange | None = None


class Transfer(Value, kw_only=True):
    structure_id: str
    to_structure_id: str
    reason: str


ExperiencePayload: TypeAlias = (
    SubmitReply
    | ApproveReply
    | ReturnReply
    | Claim
    | Release
    | SetWriting
    | AddComment
    | SetTags
    | SetChannels
    | SetImprovement
    | SetChange
    | Transfer
)
