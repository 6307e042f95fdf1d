"""Edges that stand under the words above them: no button of a form is set in by its halo."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.buttons import HALO, Button
from tests.ui.shell.conftest import Shell


@pytest.mark.parametrize(
    ("page", "name"),
    [("site_settings", "add_season"), ("site_settings", "read_local_days"), ("settings", "setting_site")],
)
def test_its_edge_is_under_the_words(shell: Shell, page: str, name: str) -> None:
    shell.window.router.go(page)
    there = shell.window.page(page)
    button = there.findChild(QAbstractButton, name)
    assert isinstance(button, Button)
    shell.until(lambda: button.x() == 0 and button.halo == 0)


def test_the_edge_gives_way_to_the_ring(qtbot: QtBot, look: Theme) -> None:
    button = Button(look, "Préparer le dossier…", "primary", flush=True)
    qtbot.addWidget(button)
    button.show()
    qtbot.waitExposed(button)

    def at(x: int) -> QColor:
        return QColor(button.grab().toImage().pixel(x, button.height() // 2))

    fills = (look.color("primary"), look.color("primary-hover"))  # the pointer may be anywhere
    assert at(HALO - 1) in fills
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(button.hasFocus)
    assert at(0) == look.color("focus")
    assert at(HALO - 1) not in fills  # the gap
    assert at(HALO + 1) in fills
