"""Hélène's window (super agent) and Nadia's (author), on a reply of the second to the design's experience."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from spplus_desk.domain.structure import Agent
from spplus_desk.ui.main_window import MainWindow
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme
from tests.helpers.clock import FakeClock
from tests.helpers.inbox_world import ME, inbox_world
from tests.helpers.review_world import CHIEF, returned, waiting
from tests.ui.conflict.conftest import look, said  # noqa: F401 - fixtures
from tests.ui.shell.conftest import Shell


@contextmanager
def seat(qtbot: QtBot, look: Theme, folder: Path, clock: FakeClock, agent: Agent) -> Iterator[Shell]:  # noqa: F811
    with inbox_world(folder, clock, agent=agent) as world:
        world.feed(*(waiting(world) if agent is CHIEF else returned(world)))
        tasks = Tasks()
        bugs: list[None] = []
        tasks.bug.connect(lambda: bugs.append(None))
        window = MainWindow(world.desk, theme=look, tasks=tasks, clock=clock)
        window.resize(1366, 736)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        one = Shell(qtbot, window, world)
        one.until(lambda: len(one.titles()) >= 8)
        yield one
        window.close()
        window.deleteLater()
        qtbot.wait(0)
        assert not bugs


@pytest.fixture
def chief(qtbot: QtBot, look: Theme, tmp_path: Path, clock: FakeClock) -> Iterator[Shell]:  # noqa: F811
    with seat(qtbot, look, tmp_path, clock, CHIEF) as one:
        yield one


@pytest.fixture
def author(qtbot: QtBot, look: Theme, tmp_path: Path, clock: FakeClock) -> Iterator[Shell]:  # noqa: F811
    with seat(qtbot, look, tmp_path, clock, ME) as one:
        yield one
