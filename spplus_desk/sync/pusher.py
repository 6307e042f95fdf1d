"""Push: what waits in the outbox goes to the central, in order, in batches, each with its own outcome."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime

from spplus_desk.domain.commands import Command, CommandResult, Outcome
from spplus_desk.domain.errors import INTERNAL_ERROR, CentralStumbled, KnownError, Refused, ServerFault
from spplus_desk.protocol import MAX_COMMANDS
from spplus_desk.store.pages import PushTally
from spplus_desk.store.store import Store
from spplus_desk.sync.client import Client
from spplus_desk.sync.stopping import Stopping

_log = logging.getLogger(__name__)

BATCH = 50
"""Commands in one request: 17 times faster than one by one, and little to send again when an answer is lost."""

_AHEAD = 10
"""Batches read from the outbox at once."""

_STUMBLES_OF_AN_OUTAGE = 3
"""So many commands in a row over which the central fell, and none that it answered: it is the central, not they."""

RetryAt = Callable[[KnownError], datetime | None]
"""When the failed commands will be tried again, as far as the caller knows: shown in Envois."""


@dataclass(slots=True)
class Pushed:
    applied: int = 0
    parked: int = 0
    later: int = 0
    trouble: KnownError | None = None
    """The central fell over all that it was sent: whoever reads on has to say so in the end."""


class Pusher:
    def __init__(self, store: Store, client: Client, clock: Callable[[], datetime], *, batch: int = BATCH) -> None:
        if not 1 <= batch <= MAX_COMMANDS:
            raise ValueError(f"a batch has 1 to {MAX_COMMANDS} commands")
        self._store = store
        self._client = client
        self._clock = clock
        self._batch = batch
        self._suspects: set[str] = set()

    def push(self, stopping: Stopping, retry_at: RetryAt) -> Pushed:
        """Push until nothing pushable is left but what the central wants later.

        A failure is recorded on its commands, then raised: they stay in the outbox, in order. A command over which
        the central falls (500) holds back nobody: the others go, those that made it fall before go last and alone.
        """
        run = _Run(self._store, self._client, self._clock, retry_at)
        try:
            while not run.outage:
                stopping.check()
                passed = run.later | run.stumbled.keys()
                ahead = _AHEAD * self._batch + len(passed | self._suspects)
                waiting = self._store.pushable(ahead, self._clock()).result()
                fresh = [command for command in waiting if command.id not in passed]
                if not fresh:
                    break
                try:
                    for batch in self._batches(fresh):
                        stopping.check()
                        run.send(batch)
                        if run.outage:
                            break
                finally:
                    run.settle()
        finally:
            self._suspects = {*self._suspects.difference(run.answered), *run.stumbled}
        run.judge()
        run.done.later = len(run.later)
        return run.done

    def _batches(self, fresh: Sequence[Command]) -> list[Sequence[Command]]:
        """The suspects only where nothing else is left."""
        ordinary = [command for command in fresh if command.id not in self._suspects]
        if not ordinary:
            return [[command] for command in fresh]
        return [ordinary[start : start + self._batch] for start in range(0, len(ordinary), self._batch)]


class _Run:
    """One run's batches. The outcomes of a batch are written while the next one is on its way: a crash in between
    only sends it again, and the central gives the same outcomes back."""

    def __init__(self, store: Store, client: Client, clock: Callable[[], datetime], retry_at: RetryAt) -> None:
        self._store = store
        self._client = client
        self._clock = clock
        self._retry_at = retry_at
        self._unwritten: list[CommandResult] = []
        self._writing: Future[PushTally] | None = None
        self.done = Pushed()
        self.later: set[str] = set()
        self.tried: set[str] = set()
        self.answered: set[str] = set()
        self.stumbled: dict[str, CentralStumbled] = {}
        self.outage = False

    def send(self, commands: Sequence[Command]) -> None:
        ids = [command.id for command in commands]
        self.tried.update(ids)
        # Written before the request leaves: after a crash nobody wonders whether it was tried.
        attempt = self._store.record_attempt(ids, self._clock())
        self._write()
        attempt.result()
        try:
            results = self._client.push(commands)
        except CentralStumbled as error:
            if len(commands) > 1:
                self._send_halves(commands)
            else:
                self.stumbled[ids[0]] = error
                self.outage = not self.answered and len(self.stumbled) >= _STUMBLES_OF_AN_OUTAGE
            return
        except Refused as refusal:
            if len(commands) > 1:
                self._send_halves(commands)
                return
            _log.warning("command %s refused by itself: %s", ids[0], refusal.code)
            results = [
                CommandResult(id=ids[0], outcome=Outcome.REFUSED, code=refusal.code, detail=refusal.sentence),
            ]
        except KnownError as error:
            self._store.record_failure(ids, self._clock(), error.code, self._retry_at(error)).result()
            raise
        fallen = {result.id for result in results if result.code == INTERNAL_ERROR}
        self.stumbled.update((id, CentralStumbled(detail="said of this command alone")) for id in fallen)
        self._unwritten = [result for result in results if result.id not in fallen]
        self._count(self._unwritten)

    def _send_halves(self, commands: Sequence[Command]) -> None:
        """One of them makes the central refuse the request whole, or fall: halve until it stands alone."""
        half = len(commands) // 2
        self.send(commands[:half])
        if not self.outage:
            self.send(commands[half:])

    def judge(self) -> None:
        """What becomes of those over which the central fell: their own fault where it answered others in this run."""
        if not self.stumbled:
            return
        error = next(iter(self.stumbled.values()))
        if self.answered:
            _log.warning("the central falls over %d commands: %s", len(self.stumbled), ", ".join(self.stumbled))
            poisoned = [CommandResult(id=id, outcome=Outcome.LATER, code=INTERNAL_ERROR) for id in self.stumbled]
            tally = self._store.record_results(poisoned, self._clock()).result()
            self.done.parked += tally.refused
            self.later.update(self.stumbled)
        else:
            tried = [*self.tried.difference(self.later)]
            self._store.record_failure(tried, self._clock(), ServerFault.code, self._retry_at(error)).result()
            self.done.trouble = error

    def settle(self) -> None:
        """Everything that was answered is on disk when this returns."""
        self._write()
        if self._writing is not None:
            writing, self._writing = self._writing, None
            writing.result()

    def _write(self) -> None:
        if self._writing is not None:
            self._writing.result()
            self._writing = None
        if self._unwritten:
            results, self._unwritten = self._unwritten, []
            self._writing = self._store.record_results(results, self._clock())

    def _count(self, results: Sequence[CommandResult]) -> None:
        for result in results:
            self.answered.add(result.id)
            if result.outcome is Outcome.LATER:
                self.later.add(result.id)
            elif result.outcome is Outcome.REFUSED:
                self.done.parked += 1
            else:
                self.done.applied += 1
