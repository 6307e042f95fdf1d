"""The closed vocabularies. Code is English; `ui` owns the French words (glossary of docs/architecture.md)."""

from enum import StrEnum


class Sentiment(StrEnum):
    """What the citizen felt (ressenti)."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


class Role(StrEnum):
    AGENT = "agent"
    SUPER_AGENT = "super_agent"
    MANAGER = "manager"
    ADMIN = "admin"


class ReplyState(StrEnum):
    """The states of a reply that the central store knows.

    PENDING_VALIDATION -> (RETURNED ->) RECEIVED -> PUBLISHED; RECEIVED is the start where nobody has to validate.
    """

    PENDING_VALIDATION = "pending_validation"
    RETURNED = "returned"
    RECEIVED = "received"
    PUBLISHED = "published"

    @property
    def answered(self) -> bool:
        """True once the site has done its part: the text is with the platform or on its way to it."""
        return self in (ReplyState.RECEIVED, ReplyState.PUBLISHED)


class VersionStep(StrEnum):
    """What one line of the versions of a reply tells: a text that was submitted, its return, its approval."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"


class ChangeState(StrEnum):
    """Where a change of the service stands that a reply tells of (changement prévu / fait)."""

    PLANNED = "planned"
    DONE = "done"


class Entity(StrEnum):
    """What the change feed speaks of."""

    STRUCTURE = "structure"
    MEMBER = "member"
    EXPERIENCE = "experience"
    SLOT = "slot"
    REPLY = "reply"
    COMMENT = "comment"
    EVENT = "event"
    REPLY_VERSION = "reply_version"
    TEMPLATE = "template"
    SAVED_VIEW = "saved_view"
    SITE_SETTINGS = "site_settings"
    CLOCK_PAUSES = "clock_pauses"
    DICTIONARY_WORD = "dictionary_word"
    ABSENCE = "absence"
    SHARED_DRAFT = "shared_draft"
    SERVICE_LINE = "service_line"
