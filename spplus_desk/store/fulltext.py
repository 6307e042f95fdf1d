"""The index of words, filled per batch inside the transaction that changed the texts, and asked by `search`.

Three contentless indexes share the row numbers of experiences: what the citizen wrote, the replies, the comments.
The texts are stemmed before they go in (see `words`). Row triggers would make a bulk fill three times slower.
"""

from collections.abc import Collection, Iterable, Sequence

import msgspec

from spplus_desk.domain.experience import Experience
from spplus_desk.store.connection import Database
from spplus_desk.store.words import stemmed

INDEXES = ("words_of_experiences", "words_of_replies", "words_of_comments")


def index_experiences(database: Database, texts: Sequence[tuple[int, Experience]], *, fresh: bool) -> None:
    """Indexes experiences under their row numbers. `fresh`: none of them was there before."""
    if not texts:
        return
    if not fresh:
        _drop(database, "words_of_experiences", [rid for rid, _ in texts])
    # In the order of the key: FTS5 writes a segment out each time that a row number goes down.
    rows = sorted((rid, stemmed(e.title), stemmed(e.body), stemmed(e.pseudonym)) for rid, e in texts)
    database.raw.executemany(
        "INSERT INTO words_of_experiences (rowid, title, body, pseudonym) VALUES (?, ?, ?, ?)", rows
    )


def index_replies(database: Database, experience_ids: Collection[str]) -> None:
    """Indexes anew all replies of some experiences; those whose experience is not there yet wait for it."""
    _index(
        database,
        "words_of_replies",
        experience_ids,
        "SELECT e.rid, r.body FROM json_each(?) t CROSS JOIN experiences e ON e.id = t.value"
        " CROSS JOIN replies r ON r.id > t.value || ':' AND r.id < t.value || ';' WHERE r.experience_id = t.value",
    )


def index_comments(database: Database, experience_ids: Collection[str]) -> None:
    _index(
        database,
        "words_of_comments",
        experience_ids,
        "SELECT e.rid, c.body FROM json_each(?) t CROSS JOIN experiences e ON e.id = t.value"
        " CROSS JOIN comments c ON c.experience_id = t.value",
    )


def _index(database: Database, index: str, experience_ids: Collection[str], texts: str) -> None:
    if not experience_ids:
        return
    listed = msgspec.json.encode(list(experience_ids)).decode()
    numbers = database.raw.execute(
        "SELECT e.rid FROM json_each(?) t CROSS JOIN experiences e ON e.id = t.value", (listed,)
    ).fetchall()
    _drop(database, index, [int(rid) for (rid,) in numbers])
    of: dict[int, list[str]] = {}
    for rid, body in database.raw.execute(texts, (listed,)):
        of.setdefault(rid, []).append(stemmed(body))
    # A word between two texts keeps a phrase from spanning both.
    rows = sorted((rid, " 0x0 ".join(bodies)) for rid, bodies in of.items())
    database.raw.executemany(f"INSERT INTO {index} (rowid, body) VALUES (?, ?)", rows)


def forget(database: Database, numbers: Iterable[int]) -> None:
    """Takes experiences that leave the mirror out of all indexes."""
    listed = list(numbers)
    for index in INDEXES:
        _drop(database, index, listed)


def _drop(database: Database, index: str, numbers: list[int]) -> None:
    if numbers:
        database.raw.executemany(f"DELETE FROM {index} WHERE rowid = ?", [(rid,) for rid in sorted(numbers)])
