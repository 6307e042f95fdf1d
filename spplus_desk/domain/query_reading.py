"""What was typed, as a `Query`. Reading never fails: what is not understood is searched as words, with a hint."""

import re
from datetime import date
from enum import StrEnum

from spplus_desk.domain.query import OPEN, Field, Filter, Query, Term
from spplus_desk.domain.query_values import field_of, grows, has_word, resolve
from spplus_desk.domain.values import Value

_QUOTES = '"«»“”„‟'
_SPACE = r"\s\x00-\x1f\x7f"
_PHRASE = re.compile(r'"([^"]*)(?:"|\Z)|«([^»]*)(?:»|\Z)|[“„‟]([^”“"]*)(?:[”“"]|\Z)')
_CHUNK = re.compile(rf"[^{_SPACE}{_QUOTES}:：]+")
_OPERATOR = re.compile(rf"([^{_SPACE}{_QUOTES}:：]+)[{_SPACE}]*[:：][{_SPACE}]*")
_GAP = re.compile(rf"[{_SPACE}]*")
_EDGES = re.compile(r"^\W+|\W+$")
_MOST_WORDS = 6
"""Words of the longest value without quotes (« il y a 3 semaines »), and room."""


class HintKind(StrEnum):
    MISSING_VALUE = "missing_value"
    UNKNOWN_VALUE = "unknown_value"


class Hint(Value):
    """Something that was not understood as it was meant. `text`: the value as typed."""

    kind: HintKind
    field: Field
    text: str = ""


class Piece(Value):
    """A filter, and where it stands in the typed text. `settled`: what is typed next does not belong to it."""

    filter: Filter
    start: int
    end: int
    settled: bool


class Reading(Value):
    query: Query
    hints: tuple[Hint, ...] = ()
    pieces: tuple[Piece, ...] = ()
    unfinished: bool = False
    """The last thing typed is a word that may go on: it is searched as the beginning of words."""


def read_query(text: str, today: date) -> Reading:
    """`today` gives a day to « hier » and « lundi », in the zone of the reader."""
    return _Reader(text, today).read()


class _Reader:
    def __init__(self, text: str, today: date) -> None:
        self._text, self._today = text, today
        self._terms: dict[Term, None] = {}
        self._filters: dict[Filter, None] = {}
        self._hints: list[Hint] = []
        self._pieces: list[Piece] = []
        self._last_word_end = -1

    def read(self) -> Reading:
        at, end = self._skip(0), len(self._text)
        while at < end:
            at = self._skip(self._one(at))
        query = Query(tuple(self._terms), tuple(self._filters))
        unfinished = self._last_word_end == end and bool(query.terms)
        return Reading(query, tuple(self._hints), tuple(self._pieces), unfinished)

    def _skip(self, at: int) -> int:
        found = _GAP.match(self._text, at)
        return at if found is None else found.end()

    def _one(self, at: int) -> int:
        """Reads what begins at `at`, and tells where the next begins."""
        excluded = self._text[at] == "-"
        start, at = at, at + excluded
        phrase = _PHRASE.match(self._text, at)
        if phrase is not None:
            self._add_phrase(phrase.group(phrase.lastindex or 0), excluded)
            return phrase.end()
        operator = _OPERATOR.match(self._text, at)
        field = None if operator is None else field_of(operator[1])
        if operator is not None and field is not None:
            return self._read_value(field, operator.end(), start, excluded)
        chunk = _CHUNK.match(self._text, at)
        if chunk is None:
            return at if excluded else at + 1  # a colon or a quote that opens nothing
        self._add_words(chunk[0], excluded, chunk.end())
        return chunk.end()

    def _read_value(self, field: Field, at: int, start: int, excluded: bool) -> int:
        quoted = _PHRASE.match(self._text, at)
        if quoted is not None:
            inside = _unquoted(quoted.group(quoted.lastindex or 0))
            value = resolve(field, inside, self._today, whole=True)
            if value is None:
                self._missed(field, inside)
                self._add_phrase(inside, excluded)
            else:
                self._add_filter(Filter(field, value, excluded), start, quoted.end(), settled=True)
            return quoted.end()
        words = self._words_from(at)
        if not words:
            self._hints.append(Hint(HintKind.MISSING_VALUE, field))
            return at
        for end in reversed(words[:1] if field in OPEN else words):
            typed = self._text[at:end]
            value = resolve(field, _trimmed(typed), self._today, whole=False)
            if value is not None:
                follows = self._skip(end)
                settled = follows < len(self._text) or (follows > end and not grows(field, typed))
                self._add_filter(Filter(field, value, excluded), start, end, settled=settled)
                return end
        self._missed(field, _trimmed(self._text[at : words[0]]))
        return at  # read again, as words

    def _words_from(self, at: int) -> list[int]:
        """Where each of the next words ends, up to the next operator, exclusion or quote."""
        ends: list[int] = []
        while len(ends) < _MOST_WORDS:
            chunk = _CHUNK.match(self._text, at)
            if chunk is None or (ends and chunk[0].startswith("-")) or not has_word(chunk[0]):
                break
            operator = _OPERATOR.match(self._text, at)
            if operator is not None and field_of(operator[1]) is not None:
                break
            ends.append(chunk.end())
            at = self._skip(chunk.end())
        return ends

    def _missed(self, field: Field, typed: str) -> None:
        kind = HintKind.UNKNOWN_VALUE if has_word(typed) else HintKind.MISSING_VALUE
        self._hints.append(Hint(kind, field, typed))

    def _add_filter(self, wanted: Filter, start: int, end: int, *, settled: bool) -> None:
        self._filters[wanted] = None
        self._pieces.append(Piece(wanted, start, end, settled))

    def _add_phrase(self, text: str, excluded: bool) -> None:
        inside = _unquoted(text)
        if has_word(inside):
            self._terms[Term(inside, phrase=True, excluded=excluded)] = None

    def _add_words(self, text: str, excluded: bool, end: int) -> None:
        word = _trimmed(text)
        if has_word(word):
            # A word typed twice counts once, at its last place: the last one is the one that may go on.
            term = Term(word, excluded=excluded)
            self._terms.pop(term, None)
            self._terms[term] = None
            self._last_word_end = end if not excluded and text.endswith(word) else -1


def _unquoted(text: str) -> str:
    return " ".join(re.sub(rf"[{_SPACE}{_QUOTES}]+", " ", text).split())


def _trimmed(text: str) -> str:
    return " ".join(_EDGES.sub("", text).split())
