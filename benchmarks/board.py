"""Rows h: the manager's whole screen over many experiences, beside DuckDB on the same rows, and what a change costs.

`SPPLUS_BENCH_BOARD` experiences (200,000 by default) of 50 structures below one, over three years; the period is all of
them. DuckDB holds the rows in memory, with two threads; ours reads the encrypted cache. Answers are compared.
"""

import gc
import os
import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.table import Figure, Goal, Row, in_turn, row
from spplus_desk.domain.experience import Experience, Reply, Slot
from spplus_desk.domain.statistics.answers import Numbers
from spplus_desk.domain.statistics.periods import Period
from spplus_desk.domain.statistics.questions import Node
from spplus_desk.domain.structure import Agent, Membership, Structure
from spplus_desk.domain.values import replace
from spplus_desk.domain.vocabulary import Entity, ReplyState, Role, Sentiment
from spplus_desk.store import rollup, rollup_reading
from spplus_desk.store.pages import PulledChange
from spplus_desk.store.store import Store

N = int(os.environ.get("SPPLUS_BENCH_BOARD", "200000"))
STRUCTURES = 50
NOW = datetime(2027, 12, 16, 9, tzinfo=UTC)
PERIOD = Period((NOW - timedelta(days=3 * 365)).date(), NOW.date())
_CHANNELS = ("Téléphone", "Accueil", "E-mail", "Courrier", "Démarche en ligne")
_WEEK = 7 * 24 * 3600 * 1_000_000
_HEAD = "H"
_PAGE = 15_000


def _fill(path: Path, n: int) -> tuple[Store, list[Any], list[Reply]]:
    """The store, the rows as DuckDB takes them, the replies."""
    dice = random.Random(1)
    store = Store.open(path, bytes(32), clock=lambda: NOW)
    agent = Agent("boss", "Hélène Morvan", (Membership(_HEAD, Role.MANAGER),))
    store.set_identity(agent, "https://central.example", "helene").result()
    sites = [Structure(id=_HEAD, network="r", name="Réseau", timezone="UTC")]
    sites += [
        Structure(id=f"S{i}", network="r", name=f"Site {i}", parent_id=_HEAD, timezone="UTC") for i in range(STRUCTURES)
    ]
    page = [PulledChange(Entity.STRUCTURE, site.id, site) for site in sites]
    rows: list[Any] = []
    replies: list[Reply] = []
    for i in range(n):
        at = NOW - timedelta(days=3 * 365) * (1 - i / n)
        site, mood = f"S{dice.randrange(STRUCTURES)}", dice.choice(tuple(Sentiment))
        channels, procedure = tuple(dice.sample(_CHANNELS, dice.choice((1, 2)))), f"P{dice.randrange(30)}"
        page.append(
            PulledChange(
                Entity.EXPERIENCE,
                str(i),
                Experience(
                    id=str(i),
                    title="t",
                    body="b",
                    pseudonym="p",
                    published_at=at,
                    sentiment=mood,
                    procedures=(procedure,),
                ),
            )
        )
        slot = Slot(id=f"{i}:{site}", experience_id=str(i), structure_id=site, channels=channels, version=1)
        page.append(PulledChange(Entity.SLOT, slot.id, slot))
        delay, useful = None, 0
        if dice.random() < 0.9:
            delay, useful = dice.randrange(7200, 400 * 3600) * 1_000_000, dice.randrange(4)
            given = at + timedelta(microseconds=delay)
            reply = Reply(
                id=slot.id, experience_id=str(i), structure_id=site, body="x", state=ReplyState.PUBLISHED,
                published_at=given, useful=useful,
            )  # fmt: skip
            page.append(PulledChange(Entity.REPLY, slot.id, reply))
            replies.append(reply)
        rows.append(
            (site, (at - datetime(1970, 1, 1, tzinfo=UTC)).days, delay, mood.value, list(channels), procedure, useful)
        )
        if len(page) >= _PAGE:
            store.apply_page(page, cursor=str(i), last=False, at=NOW).result()
            page = []
    store.apply_page(page, cursor="end", last=True, at=NOW).result()
    return store, rows, replies


