"""What the report says: the board of one period on paper, figure by figure, each chart with its table.

Every number comes from `domain.statistics.figures` or from the tables that CSV and XLSX are made of: what the board
says and what the paper says are the same by construction. Here only: what is drawn, and in which order it is read.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from spplus_desk.domain.statistics import figures, words
from spplus_desk.domain.statistics.answers import AGES, Dimension, Line, Numbers, Point
from spplus_desk.domain.statistics.definitions import CLOCK_WORDS, DEFINITIONS, Clock
from spplus_desk.domain.statistics.figures import Figure
from spplus_desk.domain.statistics.measures import IN_TIME, MINIMUM, Share
from spplus_desk.domain.statistics.periods import day_words, month_words
from spplus_desk.services.exporting import tables
from spplus_desk.services.paper.poster import period_sentence

_REFUSED = "trop peu de données"
_MOST_LINES = 25
"""Of a breakdown: the rest is in the CSV, and the page says so."""
_CLOCK_SENTENCES = {
    Clock.PUBLISHED: "De la publication à la première réponse, nuits et week-ends compris.",
    Clock.INTERNAL: "Ce que le site s’est promis, en heures d’ouverture.",
    Clock.NONE: "Ce que disent les usagers et les lecteurs.",
}
_BREAKDOWNS = {
    Dimension.STRUCTURE: "Par structure",
    Dimension.CHANNEL: "Par canal",
    Dimension.PROCEDURE: "Par démarche",
    Dimension.TAG: "Par étiquette générale",
    Dimension.BUSINESS_TAG: "Par étiquette métier",
}
_BREAKDOWN_HEAD = ("Nom", "Expériences", "Répondues", "En moins de 7\u00a0jours", "Médiane", "Jugées utiles")


def report(numbers: Numbers) -> dict[str, Any]:
    """`facts` for the typesetter: plain texts, already in French; no citizen's words among them."""
    alone = " (sans les structures filles)" if numbers.node.alone else ""
    return {
        "title": f"Tableau de bord, {numbers.name}",
        "place": numbers.name + alone,
        "heading": "Tableau de bord",
        "period": f"Expériences publiées {period_sentence(numbers.period)}",
        "before": f"Période précédente\u00a0: {period_sentence(numbers.period.previous)}",
        "source": source(numbers),
        "small": f"Sous {MINIMUM} éléments, aucun pourcentage n’est donné.",
        "volume": _volume(numbers),
        "cards": _cards(numbers),
        "sections": [_delays(numbers), _trend(numbers), _waiting(numbers), _sentiments(numbers), *_breakdowns(numbers)],
        "definitions_title": "Définitions",
        "definitions": definitions(),
        "page": "Page",
        "day": numbers.at.astimezone(ZoneInfo(numbers.zone)).date().isoformat(),
    }


def definitions() -> list[dict[str, Any]]:
    """All of them, in the order of the board."""
    return [
        {
            "name": one.name,
            "clock": CLOCK_WORDS[one.clock],
            "parts": [["Calcul", one.formula], ["Périmètre", one.scope], ["Exclusions", one.exclusions]],
        }
        for one in DEFINITIONS.values()
    ]


def source(numbers: Numbers) -> str:
    """When it was computed, on which data."""
    told = f"Calculé par SP+\u00a0Desk le {_moment(numbers.at, numbers.zone)}"
    if numbers.fresh is not None:
        told += f", sur les données reçues le {_moment(numbers.fresh, numbers.zone)}"
    return f"{told}. Source\u00a0: expériences et réponses de Services Publics\u00a0+."


