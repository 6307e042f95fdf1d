"""Percentiles, shares, periods, words: what figures are made of."""

import statistics
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest

from spplus_desk.domain.statistics import definitions, measures, periods, words
from spplus_desk.domain.statistics.periods import Period
from tests.helpers.typography import faults


@pytest.mark.parametrize("seed", range(20))
def test_a_percentile_by_buckets_is_the_one_by_sorting(seed: int) -> None:
    dice = Random(seed)
    values = sorted(dice.randint(0, 250 * measures.DAY) for _ in range(dice.randint(1, 200)))
    histogram = [0] * measures.BUCKETS
    for value in values:
        histogram[measures.bucket(value)] += 1
    for share in (0.5, 0.9):
        found = measures.place(share, tuple(histogram))
        assert found is not None
        bucket, rank = found
        chosen = [value for value in values if measures.bucket(value) == bucket][rank]
        wanted = next(value for value in values if sum(1 for other in values if other <= value) >= share * len(values))
        assert chosen == wanted
        if share == 0.5:
            assert chosen == statistics.median_low(values)


def test_nothing_has_no_percentile() -> None:
    assert measures.place(0.5, (0,) * measures.BUCKETS) is None


def test_seven_days_to_the_microsecond() -> None:
    week = 7 * measures.DAY
    assert (measures.bucket(week - 1) < measures.IN_TIME, measures.bucket(week) < measures.IN_TIME) == (True, False)


@pytest.mark.parametrize(("whole", "told"), [(9, ""), (10, "30\u00a0%")])
def test_no_percentage_under_ten(whole: int, told: str) -> None:
    assert words.percent(measures.Share(3, whole)) == told


@pytest.mark.parametrize("days", [1, 6, 7, 30, 75, 189, 190, 400])
def test_a_period_is_cut_without_hole_or_overlap(days: int) -> None:
    for start in (date(2027, 1, 31), date(2028, 2, 1), date(2027, 12, 30)):
        period = Period(start, start + timedelta(days=days - 1))
        parts = period.parts()
        assert (parts[0].first, parts[-1].last) == (period.first, period.last)
        assert all(one.last + timedelta(days=1) == after.first for one, after in pairwise(parts))
        assert (period.previous.days, period.previous.last) == (days, period.first - timedelta(days=1))
        before, months, after = period.months()
        told = sum(edge.days for edge in (before, after) if edge is not None)
        if months is not None:
            month = months[0]
            while month <= months[1]:
                following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
                told += (following - month).days
                month = following
        assert told == days


def test_the_choices_end_yesterday_at_the_latest() -> None:
    for today in (date(2027, 12, 16), date(2028, 1, 1), date(2027, 3, 31)):
        for name, period in periods.choices(today):
            assert period.first <= period.last < today, name
    with pytest.raises(ValueError, match="before it begins"):
        Period(date(2027, 2, 1), date(2027, 1, 1))


def test_definitions_are_written_well() -> None:
    for one in definitions.DEFINITIONS.values():
        for text in (one.name, one.formula, one.scope, one.exclusions):
            assert not faults(text), (one.key, faults(text))
