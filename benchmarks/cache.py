"""Rows a1 and b: the feed written into the searchable, encrypted cache, beside raw SQLite doing the same work.

The limit of a1 is the tuned insert of plain, unencrypted SQLite (`sqlite3` of Python): batches of 10,000, one
`INSERT … SELECT` into the index for each, `optimize` at the end; it parses the same number of JSON bytes. The limit of
b is the upsert of 100 changed rows in one transaction, the index kept by triggers.
"""

import gc
import itertools
import os
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.table import Figure, Goal, Row, in_turn, row
from spplus_desk.domain.experience import Experience, Slot
from spplus_desk.domain.inbox import SortOrder, View
from spplus_desk.domain.query_reading import read_query
from spplus_desk.domain.search import Question
from spplus_desk.domain.structure import Agent, Membership, Structure
from spplus_desk.domain.values import replace
from spplus_desk.domain.vocabulary import Entity, Role, Sentiment
from spplus_desk.protocol import ChangesAnswer
from spplus_desk.store.pages import PageTally, PulledChange
from spplus_desk.store.store import Store
from spplus_desk.sync.applier import pulled

N = int(os.environ.get("SPPLUS_BENCH_N", "100000"))
PAGE = 5_000
CHANGES = 100
ROUNDS = 20
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SITE = "site-1"
AGENT = Agent("agent-1", "Hélène Morvan", (Membership(SITE, Role.AGENT),))

_SYLLABLES = [
    "ba",
    "cé",
    "dè",
    "fi",
    "gou",
    "hé",
    "ja",
    "lê",
    "mi",
    "no",
    "pré",
    "qui",
    "ré",
    "sa",
    "tê",
    "vou",
    "çai",
    "ché",
    "plo",
    "tran",
    "ment",
    "tion",
    "eur",
    "ique",
    "ance",
    "able",
    "ité",
    "ère",
    "eux",
    "aille",
]
_COMMON = [
    "de",
    "la",
    "le",
    "et",
    "les",
    "des",
    "en",
    "un",
    "une",
    "du",
    "est",
    "pour",
    "que",
    "qui",
    "dans",
    "sur",
    "par",
    "plus",
    "pas",
    "avec",
    "ce",
    "il",
    "au",
    "je",
    "ne",
    "vous",
    "nous",
    "on",
    "mais",
    "ou",
    "son",
    "être",
    "avoir",
    "fait",
    "faire",
    "dossier",
    "demande",
    "réponse",
    "service",
    "agent",
    "accueil",
    "rendez-vous",
    "téléphone",
    "courrier",
    "délai",
    "attente",
    "site",
    "compte",
    "démarche",
    "formulaire",
    "pièce",
    "justificatif",
    "allocation",
    "retraite",
    "carte",
    "permis",
    "école",
]


def vocabulary(random_: random.Random, size: int = 30_000) -> list[str]:
    words = dict.fromkeys(_COMMON)
    while len(words) < size:
        words["".join(random_.choices(_SYLLABLES, k=random_.choice((2, 2, 3, 3, 4))))] = None
    return list(words)


def experiences(n: int, seed: int = 42) -> Iterator[Experience]:
    """Invented experiences of about 1.5 kB of JSON, words drawn as they are in French (Zipf)."""
    random_ = random.Random(seed)
    words = vocabulary(random_)
    weights = list(itertools.accumulate(1.0 / (i + 2.7) ** 1.07 for i in range(len(words))))
    for i in range(n):
        body = random_.choices(words, cum_weights=weights, k=max(40, int(random_.gauss(165, 40))))
        for end in range(12, len(body), 14):
            body[end] += "."
        yield Experience(
            id=str(100_000 + i),
            title=" ".join(random_.choices(words, cum_weights=weights, k=7)).capitalize(),
            body=" ".join(body),
            pseudonym=f"usager{random_.randint(1, n)}",
            posted_as="Usager",
            sentiment=random_.choice(tuple(Sentiment)),
            published_at=NOW - timedelta(days=400) + timedelta(seconds=i * 300 + random_.randint(0, 299)),
            region="Bretagne",
            department="Finistère",
            procedures=("Demander une aide",),
            similar_count=random_.randint(0, 40),
        )


