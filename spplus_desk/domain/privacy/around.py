"""The words before a number, which tell what it is. Every look is bounded, so that a long text costs in proportion."""

import re

SPACE = "[ \u00a0\u202f\u2009\t]"
"""The spaces that stand inside a number or between words of one line."""
REACH = 64
"""How far back a word may say what the number is, in characters."""
_END = re.compile(r"(?<!\bn)(?<!\bno)(?<!\btel)(?<!\btél)(?<!\bréf)(?<!\bnum)(?<!\bm)[.!?;]\s")
_AMOUNT = re.compile(
    rf"{SPACE}?(?:€|euros?\b|eur\b|%|k€|m€|millions?\b|milliards?\b|personnes\b|habitants\b|francs?\b|usagers\b"
    r"|dossiers\b|demandes\b|foyers\b|allocataires\b|appels\b|jours\b|heures\b)",
    re.IGNORECASE,
)


def lead(text: str, start: int, reach: int = REACH) -> str:
    """The same sentence's words before `start`, in small letters, at most `reach` characters."""
    before = text[max(0, start - reach) : start].casefold()
    last = None
    for last in _END.finditer(before):  # noqa: B007 the last one counts
        pass
    return before if last is None else before[last.end() :]


def is_amount(text: str, end: int) -> bool:
    """True where what follows `end` makes a quantity of the number."""
    return _AMOUNT.match(text, end, end + 16) is not None


def stands_alone(text: str, start: int, end: int) -> bool:
    """No letter, digit or joining sign touches it: not the middle of a longer reference."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (before.isalnum() or before in "_/*#") and not (after.isalnum() or after in "_*")
