"""Rows f (1,000 queued replies, durable on both sides) and a2 (the first screen during the first sync)."""

import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select
from uuid_utils import uuid7

from benchmarks import queue_limit
from benchmarks.served import PASSWORD, SITE, USER, build, served
from benchmarks.table import Figure, Goal, Row, in_turn, row
from spplus_desk.central.repository import open_engine
from spplus_desk.central.tables import documents
from spplus_desk.domain.commands import Command
from spplus_desk.domain.errors import Unreachable
from spplus_desk.domain.experience_payloads import SubmitReply
from spplus_desk.domain.inbox import SortOrder, View
from spplus_desk.store.store import Store
from spplus_desk.sync.client import Client
from spplus_desk.sync.engine import Engine
from spplus_desk.sync.line import Response, Transport
from spplus_desk.sync.pusher import Pusher
from spplus_desk.sync.stopping import Stopping
from spplus_desk.sync.transport import HttpTransport

REPLIES = 1_000
HISTORY = 10_000
"""Experiences of the first synchronisation of a2; the first page does not depend on how many follow."""
FIRST_SCREEN = 0.5
_KEY = bytes(range(32))


def run() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="spplus-bench-") as folder:
        return [_queue(Path(folder)), _first_screen(Path(folder))]


def _now() -> datetime:
    return datetime.now(UTC)


class _LosesFifth:
    """Every fifth answer to a POST of commands is lost, after the central committed."""

    def __init__(self, inner: Transport) -> None:
        self._inner = inner
        self._posts = 0

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        answer = self._inner.request(method, path, params=params, body=body, headers=headers)
        if path == "/v1/commands":
            self._posts += 1
            if self._posts % 5 == 0:
                raise Unreachable(detail="lost on purpose")
        return answer

    def close(self) -> None:
        self._inner.close()


def _queue(folder: Path) -> Row:
    seed = folder / "seed.db"
    build(seed, REPLIES)
    cache = folder / "seed-cache.db"
    with served(seed) as url:
        store, client = _desk(cache, HttpTransport(url), url)
        Engine(store, client, _now).run_once()
        store.close()
        client.close()

    def ours() -> float:
        return REPLIES / _push(seed, cache, HttpTransport)

    def limit() -> float:
        with tempfile.TemporaryDirectory(dir=folder) as raw:
            return queue_limit.rate(Path(raw), REPLIES)

    rate, raw = in_turn(ours, limit, unit="/s")
    lossy = Figure.of(
        [REPLIES / _push(seed, cache, lambda url: _LosesFifth(HttpTransport(url))) for _ in range(5)], "/s"
    )
    return row(
        "f",
        f"{REPLIES} queued replies, durable on both sides",
        rate,
        raw,
        Goal(at_least=0.33),
        detail=(
            f"batches of 50; the central in another process, SQLite with synchronous=FULL; exactly {REPLIES} replies "
            f"at the central each time, also with every fifth answer lost ({lossy}, "
            f"{rate.median / lossy.median:.2f}x the undisturbed time; goal ≤ 1.5x)"
        ),
    )


def _desk(cache: Path, transport: Transport, url: str) -> tuple[Store, Client]:
    client = Client(transport, _now)
    agent = client.sign_in(USER, PASSWORD).agent
    store = Store.open(cache, _KEY, clock=_now)
    store.set_identity(agent, url, USER).result()
    return store, client


def _push(seed: Path, cache: Path, transport: Callable[[str], Transport]) -> float:
    """Seconds from the first request to the last answer on disk. Raises RuntimeError unless each arrived once."""
    with tempfile.TemporaryDirectory(dir=seed.parent) as name:
        folder = Path(name)
        shutil.copy(seed, folder / "central.db")
        shutil.copy(cache, folder / "cache.db")
        with served(folder / "central.db") as url:
            store, client = _desk(folder / "cache.db", transport(url), url)
            for done in [store.enqueue(_reply(number)) for number in range(REPLIES)]:
                done.result()
            pusher = Pusher(store, client, _now)
            begun = time.perf_counter()
            _until_empty(pusher)
            took = time.perf_counter() - begun
            left = len(store.pushable(REPLIES, _now()).result())
            store.close()
            client.close()
        arrived = _replies(folder / "central.db")
    if (arrived, left) != (REPLIES, 0):
        raise RuntimeError(f"{arrived} replies arrived, {left} are still queued")
    return took


def _until_empty(pusher: Pusher) -> None:
    while True:
        try:
            pusher.push(Stopping(), lambda _error: None)
        except Unreachable:
            continue
        return


def _reply(number: int) -> Command:
    payload = SubmitReply(structure_id=SITE, body=queue_limit.TEXT)
    return Command(id=str(uuid7()), subject=str(number), issued_at=_now(), payload=payload)


def _replies(central: Path) -> int:
    engine = open_engine(f"sqlite:///{central}")
    with engine.connect() as connection:
        query = select(func.count()).select_from(documents).where(documents.c.entity == "reply")
        found = int(connection.execute(query).scalar_one())
    engine.dispose()
    return found


def _first_screen(folder: Path) -> Row:
    seed = folder / "history.db"
    build(seed, HISTORY)
    samples: list[float] = []
    shown: list[int] = []
    with served(seed) as url:
        for number in range(5):
            took, rows = _until_first_rows(folder / f"first-{number}.db", url)
            samples.append(took)
            shown.append(rows)
    ours = Figure.of(samples, "s")
    return Row(
        "a2",
        "first screen usable during the first sync",
        ours,
        None,
        None,
        f"rows shown, < {FIRST_SCREEN} s",
        ours.high < FIRST_SCREEN and min(shown) > 0,
        f"{HISTORY} experiences of 1.5 kB behind it; from the request of the first page (not only its answer) to "
        f"{min(shown)} rows read back from the encrypted cache",
    )


class _Enough(Exception):
    """The first screen is there; the rest of the first synchronisation is row a1."""


def _until_first_rows(cache: Path, url: str) -> tuple[float, int]:
    """Seconds from the first request to the rows of the first screen, and how many they are."""
    store, client = _desk(cache, HttpTransport(url), url)
    found: list[tuple[float, int]] = []
    begun = time.perf_counter()

    def at_first_page(_done: int, _total: int) -> None:
        rows = store.rows(View.TO_ANSWER, SortOrder.DEADLINE, _now(), limit=100).result()
        found.append((time.perf_counter() - begun, len(rows)))
        raise _Enough

    with suppress(_Enough):
        Engine(store, client, _now).run_once(at_first_page)
    store.close()
    client.close()
    return found[0]
