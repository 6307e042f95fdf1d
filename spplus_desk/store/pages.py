"""What the engine hands to the store, and what it hears back."""

from spplus_desk.domain.values import Value
from spplus_desk.domain.vocabulary import Entity
from spplus_desk.protocol import Row


class PulledChange(Value):
    """One entry of the feed, decoded. `row` is None for a deletion."""

    entity: Entity
    id: str
    row: Row | None


class PageTally(Value):
    """What one page did."""

    put: int = 0
    deleted: int = 0
    retired: int = 0


class PushTally(Value):
    """What one answer to a push said."""

    applied: int = 0
    duplicates: int = 0
    refused: int = 0
    later: int = 0
