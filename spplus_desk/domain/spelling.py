"""Which words of a paragraph are looked up, and which are right whatever the dictionary says."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from spplus_desk.domain.typography import protected
from spplus_desk.domain.values import Value

_WORD = re.compile(r"\w[\w\u0300-\u036f]*(?:[’'\u2010\u2011-][\w\u0300-\u036f]+)*")
_NOT_LETTERS = re.compile(r"[\d_]")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu)'(?=.)")
MAX_WORD = 60
"""Longer ones are no words: keys of a machine, a line without spaces."""


class Word(Value):
    """Characters `start` to `end` of the paragraph."""

    start: int
    end: int
    text: str


def words(paragraph: str) -> tuple[Word, ...]:
    """Those worth a look: not links, addresses, blanks, variables, numbers, acronyms in capitals, single letters."""
    return tuple(_words(paragraph))


def _words(paragraph: str) -> Iterator[Word]:
    barred = protected(paragraph)
    for match in _WORD.finditer(paragraph):
        text = match[0]
        if len(text) < 2 or len(text) > MAX_WORD or text.isupper() or _NOT_LETTERS.search(text):
            continue
        if barred and any(start < match.end() and match.start() < end for start, end in barred):
            continue
        yield Word(match.start(), match.end(), text)


def key(word: str) -> str:
    """How a word is looked up among those that people added: no case, one kind of apostrophe and hyphen."""
    plain = unicodedata.normalize("NFC", word).casefold()
    return plain.replace("’", "'").replace("\u2010", "-").replace("\u2011", "-")


def is_known(word: str, known: frozenset[str]) -> bool:
    """Whether `word` is one of `known` (keys), also behind an elision (« d’Orvanne ») or part by part."""
    plain = key(word)
    bare = _ELISION.sub("", plain)
    return plain in known or bare in known or ("-" in bare and all(part in known for part in bare.split("-") if part))


def names(texts: Iterable[str]) -> frozenset[str]:
    """The keys of every word of these: pseudonyms, names of structures, of agents."""
    found = {key(word) for text in texts for word in _WORD.findall(text)}
    found |= {_ELISION.sub("", word) for word in found}
    return frozenset(part for word in found for part in (word, *word.split("-")) if part)
