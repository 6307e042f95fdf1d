"""When to synchronise: one thread that owns the network, one run at a time, one published state.

`step` holds all decisions and is what the tests call, with a clock of their own; the thread only calls it and waits.
"""

import logging
import random
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from spplus_desk.domain.changes import ChangeKind, ChangeSet, Origin
from spplus_desk.domain.errors import (
    BadCredentials,
    KnownError,
    ProtocolMismatch,
    SessionExpired,
    Throttled,
)
from spplus_desk.domain.sync_status import SyncPhase, SyncReport, SyncStatus
from spplus_desk.store.store import Store
from spplus_desk.sync.engine import Engine
from spplus_desk.sync.pace import Pace
from spplus_desk.sync.status_board import Listener, StatusBoard
from spplus_desk.sync.stopping import Stopped, Stopping
from spplus_desk.sync.troubles import OFFLINE, OUT_OF_OUR_HANDS

_log = logging.getLogger(__name__)

_LOOK_AHEAD = 1_000
"""How many waiting commands are told apart when one asks whether a new one came."""


class Waiter(Protocol):
    """What the thread sleeps on; threading.Event is one."""

    def wait(self, timeout: float) -> bool: ...

    def set(self) -> None: ...

    def clear(self) -> None: ...


class Scheduler:
    """Wakes at the interval, at a new command, at the end of a hold window, and when asked.

    After a failure it waits longer each time; a new command or the agent's own request cuts that wait short, but not
    the one that the central asked for (`Retry-After`). Without a session it waits for `session_renewed`.
    """

    def __init__(
        self,
        store: Store,
        engine: Engine,
        clock: Callable[[], datetime],
        *,
        signed_in: bool,
        pace: Pace | None = None,
        waiter: Waiter | None = None,
        dice: random.Random | None = None,
    ) -> None:
        self._store = store
        self._engine = engine
        self._clock = clock
        self._pace = pace or Pace()
        self._waiter: Waiter = waiter or threading.Event()
        self._dice = dice or random.Random()
        self._lock = threading.Lock()
        self._paused = False
        self._stopping = False
        self._signed_in = signed_in
        self._asked = True
        self._nudged = False
        self._failures = 0
        self._planned_at = clock()
        self._next_at = self._planned_at
        self._not_before: datetime | None = None
        self._hold_end: datetime | None = None
        self._tried: frozenset[str] = frozenset()
        last = store.last_success().result()
        self._board = StatusBoard(
            SyncStatus(
                phase=SyncPhase.NEVER if signed_in else SyncPhase.SESSION_EXPIRED,
                since=self._planned_at,
                last_success=last,
                first_sync=last is None,
                sentence="" if signed_in else SessionExpired.sentence,
            )
        )
        self._unsubscribe = store.subscribe(self._on_change)
        self._thread = threading.Thread(target=self._loop, name="spplus-sync", daemon=True)

    # --- what others call, from any thread ---

    @property
    def status(self) -> SyncStatus:
        return self._board.status

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        return self._board.subscribe(listener)

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout: float = 5.0) -> bool:
        """End the thread between two requests; False when it is still waiting for an answer after `timeout` seconds.

        The thread is a daemon and touches the store no more after that, so the program can end.
        """
        self._unsubscribe()
        with self._lock:
            self._stopping = True
        self._waiter.set()
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def sync_now(self) -> None:
        with self._lock:
            self._asked = True
        self._waiter.set()

    def pause(self) -> None:
        with self._lock:
            self._paused = True
        self._board.enter(SyncPhase.PAUSED, self._clock())

    def resume(self) -> None:
        with self._lock:
            if not self._paused:
                return
            self._paused = False
            self._asked = True
        self._waiter.set()

    def session_renewed(self) -> None:
        """The client has a session again."""
        with self._lock:
            self._signed_in = True
            self._asked = True
            self._not_before = None
        self._waiter.set()

    # --- the thread ---

    def _loop(self) -> None:
        while not self._stop_asked():
            try:
                delay = self.step()
            except Exception:
                if self._stop_asked():
                    return
                _log.exception("the scheduler failed")
                delay = self._pace.longest_sleep
            self._waiter.wait(delay)
            self._waiter.clear()

    def step(self) -> float:
        """Run if it is time to, then say for how many seconds to sleep."""
        if self._due():
            self._run()
        return self._delay()

    def _due(self) -> bool:
        now = self._clock()
        with self._lock:
            if now < self._planned_at:
                # The clock was set back: plans made in the former hour would be kept too long.
                self._planned_at, self._next_at, self._not_before = now, now, None
            if self._stopping or self._paused or not self._signed_in:
                return False
            if self._not_before is not None and now < self._not_before:
                return False
            if self._asked or now >= self._next_at:
                return True
            nudged = self._nudged or (self._hold_end is not None and now >= self._hold_end)
            self._nudged, self._hold_end = False, None
        return nudged and bool(self._pushable(now) - self._tried)

    def _delay(self) -> float:
        now = self._clock()
        hold_end = self._store.next_hold_end(now).result()
        with self._lock:
            self._hold_end = hold_end
            if self._stopping:
                return 0.0
            if self._paused or not self._signed_in:
                return self._pace.longest_sleep
            instants = [self._next_at]
            if self._hold_end is not None:
                instants.append(self._hold_end)
            next_at = now if self._asked or self._nudged else min(instants)
            if self._not_before is not None:
                next_at = max(next_at, self._not_before)
        return min(max((next_at - now).total_seconds(), 0.0), self._pace.longest_sleep)

    def _run(self) -> None:
        now = self._clock()
        with self._lock:
            self._asked = self._nudged = False
            self._not_before = None
        self._tried = self._pushable(now)
        first = self._board.status.last_success is None
        self._board.enter(SyncPhase.SYNCING, now, first_sync=first)
        plan = _Plan()

        def retry_at(error: KnownError) -> datetime | None:
            plan.at = plan.at or self._after(error)
            return plan.at

        try:
            report = self._engine.run_once(
                self._board.progress, stopping=Stopping(self._stop_or_pause), retry_at=retry_at
            )
        except Stopped:
            self._stopped_between_pages(first)
        except (SessionExpired, BadCredentials) as error:
            self._sign_in_needed(error)
        except KnownError as error:
            _log.warning("synchronisation failed: %s (%s)", error.code, error.detail)
            self._failed(error, plan.at or self._after(error), first)
        except Exception as error:
            if self._stop_asked():
                return
            # A bug is logged with its trace, and the agent's replies are tried again all the same.
            _log.exception("synchronisation failed")
            wrapped = KnownError(detail=type(error).__name__)
            self._failed(wrapped, plan.at or self._after(wrapped), first)
        else:
            self._succeeded(report)

    # --- ends of a run ---

    def _succeeded(self, report: SyncReport) -> None:
        now = self._clock()
        with self._lock:
            self._failures = 0
            self._plan(now, self._pace.next_poll(self._dice))
            phase = SyncPhase.PAUSED if self._paused else SyncPhase.SYNCED
        self._board.enter(phase, now, last_success=now, done=report.pulled, total=report.pulled)

    def _stopped_between_pages(self, first: bool) -> None:
        with self._lock:
            paused = self._paused
        if paused:
            self._board.enter(SyncPhase.PAUSED, self._clock(), first_sync=first)

    def _sign_in_needed(self, error: KnownError) -> None:
        with self._lock:
            self._signed_in = False
        self._board.enter(SyncPhase.SESSION_EXPIRED, self._clock(), sentence=error.sentence)

    def _failed(self, error: KnownError, retry_at: datetime, first: bool) -> None:
        now = self._clock()
        with self._lock:
            paused = self._paused
        phase = SyncPhase.UNREACHABLE
        if paused:
            phase = SyncPhase.PAUSED
        elif isinstance(error, ProtocolMismatch):
            phase = SyncPhase.PROTOCOL_MISMATCH
        elif error.code == OFFLINE:
            phase = SyncPhase.OFFLINE
        self._board.enter(
            phase,
            now,
            retry_at=retry_at,
            sentence=error.sentence,
            first_sync=first,
            needs_help=error.code in OUT_OF_OUR_HANDS,
        )

    def _after(self, error: KnownError) -> datetime:
        """Plan the next try after `error`, and tell when."""
        now = self._clock()
        with self._lock:
            self._failures += 1
            if isinstance(error, Throttled):
                # Never before the instant asked for, and not all desks at that very instant.
                seconds = error.retry_after + self._dice.uniform(0, min(2.0, error.retry_after * 0.1))
                self._plan(now, seconds)
                self._not_before = self._next_at
            elif isinstance(error, ProtocolMismatch):
                self._plan(now, self._pace.mismatch_retry)
            else:
                self._plan(now, self._pace.retry(self._failures, self._dice))
            return self._next_at

    def _plan(self, now: datetime, seconds: float) -> None:
        self._planned_at = now
        self._next_at = now + timedelta(seconds=seconds)

    # --- small questions ---

    def _pushable(self, now: datetime) -> frozenset[str]:
        return frozenset(command.id for command in self._store.pushable(_LOOK_AHEAD, now).result())

    def _on_change(self, change: ChangeSet) -> None:
        if change.origin is Origin.DESK and ChangeKind.OUTBOX in change.kinds:
            with self._lock:
                self._nudged = True
            self._waiter.set()

    def _stop_asked(self) -> bool:
        with self._lock:
            return self._stopping

    def _stop_or_pause(self) -> bool:
        with self._lock:
            return self._stopping or self._paused


class _Plan:
    """The instant of the next try, once a failure of this run has drawn it."""

    at: datetime | None = None
