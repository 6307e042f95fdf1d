"""A question to the search, and its answer."""

import re
from enum import StrEnum

from spplus_desk.domain.inbox import InboxRow
from spplus_desk.domain.needles import NO_NEEDLES, Needles, Span
from spplus_desk.domain.query import Place, Query
from spplus_desk.domain.text import on_one_line
from spplus_desk.domain.values import Value

_BEFORE = 24
"""Characters shown before the first word that was found, when a passage begins in the middle of a text."""
_LENGTH = 240


class SearchOrder(StrEnum):
    NEWEST = "newest"
    RELEVANCE = "relevance"


class Question(Value, kw_only=True):
    """`unfinished`: the last word is the beginning of one. `limit` rows from the place `offset` on are answered."""

    query: Query
    unfinished: bool = False
    order: SearchOrder = SearchOrder.NEWEST
    limit: int = 50
    offset: int = 0


class Passage(Value):
    """A piece of a text on one line. `start`: where it begins in the text; `marks`: what was found, within `text`."""

    text: str
    marks: tuple[Span, ...] = ()
    start: int = 0
    cut: bool = False
    """The text goes on after it."""


NO_PASSAGE = Passage("")


class Hit(Value, kw_only=True):
    """One experience. `place` is where most of the words stand, None where nothing but filters was asked for."""

    row: InboxRow
    title_marks: tuple[Span, ...] = ()
    place: Place | None = None
    own: bool = False
    """The reply or comment is the agent's."""
    passage: Passage = NO_PASSAGE


class SearchHits(Value, kw_only=True):
    """`total` experiences answer the question; `hits` are those from its offset on, one for each experience."""

    total: int = 0
    hits: tuple[Hit, ...] = ()
    needles: Needles = NO_NEEDLES
    """What was found, for the texts that the reader shows."""
    filling: bool = False
    """The index of words is being made: what it lacks yet is not found."""

    @property
    def rows(self) -> tuple[InboxRow, ...]:
        return tuple(hit.row for hit in self.hits)


def passage(text: str, needles: Needles, spans: tuple[Span, ...] | None = None) -> Passage:
    """The beginning of `text`, or, when nothing was found there, what stands around the first word that was.
    `spans`: where the needles stand, where that is known already."""
    if spans is None:
        spans = needles.spans(text)
    start = 0
    if spans and spans[0][0] > _LENGTH // 2:
        start = max(0, spans[0][0] - _BEFORE)
        space = re.compile(r"\s").search(text, start, spans[0][0])
        start = start if space is None else space.end()
    piece = text[start : start + 2 * _LENGTH]
    shown = _on_one_line(piece)
    as_it_stands = piece.startswith(shown)  # on one line already: places stay what they are
    marks: list[Span] = []
    for a, b in spans:
        if a < start or b - start > len(piece):
            continue
        # Marks begin and end with words: what stands before them is as long on one line, whatever stood in it.
        from_, to = a - start, b - start
        if not as_it_stands:
            from_, to = len(_on_one_line(piece[:from_])), len(_on_one_line(piece[:to]))
        if to > _LENGTH:
            break
        marks.append((from_, to))
    return Passage(shown[:_LENGTH], tuple(marks), start, cut=len(shown) > _LENGTH or start + len(piece) < len(text))


def _on_one_line(text: str) -> str:
    return on_one_line(text.lstrip(" \t\r\n"))
