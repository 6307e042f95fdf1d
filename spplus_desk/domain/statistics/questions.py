"""What may be asked of the figures: a node of the tree, a period, and which experiences stand behind a figure."""

from enum import StrEnum

from spplus_desk.domain.statistics.periods import Period
from spplus_desk.domain.values import Value


class Node(Value):
    """A structure with all below it, or `alone`."""

    structure_id: str
    alone: bool = False


class Which(StrEnum):
    """Which experiences of the period."""

    ALL = "all"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    IN_TIME = "in_time"
    """First reply in less than 7 days."""
    TOO_LATE = "too_late"
    SLOWEST = "slowest"
    """First reply later than the ninth decile."""
    RATED = "rated"
    """With a vote at least."""
    TARGET_KEPT = "target_kept"
    TARGET_MISSED = "target_missed"
    WORKED = "worked"
    """Replies whose working time is known."""
    WORKED_SLOWEST = "worked_slowest"
    """Those that took more working time than the ninth decile."""
    WAITING = "waiting"
    """A reply is awaited at this day, whatever the period."""
    LATE = "late"
    """As WAITING, past the published deadline."""
    TO_VALIDATE = "to_validate"


NOW = frozenset({Which.WAITING, Which.LATE, Which.TO_VALIDATE})
"""Those that speak of this day and not of the period."""


class Behind(Value):
    """The experiences behind a figure. `sentiment` to `business_tag`: empty for any. `days`: waiting for so many
    calendar days at least and at most, None for no bound."""

    node: Node
    period: Period
    which: Which = Which.ALL
    sentiment: str = ""
    channel: str = ""
    procedure: str = ""
    tag: str = ""
    business_tag: str = ""
    least: int | None = None
    most: int | None = None
