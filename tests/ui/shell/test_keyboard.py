"""The list and the reading by keyboard alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QListView, QPlainTextEdit, QPushButton, QTextBrowser

from spplus_desk.domain.inbox import View
from spplus_desk.ui.main_window.commands import command_table
from spplus_desk.ui.main_window.pages import PAGES
from tests.helpers.inbox_world import CIGALE, key_of
from tests.ui.shell.conftest import Shell

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


COMMANDS = tuple(one for one in command_table(PAGES) if not one.built_in)


def chosen(shell: Shell) -> str:
    return shell.window.inbox.chosen_key


def test_arrows_and_letters_walk_over_the_rows_and_skip_the_headers(shell: Shell) -> None:
    listing = shell.control(QListView, "experience_list")
    assert listing.hasFocus()
    shell.press(Qt.Key.Key_Down)
    assert chosen(shell) == key_of("E1")
    shell.press(Qt.Key.Key_J)
    assert chosen(shell) == key_of("E2")
    shell.press(Qt.Key.Key_Down)
    assert chosen(shell) == CIGALE, "the header « Aujourd’hui » stands between them"
    shell.press(Qt.Key.Key_K)
    shell.press(Qt.Key.Key_Up)
    shell.press(Qt.Key.Key_Up)
    assert chosen(shell) == key_of("E1"), "the first row is the end of the way up"
    shell.press(Qt.Key.Key_End)
    assert chosen(shell) == key_of("E9")
    shell.press(Qt.Key.Key_Home)
    assert chosen(shell) == key_of("E1")


def test_typed_letters_never_choose_a_row(shell: Shell) -> None:
    shell.choose(CIGALE)
    for key in (Qt.Key.Key_G, Qt.Key.Key_B, Qt.Key.Key_F):
        shell.press(key)
    assert chosen(shell) == CIGALE


def test_enter_goes_to_the_text_and_alt_page_moves_from_there(shell: Shell) -> None:
    shell.choose(key_of("E1"))
    shell.press(Qt.Key.Key_Return)
    assert shell.control(QTextBrowser, "reading_view").hasFocus()
    shell.press(Qt.Key.Key_PageDown, ALT)
    assert chosen(shell) == key_of("E2")
    shell.press(Qt.Key.Key_PageUp, ALT)
    assert chosen(shell) == key_of("E1")
    shell.press(Qt.Key.Key_J)
    assert chosen(shell) == key_of("E2")


def test_f6_goes_round_the_panes(shell: Shell) -> None:
    shell.choose(CIGALE)
    walked = []
    for _ in range(4):
        shell.press(Qt.Key.Key_F6)
        focus = QApplication.focusWidget()
        walked.append(focus.objectName() if focus else "")
    assert walked == ["reading_view", "reply_button", "nav_rail", "experience_list"]
    shell.press(Qt.Key.Key_F6, SHIFT)
    focus = QApplication.focusWidget()
    assert focus is not None and focus.objectName() == "nav_rail"


def test_ctrl_digits_open_the_seven_views_on_both_keyboards(shell: Shell) -> None:
    for place, view in enumerate(View, start=1):
        shell.press(Qt.Key(Qt.Key.Key_0.value + place), CTRL)
        shell.until(lambda view=view: shell.window.inbox.shown_view is view)
    keys = {command.name: command.keys for command in COMMANDS}
    assert keys["go_to_answer"] == ("Ctrl+1", "Ctrl+&")
    assert keys["go_late"] == ("Ctrl+2", "Ctrl+é")
    assert all(not QKeySequence(key).isEmpty() for command in COMMANDS for key in command.keys)
    assert not any("Ctrl+Alt" in key for command in COMMANDS for key in command.keys), "that is AltGr"


def test_r_opens_the_writing_mode_and_escape_comes_back(shell: Shell) -> None:
    shell.choose(CIGALE)
    shell.press(Qt.Key.Key_R)
    shell.until(lambda: shell.window.pages.currentWidget() is shell.window.page("reply"))
    shell.until(shell.window.page("reply").view.sheet.isEnabled)
    shell.window.page("reply").leave()
    assert shell.window.pages.currentWidget() is shell.window.inbox_page
    assert shell.control(QListView, "experience_list").hasFocus()
    assert chosen(shell) == CIGALE


def test_letters_are_text_in_a_field(shell: Shell) -> None:
    shell.choose(CIGALE)
    shell.press(Qt.Key.Key_C)
    field = shell.control(QPlainTextEdit, "comment_field")
    shell.until(field.hasFocus)
    shell.qtbot.keyClicks(field, "rmpucjk")
    assert field.toPlainText() == "rmpucjk"
    assert shell.window.pages.currentWidget() is shell.window.inbox_page
    assert chosen(shell) == CIGALE


def test_p_claims_and_releases_and_u_marks_unread(shell: Shell) -> None:
    shell.choose(key_of("E2"))
    claim = shell.control(QPushButton, "claim_button")
    shell.press(Qt.Key.Key_P)
    shell.until(lambda: shell.window.reading.detail.slot.claimed_by == "nadia")
    assert claim.isChecked()
    shell.until(lambda: claim.text() == "Prise en charge par vous")
    shell.press(Qt.Key.Key_P)
    shell.until(lambda: shell.window.reading.detail.slot.claimed_by is None)
    shell.press(Qt.Key.Key_U)
    shell.until(
        lambda: next(row for row in shell.window.inbox.view.list.model().rows if row.key == key_of("E2")).unread
    )


def test_the_hidden_menu_lists_every_command_with_its_key(shell: Shell) -> None:
    bar = shell.window.menuBar()
    assert not bar.isVisible()
    listed = [action for menu in bar.actions() for action in menu.menu().actions()]
    assert {action.text() for action in listed} >= {command.text for command in COMMANDS if command.menu}
    assert [action.text() for action in listed if not action.shortcuts() and action.menu() is None] == [
        "Envoyer maintenant",
        "Horaires et réglages du site",
        "Absences et relais",
        "Se déconnecter",
    ]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_alt_alone_shows_the_menu_and_alt_with_a_key_does_not(shell: Shell) -> None:
    listing = shell.control(QListView, "experience_list")
    bar = shell.window.menuBar()
    shell.qtbot.keyPress(listing, Qt.Key.Key_Alt)
    shell.qtbot.keyRelease(listing, Qt.Key.Key_Alt)
    assert bar.isVisible()
    shell.qtbot.keyPress(listing, Qt.Key.Key_Alt)
    shell.qtbot.keyRelease(listing, Qt.Key.Key_Alt)
    assert not bar.isVisible()
    shell.qtbot.keyPress(listing, Qt.Key.Key_Alt)
    shell.qtbot.keyClick(listing, Qt.Key.Key_PageDown, ALT)
    shell.qtbot.keyRelease(listing, Qt.Key.Key_Alt)
    assert not bar.isVisible()


def test_focus_walks_in_the_order_of_the_screen(shell: Shell) -> None:
    shell.choose(CIGALE)
    shell.control(QListView, "nav_rail").setFocus()
    walked = ["nav_rail"]
    for _ in range(30):
        shell.press(Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        walked.append(focus.objectName() if focus else "")
        if walked[-1] == "template_button":
            break
    named = [name for name in walked if name]
    order = ["nav_rail", "experience_list", "claim_button", "tag_button", "comment_button", "transfer_button",
             "more_button", "previous_experience", "next_experience", "reading_view", "internal_comments",
             "edit_channels", "tag_accessibility", "tag_simplicity", "edit_business_tags",
             "improvement_check", "reply_button", "template_button"]  # fmt: skip
    assert [name for name in named if name in order] == order


def test_f1_shows_the_keys_and_escape_gives_the_focus_back(shell: Shell) -> None:
    shell.choose(CIGALE)
    listing = shell.control(QListView, "experience_list")
    listing.setFocus()
    shell.press(Qt.Key.Key_F1)
    assert shell.window.pages.currentWidget().objectName() == "help_page"
    shell.press(Qt.Key.Key_Escape)
    assert shell.window.pages.currentWidget() is shell.window.inbox_page
    assert listing.hasFocus()
