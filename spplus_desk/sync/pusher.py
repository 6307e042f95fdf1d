"""Push: what waits in the outbox goes to the central, in order, in batches, each with its own outcome."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime

from spplus_desk.domain.commands import Command, CommandResult, Outcome
from spplus_desk.domain.errors import KnownError, Refused
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

RetryAt = Callable[[KnownError], datetime | None]
"""When the failed commands will be tried again, as far as the caller knows: shown in Envois."""


@dataclass(slots=True)
class Pushed:
    applied: int = 0
    parked: int = 0
    later: int = 0


class Pusher:
    def __init__(self, store: Store, client: Client, clock: Callable[[], datetime], *, batch: int = BATCH) -> None:
        if not 1 <= batch <= MAX_COMMANDS:
            raise ValueError(f"a batch has 1 to {MAX_COMMANDS} commands")
        self._store = store
        self._client = client
        self._clock = clock
        self._batch = batch

    def push(self, stopping: Stopping, retry_at: RetryAt) -> Pushed:
        """Push until nothing pushable is left but what the central wants later.

        A failure is recorded on its commands, then raised: they stay in the outbox, in order.
        """
        run = _Run(self._store, self._client, self._clock, retry_at)
        while True:
            stopping.check()
            waiting = self._store.pushable(_AHEAD * self._batch + len(run.later), self._clock()).result()
            fresh = [command for command in waiting if command.id not in run.later]
            if not fresh:
                run.done.later = len(run.later)
                return run.done
            try:
                for start in range(0, len(fresh), self._batch):
                    stopping.check()
                    run.send(fresh[start : start + self._batch])
            finally:
                run.settle()


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

    def send(self, commands: Sequence[Command]) -> None:
        ids = [command.id for command in commands]
        # Written before the request leaves: after a crash nobody wonders whether it was tried.
        attempt = self._store.record_attempt(ids, self._clock())
        self._write()
        attempt.result()
        try:
            results = self._client.push(commands)
        except Refused as refusal:
            if len(commands) > 1:
                # One of them makes the central refuse the request whole: halve until it stands alone.
                half = len(commands) // 2
                self.send(commands[:half])
                self.send(commands[half:])
                return
            _log.warning("command %s refused by itself: %s", ids[0], refusal.code)
            results = [
                CommandResult(id=ids[0], outcome=Outcome.REFUSED, code=refusal.code, detail=refusal.sentence),
            ]
        except KnownError as error:
            self._store.record_failure(ids, self._clock(), error.code, self._retry_at(error)).result()
            raise
        self._unwritten = results
        self._count(results)

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
            if result.outcome is Outcome.LATER:
                self.later.add(result.id)
            elif result.outcome is Outcome.REFUSED:
                self.done.parked += 1
            else:
                self.done.applied += 1
