"""How a facade posts its jobs: on the database thread, with the workplace, errors made known."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from typing import TypeVar

from spplus_desk.domain.errors import CacheDamaged, CacheLocked
from spplus_desk.store.connection import known_errors
from spplus_desk.store.holds import HoldWatch
from spplus_desk.store.thread import Chore, DatabaseThread
from spplus_desk.store.workplace import Workplace

T = TypeVar("T")
Clock = Callable[[], datetime]
Steady = Callable[[], float]
"""Seconds since any instant, the computer's sleep left out; nobody can set it."""


class Posting:
    """Jobs import what they need themselves: SQLAlchemy is then loaded by the database thread, after the first
    paint, and never by the window's."""

    def __init__(
        self, thread: DatabaseThread, workplace: Workplace, clock: Clock, steady: Steady | None = None
    ) -> None:
        self._thread = thread
        self._work = workplace
        self._clock = clock
        self._holds = HoldWatch(steady)

    def _post(self, job: Callable[[Workplace], T]) -> Future[T]:
        return self._thread.post(lambda: self._known(job))

    def _when_idle(self, chore: Chore) -> None:
        self._thread.when_idle(lambda: self._known(lambda _work: chore()))

    def _known(self, job: Callable[[Workplace], T]) -> T:
        """Runs a job. One that meets a damaged page runs once more after the rescue: its transaction was undone."""
        try:
            with known_errors():
                return job(self._work)
        except (CacheDamaged, CacheLocked):  # the file was open: a page that does not decrypt is a damaged one
            self._work.heal(self._clock())
            with known_errors():
                return job(self._work)
