"""The social security number (numéro d’inscription au répertoire): 13 characters and a key of two digits.

Composition: sex (1, 2; 3, 4 while an identity is being established; 7, 8 temporary), year, month (01-12, or codes from
20 on where the month is not known), department (01-95, 2A, 2B, 96; 97x, 98x overseas; 99 abroad), commune, order.
Source: Insee, « Numéro d’inscription au répertoire », and python-stdnum, which computes the key.
"""

import re
from collections.abc import Iterator

from stdnum.fr import nir as official

from spplus_desk.domain.privacy.around import SPACE, lead
from spplus_desk.domain.privacy.findings import Certainty, Finding, Kind, finding

_S = "[ \u00a0\u202f\u2009\t.\\-‐‑–/]{0,2}"
"""One class before each digit: there is one way only to read a number, hence no backtracking."""
_D = rf"{_S}\d"
_BEFORE_KEY = "[ \u00a0\u202f\u2009\t.\\-‐‑–/(]{0,3}"
"""The key is often set apart: « … 084 / 26 », « … 084 (26) »."""
_KEY = rf"(?P<key>{_BEFORE_KEY}(?:cl[ée]{SPACE}?:?{SPACE}?)?\d{_S}\d)?"
_NUMBER = re.compile(
    rf"(?<![\dA-Za-z])(?=(?P<nir>(?P<body>[1-478]{_D}{_D}{_D}{_D}{_S}(?:\d{_S}\d|2{_S}[ABab])"
    rf"{_D}{_D}{_D}{_D}{_D}{_D}){_KEY})(?!\d))"
)
"""At most 15 digits from each group's first: the work is bounded by the length of the text."""
_MARKS = " \u00a0\u202f\u2009\t.-‐‑–/"
_JOINED = {ord(c): None for c in _MARKS}
_SPACED = {ord(c): " " for c in _MARKS}
_NATURAL = frozenset(
    {
        (13,),
        (1, 2, 2, 2, 3, 3),
        (1, 12),
        (1, 2, 2, 5, 3),
        (5, 2, 6),
        (1, 6, 6),
        (3, 2, 2, 3, 3),
        (1, 2, 2, 2, 6),
        (1, 4, 2, 3, 3),
    }
)
_WORDS = re.compile(
    r"s[ée]curit[ée]{0,1} sociale|\bs[ée]cu\b|\bnir\b|\bnss\b|immatricul|assur[ée]|\bins\b|carte vitale|\binsee\b"
)


def find(text: str) -> Iterator[Finding]:
    said_somewhere = _WORDS.search(text.casefold()) is not None
    for found in _NUMBER.finditer(text):
        body = found["body"].translate(_JOINED).upper()
        if not _plausible(body):
            continue
        start, end = found.span("nir")
        key = "".join(c for c in found["key"] or "" if c.isdigit())
        if key and _key(body) == int(key) and official.is_valid(body + key):
            usual = body[0] in "12" or (said_somewhere and _WORDS.search(lead(text, start)) is not None)
            certainty = Certainty.CERTAIN if usual else Certainty.PROBABLE  # one card in a hundred looks like the rest
            yield finding(Kind.NIR, text, start, end, certainty, "Numéro de sécurité sociale, clé exacte.")
            continue
        sizes = tuple(len(group) for group in found["body"].translate(_SPACED).split())
        said = said_somewhere and _WORDS.search(lead(text, start)) is not None
        if not said and (sizes not in _NATURAL or (len(sizes) == 1 and body[0] not in "12")):
            continue
        certainty = Certainty.PROBABLE if said or len(sizes) > 1 else Certainty.POSSIBLE
        if key:
            reason = "Ressemble à un numéro de sécurité sociale, mais sa clé est fausse."
            yield finding(Kind.NIR, text, start, end, certainty, reason)
        else:
            yield finding(Kind.NIR, text, start, end, certainty, "Numéro de sécurité sociale sans sa clé.")


def _key(body: str) -> int:
    """The library's own sum, asked first because a page of figures is full of numbers that are not this one."""
    corsica = {"2A": "19", "2B": "18"}.get(body[5:7], body[5:7])
    return 97 - int(body[:5] + corsica + body[7:]) % 97


def _plausible(body: str) -> bool:
    month = int(body[3:5])
    return (1 <= month <= 12 or 20 <= month <= 42 or month >= 50) and body[5:7] != "00"
