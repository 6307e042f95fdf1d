"""Push: what waits in the outbox goes to the central, in order, in batches, each with its own outcome."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from spplus_desk.domain.commands import Command, CommandResult, Outcome
from spplus_desk.domain.errors import KnownError, Refused
from spplus_desk.protocol import MAX_COMMANDS
from spplus_desk.store.store import Store
from spplus_desk.sync.client import Client
from spplus_desk.sync.stopping import Stopping

_log = logging.getLogger(__name__)

BATCH = 50
"""Commands in one request: 17 times faster than one by one, and little to send again when an answer is lost."""

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
        done = Pushed()
        later: set[str] = set()
        while True:
            stopping.check()
            waiting = self._store.pushable(self._batch + len(later), self._clock()).result()
            fresh = [command for command in waiting if command.id not in later][: self._batch]
            if not fresh:
                done.later = len(later)
                return done
            self._send(fresh, done, later, retry_at)

    def _send(self, commands: Sequence[Command], done: Pushed, later: set[str], retry_at: RetryAt) -> None:
        ids = [command.id for command in commands]
        # Written before the request leaves: after a crash nobody wonders whether it was tried.
        self._store.record_attempt(ids, self._clock()).result()
        try:
            results = self._client.push(commands)
        except Refused as refusal:
            if len(commands) > 1:
                # One of them makes the central refuse the request whole: halve until it stands alone.
                half = len(commands) // 2
                self._send(commands[:half], done, later, retry_at)
                self._send(commands[half:], done, later, retry_at)
                return
            _log.warning("command %s refused by itself: %s", ids[0], refusal.code)
            results = [
                CommandResult(id=ids[0], outcome=Outcome.REFUSED, code=refusal.code, detail=refusal.sentence),
            ]
        except KnownError as error:
            self._store.record_failure(ids, self._clock(), error.code, retry_at(error)).result()
            raise
        self._store.record_results(results, self._clock()).result()
        for result in results:
            if result.outcome is Outcome.LATER:
                later.add(result.id)
            elif result.outcome is Outcome.REFUSED:
                done.parked += 1
            else:
                done.applied += 1
