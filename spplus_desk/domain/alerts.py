"""What an agent is told before a deadline is missed: what is due now, what was told already, when to look again.

An alert is told once for each deadline and each lead time. A late look (the computer slept, quiet hours are over) tells
of the nearest lead alone, and of everything in one go. After the deadline there is nothing left to warn of: the rail
counts what is late. The two clocks are never added up. Quiet hours and the morning are wall time in the site's zone;
deadlines are instants.

What is an agent's own: what they have claimed, or what someone whom they stand in for has; and what nobody has claimed
at a structure where they themselves write replies. A manager's subtree is not theirs: the rail and the board show it.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from spplus_desk.domain.structure import Agent
from spplus_desk.domain.values import Value
from spplus_desk.domain.vocabulary import Role

LONGEST = timedelta(hours=1)
"""What is further away than the longest lead is not read: look again within this time."""
_WRITE_REPLIES = frozenset({Role.AGENT, Role.SUPER_AGENT})


class Clock(StrEnum):
    PUBLISHED = "published"
    INTERNAL = "internal"


class AlertChoices(Value, kw_only=True):
    """What the agent wants to hear. `leads`: how long before a deadline. `morning`: from when on the summary of the day
    may be told. `quiet`: from and to, over midnight where the first is later; equal ones are no quiet hours."""

    clocks: frozenset[Clock] = frozenset(Clock)
    leads: tuple[timedelta, ...] = (timedelta(days=1), timedelta(hours=2))
    morning: time | None = time(8)
    quiet: tuple[time, time] | None = (time(19), time(8))

    @property
    def reach(self) -> timedelta:
        """How far ahead deadlines are of interest."""
        return max(self.leads, default=timedelta(0)) + LONGEST


class Watched(Value, kw_only=True):
    """One open slot of the agent's own; a deadline that is None, or not looked at, warns of nothing."""

    key: str
    structure_name: str
    due_at: datetime
    internal_due_at: datetime | None = None

    def due(self, clock: Clock) -> datetime | None:
        return self.due_at if clock is Clock.PUBLISHED else self.internal_due_at


class Watch(Value, kw_only=True):
    """`rows`: those with a deadline within reach of now; `late` and `today`, by the published clock, are counted."""

    rows: tuple[Watched, ...] = ()
    late: int = 0
    today: int = 0


class Memory(Value, kw_only=True):
    """What was told: keys of alerts, and the day of the last summary. Kept in the profile, so that a restart repeats
    nothing."""

    told: frozenset[str] = frozenset()
    morning: date | None = None


class Alert(Value, kw_only=True):
    """`count` deadlines of one clock, the first of them at `first`, all of them by `last`. `sites`: their names."""

    clock: Clock
    count: int
    first: datetime
    last: datetime
    sites: tuple[str, ...]


class Morning(Value, kw_only=True):
    late: int
    today: int


class Look(Value, kw_only=True):
    """What to tell now, what will then have been told, and when to look again at the latest."""

    alerts: tuple[Alert, ...]
    morning: Morning | None
    memory: Memory
    again: datetime
    timezone: str = "Europe/Paris"
    """The zone in which its hours are to be said."""


def own_structures(agent: Agent) -> tuple[str, ...]:
    """Where what nobody has claimed is the agent's own."""
    return tuple(sorted({post.structure_id for post in agent.memberships if post.role in _WRITE_REPLIES}))


def look(watch: Watch, choices: AlertChoices, memory: Memory, now: datetime, timezone: str) -> Look:
    """Decides at `now`; `timezone` is the one in which the agent's day passes."""
    memory = Memory(told=_still_to_come(memory.told, now), morning=memory.morning)
    silent_until = quiet_end(choices.quiet, now, timezone)
    if silent_until is not None:
        return Look(alerts=(), morning=None, memory=memory, again=min(silent_until, now + LONGEST), timezone=timezone)
    told = set(memory.told)
    alerts: list[Alert] = []
    coming = [now + LONGEST]
    for clock in (one for one in Clock if one in choices.clocks):
        fresh: list[tuple[datetime, str]] = []
        for row in watch.rows:
            due = row.due(clock)
            if due is None or due <= now:
                continue
            reached = sorted(lead for lead in set(choices.leads) if due - lead <= now)
            coming += [due - lead for lead in choices.leads if due - lead > now]
            if reached and _key(row, clock, due, reached[0]) not in told:
                fresh.append((due, row.structure_name))
            told.update(_key(row, clock, due, lead) for lead in reached)
        if fresh:
            dues = [due for due, _ in fresh]
            sites = tuple(sorted({name for _, name in fresh}))
            alerts.append(Alert(clock=clock, count=len(fresh), first=min(dues), last=max(dues), sites=sites))
    today = now.astimezone(ZoneInfo(timezone)).date()
    morning, day = None, memory.morning
    if choices.morning is not None:
        begins = at_wall(today, choices.morning, timezone)
        if now < begins:
            coming.append(begins)
        elif memory.morning != today:  # a later day was told by a clock that has been set right since
            day = today
            if watch.late or watch.today:
                morning = Morning(late=watch.late, today=watch.today)
    return Look(
        alerts=tuple(alerts),
        morning=morning,
        memory=Memory(told=frozenset(told), morning=day),
        again=min(coming),
        timezone=timezone,
    )


def quiet_end(quiet: tuple[time, time] | None, now: datetime, timezone: str) -> datetime | None:
    """The instant (UTC) at which the present quiet hours end; None outside of them."""
    if quiet is None or quiet[0] == quiet[1]:
        return None
    begin, end = quiet
    zone = ZoneInfo(timezone)
    today = now.astimezone(zone).date()
    for day in (today - timedelta(days=1), today):
        ends = day if begin < end else day + timedelta(days=1)
        # As instants, not as readings of the clock: the hour that comes twice, or never, is no special case.
        since, until = at_wall(day, begin, timezone), at_wall(ends, end, timezone)
        if since <= now < until:
            return until
    return None


def at_wall(day: date, wall: time, timezone: str) -> datetime:
    """The instant (UTC) of a reading of the clock; the first of two, and for one that never comes, the one after."""
    return datetime.combine(day, wall, ZoneInfo(timezone)).astimezone(UTC)


def _key(row: Watched, clock: Clock, due: datetime, lead: timedelta) -> str:
    # The deadline is part of it: one that was moved is warned of anew.
    return f"{int(due.timestamp())}|{int(lead.total_seconds()) // 60}|{clock.value}|{row.key}"


def _still_to_come(told: Iterable[str], now: datetime) -> frozenset[str]:
    """Nothing is told after its deadline: what has passed need not be remembered."""
    moment = now.timestamp()
    return frozenset(key for key in told if float(key.partition("|")[0]) > moment)
