"""What facts add to the sums: counting alone, no table is touched.

The unit is an experience. One with a single slot here (nearly all) is added to the line of its structure and day, and
each line goes to the nodes above it once, at the end: what was taken away and given back meanwhile has gone by then.
"""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from spplus_desk.domain.statistics import measures
from spplus_desk.domain.statistics.counts import DELAYS, NAMES, WIDTH, WORKED
from spplus_desk.domain.vocabulary import Sentiment
from spplus_desk.store import rollup_facts
from spplus_desk.store.projections import RANK_ANSWERED
from spplus_desk.store.rollup_facts import Fact
from spplus_desk.store.rollup_nodes import Nodes

PART_COLUMNS = ("experiences", "answered", "dated", "in_time", "useful", "not_useful")
_PARTS = len(PART_COLUMNS)
_EXPERIENCES, _ANSWERED, _REPLIES = NAMES.index("experiences"), NAMES.index("answered"), NAMES.index("replies")
_USEFUL, _NOT_USEFUL, _RATED = NAMES.index("useful"), NAMES.index("not_useful"), NAMES.index("rated")
_TARGETS, _KEPT = NAMES.index("targets"), NAMES.index("kept")
_MOODS = {mood.value: NAMES.index(mood.value) for mood in Sentiment}

Sums = dict[tuple[int, int], list[int]]
"""(node, day) to WIDTH numbers."""
Parts = dict[tuple[int, tuple[str, str], int], list[int]]
"""(node, (dimension, name), day) to the numbers of PART_COLUMNS."""

Key = TypeVar("Key")


class Tally:
    """`add` facts with sign 1 or -1, all those of an experience in one call; then read `sums` and `parts`."""

    def __init__(self, nodes: Nodes) -> None:
        self._chain = nodes.chain
        self._lines: dict[tuple[str, int], list[int]] = {}
        self._listed: dict[tuple[str, int, str, str, str, str], list[int]] = {}
        self._sums: Sums = {}
        self._parts: Parts = {}

    def add(self, facts: Iterable[Fact], sign: int) -> None:
        groups: dict[str, list[Fact]] = {}
        for fact in facts:
            groups.setdefault(fact.experience_id, []).append(fact)
        for together in groups.values():
            if len(together) == 1:
                self._add_alone(together[0], sign)
            else:
                self._add_shared(together, sign)

    def sums(self) -> Sums:
        """Lines of nothing but zeros may be among them."""
        for (structure, day), line in self._lines.items():
            moved = [(column, value) for column, value in enumerate(line) if value]
            for node in self._chain.get(structure, ()) if moved else ():
                _gather(self._sums, (node, day), WIDTH, moved)
        self._lines = {}
        return self._sums

    def parts(self) -> Parts:
        for (structure, day, *texts), part in self._listed.items():
            moved = [(column, value) for column, value in enumerate(part) if value]
            if not moved:
                continue
            nodes = self._chain.get(structure, ())
            for name in rollup_facts.parts_of(*texts):
                for node in nodes:
                    _gather(self._parts, (node, name, day), _PARTS, moved)
        self._listed = {}
        return self._parts

    def _add_alone(self, fact: Fact, sign: int) -> None:
        structure, day = fact.structure_id, fact.day
        line = self._lines.get((structure, day))
        if line is None:
            line = self._lines[structure, day] = [0] * WIDTH
        key = (structure, day, fact.channels, fact.procedures, fact.tags, fact.business_tags)
        part = self._listed.get(key)
        if part is None:
            part = self._listed[key] = [0] * _PARTS
        _add_experience(line, part, sign, fact.state == RANK_ANSWERED, fact.bucket, fact.sentiment)
        _add_slot(line, part, sign, fact)

    def _add_shared(self, together: Sequence[Fact], sign: int) -> None:
        """Each node sees the slots that it has: its first reply is the oldest of those given there."""
        of_node: dict[int, list[Fact]] = {}
        for fact in together:
            for node in self._chain.get(fact.structure_id, ()):
                of_node.setdefault(node, []).append(fact)
        for node, here in of_node.items():
            line, part = [0] * WIDTH, [0] * _PARTS
            answered = any(fact.state == RANK_ANSWERED for fact in here)
            first = min((fact.bucket for fact in here if fact.bucket >= 0), default=rollup_facts.UNKNOWN)
            mood = next((fact.sentiment for fact in here if fact.sentiment), None)
            _add_experience(line, part, sign, answered, first, mood)
            for fact in here:
                _add_slot(line, part, sign, fact)
            day = min(fact.day for fact in here)
            _gather(self._sums, (node, day), WIDTH, enumerate(line))
            names = (
                name
                for fact in here
                for name in rollup_facts.parts_of(fact.channels, fact.procedures, fact.tags, fact.business_tags)
            )
            for name in dict.fromkeys(names):
                _gather(self._parts, (node, name, day), _PARTS, enumerate(part))


def _gather(held: dict[Key, list[int]], key: Key, width: int, moved: Iterable[tuple[int, int]]) -> None:
    line = held.get(key)
    if line is None:
        line = held[key] = [0] * width
    for column, value in moved:
        line[column] += value


def _add_experience(line: list[int], part: list[int], sign: int, answered: bool, first: int, mood: str | None) -> None:
    """What counts once for an experience. `first`: the bucket of its first reply."""
    line[_EXPERIENCES] += sign
    part[0] += sign
    if answered:
        line[_ANSWERED] += sign
        part[1] += sign
    if first >= 0:
        line[DELAYS + first] += sign
        part[2] += sign
        if first < measures.IN_TIME:
            part[3] += sign
    if mood:
        line[_MOODS[mood]] += sign


def _add_slot(line: list[int], part: list[int], sign: int, fact: Fact) -> None:
    """What counts for each slot: replies, votes, targets, working times."""
    if fact.state == RANK_ANSWERED:
        line[_REPLIES] += sign
    useful, not_useful = fact.useful, fact.not_useful
    if useful or not_useful:
        line[_USEFUL] += sign * useful
        line[_NOT_USEFUL] += sign * not_useful
        line[_RATED] += sign
        part[4] += sign * useful
        part[5] += sign * not_useful
    if fact.target:
        line[_TARGETS] += sign
        line[_KEPT] += sign * (fact.target - 1)
    if fact.worked_bucket >= 0:
        line[WORKED + fact.worked_bucket] += sign