def pages(n: int) -> list[bytes]:
    """The feed as it comes over the wire: experience and slot in turn, pages of 5,000 entries, encoded."""
    site = Structure(id=SITE, network="demo", name="Caf de l’Orvanne", timezone="Europe/Paris")
    entries: list[tuple[Entity, str, Any]] = [(Entity.STRUCTURE, SITE, site)]
    for e in experiences(n):
        entries.append((Entity.EXPERIENCE, e.id, e))
        slot = Slot(id=f"{e.id}:{SITE}", experience_id=e.id, structure_id=SITE, channels=("Téléphone",), version=1)
        entries.append((Entity.SLOT, slot.id, slot))
    encoded = []
    for start in range(0, len(entries), PAGE):
        part = entries[start : start + PAGE]
        changes = [{"entity": entity, "id": id, "op": "put", "row": line} for entity, id, line in part]
        left = max(0, len(entries) - start - PAGE)
        answer = {"changes": changes, "cursor": str(start), "more": left > 0, "remaining": left}
        encoded.append(msgspec.json.encode(answer))
    return encoded


def decoded(page: bytes) -> tuple[list[PulledChange], ChangesAnswer]:
    """As the engine does it."""
    answer = msgspec.json.decode(page, type=ChangesAnswer)
    return pulled(answer.changes), answer


def fill(path: Path, encoded: Sequence[bytes]) -> Store:
    """A first synchronisation as the engine does it: the next page is decoded while the last one is written."""
    store = Store.open(path, bytes(32), clock=lambda: NOW)
    store.set_identity(AGENT, "https://central.example", "helene").result()
    writing: Future[PageTally] | None = None
    for page in encoded:
        changes, answer = decoded(page)
        if writing is not None:
            writing.result()
        writing = store.apply_page(
            changes, cursor=answer.cursor, last=not answer.more, at=NOW, remaining=answer.remaining
        )
    if writing is not None:
        writing.result()
    return store


def settled(store: Store) -> None:
    """Returns once the merge of the index, done in idle moments, is over."""
    while store.merging().result():
        pass


_COLUMNS = [
    "id",
    "title",
    "body",
    "pseudonym",
    "sentiment",
    "posted_as",
    "region",
    "department",
    "published_at",
    "similar_count",
    "version",
]
_TABLE = (
    "CREATE TABLE exp (rid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT, body TEXT, pseudonym TEXT,"
    " sentiment TEXT, posted_as TEXT, region TEXT, department TEXT, published_at TEXT, similar_count INT, version INT);"
    "CREATE INDEX exp_published ON exp (published_at); CREATE INDEX exp_sentiment ON exp (sentiment, published_at);"
    "CREATE VIRTUAL TABLE words USING fts5(title, body, content='exp', content_rowid='rid',"
    ' tokenize="unicode61 remove_diacritics 2");'
)
_TRIGGERS = (
    "CREATE TRIGGER ai AFTER INSERT ON exp BEGIN INSERT INTO words(rowid, title, body)"
    " VALUES (new.rid, new.title, new.body); END;"
    "CREATE TRIGGER au AFTER UPDATE ON exp BEGIN INSERT INTO words(words, rowid, title, body)"
    " VALUES ('delete', old.rid, old.title, old.body);"
    " INSERT INTO words(rowid, title, body) VALUES (new.rid, new.title, new.body); END;"
)
_UPSERT = (
    f"INSERT INTO exp ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
    f" ON CONFLICT (id) DO UPDATE SET {', '.join(f'{c} = excluded.{c}' for c in _COLUMNS[1:])}"
)


def raw_lines(n: int) -> list[bytes]:
    return [msgspec.json.encode({**msgspec.to_builtins(e), "version": 1}) for e in experiences(n)]


def raw_values(line: bytes) -> tuple[Any, ...]:
    record = msgspec.json.decode(line)
    return tuple(record.get(name) for name in _COLUMNS)


