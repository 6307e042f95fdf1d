"""Questions as they are typed, on the day of the tests."""

from typing import Any

from spplus_desk.domain.query_reading import read_query
from spplus_desk.domain.search import Question, SearchHits
from tests.helpers.cache import NOW, Cache


def question(text: str, **values: Any) -> Question:
    reading = read_query(text, NOW.date())
    return Question(query=reading.query, unfinished=values.pop("unfinished", False), **values)


def ask(desk: Cache, text: str, **values: Any) -> SearchHits:
    return desk.store.search(question(text, **values), NOW).result()


def found(desk: Cache, text: str, **values: Any) -> list[str]:
    """The ids of the experiences found, sorted."""
    return sorted(row.experience_id for row in ask(desk, text, **values).rows)
