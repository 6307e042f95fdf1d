"""Structures side by side on paper: for each clock a chart and a table whose lines are the structures."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from spplus_desk.domain.statistics import comparison, words
from spplus_desk.domain.statistics.answers import Numbers
from spplus_desk.domain.statistics.comparison import Row
from spplus_desk.domain.statistics.definitions import Clock
from spplus_desk.domain.statistics.measures import MINIMUM
from spplus_desk.services.paper import report
from spplus_desk.services.paper.poster import period_sentence

_TITLES = (
    (Clock.PUBLISHED, "Indicateur publié", "in_time"),
    (Clock.INTERNAL, "Objectif interne", "target_kept"),
    (Clock.NONE, "Volume et contenu", "experiences"),
)


def comparison_report(compared: Sequence[Numbers]) -> dict[str, Any]:
    """As `report.report`, without the cards of one structure."""
    first, rows = compared[0], comparison.rows(compared)
    names = [comparison.name_of(one) for one in compared]
    return {
        "title": f"Comparaison de {words.count(len(compared), 'structure', 'structures')}",
        "place": ", ".join(names),
        "heading": "Comparaison de structures",
        "period": f"Expériences publiées {period_sentence(first.period)}",
        "before": f"Période précédente\u00a0: {period_sentence(first.period.previous)}",
        "source": report.source(first),
        "small": f"Sous {MINIMUM} éléments, aucun pourcentage n’est donné.",
        "volume": comparison.why_sums_differ(compared),
        "cards": [],
        "sections": [_section(name, [row for row in rows if row.clock is of], names, key) for of, name, key in _TITLES],
        "definitions_title": "Définitions",
        "definitions": report.definitions(),
        "page": "Page",
        "day": first.at.astimezone(ZoneInfo(first.zone)).date().isoformat(),
    }


def _section(title: str, rows: list[Row], names: list[str], drawn: str) -> dict[str, Any]:
    chart = next((row for row in rows if row.key == drawn and row.drawn), None)
    lines = [[name, *(row.cells[place].told for row in rows)] for place, name in enumerate(names)]
    return report.section(
        "breakdown", title, "", ("Structure", *(row.name for row in rows)), lines,
        chart=None if chart is None else _bars(chart, names), empty="", wide=True,
    )  # fmt: skip


def _bars(row: Row, names: list[str]) -> dict[str, Any]:
    told = ", ".join(f"{name}\u00a0: {cell.told}" for name, cell in zip(names, row.cells, strict=True))
    bars = [
        {"label": name, "value": cell.amount or 0, "told": cell.told, "late": False}
        for name, cell in zip(names, row.cells, strict=True)
    ]
    return {"kind": "bars", "alt": f"Barres\u00a0: {row.name}. {told}.", "unit": row.name, "key": [], "bars": bars}
