"""Full-text search: every word, in any of its forms, in the testimony, its replies or its comments; newest first.

A part between quotes is found as a phrase. Ranking by relevance is not done here: over a common word it is the one
slow search there is.
"""

import re
from dataclasses import dataclass
from itertools import product
from math import prod

from spplus_desk.domain.inbox import InboxRow
from spplus_desk.store import inbox_queries, stems
from spplus_desk.store.connection import Database, one
from spplus_desk.store.fulltext import INDEXES
from spplus_desk.store.mirror import ids_text
from spplus_desk.store.words import words

_PART = re.compile(r'["«“]([^"»”]*)["»”]?|([^\s"«“]+)')
_MOST_FORMS = 40
"""Words of one stem that a search asks for; the longest French verbs have about that many forms."""
_MOST_PHRASES = 64


@dataclass(frozen=True, slots=True)
class SearchHits:
    """`total` experiences hold the words; `rows` are the slots, in the agent's scope, of the newest of them."""

    total: int
    rows: tuple[InboxRow, ...]


def expression(database: Database, text: str) -> str:
    """What FTS5 is asked for; empty when `text` has no word."""
    parts: list[str] = []
    for found in _PART.finditer(text.replace("\0", " ")):
        phrase, word = found.groups()
        if phrase is not None:
            parts.append(_phrase(database, words(phrase, elisions=True)))
        else:
            parts += [_any(stems.sharing(database, one_word, _MOST_FORMS)) for one_word in words(word, elisions=False)]
    return " AND ".join(part for part in parts if part)


def _any(forms: list[str]) -> str:
    # Words are letters and digits only: between quotes nothing of them is an operator of FTS5.
    return "(" + " OR ".join(f'"{form}"' for form in forms) + ")"


def _phrase(database: Database, listed: list[str]) -> str:
    """All forms of all words in their order, as long as they are not too many; then as typed, accents apart."""
    if not listed:
        return ""
    forms = [stems.sharing(database, word, _MOST_FORMS) for word in listed]
    if prod(len(of_word) for of_word in forms) > _MOST_PHRASES:
        forms = [[word] for word in listed]
    return _any([" ".join(chosen) for chosen in product(*forms)])


def search(database: Database, text: str, limit: int) -> SearchHits:
    wanted = expression(database, text)
    if not wanted:
        return SearchHits(0, ())
    # One index has all the matches of many words: no union is made where the others have none.
    hit = [index for index in INDEXES if one(database, f"SELECT 1 FROM {index} WHERE {index} MATCH ? LIMIT 1", wanted)]
    if not hit:
        return SearchHits(0, ())
    if len(hit) == 1:
        total = int(one(database, f"SELECT count(*) FROM {hit[0]} WHERE {hit[0]} MATCH ?", wanted)[0])
    else:
        union = " UNION ".join(f"SELECT rowid FROM {index} WHERE {index} MATCH ?1" for index in hit)
        total = int(one(database, f"SELECT count(*) FROM ({union})", wanted)[0])
    newest: set[int] = set()
    for index in hit:
        found = database.raw.execute(
            f"SELECT rowid FROM {index} WHERE {index} MATCH ? ORDER BY rowid DESC LIMIT ?", (wanted, limit)
        )
        newest.update(int(rid) for (rid,) in found)
    keys = [
        str(key)
        for (key,) in database.raw.execute(
            "SELECT i.slot_id FROM json_each(?) t CROSS JOIN experiences e ON e.rid = t.value"
            " CROSS JOIN inbox i ON i.slot_id > e.id || ':' AND i.slot_id < e.id || ';' WHERE i.rid = e.rid"
            " ORDER BY e.rid DESC, i.slot_id LIMIT ?",
            (str(sorted(newest, reverse=True)[:limit]), limit),
        )
    ]
    return SearchHits(total, inbox_queries.rows_of(database, ids_text(keys)))
