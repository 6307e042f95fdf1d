"""The undo bar and its key, on every page of the window and again after a restart."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame
from pytestqt.qtbot import QtBot

from spplus_desk.domain.experience import slot_id
from spplus_desk.domain.outbox import Draft
from spplus_desk.services.desk import Desk
from spplus_desk.ui.main_window import MainWindow
from spplus_desk.ui.main_window.pages import PAGES
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme
from tests.helpers.clock import FakeClock
from tests.helpers.inbox_world import CIGALE, SITE, InboxWorld, inbox_world
from tests.ui.shell.conftest import Shell
from tests.ui.shell.test_window import send

ALT = Qt.KeyboardModifier.AltModifier
TEXT = "Le service a repris lundi."


def kept(desk: Desk) -> str | None:
    draft = desk.replying.draft(CIGALE).result(10)
    return draft.body if draft.saved_at is not None else None


@pytest.mark.parametrize("key", [page.key for page in PAGES])
def test_the_bar_and_alt_z_are_there_on_every_page(shell: Shell, key: str) -> None:
    window = shell.window
    if key not in [page.key for page in window._host.pages]:
        return  # not offered to this agent
    if key == "reply":
        window.router.write(slot_id("E2", SITE))
    else:
        window._host.show(key)
        window._host.focus()
    send(shell)
    bar = shell.control(QFrame, "undo_bar")
    shell.until(bar.isVisible)
    assert window.pages.currentWidget() is window.page(key)
    inside = bar.mapTo(window, bar.rect().bottomRight())
    assert window.rect().contains(inside)
    shell.press(Qt.Key.Key_Z, ALT)
    shell.until(lambda: not bar.isVisible())
    shell.until(lambda: kept(shell.world.desk) == TEXT)


def test_it_is_there_again_after_a_restart_and_so_is_its_key(
    qtbot: QtBot, qapp: QApplication, look: Theme, tmp_path: Path, clock: FakeClock
) -> None:
    with inbox_world(tmp_path, clock) as world:
        world.desk.replying.send(Draft(slot_id=CIGALE, body=TEXT), timedelta(seconds=60)).result(10)
        for _start in range(2):
            window = MainWindow(world.desk, theme=look, tasks=Tasks(), clock=clock)
            qtbot.addWidget(window)
            window.resize(1366, 736)
            window.show()
            qtbot.waitExposed(window)
            window.activateWindow()
            qtbot.waitUntil(window.undo_bar.isVisible)
            if _start == 1:
                qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
                qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, ALT)
                qtbot.waitUntil(lambda: kept(world.desk) == TEXT)
                qtbot.waitUntil(window.undo_bar.isHidden)
            window.close()
            clock.advance(timedelta(seconds=10))


def test_behind_the_lock_nothing_is_said_and_after_it_the_bar_is_there(shell: Shell, world: InboxWorld) -> None:
    send(shell)
    bar = shell.control(QFrame, "undo_bar")
    shell.until(bar.isVisible)
    shell.window.leaving.lock()
    assert not bar.isVisible()
    shell.press(Qt.Key.Key_Z, ALT)
    assert kept(world.desk) is None
