"""The first of the two passes: what must be known of the whole file before its first row is stored.

It finds the ids that come back, the newest publication, and a separator that does not hold, before anything is
written. It keeps about 100 bytes a row, never the texts.
"""

from collections import Counter
from datetime import date

from spplus_desk.central.importer.counts import Progress
from spplus_desk.central.importer.reading import Layout, lines
from spplus_desk.central.importer.records import RowReader
from spplus_desk.domain.values import Value


class Survey(Value):
    """`repeated` has the ids that come back with the same row; `differing` those that come back with another one, and
    how many rows each has."""

    rows: int
    newest: date | None
    repeated: frozenset[str]
    differing: dict[str, int]


def survey(layout: Layout, reader: RowReader, progress: Progress, *, dates: bool) -> Survey:
    """`dates`: look for the newest publication too. Raises BadInput when most rows do not fit the header."""
    rows = 0
    newest: date | None = None
    seen: dict[str | int, int] = {}
    repeated: Counter[str] = Counter()
    differing: set[str] = set()
    for line in lines(layout, progress):
        rows += 1
        if line.problem:
            continue
        row_id = reader.id_of(line.cells)
        # Ids are numbers nearly always, and a number is a third of the size of its text.
        key: str | int = int(row_id) if row_id.isdecimal() and not row_id.startswith("0") else row_id
        mark = hash(line.cells)
        first = seen.get(key)
        if first is None:
            seen[key] = mark
        else:
            repeated[row_id] += 1
            if first != mark:
                differing.add(row_id)
        if dates:
            stamp = reader.publication(line.cells)
            if stamp is not None and (newest is None or stamp.day > newest):
                newest = stamp.day
    return Survey(
        rows,
        newest,
        frozenset(row_id for row_id in repeated if row_id not in differing),
        {row_id: repeated[row_id] + 1 for row_id in differing},
    )
