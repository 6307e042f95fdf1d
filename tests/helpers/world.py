"""A small real world for the desk: a central on loopback with a tree of three sites, invented experiences, and desks.

The tree: HEAD (the network's head) over WEST (a counter with a child of its own, WEST-1) and EAST.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import select
from uuid_utils import uuid7

from spplus_desk.central import commands as central_commands
from spplus_desk.central.repository import (
    IncomingExperience,
    IncomingSlot,
    StructureIndex,
    add_agent,
    migrate,
    open_engine,
    unit_of_work,
    upsert_experiences,
    upsert_structures,
)
from spplus_desk.central.server import EmbeddedCentral
from spplus_desk.central.tables import audit, commands, documents
from spplus_desk.domain.commands import Command, CommandKind, CommandResult, Payload
from spplus_desk.domain.experience import Experience
from spplus_desk.domain.structure import Membership, Structure
from spplus_desk.domain.vocabulary import Role, Sentiment
from spplus_desk.protocol import to_wire
from spplus_desk.store.store import Store
from spplus_desk.sync.client import Client
from spplus_desk.sync.engine import Engine
from spplus_desk.sync.line import Transport
from spplus_desk.sync.puller import PageSizes
from spplus_desk.sync.transport import HttpTransport
from tests.helpers.clock import FakeClock
from tests.helpers.faults import FaultyTransport

HEAD, WEST, WEST_1, EAST = "RES-0", "RES-OUEST", "RES-OUEST-1", "RES-EST"
PASSWORD = "un mot de passe assez long"
KEY = bytes(range(32))
POSTS = {
    "lise": (Membership(HEAD, Role.SUPER_AGENT),),
    "omar": (Membership(WEST, Role.AGENT),),
    "faure": (Membership(HEAD, Role.AGENT),),
}
"""Username to posts. Faure has no desk: she is the colleague who works elsewhere."""

_STRUCTURES = (
    Structure(id=HEAD, network="RES", name="Réseau des guichets"),
    Structure(id=WEST, network="RES", name="Guichet de l’Ouest", parent_id=HEAD),
    Structure(id=WEST_1, network="RES", name="Antenne de l’Ouest", parent_id=WEST),
    Structure(id=EAST, network="RES", name="Guichet de l’Est", parent_id=HEAD, timezone="Indian/Reunion"),
)


def new_id() -> str:
    return str(uuid7())


def build_central(at: Path | str, clock: Callable[[], datetime]) -> None:
    """A central with the tree and the agents, and no experience yet, in a SQLite file or at the address of an empty
    database. Copy it: hashing passwords is slow."""
    engine = open_engine(_address(at))
    try:
        migrate(engine)
        with unit_of_work(engine, clock()) as unit:
            upsert_structures(unit, _STRUCTURES)
        with unit_of_work(engine, clock()) as unit:
            for username, posts in POSTS.items():
                add_agent(
                    unit, username=username, name=username.title(), password=PASSWORD, posts=posts, agent_id=username
                )
    finally:
        engine.dispose()


def _address(at: Path | str) -> str:
    return at if isinstance(at, str) else f"sqlite:///{at}"


class World:
    """The central of a SQLite file or of a database's address, served on loopback, and the desks opened on it. A
    context manager."""

    def __init__(self, at: Path | str, clock: FakeClock) -> None:
        self.clock = clock
        self.engine = open_engine(_address(at))
        self.central = EmbeddedCentral(self.engine, clock=clock)
        self._ends = ExitStack()
        self._numbers = 0

    def __enter__(self) -> Self:
        self.central.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._ends.close()
        finally:
            self.central.stop()
            self.engine.dispose()

    @property
    def url(self) -> str:
        return self.central.url

    def later(self, call: Callable[[], object]) -> None:
        """Call it at the end, last named first."""
        self._ends.callback(call)

    def deposit(self, *structures: str, count: int = 1, body: str = "J’attends depuis un mois.") -> list[str]:
        """Publish `count` invented experiences that concern `structures`; their ids."""
        made = []
        for _ in range(count):
            self._numbers += 1
            experience = Experience(
                id=f"{1000 + self._numbers}",
                title=f"Attente au guichet, cas {self._numbers}",
                body=f"{body} (cas {self._numbers})",
                pseudonym=f"Cigale {self._numbers}",
                published_at=self.clock() - timedelta(days=self._numbers % 9),
                sentiment=Sentiment.NEGATIVE,
            )
            slots = tuple(IncomingSlot(label=structure) for structure in structures)
            made.append(IncomingExperience(experience=experience, slots=slots))
        with unit_of_work(self.engine, self.clock()) as unit:
            upsert_experiences(unit, made, StructureIndex.load(unit.connection))
        return [one.experience.id for one in made]

    def act(self, username: str, subject: str, payload: Payload, *, base: int | None = None) -> CommandResult:
        """A command of an agent who is not at one of our desks."""
        wire = to_wire(Command(id=new_id(), subject=subject, issued_at=self.clock(), payload=payload, base=base))
        return central_commands.execute(self.engine, self.clock, (username, username.title()), [wire])[0]

    def ledger(self, kind: CommandKind | None = None) -> dict[str, str]:
        """Outcome of each command that the central ever decided, or of one kind: a window gives signs of writing."""
        query = select(commands.c.id, commands.c.outcome)
        if kind is not None:
            query = query.where(commands.c.kind == kind.value)
        with self.engine.connect() as connection:
            return {row.id: row.outcome for row in connection.execute(query)}

    def applied(self, command_id: str) -> int:
        """How many times the audit says that this command was applied."""
        with self.engine.connect() as connection:
            lines = connection.execute(select(audit.c.detail).where(audit.c.command_id == command_id)).scalars()
            return sum('"applied"' in line for line in lines)

    def document(self, entity: str, id: str) -> str | None:
        """A row as the central serves it, in JSON."""
        with self.engine.connect() as connection:
            query = select(documents.c.doc).where(documents.c.entity == entity, documents.c.id == id)
            return connection.execute(query).scalar_one_or_none()

    def documents(self, entity: str) -> list[str]:
        with self.engine.connect() as connection:
            query = select(documents.c.doc).where(documents.c.entity == entity)
            return list(connection.execute(query).scalars())


@dataclass
class DeskEnd:
    """A desk without its scheduler: store, client and engine, so that a test says when it synchronises."""

    world: World
    username: str
    path: Path
    sizes: PageSizes | None = None
    transport: FaultyTransport = field(init=False)
    client: Client = field(init=False)
    store: Store = field(init=False)
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        inner: Transport = HttpTransport(self.world.url)
        self.transport = FaultyTransport(inner)
        self.client = Client(self.transport, self.world.clock)
        self.world.later(self.client.close)
        agent = self.client.sign_in(self.username, PASSWORD).agent
        self.open()
        self.store.set_identity(agent, self.world.url, self.username).result()

    def open(self) -> None:
        """Open the cache (again, after `crash`)."""
        self.store = Store.open(self.path, KEY, clock=self.world.clock)
        self.world.later(self.store.close)
        self.engine = Engine(self.store, self.client, self.world.clock, sizes=self.sizes)

    def crash(self) -> None:
        """The program is gone, and started again: what is on disk is all that is left."""
        self.store.close()
        self.open()

    def enqueue(self, subject: str, payload: Payload) -> Command:
        """Queue a command as the services do: on what the agent sees, after the agent's own previous one."""
        base, after = self.store.slot_base(f"{subject}:{payload.structure_id}").result()
        command = Command(
            id=new_id(), subject=subject, issued_at=self.world.clock(), payload=payload, base=base, after=after
        )
        self.store.enqueue(command).result()
        return command

    def queued_ids(self) -> Sequence[str]:
        return [command.id for command in self.store.pushable(1_000, self.world.clock()).result()]
