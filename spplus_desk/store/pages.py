"""What the engine hands to the store, and what it hears back."""

from dataclasses import dataclass

from spplus_desk.domain.vocabulary import Entity
from spplus_desk.protocol import Row


@dataclass(frozen=True, slots=True)
class PulledChange:
    """One entry of the feed, decoded. `row` is None for a deletion."""

    entity: Entity
    id: str
    row: Row | None


@dataclass(frozen=True, slots=True)
class PageTally:
    """What one page did."""

    put: int = 0
    deleted: int = 0
    retired: int = 0


@dataclass(frozen=True, slots=True)
class PushTally:
    """What one answer to a push said."""

    applied: int = 0
    duplicates: int = 0
    refused: int = 0
    later: int = 0
