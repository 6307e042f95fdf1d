"""Answers come to the window thread in slices, and errors find their place."""

import threading
import time
from concurrent.futures import Future
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from spplus_desk.domain.errors import Refused, Unreachable
from spplus_desk.ui.tasks import SLICE, Tasks


def resolved(value: Any) -> "Future[Any]":
    future: Future[Any] = Future()
    future.set_result(value)
    return future


def failed(error: BaseException) -> "Future[Any]":
    future: Future[Any] = Future()
    future.set_exception(error)
    return future


def test_an_answer_from_another_thread_comes_on_the_window_thread(qtbot: QtBot) -> None:
    tasks, future, seen = Tasks(), Future[int](), []
    tasks.when_done(future, lambda value: seen.append((value, threading.current_thread())))
    thread = threading.Thread(target=lambda: future.set_result(7))
    thread.start()
    thread.join()
    assert seen == []
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(7, threading.main_thread())]


def test_a_burst_leaves_the_event_loop_its_turn(qtbot: QtBot) -> None:
    """300 answers of 2 ms each: the timer beside them must tick all along, not once at the end."""
    tasks, done, gaps = Tasks(), [], []
    last = [time.perf_counter()]

    def tick() -> None:
        gaps.append(time.perf_counter() - last[0])
        last[0] = time.perf_counter()

    def work(_: object) -> None:
        end = time.perf_counter() + 0.002
        while time.perf_counter() < end:
            pass
        done.append(None)

    timer = QTimer(interval=0)
    timer.timeout.connect(tick)
    timer.start()
    for _ in range(300):
        tasks.when_done(resolved(None), work)
    qtbot.waitUntil(lambda: len(done) == 300, timeout=20_000)
    timer.stop()
    assert len(gaps) > 300 * 0.002 / SLICE / 2
    assert sorted(gaps)[len(gaps) // 2] < 4 * SLICE


def test_answers_keep_their_order(qtbot: QtBot) -> None:
    tasks, seen = Tasks(), []
    for number in range(100):
        tasks.when_done(resolved(number), seen.append)
    qtbot.waitUntil(lambda: len(seen) == 100)
    assert seen == list(range(100))


def test_a_known_error_goes_to_the_notices_unless_somebody_handles_it(qtbot: QtBot) -> None:
    tasks, told, handled = Tasks(), [], []
    tasks.known_error.connect(told.append)
    tasks.when_done(failed(Unreachable()), lambda _: None)
    tasks.when_done(failed(Refused(code="stale")), lambda _: None, handled.append)
    qtbot.waitUntil(lambda: bool(told) and bool(handled))
    assert [type(error) for error in told] == [Unreachable]
    assert [error.code for error in handled] == ["stale"]


def test_a_bug_is_logged_and_told_in_general_words(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    tasks, bugs, after = Tasks(), [], []
    tasks.bug.connect(lambda: bugs.append(None))
    tasks.when_done(failed(ZeroDivisionError()), lambda _: None)
    tasks.when_done(resolved(1), lambda _: 1 / 0)
    tasks.when_done(resolved(1), after.append)
    qtbot.waitUntil(lambda: bool(after))
    assert len(bugs) == 2
    assert "a task failed in the window" in caplog.text


def test_nothing_reaches_an_owner_that_is_gone(qtbot: QtBot) -> None:
    tasks, owner, future, seen = Tasks(), QObject(), Future[int](), []
    tasks.when_done(future, seen.append, owner=owner)
    tasks.post(lambda: seen.append(0), owner)
    shiboken6.delete(owner)
    future.set_result(1)
    tasks.when_done(resolved(2), seen.append)
    qtbot.waitUntil(lambda: 2 in seen)
    assert seen == [2]
