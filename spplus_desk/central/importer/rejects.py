"""The rejects file: one line per row, or part of a row, that was not taken, with its reason. Nothing is silent.

It holds no text of a citizen: line, id, what was done, reason. `;` and a BOM, so that a spreadsheet opens it with its
accents. It is made at the first line to write: an import without rejects leaves no file, and takes away the one of an
earlier import at the same place. Where the place cannot be written (a read-only folder of exports), the current
folder is taken, then the system's temporary one; the counts tell which.
"""

import csv
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from spplus_desk.central.importer.counts import Counts

_HEADER = ["ligne", "id", "ligne importée ou non", "motif", "précision"]


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
        elif self._path is not None and _is_ours(self._path):
            self._path.unlink()

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
            self._file, place = _opened(self._path)
            self._writer = csv.writer(self._file, delimiter=";")
            self._writer.writerow(_HEADER)
            self._counts.rejects = str(place)
        self._writer.writerow([line, row_id, done, reason, detail])


def _opened(path: Path) -> tuple[TextIO, Path]:
    places = [path, Path.cwd() / path.name]
    for place in places:
        try:
            return place.open("w", encoding="utf-8-sig", newline=""), place
        except OSError:
            continue
    place = Path(tempfile.mkdtemp(prefix="spplus-")) / path.name
    return place.open("w", encoding="utf-8-sig", newline=""), place


def _is_ours(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8-sig") as file:
            return file.readline().strip() == ";".join(_HEADER)
    except (OSError, UnicodeDecodeError):
        return False
