"""Structures side by side, out of the program: the rows of CSV and XLSX."""

from collections.abc import Sequence
from pathlib import Path

from spplus_desk.domain.statistics import comparison
from spplus_desk.domain.statistics.answers import Numbers
from spplus_desk.services.exporting import csv_files, tables, xlsx_files
from spplus_desk.services.exporting.tables import Rows


def table(compared: Sequence[Numbers]) -> Rows:
    found: Rows = [["Horloge", "Chiffre", "Unité", *(comparison.name_of(one) for one in compared)]]
    for row in comparison.rows(compared):
        cells = [cell.told if cell.amount is None else round(cell.amount, 2) for cell in row.cells]
        found.append([comparison.clock_name(row), row.name, row.unit, *cells])
    return found


def about(compared: Sequence[Numbers]) -> Rows:
    rows = tables.about(compared[0])[1:]
    names = ", ".join(comparison.name_of(one) for one in compared)
    return [["Structures comparées", names], *rows, ["À savoir", comparison.why_sums_differ(compared)]]


def write_csv(compared: Sequence[Numbers], path: Path) -> None:
    csv_files.write_table([*about(compared), [], *table(compared), [], *tables.definitions()], path)


def write_xlsx(compared: Sequence[Numbers], path: Path) -> None:
    sheets = {
        "Comparaison": (table(compared), True),
        "Périmètre": (about(compared), False),
        "Définitions": (tables.definitions(), True),
    }
    xlsx_files.write_sheets(path, sheets)
