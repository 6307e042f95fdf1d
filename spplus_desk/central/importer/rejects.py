"""The rejects file: one line per row, or part of a row, that was not taken, with its reason. Nothing is silent.

It holds no text of a citizen: line, id, what was done, reason. `;` and a BOM, so that a spreadsheet opens it with its
accents. It is made at the first line to write, so that an import without rejects leaves no file.
"""

import csv
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from spplus_desk.central.importer.counts import Counts


class Rejects:
    """Use as a context manager. `path` None counts without writing."""

    def __init__(self, path: Path | None, counts: Counts) -> None:
        self._path = path
        self._counts = counts
        self._file: TextIO | None = None
        self._writer: Any = None

    def __enter__(self) -> "Rejects":
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._file is not None:
            self._file.close()

    def skip(self, line: int, row_id: str, reason: str, detail: str = "") -> None:
        """The row is not imported."""
        self._counts.skipped += 1
        self._counts.reasons[reason] += 1
        self._write(line, row_id, "non importée", reason, detail)

    def note(self, line: int, row_id: str, reason: str, detail: str = "") -> None:
        """The row is imported, something of it is not, or was changed."""
        self._counts.notes[reason] += 1
        self._write(line, row_id, "importée", reason, detail)

    def _write(self, line: int, row_id: str, done: str, reason: str, detail: str) -> None:
        if self._path is None:
            return
        if self._writer is None:
            self._file = self._path.open("w", encoding="utf-8-sig", newline="")
            self._writer = csv.writer(self._file, delimiter=";")
            self._writer.writerow(["ligne", "id", "ligne importée ou non", "motif", "précision"])
            self._counts.rejects = str(self._path)
        self._writer.writerow([line, row_id, done, reason, detail])
