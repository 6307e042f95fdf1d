"""Days as people type them."""

import re
from datetime import date

_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")


class BadDay(ValueError):
    """A date that is none."""


def read_day(typed: str) -> date | None:
    """« 31/03/2028 »; None for nothing. Raises BadDay."""
    if not typed.strip():
        return None
    found = _DAY.fullmatch(typed.strip())
    try:
        if found is None:
            raise ValueError(typed)
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError as error:
        raise BadDay(typed) from error


def typed_day(day: date | None) -> str:
    """The way back, for a field; empty for none."""
    return "" if day is None else f"{day:%d/%m/%Y}"
