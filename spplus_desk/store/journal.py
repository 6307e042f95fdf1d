"""The second copy of what the agent wrote: encrypted records appended to a file beside the cache.

Each record stands alone (AES-256-GCM, its header authenticated): a damaged one loses itself and nothing else. The file
begins with a snapshot in parts; then comes one record for each transaction that touched a text, numbered by the
`mark` that the same transaction wrote into the cache. The two marks tell which of the two copies is behind.
"""

import logging
import os
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from spplus_desk.domain.values import Value

_log = logging.getLogger(__name__)
SUFFIX = ".writings"
_MAGIC = b"\xa5SPw"
_HEADER = struct.Struct(">4sIQHH")
"""Magic, bytes that follow, mark, part, parts (0 parts: no snapshot but the record of one transaction)."""
_NONCE_BYTES, _TAG_BYTES = 12, 16
_LARGEST = 64 * 1024 * 1024
_PART_ROWS = 200

WrittenRow = tuple[str, Any, dict[str, Any] | None]
"""Table, key, and the whole row; None where the row is gone."""


@dataclass(slots=True)
class Written:
    """What the file holds. `rows` by (table, key); `complete`: no part and no mark is missing."""

    rows: dict[tuple[str, Any], dict[str, Any]] = field(default_factory=dict)
    mark: int = 0
    complete: bool = False
    authentic: bool = False
    """At least one record opens with the key: the key is the right one, whatever the cache says."""
    damaged: int = 0
    later: list[WrittenRow] = field(default_factory=list)
    """Of the records above the mark that was asked for, in order."""


class _Record(Value):
    header: bytes
    sealed: bytes
    mark: int
    part: int
    parts: int


class Journal:
    """The file is opened for each record: another process may have replaced it. Lives on the database thread."""

    def __init__(self, cache: Path, key: bytes) -> None:
        self.path = cache.with_suffix(SUFFIX)
        secret = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"spplus writings 1").derive(key)
        self._cipher = AESGCM(secret)
        self.increments = 0

    def append(self, mark: int, rows: Sequence[WrittenRow], *, durable: bool) -> bool:
        """One record. False where the file cannot be written: the cache has the rows, and the next opening mends it."""
        try:
            fresh = not self.path.exists()
            with self.path.open("ab") as file:
                file.write(self._sealed(mark, 0, 0, rows))
                file.flush()
                if durable:
                    os.fsync(file.fileno())
            if fresh:
                self.path.chmod(0o600)
        except OSError as error:
            _log.warning("the second copy of the texts cannot be written (%s)", type(error).__name__)
            return False
        self.increments += 1
        return True

    def rewrite(self, mark: int, rows: Sequence[WrittenRow]) -> bool:
        """The whole file anew, or not at all. False where it cannot be written."""
        fresh = self.path.with_suffix(SUFFIX + ".new")
        parts = [rows[start : start + _PART_ROWS] for start in range(0, len(rows), _PART_ROWS)] or [()]
        try:
            with fresh.open("wb") as file:
                fresh.chmod(0o600)
                for number, part in enumerate(parts):
                    file.write(self._sealed(mark, number, len(parts), part))
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self.path)
        except OSError as error:
            _log.warning("the second copy of the texts cannot be rewritten (%s)", type(error).__name__)
            return False
        self.increments = 0
        return True

    def glance(self) -> Written:
        """Marks and completeness by the headers alone; only the first record is opened. For each opening."""
        records, damaged = _records(_content(self.path))
        found = Written(damaged=damaged)
        if records:
            found.authentic = self._open(records[0]) is not None
            found.mark = max(record.mark for record in records)
            found.complete = found.authentic and not damaged and _whole(records)
            self.increments = sum(1 for record in records if not record.parts)
        return found

    def read(self, above: int | None = None) -> Written:
        """Every record that opens, in the order of the marks. `above`: tell too what came after that mark."""
        records, damaged = _records(_content(self.path))
        found = Written(damaged=damaged)
        good: list[_Record] = []
        for record in sorted(records, key=lambda one: (one.mark, not one.parts, one.part)):
            rows = self._open(record)
            if rows is None:
                found.damaged += 1
                continue
            good.append(record)
            for table, key, row in rows:
                if row is None:
                    found.rows.pop((table, key), None)
                else:
                    found.rows[table, key] = row
            if above is not None and record.mark > above:
                found.later += rows
        found.authentic = bool(good)
        found.mark = max((record.mark for record in good), default=0)
        found.complete = not found.damaged and _whole(good)
        return found

    def _sealed(self, mark: int, part: int, parts: int, rows: Sequence[WrittenRow]) -> bytes:
        clear = msgspec.json.encode(rows)
        nonce = os.urandom(_NONCE_BYTES)
        header = _HEADER.pack(_MAGIC, _NONCE_BYTES + len(clear) + _TAG_BYTES, mark, part, parts)
        return header + nonce + self._cipher.encrypt(nonce, clear, header)

    def _open(self, record: _Record) -> list[WrittenRow] | None:
        nonce, sealed = record.sealed[:_NONCE_BYTES], record.sealed[_NONCE_BYTES:]
        try:
            clear = self._cipher.decrypt(nonce, sealed, record.header)
            return msgspec.json.decode(clear, type=list[tuple[str, Any, dict[str, Any] | None]])
        except (InvalidTag, ValueError):
            return None


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _records(content: bytes) -> tuple[list[_Record], int]:
    """The records that the headers tell of, and how many stretches were no record at all."""
    found: list[_Record] = []
    damaged = 0
    place = 0
    while place < len(content):
        end = place + _HEADER.size
        if content.startswith(_MAGIC, place) and end <= len(content):
            _, length, mark, part, parts = _HEADER.unpack(content[place:end])
            if _NONCE_BYTES + _TAG_BYTES <= length <= _LARGEST and end + length <= len(content):
                found.append(_Record(content[place:end], content[end : end + length], mark, part, parts))
                place = end + length
                continue
        damaged += 1
        # The length may be what is damaged: the next record begins where the next magic stands.
        following = content.find(_MAGIC, place + 1)
        place = len(content) if following < 0 else following
    return found, damaged


def _whole(records: Sequence[_Record]) -> bool:
    parts = {record.part for record in records if record.parts}
    wanted = max((record.parts for record in records), default=0)
    if not wanted or parts != set(range(wanted)):
        return False
    start = max(record.mark for record in records if record.parts)
    marks = {record.mark for record in records if not record.parts and record.mark > start}
    return marks == set(range(start + 1, start + 1 + len(marks)))
