"""What a write announces: each pane looks at it and decides whether it cares."""

from enum import StrEnum

from spplus_desk.domain.values import Value
from spplus_desk.domain.vocabulary import Entity


class ChangeKind(StrEnum):
    STRUCTURES = "structures"
    INBOX = "inbox"
    REPLIES = "replies"
    COMMENTS = "comments"
    TEMPLATES = "templates"
    DOCUMENTS = "documents"
    """Shared documents other than templates."""
    DRAFTS = "drafts"
    CASES = "cases"
    """The recall base."""
    OUTBOX = "outbox"


def kind_of_change(document: Entity) -> ChangeKind:
    """What a change of a shared document of that entity is announced as."""
    return ChangeKind.TEMPLATES if document is Entity.TEMPLATE else ChangeKind.DOCUMENTS


class Origin(StrEnum):
    """Who made the change: the agent at this desk, or the feed."""

    DESK = "desk"
    FEED = "feed"


class ChangeSet(Value):
    """`ids` are slot ids; an empty set means that any of them may have changed (a bulk apply)."""

    kinds: frozenset[ChangeKind]
    ids: frozenset[str] = frozenset()
    origin: Origin = Origin.DESK
