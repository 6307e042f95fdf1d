"""A desk that dies in the middle of its work, in this very process: what is on disk at that instant is all that stays.

The cache's files are copied between two transactions, ahead of the jobs that wait for their turn; the rest of the
program then unwinds, and writes to files that nobody will read. Faster than a process by far, so that thousands of
runs can be made; tests/chaos/siege.py kills real processes, in the middle of transactions too.
"""

import random
import shutil
from collections.abc import Mapping
from concurrent.futures import Future
from pathlib import Path

from spplus_desk.store.store import Store
from spplus_desk.sync.line import Response, Transport
from tests.helpers.faults import FaultyTransport
from tests.helpers.world import DeskEnd


class Killed(BaseException):
    """The process is no more. Not an Exception: nothing in the program may catch it."""


class DeadlyTransport(FaultyTransport):
    """Kills at the `fuse`-th request from now, before it leaves or after its answer came; now and then a network
    device delivers an old request once more, whole, long after its answer."""

    def __init__(self, inner: Transport, dice: random.Random, desk: "MortalDesk") -> None:
        super().__init__(inner, dice)
        self._desk = desk
        self._old: list[tuple[str, str, Mapping[str, str] | None, bytes | None, Mapping[str, str] | None]] = []
        self.fuse: int | None = None
        self.late = 0.0
        self.late_deliveries = 0

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        before = self._dice.random() < 0.5
        last = False
        if self.fuse is not None:
            self.fuse -= 1
            last = self.fuse < 0
        if last and before:
            self._desk.die()
        if self._old and self._dice.random() < self.late:
            again = self._old.pop(self._dice.randrange(len(self._old)))
            self._inner.request(again[0], again[1], params=again[2], body=again[3], headers=again[4])
            self.late_deliveries += 1
        if path == "/v1/commands":
            self._old.append((method, path, params, body, headers))
        answer = super().request(method, path, params=params, body=body, headers=headers)
        if last:
            self._desk.die()
        return answer


class MortalDesk(DeskEnd):
    """A desk of the histories that can die between two transactions, with jobs still waiting."""

    deaths = 0
    transport: DeadlyTransport

    def arm(self, dice: random.Random) -> None:
        """Take the deadly transport in place of the one that was made."""
        self.transport = DeadlyTransport(self.transport._inner, dice, self)
        self.client._transport = self.transport

    def die(self) -> None:
        self.freeze()
        raise Killed

    def freeze(self) -> None:
        """Copy the files as they are now."""
        self.deaths += 1
        after = self.path.with_name(f"{self.username}-{self.deaths}.db")
        _first_of_all(self.store, lambda: _copy(self.path, after))
        self._after = after

    def reopen(self) -> None:
        """Start again from what `freeze` found on the disk."""
        self.store.close()
        for file in self.path.parent.glob(f"{self.path.name}*"):
            file.unlink()
        self.path = self._after
        self.transport.fuse = None
        self.open()


def _copy(path: Path, to: Path) -> None:
    for suffix in ("", "-wal"):
        file = Path(f"{path}{suffix}")
        if file.exists():
            shutil.copy(file, f"{to}{suffix}")


def _first_of_all(store: Store, job: object) -> None:
    """Run it on the database's thread after the transaction under way, before all that waits."""
    done: Future[None] = Future()
    thread = store._thread
    with thread._wake:
        thread._jobs.appendleft((done, job))
        thread._wake.notify()
    done.result()
