"""Experiences and what hangs on them. These rows cross every layer, from the central's feed to the window."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from spplus_desk.domain.values import Value, field
from spplus_desk.domain.vocabulary import ChangeState, ReplyState, Sentiment, VersionStep


class GeneralTags(Value, kw_only=True):
    """The platform's five general tags; None where nobody set one."""

    accessibility: Sentiment | None = None
    information: Sentiment | None = None
    relation: Sentiment | None = None
    responsiveness: Sentiment | None = None
    simplicity: Sentiment | None = None


NO_TAGS = GeneralTags()


class Experience(Value, kw_only=True):
    """A citizen's published testimony. Title, body, pseudonym, sentiment and dates never change here.

    Instants are aware, in UTC. Where an export gave only a day, the instant is that day's midnight in Paris
    and the matching `*_date_only` is true: clocks then count whole calendar days.
    """

    id: str
    title: str
    body: str
    pseudonym: str
    published_at: datetime
    posted_as: str = ""
    sentiment: Sentiment | None = None
    written_on: date | None = None
    published_date_only: bool = False
    first_reply_at: datetime | None = None
    first_reply_date_only: bool = False
    country: str = ""
    region: str = ""
    department: str = ""
    procedures: tuple[str, ...] = ()
    tags: GeneralTags = NO_TAGS
    similar_count: int = 0


def slot_id(experience_id: str, structure_id: str) -> str:
    """The id of the slot, and of its one reply, of a structure on an experience."""
    return f"{experience_id}:{structure_id}"


WRITING_LASTS = timedelta(minutes=15)
"""How long a sign of writing is believed: a desk that is still at it says so again before."""


class Writer(Value, kw_only=True):
    """Somebody who has the reply of a slot open. A warning to colleagues, never a lock."""

    agent_id: str
    name: str
    since: datetime
    seen_at: datetime
    """The last sign of it."""

    def writes_at(self, now: datetime) -> bool:
        return now - self.seen_at < WRITING_LASTS


class Slot(Value, kw_only=True):
    """The place of one structure on one experience: it holds that structure's work and its one reply.

    `version` grows by one at each change that the central applies to the slot; commands carry the one they saw.
    `structure_name` comes along because a neighbour structure may lie outside the reader's own tree.
    """

    id: str
    experience_id: str
    structure_id: str
    structure_name: str = ""
    channels: tuple[str, ...] = ()
    business_tags: tuple[str, ...] = ()
    improvement: bool = False
    claimed_by: str | None = None
    claimed_by_name: str = ""
    claimed_at: datetime | None = None
    channel_sentiments: Mapping[str, Sentiment] = field(default_factory=dict)
    """What was felt of each channel, as this structure set it; a channel without an entry is not told."""
    writers: tuple[Writer, ...] = ()
    version: int = 0


def kept_sentiments(felt: Mapping[str, Sentiment], channels: tuple[str, ...]) -> dict[str, Sentiment]:
    """What was felt, of the channels that are there, in their order."""
    return {channel: felt[channel] for channel in channels if channel in felt}


class ServiceChange(Value, kw_only=True):
    """What the service changes, or has changed, because of a testimony, as a reply declares it. `on`: the day on which
    it is due, or was done."""

    text: str
    state: ChangeState = ChangeState.PLANNED
    on: date | None = None


class Reply(Value, kw_only=True):
    """The one reply of a slot (same id). `author` is an agent's id, None when the platform's export gave no agent.

    `template_id`: the template it began with. `sources`: the slots of the published replies of which it took a passage.
    `evaluation`: what the citizen said of it, in the platform's own words.
    """

    id: str
    experience_id: str
    structure_id: str
    body: str
    state: ReplyState
    greeting: str = ""
    closing: str = ""
    signature: str = ""
    author: str | None = None
    author_name: str = ""
    submitted_at: datetime | None = None
    published_at: datetime | None = None
    useful: int | None = None
    not_useful: int | None = None
    return_comment: str = ""
    receipt: str = ""
    version: int = 0
    template_id: str = ""
    sources: tuple[str, ...] = ()
    change: ServiceChange | None = None
    evaluation: str = ""


class Passage(Value, kw_only=True):
    """A part of the body of a reply: `start` and `end` count characters, `text` is what stands there."""

    start: int
    end: int
    text: str

    def fits(self, body: str) -> bool:
        """True when it is that part of `body`, and holds something."""
        return 0 <= self.start < self.end and body[self.start : self.end] == self.text


class ReplyVersion(Value, kw_only=True):
    """One step of a reply that goes through validation: it never changes. `id` is that of the command that made it.

    A submitted one holds the text; a returned one the comment and the passage that it is about; an approved one
    nothing more. `version` is that of the slot after the step: the order of the steps. `by`: an agent's id.
    """

    id: str
    experience_id: str
    structure_id: str
    step: VersionStep
    version: int
    at: datetime
    by: str
    by_name: str = ""
    greeting: str = ""
    body: str = ""
    closing: str = ""
    signature: str = ""
    comment: str = ""
    passage: Passage | None = None


class Comment(Value, kw_only=True):
    """An internal comment: read by the DITP and by every structure concerned."""

    id: str
    experience_id: str
    structure_id: str
    author: str
    body: str
    created_at: datetime
    author_name: str = ""


class Event(Value, kw_only=True):
    """One line of an experience's history: an act that the central applied, or a correction by the platform's export.

    `kind` is a command's, or `import`. It carries the name of who acted and no id: a history, nothing to rank by.
    `detail` holds the few words of the act by stable keys (see docs/protocol.md), never a citizen's.
    """

    id: str
    experience_id: str
    structure_id: str
    kind: str
    at: datetime
    structure_name: str = ""
    by_name: str = ""
    detail: Mapping[str, str] = field(default_factory=dict)
