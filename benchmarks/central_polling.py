"""Rows g and g2: a desk that asks the central whether anything is new, and one that is given 100 changes.

The limit is what the machine can do with the same server and the same PostgreSQL and nothing around it: a bare ASGI
function under uvicorn that asks one query (g), or reads 100 stored rows and joins them (g2). No session, no scope, no
cursor, no framework. Both sides: two worker processes, sixteen keep-alive connections, loopback, taken in turn.
"""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.table import Goal, Row, in_turn, row
from spplus_desk.central.repository import (
    IncomingExperience,
    IncomingReply,
    IncomingSlot,
    StructureIndex,
    add_agent,
    migrate,
    open_engine,
    unit_of_work,
    upsert_experiences,
    upsert_structures,
    utc_now,
)
from spplus_desk.central.sessions import sign_in
from spplus_desk.domain.experience import Experience
from spplus_desk.domain.structure import Membership, Structure
from spplus_desk.domain.vocabulary import Role
from tests.helpers import postgres

EXPERIENCES = 3_000
_TOLD = 50
SECONDS = 1.5
CONNECTIONS = 16
WORKERS = 2
_URL = "SPPLUS_BENCH_POSTGRES"
_BODY = "Un récit inventé, de la longueur des vrais, qui dit l’attente au guichet et le courrier sans réponse. " * 14


async def bare(scope: Any, _receive: Any, send: Any) -> None:
    """The limit: `?N` answers 304 when nothing is above N, else the stored texts above it, joined."""
    if scope["type"] != "http":
        return
    pool = await _bare_pool()
    since = int(scope["query_string"] or b"0")
    async with pool.connection() as connection:
        top = (await (await connection.execute("SELECT max(seq) FROM bench_rows")).fetchone())[0]
        rows = None
        if since < top:
            query = "SELECT doc FROM bench_rows WHERE seq > %s ORDER BY seq LIMIT 500"
            rows = await (await connection.execute(query, (since,))).fetchall()
    if rows is None:
        await send({"type": "http.response.start", "status": 304, "headers": []})
        await send({"type": "http.response.body"})
        return
    body = ("[" + ",".join(r[0] for r in rows) + "]").encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


_pools: dict[int, Any] = {}


async def _bare_pool() -> Any:
    from psycopg_pool import AsyncConnectionPool

    loop = id(asyncio.get_running_loop())
    if loop not in _pools:
        _pools[loop] = AsyncConnectionPool(
            os.environ[_URL], min_size=4, max_size=4, open=False, kwargs={"autocommit": True}
        )
        await _pools[loop].open()
    return _pools[loop]


def ours() -> Any:
    """The central's application, as `spplus-central serve` makes it."""
    from spplus_desk.central.app import create_app

    return create_app(open_engine(os.environ[_URL]))


def run() -> list[Row]:
    """Some 50 seconds."""
    with postgres.server() as server, postgres.database(server) as url:
        token = _fill(url)
        plain = url.replace("postgresql+psycopg://", "postgresql://")
        with _served("bare", plain) as bare_port, _served("ours", plain, "--factory") as our_port:
            known = f"Host: x\r\nSPPlus-Protocol: 1\r\nAuthorization: Bearer {token}\r\n"
            start = f"GET /v1/changes{{query}} HTTP/1.1\r\n{known}"
            at_end, before = _cursors(our_port, start)
            idle = f'{start.format(query=f"?cursor={at_end}")}If-None-Match: "{at_end}"\r\n\r\n'
            delta = f"{start.format(query=f'?cursor={before}')}\r\n"
            bare_idle = f"GET /?{EXPERIENCES + _TOLD} HTTP/1.1\r\nHost: x\r\n\r\n"
            bare_delta = f"GET /?{EXPERIENCES + _TOLD - 100} HTTP/1.1\r\nHost: x\r\n\r\n"
            for port, request, status in (
                (our_port, idle, 304),
                (our_port, delta, 200),
                (bare_port, bare_idle, 304),
                (bare_port, bare_delta, 200),
            ):
                _load(port, request, status, 0.3)  # connections, prepared statements, caches
            idle_figures = in_turn(
                lambda: _load(our_port, idle, 304), lambda: _load(bare_port, bare_idle, 304), unit="/s"
            )
            delta_figures = in_turn(
                lambda: _load(our_port, delta, 200), lambda: _load(bare_port, bare_delta, 200), unit="/s"
            )
    how = f"{WORKERS} workers, {CONNECTIONS} connections, PostgreSQL on loopback, the client on the same cores"
    return [
        row("g", "central: nothing new, with a bearer token", *idle_figures, Goal(at_least=0.5), detail=how),
        row(
            "g2",
            "central: 100 changed records",
            *delta_figures,
            Goal(at_least=0.5),
            detail=f"{how}; 50 of them experiences of 1.5 kB, uncompressed; ours with session, scope and cursor",
        ),
    ]


