"""A list of the inbox as it was asked for, and as it was found: an order frozen at one moment, read by pages."""

from collections.abc import Mapping
from datetime import datetime

from spplus_desk.domain.deadlines import UrgencyGroup
from spplus_desk.domain.inbox import InboxRow, SortOrder, View
from spplus_desk.domain.inbox_filter import NO_FILTER, Filter
from spplus_desk.domain.values import Value, field

_GROUPED_VIEWS = frozenset({View.TO_ANSWER, View.LATE, View.DUE_SOON, View.TO_VALIDATE, View.MY_CLAIMS})


class ListQuery(Value, kw_only=True):
    """What is listed, and in which order. `sites` are the structures looked at; none: all of the agent's."""

    view: View
    order: SortOrder = SortOrder.DEADLINE
    filter: Filter = NO_FILTER
    sites: tuple[str, ...] = ()

    @property
    def grouped(self) -> bool:
        """Groups tell urgency: they only make sense where all wait and the most urgent comes first."""
        return self.view in _GROUPED_VIEWS and self.order is SortOrder.DEADLINE


class Ask(Value, kw_only=True):
    """How a list is made anew over the one that is shown.

    `shown` is the number of the list on screen (0: none). With `hold`, rows that it lacks wait. `cursor` is the row
    under the agent's cursor; with `keep` it stays at its place when it left by somebody else's hand. The answer's own
    rows lie around the row `around` where it is still there, else around the place `near`.
    """

    shown: int = 0
    hold: bool = False
    cursor: str = ""
    keep: bool = False
    around: str = ""
    near: int = 0


class Listing(Value, kw_only=True):
    """`rows` stand at the places from `start` on; all others are asked for by place, under the list's `number`.

    Places count rows, from 0, without the headers of groups. `groups` tells how many rows each group has, in order.
    Where it is not `whole`, only the first rows are known yet, and `count` is how many those are.
    """

    number: int
    count: int
    start: int = 0
    rows: tuple[InboxRow | None, ...] = ()
    """None for one that left the inbox since the order was frozen."""
    groups: tuple[tuple[UrgencyGroup, int], ...] = ()
    held: int = 0
    places: Mapping[str, int] = field(default_factory=dict)
    """Where the rows named in `cursor` and `around` stand now; those that left are not in it."""
    next_due: datetime | None = None
    """The next deadline of what waits in the scope: groups change then."""
    whole: bool = True
