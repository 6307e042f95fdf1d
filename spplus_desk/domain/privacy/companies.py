"""SIRET and SIREN: who has a business under their own name is named by them."""

import re
from collections.abc import Iterator

from stdnum.fr import siren as official_siren
from stdnum.fr import siret as official_siret

from spplus_desk.domain.privacy.around import is_amount, lead, stands_alone
from spplus_desk.domain.privacy.findings import Certainty, Finding, Kind, finding
from spplus_desk.domain.privacy.runs import Part, parts

_SIRET_SHAPES = frozenset({(3, 3, 3, 5), (9, 5), (3, 3, 3, 3, 2), (3, 3, 3, 2, 3), (14,)})
_SIREN_SHAPES = frozenset({(3, 3, 3), (9,)})
_SIRET_WORDS = re.compile(r"siret|établissement|etablissement|entreprise|société|auto-?entrepreneur")
_SIREN_WORDS = re.compile(r"siren|siret|\brcs\b|entreprise|société|auto-?entrepreneur|registre du commerce|\bape\b")


def find(text: str) -> Iterator[Finding]:
    for part in parts(text, 5, _SIRET_SHAPES | _SIREN_SHAPES, frozenset({9, 14})):
        if stands_alone(text, part.start, part.end) and not is_amount(text, part.end):
            yield from _siret(text, part) if len(part.digits) == 14 else _siren(text, part)


def _siret(text: str, part: Part) -> Iterator[Finding]:
    before = lead(text, part.start)
    said = _SIRET_WORDS.search(before) is not None
    if official_siret.is_valid(part.digits):
        if said or part.sizes in _SIRET_SHAPES:
            sure = said or len(part.sizes) > 1
            certainty = Certainty.CERTAIN if sure else Certainty.PROBABLE
            yield finding(Kind.SIRET, text, part.start, part.end, certainty, "Numéro SIRET, clé exacte.")
    elif "siret" in before:
        reason = "Annoncé comme un SIRET, mais sa clé est fausse."
        yield finding(Kind.SIRET, text, part.start, part.end, Certainty.POSSIBLE, reason)


def _siren(text: str, part: Part) -> Iterator[Finding]:
    before = lead(text, part.start)
    said = _SIREN_WORDS.search(before) is not None
    if official_siren.is_valid(part.digits):
        if said:
            certainty = Certainty.CERTAIN if part.whole else Certainty.POSSIBLE
            yield finding(Kind.SIREN, text, part.start, part.end, certainty, "Numéro SIREN, clé exacte.")
        elif part.whole and part.sizes in _SIREN_SHAPES and part.digits[0] != "0":
            reason = "Neuf chiffres dont la clé est celle d’un SIREN."
            yield finding(Kind.SIREN, text, part.start, part.end, Certainty.POSSIBLE, reason)
    elif "siren" in before and part.whole:
        reason = "Annoncé comme un SIREN, mais sa clé est fausse."
        yield finding(Kind.SIREN, text, part.start, part.end, Certainty.POSSIBLE, reason)
