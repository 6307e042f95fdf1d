"""What is left to look at before a reply is published: blanks, personal data, raw variables, then advice.

Blanks, variables and sure personal data *block*: each asks for an answer, and « Envoyer » leads to the first one. What
is only possible, and advice, is shown beside and stops nobody.
"""

import hashlib
from collections.abc import Collection, Iterable
from enum import IntEnum
from functools import lru_cache

from spplus_desk.domain.blanks import marks
from spplus_desk.domain.privacy import Certainty, Finding, Kind
from spplus_desk.domain.privacy.known import words_key
from spplus_desk.domain.values import Value


class PointKind(IntEnum):
    """In the order in which they are shown."""

    BLANK = 0
    DATUM = 1
    VARIABLE = 2
    DOUBT = 3
    """A personal datum that is only possible."""
    ADVICE = 4

    @property
    def blocks(self) -> bool:
        return self <= PointKind.VARIABLE


class Point(Value, kw_only=True):
    """`start` and `end` count characters of the body, or of the greeting where `in_greeting`. `key` tells one point
    from another while the text changes around it. `words` is the name of a blank, else one French sentence."""

    kind: PointKind
    key: str
    start: int
    end: int
    words: str
    datum: Kind | None = None
    advice: str = ""
    in_greeting: bool = False


class Kept(Value, kw_only=True):
    """The agent's decision to publish a datum. `digest` recognises it in the text; the datum itself is not here."""

    kind: Kind
    digest: str
    reason: str


@lru_cache(maxsize=4096)
def digest(kind: Kind, datum: str) -> str:
    """The same datum in another spacing has the same digest. It stays in the encrypted cache beside the draft, which
    holds the datum in clear anyway: it is there so that no history repeats the datum, not to resist a search."""
    return hashlib.sha256(f"{kind.value}:{words_key(datum).replace(' ', '')}".encode()).hexdigest()[:20]


def undecided(text: str, findings: Iterable[Finding], kept: Collection[str]) -> tuple[Finding, ...]:
    """Those that the agent has not decided to keep; `kept` are digests."""
    return tuple(f for f in findings if digest(f.kind, text[f.start : f.end]) not in kept)


def points_of_text(
    text: str, findings: Iterable[Finding], kept: Collection[str], *, in_greeting: bool = False
) -> list[Point]:
    """Blanks, data and variables of one part of the reply, in reading order within each kind."""
    found: list[Point] = []
    for place, mark in enumerate(marks(text)):
        kind = PointKind.VARIABLE if mark.variable else PointKind.BLANK
        key = f"{kind.name}:{in_greeting}:{mark.name}:{place}"
        found.append(
            Point(kind=kind, key=key, start=mark.start, end=mark.end, words=mark.name, in_greeting=in_greeting)
        )
    seen: dict[str, int] = {}
    for f in findings:
        mine = digest(f.kind, text[f.start : f.end])
        if mine in kept:
            continue
        kind = PointKind.DOUBT if f.certainty is Certainty.POSSIBLE else PointKind.DATUM
        seen[mine] = seen.get(mine, -1) + 1
        key = f"{mine}:{in_greeting}:{seen[mine]}"
        found.append(
            Point(kind=kind, key=key, start=f.start, end=f.end, words=f.reason, datum=f.kind, in_greeting=in_greeting)
        )
    return found


def in_order(points: Iterable[Point]) -> tuple[Point, ...]:
    """As the guard shows them: by kind, then the greeting before the body, then reading order."""
    return tuple(sorted(points, key=lambda p: (p.kind, not p.in_greeting, p.start)))


def blocking(points: Iterable[Point]) -> tuple[Point, ...]:
    return tuple(p for p in points if p.kind.blocks)
