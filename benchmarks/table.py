"""One row of the table of figures: what the desk or the central took, beside what the machine itself can do.

Only ratios are judged: two sides are measured in turn, in one run, so that a slow machine slows both. A module of
benchmarks has `run() -> list[Row]`; it measures with `in_turn` and makes its rows with `row`.
"""

import json
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """A measure over several runs: median, smallest and largest, in `unit` (ms, s, /s, MB)."""

    median: float
    low: float
    high: float
    unit: str

    @staticmethod
    def of(samples: Sequence[float], unit: str) -> "Figure":
        """Raises ValueError under five samples: fewer say nothing of a machine that drifts."""
        if len(samples) < 5:
            raise ValueError(f"a figure needs at least five samples, not {len(samples)}")
        return Figure(statistics.median(samples), min(samples), max(samples), unit)

    def __str__(self) -> str:
        return f"{_short(self.median)} {self.unit} ({_short(self.low)}–{_short(self.high)})"


@dataclass(frozen=True)
class Goal:
    """The bound of a ratio ours / limit: `at_most` where less is better (times), `at_least` for rates."""

    at_most: float | None = None
    at_least: float | None = None

    def holds(self, ratio: float) -> bool:
        return (self.at_most is None or ratio <= self.at_most) and (self.at_least is None or ratio >= self.at_least)

    def __str__(self) -> str:
        bounds = []
        if self.at_most is not None:
            bounds.append(f"≤ {self.at_most:g}x")
        if self.at_least is not None:
            bounds.append(f"≥ {self.at_least:g}x")
        return ", ".join(bounds)


@dataclass(frozen=True)
class Row:
    """One line of the table. `ratio` is ours / limit; `detail` has what the line cannot say: N, conditions, peers."""

    id: str
    work: str
    ours: Figure
    limit: Figure | None
    ratio: float | None
    goal: str
    met: bool
    detail: str = ""


def row(id: str, work: str, ours: Figure, limit: Figure, goal: Goal, *, also: bool = True, detail: str = "") -> Row:
    """The row of two figures. `also` is any further condition of the goal (exactly 1,000 replies, no stall…)."""
    ratio = ours.median / limit.median
    return Row(id, work, ours, limit, ratio, str(goal), goal.holds(ratio) and also, detail)


def in_turn(
    ours: Callable[[], float], limit: Callable[[], float], *, rounds: int = 5, unit: str = "s"
) -> tuple[Figure, Figure]:
    """Calls both sides `rounds` times, one after the other; each returns its own measure in `unit`."""
    pairs = [(ours(), limit()) for _ in range(rounds)]
    return Figure.of([a for a, _ in pairs], unit), Figure.of([b for _, b in pairs], unit)


def text(rows: Iterable[Row]) -> str:
    """The table as it is printed: work, ours, limit, ratio, goal, met; median (smallest-largest)."""
    head = ("", "work", "ours", "limit", "ratio", "goal", "met")
    body = [
        (
            r.id,
            r.work,
            str(r.ours),
            "" if r.limit is None else str(r.limit),
            "" if r.ratio is None else f"{r.ratio:.2f}x",
            r.goal,
            "yes" if r.met else "NO",
        )
        for r in rows
    ]
    widths = [max(len(line[i]) for line in [head, *body]) for i in range(len(head))]
    lines = [head, tuple("-" * width for width in widths), *body]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def write_json(rows: Iterable[Row], path: Path) -> None:
    """All rows, with their details, for whoever compares two runs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(r) for r in rows], indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _short(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"
