"""The rows and views of the inbox: what the window reads, frozen."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from spplus_desk.domain.calendar import CountedDay, Pause
from spplus_desk.domain.commands import CommandKind
from spplus_desk.domain.experience import Comment, Event, Experience, GeneralTags, Reply, ReplyVersion, Slot
from spplus_desk.domain.projection import SlotState
from spplus_desk.domain.site_settings import SiteRules
from spplus_desk.domain.validation import NO_STANDING, Standing
from spplus_desk.domain.values import Value, field
from spplus_desk.domain.vocabulary import Sentiment


class View(StrEnum):
    """The seven views of the rail, in their order."""

    TO_ANSWER = "to_answer"
    LATE = "late"
    DUE_SOON = "due_soon"
    TO_VALIDATE = "to_validate"
    MY_CLAIMS = "my_claims"
    ANSWERED = "answered"
    ALL = "all"


class SortOrder(StrEnum):
    DEADLINE = "deadline"
    """The most urgent first."""
    NEWEST = "newest"
    SIMILAR = "similar"
    """The most similar experiences first."""


class InboxRow(Value, kw_only=True):
    """One slot of the agent's scope, as a list shows it. `key` is the slot's id."""

    key: str
    experience_id: str
    structure_id: str
    structure_name: str
    title: str
    pseudonym: str
    excerpt: str
    sentiment: Sentiment | None
    channels: tuple[str, ...]
    published_at: datetime
    date_only: bool
    due_at: datetime
    timezone: str
    state: SlotState
    replied_at: datetime | None = None
    claimed_by: str | None = None
    claimed_by_name: str = ""
    unread: bool = False
    has_draft: bool = False
    similar_count: int = 0
    internal_due_at: datetime | None = None
    """The site's own promise, in working time; None where it promises nothing."""


class ViewCounts(Value):
    """The numbers of the rail. Answered and All are counted too: headers show them, the rail does not."""

    to_answer: int = 0
    late: int = 0
    due_soon: int = 0
    to_validate: int = 0
    my_claims: int = 0
    answered: int = 0
    all: int = 0
    outbox: int = 0

    def of(self, view: View) -> int:
        return int(getattr(self, view.value))


class AbsenceSummary(Value, kw_only=True):
    """« Depuis hier 17 h 40 : 6 nouvelles, 2 répondues par d’autres »."""

    new: int
    answered_by_others: int
    since: datetime


class WhyDate(Value, kw_only=True):
    """Both clocks of a slot, kept apart, and each day of the internal one. `internal_due` is None while an open pause
    holds it (`paused`), or where the site never opens; `days` then tells what there is to tell."""

    key: str
    published_at: datetime
    date_only: bool
    published_due: datetime
    internal_due: datetime | None
    days: tuple[CountedDay, ...]
    rules: SiteRules
    hours_from_name: str = ""
    paused: bool = False
    pause: Pause | None = None
    """The one that is open, else the last one."""
    answered: bool = False


class ExperienceDetail(Value, kw_only=True):
    """All that the reading pane shows of one slot. `slots` has every structure concerned, one's own first."""

    row: InboxRow
    experience: Experience
    slot: Slot
    slots: tuple[Slot, ...]
    tags: GeneralTags
    reply: Reply | None
    other_replies: tuple[Reply, ...]
    comments: tuple[Comment, ...]
    pending_comment_ids: frozenset[str] = frozenset()
    rules: SiteRules | None = None
    """What holds for the site of `slot`: its hours, its internal target."""
    pauses: tuple[Pause, ...] = ()
    """When its internal clock stood still; the last one is open while the site waits for someone."""
    events: tuple[Event, ...] = ()
    """The history that the central tells, oldest first; publication, replies and comments tell their own."""
    versions: tuple[ReplyVersion, ...] = ()
    """The steps of its reply through validation, oldest first, those of this desk that are on their way included."""
    standing: Standing = NO_STANDING
    """What the agent may do with its reply."""
    unsent: Mapping[CommandKind, int] = field(default_factory=dict)
    """How many commands of each kind on this slot have not been received yet."""
