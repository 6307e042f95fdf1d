"""One swift run: a history of two desks on the real engine, store and central, whose desks die at any moment."""

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from argon2 import PasswordHasher
from sqlalchemy import update

from spplus_desk.central.repository import open_engine
from spplus_desk.central.tables import agents
from spplus_desk.domain.errors import KnownError
from spplus_desk.domain.experience import Reply
from spplus_desk.domain.experience_payloads import SubmitReply
from spplus_desk.sync.puller import PageSizes
from tests.chaos import health
from tests.chaos.abandoned import Killed, MortalDesk
from tests.chaos.tally import Tally
from tests.helpers import postgres
from tests.helpers.clock import FakeClock
from tests.helpers.histories import History, Wrong
from tests.helpers.world import PASSWORD, DeskEnd, World, build_central

STEPS = 24
RATE = 0.35


class SwiftHistory(History):
    """A History whose crashes come in the middle of a synchronisation, or just after a text was saved."""

    def desk_of(self, name: str, path: Path, sizes: PageSizes | None = None) -> DeskEnd:
        desk = MortalDesk(self.world, name, path, sizes)
        desk.arm(self.dice)
        desk.transport.late = 0.05
        return desk

    def play(self) -> None:
        for _ in range(8):
            self._deposit()
        for player in self.players:
            if self.dice.random() < 0.8:  # the others meet the faults at their first synchronisation
                player.desk.engine.run_once()
        super().play()

    def _write(self) -> None:
        """One to four acts in a row, most of them replies: what a desk writes while the line is down."""
        player = self.dice.choice(self.players)
        for _ in range(self.dice.randint(1, 4)):
            still_open = [row for row in player.rows() if row.state.open]
            if not still_open or self.dice.random() < 0.3:
                super()._write()
                continue
            row = self.dice.choice(still_open)
            self.texts += 1
            text = f"Réponse {self.texts}, d’une histoire inventée."
            player.submit(row, SubmitReply(structure_id=row.structure_id, body=text))

    def _sync(self) -> None:
        desk = self.dice.choice(self.players).desk
        assert isinstance(desk, MortalDesk)
        if self.dice.random() < 0.4:
            desk.transport.fuse = self.dice.randrange(5)
        desk.transport.rate = self.rate
        try:
            with suppress(KnownError):
                desk.engine.run_once()
        except Killed:
            desk.reopen()
        finally:
            desk.transport.rate = 0.0
            desk.transport.fuse = None

    def _crash(self) -> None:
        desk = self.dice.choice(self.players).desk
        assert isinstance(desk, MortalDesk)
        desk.freeze()
        desk.reopen()


def play(seed: int, at: Path | str, folder: Path, *, steps: int = STEPS) -> Tally:
    """The history of `seed` on the central of `at`: what it did and found. Broken promises are told, not raised."""
    tally = Tally(runs=1)
    with World(at, FakeClock()) as world:
        history = SwiftHistory(world, folder, seed, steps=steps, rate=RATE)
        try:
            history.play()
        except (Wrong, AssertionError, KnownError) as error:
            tally.wrong.append(f"swift seed {seed}: {type(error).__name__}: {error}")
        _count(history, tally, seed)
    return tally


def _count(history: SwiftHistory, tally: Tally, seed: int) -> None:
    ledger = history.world.ledger()
    bodies = Counter(reply.body for reply in history._documents(Reply))
    for player in history.players:
        desk = player.desk
        assert isinstance(desk, MortalDesk)
        tally.kills["desk"] += desk.deaths
        tally.requests += len(desk.transport.requests)
        tally.faults += Counter({kind.value: n for kind, n in desk.transport.met.items() if kind.value != "none"})
        tally.faults["late_delivery"] += desk.transport.late_deliveries
        items = player.items()
        for command in player.sent:
            times = history.world.applied(command.id)
            tally.doubled += times > 1
            if not isinstance(command.payload, SubmitReply):
                tally.other_commands += 1
                continue
            tally.replies += 1
            item = items.get(command.id)
            parked = item is not None and item.parked and bool(item.reason) and item.body == command.payload.body
            tally.parked += parked
            arrived = bodies[command.payload.body]
            tally.doubled += arrived > 1
            tally.lost += not (arrived if ledger.get(command.id) == "applied" else parked)
        found = health.faults_of(desk.store)
        tally.caches += 1
        if found:
            tally.wrong.append(f"swift seed {seed}: cache of {desk.username}: {json.dumps(found[:3])}")


@contextmanager
def seeds(server: str | None) -> Iterator["Seeds"]:
    """Centrals to copy: one SQLite file, and one PostgreSQL database where a server's address is given."""
    with tempfile.TemporaryDirectory(prefix="spplus-chaos-") as folder:
        path = Path(folder) / "seed.db"
        _build(path)
        if server is None:
            yield Seeds(path, None, None)
            return
        with postgres.database(server) as url:
            _build(url)
            yield Seeds(path, server, url.rpartition("/")[2])


def _build(at: Path | str) -> None:
    build_central(at, FakeClock())
    engine = open_engine(at if isinstance(at, str) else f"sqlite:///{at}")
    # The same password under a cheap Argon2id: its parameters are read from the hash, and runs sign in often.
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with engine.begin() as connection:
        connection.execute(update(agents).values(password_hash=cheap))
    engine.dispose()


class Seeds:
    """`server` and `template`: of PostgreSQL."""

    def __init__(self, sqlite: Path, server: str | None, template: str | None) -> None:
        self._sqlite = sqlite
        self._server = server
        self._template = template

    @contextmanager
    def central(self, folder: Path, *, on_postgres: bool) -> Iterator[Path | str]:
        """A fresh copy, for one run."""
        if on_postgres and self._server is not None and self._template is not None:
            with postgres.database(self._server, template=self._template) as url:
                yield url
            return
        path = folder / "central.db"
        shutil.copy(self._sqlite, path)
        yield path


def one(seeds: Seeds, seed: int, *, on_postgres: bool = False, steps: int = STEPS) -> Tally:
    """A run in a folder of its own, gone afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="spplus-swift-") as name,
        seeds.central(Path(name), on_postgres=on_postgres) as at,
    ):
        return play(seed, at, Path(name), steps=steps)
