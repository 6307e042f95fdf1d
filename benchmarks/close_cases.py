"""Rows n and n1: how well close cases find the known pairs, beside plain BM25; and how long a question takes."""

import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter

from benchmarks.close_cases_corpus import ANSWERS, PROBLEMS
from benchmarks.table import Figure, Row
from spplus_desk.domain.cases import NEAREST, Asked, Case
from spplus_desk.store import cases
from spplus_desk.store.connection import Database
from spplus_desk.store.migrations import migrate

_NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
_KEY = bytes(range(32))
_QUESTIONS = 100
_MOST_MS = 100
"""An agent who opens a reply does not see it come: a bound of ours, no ratio."""


def _case(key: str, told: str, reply: str, useful: int, not_useful: int) -> Case:
    title, _, body = told.partition("|")
    return Case(
        id=key,
        structure_name="Un site",
        title=title,
        body=body,
        reply=reply,
        published_at=_NOW - timedelta(days=30),
        useful=useful,
        not_useful=not_useful,
    )


def _pairs() -> tuple[list[Case], list[tuple[Asked, str, str]]]:
    """The base, and for each question the useful and the other case that are wanted."""
    base, asked = [], []
    for number, (question, useful, other) in enumerate(PROBLEMS):
        good, bad = f"G{number}:S", f"B{number}:S"
        base.append(_case(good, useful, f"{ANSWERS[number % 3]} (cas {number})", 16, 2))
        base.append(_case(bad, other, f"{ANSWERS[(number + 1) % 3]} (dossier {number})", 3, 11))
        title, _, body = question.partition("|")
        asked.append((Asked(experience_id=f"Q{number}", title=title, body=body), good, bad))
    return base, asked


def _plain(database: Database, asked: Asked) -> list[str]:
    """BM25 as it comes: the words as they are typed, no stems, all of them."""
    words = " OR ".join(f'"{word}"' for word in f"{asked.title} {asked.body}".replace('"', " ").split())
    found = database.raw.execute(
        "SELECT c.id FROM plain JOIN cases c ON c.rid = plain.rowid WHERE plain MATCH ? ORDER BY rank LIMIT ?",
        (words, NEAREST),
    )
    return [str(key) for (key,) in found]


def evaluate() -> dict[str, tuple[float, float, float]]:
    """For each way: recall at 5 (of the two wanted), MRR of the first wanted, share of questions whose useful case is
    before the other."""
    base, pairs = _pairs()
    found: dict[str, tuple[float, float, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "cases.db", _KEY)
        migrate(database)
        cases.apply(database, [(case.id, case) for case in base], "c", whole=True)
        database.raw.execute(
            "CREATE VIRTUAL TABLE temp.plain USING fts5 (title, body, tokenize = 'unicode61 remove_diacritics 2')"
        )
        database.raw.execute("INSERT INTO temp.plain (rowid, title, body) SELECT rid, title, body FROM cases")
        ways: dict[str, Callable[[Asked], list[str]]] = {
            "plain BM25": lambda asked: _plain(database, asked),
            "near": lambda asked: [c.case.id for c in cases.nearest(database, asked, useful_first=False)],
            "near, useful first": lambda asked: [c.case.id for c in cases.nearest(database, asked)],
        }
        for name, way in ways.items():
            recall = reciprocal = ordered = 0.0
            for asked, good, bad in pairs:
                keys = way(asked)
                recall += len({good, bad} & set(keys)) / 2
                places = [keys.index(key) + 1 for key in (good, bad) if key in keys]
                reciprocal += 1 / min(places) if places else 0
                ordered += good in keys and (bad not in keys or keys.index(good) < keys.index(bad))
            found[name] = (recall / len(pairs), reciprocal / len(pairs), ordered / len(pairs))
        database.close()
    return found


def latency(size: int) -> list[float]:
    """Milliseconds of each of 100 questions to a base of `size` cases."""
    dice = Random(7)
    stock = [part for problem in PROBLEMS for told in problem for part in told.replace("|", " ").split()]
    base = []
    for number in range(size):
        title = " ".join(dice.choices(stock, k=6))
        body = " ".join([*dice.choices(stock, k=60), f"mot{number % 997}", f"lieu{number % 4999}"])
        base.append(
            _case(f"C{number}:S", f"{title}|{body}", " ".join(dice.choices(stock, k=50)), number % 9, number % 5)
        )
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "cases.db", _KEY)
        migrate(database)
        for start in range(0, size, 5_000):
            page = [(case.id, case) for case in base[start : start + 5_000]]
            cases.apply(database, page, "c", whole=start == 0)
        for number in range(_QUESTIONS):
            one = base[dice.randrange(size)]
            asked = Asked(experience_id=f"Q{number}", title=one.title, body=one.body)
            began = perf_counter()
            cases.nearest(database, asked)
            taken.append((perf_counter() - began) * 1000)
        database.close()
    return taken


def run() -> list[Row]:
    found = evaluate()
    lines = "; ".join(
        f"{name}: recall@5 {recall:.2f}, MRR {mrr:.2f}, useful one first {ordered:.2f}"
        for name, (recall, mrr, ordered) in found.items()
    )
    ours, plain = found["near, useful first"], found["plain BM25"]
    size = int(os.environ.get("SPPLUS_BENCH_N", "50000"))
    taken = latency(size)
    p95 = quantiles(taken, n=20)[-1]
    return [
        Row(
            id="n",
            work=f"close cases: recall@5 on {len(PROBLEMS)} known pairs, beside plain BM25",
            ours=Figure.of([ours[0]] * 5, ""),
            limit=Figure.of([plain[0]] * 5, ""),
            ratio=ours[0] / plain[0],
            goal="at least plain BM25",
            met=ours[0] >= plain[0],
            detail=lines,
        ),
        Row(
            id="n1",
            work=f"close cases: one question to {size} cases",
            ours=Figure.of(taken, "ms"),
            limit=None,
            ratio=None,
            goal="p95 under 100 ms",
            met=p95 < _MOST_MS,
            detail=f"p95 {p95:.0f} ms of {_QUESTIONS} questions",
        ),
    ]
