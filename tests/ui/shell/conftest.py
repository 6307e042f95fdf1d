"""The main window on a real desk, as an agent has it on a Thursday morning."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.ui.main_window import MainWindow
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Mode, Theme
from tests.helpers.clock import FakeClock
from tests.helpers.inbox_world import CIGALE, InboxWorld, inbox_world

W = TypeVar("W", bound=QWidget)


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Theme]:
    """One theme for the application, light and at 100 % when a test begins and when it ends."""
    found = qapp.findChild(Theme)
    theme = found if isinstance(found, Theme) else Theme(qapp, Mode.LIGHT)
    theme.set_mode(Mode.LIGHT)
    yield theme
    theme.set_mode(Mode.LIGHT)
    theme.set_text_scale(1.0)


@pytest.fixture
def world(tmp_path: Path, clock: FakeClock) -> Iterator[InboxWorld]:
    with inbox_world(tmp_path, clock) as one:
        one.phase(SyncPhase.SYNCED, last_success=clock())
        yield one


class Shell:
    """The window, and what its user does."""

    def __init__(self, qtbot: QtBot, window: MainWindow, world: InboxWorld) -> None:
        self.qtbot, self.window, self.world = qtbot, window, world

    def control(self, kind: type[W], name: str) -> W:
        found = self.window.findChildren(kind, name)
        assert len(found) == 1, f"{len(found)} controls named {name}"
        return found[0]

    def titles(self) -> list[str]:
        return [row.title for row in self.window.inbox.view.list.model().rows]

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=10_000)

    def choose(self, key: str = CIGALE) -> None:
        """Put the cursor on a row and wait until it is read."""
        assert self.window.inbox.choose(key)
        self.until(lambda: self.window.reading.detail is not None and self.window.reading.key == key)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key where the focus is."""
        target = QApplication.focusWidget() or self.window
        self.qtbot.keyClick(target, key, modifiers)


@pytest.fixture
def shell(qtbot: QtBot, look: Theme, world: InboxWorld, clock: FakeClock) -> Iterator[Shell]:
    tasks = Tasks()
    bugs: list[None] = []
    tasks.bug.connect(lambda: bugs.append(None))
    window = MainWindow(world.desk, theme=look, tasks=tasks, clock=clock)
    window.resize(1366, 736)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    one = Shell(qtbot, window, world)
    one.until(lambda: len(one.titles()) == 9)
    yield one
    window.close()
    window.deleteLater()
    qtbot.wait(0)
    assert not bugs
