"""Rows h: the manager's whole screen over many experiences, beside DuckDB on the same rows, and what a change costs.

`SPPLUS_BENCH_BOARD` experiences (200,000 by default) of 50 structures below one, over three years (`board_corpus`); the
period is all of them. DuckDB holds the rows in memory, with two threads; ours reads the encrypted cache. Answers are
compared.
"""

import gc
import os
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.board_corpus import FOLDER, HEAD, NOW, PERIOD, Told, experiences, filled
from benchmarks.table import Figure, Goal, Row, in_turn, row
from spplus_desk.domain.experience import Reply
from spplus_desk.domain.statistics.answers import Numbers
from spplus_desk.domain.statistics.questions import Node
from spplus_desk.domain.values import replace
from spplus_desk.domain.vocabulary import Entity
from spplus_desk.store import rollup, rollup_reading
from spplus_desk.store.pages import PulledChange
from spplus_desk.store.store import Store

N = int(os.environ.get("SPPLUS_BENCH_BOARD", "200000"))
_WEEK = 7 * 24 * 3600 * 1_000_000
_CHANGED, _TURNS = 100, 10
_RECOUNTED = 200_000
"""A recount of a million would hold some gigabytes."""


def _duck(rows: Iterable[Told], path: Path) -> Any:
    import duckdb

    encode = msgspec.json.Encoder().encode
    with path.open("wb") as file:
        file.writelines(encode(line._asdict()) + b"\n" for line in rows)
    base = duckdb.connect()
    base.execute("SET threads = 2")
    kinds = (
        "{site: 'TEXT', day: 'BIGINT', delay: 'BIGINT', mood: 'TEXT', channels: 'TEXT[]', procedure: 'TEXT',"
        " useful: 'BIGINT'}"
    )
    base.execute(
        f"CREATE TABLE rows AS SELECT * FROM read_json('{path}', format = 'newline_delimited', columns = {kinds})"
    )
    return base


_COUNTS = (
    f"SELECT count(*), count(delay), count(*) FILTER (delay < {_WEEK}), sum(useful) FROM rows",
    "SELECT delay // 86400000000, count(*) FROM rows WHERE delay IS NOT NULL GROUP BY 1",
    f"SELECT day // 30, count(delay), count(*) FILTER (delay < {_WEEK}) FROM rows GROUP BY 1",
    "SELECT day, count(*) FROM rows WHERE delay IS NULL GROUP BY 1",
    "SELECT mood, count(*) FROM rows GROUP BY 1",
    f"SELECT site, count(*), count(delay), count(*) FILTER (delay < {_WEEK}), sum(useful) FROM rows GROUP BY 1",
    f"SELECT channel, count(*), count(delay), count(*) FILTER (delay < {_WEEK}), sum(useful)"
    " FROM (SELECT unnest(channels) AS channel, delay, useful FROM rows) GROUP BY 1",
    f"SELECT procedure, count(*), count(delay), count(*) FILTER (delay < {_WEEK}), sum(useful) FROM rows GROUP BY 1",
)
_MEDIANS = (
    "SELECT quantile_disc(delay, 0.5), quantile_disc(delay, 0.9) FROM rows",
    "SELECT site, quantile_disc(delay, 0.5) FROM rows GROUP BY 1",
)


def _timed(call: Callable[[], Any]) -> float:
    gc.collect()
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def _same(found: Numbers, base: Any) -> None:
    total, dated, fast, useful = base.execute(_COUNTS[0]).fetchone()
    median, p90 = base.execute(_MEDIANS[0]).fetchone()
    counts = found.now.counts
    assert (counts.experiences, counts.dated, counts.in_time, counts.useful) == (total, dated, fast, useful)
    assert (found.now.median, found.now.p90) == (median, p90)
    medians = dict(base.execute(_MEDIANS[1]).fetchall())
    assert {line.key: line.median for line in found.lines if line.median is not None} == medians


