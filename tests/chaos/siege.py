"""One siege: two desks and the central as processes, a line that spoils, SIGKILLs at any moment, then the oracle."""

import json
import threading
from collections import Counter
from pathlib import Path

import msgspec

from spplus_desk.domain.commands import CommandKind
from spplus_desk.domain.experience import Comment, Reply
from spplus_desk.store.store import Store
from tests.chaos import health
from tests.chaos.actors import CentralActor, DeskActor, Told
from tests.chaos.desk_process import Orders, now
from tests.chaos.dice import dice_of
from tests.chaos.proxy import Proxy
from tests.chaos.tally import Tally
from tests.helpers.clock import FakeClock
from tests.helpers.histories import _everything
from tests.helpers.postgres import free_port
from tests.helpers.world import EAST, HEAD, KEY, WEST, WEST_1, DeskEnd, World

DESKS = ("lise", "omar")
_PLACES = ((HEAD,), (WEST,), (WEST_1,), (WEST, EAST), (HEAD, WEST_1), (WEST, WEST_1))
_RATE = 0.3
_EXPERIENCES = 90


class Siege:
    """`at`: the central's SQLite file or its database's address. `kills`: one in four falls on the central."""

    def __init__(self, seed: str, at: Path | str, folder: Path, *, kills: int, acts: int = 12) -> None:
        self.seed = seed
        self._at = at
        self._folder = folder
        self._dice = dice_of(seed, "siege")
        of_central = max(1, kills // 4) if kills > 1 else 0
        database = at if isinstance(at, str) else f"sqlite:///{at}"
        self._central = CentralActor(database, free_port(), folder / "central.log")
        self._proxy = Proxy(seed, self._central.port, _RATE, self._on_request)
        self._deaths = {self._dice.randint(3, 8 * kills): self._phase() for _ in range(of_central)}
        self._of_central = of_central
        self._lock = threading.Lock()
        self._seen = Counter[str]()
        shares = [(kills - of_central + 1) // 2, (kills - of_central) // 2]
        self._desks = {
            name: DeskActor(
                Orders(f"http://127.0.0.1:{self._proxy.port_of(name)}", folder / f"{name}.db", name, seed, 0, acts),
                share,
            )
            for name, share in zip(DESKS, shares, strict=True)
        }

    def _phase(self) -> str:
        return self._dice.choice(("before", "during", "during", "after"))

    def _on_request(self, desk: str, number: int, phase: str) -> None:
        with self._lock:
            self._seen[phase] += 1
            if phase == "before":
                self._last = self._seen[phase]
            falls = self._deaths.get(self._seen["before"]) == phase
            if falls:
                del self._deaths[self._seen["before"]]
        if falls:
            if phase == "during":  # the central reads, decides or commits: at any moment of it
                threading.Event().wait(dice_of(self.seed, "moment", number).uniform(0, 0.03))
            self._central.kill()
        self._desks[desk].at_request(phase)

    def play(self) -> Tally:
        tally = Tally(runs=1)
        self._deposit()
        try:
            self._central.start()
            with self._proxy:
                for desk in self._desks.values():
                    desk.start()
                for desk in self._desks.values():
                    desk.wait_done()
                self._proxy.heal()
                while self._central.deaths < self._of_central:
                    self._central.kill()
                for _ in range(2):  # twice round, so that each desk has seen what the other sent last
                    for desk in self._desks.values():
                        desk.synchronise()
                for desk in self._desks.values():
                    desk.stop()
        except Exception as error:
            tally.wrong.append(f"siege {self.seed}: {type(error).__name__}: {error}")
        finally:
            for desk in self._desks.values():
                desk.stop()
            self._central.stop()
        tally.kills.update(desk=sum(d.deaths for d in self._desks.values()), central=self._central.deaths)
        tally.faults += self._proxy.met
        tally.requests += self._proxy.requests
        if not tally.wrong:
            self._judge(tally)
        return tally

    def _deposit(self) -> None:
        world = World(self._at, _RealClock())
        for number in range(_EXPERIENCES):
            world.deposit(*_PLACES[number % len(_PLACES)])
        world.engine.dispose()

    def _judge(self, tally: Tally) -> None:
        for line in self._central.errors():
            tally.wrong.append(f"siege {self.seed}: the central logged {line}")
        # Read as another program would: from the central's own rows, its feed from zero, and the caches' files.
        with World(self._at, _RealClock()) as world:
            found = _Found(world)
            for name, desk in self._desks.items():
                fresh = DeskEnd(world, name, self._folder / f"fresh-{name}.db")
                fresh.engine.run_once()
                store = Store.open(self._folder / f"{name}.db", KEY, clock=now)
                try:
                    oracle = _Oracle(f"siege {self.seed}, {name}", desk.told, found, store, tally)
                    oracle.judge()
                    oracle.check_same(store, fresh)
                finally:
                    store.close()
            tried = set().union(*(desk.told.tried for desk in self._desks.values()))
            for body, times in found.replies.items():
                tally.doubled += times > 1
                if body not in tried:
                    tally.wrong.append(f"siege {self.seed}: a reply that nobody wrote")


class _RealClock(FakeClock):
    """The processes have the real time; so has the world that they meet."""

    def __call__(self):  # type: ignore[no-untyped-def]
        return now()


class _Found:
    """What the central holds."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.ledger = world.ledger()
        self.replies = Counter(msgspec.json.decode(doc, type=Reply).body for doc in world.documents("reply"))
        self.comments = Counter(msgspec.json.decode(doc, type=Comment).body for doc in world.documents("comment"))


class _Oracle:
    """Holds what one desk told against what is there now."""

    def __init__(self, name: str, told: Told, found: _Found, store: Store, tally: Tally) -> None:
        self._name = name
        self._told = told
        self._found = found
        self._store = store
        self._tally = tally

    def _expect(self, holds: bool, what: str) -> bool:
        if not holds:
            self._tally.wrong.append(f"{self._name}: {what}")
        return holds

    def judge(self) -> None:
        items = {item.command_id: item for item in self._store.send_items(None, 10_000).result() if item.command_id}
        self._expect(not self._told.bugs, f"errors logged: {self._told.bugs[:1]}")
        self._expect(self._store.waiting_count().result() == 0, "the outbox is not empty")
        broken = health.faults_of(self._store)
        self._tally.caches += 1
        self._expect(not broken, f"the cache is damaged: {json.dumps(broken[:3])}")
        for command_id, (slot, body) in self._told.saved.items():
            if command_id in self._told.undoing:
                continue
            self._tally.replies += 1
            item = items.get(command_id)
            times, kept = self._found.world.applied(command_id), self._found.replies[body]
            match self._found.ledger.get(command_id):
                case "applied":
                    self._tally.doubled += times > 1
                    self._tally.lost += kept < 1
                    self._expect(kept == 1 and times == 1, f"{command_id} kept {kept} times, applied {times} times")
                case "refused":
                    aside = item is not None and item.parked and bool(item.reason) and item.body == body
                    self._tally.parked += aside
                    self._tally.lost += not aside
                    self._expect(aside and kept == 0, f"{command_id} refused, but not set aside with its text ({slot})")
                case other:
                    self._tally.lost += 1
                    self._expect(False, f"{command_id} was saved, and the central says {other}")
        for command_id, body in self._told.undone.items():
            self._expect(command_id not in self._found.ledger, f"{command_id} was undone, and left all the same")
            self._expect(self._found.replies[body] == 0, f"the text of {command_id}, undone, was published")
        self._tally.other_commands += len(self._told.notes)
        parked_notes = {item.body for item in items.values() if item.parked and item.kind is CommandKind.ADD_COMMENT}
        for body in self._told.notes_tried:
            times = self._found.comments[body]
            self._tally.doubled += times > 1
            wanted = body in self._told.notes and body not in parked_notes
            self._expect(times == 1 if wanted else times <= 1, f"the note « {body} » stands {times} times")
        for slot, texts in self._told.drafts.items():
            draft = self._store.draft(slot).result()
            self._tally.drafts += 1
            kept_draft = draft is not None and draft.body in texts
            self._tally.lost += not kept_draft
            self._expect(kept_draft, f"the draft of {slot} is not what was saved")

    def check_same(self, store: Store, fresh: DeskEnd) -> None:
        """The cache says what a new desk reads from zero."""
        mine = _everything(_Seen(store))  # type: ignore[arg-type]
        theirs = _everything(fresh)
        self._expect(mine.keys() == theirs.keys(), "other slots than the central's")
        for key in mine.keys() & theirs.keys():
            self._expect(mine[key] == theirs[key], f"{key} differs from the central's")


class _Seen:
    """A store as `_everything` wants it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.world = self

    @staticmethod
    def clock() -> object:
        return now()
