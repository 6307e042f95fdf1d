"""The presentation of the first opening: once, out of the way, and again when asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListView, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from spplus_desk.services.preferences import PreferenceFile
from spplus_desk.ui.main_window import MainWindow
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.welcome.panel import CARDS
from tests.helpers.clock import FakeClock
from tests.helpers.inbox_world import InboxWorld
from tests.helpers.typography import faults
from tests.ui.shell.conftest import Shell


@pytest.fixture
def first_time(
    qtbot: QtBot, look: Theme, world: InboxWorld, clock: FakeClock, tmp_path: Path
) -> Iterator[tuple[Shell, Path]]:
    file = tmp_path / "preferences.toml"
    window = MainWindow(world.desk, theme=look, tasks=Tasks(), clock=clock, preferences=PreferenceFile(file))
    window.resize(1366, 736)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    shell = Shell(qtbot, window, world)
    shell.until(lambda: len(shell.titles()) == 9)
    yield shell, file
    window.close()
    window.deleteLater()
    qtbot.wait(0)


def test_it_comes_once_and_never_takes_the_focus(first_time: tuple[Shell, Path]) -> None:
    shell, file = first_time
    panel = shell.control(QWidget, "welcome_panel")
    assert panel.isVisible()
    assert shell.control(QListView, "experience_list").hasFocus()
    assert panel.accessibleDescription() == f"{CARDS[0].title}. {CARDS[0].text}"
    shell.press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    shell.press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    shell.until(lambda: panel.isAncestorOf(shell.window.focusWidget()))
    title = shell.control(QLabel, "welcome_title")
    shell.control(QPushButton, "welcome_next").setFocus()
    for card in CARDS[1:]:
        shell.press(Qt.Key.Key_Space)
        assert title.text() == card.title
    shell.press(Qt.Key.Key_Space)
    shell.until(lambda: not panel.isVisible())
    assert shell.control(QListView, "experience_list").hasFocus()
    shell.until(lambda: PreferenceFile(file).current.welcomed)


def test_escape_closes_it_and_the_help_brings_it_back(first_time: tuple[Shell, Path]) -> None:
    shell, _file = first_time
    panel = shell.control(QWidget, "welcome_panel")
    shell.control(QPushButton, "welcome_next").setFocus()
    shell.press(Qt.Key.Key_Escape)
    shell.until(lambda: not panel.isVisible())
    shell.press(Qt.Key.Key_F1)
    again = shell.control(QPushButton, "open_welcome")
    again.setFocus()
    shell.press(Qt.Key.Key_Space)
    shell.until(panel.isVisible)
    assert shell.window.pages.currentWidget() is shell.window.inbox_page
    assert shell.control(QPushButton, "welcome_next").hasFocus()


def test_a_window_that_was_welcomed_shows_nothing(shell: Shell) -> None:
    assert not shell.control(QWidget, "welcome_panel").isVisible()
    assert [text for card in CARDS for text in (card.title, card.text) if faults(text)] == []
