"""Number plates: the series since 2009 (AA-123-AA, without I, O, U), the earlier one (1234 AB 75)."""

import re
from collections.abc import Iterator

from spplus_desk.domain.privacy.around import lead
from spplus_desk.domain.privacy.findings import Certainty, Finding, Kind, finding

_L = "A-HJ-NP-TV-Z"
_NEW = re.compile(
    rf"(?<![\w\-])([{_L}]{{2}})([ \u00a0\-‑.]?)(\d{{3}})([ \u00a0\-‑.]?)([{_L}]{{2}})(?![\w\-])", re.IGNORECASE
)
_OLD = re.compile(
    rf"(?<![\w\-.,])(\d{{1,4}})([ \u00a0\-]?)([{_L}]{{2,3}})([ \u00a0\-]?)"
    r"(0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-6])(?![\w\-])"
)
_WORDS = re.compile(
    r"plaque|immatricul|véhicule|vehicule|voiture|carte grise|moto\b|scooter|camion|fourgon|caravane|remorque"
)
_UNIT_WORDS = """
KG KM MO GO KO TO GB MB KB TB CM MM ML CL DL HA KW MW DE ET LE DU AU EN CP BP CS TSA RN RD NR HT TTC
"""
_UNITS = frozenset(_UNIT_WORDS.split())
_NEVER = frozenset({"SS", "WW"})


def find(text: str) -> Iterator[Finding]:
    for found in _NEW.finditer(text):
        first, gap, _, gap2, last = found.groups()
        if first.upper() in _NEVER or last.upper() == "SS":
            continue
        said = _WORDS.search(lead(text, found.start())) is not None
        upper = first.isupper() and last.isupper()
        if not upper and not said and not (gap in "-‑" and gap == gap2 and gap):
            continue
        sure = said or (upper and gap == gap2 and gap in ("-", "‑"))
        certainty = Certainty.CERTAIN if sure else Certainty.PROBABLE
        yield finding(Kind.PLATE, text, found.start(), found.end(), certainty, "Plaque d’immatriculation.")
    for found in _OLD.finditer(text):
        number, gap, letters, _, _ = found.groups()
        said = _WORDS.search(lead(text, found.start())) is not None
        if not said and (letters in _UNITS or len(number) < 3 or not gap):
            continue
        certainty = Certainty.CERTAIN if said else Certainty.PROBABLE
        yield finding(Kind.PLATE, text, found.start(), found.end(), certainty, "Plaque d’immatriculation ancienne.")
