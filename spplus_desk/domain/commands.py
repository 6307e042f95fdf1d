"""Commands: the intentions of an agent, made at the desk, decided by the central, kept for ever."""

from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from spplus_desk.domain.document_payloads import (
    AddServiceLine,
    AddWord,
    DeleteView,
    DocumentPayload,
    RemoveServiceLine,
    RemoveWord,
    SaveAbsence,
    SavePauses,
    SaveSiteSettings,
    SaveTemplate,
    SaveView,
    ShareDraft,
    UnshareDraft,
    WithdrawTemplate,
)
from spplus_desk.domain.experience_payloads import (
    AddComment,
    ApproveReply,
    Claim,
    ExperiencePayload,
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
from spplus_desk.domain.values import Value, field, names

Payload: TypeAlias = ExperiencePayload | DocumentPayload


class CommandKind(StrEnum):
    SUBMIT_REPLY = "submit_reply"
    APPROVE_REPLY = "approve_reply"
    RETURN_REPLY = "return_reply"
    CLAIM = "claim"
    RELEASE = "release"
    SET_WRITING = "set_writing"
    ADD_COMMENT = "add_comment"
    SET_TAGS = "set_tags"
    SET_CHANNELS = "set_channels"
    SET_IMPROVEMENT = "set_improvement"
    SET_CHANGE = "set_change"
    TRANSFER = "transfer"
    SAVE_TEMPLATE = "save_template"
    WITHDRAW_TEMPLATE = "withdraw_template"
    SAVE_VIEW = "save_view"
    DELETE_VIEW = "delete_view"
    SAVE_SITE_SETTINGS = "save_site_settings"
    SAVE_PAUSES = "save_pauses"
    ADD_WORD = "add_word"
    REMOVE_WORD = "remove_word"
    SAVE_ABSENCE = "save_absence"
    SHARE_DRAFT = "share_draft"
    UNSHARE_DRAFT = "unshare_draft"
    ADD_SERVICE_LINE = "add_service_line"
    REMOVE_SERVICE_LINE = "remove_service_line"


PAYLOAD_OF: dict[CommandKind, type[Payload]] = {
    CommandKind.SUBMIT_REPLY: SubmitReply,
    CommandKind.APPROVE_REPLY: ApproveReply,
    CommandKind.RETURN_REPLY: ReturnReply,
    CommandKind.CLAIM: Claim,
    CommandKind.RELEASE: Release,
    CommandKind.SET_WRITING: SetWriting,
    CommandKind.ADD_COMMENT: AddComment,
    CommandKind.SET_TAGS: SetTags,
    CommandKind.SET_CHANNELS: SetChannels,
    CommandKind.SET_IMPROVEMENT: SetImprovement,
    CommandKind.SET_CHANGE: SetChange,
    CommandKind.TRANSFER: Transfer,
    CommandKind.SAVE_TEMPLATE: SaveTemplate,
    CommandKind.WITHDRAW_TEMPLATE: WithdrawTemplate,
    CommandKind.SAVE_VIEW: SaveView,
    CommandKind.DELETE_VIEW: DeleteView,
    CommandKind.SAVE_SITE_SETTINGS: SaveSiteSettings,
    CommandKind.SAVE_PAUSES: SavePauses,
    CommandKind.ADD_WORD: AddWord,
    CommandKind.REMOVE_WORD: RemoveWord,
    CommandKind.SAVE_ABSENCE: SaveAbsence,
    CommandKind.SHARE_DRAFT: ShareDraft,
    CommandKind.UNSHARE_DRAFT: UnshareDraft,
    CommandKind.ADD_SERVICE_LINE: AddServiceLine,
    CommandKind.REMOVE_SERVICE_LINE: RemoveServiceLine,
}
KIND_OF: dict[type[Payload], CommandKind] = {payload: kind for kind, payload in PAYLOAD_OF.items()}
FIELDS_OF: dict[CommandKind, frozenset[str]] = {kind: frozenset(names(payload)) for kind, payload in PAYLOAD_OF.items()}


class Command(Value, kw_only=True):
    """One intention. `subject` is an experience's id, or a shared document's; `base` the version of the slot, or of the
    document, that the agent saw (None: none seen); `after` the agent's own previous command on that subject, so that
    nobody conflicts with himself."""

    id: str
    subject: str
    issued_at: datetime
    payload: Payload
    base: int | None = None
    after: str | None = None

    @property
    def kind(self) -> CommandKind:
        return KIND_OF[type(self.payload)]

    @property
    def structure_id(self) -> str:
        return self.payload.structure_id

    @property
    def slot_id(self) -> str:
        return f"{self.subject}:{self.payload.structure_id}"


class Outcome(StrEnum):
    APPLIED = "applied"
    DUPLICATE = "duplicate"
    """The first outcome of that id was `applied`: what was lost was the answer."""
    REFUSED = "refused"
    LATER = "later"


class Receipt(Value, kw_only=True):
    """The central's proof of an applied command; `number` is short enough to be read aloud."""

    number: str
    received_at: datetime
    slot_version: int | None = None


class CommandResult(Value, kw_only=True):
    id: str
    outcome: Outcome
    code: str | None = None
    detail: str | None = None
    receipt: Receipt | None = None
    known: dict[str, str] = field(default_factory=dict)
    """What the desk may tell of a refusal, such as `by` and `at` of the reply that already exists."""
