"""Runs of digits: `06 12 34 56 78` is one run of five groups. What kind of number a run is, the detectors decide."""

import re
from collections.abc import Iterator

from spplus_desk.domain.privacy.around import SPACE
from spplus_desk.domain.values import Value

_RUN = re.compile(rf"\d+(?:(?:{SPACE}{{1,2}}|[.\-‐‑–]|{SPACE}[.\-–]{SPACE})\d+)*")
_GROUP = re.compile(r"\d+")
MOST_GROUPS = 400
"""A run of more groups is cut there: a table of figures pasted into a text, no number of a person."""


class Part(Value):
    """Some neighbouring groups of a run. `whole`: all of them. `sizes`: digits in each group."""

    start: int
    end: int
    digits: str
    sizes: tuple[int, ...]
    whole: bool


def parts(text: str, most: int, natural: frozenset[tuple[int, ...]], lengths: frozenset[int]) -> Iterator[Part]:
    """Every part of `text` grouped as one of `natural`, and every whole run of one of `lengths` digits.

    A run that is longer than its number (`le 3 06 12 34 56 78`) is looked at from each of its groups. At most
    `most` groups make a part: the work is bounded by `most` times the number of groups.
    """
    for run in runs(text):
        sizes = run.sizes
        total = sum(sizes)
        if total in lengths:
            yield Part(run.start, run.end, run.digits, sizes, whole=True)
        if len(sizes) == 1:
            continue
        at = 0
        for i in range(min(len(sizes), MOST_GROUPS)):
            for j in range(i + 1, min(i + most, len(sizes)) + 1):
                if sizes[i:j] in natural and (i, j) != (0, len(sizes)):
                    length = sum(sizes[i:j])
                    yield Part(run.starts[i], run.ends[j - 1], run.digits[at : at + length], sizes[i:j], whole=False)
            at += sizes[i]


class Run(Value):
    start: int
    end: int
    digits: str
    sizes: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def runs(text: str) -> Iterator[Run]:
    for found in _RUN.finditer(text):
        groups = list(_GROUP.finditer(text, found.start(), found.end()))
        yield Run(
            found.start(),
            found.end(),
            "".join(g.group() for g in groups),
            tuple(g.end() - g.start() for g in groups),
            tuple(g.start() for g in groups),
            tuple(g.end() for g in groups),
        )
