"""The board in the real window, on a site with three child structures."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.ui.dashboard.pane import DashboardPane
from spplus_desk.ui.main_window import MainWindow
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Mode, Theme
from tests.helpers.board_world import BoardWorld, board_world
from tests.helpers.clock import FakeClock
from tests.ui.reply.looking import theme_of


class Boarded:
    """The window with the board in front, and what its user does."""

    def __init__(self, qtbot: QtBot, window: MainWindow, world: BoardWorld) -> None:
        self.qtbot, self.window, self.world = qtbot, window, world
        page = window._host.page("dashboard")
        assert isinstance(page, DashboardPane)
        self.pane = page


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Theme]:
    theme = theme_of(qapp)
    theme.set_mode(Mode.LIGHT)
    yield theme
    theme.set_mode(Mode.LIGHT)
    theme.set_text_scale(1.0)


@pytest.fixture
def count() -> int:
    return 200


@pytest.fixture
def world(tmp_path: Path, clock: FakeClock, count: int) -> Iterator[BoardWorld]:
    with board_world(tmp_path, clock, count=count) as one:
        one.phase(SyncPhase.SYNCED, last_success=clock())
        yield one


@pytest.fixture
def board(qtbot: QtBot, look: Theme, world: BoardWorld, clock: FakeClock) -> Iterator[Boarded]:
    tasks = Tasks()
    bugs: list[None] = []
    tasks.bug.connect(lambda: bugs.append(None))
    window = MainWindow(world.desk, theme=look, tasks=tasks, clock=clock)
    window.resize(1366, 736)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=10_000)
    window.router.go("dashboard")
    one = Boarded(qtbot, window, world)
    qtbot.waitUntil(lambda: one.pane.numbers is not None, timeout=10_000)
    yield one
    window.close()
    window.deleteLater()
    assert not bugs
