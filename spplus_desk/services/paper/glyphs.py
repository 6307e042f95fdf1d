"""What the font of a page can show. PDF/UA refuses a character without a glyph, and with it the whole document: an
emoji in a tag, a name in Chinese characters, would leave a manager without a report."""

import struct
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

MISSING = "□"
"""Stands for a letter that the font lacks: something is there that cannot be shown."""


def showable(facts: Any) -> Any:
    """The same facts, keys apart, with every text in characters that the font has."""
    if isinstance(facts, str):
        return shown(facts)
    if isinstance(facts, Mapping):
        return {key: showable(value) for key, value in facts.items()}
    return [showable(one) for one in facts] if isinstance(facts, list | tuple) else facts


def shown(text: str) -> str:
    """Signs and emoji without a glyph go, letters without one become `MISSING`."""
    if text.isascii():
        return text
    has = _characters()
    plain = unicodedata.normalize("NFC", text)
    return "".join(one if one.isspace() or ord(one) in has else _instead(one) for one in plain)


def _instead(one: str) -> str:
    return MISSING if unicodedata.category(one)[0] in "LN" else ""


@lru_cache(maxsize=1)
def _characters() -> frozenset[int]:
    """The code points of Inter: its table `cmap`, in the format for all of Unicode (OpenType, « cmap », format 12)."""
    found: set[int] = set()
    for font in (resources.files("fontpkg_inter") / "files").iterdir():
        if font.name.endswith(".ttf") and "Italic" not in font.name:
            found |= _code_points(font.read_bytes())
    return frozenset(found)


def _code_points(font: bytes) -> set[int]:
    (tables,) = struct.unpack_from(">H", font, 4)
    entries = (struct.unpack_from(">4sIII", font, 12 + 16 * n) for n in range(tables))
    cmap = next(start for tag, _sum, start, _length in entries if tag == b"cmap")
    (many,) = struct.unpack_from(">H", font, cmap + 2)
    for n in range(many):
        _platform, _encoding, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * n)
        at = cmap + offset
        if struct.unpack_from(">H", font, at) == (12,):
            (groups,) = struct.unpack_from(">I", font, at + 12)
            spans = (struct.unpack_from(">III", font, at + 16 + 12 * g) for g in range(groups))
            return {code for first, last, _glyph in spans for code in range(first, last + 1)}
    raise ValueError("a font without a table of all of Unicode")