def _moment(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return f"{day_words(local.date(), year=True)} à {local.hour}\u00a0h\u00a0{local.minute:02}"


def _volume(numbers: Numbers) -> str:
    counts, before = numbers.now.counts, numbers.before.counts
    return (
        f"{words.count(counts.experiences, 'expérience publiée', 'expériences publiées')}, dont "
        f"{words.number(counts.answered)} avec une réponse "
        f"(avant\u00a0: {words.number(before.experiences)}, dont {words.number(before.answered)})."
    )


def _cards(numbers: Numbers) -> list[dict[str, Any]]:
    """One for each clock, never both on one."""
    useful = figures.useful(numbers)
    groups = (
        (Clock.PUBLISHED, figures.published(numbers), ""),
        (Clock.INTERNAL, figures.internal(numbers), "Aucune réponse de la période n’avait d’échéance interne."),
        (Clock.NONE, (useful,), ""),
    )
    return [
        {
            "name": CLOCK_WORDS[clock],
            "about": _CLOCK_SENTENCES[clock],
            "figures": [_figure(one) for one in group],
            "empty": "" if group else empty,
        }
        for clock, group, empty in groups
    ]


def _figure(figure: Figure) -> dict[str, str]:
    return {
        "name": figure.name,
        "value": figure.value if figure.amount is not None else "",
        "unit": figure.unit if figure.amount is not None else "",
        "refused": figure.value if figure.amount is None else "",
        # Where the share is refused, so are its two numbers: they would give it.
        "note": figure.note if figure.amount is not None else "",
        "before": ", ".join(part for part in (figure.before, figure.change) if part),
    }


def section(
    key: str, title: str, note: str, head: tuple[str, ...], rows: list[list[str]], **more: Any
) -> dict[str, Any]:
    """A heading with its table; `more` has the chart and the like."""
    return {
        "title": title or DEFINITIONS[key].name,
        "note": note,
        "head": list(head),
        "rows": rows,
        "chart": None,
    } | more


def _bars(alt: str, unit: str, bars: list[tuple[str, int, bool]]) -> dict[str, Any]:
    """`bars`: label, count, whether it is late (hatched)."""
    return {
        "kind": "bars",
        "alt": alt,
        "unit": unit,
        "key": ["moins de 7\u00a0jours", "7\u00a0jours et plus"] if any(late for *_, late in bars) else [],
        "bars": [{"label": name, "value": held, "told": words.number(held), "late": late} for name, held, late in bars],
    }


def _delays(numbers: Numbers) -> dict[str, Any]:
    head, *rows = tables.distribution(numbers)
    bars = [(str(name), int(str(held)), place >= IN_TIME) for place, (name, held, _) in enumerate(rows)]
    counts = numbers.now.counts
    late = counts.dated - counts.in_time
    alt = (
        f"Barres\u00a0: premières réponses par jours écoulés. {words.number(counts.in_time)} en moins de 7\u00a0jours, "
        f"{words.number(late)} en 7\u00a0jours ou plus. Les nombres sont dans le tableau qui suit."
    )
    return section(
        "delays", "", "", tuple(str(one) for one in head),
        [[name, words.number(held), "oui" if not late else "non"] for name, held, late in bars],
        chart=_bars(alt, "jours écoulés", bars) if counts.dated else None,
        empty="" if counts.dated else "Aucune réponse datée sur cette période.",
    )  # fmt: skip


def _trend(numbers: Numbers) -> dict[str, Any]:
    by_month = numbers.period.by_month
    title = "Part des réponses en moins de 7\u00a0jours, par " + ("mois" if by_month else "semaine")
    name = "Mois" if by_month else "Semaine du"
    rows, points = [], []
    for place, point in enumerate(numbers.trend):
        before = numbers.trend_before[place] if place < len(numbers.trend_before) else None
        label = month_words(point.period.first) if by_month else day_words(point.period.first, short=True)
        told_before = "" if before is None else _percent(before.share)
        rows.append([label, words.number(point.dated), _percent(point.share), told_before])
        points.append(
            {
                "label": label,
                "now": point.share.percent,
                "told": words.number(point.share.percent or 0),
                "before": _amount(before),
            }
        )
    told = [f"{row[0]}\u00a0: {row[2]}" for row in rows]
    drawn = any(point["now"] is not None for point in points)
    return section(
        "trend", title, "", (name, "Premières réponses", "En moins de 7\u00a0jours", "Période précédente"), rows,
        chart={
            "kind": "trend",
            "alt": f"Barres\u00a0: part des premières réponses données en moins de 7\u00a0jours. {', '.join(told)}.",
            "points": points,
            "key": ["cette période", "période précédente"],
        } if drawn else None,
        empty="" if drawn else f"{words.TOO_FEW}.",
    )  # fmt: skip


def _amount(point: Point | None) -> float | None:
    return None if point is None else point.share.percent


def _waiting(numbers: Numbers) -> dict[str, Any]:
    waiting = numbers.waiting
    names = [f"{least} jours et plus" if most is None else f"{least} à {most} jours" for least, most in AGES]
    bars = [(name, held, least >= IN_TIME) for name, held, (least, _) in zip(names, waiting.ages, AGES, strict=True)]
    note = (
        f"{words.count(waiting.total, 'réponse attendue', 'réponses attendues')} au moment du calcul, dont "
        f"{words.number(waiting.late)} en retard et {words.number(waiting.to_validate)} à valider."
    )
    alt = (
        "Barres\u00a0: réponses attendues par âge. "
        + ", ".join(f"{name}\u00a0: {held}" for name, held, _ in bars)
        + "."
    )
    rows = [[name, words.number(held)] for name, held, _ in bars]
    return section(
        "waiting", "En attente, par âge", note, ("Depuis la publication", "Réponses attendues"), rows,
        chart=_bars(alt, "", bars) if waiting.total else None, empty="",
    )  # fmt: skip


def _sentiments(numbers: Numbers) -> dict[str, Any]:
    found = figures.sentiments(numbers)
    rows = [[name, words.number(share.part), _percent(share)] for _, name, share, _ in found]
    bars = [(name, share.part, False) for _, name, share, _ in found]
    alt = (
        "Barres\u00a0: expériences par ressenti. " + ", ".join(f"{name}\u00a0: {held}" for name, held, _ in bars) + "."
    )
    some = any(held for _, held, _ in bars)
    return section(
        "sentiment", "", "", ("Ressenti", "Expériences", "Part"), rows, chart=_bars(alt, "", bars) if some else None,
        empty="" if some else "Aucune expérience de la période n’a de ressenti.",
    )  # fmt: skip


def _breakdowns(numbers: Numbers) -> list[dict[str, Any]]:
    found = []
    for dimension, title in _BREAKDOWNS.items():
        lines = [line for line in numbers.lines if line.dimension is dimension]
        if not lines:
            continue
        note = figures.several_structures(numbers) if dimension is Dimension.STRUCTURE else ""
        if len(lines) > _MOST_LINES:
            left = len(lines) - _MOST_LINES
            note = f"{note} Les {left} autres lignes sont dans l’export CSV.".strip()
        # The median is told for structures only.
        columns = [0, 1, 2, 3, 4, 5] if dimension is Dimension.STRUCTURE else [0, 1, 2, 3, 5]
        rows = [[cells[column] for column in columns] for cells in map(_line, lines[:_MOST_LINES])]
        head = tuple(_BREAKDOWN_HEAD[column] for column in columns)
        found.append(section("breakdown", title, note, head, rows, empty="", wide=True))
    return found


def _line(line: Line) -> list[str]:
    cells = [
        words.tag(line.name) if line.dimension is Dimension.TAG else line.name,
        words.number(line.experiences),
    ]
    if line.experiences < MINIMUM:  # as on the board: neither a share nor a delay
        return [*cells, *(_REFUSED,) * 4]
    return [
        *cells,
        _percent(Share(line.answered, line.experiences)),
        _percent(Share(line.in_time, line.dated)),
        words.short_delay(line.median),
        _percent(Share(line.useful, line.useful + line.not_useful)),
    ]


def _percent(share: Share) -> str:
    return words.percent(share) or _REFUSED
