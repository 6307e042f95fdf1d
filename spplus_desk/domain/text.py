"""What may be done to a text without changing its words."""

import re
import unicodedata

MAX_BODY = 10_000
"""Longest reply or comment body, in characters. No platform limit is known; real texts reach 7,900."""
MAX_LINE = 300
"""Longest greeting, closing or signature, in characters."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


def clean(text: str) -> str:
    """`text` without what no screen shows and no database takes: control characters and broken surrogates.

    Line ends become `\\n`; tabs, emoji and right-to-left text stay as they are.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return _LONE_SURROGATE.sub("\ufffd", _CONTROL.sub("", unified))


def is_clean(text: str) -> bool:
    return clean(text) == text


def excerpt(text: str, length: int = 240) -> str:
    """The beginning of `text` on one line, for a list."""
    return on_one_line(text[: length * 2]).strip()[:length]


def on_one_line(text: str) -> str:
    """Each run of ordinary spaces, tabs and line ends is one space."""
    # Not str.split(): it would take the no-break spaces of « » and of numbers for places to break. Not a pattern: it
    # takes ten times as long, for each row of each list.
    shown = text.replace("\r", " ").replace("\n", " ").replace("\t", " ")
    while "  " in shown:
        shown = shown.replace("  ", " ")
    return shown


def folded(text: str) -> str:
    """`text` as it is compared: no case, no accents; ligatures and apostrophes spelt out."""
    plain = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


def slug(text: str) -> str:
    """Lower case, without accents, words joined by hyphens: « Mi-Carême » gives `mi-careme`."""
    return re.sub(r"[^a-z0-9]+", "-", folded(text)).strip("-")
