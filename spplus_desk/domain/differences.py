"""Two texts side by side, word by word: which passages they share, which stand in one of them only.

Pure. Spaces and line breaks are never a difference: the same words in other paragraphs are the same text.
"""

import re
from difflib import SequenceMatcher

from spplus_desk.domain.values import Value

_WORD = re.compile(r"\w+|[^\w\s]|\s*\n\s*")
_BREAK = "\n"
"""Stands for any end of line or paragraph: it helps to lay the right sentences side by side, and is dropped then."""
_ISLAND = 2
"""So many words in common between two differences, on one line, say nothing: the three are read as one difference."""

_Run = tuple[bool, int, int]
"""(shared, end in the left text, end in the right one), in words."""


class Span(Value):
    """Characters `start` to `end` (excluded) of a text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def __bool__(self) -> bool:
        return self.end > self.start


class Piece(Value):
    """A passage of both texts. `same`: the words are the same, spaces aside; else at least one of the spans holds
    words that the other text has not, and the other span is the place where they would stand."""

    same: bool
    left: Span
    right: Span


class _Text(Value):
    """A text cut into words and signs."""

    whole: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    @classmethod
    def read(cls, whole: str) -> "_Text":
        found = [(match.group().strip() or _BREAK, match.span()) for match in _WORD.finditer(whole)]
        return cls(whole, tuple(word for word, _ in found), tuple(span for _, span in found))

    def start(self, word: int) -> int:
        return self.spans[word][0] if word < len(self.spans) else len(self.whole)

    def end(self, word: int) -> int:
        """Where the word before `word` ends."""
        return self.spans[word - 1][1] if word else 0

    def breaks(self, first: int, last: int) -> bool:
        """True when a line ends in or around the words from `first` to `last` (excluded)."""
        return "\n" in self.whole[self.end(first) : self.start(last)]


def pieces(left: str, right: str) -> tuple[Piece, ...]:
    """Both texts, whole and in order: the left spans joined give `left`, the right ones `right`. Same and different
    pieces alternate. Two empty texts have none."""
    a, b = _Text.read(left), _Text.read(right)
    found: list[Piece] = []
    at = [0, 0]
    runs = _joined(a, b, _runs(a.words, b.words))
    for place, (same, i, j) in enumerate(runs):
        last = place == len(runs) - 1
        ends = (
            # White space goes with what is shared, so that no difference begins or ends with some.
            max(at[0], _until(a, i, same=same, last=last)),
            max(at[1], _until(b, j, same=same, last=last)),
        )
        found.append(Piece(same, Span(at[0], ends[0]), Span(at[1], ends[1])))
        at = [*ends]
    return tuple(found)


def differences(left: str, right: str) -> tuple[Piece, ...]:
    """What the two texts do not share, in order; empty when they say the same, word for word."""
    return tuple(piece for piece in pieces(left, right) if not piece.same)


def _until(text: _Text, word: int, *, same: bool, last: bool) -> int:
    if last:
        return len(text.whole)
    return text.start(word) if same else text.end(word)


def _runs(a: tuple[str, ...], b: tuple[str, ...]) -> list[_Run]:
    """Runs of words. difflib's rule about frequent words stays on: it keeps the
    cost near linear on a text that says one word a thousand times, and such words still extend a match."""
    if _visible(a) == _visible(b):
        return [(True, len(a), len(b))] if a or b else []
    head = _common(a, b)
    tail = _common(a[head:][::-1], b[head:][::-1])
    middle = SequenceMatcher(None, a[head : len(a) - tail], b[head : len(b) - tail])
    runs = [(True, head, head)] if head else []
    runs += [(tag == "equal", i + head, j + head) for tag, _, i, _, j in middle.get_opcodes()]
    if tail:
        runs.append((True, len(a), len(b)))
    return _merged(_trimmed(_slid(_merged(runs), a, b), a, b))


def _visible(words: tuple[str, ...]) -> list[str]:
    return [word for word in words if word != _BREAK]


def _trimmed(runs: list[_Run], a: tuple[str, ...], b: tuple[str, ...]) -> list[_Run]:
    """Ends of lines at the edge of a difference belong to what is shared around it."""
    trimmed: list[_Run] = []
    i0 = j0 = 0
    for same, i1, j1 in runs:
        if not same:
            starts, ends = [i0, j0], [i1, j1]
            for side, words in enumerate((a, b)):
                while starts[side] < ends[side] and words[starts[side]] == _BREAK:
                    starts[side] += 1
                while starts[side] < ends[side] and words[ends[side] - 1] == _BREAK:
                    ends[side] -= 1
            trimmed += [(True, starts[0], starts[1]), (False, ends[0], ends[1])]
        trimmed.append((True, i1, j1))
        i0, j0 = i1, j1
    return trimmed


def _merged(runs: list[_Run]) -> list[_Run]:
    """Without empty runs, and neighbours of one kind made one."""
    merged: list[_Run] = []
    for run in runs:
        if run[1:] == (merged[-1][1:] if merged else (0, 0)):
            continue
        if merged and run[0] == merged[-1][0]:
            merged[-1] = run
        else:
            merged.append(run)
    return merged


def _slid(runs: list[_Run], a: tuple[str, ...], b: tuple[str, ...]) -> list[_Run]:
    """An addition « . A new sentence » between a sentence and its full stop is told as « A new sentence. »."""
    slid = list(runs)
    for place in range(1, len(slid) - 1):
        (_, i0, j0), (same, i1, j1) = slid[place - 1], slid[place]
        _, i_end, j_end = slid[place + 1]
        if same or (i0 < i1 and j0 < j1):
            continue
        words, first, after = (a, i0, i1) if i0 < i1 else (b, j0, j1)
        while i1 < i_end and j1 < j_end and words[first] == words[after] and not words[first][0].isalnum():
            i0, j0, i1, j1, first, after = i0 + 1, j0 + 1, i1 + 1, j1 + 1, first + 1, after + 1
        slid[place - 1], slid[place] = (slid[place - 1][0], i0, j0), (same, i1, j1)
    return slid


def _common(a: tuple[str, ...], b: tuple[str, ...]) -> int:
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _joined(a: _Text, b: _Text, runs: list[_Run]) -> list[_Run]:
    """Differences that only a word or two of one line part become one."""
    if not runs:
        return [(True, 0, 0)] if a.whole or b.whole else []
    kept: list[_Run] = []
    start = (0, 0)
    for place, (same, i, j) in enumerate(runs):
        inside = 0 < place < len(runs) - 1
        words = sum(word[0].isalnum() for word in a.words[start[0] : i])
        island = inside and words <= _ISLAND and not (a.breaks(start[0], i) or b.breaks(start[1], j))
        kind = same and not island
        if kept and kept[-1][0] == kind:
            kept[-1] = (kind, i, j)
        else:
            kept.append((kind, i, j))
        start = (i, j)
    return kept
