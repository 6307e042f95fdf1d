"""XLSX: a sheet for each table, numbers and dates typed, the first line frozen, the definitions in the last sheet."""

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from spplus_desk.domain.privacy import SiteNumbers
from spplus_desk.domain.statistics import words
from spplus_desk.domain.statistics.answers import Numbers
from spplus_desk.domain.statistics.listed import Listed
from spplus_desk.domain.statistics.questions import Behind
from spplus_desk.services.exporting import tables
from spplus_desk.services.exporting.tables import Rows

_WIDEST = 60


def write_numbers(numbers: Numbers, path: Path) -> None:
    write_sheets(
        path,
        {
            "Synthèse": (tables.summary(numbers), True),
            "Délais": (tables.distribution(numbers), True),
            "Évolution": (tables.trend(numbers), True),
            "En attente": (tables.waiting(numbers), True),
            "Répartition": (tables.breakdown(numbers), True),
            "Périmètre": (tables.about(numbers), False),
            "Définitions": (tables.definitions(), True),
        },
    )


def write_list(
    lines: Sequence[Listed], asked: Behind, name: str, path: Path, *, texts: bool, known: SiteNumbers
) -> None:
    about: Rows = [["Filtre", words.behind(asked, name)], ["Expériences", len(lines)]]
    write_sheets(
        path,
        {
            "Expériences": (tables.listed(lines, texts=texts, known=known), True),
            "Filtre": (about, False),
            "Définitions": (tables.definitions(), True),
        },
    )


def write_sheets(path: Path, sheets: dict[str, tuple[Rows, bool]]) -> None:
    """A sheet for each name: its rows, and whether the first of them is a head."""
    import xlsxwriter  # late: only those who export need it

    # Strings stay strings: a text that begins with « = » is no formula, an address no link.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    # Made in memory: a disk that is full then stops one plain write, and not the making of an archive half way.
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, options) as book:
        styles = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "date": book.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        for name, (rows, headed) in sheets.items():
            _fill(book.add_worksheet(name), rows, styles, headed=headed)
    path.write_bytes(made.getbuffer())


def _fill(sheet: Any, rows: Rows, styles: dict[str, Any], *, headed: bool) -> None:
    widths: dict[int, int] = {}
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            style = styles["head"] if headed and line == 0 else styles["text"]
            match value:
                case None:
                    continue
                case date():
                    sheet.write_datetime(line, column, value, styles["date"])
                case int() | float():
                    sheet.write_number(line, column, value)
                case _:
                    sheet.write_string(line, column, value, style)
            widths[column] = max(widths.get(column, 0), min(len(str(value)) + 2, _WIDEST))
    for column, width in widths.items():
        sheet.set_column(column, column, width)
    if headed:
        sheet.freeze_panes(1, 0)
