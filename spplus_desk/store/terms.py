"""What FTS5 is asked for each term of a query, and the same as a needle for the texts that are shown."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import product
from math import prod

from spplus_desk.domain.folding import ELISION
from spplus_desk.domain.needles import Needle, flat
from spplus_desk.domain.query import Query, Term
from spplus_desk.domain.values import Value
from spplus_desk.store import stems
from spplus_desk.store.connection import Database
from spplus_desk.store.words import idle, stem, words

_MOST_FORMS = 40
"""Words of one stem that a search asks for; the longest French verbs have about that many forms."""
_MOST_ROWS = 120
"""Rows of words that are asked for in the place of one phrase."""


class Sought(Value):
    """`match` is an expression of FTS5 without columns."""

    match: str
    needle: Needle


class Words:
    """The words that are known: those of the index, and those of the texts that wait on this desk."""

    def __init__(self, database: Database, waiting: Iterable[str] = ()) -> None:
        self._database = database
        self._waiting: dict[str, set[str]] = defaultdict(set)
        for text in waiting:
            for word in words(text, elisions=True):
                self._waiting[stem(word)].add(flat(word)[0])

    def forms(self, word: str) -> list[str]:
        """Those with the stem of `word`, those most like it first; `word` itself when there is none."""
        found = {*stems.sharing(self._database, word, _MOST_FORMS), *self._waiting.get(stem(word), ())}
        plain = flat(word)[0]
        if not found:
            return list(_ligated(plain))
        return sorted(found, key=lambda form: (form != plain, abs(len(form) - len(plain)), form))


def sought(known: Words, query: Query, *, unfinished: bool) -> tuple[list[Sought], list[Sought]]:
    """(what must be there, what must not). Words that stand in every text count only where nothing else is asked."""
    wanted = list(query.wanted)
    open_term = wanted[-1] if wanted and unfinished and not wanted[-1].phrase else None
    telling = [term for term in wanted if not _says_nothing(term, begun=term is open_term)]
    found = [_of(known, term, open_end=term is open_term) for term in telling or wanted]
    barred = [_of(known, term, open_end=False) for term in query.unwanted]
    return [one for one in found if one is not None], [one for one in barred if one is not None]


def beginning(known: Words, text: str) -> Sought | None:
    """`text` as a row of words, the last of which may go on."""
    return _of(known, Term(text), open_end=True)


def _says_nothing(term: Term, *, begun: bool) -> bool:
    if term.phrase:
        return False
    listed = words(term.text, elisions=False)
    return all(idle(word) for word in listed) or (begun and len(listed) == 1 and len(listed[0]) == 1)


def _of(known: Words, term: Term, *, open_end: bool) -> Sought | None:
    text = term.text.replace("\0", " ")
    if term.phrase:
        # « l’attestation de paiement » is found after « une » too: the first article says nothing of the phrase.
        elided = ELISION.match(text)
        listed = words(text if elided is None else text[elided.end() :], elisions=True)
    else:
        listed = words(text, elisions=False) or words(text, elisions=True)
    if not listed:
        return None
    forms = [known.forms(word) for word in listed]
    open_end = open_end and len(listed[-1]) > 1
    begun = _ligated(flat(listed[-1])[0]) if open_end else ()
    while prod(len(of_word) for of_word in forms) > _MOST_ROWS:
        max(forms, key=len).pop()
    rows = [" ".join(chosen) for chosen in product(*forms)]
    # Words are letters and digits only: between quotes nothing of them is an operator of FTS5.
    asked = [f'"{row}"' for row in rows]
    asked += [f'"{" ".join((*chosen, last))}" *' for last in begun for chosen in product(*forms[:-1])]
    return Sought(" OR ".join(asked), Needle(tuple(tuple(of_word) for of_word in forms), bool(begun), begun))


def _ligated(word: str) -> tuple[str, ...]:
    """`word` with and without ligatures: the index keeps them as they were written."""
    apart = word.replace("œ", "oe").replace("æ", "ae")
    joined = apart.replace("oe", "œ").replace("ae", "æ")
    return tuple(dict.fromkeys((word, apart, joined)))
