"""The lists that advice goes by: dated data in `resources/guard`, read once."""

import re
import tomllib
from datetime import date
from functools import lru_cache

from spplus_desk.domain.resources import resource_path
from spplus_desk.domain.values import Value


class RightToError(Value):
    dated: date
    caution: str
    mistake: tuple[str, ...]
    cost: tuple[str, ...]
    said: tuple[str, ...]
    entries: tuple[str, ...]
    """« name (link, source) » of each official entry point."""


def _read(name: str) -> dict[str, object]:
    return tomllib.loads(resource_path("guard", name).read_text(encoding="utf-8"))


def _words(found: object) -> tuple[str, ...]:
    assert isinstance(found, list)
    return tuple(str(one) for one in found)


def _table(found: object) -> dict[str, str]:
    assert isinstance(found, dict)
    return {str(key): str(value) for key, value in found.items()}


@lru_cache(maxsize=1)
def hollow() -> re.Pattern[str]:
    """Meets a sentence that says nothing; over small letters without accents, words one space apart."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in _words(_read("hollow.toml")["patterns"])))


@lru_cache(maxsize=1)
def acronyms() -> dict[str, str]:
    return _table(_read("jargon.toml")["acronyms"])


@lru_cache(maxsize=1)
def jargon() -> dict[str, str]:
    return _table(_read("jargon.toml")["words"])


@lru_cache(maxsize=1)
def right_to_error() -> RightToError:
    found = _read("right_to_error.toml")
    dated, entries = found["dated"], found["entries"]
    assert isinstance(dated, date)
    assert isinstance(entries, list)
    return RightToError(
        dated=dated,
        caution=str(found["caution"]),
        mistake=_words(found["mistake"]),
        cost=_words(found["cost"]),
        said=_words(found["said"]),
        entries=tuple(f"{one['name']} ({one['link']}, {one['source']})" for one in entries),
    )