def _fill(url: str) -> str:
    """One site with its experiences, the same rows for the bare side; a session's token."""
    engine = open_engine(url)
    migrate(engine)
    now = utc_now()
    with unit_of_work(engine, now) as unit:
        head = Structure(id="H", network="N", name="Tête")
        upsert_structures(unit, [head, Structure(id="S", network="N", name="Site", parent_id="H")])
        index = StructureIndex.load(unit.connection)
        add_agent(unit, username="a", name="A", password="a", posts=(Membership("S", Role.AGENT),))
    for start in range(0, EXPERIENCES, 1_000):
        batch = [
            IncomingExperience(
                experience=Experience(id=f"{n}", title=f"Récit {n}", body=_BODY, pseudonym="P", published_at=now),
                slots=(IncomingSlot(label="S", reply=IncomingReply(body="Bonjour, merci.", published_at=now)),),
            )
            for n in range(start, start + 1_000)
        ]
        with unit_of_work(engine, now) as unit:
            upsert_experiences(unit, batch, index)
    # Some experiences told again: the delta is their records and the lines of their history, a hundred in all.
    again = [
        IncomingExperience(
            experience=Experience(id=f"{n}", title=f"Récit {n}", body=_BODY + ".", pseudonym="P", published_at=now)
        )
        for n in range(_TOLD)
    ]
    with unit_of_work(engine, now) as unit:
        upsert_experiences(unit, again, index)
    token = sign_in(engine, utc_now, "a", "a", "bench").access_token
    engine.dispose()
    with psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://")) as connection:
        connection.execute("CREATE TABLE bench_rows (seq int PRIMARY KEY, doc text NOT NULL)")
        connection.execute(
            "INSERT INTO bench_rows SELECT row_number() OVER (ORDER BY entity = 'event' OR id = ANY(%s), id), doc "
            "FROM documents WHERE entity IN ('experience', 'event')",
            ([str(n) for n in range(_TOLD)],),
        )
        connection.execute("ANALYZE")
    return token


def _cursors(port: int, start: str) -> tuple[str, str]:
    """The cursor at the end of the feed, and one a hundred records before it."""
    import requests

    session = requests.Session()
    for line in start.splitlines()[1:]:
        name, _, value = line.partition(": ")
        session.headers[name] = value
    del session.headers["Host"]
    with session:
        cursor, seen, before = "", 0, ""
        total = 0
        while True:
            limit = 5_000
            answer = session.get(
                f"http://127.0.0.1:{port}/v1/changes",
                params={"limit": str(limit), **({"cursor": cursor} if cursor else {})},
                timeout=60,
            ).json()
            total += len(answer["changes"])
            cursor = answer["cursor"]
            if not answer["more"]:
                break
        query: dict[str, Any] = {}
        while seen < total - 100:
            query["limit"] = min(5_000, total - 100 - seen)
            answer = session.get(f"http://127.0.0.1:{port}/v1/changes", params=query, timeout=60).json()
            seen += len(answer["changes"])
            before = query["cursor"] = answer["cursor"]
        tail = session.get(f"http://127.0.0.1:{port}/v1/changes", params={"cursor": before}, timeout=60).json()
        told = sorted(c["entity"] for c in tail["changes"])
        assert told == ["event"] * _TOLD + ["experience"] * _TOLD, len(told)
    return cursor, before


@contextmanager
def _served(name: str, url: str, *options: str) -> Iterator[int]:
    """One side, in processes of its own."""
    port = postgres.free_port()
    command = [sys.executable, "-m", "uvicorn", f"benchmarks.central_polling:{name}", "--port", str(port)]
    command += ["--workers", str(WORKERS), "--no-access-log", "--log-level", "error", *options]
    environment = {**os.environ, _URL: url}
    root = Path(__file__).resolve().parents[1]
    with subprocess.Popen(command, cwd=root, env=environment, stdin=subprocess.DEVNULL) as process:
        try:
            _wait(port)
            yield port
        finally:
            process.terminate()
            process.wait(20)


def _wait(port: int) -> None:
    async def knock() -> None:
        for _ in range(300):
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.1)
                continue
            writer.close()
            await asyncio.sleep(1.0)  # the other worker
            return
        raise TimeoutError(f"nothing listens on {port}")

    asyncio.run(knock())


def _load(port: int, request: str, status: int, seconds: float = SECONDS) -> float:
    """Answers a second over keep-alive connections, each checked for its status."""
    raw = request.encode()
    wanted = f"HTTP/1.1 {status} ".encode()

    async def client(until: float) -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        count = 0
        while time.perf_counter() < until:
            writer.write(raw)
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(wanted):
                raise RuntimeError(head.decode())
            if status != 304:
                length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
                await reader.readexactly(int(length))
            count += 1
        writer.close()
        return count

    async def all_clients() -> float:
        begin = time.perf_counter()
        counts = await asyncio.gather(*[client(begin + seconds) for _ in range(CONNECTIONS)])
        return sum(counts) / (time.perf_counter() - begin)

    return asyncio.run(all_clients())
