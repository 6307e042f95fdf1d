"""The index of words, filled per batch inside the transaction that changed the texts, and asked by `search`.

Three contentless indexes share the row numbers of experiences: what the citizen wrote, the replies, the comments.
They are filled by one statement per batch: row triggers would make a first sync three times slower.
"""

from collections.abc import Collection, Iterable

import msgspec

from spplus_desk.store.connection import Database

INDEXES = ("words_of_experiences", "words_of_replies", "words_of_comments")

_EXPERIENCES = "FROM json_each(?) t CROSS JOIN experiences e ON e.rid = t.value"
_REPLIES = (
    "FROM json_each(?) t CROSS JOIN experiences e ON e.id = t.value"
    " CROSS JOIN replies r ON r.id > t.value || ':' AND r.id < t.value || ';' AND r.experience_id = t.value"
)
_COMMENTS = (
    "FROM json_each(?) t CROSS JOIN experiences e ON e.id = t.value CROSS JOIN comments r ON r.experience_id = t.value"
)
# A word between two texts keeps a phrase from spanning both.
_JOINED = "SELECT e.rid, group_concat(r.body, ' 0x0 ')"


def index_experiences(database: Database, numbers: list[int], *, fresh: bool, learn: bool) -> None:
    """Indexes experiences by their row numbers. `fresh`: none of them was there before; `learn`: their words too."""
    if not numbers:
        return
    if not fresh:
        _drop(database, "words_of_experiences", numbers)
    # In the order of the key: FTS5 writes a segment out each time that a row number goes down.
    listed = str(sorted(numbers))
    database.raw.execute(
        "INSERT INTO words_of_experiences (rowid, title, body, pseudonym)"
        f" SELECT e.rid, e.title, e.body, e.pseudonym {_EXPERIENCES} ORDER BY e.rid",
        (listed,),
    )
    if learn:
        _learn(database, f"SELECT e.title || ' ' || e.body || ' ' || e.pseudonym {_EXPERIENCES}", listed)


def index_replies(database: Database, experience_ids: Collection[str], *, learn: bool) -> None:
    """Indexes anew all replies of some experiences; those whose experience is not there yet wait for it."""
    _index(database, "words_of_replies", experience_ids, _REPLIES, learn=learn)


def index_comments(database: Database, experience_ids: Collection[str], *, learn: bool) -> None:
    _index(database, "words_of_comments", experience_ids, _COMMENTS, learn=learn)


def _index(database: Database, index: str, experience_ids: Collection[str], source: str, *, learn: bool) -> None:
    if not experience_ids:
        return
    listed = msgspec.json.encode(list(experience_ids)).decode()
    numbers = database.raw.execute(
        "SELECT e.rid FROM json_each(?) t CROSS JOIN experiences e ON e.id = t.value", (listed,)
    ).fetchall()
    _drop(database, index, [int(rid) for (rid,) in numbers])
    database.raw.execute(
        f"INSERT INTO {index} (rowid, body) {_JOINED} {source} GROUP BY e.rid ORDER BY e.rid", (listed,)
    )
    if learn:
        _learn(database, f"SELECT r.body {source}", listed)


def _learn(database: Database, texts: str, listed: str) -> None:
    from spplus_desk.store import stems  # late: the stemmer is not needed for the first paint

    stems.learn(database, texts, (listed,))


def forget(database: Database, numbers: Iterable[int]) -> None:
    """Takes experiences that leave the mirror out of all indexes."""
    listed = list(numbers)
    for index in INDEXES:
        _drop(database, index, listed)


def _drop(database: Database, index: str, numbers: list[int]) -> None:
    if numbers:
        database.raw.executemany(f"DELETE FROM {index} WHERE rowid = ?", [(rid,) for rid in sorted(numbers)])
