"""No stop of Tab without a name, on any screen: found through the accessibility bus, where such a stop is silence."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.ui.main_window import MainWindow
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.overlay import card_over
from tests.helpers.board_world import board_world
from tests.helpers.clock import FakeClock
from tests.helpers.inbox_world import inbox_world
from tests.helpers.screens import MANAGER, SCREENS


def unnamed(window: MainWindow) -> list[str]:
    """What takes the focus on the screen, or on the card over it, and tells no name."""
    found = []
    for one in window.findChildren(QWidget):
        stops = one.focusPolicy() != Qt.FocusPolicy.NoFocus and one.focusProxy() is None
        if stops and one.isEnabled() and one.isVisibleTo(window) and one.window() is window:
            told = QAccessible.queryAccessibleInterface(one)
            # Of a combo box, Linux tells the value as its name, and the name by its label.
            labels = [label for label, _ in told.relations(QAccessible.RelationFlag.Label)]
            named = labels if isinstance(one, QComboBox) else [told]
            if not any(name.text(QAccessible.Text.Name).strip() for name in named):
                found.append(f"{type(one).__name__} {one.objectName()} in {type(one.parentWidget()).__name__}")
    return found


@pytest.mark.parametrize("name", SCREENS)
def test_nothing_that_takes_the_focus_is_without_a_name(
    qtbot: QtBot, look: Theme, clock: FakeClock, tmp_path: Path, name: str
) -> None:
    screen = SCREENS[name]
    world: Any = board_world(tmp_path, clock, count=60) if screen.board else inbox_world(tmp_path, clock, agent=MANAGER)
    with world as one:
        one.phase(SyncPhase.SYNCED, last_success=clock())
        window = MainWindow(one.desk, theme=look, tasks=Tasks(), clock=clock)
        window.resize(1366, 736)
        window.show()
        qtbot.waitExposed(window)
        for ready in screen.act(window, one):
            qtbot.waitUntil(ready, timeout=10_000)
        try:
            qtbot.waitUntil(lambda: not unnamed(window), timeout=2_000)  # names of texts come with the texts
        except Exception:
            pytest.fail("\n".join(unnamed(window)))
        finally:
            card = card_over(window)
            if card is not None:
                card.close()
            window.close()
            window.deleteLater()
            qtbot.wait(0)
