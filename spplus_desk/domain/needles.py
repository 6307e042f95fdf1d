"""What a search found, seen in a text: where its words stand, by their places in the text as it was written."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from spplus_desk.domain.values import Value

Span = tuple[int, int]
"""From, to: places in the text as it is written."""

_ACCENTED = (0x00C0, 0x0250), (0x1E00, 0x1F00)
_HYPHENS = frozenset("-\u2010\u2011")
_CLUSTER = re.compile(r"[\s\S][\u0300-\u036f]*")


class Needle(Value):
    """One term of a query. Each place of a row of words has the forms that may stand there, folded as `flat` folds.

    `open_end`: the last one is the beginning of a word.
    """

    places: tuple[tuple[str, ...], ...]
    open_end: bool = False
    beginnings: tuple[str, ...] = ()


class Needles(Value):
    """All terms that a text is looked through for."""

    each: tuple[Needle, ...] = ()

    def count(self, text: str) -> int:
        """How many of the terms stand in `text`."""
        return len(self._found(text)) if text else 0

    def look(self, text: str) -> tuple[int, tuple[Span, ...]]:
        """`count` and `spans` of one reading."""
        found = self._found(text)
        return len(found), _merged(text, found)

    def missing(self, text: str) -> bool:
        return self.count(text) < len(self.each)

    def spans(self, text: str) -> tuple[Span, ...]:
        """Where they stand, in order, none in another; what a hyphen joins is one."""
        return _merged(text, self._found(text))

    def _found(self, text: str) -> list[list[Span]]:
        """Of each of the terms that stand in `text`, where."""
        if not self.each or not text:
            return []
        flattened, starts = flat(text)
        found: list[list[Span]] = []
        for needle in self.each:
            spans = _standing(needle, flattened)
            if starts is not None:
                spans = [(starts[start], starts[end]) for start, end in spans]
            if spans:
                found.append(spans)
        return found


NO_NEEDLES = Needles()


def _merged(text: str, found: list[list[Span]]) -> tuple[Span, ...]:
    if sum(map(len, found)) < 2:
        return tuple(span for spans in found for span in spans)  # mostly so
    merged: list[Span] = []
    for start, end in sorted(span for spans in found for span in spans):
        if merged and (start < merged[-1][1] or text[merged[-1][1] : start] in _HYPHENS):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _standing(needle: Needle, flattened: str) -> list[Span]:
    """Where the pattern matches, as `finditer` has it. What all its matches begin with is looked for first: finding a
    plain string costs a hundredth of trying the pattern at every character."""
    pattern, beginning = _finder(needle)
    if not beginning:
        return [match.span() for match in pattern.finditer(flattened)]
    spans: list[Span] = []
    at = flattened.find(beginning)
    while at >= 0:
        match = pattern.match(flattened, at)
        if match is not None:
            spans.append(match.span())
        at = flattened.find(beginning, at + 1 if match is None else match.end())
    return spans


@lru_cache(maxsize=256)
def _finder(needle: Needle) -> tuple[re.Pattern[str], str]:
    return _pattern(needle), _beginning(needle)


def _beginning(needle: Needle) -> str:
    """The longest text that every match begins with; none where the first place has forms of different beginnings."""
    if not needle.places:
        return ""
    firsts = needle.places[0]
    if needle.open_end and len(needle.places) == 1:
        firsts += needle.beginnings
    first, last = min(firsts, default=""), max(firsts, default="")  # in their order, all others stand between the two
    return first[: next((at for at, letter in enumerate(first) if last[at : at + 1] != letter), len(first))]


@lru_cache(maxsize=512)  # as one types, mostly the same texts are looked through
def flat(text: str) -> tuple[str, tuple[int, ...] | None]:
    """(`text` in lower case without accents, ligatures kept; where each of its characters begins in `text`, None for
    one by one)."""
    if text.isascii():
        return text.lower(), None
    if not unicodedata.is_normalized("NFC", text):
        clusters = [(found.start(), found[0]) for found in _CLUSTER.finditer(text)]
        joined = "".join(_first(unicodedata.normalize("NFC", cluster)) for _start, cluster in clusters)
        return _flat(joined), (*(start for start, _cluster in clusters), len(text))
    return _flat(text), None


def _first(composed: str) -> str:
    return composed[0] if composed else " "


def _flat(text: str) -> str:
    plain = text.translate(_plain())
    lowered = plain.lower()
    # « İ » alone grows when it is lowered: then letter by letter, its first one.
    return lowered if len(lowered) == len(plain) else "".join(c.lower()[0] for c in plain)


@cache
def _plain() -> dict[int, str]:
    """Accented letters to bare ones, one to one; a ligature is two letters, and stays what it is."""
    table: dict[int, str] = {}
    for first, last in _ACCENTED:
        for code in range(first, last):
            bare = [c for c in unicodedata.normalize("NFKD", chr(code)) if not unicodedata.combining(c)]
            if len(bare) == 1 and bare[0] != chr(code):
                table[code] = bare[0]
    return table


def _pattern(needle: Needle) -> re.Pattern[str]:
    places = [_any(forms) for forms in needle.places]
    if needle.open_end and places:
        begun = _any(needle.beginnings) + r"[^\W_]*"
        forms = needle.places[-1]
        places[-1] = f"(?:{places[-1]}(?![^\\W_])|{begun})" if forms else begun
    return re.compile(r"(?<![^\W_])" + r"[\W_]+".join(places) + r"(?![^\W_])")


def _any(forms: Iterable[str]) -> str:
    # The longest first: an alternation takes the first that fits.
    return "(?:" + "|".join(re.escape(form) for form in sorted(forms, key=lambda form: -len(form))) + ")"
