"""What one line of the rail is. Which there are is said by the pages of the window."""

from collections.abc import Callable

from spplus_desk.domain.inbox import View, ViewCounts
from spplus_desk.domain.values import Value


class RailEntry(Value):
    """`key` names the screen, `count` reads its number (None: no number) of things `counted` (one, several), `section`
    starts after a line, `keys` lead to it from anywhere."""

    key: str
    name: str
    icon: str
    count: Callable[[ViewCounts], int] | None = None
    section: int = 0
    alert: bool = False
    """Red and bold above 0."""
    keys: tuple[str, ...] = ()
    counted: tuple[str, str] = ("expérience", "expériences")


_ICONS = {
    View.TO_ANSWER: "inbox-line",
    View.LATE: "error-warning-line",
    View.DUE_SOON: "timer-line",
    View.TO_VALIDATE: "shield-check-line",
    View.MY_CLAIMS: "user-received-line",
    View.ANSWERED: "check-double-line",
    View.ALL: "stack-line",
}
OWN = "own:"
"""The keys of an agent's own views begin with it."""
SEARCHES = f"{OWN}search:"
"""Those of the searches that they keep."""
_UNCOUNTED = frozenset({View.ANSWERED, View.ALL})


def view_entry(view: View, name: str, keys: tuple[str, ...]) -> RailEntry:
    """The entry of a view of the inbox."""
    count = None if view in _UNCOUNTED else lambda counts: counts.of(view)
    return RailEntry(view.value, name, _ICONS[view], count, alert=view is View.LATE, keys=keys)


def own_entry(id: str, name: str, number: int) -> RailEntry:
    """The entry of one of the agent's own views: a section of their own under the seven."""
    return RailEntry(f"{OWN}{id}", name, "bookmark-line", lambda _counts: number, section=-1)


def search_entry(id: str, name: str) -> RailEntry:
    """The entry of a search that is kept, under the own views. No number: counting it is searching."""
    return RailEntry(f"{SEARCHES}{id}", name, "search-line", section=-1)
