"""What the guard says of a text: one finding for each personal datum. No finding ever carries the datum itself."""

from enum import StrEnum

from spplus_desk.domain.values import Value


class Kind(StrEnum):
    """The kinds of `spplus-desk guard`; their values are part of its contract."""

    NIR = "nir"
    IBAN = "iban"
    SIRET = "siret"
    SIREN = "siren"
    CARD = "card"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    PLATE = "plate"
    TAX_NUMBER = "tax_number"
    FILE_NUMBER = "file_number"
    BIRTH_DATE = "birth_date"
    NAME = "name"


class Certainty(StrEnum):
    """`certain`: a check digit or an unmistakable form says so. `probable`: the form does, or the words around it.
    `possible`: it may be something else; shown to the agent, never in the way of sending."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"

    @property
    def rank(self) -> int:
        """The surer, the higher."""
        return {Certainty.POSSIBLE: 0, Certainty.PROBABLE: 1, Certainty.CERTAIN: 2}[self]


class Finding(Value):
    """`start` and `end` count characters of the text as it was given; `masked` shows the datum's shape and none of
    its letters or digits; `reason` is one French sentence, without the datum."""

    kind: Kind
    start: int
    end: int
    masked: str
    certainty: Certainty
    reason: str


_SHAPED = frozenset(
    {Kind.NIR, Kind.IBAN, Kind.SIRET, Kind.SIREN, Kind.CARD, Kind.PHONE, Kind.PLATE, Kind.TAX_NUMBER, Kind.FILE_NUMBER}
)
_FIXED = {Kind.EMAIL: "•••@•••", Kind.ADDRESS: "•• ••• •••", Kind.BIRTH_DATE: "••/••/••••", Kind.NAME: "•••"}
_MOST = 40


def mask(kind: Kind, datum: str) -> str:
    """Numbers keep their grouping; of words nothing is kept, not even their length."""
    if kind not in _SHAPED:
        return _FIXED[kind]
    return "".join("•" if c.isalnum() else " " if c.isspace() else c for c in datum)[:_MOST]


def finding(kind: Kind, text: str, start: int, end: int, certainty: Certainty, reason: str) -> Finding:
    return Finding(kind, start, end, mask(kind, text[start:end]), certainty, reason)


_SWALLOWS = frozenset({Kind.NIR, Kind.IBAN, Kind.TAX_NUMBER})
"""Another kind found wholly inside one of these is a piece of it, however sure it looks alone."""


def without_overlaps(found: list[Finding]) -> tuple[Finding, ...]:
    """Where findings overlap, the surest stays, then the longest, then the first. In reading order."""
    wholes = [f for f in found if f.kind in _SWALLOWS and f.certainty is not Certainty.POSSIBLE]
    kept: list[Finding] = []
    taken = bytearray(max((f.end for f in found), default=0))
    for f in sorted(found, key=lambda f: (_inside(f, wholes), -f.certainty.rank, f.start - f.end, f.start)):
        if not any(taken[f.start : f.end]):
            taken[f.start : f.end] = b"\x01" * (f.end - f.start)
            kept.append(f)
    return tuple(sorted(kept, key=lambda f: f.start))


def _inside(f: Finding, wholes: list[Finding]) -> bool:
    """Of two kinds for the very same characters the surer stays; save a telephone number, which is never so long."""
    return f.kind not in _SWALLOWS and any(
        w.start <= f.start and f.end <= w.end and (f.kind is Kind.PHONE or f.end - f.start < w.end - w.start)
        for w in wholes
    )
