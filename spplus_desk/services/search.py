"""The search in the agent's words: what is typed, what is found, what is kept for another day."""

import json
from collections.abc import Callable
from concurrent.futures import Future
from datetime import date, datetime

from spplus_desk.domain.document_payloads import DeleteView, SaveView
from spplus_desk.domain.documents import SavedView
from spplus_desk.domain.query_reading import Reading, read_query
from spplus_desk.domain.search import Question, SearchHits
from spplus_desk.domain.structure import Agent
from spplus_desk.domain.values import Value
from spplus_desk.services.documents import DocumentService
from spplus_desk.services.futures import then
from spplus_desk.store.store import Store

_KEY = "search"
"""A saved view whose criteria are JSON with that key is a search; its value is the query as it is typed."""


class SavedSearch(Value):
    """A saved view that is a search."""

    view: SavedView
    text: str


class SearchService:
    """Nothing here blocks. A newer question cancels the one before: its future ends as cancelled."""

    def __init__(self, store: Store, clock: Callable[[], datetime], agent: Agent, documents: DocumentService) -> None:
        self._store, self._clock, self._agent, self._documents = store, clock, agent, documents

    def today(self) -> date:
        return self._clock().astimezone().date()

    def read(self, text: str) -> Reading:
        """What `text` means today. Never fails."""
        return read_query(text, self.today())

    def ask(self, question: Question) -> Future[SearchHits]:
        return self._store.search(question, self._clock())

    def saved(self) -> Future[tuple[SavedSearch, ...]]:
        """The searches that the agent keeps, in their order."""
        return then(self._documents.all(SavedView), _searches)

    def save(self, name: str, text: str) -> Future[str]:
        """Keeps a search under a name. Raises (in the future) Refused for an empty or too long name."""
        posts = self._agent.memberships
        payload = SaveView(
            structure_id=posts[0].structure_id if posts else "",
            name=" ".join(name.split()),
            criteria=json.dumps({_KEY: text}, ensure_ascii=False),
        )
        return self._documents.save(self._documents.new_id(), payload)

    def forget(self, kept: SavedSearch) -> Future[str]:
        return self._documents.save(kept.view.id, DeleteView(structure_id=kept.view.structure_id))


def search_text(criteria: str) -> str | None:
    """The query of a saved view; None when it is no search."""
    try:
        found = json.loads(criteria)
    except ValueError:
        return None
    text = found.get(_KEY) if isinstance(found, dict) else None
    return text if isinstance(text, str) else None


def _searches(views: tuple[SavedView, ...]) -> tuple[SavedSearch, ...]:
    found = [SavedSearch(view, text) for view in views if (text := search_text(view.criteria)) is not None]
    return tuple(sorted(found, key=lambda kept: (kept.view.position, kept.view.name.casefold())))
