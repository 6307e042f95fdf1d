"""The database thread: order, futures, chores, stop."""

import threading
from concurrent.futures import CancelledError, Future

import pytest

from spplus_desk.domain.changes import ChangeSet, Origin
from spplus_desk.domain.errors import StorageFault
from spplus_desk.store.thread import DatabaseThread
from tests.helpers.cache import NOW, Cache, key, submit


def test_jobs_run_in_order_on_one_thread() -> None:
    thread = DatabaseThread()
    seen: list[tuple[int, str]] = []
    futures = [thread.post(lambda i=i: seen.append((i, threading.current_thread().name))) for i in range(100)]
    thread.stop()
    assert all(future.done() for future in futures)
    assert seen == [(i, "database") for i in range(100)]


def test_what_a_job_raises_is_the_futures_and_the_next_goes_on() -> None:
    thread = DatabaseThread()
    failed = thread.post(lambda: 1 // 0)
    after = thread.post(lambda: "fine")
    with pytest.raises(ZeroDivisionError):
        failed.result()
    assert after.result() == "fine"
    thread.stop()
    with pytest.raises(StorageFault):
        thread.post(lambda: "late").result()


def test_a_cancelled_job_is_not_run() -> None:
    thread = DatabaseThread()
    gate = threading.Event()
    thread.post(gate.wait)
    ran: list[int] = []
    waiting: Future[None] = thread.post(lambda: ran.append(1))
    assert waiting.cancel()
    gate.set()
    thread.stop()
    assert ran == []
    with pytest.raises(CancelledError):
        waiting.result()


def test_chores_wait_for_jobs_and_are_dropped_at_the_stop() -> None:
    thread = DatabaseThread()
    gate, started = threading.Event(), threading.Event()
    order: list[str] = []

    def chore() -> bool:
        order.append("chore")
        started.set()
        return True

    thread.post(gate.wait)
    thread.when_idle(chore)
    thread.post(lambda: order.append("job"))
    gate.set()
    assert started.wait(10)
    thread.post(lambda: order.append("job")).result()
    thread.stop()
    assert order[0] == "job"
    assert order.count("job") == 2


def test_a_chore_that_fails_is_logged_and_the_thread_lives(caplog: pytest.LogCaptureFixture) -> None:
    thread = DatabaseThread()
    failed = threading.Event()

    def chore() -> bool:
        failed.set()
        raise RuntimeError("a chore with a bug")

    thread.when_idle(chore)
    assert failed.wait(10)
    assert thread.post(lambda: "alive").result() == "alive"
    thread.stop()
    assert "a chore with a bug" in caplog.text


def test_a_listener_with_a_bug_does_not_stop_the_others(desk: Cache, caplog: pytest.LogCaptureFixture) -> None:
    desk.filled()
    heard: list[ChangeSet] = []

    def bad(_changes: ChangeSet) -> None:
        raise RuntimeError("a listener with a bug")

    desk.store.subscribe(bad)
    desk.store.subscribe(heard.append)
    desk.store.enqueue(submit("c1")).result()
    own = [changes.ids for changes in heard if changes.origin is Origin.DESK]  # a chore may have spoken between them
    assert own == [{key()}]
    assert "a listener with a bug" in caplog.text


def test_a_listener_hears_after_the_commit_and_may_ask_on(desk: Cache) -> None:
    desk.filled()
    asked: list[Future[object]] = []
    desk.store.subscribe(lambda _changes: asked.append(desk.store.counts(NOW)))
    desk.store.enqueue(submit("c1")).result()
    assert asked[0].result().answered == 1
