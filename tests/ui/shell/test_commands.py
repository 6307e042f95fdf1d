"""The one table of commands: no key has two meanings, and what is written about the keys is what they do."""

import re
from collections import Counter

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QListView, QWidget

from spplus_desk.ui.commands import Command
from spplus_desk.ui.main_window.commands import MENUS, WINDOW_COMMANDS, command_table, opening_commands
from spplus_desk.ui.main_window.page import Handles, Page
from spplus_desk.ui.main_window.pages import PAGES
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.keycap import KeyCap
from tests.helpers.inbox_world import CIGALE
from tests.helpers.typography import faults
from tests.ui.shell.conftest import Shell
from tools.keys_of_guide import GUIDE, rewritten

TABLE = command_table(PAGES)
EVERYWHERE = (*WINDOW_COMMANDS, *(one for page in PAGES for one in opening_commands(page)))


def bound(commands: tuple[Command, ...]) -> list[str]:
    return [keys.toString() for one in commands for keys in one.sequences]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_no_two_commands_of_one_context_share_a_key(page: Page) -> None:
    found = Counter(bound((*EVERYWHERE, *page.commands)))
    assert [keys for keys, number in found.items() if number > 1] == []


def test_what_confirms_does_not_repeat_while_its_key_is_held() -> None:
    once = {one.name for one in TABLE if not one.repeats and not one.built_in}
    assert {"send", "ask_validation", "confirm"} <= once
    assert next(one for one in TABLE if one.name == "next").repeats


def test_names_are_unique_and_every_key_is_one() -> None:
    assert [name for name, number in Counter(one.name for one in TABLE).items() if number > 1] == []
    assert all(not QKeySequence(keys).isEmpty() for one in TABLE if not one.built_in for keys in one.keys)
    assert {one.menu for one in TABLE if one.menu} <= set(MENUS)
    assert [one.name for one in TABLE if one.keys and not (one.menu or one.local)] == []


def test_no_key_is_taken_from_what_french_keyboards_and_fields_need() -> None:
    every = bound(TABLE)
    assert [keys for keys in every if "Ctrl+Alt" in keys or keys in ("Alt+Down", "Ctrl++")] == []
    assert [one.name for one in TABLE if one.is_letter and not one.local] == []
    fields = {"Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+Y"}
    assert fields.isdisjoint(every)


def test_every_digit_has_its_french_key() -> None:
    french = dict(zip("1234567890", "&é\"'(-è_çà", strict=True))
    for one in TABLE:
        for keys in one.keys:
            if re.fullmatch(r"Ctrl\+\d", keys):
                assert f"Ctrl+{french[keys[-1]]}" in one.keys


@pytest.mark.parametrize("page", [page for page in PAGES if page.commands], ids=lambda page: page.key)
def test_every_command_of_a_page_has_what_runs_it(shell: Shell, page: Page) -> None:
    widget = shell.window.page(page.key)
    wanted = {one.name for one in page.commands if not one.built_in}
    assert not wanted or (isinstance(widget, Handles) and wanted <= set(widget.handlers()))


def test_the_help_lists_every_command_with_each_of_its_keys(shell: Shell) -> None:
    shell.press(Qt.Key.Key_F1)
    page = shell.control(QWidget, "help_page")
    shown = {label.text() for label in page.findChildren(QLabel)}
    described = {(label.text(), label.accessibleDescription()) for label in page.findChildren(QLabel)}
    table = [one for one in command_table(PAGES) if one.menu and one.keys]
    assert [one.text for one in table if one.text not in shown] == []
    caps = [cap._text for cap in page.findChildren(KeyCap)]
    assert {"Ctrl+1", "Ctrl+&", "Ctrl+à", "Maj+F6", "Ctrl+Maj+Entrée", "Ctrl+virgule"} <= set(caps)
    assert ("Envois", "Ctrl+0 ou Ctrl+à") in described
    assert [text for text in (*shown, *caps) if faults(text)] == []


def test_commands_of_other_pages_rest(shell: Shell) -> None:
    shell.choose(CIGALE)
    actions = shell.window._actions
    assert actions["reply"].isEnabled() and not actions["send"].isEnabled()
    shell.press(Qt.Key.Key_R)
    shell.until(shell.window.page("reply").view.sheet.isEnabled)
    assert actions["send"].isEnabled() and not actions["reply"].isEnabled() and not actions["confirm"].isEnabled()
    shell.until(shell.window.page("reply").view.sheet.editor.hasFocus)
    shell.press(Qt.Key.Key_Escape)
    shell.until(actions["reply"].isEnabled)


def test_escape_leads_back_from_every_page(shell: Shell) -> None:
    shell.choose(CIGALE)
    listing = shell.control(QListView, "experience_list")
    for page in PAGES:
        if page.key in ("inbox", "reply", "conflict", "review", "revoked") or not page.offered(shell.world.desk):
            continue
        shell.window.router.go(page.rail[0].key if page.rail else page.key)
        shell.until(lambda page=page: shell.window._host.current == page.key)
        shell.press(Qt.Key.Key_Escape)
        shell.until(lambda: shell.window.pages.currentWidget() is shell.window.inbox_page)
        shell.until(listing.hasFocus)


def test_ctrl_and_the_wheel_change_the_text_size(shell: Shell, look: Theme) -> None:
    viewport = shell.control(QListView, "experience_list").viewport()

    def turn(notches: int, modifiers: Qt.KeyboardModifier) -> None:
        middle = QPointF(viewport.rect().center())
        event = QWheelEvent(
            middle, viewport.mapToGlobal(middle), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
            modifiers, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(viewport, event)

    turn(1, Qt.KeyboardModifier.ControlModifier)
    assert look.text_scale == 1.15
    turn(9, Qt.KeyboardModifier.ControlModifier)
    assert look.text_scale == 2.0
    turn(-9, Qt.KeyboardModifier.ControlModifier)
    assert look.text_scale == 0.9
    turn(1, Qt.KeyboardModifier.NoModifier)
    assert look.text_scale == 0.9


def test_the_guide_says_the_keys_of_the_table() -> None:
    """`python -m tools.keys_of_guide` writes them."""
    text = GUIDE.read_text(encoding="utf-8")
    assert text == rewritten(text), "run python -m tools.keys_of_guide"
    assert "| Ctrl+Maj+Entrée | Faire valider |" in text
