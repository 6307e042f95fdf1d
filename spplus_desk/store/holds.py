"""Undo windows when the clock cannot be trusted: the agent always has the whole window, and no reply waits for ever.

A window ends at an instant of the wall clock, because it outlives the program. Beside it runs a steady clock that
stands still while the computer sleeps and that nobody can set. Where the two disagree, the computer slept or the
clock was set: every window then begins again in full (`ui.md`, screen 03).
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from spplus_desk.domain.changes import ChangeKind, Origin
from spplus_desk.store.connection import Database
from spplus_desk.store.values import micros
from spplus_desk.store.workplace import Workplace

_TOLERANCE = 2.0
"""Seconds by which the two clocks may drift apart between two looks: a time server corrects by less at a time."""


class HoldWatch:
    """Looks at both clocks. Lives on the database thread. Without `steady`, only what cannot be is mended."""

    def __init__(self, steady: Callable[[], float] | None) -> None:
        self._steady = steady
        self._last: tuple[datetime, float] | None = None

    def keep(self, work: Workplace, now: datetime) -> None:
        """To be called before windows are looked at; begins again those that `now` must not end."""
        opened, jumped = self._look(now)
        restarted = _wrong_ends(work.database, micros(now), passed=opened, every=jumped)
        if restarted:
            ends = [(micros(now) + hold, id) for id, _, hold in restarted]
            with work.database.transaction(durable=True):
                work.database.raw.executemany("UPDATE commands SET hold_until = ? WHERE id = ?", ends)
            work.announce((ChangeKind.OUTBOX,), [slot for _, slot, _ in restarted], Origin.DESK)

    def _look(self, now: datetime) -> tuple[bool, bool]:
        """(this is the first look since the cache was opened, the clocks disagree since the last look)."""
        if self._steady is None:
            return False, False
        here = (now, self._steady())
        last, self._last = self._last, here
        if last is None:
            return True, False
        gap = (here[0] - last[0]) / timedelta(seconds=1) - (here[1] - last[1])
        return False, abs(gap) > _TOLERANCE


def _wrong_ends(database: Database, now: int, *, passed: bool, every: bool) -> list[tuple[str, str, int]]:
    """(id, slot, length in microseconds) of the windows to begin again: all of them; or those that end later than
    their length allows, because the clock went back; and those that ended unseen, while the program was not running.
    """
    found = database.raw.execute(
        "SELECT id, slot_id, hold_us FROM commands WHERE state = 'held' AND closed = 0 AND hold_us IS NOT NULL"
        " AND (? OR hold_until > ? + hold_us OR (? AND hold_until <= ?))",
        (every, now, passed, now),
    )
    return [(str(id), str(slot), int(hold)) for id, slot, hold in found]