def raw_fill(path: Path, lines: Sequence[bytes]) -> sqlite3.Connection:
    """The tuned insert: as fast as SQLite goes on this machine, unencrypted, with one index of unstemmed words."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(
        f"PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; {_TABLE}"
    )
    connection.execute("INSERT INTO words(words, rank) VALUES ('hashsize', 67108864)")
    for start in range(0, len(lines), 10_000):
        connection.execute("BEGIN")
        connection.executemany(_UPSERT, [raw_values(line) for line in lines[start : start + 10_000]])
        connection.execute(
            "INSERT INTO words(rowid, title, body) SELECT rid, title, body FROM exp WHERE rid > ?", (start,)
        )
        connection.execute("COMMIT")
    connection.execute("INSERT INTO words(words, rank) VALUES ('hashsize', 1048576)")
    connection.execute("INSERT INTO words(words) VALUES ('optimize')")
    connection.executescript(_TRIGGERS)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return connection


def _reworded(e: Experience, turn: int) -> Experience:
    return replace(e, body=f"{e.body} modifié{turn}")


def asked(text: str) -> Question:
    """What the search page asks for `text`."""
    return Question(query=read_query(text, NOW.date()).query)


def first_sync(folder: Path, n: int) -> Row:
    encoded, lines = pages(n), raw_lines(n)
    numbers = itertools.count()

    def ours() -> float:
        path = folder / f"ours{next(numbers)}.db"
        gc.collect()
        start = time.perf_counter()
        store = fill(path, encoded)
        settled(store)
        took = time.perf_counter() - start
        found = store.search(asked("demande"), NOW).result()
        assert found.total > 0
        assert len(store.rows(View.ALL, SortOrder.DEADLINE, NOW, limit=50).result()) == min(50, n)
        store.close()
        _remove(path)
        return took

    def limit() -> float:
        path = folder / f"raw{next(numbers)}.db"
        gc.collect()
        start = time.perf_counter()
        raw_fill(path, lines).close()
        took = time.perf_counter() - start
        _remove(path)
        return took

    mine, theirs = in_turn(ours, limit)
    detail = f"N = {n:,}; {sum(map(len, encoded)) / 1e6:.0f} MB of JSON in pages of {PAGE:,}, decoded in the time"
    return row("a1", "first sync into the searchable, encrypted cache", mine, theirs, Goal(at_most=1.6), detail=detail)


def small_sync(folder: Path, n: int) -> Row:
    store = fill(folder / "ours.db", pages(n))
    settled(store)
    connection = raw_fill(folder / "raw.db", raw_lines(n))
    mine: list[float] = []
    theirs: list[float] = []
    by_turn = _changes_by_turn(n)
    for turn in range(ROUNDS):
        batch = by_turn[turn]
        page = msgspec.json.encode(
            {
                "changes": [{"entity": Entity.EXPERIENCE, "id": e.id, "op": "put", "row": e} for e in batch],
                "cursor": f"after-{turn}",
                "more": False,
            }
        )
        start = time.perf_counter()
        changes, answer = decoded(page)
        store.apply_page(changes, cursor=answer.cursor, last=True, at=NOW, remaining=0).result()
        mine.append((time.perf_counter() - start) * 1000)
        lines = [msgspec.json.encode({**msgspec.to_builtins(e), "version": 2}) for e in batch]
        start = time.perf_counter()
        connection.execute("BEGIN")
        connection.executemany(_UPSERT, [raw_values(line) for line in lines])
        connection.execute("COMMIT")
        theirs.append((time.perf_counter() - start) * 1000)
    assert store.search(asked(f"modifié{ROUNDS - 1}"), NOW).result().total == len(by_turn[-1])
    store.close()
    connection.close()
    ours, limit = Figure.of(mine, "ms"), Figure.of(theirs, "ms")
    worst = max(mine) / ours.median
    detail = f"N = {n:,}; {ROUNDS} syncs of {CHANGES}; the worst took {worst:.1f}x the median (goal: at most 5x)"
    return row(
        "b", f"{CHANGES} changes into a full cache", ours, limit, Goal(at_most=2.5), also=worst <= 5, detail=detail
    )


def _changes_by_turn(n: int) -> list[list[Experience]]:
    turns: list[list[Experience]] = [[] for _ in range(ROUNDS)]
    step = max(ROUNDS, n // CHANGES)
    for i, e in enumerate(experiences(n)):
        turn = i % step
        if turn < ROUNDS and len(turns[turn]) < CHANGES:
            turns[turn].append(_reworded(e, turn))
    return turns


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)


def run(n: int = N) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="spplus-bench-") as name:
        folder = Path(name)
        return [first_sync(folder, n), small_sync(folder, n)]
