"""What the rail lists. A later screen adds one line here."""

from collections.abc import Callable
from dataclasses import dataclass

from spplus_desk.domain.inbox import View, ViewCounts
from spplus_desk.ui import wording

OUTBOX = "outbox"


@dataclass(frozen=True, slots=True)
class RailEntry:
    """`key` names the screen, `count` reads its number (None: no number), `section` starts after a line."""

    key: str
    name: str
    icon: str
    count: Callable[[ViewCounts], int] | None = None
    section: int = 0
    alert: bool = False
    """Red and bold above 0."""


def _of(view: View) -> Callable[[ViewCounts], int]:
    return lambda counts: counts.of(view)


_ICONS = {
    View.TO_ANSWER: "inbox-line",
    View.LATE: "error-warning-line",
    View.DUE_SOON: "timer-line",
    View.TO_VALIDATE: "shield-check-line",
    View.MY_CLAIMS: "user-received-line",
    View.ANSWERED: "check-double-line",
    View.ALL: "stack-line",
}
_UNCOUNTED = frozenset({View.ANSWERED, View.ALL})

RAIL_ENTRIES = (
    *(
        RailEntry(
            view.value,
            wording.VIEW_NAMES[view],
            _ICONS[view],
            count=None if view in _UNCOUNTED else _of(view),
            alert=view is View.LATE,
        )
        for view in View
    ),
    RailEntry(OUTBOX, "Envois", "send-plane-line", count=lambda counts: counts.outbox, section=1),
)
