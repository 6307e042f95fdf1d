"""Reading what is readable of a damaged cache, table by table, row by row, without changing a byte of it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as driver

from spplus_desk.store.connection import PAGE_BYTES
from spplus_desk.store.writings import KEPT_META, KEY_OF, MARK

_log = logging.getLogger(__name__)
_WAYS = ("mode=ro", "immutable=1")
"""With the log of the cache, then without it: a foreign or broken log hides a sound file."""
_MOST_HOLES = 2_000
"""Row numbers tried one by one behind a page that cannot be read."""


@dataclass(slots=True)
class Salvage:
    """`rows` by (table, key); `mark` None where it could not be read; `whole`: no row is known to be missing."""

    rows: dict[tuple[str, Any], dict[str, Any]] = field(default_factory=dict)
    reads: list[tuple[str, int]] = field(default_factory=list)
    mark: int | None = None
    whole: bool = False


def opens(path: Path, key: bytes) -> bool:
    """True where the first page of the file answers to `key`, with the log beside it or without."""
    return any(_answers(path, key, way) for way in _WAYS)


def salvage(path: Path, key: bytes, *, above: int | None = None) -> Salvage:
    """Never raises for a damaged file: what cannot be read is not there. `above`: texts are only read from a file
    whose mark is higher, because the second copy has all of them up to there."""
    found = Salvage()
    if not path.exists():
        return found
    way = next((way for way in _WAYS if _answers(path, key, way)), None)
    if way is None:
        return found
    reader = _Reader(path, key, way)
    for row in reader.rows("meta"):
        if row["name"] == MARK:
            found.mark = int(row["value"])
        elif row["name"] in KEPT_META:
            found.rows["meta", row["name"]] = row
    if above is None or (found.mark or 0) > above:
        for table, of_table in KEY_OF.items():
            if table != "meta":
                found.rows |= {(table, row[of_table]): row for row in reader.rows(table)}
        found.whole = not reader.holes
    found.reads = [(row["slot_id"], row["at"]) for row in reader.rows("reads")]
    _log.warning("read from the damaged cache: %d rows, %d holes", len(found.rows), reader.holes)
    return found


def bad_pages(path: Path, key: bytes) -> int:
    """How many pages fail their HMAC; for the log."""
    try:
        with _connected(path, key, _WAYS[1]) as connection:
            return len(connection.execute("PRAGMA cipher_integrity_check").fetchall())
    except driver.Error:
        return -1


@contextmanager
def _connected(path: Path, key: bytes, way: str) -> Iterator[driver.Connection]:
    connection = driver.connect(f"{path.resolve().as_uri()}?{way}", uri=True, isolation_level=None)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute(f"PRAGMA cipher_page_size = {PAGE_BYTES}")
        yield connection
    finally:
        connection.close()


def _answers(path: Path, key: bytes, way: str) -> bool:
    try:
        with _connected(path, key, way) as connection:
            return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    except driver.Error:
        return False


class _Reader:
    """After one page that fails, a connection answers nothing more: each failure takes a new one."""

    def __init__(self, path: Path, key: bytes, way: str) -> None:
        self._path, self._key, self._way = path, key, way
        self.holes = 0

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        numbered = table not in ("meta", "reads")  # those two have no row numbers
        if not numbered:
            yield from self._plain(table)
            return
        last, misses = 0, 0
        while True:
            failed = False
            for number, row in self._scan(table, last):
                if row is None:
                    failed = True
                    break
                last, misses = number, 0
                yield row
            if not failed:
                return
            self.holes += 1
            top = self._top(table)
            # Behind the page that fails, one row number after the other.
            while True:
                last, misses = last + 1, misses + 1
                if misses > _MOST_HOLES or (top is not None and last > top):
                    return
                one = self._one(table, last)
                if one is not None:
                    yield one
                    break

    def _scan(self, table: str, above: int) -> Iterator[tuple[int, dict[str, Any] | None]]:
        try:
            with _connected(self._path, self._key, self._way) as connection:
                found = connection.execute(f"SELECT rowid, * FROM {table} WHERE rowid > ? ORDER BY rowid", (above,))
                names = [column[0] for column in found.description][1:]
                for number, *values in found:
                    yield number, dict(zip(names, values, strict=True))
        except driver.Error:
            yield 0, None

    def _one(self, table: str, number: int) -> dict[str, Any] | None:
        try:
            with _connected(self._path, self._key, self._way) as connection:
                found = connection.execute(f"SELECT * FROM {table} WHERE rowid = ?", (number,))
                values = found.fetchone()
                names = [column[0] for column in found.description]
        except driver.Error:
            return None
        return None if values is None else dict(zip(names, values, strict=True))

    def _top(self, table: str) -> int | None:
        for question in (
            f"SELECT seq FROM sqlite_sequence WHERE name = '{table}'",
            f"SELECT max(rowid) FROM {table}",
        ):
            try:
                with _connected(self._path, self._key, self._way) as connection:
                    found = connection.execute(question).fetchone()
            except driver.Error:
                continue
            if found is not None and found[0] is not None:
                return int(found[0])
        return None

    def _plain(self, table: str) -> Iterator[dict[str, Any]]:
        try:
            with _connected(self._path, self._key, self._way) as connection:
                found = connection.execute(f"SELECT * FROM {table}")
                names = [column[0] for column in found.description]
                for values in found:
                    yield dict(zip(names, values, strict=True))
        except driver.Error:
            self.holes += 1
