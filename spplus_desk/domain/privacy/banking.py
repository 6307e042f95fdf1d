"""Bank accounts (IBAN of any country, the French RIB) and payment cards."""

import re
from collections.abc import Iterator

from stdnum import iban as official_iban
from stdnum import luhn

from spplus_desk.domain.privacy.around import SPACE, is_amount, lead, stands_alone
from spplus_desk.domain.privacy.findings import Certainty, Finding, Kind, finding
from spplus_desk.domain.privacy.runs import parts

_HEAD = re.compile(rf"(?<![A-Za-z0-9])[A-Za-z]{{2}}{SPACE}?\d{SPACE}?\d(?=(?:{SPACE}{{0,2}}|[.\-])[A-Za-z0-9])")
_NEXT = re.compile(rf"(?:{SPACE}{{0,2}}|[.\-])([A-Za-z0-9])")
_SHORTEST, _LONGEST = 11, 30
"""Characters after the country and its check digits: Norway has 11, the standard allows 30."""
_FRENCH = 23
_LETTERS = {chr(ord("A") + i): 10 + i for i in range(26)}
_ACCOUNT = re.compile(r"\biban\b|\brib\b|compte (?:bancaire|courant)|coordonnées bancaires|virement")
_CARD_WORDS = re.compile(r"carte|\bcb\b|visa|mastercard|paiement")
_CARD_SHAPES = frozenset({(4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (13,), (14,), (15,), (16,), (4, 4, 4, 4, 3), (19,)})
_RIB_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")
_RIB = re.compile(
    rf"(?<![A-Za-z0-9])(\d{{5}})({SPACE}|[-.])?(\d{{5}})({SPACE}|[-.])?([0-9A-Za-z]{{11}})({SPACE}|[-.])?"
    r"(\d{2})(?![A-Za-z0-9])"
)


def find(text: str) -> Iterator[Finding]:
    yield from _ibans(text)
    yield from _ribs(text)
    yield from _cards(text)


def _ibans(text: str) -> Iterator[Finding]:
    for found in _HEAD.finditer(text):
        head = [c for c in found.group().upper() if c.isalnum()]
        ends, characters = _follow(text, found.end())
        end = _valid_end(head, characters, ends)
        start = found.start()
        if end is not None and not text[end : end + 1].isalnum():
            yield finding(Kind.IBAN, text, start, end, Certainty.CERTAIN, "IBAN, clé exacte.")
            continue
        said = _ACCOUNT.search(lead(text, start)) is not None
        if "".join(head[:2]) == "FR" and len(characters) >= _FRENCH:
            end = ends[_FRENCH - 1]
            digits = sum(c.isdigit() for c in characters[:_FRENCH])
            if digits >= 12 and not text[end : end + 1].isalnum():
                certainty = Certainty.PROBABLE if said else Certainty.POSSIBLE
                yield finding(Kind.IBAN, text, start, end, certainty, "Ressemble à un IBAN, mais sa clé est fausse.")
        elif said and len(characters) >= _SHORTEST and sum(c.isdigit() for c in characters) >= 10:
            end = next(e for e in reversed(ends) if not text[e : e + 1].isalnum())
            yield finding(Kind.IBAN, text, start, end, Certainty.POSSIBLE, "Annoncé comme un IBAN, clé fausse.")


def _follow(text: str, at: int) -> tuple[list[int], list[str]]:
    ends: list[int] = []
    characters: list[str] = []
    while len(ends) < _LONGEST:
        found = _NEXT.match(text, at)
        if found is None:
            break
        at = found.end()
        ends.append(at)
        characters.append(found[1].upper())
    return ends, characters


def _valid_end(head: list[str], characters: list[str], ends: list[int]) -> int | None:
    """The end of the longest valid IBAN that begins so. The remainder modulo 97 grows by one character at a time, so
    that the library is asked about one length in a hundred."""
    tail = "".join(str(_LETTERS.get(c, c)) for c in head)
    shift, remainder, best = 10 ** len(tail), 0, None
    for count, character in enumerate(characters, 1):
        value = _LETTERS.get(character)
        remainder = (remainder * 10 + int(character)) % 97 if value is None else (remainder * 100 + value) % 97
        if count >= _SHORTEST and (remainder * shift + int(tail)) % 97 == 1:
            whole = "".join(head) + "".join(characters[:count])
            if official_iban.is_valid(whole, check_country=False):
                best = ends[count - 1]
    return best


def _ribs(text: str) -> Iterator[Finding]:
    for found in _RIB.finditer(text):
        bank, desk, account, key = found[1], found[3], found[5].upper(), found[7]
        number = account.translate(_RIB_LETTERS)
        if 97 - (89 * int(bank) + 15 * int(desk) + 3 * int(number)) % 97 == int(key):
            yield finding(
                Kind.IBAN,
                text,
                found.start(),
                found.end(),
                Certainty.CERTAIN,
                "Relevé d’identité bancaire, clé exacte.",
            )
        elif _ACCOUNT.search(lead(text, found.start())):
            reason = "Annoncé comme un compte bancaire, mais sa clé est fausse."
            yield finding(Kind.IBAN, text, found.start(), found.end(), Certainty.PROBABLE, reason)


def _cards(text: str) -> Iterator[Finding]:
    lengths = frozenset({13, 14, 15, 16, 19})
    for part in parts(text, 5, _CARD_SHAPES, lengths):
        if not _issued(part.digits) or not stands_alone(text, part.start, part.end) or is_amount(text, part.end):
            continue
        said = _CARD_WORDS.search(lead(text, part.start)) is not None
        if luhn.is_valid(part.digits):
            sure = said or part.sizes in {(4, 4, 4, 4), (4, 6, 5)}
            if sure or part.sizes in _CARD_SHAPES or len(part.digits) == 16:
                certainty = Certainty.CERTAIN if sure else Certainty.PROBABLE
                reason = "Numéro de carte de paiement, clé exacte."
                yield finding(Kind.CARD, text, part.start, part.end, certainty, reason)
        elif len(part.digits) in {15, 16} and (said or part.sizes == (4, 4, 4, 4)):
            reason = "Ressemble à un numéro de carte de paiement, mais sa clé est fausse."
            yield finding(Kind.CARD, text, part.start, part.end, Certainty.POSSIBLE, reason)


def _issued(digits: str) -> bool:
    """How the numbers of each network begin: Visa, Mastercard, American Express, Diners, JCB, Discover, Maestro."""
    size, first2, first4 = len(digits), int(digits[:2]), int(digits[:4])
    return (
        (digits[0] == "4" and size in {13, 16, 19})
        or ((51 <= first2 <= 55 or 2221 <= first4 <= 2720) and size == 16)
        or (first2 in {34, 37} and size == 15)
        or (first2 in {36, 38} and size == 14)
        or (3528 <= first4 <= 3589 and size == 16)
        or ((first4 == 6011 or first2 == 65) and size == 16)
        or (first4 in {5018, 5020, 5038, 6304, 6759, 6761, 6763} and size in {13, 16, 19})
    )
