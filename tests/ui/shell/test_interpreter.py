"""Cycles end on the window thread, whoever made them."""

import gc
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from spplus_desk.ui.interpreter import Collector


class _Told:
    """Tells on which thread it ends."""

    def __init__(self, ends: list[str]) -> None:
        self.ends, self.me = ends, self

    def __del__(self) -> None:
        self.ends.append(threading.current_thread().name)


@pytest.fixture
def collector() -> Iterator[Collector]:
    made = Collector()
    yield made
    made.close()
    gc.disable()  # as all tests have it


def test_a_cycle_made_on_another_thread_ends_on_that_of_the_window(qtbot: QtBot, collector: Collector) -> None:
    ends: list[str] = []
    kept: list[list[int]] = []

    def allocate() -> None:
        _Told(ends)
        kept.extend([n] for n in range(10 * gc.get_threshold()[0]))

    worker = threading.Thread(target=allocate, name="reading")
    worker.start()
    worker.join()
    assert ends == []
    qtbot.waitUntil(lambda: ends == [threading.main_thread().name])


def test_python_collects_by_itself_again_after_the_end(collector: Collector) -> None:
    assert not gc.isenabled()
    collector.close()
    assert gc.isenabled()
