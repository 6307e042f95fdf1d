"""Business tags: how one is kept, when two are the same, and which ones a few letters mean."""

from collections.abc import Iterable, Sequence

from spplus_desk.domain.text import MAX_LINE, clean, folded

MAX_TAGS = 100
"""On one slot; the protocol's limit."""


def tidy_tag(text: str) -> str:
    """As it is kept: one line, single spaces, at most `MAX_LINE` characters."""
    return " ".join(clean(text).split())[:MAX_LINE].strip()


def same_tag(one: str, other: str) -> bool:
    """Case and accents apart."""
    return folded(one) == folded(other)


def suggestions(typed: str, catalogue: Iterable[str], chosen: Sequence[str]) -> tuple[str, ...]:
    """What of `catalogue` holds `typed` and is not chosen yet, in its order, those that begin with it first."""
    wanted, taken = folded(tidy_tag(typed)), {folded(tag) for tag in chosen}
    held = [tag for tag in catalogue if wanted in folded(tag) and folded(tag) not in taken]
    return tuple(sorted(held, key=lambda tag: not folded(tag).startswith(wanted)))
