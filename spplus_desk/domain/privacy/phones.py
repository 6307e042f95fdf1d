"""Telephone numbers: the French plan of ten digits, overseas, abroad. Public numbers are nobody's.

Never found: short numbers (3646, 15, 112…), which have too few digits, and 08 numbers, which no person can hold
(special rates and free calls, Arcep's numbering plan).
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from spplus_desk.domain.privacy.around import SPACE, is_amount, lead, stands_alone
from spplus_desk.domain.privacy.findings import Certainty, Finding, Kind, finding
from spplus_desk.domain.privacy.known import SiteNumbers
from spplus_desk.domain.privacy.runs import Part, parts

_SHAPES = frozenset(
    {
        (2, 2, 2, 2, 2),
        (4, 2, 2, 2),
        (4, 3, 3),
        (4, 6),
        (10,),
        (1, 3, 3, 3),
        (1, 9),
        (2, 8),
        (2, 4, 4),
        (2, 3, 3, 2),
        (3, 3, 4),
        (3, 3, 2, 2),
        (3, 2, 2, 3),
        (2, 2, 3, 3),
        (2, 2, 6),
        (1, 1, 2, 2, 2, 2),
    }
)
_ABROAD = re.compile(
    rf"(?<![\dA-Za-z+])(?:\+{SPACE}?|00{SPACE}?(?=[1-9]))"
    r"(?P<rest>[1-9](?:[ \u00a0\u202f\u2009.\-()/]{0,3}\d){6,14})(?!\d)"
)
_SAID = re.compile(
    r"t[ée]l[ée]?phone|\bt[ée]l\b|appel|portable|mobile|\bfixe\b|joign|joindre|rappel|contacte|\bfax\b|\bgsm\b"
)
_LOCAL = re.compile(
    r"(?<![\d.,/\-])(?<!\d[ \u00a0\u202f])\d\d(?:[ \u00a0\u202f.]\d\d){2,3}"
    rf"(?![ \u00a0\u202f.]?\d|{SPACE}?(?:€|euros))"
)
"""Six digits in New Caledonia, Wallis, Saint-Pierre; eight in Polynesia: where words say telephone."""
_ODD = re.compile(
    rf"(?<![\w/_.\-(+])(?:\(0\){SPACE}?[1-79](?:[ \u00a0\u202f.\-]?\d\d){{4}}"
    r"|0[1-79](?P<sign>[/_])\d\d(?:(?P=sign)\d\d){3})"
    r"(?![\w/])"
)
"""« (0)6 12 34 56 78 », and five pairs joined by strokes, which no date has."""
_OVERSEAS = ("+590", "+594", "+596", "+262", "+508", "+687", "+689", "+681")


def find(text: str, known: SiteNumbers) -> Iterator[Finding]:
    for part in parts(text, 6, _SHAPES, frozenset({10})):
        yield from _national(text, part, known)
    yield from _odd(text, known)
    if "+" in text or "00" in text:
        yield from _abroad(text, known)
    yield from _local(text, known)


def _national(text: str, part: Part, known: SiteNumbers) -> Iterator[Finding]:
    digits = part.digits
    if digits[0] != "0" or digits[1] in "08":
        return
    second = len(part.sizes) > 1 and text[part.start - 2 : part.start - 1].isdigit()  # « 06 … 78/01 42 … »
    if not stands_alone(text, part.start, part.end) and not (second and text[part.start - 1] == "/"):
        return
    if text[part.start - 1 : part.start] == "+" or is_amount(text, part.end) or known.has_phone(digits):
        return
    if not part.whole and part.sizes == (10,):
        return
    said = _SAID.search(lead(text, part.start)) is not None
    sure = said or _valid("+33" + digits[1:])
    reason = "Numéro de téléphone qui ne figure pas parmi ceux de votre site."
    yield finding(Kind.PHONE, text, part.start, part.end, Certainty.CERTAIN if sure else Certainty.PROBABLE, reason)


def _odd(text: str, known: SiteNumbers) -> Iterator[Finding]:
    for found in _ODD.finditer(text):
        if not known.has_phone(_digits(found.group())):
            reason = "Numéro de téléphone qui ne figure pas parmi ceux de votre site."
            yield finding(Kind.PHONE, text, found.start(), found.end(), Certainty.CERTAIN, reason)


def _abroad(text: str, known: SiteNumbers) -> Iterator[Finding]:
    for found in _ABROAD.finditer(text):
        start, end = found.start(), found.end()
        number = _digits(found["rest"])
        if number.startswith("33"):
            national = number[2:].removeprefix("0")
            if len(national) < 9 or national[0] in "08":
                continue
            end = _cut(text, start, 9 + (number[2] == "0") + 2 + (0 if text[start] == "+" else 2))
            number = "33" + national[:9]
            if known.has_phone("+" + number):
                continue
            certainty = Certainty.CERTAIN
        elif _valid("+" + number):
            if known.has_phone(text[start:end]):
                continue
            grouped = text[start] == "+" or not text[start:end].isdigit()
            certainty = Certainty.CERTAIN if grouped else Certainty.PROBABLE
        elif text[start] == "+" or _SAID.search(lead(text, start)):
            shorter = _shorter(text, start, end)
            end, certainty = (shorter, Certainty.CERTAIN) if shorter else (end, Certainty.PROBABLE)
        else:
            continue
        yield finding(Kind.PHONE, text, start, end, certainty, "Numéro de téléphone avec son indicatif de pays.")


def _shorter(text: str, start: int, end: int) -> int | None:
    """Where the number ends, when a figure of the sentence followed it (« +32 2 123 45 67 10 h »)."""
    at = end
    for _ in range(3):
        while at > start and text[at - 1].isdigit():
            at -= 1
        while at > start and not text[at - 1].isdigit():
            at -= 1
        if at - start >= 7 and _valid("+" + _digits(text[start:at]).removeprefix("00")):
            return at
    return None


def _local(text: str, known: SiteNumbers) -> Iterator[Finding]:
    for found in _LOCAL.finditer(text):
        before = lead(text, found.start(), 32)
        if re.search(r"t[ée]l[ée]?phone|\bt[ée]l\b|appel", before) and not known.has_phone(found.group()):
            reason = "Annoncé comme un numéro de téléphone."
            yield finding(Kind.PHONE, text, found.start(), found.end(), Certainty.PROBABLE, reason)


def _cut(text: str, start: int, count: int) -> int:
    """The index after the `count`-th digit from `start` on."""
    at = start
    while count:
        count -= text[at].isdigit()
        at += 1
    return at


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


@lru_cache(maxsize=1024)
def _valid(number: str) -> bool:
    """Whether some numbering plan has that number; the French overseas ones too, written `+33` by who dials them so."""
    import phonenumbers  # 40 ms and 20 MB: at the first number only

    numbers = [number]
    if number.startswith("+33") and number[3:6] in {
        "590",
        "594",
        "596",
        "262",
        "508",
        "690",
        "694",
        "696",
        "692",
        "693",
    }:
        numbers += [prefix + number[3:] for prefix in _OVERSEAS]
    if number.startswith(("+33639", "+33269")):
        numbers.append("+262" + number[3:])
    for each in numbers:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(each, None)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False
