"""What is told before a deadline: once, never in a burst, never in quiet hours, whatever the clock does."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from spplus_desk.domain.alerts import (
    LONGEST,
    AlertChoices,
    Clock,
    Look,
    Memory,
    Morning,
    Watch,
    Watched,
    look,
    own_structures,
    quiet_end,
)
from spplus_desk.domain.structure import Agent, Membership
from spplus_desk.domain.vocabulary import Role

PARIS, MAMOUDZOU, NOUMEA = "Europe/Paris", "Indian/Mayotte", "Pacific/Noumea"
NOON = datetime(2026, 12, 9, 11, tzinfo=UTC)
LOUD = AlertChoices(morning=None, quiet=None)


def row(hours: float, key: str = "E1:WEST", *, internal: float | None = None, now: datetime = NOON) -> Watched:
    return Watched(
        key=key,
        structure_name="Guichet de Cap-Ouest",
        due_at=now + timedelta(hours=hours),
        internal_due_at=None if internal is None else now + timedelta(hours=internal),
    )


def told(found: Look) -> list[tuple[Clock, int]]:
    return [(alert.clock, alert.count) for alert in found.alerts]


@pytest.mark.parametrize(
    ("hours", "alerts", "again"),
    [
        (25.5, [], timedelta(hours=1)),  # beyond the hour that is looked ahead
        (24.5, [], timedelta(minutes=30)),
        (24, [(Clock.PUBLISHED, 1)], LONGEST),
        (2.5, [(Clock.PUBLISHED, 1)], timedelta(minutes=30)),
        (2, [(Clock.PUBLISHED, 1)], LONGEST),
        (0.01, [(Clock.PUBLISHED, 1)], LONGEST),
        (0, [], LONGEST),  # missed: there is nothing left to warn of
        (-3, [], LONGEST),
    ],
)
def test_when_it_is_due(hours: float, alerts: list[tuple[Clock, int]], again: timedelta) -> None:
    found = look(Watch(rows=(row(hours),)), LOUD, Memory(), NOON, PARIS)
    assert (told(found), found.again) == (alerts, NOON + again)


def test_each_lead_is_told_once_and_a_restart_repeats_nothing() -> None:
    watch = Watch(rows=(row(23),))
    first = look(watch, LOUD, Memory(), NOON, PARIS)
    assert told(first) == [(Clock.PUBLISHED, 1)]
    assert told(look(watch, LOUD, first.memory, NOON + timedelta(hours=5), PARIS)) == []
    second = look(watch, LOUD, first.memory, NOON + timedelta(hours=21), PARIS)
    assert told(second) == [(Clock.PUBLISHED, 1)]
    assert told(look(watch, LOUD, second.memory, NOON + timedelta(hours=22), PARIS)) == []
    over = look(watch, LOUD, second.memory, NOON + timedelta(hours=23), PARIS)
    assert (told(over), over.memory) == ([], Memory())


def test_after_sleep_all_is_said_in_one_go_and_only_the_nearest_lead() -> None:
    rows = tuple(row(hours, f"E{hours}:WEST") for hours in (1, 1.5, 20, 40))
    found = look(Watch(rows=rows), LOUD, Memory(), NOON, PARIS)
    assert told(found) == [(Clock.PUBLISHED, 3)]
    alert = found.alerts[0]
    assert (alert.first, alert.last) == (NOON + timedelta(hours=1), NOON + timedelta(hours=20))
    assert told(look(Watch(rows=rows), LOUD, found.memory, NOON + timedelta(minutes=1), PARIS)) == []


def test_the_two_clocks_are_told_apart_and_one_can_be_left_out() -> None:
    watch = Watch(rows=(row(1, internal=0.5), row(90, "E2:WEST", internal=23)))
    assert told(look(watch, LOUD, Memory(), NOON, PARIS)) == [(Clock.PUBLISHED, 1), (Clock.INTERNAL, 2)]
    quieter = AlertChoices(clocks=frozenset({Clock.PUBLISHED}), morning=None, quiet=None)
    assert told(look(watch, quieter, Memory(), NOON, PARIS)) == [(Clock.PUBLISHED, 1)]
    assert told(look(watch, AlertChoices(leads=(), morning=None, quiet=None), Memory(), NOON, PARIS)) == []


def test_a_deadline_that_was_moved_is_warned_of_anew() -> None:
    first = look(Watch(rows=(row(1, internal=1),)), LOUD, Memory(), NOON, PARIS)
    moved = look(Watch(rows=(row(1, internal=1.5),)), LOUD, first.memory, NOON, PARIS)
    assert told(moved) == [(Clock.INTERNAL, 1)]


NIGHT, LUNCH = (time(19), time(8)), (time(12), time(13, 30))


@pytest.mark.parametrize(
    ("quiet", "zone", "now", "end"),
    [
        (NIGHT, PARIS, "2026-12-09T17:59", None),
        (NIGHT, PARIS, "2026-12-09T18:00", "2026-12-10T07:00"),
        (NIGHT, PARIS, "2026-12-09T23:00", "2026-12-10T07:00"),  # midnight at the site
        (NIGHT, PARIS, "2026-12-10T06:59", "2026-12-10T07:00"),
        (NIGHT, PARIS, "2026-12-10T07:00", None),
        (NIGHT, MAMOUDZOU, "2026-12-09T16:00", "2026-12-10T05:00"),
        (NIGHT, NOUMEA, "2026-12-09T20:59", "2026-12-09T21:00"),  # the tenth there
        (NIGHT, PARIS, "2026-03-29T00:30", "2026-03-29T06:00"),  # the night that is an hour short
        (NIGHT, PARIS, "2026-10-25T00:30", "2026-10-25T07:00"),  # and the one that has one more
        ((time(22), time(2, 30)), PARIS, "2026-03-29T00:59", "2026-03-29T01:30"),  # 2:30 never comes: 3:30 it is
        ((time(22), time(2, 30)), PARIS, "2026-10-25T00:29", "2026-10-25T00:30"),  # 2:30 comes twice
        ((time(22), time(2, 30)), PARIS, "2026-10-25T00:30", None),
        (LUNCH, PARIS, "2026-12-09T11:30", "2026-12-09T12:30"),
        (LUNCH, PARIS, "2026-12-09T12:30", None),
        ((time(8), time(8)), PARIS, "2026-12-09T07:30", None),
        (None, PARIS, "2026-12-09T23:30", None),
    ],
)
def test_quiet_hours(quiet: tuple[time, time] | None, zone: str, now: str, end: str | None) -> None:
    wanted = None if end is None else datetime.fromisoformat(end).replace(tzinfo=UTC)
    assert quiet_end(quiet, datetime.fromisoformat(now).replace(tzinfo=UTC), zone) == wanted


def test_what_falls_into_quiet_hours_is_said_when_they_end() -> None:
    choices = AlertChoices(morning=None, quiet=NIGHT)
    evening = datetime(2026, 12, 9, 19, tzinfo=UTC)
    watch = Watch(rows=(row(13, now=evening),))
    silent = look(watch, choices, Memory(), evening, PARIS)
    assert (told(silent), silent.memory) == ([], Memory())
    late = look(watch, choices, silent.memory, datetime(2026, 12, 10, 6, 30, tzinfo=UTC), PARIS)
    assert (told(late), late.again) == ([], datetime(2026, 12, 10, 7, tzinfo=UTC))
    assert told(look(watch, choices, late.memory, late.again, PARIS)) == [(Clock.PUBLISHED, 1)]


@pytest.mark.parametrize(
    ("now", "before", "summary", "day"),
    [
        ("2026-12-09T06:59", None, False, None),  # 7:59 in Paris
        ("2026-12-09T07:00", None, True, date(2026, 12, 9)),
        ("2026-12-09T15:00", date(2026, 12, 8), True, date(2026, 12, 9)),  # opened in the afternoon
        ("2026-12-09T15:00", date(2026, 12, 9), False, date(2026, 12, 9)),
        ("2026-12-09T15:00", date(2031, 1, 1), True, date(2026, 12, 9)),  # told by a clock that was set right since
        ("2026-12-09T23:30", date(2026, 12, 9), False, date(2026, 12, 9)),  # the tenth, before the hour
    ],
)
def test_the_day_is_summed_up_once(now: str, before: date | None, summary: bool, day: date | None) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    found = look(Watch(late=2, today=3), AlertChoices(quiet=None), Memory(morning=before), at, PARIS)
    assert found.morning == (Morning(late=2, today=3) if summary else None)
    assert found.memory.morning == day


def test_a_morning_with_nothing_due_says_nothing_and_is_over() -> None:
    found = look(Watch(), AlertChoices(quiet=None), Memory(), NOON, PARIS)
    assert (found.morning, found.memory.morning) == (None, date(2026, 12, 9))


def test_the_morning_waits_for_the_end_of_quiet_hours() -> None:
    choices = AlertChoices(morning=time(7), quiet=NIGHT)
    early = look(Watch(late=1), choices, Memory(), datetime(2026, 12, 9, 6, 30, tzinfo=UTC), PARIS)
    assert (early.morning, early.again) == (None, datetime(2026, 12, 9, 7, tzinfo=UTC))
    assert look(Watch(late=1), choices, early.memory, early.again, PARIS).morning is not None


def test_unclaimed_rows_are_those_of_ones_own_counter() -> None:
    posts = (Membership("HEAD", Role.MANAGER), Membership("WEST", Role.AGENT), Membership("EAST", Role.SUPER_AGENT))
    assert own_structures(Agent("A1", "Alix", posts)) == ("EAST", "WEST")
    assert own_structures(Agent("A2", "Bao", posts[:1])) == ()
