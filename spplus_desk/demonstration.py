"""The demonstration: the real central on loopback, filled with invented data, and what a trainer may do to it.

Nothing outlives it: the central's database and the agent's profile lie in a folder that goes with it, and the key of
the cache is kept by a keyring of its own, in memory, so that a demonstration never touches the agent's.
"""

import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from types import TracebackType

from spplus_desk.central.demonstration import Seeded, colleague_answers, deposit, seed
from spplus_desk.central.demonstration.ledger import replies_received
from spplus_desk.central.demonstration.seeding import Account
from spplus_desk.central.engine import open_engine
from spplus_desk.central.schema import migrate
from spplus_desk.central.server import EmbeddedCentral
from spplus_desk.domain.vocabulary import Role
from spplus_desk.services.session import SessionService
from spplus_desk.sync.line import Transport
from spplus_desk.sync.pace import Pace
from spplus_desk.sync.transport import HttpTransport, SwitchableTransport

# A trainer waits for nothing: the desk looks every few seconds, and tries again soon after a cut.
_PACE = Pace(interval=5.0, first_retry=2.0, longest_retry=8.0)


class MemoryKeyring:
    """A keyring that forgets everything at the end."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], str] = {}

    def get_password(self, service_name: str, username: str) -> str | None:
        return self._kept.get((service_name, username))

    def set_password(self, service_name: str, username: str, password: str) -> None:
        self._kept[service_name, username] = password

    def delete_password(self, service_name: str, username: str) -> None:
        self._kept.pop((service_name, username), None)


class Demonstration:
    """A context manager; implements `services.demonstration.DemonstrationControls`."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._folder = tempfile.TemporaryDirectory(prefix="spplus-demo-", ignore_cleanup_errors=True)
        root = Path(self._folder.name)
        self._engine = open_engine(f"sqlite:///{root / 'central.db'}")
        migrate(self._engine)
        self.seeded: Seeded = seed(self._engine, clock())
        self._central = EmbeddedCentral(self._engine, clock=clock).start()
        self.seat: Account = self.seeded.agent
        """Whose desk is open."""
        self._line: SwitchableTransport | None = None
        self._hands = ThreadPoolExecutor(1, thread_name_prefix="demonstration")
        self.session = SessionService(root / "profiles", MemoryKeyring(), clock, self._make_transport, pace=_PACE)

    @property
    def url(self) -> str:
        return self._central.url

    def _make_transport(self, address: str) -> Transport:
        on = self.network_on
        self._line = SwitchableTransport(HttpTransport(address))
        self._line.switch(on)
        return self._line

    # What a trainer may do

    @property
    def network_on(self) -> bool:
        return self._line is None or self._line.on

    def set_network(self, on: bool) -> None:
        if self._line is not None:
            self._line.switch(on)

    @property
    def _other(self) -> Account:
        agent = self.seeded.agent
        return self.seeded.super_agent if self.seat == agent else agent

    @property
    def other_seat(self) -> str:
        role = "super agent" if self._other.role is Role.SUPER_AGENT else "agent"
        return f"{self._other.name}, {role}"

    def change_seat(self) -> Account:
        """The other person's turn; whoever asks signs her in."""
        self.seat = self._other
        return self.seat

    def deposit_experience(self) -> Future[str]:
        return self._hands.submit(lambda: deposit(self._engine, self._clock()))

    def colleague_answers(self, key: str | None) -> Future[str]:
        return self._hands.submit(lambda: colleague_answers(self._engine, key, self._clock()))

    # What the tour looks at

    def received(self, experience_id: str) -> Future[tuple[str, ...]]:
        """The bodies of the replies that the central applied to an experience."""
        return self._hands.submit(lambda: replies_received(self._engine, experience_id))

    def close(self) -> None:
        self._hands.shutdown()
        self._central.stop()
        self._engine.dispose()
        self._folder.cleanup()

    def __enter__(self) -> "Demonstration":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
