"""What stands in the list: rows and group headers, and how a new answer of the store replaces an old one. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from spplus_desk.domain.deadlines import GROUP_OF, Urgency, UrgencyGroup, next_turn, status
from spplus_desk.domain.inbox import InboxRow, SortOrder, View
from spplus_desk.ui.wording import row_status

_GROUPED_VIEWS = frozenset({View.TO_ANSWER, View.LATE, View.DUE_SOON, View.TO_VALIDATE, View.MY_CLAIMS})


@dataclass(frozen=True, slots=True)
class Header:
    group: UrgencyGroup
    count: int

    @property
    def key(self) -> str:
        return f"group:{self.group.value}"


Item: TypeAlias = InboxRow | Header


def is_grouped(view: View, order: SortOrder) -> bool:
    """Groups tell urgency: they only make sense where all wait and the most urgent comes first."""
    return view in _GROUPED_VIEWS and order is SortOrder.DEADLINE


def group_of(row: InboxRow, now: datetime) -> UrgencyGroup:
    urgency = row_status(row, now).urgency
    if urgency is Urgency.ANSWERED:  # a row kept under the cursor after somebody answered it stays where it was
        urgency = status(row.due_at, now, row.timezone).urgency
    return GROUP_OF[urgency]


def with_headers(rows: Sequence[InboxRow], now: datetime) -> list[Item]:
    """The rows, each group after its header, groups in their order, rows in theirs."""
    groups: dict[UrgencyGroup, list[InboxRow]] = {group: [] for group in UrgencyGroup}
    for row in rows:
        groups[group_of(row, now)].append(row)
    items: list[Item] = []
    for group, members in groups.items():
        if members:
            items.append(Header(group, len(members)))
            items.extend(members)
    return items


@dataclass(frozen=True, slots=True)
class Merge:
    """`rows` to show now; `held` new ones that wait behind « n nouvelles »."""

    rows: tuple[InboxRow, ...]
    held: int


def merge(
    shown: Sequence[InboxRow], fresh: Sequence[InboxRow], *, hold_new: bool, keep: InboxRow | None = None
) -> Merge:
    """What to show of `fresh`. With `hold_new`, rows not yet shown wait. `keep` is the row under the agent's cursor:
    when it left the view by somebody else's hand, it stays at its place until the agent moves on."""
    known = {row.key for row in shown}
    rows = [row for row in fresh if not hold_new or row.key in known]
    held = len(fresh) - len(rows)
    if keep is not None and all(row.key != keep.key for row in rows):
        rows.insert(_place_of(keep.key, shown, rows), keep)
    return Merge(tuple(rows), held)


def _place_of(key: str, shown: Sequence[InboxRow], rows: Sequence[InboxRow]) -> int:
    """Right after the nearest row that stood before `key` and still stands."""
    places = {row.key: place for place, row in enumerate(rows)}
    place = 0
    for row in shown:
        if row.key == key:
            break
        place = places.get(row.key, place - 1) + 1
    return place


def next_change(rows: Iterable[InboxRow], now: datetime) -> datetime | None:
    """The next instant at which a chip or a group of these rows says something else; None without open rows."""
    turns: list[datetime] = []
    zones: set[str] = set()
    for row in rows:
        if row.replied_at is not None:
            continue
        zones.add(row.timezone)
        if now < row.due_at:
            turns.append(row.due_at)
        else:
            step = timedelta(hours=1) if now - row.due_at < timedelta(days=1) else timedelta(days=1)
            turns.append(row.due_at + ((now - row.due_at) // step + 1) * step)
    turns.extend(next_turn(now, zone) for zone in zones)
    return min(turns, default=None)
