"""A line of few bytes and long trips, cut and stalled: what was received stays, progress is true, the rest follows.

Scaled down: four times the rate of 64 kbit/s, an eighth of 800 ms. `benchmarks/slow_line.py` has the line itself.
"""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from spplus_desk.domain.commands import Command
from spplus_desk.domain.errors import Unreachable
from spplus_desk.domain.experience_payloads import AddComment
from spplus_desk.domain.inbox import SortOrder, View
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.store.store import Store
from spplus_desk.sync.client import Client
from spplus_desk.sync.engine import Engine
from spplus_desk.sync.scheduler import Scheduler
from spplus_desk.sync.speed import SMALLEST, Speed
from spplus_desk.sync.transport import HttpTransport
from spplus_desk.sync.troubles import TIMEOUT
from tests.helpers.clock import FakeClock
from tests.helpers.front import Front
from tests.helpers.slow_line import SlowLine
from tests.helpers.world import KEY, PASSWORD, WEST, World, new_id

RATE, DELAY, PAGE_SECONDS, SILENCE = 32_000.0, 0.05, 0.5, 1.5
COUNT = 240
_SYLLABLES = [
    "ba",
    "co",
    "di",
    "fu",
    "ga",
    "le",
    "mi",
    "no",
    "pa",
    "ré",
    "sa",
    "tu",
    "va",
    "zo",
    "mur",
    "lent",
    "port",
    "rue",
    "clé",
]


def prose(dice: random.Random, length: int = 1_500) -> str:
    """Words that nobody wrote: they compress about as well as those that somebody did."""
    words = []
    while length > 0:
        words.append("".join(dice.choices(_SYLLABLES, k=dice.randint(1, 4))))
        length -= len(words[-1]) + 1
    return " ".join(words) + "."


