"""Those who are killed, as the harness holds them: a central and desks that start again after each SIGKILL."""

import json
import os
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from tests.chaos import central_process, desk_process, nursery
from tests.chaos.desk_process import Orders
from tests.chaos.dice import dice_of

_PATIENCE = 120.0


@dataclass
class CentralActor:
    """`spplus-central serve` on one port. `kill` may be called from any thread; it starts again by itself."""

    database: str
    port: int
    log: Path
    deaths: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _process: ForkServerProcess | None = None
    _pipe: Connection | None = None

    def start(self) -> None:
        self._process, self._pipe = nursery.start(central_process.run, self.database, self.port, self.log)
        self._up()

    def _up(self) -> None:
        assert self._pipe is not None
        told = os.read(self._pipe.fileno(), 1000)
        if not told.startswith(b'{"url"'):
            raise RuntimeError(f"the central did not start: {told!r}")

    def errors(self) -> list[str]:
        """What it logged as an error in all its lives."""
        return [line for line in self.log.read_text(encoding="utf-8").splitlines() if line.startswith("ERROR")]

    def kill(self) -> None:
        """SIGKILL, then a new one. Returns once it serves."""
        with self._lock:
            self._end()
            self.deaths += 1
            self.start()

    def stop(self) -> None:
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._process is not None and self._pipe is not None:
            nursery.kill(self._process)
            self._pipe.close()
            self._process = None


@dataclass
class Told:
    """What one desk said, over all its lives: the only thing that the oracle believes."""

    saved: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Command id to (slot, text)."""
    tried: set[str] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)
    notes_tried: set[str] = field(default_factory=set)
    undoing: set[str] = field(default_factory=set)
    undone: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, set[str]] = field(default_factory=dict)
    """Slot to the texts that may stand there; absent when it may be none."""
    bugs: list[str] = field(default_factory=list)
    after: Counter[str] = field(default_factory=Counter)
    """What the last line was when the desk was killed."""

    def hear(self, line: dict[str, Any]) -> None:
        match line:
            case {"trying": body, "slot": slot}:
                self.tried.add(body)
                self.drafts.pop(slot, None)  # sending takes it away
            case {"saved": id, "slot": slot, "body": body}:
                self.saved[id] = (slot, body)
            case {"undoing": id, "slot": slot}:
                self.undoing.add(id)
                self.drafts.pop(slot, None)  # the text comes back to it
            case {"undone": id, "body": body}:
                self.undone[id] = body
            case {"bug": text}:
                self.bugs.append(text)
            case {"noting": body}:
                self.notes_tried.add(body)
            case {"noted": body}:
                self.notes.add(body)
            case {"drafting": body, "slot": slot}:
                if slot in self.drafts:
                    self.drafts[slot].add(body)
            case {"drafted": body, "slot": slot}:
                self.drafts[slot] = {body}


class DeskActor:
    """A desk that dies `kills` times, each at a moment drawn from the seed: after the n-th line that it tells, or at
    its n-th request from the start of that life, before it leaves, on its way, or as its answer comes."""

    def __init__(self, orders: Orders, kills: int) -> None:
        self._orders = orders
        self._kills = kills
        self._wound = threading.Event()
        self._requests = 0
        self.deaths = 0
        self.told = Told()
        self.failure: Exception | None = None
        self.done = threading.Event()
        self.synced = threading.Event()
        self._process: ForkServerProcess
        self._pipe: Connection
        self._thread = threading.Thread(target=self._live, name=f"chaos-{orders.username}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def at_request(self, phase: str) -> None:
        """The proxy saw a request of this desk."""
        self._requests += phase == "before"
        if self._moment == (phase, self._requests) and not self._wound.is_set():
            self._wound.set()
            self._process.kill()

    def _live(self) -> None:
        try:
            for life in range(self._kills + 1):
                self._one_life(life)
        except Exception as error:
            self.failure = error
            self.done.set()
            self.synced.set()

    def _one_life(self, life: int) -> None:
        dice = dice_of(self._orders.seed, "death", self._orders.username, life)
        dies = life < self._kills
        kind = dice.choice(("line", "line", "before", "during", "after")) if dies else "never"
        self._moment = (kind, dice.randint(1, 30 if kind == "line" else 12))
        self._requests = 0
        self._wound.clear()
        self._process, self._pipe = nursery.start(desk_process.run, replace(self._orders, life=life))
        lines, last = 0, "nothing"
        try:
            while True:
                line = json.loads(self._pipe.recv_bytes())
                self.told.hear(line)
                lines, last = lines + 1, next(iter(line))
                if "synced" in line:
                    self.synced.set()
                if "done" in line and not dies:
                    self.done.set()
                if dies and (self._moment == ("line", lines) or "done" in line):
                    self._process.kill()
        except (EOFError, ConnectionResetError):
            self._process.join()
            self._pipe.close()
        if dies:
            self.deaths += 1
            self.told.after[last] += 1
        elif not self._stopping:
            raise RuntimeError(f"{self._orders.username} ended by itself, code {self._process.exitcode}")

    _stopping = False
    _moment: tuple[str, int] = ("never", 0)

    def wait_done(self) -> None:
        self._wait(self.done)

    def synchronise(self) -> None:
        """The last life sends all that it has and reads the feed to its end."""
        self.synced.clear()
        self._pipe.send("sync")
        self._wait(self.synced)

    def _wait(self, event: threading.Event) -> None:
        if not event.wait(_PATIENCE):
            raise RuntimeError(f"{self._orders.username}: no end in sight")
        if self.failure is not None:
            raise self.failure

    def stop(self) -> None:
        """SIGKILL as everything else."""
        self._stopping = True
        process = getattr(self, "_process", None)
        if process is not None:
            process.kill()
        self._kills = 0
        self._thread.join(30)


Finder = Callable[[str], DeskActor]
