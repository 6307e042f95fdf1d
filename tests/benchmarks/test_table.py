"""The table of figures says what was measured, and judges ratios only."""

import json
from pathlib import Path

import pytest

from benchmarks.table import Figure, Goal, in_turn, row, text, write_json


def test_both_sides_are_measured_in_turn() -> None:
    calls: list[str] = []

    def side(name: str, value: float) -> float:
        calls.append(name)
        return value

    ours, limit = in_turn(lambda: side("ours", 3.0), lambda: side("limit", 2.0), rounds=5)
    assert calls == ["ours", "limit"] * 5
    assert (ours.median, limit.median) == (3.0, 2.0)


def test_less_than_five_samples_are_no_figure() -> None:
    with pytest.raises(ValueError, match="at least five"):
        Figure.of([1.0, 2.0, 3.0, 4.0], "s")


@pytest.mark.parametrize(
    ("goal", "ratio", "holds"),
    [
        (Goal(at_most=1.6), 1.6, True),
        (Goal(at_most=1.6), 1.61, False),
        (Goal(at_least=0.5), 0.5, True),
        (Goal(at_least=0.5), 0.49, False),
    ],
)
def test_goals(goal: Goal, ratio: float, holds: bool) -> None:
    assert goal.holds(ratio) is holds


def test_a_row_is_met_only_with_its_further_condition() -> None:
    figure = Figure.of([1.0] * 5, "s")
    assert row("f", "work", figure, figure, Goal(at_most=2)).met
    assert not row("f", "work", figure, figure, Goal(at_most=2), also=False).met


def test_printed_and_written(tmp_path: Path) -> None:
    ours, limit = Figure.of([2.0, 3.0, 4.0, 3.0, 3.0], "s"), Figure.of([1.5] * 5, "s")
    rows = [row("b", "100 changes", ours, limit, Goal(at_most=1.5), detail="cache of 100,000")]
    lines = text(rows).splitlines()
    assert lines[0].split() == ["work", "ours", "limit", "ratio", "goal", "met"]
    assert lines[2].split("  ") == ["b", "100 changes", "3 s (2–4)", "1.5 s (1.5–1.5)", "2.00x", "≤ 1.5x", "NO"]
    write_json(rows, tmp_path / "out" / "bench.json")
    written = json.loads((tmp_path / "out" / "bench.json").read_text(encoding="utf-8"))
    assert written[0]["ours"] == {"median": 3.0, "low": 2.0, "high": 4.0, "unit": "s"}
    assert (written[0]["ratio"], written[0]["met"], written[0]["detail"]) == (2.0, False, "cache of 100,000")
