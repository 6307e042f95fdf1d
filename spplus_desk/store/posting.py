"""How a facade posts its jobs: on the database thread, with the workplace, errors made known."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from typing import TypeVar, cast

from spplus_desk.domain.errors import CacheDamaged, CacheLocked
from spplus_desk.store.connection import known_errors
from spplus_desk.store.holds import HoldWatch
from spplus_desk.store.reader import Reader, Reading
from spplus_desk.store.thread import Chore, DatabaseThread
from spplus_desk.store.workplace import Workplace

T = TypeVar("T")
Clock = Callable[[], datetime]
Steady = Callable[[], float]
"""Seconds since any instant, the computer's sleep left out; nobody can set it."""


class _Again:
    """The answer of a job that has to be posted once more."""


_AGAIN = _Again()


class Posting:
    """Jobs import what they need themselves: SQLAlchemy is then loaded by the database thread, after the first
    paint, and never by the window's."""

    def __init__(
        self,
        thread: DatabaseThread,
        workplace: Workplace,
        clock: Clock,
        steady: Steady | None = None,
        *,
        reader: Reader,
        searches: Reader,
    ) -> None:
        self._thread = thread
        self._work = workplace
        self._reader = reader
        self._searches = searches
        self._clock = clock
        self._holds = HoldWatch(steady)

    def _post(self, job: Callable[[Workplace], T]) -> Future[T]:
        return self._thread.post(lambda: self._known(job))

    def _when_counted(self, job: Callable[[Workplace], T]) -> Future[T]:
        """`job` with a board that is counted to the end. A slice at a time: what an agent sends meanwhile passes."""
        answer: Future[T] = Future()
        answer.set_running_or_notify_cancel()

        def turn(work: Workplace) -> T | _Again:
            from spplus_desk.store import rollup_jobs

            return _AGAIN if rollup_jobs.count_slice(work) else job(work)

        def done(future: "Future[T | _Again]") -> None:
            if future.exception() is None and future.result() is _AGAIN:
                self._post(turn).add_done_callback(done)
            else:
                _hand_over(cast("Future[T]", future), answer)

        self._post(turn).add_done_callback(done)
        return answer

    def _read(self, job: Callable[[Reading], T], *, of_turn: bool = False, reader: Reader | None = None) -> Future[T]:
        """A long read, on its own thread. One that meets a damaged page runs once more after the rescue."""
        chosen = reader or self._reader
        seen = self._work.mended
        answer: Future[T] = Future()
        answer.set_running_or_notify_cancel()

        def again(_mended: Future[None]) -> None:
            chosen.post(job, of_turn=of_turn).add_done_callback(lambda future: _hand_over(future, answer))

        def done(future: Future[T]) -> None:
            if isinstance(future.exception(), CacheDamaged | CacheLocked):
                self._post(lambda work: work.mend(seen)).add_done_callback(again)
            else:
                _hand_over(future, answer)

        chosen.post(job, of_turn=of_turn).add_done_callback(done)
        return answer

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


def _hand_over(future: Future[T], answer: Future[T]) -> None:
    error = future.exception()
    if error is None:
        answer.set_result(future.result())
    else:
        answer.set_exception(error)
