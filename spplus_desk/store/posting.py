"""How a facade posts its jobs: on the database thread, with the workplace, errors made known."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from typing import TypeVar

from spplus_desk.store.connection import known_errors
from spplus_desk.store.holds import HoldWatch
from spplus_desk.store.thread import DatabaseThread
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
        def known() -> T:
            with known_errors():
                return job(self._work)

        return self._thread.post(known)
