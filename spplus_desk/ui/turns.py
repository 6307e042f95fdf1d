"""When words that depend on the time are to be said again."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from spplus_desk.domain import deadlines

MINUTE = timedelta(minutes=1)


def wait(now: datetime, timezone: str, instants: Iterable[datetime | None]) -> int:
    """Milliseconds until the next of: one of `instants`, midnight at the site, the next whole minute.

    Never more than a minute: a computer that slept, or a clock that was set, is noticed by then, whatever was planned.
    """
    minute = now.replace(second=0, microsecond=0) + MINUTE
    known = [one for one in (*instants, deadlines.next_turn(now, timezone), minute) if one is not None and one > now]
    return max(int((min(known) - now) / timedelta(milliseconds=1)) + 1, 1)
