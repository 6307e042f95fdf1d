"""Full-text search: every word (by its stem) in the testimony, or in its replies, or in its comments; newest first.

A part between quotes is found as a phrase. Ranking by relevance is not done here: over a common word it is the one
slow search there is.
"""

import re
from dataclasses import dataclass

from spplus_desk.domain.inbox import InboxRow
from spplus_desk.store import inbox_queries
from spplus_desk.store.connection import Database, one
from spplus_desk.store.fulltext import INDEXES
from spplus_desk.store.mirror import ids_text
from spplus_desk.store.words import stems

_PART = re.compile(r'["«“]([^"»”]*)["»”]?|([^\s"«“]+)')


@dataclass(frozen=True, slots=True)
class SearchHits:
    """`total` experiences hold the words; `rows` are the slots, in the agent's scope, of the newest of them."""

    total: int
    rows: tuple[InboxRow, ...]


def expression(text: str) -> str:
    """What FTS5 is asked for; empty when `text` has no word."""
    parts: list[str] = []
    for found in _PART.finditer(text.replace("\0", " ")):
        phrase, word = found.groups()
        if phrase is not None:
            parts.append(" ".join(stems(phrase)))
        else:
            parts.append(" ".join(stems(word)))
    # Stems are letters and digits only: between quotes nothing of them is an operator of FTS5.
    return " ".join(f'"{part}"' for part in parts if part)


def search(database: Database, text: str, limit: int) -> SearchHits:
    wanted = expression(text)
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
