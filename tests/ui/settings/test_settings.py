"""Réglages: every choice counts at once, is kept, and can be made by keyboard alone."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QFrame, QLabel, QListView, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from spplus_desk import __version__
from spplus_desk.domain.inbox import View
from spplus_desk.services.preferences import FILE, Look, PreferenceFile
from spplus_desk.ui.main_window import MainWindow
from spplus_desk.ui.settings.page import SettingsPage
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme
from tests.helpers.clock import FakeClock
from tests.helpers.inbox_world import CIGALE, InboxWorld
from tests.helpers.typography import faults
from tests.ui.shell.conftest import Shell
from tests.ui.shell.test_window import send

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def open_settings(shell: Shell) -> None:
    shell.press(Qt.Key.Key_Comma, CTRL)
    shell.until(shell.control(QWidget, "settings_page").isVisible)


def take(shell: Shell, name: str, words: str) -> None:
    """Choose `words` in the combo box `name`, with keys."""
    combo = shell.control(QComboBox, name)
    combo.setFocus(Qt.FocusReason.TabFocusReason)
    there = combo.findText(words)
    assert there >= 0, words
    while combo.currentIndex() != there:
        shell.press(Qt.Key.Key_Down if combo.currentIndex() < there else Qt.Key.Key_Up)


def test_by_keyboard_alone_and_back_where_one_was(shell: Shell) -> None:
    shell.choose(CIGALE)
    listing = shell.control(QListView, "experience_list")
    open_settings(shell)
    assert shell.control(QComboBox, "setting_hold").hasFocus()
    seen = []
    writing = ["setting_read_back", "setting_spelling", "setting_typography"]
    wanted = ["setting_hold", *writing, "setting_theme", "setting_text", "setting_letters", "setting_lock"]
    while len(seen) < len(wanted):
        seen.append(QApplication.focusWidget().objectName())
        if len(seen) < len(wanted):
            shell.press(Qt.Key.Key_Tab)
    assert seen == wanted
    shell.press(Qt.Key.Key_Escape)
    shell.until(listing.hasFocus)


def test_every_control_is_named_and_the_words_are_french(shell: Shell) -> None:
    open_settings(shell)
    page = shell.control(QWidget, "settings_page")
    for kind in (QComboBox, QCheckBox, QPushButton):
        for widget in page.findChildren(kind):
            assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name), widget.objectName()
    for label in page.findChildren(QLabel):
        assert faults(label.text()) == [], label.text()
    assert shell.control(QLabel, "about_version").text() == f"SP+ Desk {__version__}"


def test_the_hold_counts_from_the_next_send(shell: Shell) -> None:
    open_settings(shell)
    take(shell, "setting_hold", "10\u00a0secondes")
    shell.press(Qt.Key.Key_Escape)
    shell.choose(CIGALE)
    shell.press(Qt.Key.Key_R)
    editor = shell.window.page("reply").view.sheet.editor
    shell.until(editor.hasFocus)
    shell.qtbot.keyClicks(editor, "Le service a repris lundi.")
    assert "10\u00a0s" in shell.window.page("reply").view.send_bar.state.text()
    shell.press(Qt.Key.Key_Return, CTRL)
    bar = shell.control(QFrame, "undo_bar")
    shell.until(bar.isVisible)
    assert "part dans 10 secondes" in bar.accessibleDescription()


def test_theme_and_text_size_count_at_once_and_menus_agree(shell: Shell, look: Theme) -> None:
    open_settings(shell)
    take(shell, "setting_theme", "Sombre")
    assert look.dark
    take(shell, "setting_text", "130\u00a0%")
    assert look.text_scale == 1.3
    look.set_text_scale(1.5)
    assert shell.control(QComboBox, "setting_text").currentText() == "150\u00a0%", "a menu changed it"
    assert shell.window._preferences.current.theme is Look.DARK


def test_single_letters_can_be_turned_off(shell: Shell) -> None:
    open_settings(shell)
    box = shell.control(QCheckBox, "setting_letters")
    box.setFocus()
    shell.press(Qt.Key.Key_Space)
    assert not box.isChecked()
    shell.press(Qt.Key.Key_Escape)
    shell.choose(CIGALE)
    for key in (Qt.Key.Key_R, Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_M, Qt.Key.Key_C):
        shell.press(key)
    shell.qtbot.wait(50)
    assert shell.window.pages.currentWidget() is shell.window.inbox_page
    assert shell.window.inbox.chosen_key == CIGALE
    shell.press(Qt.Key.Key_Up)
    assert shell.window.inbox.chosen_key != CIGALE, "arrows stay"
    shell.press(Qt.Key.Key_F1)
    texts = [label.text() for label in shell.control(QWidget, "help_page").findChildren(QLabel)]
    shell.press(Qt.Key.Key_Escape)
    assert "Les raccourcis d’une lettre sont désactivés dans les réglages." in texts
    open_settings(shell)
    box.setFocus()
    shell.press(Qt.Key.Key_Space)
    shell.press(Qt.Key.Key_Escape)
    shell.choose(CIGALE)
    shell.press(Qt.Key.Key_R)
    shell.until(lambda: shell.window.pages.currentWidget() is shell.window.page("reply"))


def test_a_click_on_the_present_view_leads_back(shell: Shell) -> None:
    open_settings(shell)
    rail = shell.control(QListView, "nav_rail")
    place = rail.visualRect(rail.currentIndex()).center()
    shell.qtbot.mouseClick(rail.viewport(), Qt.MouseButton.LeftButton, pos=place)
    shell.until(lambda: shell.window.pages.currentWidget() is shell.window.inbox_page)


@pytest.mark.parametrize(
    ("days", "words"),
    [(730, "plus de 2\u00a0ans quittent"), (90, "90\u00a0jours quittent"), (0, "restent toutes")],
)
def test_how_long_answered_experiences_stay_is_said(look: Theme, days: int, words: str) -> None:
    page = SettingsPage(look, retention_days=days)
    sentence = page.findChild(QLabel, "setting_retention").text()
    assert words in sentence
    assert faults(sentence) == []


@pytest.mark.parametrize("screen", ["settings", "help", "go_outbox", "sign_out", "reply"])
def test_the_undo_bar_and_alt_z_are_everywhere(shell: Shell, screen: str) -> None:
    send(shell)
    bar = shell.control(QFrame, "undo_bar")
    shell.until(bar.isVisible)
    if screen == "reply":
        shell.window.router.write(shell.window.inbox._model.rows[0].key, False)
    else:
        shell.window._actions[screen].trigger()
    shell.until(lambda: shell.window.pages.currentWidget() is not shell.window.inbox_page)
    assert bar.isVisible()
    shell.press(Qt.Key.Key_Z, ALT)
    shell.until(lambda: not bar.isVisible())
    assert shell.world.desk.replying.draft(CIGALE).result().body == "Le service a repris lundi."


def test_what_was_chosen_is_there_after_a_restart(
    qtbot: QtBot, look: Theme, world: InboxWorld, clock: FakeClock, tmp_path: Path
) -> None:
    def start() -> Shell:
        window = MainWindow(
            world.desk, theme=look, tasks=Tasks(), clock=clock, preferences=PreferenceFile(tmp_path / FILE)
        )
        window.show()
        qtbot.waitExposed(window)
        one = Shell(qtbot, window, world)
        one.until(lambda: len(one.titles()) >= 8)
        return one

    def stop(shell: Shell) -> None:
        shell.window.close()
        shell.window.deleteLater()
        qtbot.wait(0)

    first = start()
    first.window._preferences.set(hold_seconds=60, theme=Look.DARK, text_scale=115, letters=False, lock_minutes=5)
    first.window.resize(1500, 850)
    splitter = first.window.inbox_page.splitter
    qtbot.waitUntil(lambda: first.window.width() == 1500)
    handle = splitter.handle(1)
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=handle.rect().center())
    qtbot.mouseMove(handle, handle.rect().center() + handle.rect().topLeft() + handle.rect().center() * 0)
    splitter.moveSplitter(500, 1)
    splitter.splitterMoved.emit(500, 1)
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(first.window._preferences.current.splitters))
    chosen = splitter.sizes()[0]
    first.window._toggle_fold()
    send(first)
    stop(first)
    look.set_text_scale(1.0)
    second = start()
    assert (second.window.width(), second.window.height()) == (1500, 850)
    assert look.dark and look.text_scale == 1.15
    assert second.window.rail.width() < 100, "folded"
    assert abs(second.window.inbox_page.splitter.sizes()[0] - chosen) <= 2
    bar = second.control(QFrame, "undo_bar")
    second.until(bar.isVisible)
    kept = second.window._preferences.current
    assert (kept.hold_seconds, kept.letters, kept.lock_minutes) == (60, False, 5)
    second.window.router.go(View.TO_ANSWER.value)
    stop(second)
