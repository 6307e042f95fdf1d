"""What an agent filters the list by. One frozen record: shown as chips, kept in saved views, asked of the store."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from spplus_desk.domain.projection import SlotState
from spplus_desk.domain.values import Value, names, replace
from spplus_desk.domain.vocabulary import Sentiment

BY_ME, BY_NOBODY = "@me", "@nobody"
"""Who claimed it, besides the id of a colleague."""


class Filter(Value, kw_only=True):
    """Values of one field widen each other, fields narrow each other; an empty field asks for nothing.

    `tags` are general tags with their judgement (`accessibility:negative`), `claimed` is BY_ME, BY_NOBODY or an agent's
    id. The period is of publication: the last `days` days, or days from `since` to `until`, both included.
    """

    channels: tuple[str, ...] = ()
    sentiments: tuple[Sentiment, ...] = ()
    procedures: tuple[str, ...] = ()
    states: tuple[SlotState, ...] = ()
    structures: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    business_tags: tuple[str, ...] = ()
    claimed: tuple[str, ...] = ()
    days: int = 0
    since: date | None = None
    until: date | None = None
    improvement: bool = False

    def __bool__(self) -> bool:
        return self != NO_FILTER

    def parts(self) -> Iterator[tuple[str, Any]]:
        """(field, value) of each thing asked for, in the order of the fields."""
        for field in names(self):
            value = getattr(self, field)
            if isinstance(value, tuple):
                yield from ((field, one) for one in value)
            elif value:
                yield field, value

    def without(self, field: str, value: Any) -> "Filter":
        """One thing less."""
        asked = getattr(self, field)
        if isinstance(asked, tuple):
            return self.having(field, tuple(one for one in asked if one != value))
        return self.having(field, getattr(NO_FILTER, field))

    def toggled(self, field: str, value: Any) -> "Filter":
        """With `value` of a field of several, or without it if it was there."""
        asked = getattr(self, field)
        if value in asked:
            return self.without(field, value)
        return self.having(field, (*asked, value))

    def having(self, field: str, value: Any) -> "Filter":
        """With that field as it is given, whole."""
        changed: dict[str, Any] = {field: value}
        return replace(self, **changed)


NO_FILTER = Filter()


class Choice(Value):
    """One value that a field offers: `name` where the value is an id, `count` of rows in the present view."""

    field: str
    value: str
    name: str
    count: int
