"""CSV as French spreadsheets open it by a double click: UTF-8 with its mark, `;`, decimals with a comma."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from spplus_desk.domain.privacy import SiteNumbers
from spplus_desk.domain.statistics import words
from spplus_desk.domain.statistics.answers import Numbers
from spplus_desk.domain.statistics.listed import Listed
from spplus_desk.domain.statistics.questions import Behind
from spplus_desk.services.exporting import tables
from spplus_desk.services.exporting.tables import Cell, Rows

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_numbers(numbers: Numbers, path: Path) -> None:
    """All tables one under the other, a blank line between them; the definitions last."""
    blocks = (
        tables.about(numbers),
        tables.summary(numbers),
        tables.distribution(numbers),
        tables.trend(numbers),
        tables.waiting(numbers),
        tables.breakdown(numbers),
        tables.definitions(),
    )
    rows: Rows = []
    for block in blocks:
        rows += [*block, []]
    write_table(rows[:-1], path)


def write_list(
    lines: Sequence[Listed], asked: Behind, name: str, path: Path, *, texts: bool, known: SiteNumbers
) -> None:
    """One line for each experience, the filter in words under them."""
    write_table([*tables.listed(lines, texts=texts, known=known), [], ["Filtre", words.behind(asked, name)]], path)


def write_table(rows: Rows, path: Path) -> None:
    """Any table, as it is."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows([cell(one) for one in row] for row in rows)
    path.write_bytes(text.getvalue().encode("utf-8-sig", "replace"))


def cell(value: Cell) -> str:
    """French dates and decimals. A text that a spreadsheet would run as a formula gets an apostrophe before it."""
    match value:
        case None:
            return ""
        case float():
            return f"{value:g}".replace(".", ",") if abs(value) < 1e5 else str(value).replace(".", ",")
        case date():
            return f"{value:%d/%m/%Y}"
        case str() if value.startswith(_FORMULA):
            return f"'{value}"
        case _:
            return str(value)
