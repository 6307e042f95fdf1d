"""Spelling in the agent's words: what is wrong, what could be meant, what was added to the dictionaries."""

from collections.abc import Iterable
from concurrent.futures import Future

from spplus_desk.domain.document_payloads import AddWord, RemoveWord
from spplus_desk.domain.documents import DictionaryWord
from spplus_desk.domain.spelling import MAX_WORD
from spplus_desk.domain.structure import StructureTree
from spplus_desk.services import background
from spplus_desk.services.documents import DocumentService
from spplus_desk.services.futures import nothing
from spplus_desk.services.spelling.child import Child


class SpellingService:
    """Nothing here blocks, and nothing here raises for want of a dictionary: words then count as right."""

    def __init__(self, documents: DocumentService) -> None:
        self._documents = documents
        self._child = Child()
        self.answered = 0
        """Lists of words that the dictionary has judged."""

    def warm(self) -> Future[None]:
        """Load the dictionary, so that the first words need not wait for it."""
        return nothing(background.run(lambda: self._child.ask({"check": []}), "spplus-spelling"))

    def wrong(self, words: Iterable[str]) -> Future[frozenset[str]]:
        """Those of `words` that the dictionary does not know."""
        asked = sorted(words)

        def work() -> frozenset[str]:
            found = frozenset(self._child.ask({"check": asked}) or ())
            self.answered += 1
            return found

        return background.run(work, "spplus-spelling")

    def suggestions(self, word: str) -> Future[tuple[str, ...]]:
        """What could be meant, the likeliest first; some tenths of a second."""
        return background.run(lambda: tuple(self._child.ask({"suggest": word}) or ()), "spplus-spelling")

    def added(self) -> Future[tuple[DictionaryWord, ...]]:
        """The words that the agent, their site and those above it added."""
        return self._documents.all(DictionaryWord)

    def add(self, word: str, structure_id: str, *, shared: bool) -> Future[None]:
        """To the agent's own dictionary, or to that of the structure. Raises (in the future) Refused for no word."""
        payload = AddWord(structure_id=structure_id, word=word.strip()[:MAX_WORD], shared=shared)
        return nothing(self._documents.save(self._documents.new_id(), payload))

    def remove(self, word: DictionaryWord) -> Future[None]:
        payload = RemoveWord(structure_id=word.structure_id, shared=word.agent_id is None)
        return nothing(self._documents.save(word.id, payload))

    def may_share(self, structure_id: str, tree: StructureTree) -> bool:
        """Whether the agent may add to that structure's dictionary."""
        return self._documents.may_write(DictionaryWord, structure_id, tree)

    def close(self) -> None:
        self._child.close()
