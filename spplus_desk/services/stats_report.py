"""The figures for scripts: as JSON, and as lines that a person reads in a terminal."""

from typing import Any

from spplus_desk.domain.statistics import figures, words
from spplus_desk.domain.statistics.answers import AGES, Dimension, Line, Numbers, Point, Sides
from spplus_desk.domain.statistics.definitions import CLOCK_WORDS, DEFINITIONS
from spplus_desk.domain.statistics.measures import METHOD, MINIMUM, Share, days, hours
from spplus_desk.domain.statistics.periods import words as period_words
from spplus_desk.domain.statistics.questions import Which
from spplus_desk.store.rollup_recount import Difference


def plain(numbers: Numbers) -> dict[str, Any]:
    """Shares as {part, whole, percent}, percent null under the minimum; delays in days; days as ISO dates."""
    return {
        "structure": numbers.node.structure_id,
        "name": numbers.name,
        "alone": numbers.node.alone,
        "from": numbers.period.first.isoformat(),
        "to": numbers.period.last.isoformat(),
        "previous": {
            "from": numbers.period.previous.first.isoformat(),
            "to": numbers.period.previous.last.isoformat(),
        },
        "computed_at": numbers.at.isoformat(),
        "synced_at": numbers.fresh.isoformat() if numbers.fresh else None,
        "minimum": MINIMUM,
        "percentile_method": METHOD,
        "now": _sides(numbers.now),
        "before": _sides(numbers.before),
        "trend": [_point(point) for point in numbers.trend],
        "waiting": {
            "total": numbers.waiting.total,
            "late": numbers.waiting.late,
            "to_validate": numbers.waiting.to_validate,
            "ages": [
                {"from_days": least, "to_days": most, "replies": held}
                for (least, most), held in zip(AGES, numbers.waiting.ages, strict=True)
            ],
        },
        "breakdown": {
            dimension.value: [_line(line) for line in numbers.lines if line.dimension is dimension]
            for dimension in Dimension
        },
        "definitions": {
            key: {
                "name": d.name,
                "clock": d.clock.value,
                "formula": d.formula,
                "scope": d.scope,
                "excluded": d.exclusions,
            }
            for key, d in DEFINITIONS.items()
        },
    }


def lines(numbers: Numbers) -> list[str]:
    """The main figures in French, one a line."""
    counts = numbers.now.counts
    found = [
        f"{numbers.name}, {period_words(numbers.period)} (avant\u00a0: {period_words(numbers.period.previous)})",
        f"{words.count(counts.experiences, 'expérience publiée', 'expériences publiées')}, "
        f"{words.count(counts.answered, 'avec une réponse', 'avec une réponse')}",
    ]
    for figure in figures.every(numbers):
        detail = ", ".join(part for part in (figure.note, figure.before) if part)
        clock = CLOCK_WORDS[figure.definition.clock]
        found.append(f"{clock}, {figure.name}\u00a0: {figure.told}" + (f" ({detail})" if detail else ""))
    found.append(
        f"En attente à ce jour\u00a0: {words.number(numbers.waiting.total)}, dont "
        f"{words.number(numbers.waiting.late)} en retard"
    )
    return found


def differences(found: tuple[Difference, ...]) -> dict[str, Any]:
    return {
        "equal": not found,
        "differences": [{"place": one.place, "kept": one.kept, "recounted": one.recounted} for one in found],
    }


def _sides(sides: Sides) -> dict[str, Any]:
    counts = sides.counts
    return {
        "experiences": counts.experiences,
        "published": {
            "answered": counts.answered,
            Which.UNANSWERED.value: counts.waiting,
            "response_rate": _share(counts.share_answered()),
            "in_time": _share(counts.share_in_time()),
            "median_days": _days(sides.median),
            "p90_days": _days(sides.p90),
            "delays": list(counts.delays),
        },
        "internal": {
            "target_kept": _share(counts.share_kept()),
            "worked_replies": sum(counts.worked),
            "median_open_hours": _hours(sides.worked_median),
            "p90_open_hours": _hours(sides.worked_p90),
        },
        "sentiment": {"positive": counts.positive, "neutral": counts.neutral, "negative": counts.negative},
        "useful": _share(counts.share_useful()) | {"replies": counts.rated},
        "replies": counts.replies,
    }


def _point(point: Point) -> dict[str, Any]:
    return {"from": point.period.first.isoformat(), "to": point.period.last.isoformat(), "in_time": _share(point.share)}


def _line(line: Line) -> dict[str, Any]:
    return {
        "key": line.key,
        "name": line.name,
        "experiences": line.experiences,
        "response_rate": _share(Share(line.answered, line.experiences)),
        "in_time": _share(Share(line.in_time, line.dated)),
        "median_days": _days(line.median),
        "useful": _share(Share(line.useful, line.useful + line.not_useful)),
    }


def _share(share: Share) -> dict[str, Any]:
    return {
        "part": share.part,
        "whole": share.whole,
        "percent": None if share.percent is None else round(share.percent, 2),
    }


def _hours(worked: int | None) -> float | None:
    return None if worked is None else round(hours(worked), 4)


def _days(delay: int | None) -> float | None:
    return None if delay is None else round(days(delay), 4)
