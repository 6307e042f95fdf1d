"""Rows w1, w2: the internal target of 100,000 rows beside the published clock; how many oracle cases are equal."""

import time
from datetime import UTC, datetime, timedelta
from random import Random

from benchmarks.table import Figure, Goal, Row, in_turn, row
from spplus_desk.domain import deadlines
from spplus_desk.domain.calendar import NeverOpen, Promise, WorkingDays, internal_due
from spplus_desk.domain.calendar.opening import plan_of
from spplus_desk.domain.calendar.reading import read_calendar, read_case
from tests.helpers.calendar_cases import random_case
from tests.helpers.calendar_oracle import Oracle

ROWS = 100_000
SITES = 40
CASES = 400


def run() -> list[Row]:
    return [_many_rows(), _oracle()]


def _many_rows() -> Row:
    dice = Random(6)
    calendars = [read_calendar(random_case(dice)) for _ in range(SITES)]
    first = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [(n % SITES, first + timedelta(minutes=dice.randrange(2 * 365 * 1440))) for n in range(ROWS)]
    target = WorkingDays(3)

    def ours() -> float:
        plan_of.cache_clear()
        begin = time.perf_counter()
        promises = [Promise(calendar, target) for calendar in calendars]
        for site, at in rows:
            promises[site].due(at)
        return (time.perf_counter() - begin) * 1000

    def limit() -> float:
        begin = time.perf_counter()
        for site, at in rows:
            deadlines.published_due(at, date_only=True, timezone=calendars[site].zone)
        return (time.perf_counter() - begin) * 1000

    done, bare = in_turn(ours, limit, unit="ms")
    detail = (
        f"{ROWS} rows over {SITES} calendars of {SITES} sites, plans not cached beforehand; limit: the published clock"
    )
    return row("w1", "internal target of 100,000 rows", done, bare, Goal(at_most=5), detail=detail)


def _oracle() -> Row:
    """Not a time: how many random cases the oracle, minute by minute, ends where the calendar does."""
    equal = 0
    different: list[int] = []
    for seed in range(CASES):
        case = random_case(Random(seed))
        asked = read_case(case)
        try:
            found = internal_due(
                asked.calendar, asked.target, asked.published_at, published_on=asked.published_on, pauses=asked.pauses
            )
        except NeverOpen:
            equal += Oracle(case).due() == "never"
            continue
        if found == Oracle(case).due():
            equal += 1
        else:
            different.append(seed)
    count = Figure(equal, equal, equal, "cases")
    detail = f"oracle cases run and equal: {equal} of {CASES}" + (
        f"; different: seeds {different}" if different else ""
    )
    return Row("w2", "oracle cases run and equal", count, None, None, f"{CASES} of {CASES}", equal == CASES, detail)
