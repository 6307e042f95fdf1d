"""The calendar against an oracle that walks minute by minute and shares no code with it."""

from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from spplus_desk.domain.calendar import NeverOpen, Promise, explain
from spplus_desk.domain.calendar.opening import instant
from spplus_desk.domain.calendar.reading import read_case
from tests.helpers.calendar_cases import random_case
from tests.helpers.calendar_oracle import Oracle


def ours(case: dict[str, Any]) -> Any:
    asked = read_case(case)
    try:
        found = explain(
            asked.calendar, asked.target, asked.published_at, published_on=asked.published_on, pauses=asked.pauses
        )
    except NeverOpen:
        return "never"
    assert [line.number for line in found.days if line.counted] == list(
        range(1, 1 + sum(line.counted for line in found.days))
    )
    if found.due_at is not None:
        assert found.days[-1].last
        if "working_days" in case["target"]:
            assert found.days[-1].number == case["target"]["working_days"]
        else:
            counted = sum(line.minutes for line in found.days) / 60
            assert abs(counted - case["target"]["working_hours"]) < 1e-6
    return found.due_at


@given(st.integers(min_value=0, max_value=2**32))
@settings(max_examples=150)
def test_random_calendars_end_where_the_minutes_say(seed: int) -> None:
    case = random_case(Random(seed))
    assert ours(case) == Oracle(case).due()


@given(st.integers(min_value=0, max_value=2**32))
@settings(max_examples=60)
def test_the_working_time_until_a_reply_is_that_of_the_minutes(seed: int) -> None:
    dice = Random(seed)
    case = random_case(dice)
    asked = read_case(case)
    oracle = Oracle(case)
    until = oracle.published + timedelta(days=dice.randint(-1, 30), seconds=dice.randint(0, 86_399))
    found = Promise(asked.calendar, asked.target).worked(
        instant(asked.published_at), instant(until), published_on=asked.published_on, pauses=asked.pauses
    )
    assert timedelta(microseconds=found) == oracle.worked(until)


def test_a_site_that_opens_after_more_than_two_years_gets_no_date() -> None:
    case: dict[str, Any] = {
        "published_at": "2026-01-01T10:00:00+01:00",
        "zone": "Europe/Paris",
        "territory": "metropole",
        "hours": {},
        "seasons": [{"from": "2028-01-03", "to": "2028-12-31", "hours": {"mon": [["08:00", "12:00"]]}}],
        "target": {"working_days": 1},
    }
    assert ours(case) == "never"
    case["seasons"][0]["from"] = "2028-01-02"  # a Sunday: the first Monday is the 3rd, 732 days later
    assert ours(case) == "never"
    case["published_at"] = "2026-01-02T10:00:00+01:00"
    assert ours(case).isoformat() == "2028-01-03T12:00:00+01:00"
