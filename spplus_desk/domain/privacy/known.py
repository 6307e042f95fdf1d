"""What a site has made public itself: its own numbers, mail and addresses are no one's personal data."""

import re
import unicodedata
from dataclasses import dataclass, field

_NOT_DIGIT = re.compile(r"\D+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def phone_key(number: str) -> str:
    """One spelling for each French number: `+33 (0)1 99…`, `0033 1 99…` and `01.99…` give the same."""
    trimmed = number.strip()
    digits = _NOT_DIGIT.sub("", trimmed)
    for prefix, there in (("0033", digits.startswith("0033")), ("33", trimmed.startswith("+33"))):
        if there and digits.startswith(prefix):
            return "0" + digits[len(prefix) :].removeprefix("0")
    return digits


def words_key(text: str) -> str:
    """Letters and digits alone, without accents or case."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return _NOT_WORD.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def line_key(kind: str, value: str) -> tuple[str, str]:
    """Equal for two ways of writing the same number or address of a service; `kind` is a `Kind`'s value."""
    if kind == "phone":
        return kind, phone_key(value)
    return kind, value.strip().casefold() if kind == "email" else words_key(value)


@dataclass(frozen=True, slots=True)
class SiteNumbers:
    """The site's list. `emails` holds whole addresses, or `@domain` for all of a domain. Made once, asked often:
    the keys are computed when it is made."""

    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    _phones: frozenset[str] = field(init=False, repr=False, compare=False)
    _emails: frozenset[str] = field(init=False, repr=False, compare=False)
    _addresses: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_phones", frozenset(phone_key(p) for p in self.phones))
        object.__setattr__(self, "_emails", frozenset(e.strip().casefold() for e in self.emails))
        object.__setattr__(self, "_addresses", tuple(k for k in (words_key(a) for a in self.addresses) if k))

    def has_phone(self, number: str) -> bool:
        return phone_key(number) in self._phones

    def has_email(self, address: str) -> bool:
        address = address.casefold()
        return address in self._emails or "@" + address.partition("@")[2] in self._emails

    def has_address(self, address: str) -> bool:
        """Also when one of the two says more than the other (with or without the town)."""
        if not self._addresses:
            return False
        key = f" {words_key(address)} "  # whole words: number 2 is not number 12
        return any(key in f" {whole} " or f" {whole} " in key for whole in self._addresses)


NONE_KNOWN = SiteNumbers()
