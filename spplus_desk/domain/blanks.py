"""Guided blanks (`[[date]]`) and unfilled variables (`{{site}}`) of a text: where they are, and how Qt counts them.

Nothing can be sent while one is left (docs of issue « A reply worth reading »): this is the one place that finds them.
"""

import re

from spplus_desk.domain.values import Value

_MARK = re.compile(r"\[\[(?P<blank>[^\[\]\n]*)\]\]|\{\{(?P<variable>[^{}\n]*)\}\}")
BRACKET = 2
"""Characters of an opening or closing bracket."""


class Mark(Value):
    """One blank or variable; `start` and `end` count characters of the text, brackets included."""

    start: int
    end: int
    name: str
    variable: bool = False


def marks(text: str) -> tuple[Mark, ...]:
    """Every blank and every unfilled variable of `text`, in reading order."""
    return tuple(
        Mark(
            m.start(),
            m.end(),
            (m["variable"] if m["blank"] is None else m["blank"]).strip(),
            variable=m["blank"] is None,
        )
        for m in _MARK.finditer(text)
    )


def units(text: str, characters: int) -> int:
    """How many UTF-16 units, which is what Qt counts, the first `characters` of `text` take: an emoji takes two."""
    return len(text[:characters].encode("utf-16-le", "surrogatepass")) // 2


def characters(text: str, units_: int) -> int:
    """The reverse of `units`: how many characters of `text` its first `units_` UTF-16 units make."""
    head = text.encode("utf-16-le", "surrogatepass")[: units_ * 2]
    return len(head.decode("utf-16-le", "ignore"))
