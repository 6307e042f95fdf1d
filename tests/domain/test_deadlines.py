"""The published clock, against hand-computed cases and its own properties."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spplus_desk.domain import deadlines
from spplus_desk.domain.deadlines import DeadlineStatus, Urgency

PARIS, REUNION, TAHITI, SYDNEY = "Europe/Paris", "Indian/Reunion", "Pacific/Tahiti", "Australia/Sydney"
ZONES = st.sampled_from([PARIS, REUNION, TAHITI, SYDNEY, "America/Cayenne", "Pacific/Auckland", "UTC"])
INSTANTS = st.datetimes(min_value=datetime(2019, 1, 1), max_value=datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- hypothesis wants naive bounds


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("published", "date_only", "zone", "due"),
    [
        ("2027-12-09T15:40+01:00", False, PARIS, "2027-12-16T15:40+01:00"),
        # 7 x 24 h is elapsed time: the week in which the clock changes moves the local hour, not the delay.
        ("2027-10-28T10:00+02:00", False, PARIS, "2027-11-04T09:00+01:00"),
        ("2028-02-25T08:00+01:00", False, PARIS, "2028-03-03T08:00+01:00"),
        # Days only: published on the 9th, the last day in time is the 15th, wherever the site is.
        ("2027-12-09T00:00+01:00", True, PARIS, "2027-12-16T00:00+01:00"),
        ("2027-12-09T00:00+01:00", True, REUNION, "2027-12-16T00:00+04:00"),
        ("2027-12-09T00:00+01:00", True, TAHITI, "2027-12-16T00:00-10:00"),
        ("2027-10-28T00:00+02:00", True, PARIS, "2027-11-04T00:00+01:00"),
    ],
)
def test_due(published: str, date_only: bool, zone: str, due: str) -> None:
    assert deadlines.published_due(utc(published), date_only=date_only, timezone=zone) == utc(due)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2027-12-09T16:00+01:00", DeadlineStatus(Urgency.FAR, days=7)),
        ("2027-12-13T23:59+01:00", DeadlineStatus(Urgency.FAR, days=3)),
        ("2027-12-14T00:00+01:00", DeadlineStatus(Urgency.SOON, days=2)),
        ("2027-12-15T00:00+01:00", DeadlineStatus(Urgency.TOMORROW, days=1)),
        ("2027-12-16T00:00+01:00", DeadlineStatus(Urgency.TODAY)),
        ("2027-12-16T15:39:59+01:00", DeadlineStatus(Urgency.TODAY)),
        ("2027-12-16T15:40+01:00", DeadlineStatus(Urgency.LATE, days=0, hours=0)),
        ("2027-12-17T14:40+01:00", DeadlineStatus(Urgency.LATE, days=0, hours=23)),
        ("2027-12-17T15:40+01:00", DeadlineStatus(Urgency.LATE, days=1, hours=24)),
        ("2027-12-19T16:00+01:00", DeadlineStatus(Urgency.LATE, days=3, hours=72)),
    ],
)
def test_status_in_the_zone_of_the_site(now: str, expected: DeadlineStatus) -> None:
    assert deadlines.status(utc("2027-12-16T15:40+01:00"), utc(now), PARIS) == expected


def test_a_deadline_at_midnight_ends_the_day_before() -> None:
    due = utc("2027-12-16T00:00+01:00")
    assert deadlines.status(due, utc("2027-12-15T12:00+01:00"), PARIS).urgency is Urgency.TODAY
    assert deadlines.status(due, utc("2027-12-14T12:00+01:00"), PARIS).urgency is Urgency.TOMORROW


def test_the_same_instant_is_today_in_one_zone_and_tomorrow_in_another() -> None:
    due, now = utc("2027-12-16T15:40+01:00"), utc("2027-12-15T23:30+01:00")
    assert deadlines.status(due, now, PARIS).urgency is Urgency.TOMORROW
    assert deadlines.status(due, now, REUNION).urgency is Urgency.TODAY


@pytest.mark.parametrize(
    ("replied", "date_only", "days"),
    [
        ("2027-12-16T15:39+01:00", False, 6),
        ("2027-12-16T15:40+01:00", False, 7),
        ("2027-12-09T15:41+01:00", False, 0),
        ("2027-12-15T23:00+01:00", True, 6),
        ("2027-12-16T00:30+01:00", True, 7),
        ("2027-12-01T00:00+01:00", False, 0),  # a reply dated before its publication: bad data, never a negative delay
    ],
)
def test_answered(replied: str, date_only: bool, days: int) -> None:
    found = deadlines.answered_status(utc("2027-12-09T15:40+01:00"), utc(replied), date_only=date_only, timezone=PARIS)
    assert found == DeadlineStatus(Urgency.ANSWERED, days=days)


@given(INSTANTS, ZONES, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=20)))
def test_late_means_the_indicator_is_missed(published: datetime, zone: str, later: timedelta) -> None:
    due = deadlines.published_due(published, date_only=False, timezone=zone)
    now = published + later
    late = deadlines.status(due, now, zone).urgency is Urgency.LATE
    assert late == (deadlines.answered_status(published, now).days >= 7)


@given(INSTANTS, ZONES)
def test_next_turn_is_the_first_instant_of_another_day(now: datetime, zone: str) -> None:
    turn = deadlines.next_turn(now, zone)
    due = now + timedelta(days=30)
    before = deadlines.status(due, turn - timedelta(microseconds=1), zone).days
    assert now < turn <= now + timedelta(hours=25)
    assert before == deadlines.status(due, now, zone).days
    assert deadlines.status(due, turn, zone).days == before - 1
