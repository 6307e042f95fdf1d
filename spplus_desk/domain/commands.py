"""Commands: the intentions of an agent, made at the desk, decided by the central, kept for ever."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeAlias

from spplus_desk.domain.experience import GeneralTags, Passage, ServiceChange
from spplus_desk.domain.vocabulary import Sentiment


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitReply:
    structure_id: str
    body: str
    greeting: str = ""
    closing: str = ""
    signature: str = ""
    template_id: str = ""
    sources: tuple[str, ...] = ()
    change: ServiceChange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveReply:
    structure_id: str
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnReply:
    """`passage`: the part of the body that the comment is about."""

    structure_id: str
    comment: str = ""
    passage: Passage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    structure_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    structure_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetWriting:
    """The reply of the slot is being written, or no longer. A passing sign: no `base`, no place in the chain of
    `after`, and nothing is lost when it never arrives."""

    structure_id: str
    writing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AddComment:
    structure_id: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTags:
    """The general tags of the experience and the business tags of the slot; None leaves a part as it is."""

    structure_id: str
    tags: GeneralTags | None = None
    business_tags: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetChannels:
    """`channel_sentiments`: what was felt of each channel; None leaves those of the channels that stay."""

    structure_id: str
    channels: tuple[str, ...]
    channel_sentiments: Mapping[str, Sentiment] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetImprovement:
    structure_id: str
    improvement: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SetChange:
    """What became of the change of the service that a reply told of: done, put off, worded better; None: taken back.
    The published text stays as it is."""

    structure_id: str
    change: ServiceChange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    structure_id: str
    to_structure_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPayload:
    """A change of a shared document (`domain.documents`); the command's `subject` is the document's id. `structure_id`
    owns it."""

    structure_id: str

    @property
    def private(self) -> bool:
        """True for what belongs to its author alone."""
        return False

    @property
    def label(self) -> str:
        """How Envois calls it."""
        return ""

    def problem(self) -> str:
        """What cannot be in the content, in words for the log; empty when all is well."""
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveTemplate(DocumentPayload):
    """`personal`: for its author alone. Else it is offered to all of the structure's subtree."""

    title: str
    body: str
    theme: str = ""
    sentiments: tuple[Sentiment, ...] = ()
    channels: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    synonyms: str = ""
    owner: str = ""
    review_on: date | None = None
    origin: str = ""
    personal: bool = False

    @property
    def private(self) -> bool:
        return self.personal

    @property
    def label(self) -> str:
        return self.title

    def problem(self) -> str:
        return "" if self.title.strip() and self.body.strip() else "a template without title or text"


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawTemplate(DocumentPayload):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveView(DocumentPayload):
    """A view of the agent's own, kept under one of their structures."""

    name: str
    criteria: str = ""
    position: int = 0

    @property
    def private(self) -> bool:
        return True

    @property
    def label(self) -> str:
        return self.name

    def problem(self) -> str:
        return "" if self.name.strip() else "a view without name"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteView(DocumentPayload):
    @property
    def private(self) -> bool:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveSiteSettings(DocumentPayload):
    """What a site decides for itself (`domain.site_settings`); the command's subject is the structure.

    `calendar` and `target` are written as `why-date` reads them. An empty part, or None, is that of the site above.
    """

    calendar: dict[str, Any] = field(default_factory=dict)
    target: dict[str, Any] = field(default_factory=dict)
    validation: bool | None = None
    own_approval: bool | None = None
    public_numbers: tuple[str, ...] = ()
    public_emails: tuple[str, ...] = ()
    public_links: tuple[str, ...] = ()
    public_addresses: tuple[str, ...] = ()
    greetings: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    business_tags: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return "Réglages du site"

    def problem(self) -> str:
        from spplus_desk.domain.site_settings import problem_of  # it reads this module

        return problem_of(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The site waits for someone from `start` on; `end` is None while it still does."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavePauses(DocumentPayload):
    """The pauses of the internal clock of one slot, all of them; the command's subject is the slot's id."""

    pauses: tuple[Waiting, ...] = ()

    @property
    def label(self) -> str:
        return "Pause de l’objectif interne"

    def problem(self) -> str:
        wrong = any(one.end is not None and one.end < one.start for one in self.pauses)
        return "a pause that ends before it begins" if wrong else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddWord(DocumentPayload):
    """A word that is right for its author, or (`shared`) for all of the structure's subtree. One document for each
    word: two desks that add some offline never meet in one."""

    word: str
    shared: bool = False

    @property
    def private(self) -> bool:
        return not self.shared

    @property
    def label(self) -> str:
        return self.word

    def problem(self) -> str:
        return "" if self.word.strip() and len(self.word.split()) == 1 else "a word of the dictionary is one word"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveWord(DocumentPayload):
    shared: bool = False

    @property
    def private(self) -> bool:
        return not self.shared


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveAbsence(DocumentPayload):
    """When an agent is away from one structure, and who stands in; the command's subject is `AGENT:STRUCTURE`, the id
    of their post. Both days count; without `start` they are there. `stand_in` is an agent's id."""

    start: date | None = None
    end: date | None = None
    stand_in: str = ""
    note: str = ""

    @property
    def label(self) -> str:
        return "Absence"

    def problem(self) -> str:
        if (self.start is None) != (self.end is None):
            return "an absence with one day alone"
        wrong = self.start is not None and self.end is not None and self.end < self.start
        return "an absence that ends before it begins" if wrong else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareDraft(DocumentPayload):
    """The text of a reply under way, for the colleagues of the structure; `slot` is the slot's id."""

    slot: str
    body: str
    greeting: str = ""
    closing: str = ""
    signature: str = ""
    template_id: str = ""

    @property
    def label(self) -> str:
        return "Brouillon partagé"

    def problem(self) -> str:
        if not self.slot.endswith(f":{self.structure_id}"):
            return "a draft for another structure"
        return "" if self.body.strip() else "a draft without text"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnshareDraft(DocumentPayload):
    @property
    def label(self) -> str:
        return "Brouillon partagé"


Payload: TypeAlias = (
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
    | DocumentPayload
)


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
}
KIND_OF: dict[type[Payload], CommandKind] = {payload: kind for kind, payload in PAYLOAD_OF.items()}
FIELDS_OF: dict[CommandKind, frozenset[str]] = {
    kind: frozenset(f.name for f in fields(payload)) for kind, payload in PAYLOAD_OF.items()
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The central's proof of an applied command; `number` is short enough to be read aloud."""

    number: str
    received_at: datetime
    slot_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandResult:
    id: str
    outcome: Outcome
    code: str | None = None
    detail: str | None = None
    receipt: Receipt | None = None
    known: dict[str, str] = field(default_factory=dict)
    """What the desk may tell of a refusal, such as `by` and `at` of the reply that already exists."""