def run(n: int = N) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="spplus-bench-") as name:
        start = time.perf_counter()
        store = filled(Path(FOLDER or name) / f"board-{n}.db", n)
        fed = time.perf_counter() - start
        try:
            start = time.perf_counter()
            found = store.numbers(Node(HEAD), PERIOD, NOW).result()
            counted = time.perf_counter() - start
            base = _duck((made.told for made in experiences(n)), Path(name) / "rows.json")
            assert found is not None
            _same(found, base)
            while store.merging().result():
                pass
            detail = f"N = {n:,}; cache ready in {fed:.0f} s, first count in {counted:.0f} s, outside of the figure"
            return [*_screen(store, base, detail), _update(store, n)]
        finally:
            store.close()


def _screen(store: Store, base: Any, detail: str) -> list[Row]:
    def counts(work: Any) -> None:
        database, scope = work.database, work.scope
        number = scope.nodes.node(HEAD)
        rollup_reading.totals(database, number, PERIOD)
        rollup_reading.trend(database, number, PERIOD)
        rollup_reading.waiting(database, scope, Node(HEAD), scope.nodes.structures(HEAD), NOW)
        rollup_reading.parts(database, number, PERIOD)

    def medians(work: Any) -> None:
        rollup_reading.sides(work.database, 0, work.scope.nodes.structures(HEAD), PERIOD)
        rollup_reading.children(work.database, work.scope, Node(HEAD), PERIOD)

    def asked(queries: tuple[str, ...]) -> Callable[[], float]:
        return lambda: _timed(lambda: [base.execute(query).fetchall() for query in queries])

    ours, limit = in_turn(lambda: _timed(store._post(counts).result), asked(_COUNTS), unit="ms")
    found = [row("h", "the board's counts, three years", ours, limit, Goal(at_most=1.0), detail=detail)]
    ours, limit = in_turn(lambda: _timed(store._post(medians).result), asked(_MEDIANS), unit="ms")
    what = "median and p90, and the median of each of 50 structures, exact on both sides; ours also counts by structure"
    return [*found, row("h2", "the board's medians", ours, limit, Goal(at_most=3.0), detail=what)]


def _update(store: Store, n: int) -> Row:
    """100 replies change their date and votes: what `rollup.refresh` adds to that transaction. They are put back."""
    wall: list[float] = []
    cpu: list[float] = []
    plain = rollup.refresh
    replies = [made.reply for made in experiences(n) if made.reply is not None][-_CHANGED * _TURNS :]
    gc.collect()
    gc.disable()  # as in the program: no thread but the window's collects (`ui.interpreter.Collector`)

    def timed(*given: Any) -> None:
        start, used = time.perf_counter(), time.thread_time()
        plain(*given)
        wall.append((time.perf_counter() - start) * 1000)
        cpu.append((time.thread_time() - used) * 1000)

    def fed(rows: list[Reply], name: str) -> None:
        page = [PulledChange(Entity.REPLY, reply.id, reply) for reply in rows]
        store.apply_page(page, cursor=name, last=True, at=NOW).result()

    rollup.refresh = timed  # type: ignore[assignment]  # only measured
    try:
        for turn in range(_TURNS):
            fed([_later(reply) for reply in replies[turn * _CHANGED :][:_CHANGED]], f"after-{turn}")
    finally:
        rollup.refresh = plain
        gc.enable()
    if n <= _RECOUNTED:
        assert store.recount().result() == ()
    fed(replies, "end")
    figure, work = Figure.of(wall, "ms"), Figure.of(cpu, "ms")
    return Row(
        "h3", "the roll-up, 100 changed replies", figure, None, None, "≤ 5 ms", figure.median <= 5, f"CPU alone: {work}"
    )


def _later(reply: Reply) -> Reply:
    assert reply.published_at is not None
    return replace(reply, useful=(reply.useful or 0) + 1, published_at=reply.published_at + timedelta(days=3))