@dataclass
class Far:
    """A desk at the far end of the line."""

    world: World
    store: Store
    client: Client
    engine: Engine
    front: Front
    line: SlowLine
    seen: list[tuple[int, int]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    """Rows of the inbox at each progress."""

    def progress(self, done: int, total: int) -> None:
        self.seen.append((done, total))
        self.rows.append(len(self.store.rows(View.ALL, SortOrder.DEADLINE, self.world.clock()).result()))


@pytest.fixture
def ends() -> Iterator[ExitStack]:
    with ExitStack() as ends:
        yield ends


@pytest.fixture(scope="module")
def crowded(central_seed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A central with COUNT experiences, to be copied."""
    path = tmp_path_factory.mktemp("slow-line") / "crowded.db"
    shutil.copy(central_seed, path)
    world = World(path, FakeClock())
    dice = random.Random(20261122)
    for _ in range(COUNT // 4):
        world.deposit(WEST, count=4, body=prose(dice))
    world.engine.dispose()
    return path


@pytest.fixture
def world(crowded: Path, tmp_path: Path, clock: FakeClock) -> Iterator[World]:
    path = tmp_path / "central.db"
    shutil.copy(crowded, path)
    with World(path, clock) as world:
        yield world


@pytest.fixture
def far(world: World, tmp_path: Path, ends: ExitStack) -> Far:
    front = ends.enter_context(Front(world.engine, world.clock))
    line = ends.enter_context(SlowLine(("127.0.0.1", front.port), rate=RATE, delay=DELAY))
    client = Client(HttpTransport(line.url, compress=True, read_timeout=SILENCE), world.clock)
    ends.callback(client.close)
    agent = client.sign_in("omar", PASSWORD).agent
    store = Store.open(tmp_path / "far.db", KEY, clock=world.clock)
    ends.callback(store.close)
    store.set_identity(agent, line.url, "omar").result()
    ends.callback(store.close)
    engine = Engine(store, client, world.clock, speed=Speed(page_seconds=PAGE_SECONDS))
    return Far(world, store, client, engine, front, line)


def assert_true(seen: list[tuple[int, int]]) -> None:
    assert all(0 < done <= total for done, total in seen)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_the_first_page_is_a_usable_screen_and_progress_is_true(far: Far) -> None:
    report = far.engine.run_once(far.progress)
    assert_true(far.seen)
    assert far.seen[0][0] == 200
    assert 0 < far.rows[0] < COUNT
    assert far.rows[-1] == COUNT
    assert {total for _, total in far.seen} == {report.pulled}
    assert far.seen[-1] == (report.pulled, report.pulled)


def test_pages_are_cut_to_what_the_line_carries(far: Far) -> None:
    report = far.engine.run_once(far.progress)
    steps = [after - before for (before, _), (after, _) in zip(far.seen, far.seen[1:], strict=False)]
    assert report.pages == len(far.seen) > 3
    # The rest would fit in one page of the ordinary size: on this line it comes in several.
    assert max(steps) < report.pulled - 200


def test_a_line_cut_in_the_middle_of_a_page_resumes_at_that_page(far: Far) -> None:
    whole = COUNT * 2
    before = far.line.down
    far.line.cut_after = 30_000
    with pytest.raises(Unreachable):
        far.engine.run_once(far.progress)
    assert far.line.down > before
    kept = far.seen[-1][0]
    assert 200 <= kept < whole
    assert far.store.cursor().result() is not None
    assert far.rows[-1] > 0
    far.line.cut_after = None
    again: list[tuple[int, int]] = []
    report = far.engine.run_once(lambda done, total: again.append((done, total)))
    assert_true(again)
    total = far.seen[-1][1]
    # Not one entry twice, not one missing: the second run had what the first one did not keep, and no more.
    assert again[0][1] == total - kept == report.pulled
    assert len(far.store.rows(View.ALL, SortOrder.DEADLINE, far.world.clock()).result()) == COUNT


def test_a_line_that_is_always_cut_still_gets_there(far: Far) -> None:
    """Whatever is whole stays: each run goes a little further, however often it is cut."""
    runs = 0
    kept = 0
    done = False
    while not done:
        runs += 1
        assert runs < 40
        far.seen.clear()
        far.line.cut_after = 26_000
        try:
            far.engine.run_once(far.progress)
            done = True
        except Unreachable:
            kept += far.seen[-1][0] if far.seen else 0
    assert runs > 2
    assert len(far.store.rows(View.ALL, SortOrder.DEADLINE, far.world.clock()).result()) == COUNT


def test_a_stalled_line_is_given_up_and_tried_again(far: Far, world: World, ends: ExitStack) -> None:
    scheduler = Scheduler(far.store, far.engine, world.clock, signed_in=True, dice=random.Random(3))
    ends.callback(scheduler.stop)
    far.line.stall_after = 30_000
    delay = scheduler.step()
    status = scheduler.status
    assert (status.phase, status.retry_at) == (SyncPhase.UNREACHABLE, world.clock() + timedelta(seconds=delay))
    assert "trop de temps" in status.sentence
    assert far.store.cursor().result() is not None
    far.line.stall_after = None
    far.line.hang_up()
    world.clock.advance(timedelta(seconds=delay))
    scheduler.step()
    assert scheduler.status.phase is SyncPhase.SYNCED


def test_a_slow_line_is_not_a_silent_one(far: Far) -> None:
    """The whole answer takes longer than the timeout, which is about silence."""
    far.line.slow_down(6_000.0)
    started = far.line.down
    answer = far.client.changes(None, 200)
    assert answer is not None
    assert (far.line.down - started) / 6_000.0 > SILENCE


def test_silence_from_the_start_is_a_timeout(far: Far) -> None:
    far.line.stall_after = 0
    client = Client(HttpTransport(far.line.url, read_timeout=0.3), far.world.clock)
    with pytest.raises(Unreachable) as caught:
        client.sign_in("omar", PASSWORD)
    client.close()
    assert caught.value.code == TIMEOUT


def test_both_ways_are_compressed(far: Far) -> None:
    far.engine.run_once(far.progress)
    weight = sum(len(document) for entity in ("experience", "slot") for document in far.world.documents(entity))
    assert far.line.down < weight / 3
    up = far.line.up
    rows = far.store.rows(View.ALL, SortOrder.DEADLINE, far.world.clock()).result()[:40]
    ids = []
    for row in rows:
        payload = AddComment(structure_id=WEST, body="Dossier revu au guichet avec la personne, suite donnée ce jour.")
        ids.append(new_id())
        subject = row.key.partition(":")[0]
        far.store.enqueue(Command(id=ids[-1], subject=subject, issued_at=far.world.clock(), payload=payload)).result()
    report = far.engine.run_once()
    assert report.pushed == len(ids) == 40
    (push,) = [head for method, path, head in far.front.requests if path == "/v1/commands"]
    assert push["content-encoding"] == "gzip"
    assert int(push["content-length"]) == far.front.posted[-1] < 40 * 100
    assert far.line.up - up < 40 * 120
    assert {far.world.applied(id) for id in ids} == {1}


@pytest.mark.parametrize(
    ("entries", "weight", "seconds", "fits"),
    [
        (200, 240_000, 0.05, 20_000),
        (200, 240_000, 10.0, 100),
        (200, 30_000, 2.0, 62),
        (5_000, 15_000_000, 60.0, 416),
        (200, 300_000, 5_000.0, SMALLEST),
        (4, 6_000, 3.0, None),
    ],
)
def test_what_fits_follows_from_the_last_page(entries: int, weight: int, seconds: float, fits: int | None) -> None:
    now = [0.0]
    tell: Callable[[], float] = lambda: now[0]  # noqa: E731
    speed = Speed(timer=tell)
    speed.start()
    now[0] += seconds
    speed.came(entries, weight)
    assert speed.fit(100_000, 200) == (200 if fits is None else fits)
    assert speed.slow(1_000) is (fits is not None and fits < 1_000)


def test_a_failure_on_the_way_halves_the_page_and_no_line_at_all_does_not() -> None:
    now = [0.0]
    speed = Speed(timer=lambda: now[0])
    speed.start()
    speed.failed(200)
    assert speed.fit(5_000, 200) == 200
    speed.start()
    now[0] += 30
    speed.failed(200)
    assert speed.fit(5_000, 200) == 100
