"""Which words of the index share a stem. The index holds the words as they were written, and a search asks for all
the words of a stem: filling it then costs no Python at all, where stemming each text cost more than writing it.

Words are learnt from the index itself: those of a page at once, those of a read from zero at its end.
"""

from collections.abc import Iterable

from spplus_desk.store import meta
from spplus_desk.store.connection import Database, one
from spplus_desk.store.fulltext import INDEXES
from spplus_desk.store.words import VERSION, stem

_VERSION, _REACHED = "stems", "stems_reached"
_SLICE = 2_000
_LEARN = (
    "INSERT OR IGNORE INTO stems (word, stem) SELECT v.term, stem_of(v.term) FROM {} v"
    " WHERE NOT EXISTS (SELECT 1 FROM stems s WHERE s.word = v.term)"
)


def _prepare(database: Database) -> None:
    """The stemmer as a function of SQL, and a scratch index in memory: made again where a rollback took them."""
    if one(database, "SELECT 1 FROM temp.sqlite_master WHERE name = 'scratch_words'") is None:
        database.raw.create_function("stem_of", 1, stem, deterministic=True)
        database.raw.execute(
            "CREATE VIRTUAL TABLE temp.scratch USING fts5 ("
            "body, content = '', contentless_delete = 1, tokenize = \"unicode61 remove_diacritics 2\")"
        )
        database.raw.execute("CREATE VIRTUAL TABLE temp.scratch_words USING fts5vocab('temp', 'scratch', 'row')")


def learn(database: Database, texts: str, values: Iterable[object]) -> None:
    """Learns the words of the `texts` that a SELECT gives: the tokenizer cuts them, only new ones are stemmed."""
    _prepare(database)
    database.raw.execute(f"INSERT INTO temp.scratch (body) {texts}", tuple(values))
    database.raw.execute(_LEARN.format("temp.scratch_words"))
    database.raw.execute("INSERT INTO temp.scratch (scratch) VALUES ('delete-all')")


def learn_all(database: Database) -> None:
    """Learns every word of the indexes."""
    _prepare(database)
    for index in INDEXES:
        database.raw.execute(_LEARN.format(f"vocabulary{index.removeprefix('words')}"))


def sharing(database: Database, word: str, most: int) -> list[str]:
    """The words of the index with the same stem as `word`, at most `most`."""
    found = database.raw.execute("SELECT word FROM stems WHERE stem = ? LIMIT ?", (stem(word), most))
    return [str(shared) for (shared,) in found]


def learn_anew(database: Database) -> bool:
    """Words learnt by an older `stem` get the stems of this one, slice by slice; True while more is left."""
    if meta.read(database, _VERSION) == VERSION:
        return False
    found = database.raw.execute(
        "SELECT word, stem FROM stems WHERE word > ? ORDER BY word LIMIT ?",
        (meta.read(database, _REACHED) or "", _SLICE),
    ).fetchall()
    changed = [(fresh, word) for word, old in found if (fresh := stem(word)) != old]
    more = len(found) == _SLICE
    with database.transaction(durable=False):
        database.raw.executemany("UPDATE stems SET stem = ? WHERE word = ?", changed)
        meta.write(database, _REACHED, found[-1][0] if more else None)
        if not more:
            meta.write(database, _VERSION, VERSION)
    return more