def _duck(rows: list[Any], path: Path) -> Any:
    import duckdb

    names = ("site", "day", "delay", "mood", "channels", "procedure", "useful")
    encode = msgspec.json.Encoder().encode
    path.write_bytes(b"\n".join(encode(dict(zip(names, line, strict=True))) for line in rows))
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
        store, rows, replies = _fill(Path(name) / "cache.db", n)
        fed = time.perf_counter() - start
        try:
            start = time.perf_counter()
            found = store.numbers(Node(_HEAD), PERIOD, NOW).result()
            counted = time.perf_counter() - start
            base = _duck(rows, Path(name) / "rows.json")
            assert found is not None
            _same(found, base)
            while store.merging().result():
                pass
            detail = f"N = {n:,}; fed in {fed:.0f} s, first count in {counted:.0f} s, both outside of the figure"
            return [*_screen(store, base, detail), _update(store, replies)]
        finally:
            store.close()


def _screen(store: Store, base: Any, detail: str) -> list[Row]:
    def counts(work: Any) -> None:
        database, scope = work.database, work.scope
        number = scope.nodes.node(_HEAD)
        rollup_reading.totals(database, number, PERIOD)
        rollup_reading.trend(database, number, PERIOD)
        rollup_reading.waiting(database, scope, Node(_HEAD), scope.nodes.structures(_HEAD), NOW)
        rollup_reading.parts(database, number, PERIOD)

    def medians(work: Any) -> None:
        rollup_reading.sides(work.database, 0, work.scope.nodes.structures(_HEAD), PERIOD)
        rollup_reading.children(work.database, work.scope, Node(_HEAD), PERIOD)

    def asked(queries: tuple[str, ...]) -> Callable[[], float]:
        return lambda: _timed(lambda: [base.execute(query).fetchall() for query in queries])

    ours, limit = in_turn(lambda: _timed(store._post(counts).result), asked(_COUNTS), unit="ms")
    found = [row("h", "the board's counts, three years", ours, limit, Goal(at_most=1.0), detail=detail)]
    ours, limit = in_turn(lambda: _timed(store._post(medians).result), asked(_MEDIANS), unit="ms")
    what = "median and p90, and the median of each of 50 structures, exact on both sides; ours also counts by structure"
    return [*found, row("h2", "the board's medians", ours, limit, Goal(at_most=3.0), detail=what)]


def _update(store: Store, replies: list[Reply]) -> Row:
    """100 replies change their date and votes: what `rollup.refresh` adds to that transaction."""
    wall: list[float] = []
    cpu: list[float] = []
    plain = rollup.refresh

    def timed(*given: Any) -> None:
        start, used = time.perf_counter(), time.thread_time()
        plain(*given)
        wall.append((time.perf_counter() - start) * 1000)
        cpu.append((time.thread_time() - used) * 1000)

    rollup.refresh = timed  # type: ignore[assignment]  # only measured
    try:
        for turn in range(10):
            page = []
            for reply in replies[-1000:][turn * 100 : turn * 100 + 100]:
                later = (reply.published_at or NOW) + timedelta(days=3)
                changed = replace(reply, useful=(reply.useful or 0) + 1, published_at=later)
                page.append(PulledChange(Entity.REPLY, reply.id, changed))
            store.apply_page(page, cursor=f"after-{turn}", last=True, at=NOW).result()
    finally:
        rollup.refresh = plain
    assert store.recount().result() == ()
    figure, work = Figure.of(wall, "ms"), Figure.of(cpu, "ms")
    return Row(
        "h3", "the roll-up, 100 changed replies", figure, None, None, "≤ 5 ms", figure.median <= 5, f"CPU alone: {work}"
    )
