"""A desk that is a process of its own, for others to kill: the real store, services, scheduler, engine and HTTP.

It tells each thing on its pipe: `trying` before it asks, `saved` once the future has resolved, which is what the
window tells the agent. What it does is drawn from the seed, its name and the number of its life.
"""

import json
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from spplus_desk.domain.errors import KnownError
from spplus_desk.domain.inbox import InboxRow, SortOrder, View
from spplus_desk.domain.outbox import Draft
from spplus_desk.domain.sync_status import SyncPhase, SyncStatus
from spplus_desk.services.desk import Desk
from spplus_desk.services.steady import awake_seconds
from spplus_desk.store.store import Store
from spplus_desk.sync.client import Client
from spplus_desk.sync.engine import Engine
from spplus_desk.sync.pace import Pace
from spplus_desk.sync.puller import PageSizes
from spplus_desk.sync.scheduler import Scheduler
from spplus_desk.sync.transport import HttpTransport
from tests.chaos.dice import dice_of
from tests.helpers.world import KEY, PASSWORD

PACE = Pace(interval=0.3, first_retry=0.02, longest_retry=0.2, longest_sleep=0.3)
HOLD = timedelta(milliseconds=250)
_BREATH = 3.0


@dataclass(frozen=True)
class Orders:
    url: str
    cache: Path
    username: str
    seed: str
    life: int
    acts: int


def run(pipe: Connection, orders: Orders) -> None:
    """The target of the process. Ends when the pipe is closed, if nobody kills it before."""
    log = logging.getLogger("spplus_desk")
    log.addHandler(_Bugs(pipe))
    log.propagate = False
    process = _Process(pipe, orders)
    process.play()
    process.tell(done=True)
    with suppress(EOFError, OSError):
        while pipe.recv() == "sync":
            process.synchronise()
            process.tell(synced=True)
    process.desk.close()


class _Bugs(logging.Handler):
    """What the program logs as an error is a bug that it survived: the oracle wants to know."""

    def __init__(self, pipe: Connection) -> None:
        super().__init__(logging.ERROR)
        self._pipe = pipe

    def emit(self, record: logging.LogRecord) -> None:
        self._pipe.send_bytes(json.dumps({"bug": logging.Formatter().format(record)}).encode())


def now() -> datetime:
    return datetime.now(UTC)


class _Process:
    def __init__(self, pipe: Connection, orders: Orders) -> None:
        self._pipe = pipe
        self._orders = orders
        self._dice = dice_of(orders.seed, "desk", orders.username, orders.life)
        self._ended = threading.Condition()
        self._runs = 0
        self._phase = SyncPhase.NEVER
        self.store = Store.open(orders.cache, KEY, clock=now, steady=awake_seconds)
        client = Client(HttpTransport(orders.url, connect_timeout=5, read_timeout=30), now)
        identity = self.store.identity().result()
        if identity is None:
            agent = self._insist(lambda: client.sign_in(orders.username, PASSWORD)).agent
            self.store.set_identity(agent, orders.url, orders.username).result()
        else:
            agent = identity.agent
        engine = Engine(self.store, client, now, batch=8, sizes=PageSizes(5, 20, 10))
        scheduler = Scheduler(self.store, engine, now, signed_in=identity is None, pace=PACE)
        self.desk = Desk(
            store=self.store,
            client=client,
            scheduler=scheduler,
            agent=agent,
            server=orders.url,
            username=orders.username,
            clock=now,
        )
        self.desk.syncing.subscribe(self._on_status)
        self.desk.start()
        threading.Thread(target=self._keep_session, daemon=True).start()
        self.tell(opened=orders.life)

    def tell(self, **line: object) -> None:
        self._pipe.send_bytes(json.dumps(line).encode())

    # --- the network ---

    def _insist(self, call: Callable[[], object]) -> object:
        pause = threading.Event()
        while True:
            try:
                return call()
            except KnownError:
                pause.wait(0.02)

    def _on_status(self, status: SyncStatus) -> None:
        with self._ended:
            self._phase = status.phase
            if status.phase is not SyncPhase.SYNCING:
                self._runs += 1
                self._ended.notify_all()

    def _keep_session(self) -> None:
        while True:
            if self.desk.syncing.status.phase is SyncPhase.SESSION_EXPIRED:
                self._insist(lambda: self.desk.syncing.sign_in_again(PASSWORD).result())
            with self._ended:
                self._ended.wait(0.1)

    def _next_run(self) -> SyncPhase:
        with self._ended:
            before = self._runs
            self._ended.wait_for(lambda: self._runs > before, _BREATH)
            return self._phase

    def synchronise(self) -> None:
        """Until everything went and a whole synchronisation came after it."""
        clear = 0
        while clear < 2:
            self.desk.syncing.sync_now()
            synced = self._next_run() is SyncPhase.SYNCED
            clear = clear + 1 if synced and self.store.waiting_count().result() == 0 else 0

    # --- the agent ---

    def play(self) -> None:
        self._next_run()
        for number in range(self._orders.acts):
            row = self._pick()
            if row is not None:
                act = self._dice.choices((self._reply, self._note, self._claim, self._draft), (10, 3, 1, 4))[0]
                with suppress(KnownError):  # the desk knows that the central would refuse, or the row has left
                    act(row, f"{self._orders.username}, vie {self._orders.life}, acte {number}")
            if row is None or self._dice.random() < 0.3:
                self._next_run()

    def _pick(self) -> InboxRow | None:
        rows = self.desk.inbox.rows(View.TO_ANSWER, SortOrder.DEADLINE, 500).result()
        return self._dice.choice(rows) if rows else None

    def _reply(self, row: InboxRow, body: str) -> None:
        hold = HOLD if self._dice.random() < 0.3 else timedelta()
        regret = bool(hold) and self._dice.random() < 0.3
        text = Draft(slot_id=row.key, greeting="Bonjour,", body=body, closing="Cordialement,", signature="Le guichet")
        self.tell(trying=body, slot=row.key)
        item = self.desk.replying.send(text, hold).result()
        self.tell(saved=item.command_id, slot=row.key, body=body)
        if regret and item.command_id is not None:
            self.tell(undoing=item.command_id, slot=row.key)
            if self.desk.replying.undo(item.command_id).result():
                self.tell(undone=item.command_id, body=body)

    def _note(self, row: InboxRow, body: str) -> None:
        self.tell(noting=body)
        self.desk.inbox.comment(row.key, body).result()
        self.tell(noted=body)

    def _claim(self, row: InboxRow, _body: str) -> None:
        self.desk.inbox.claim(row.key).result()

    def _draft(self, row: InboxRow, body: str) -> None:
        self.tell(drafting=body, slot=row.key)
        self.desk.replying.save(Draft(slot_id=row.key, body=body)).result()
        self.tell(drafted=body, slot=row.key)
