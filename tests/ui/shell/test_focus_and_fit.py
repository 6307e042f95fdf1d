"""Where the focus goes when what had it leaves, and words that are never cut."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QFrame, QListView, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.field import Combo, LineField
from tests.helpers.clock import FakeClock
from tests.helpers.inbox_world import CIGALE, key_of
from tests.ui.shell.conftest import Shell
from tests.ui.shell.test_window import send

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.mark.parametrize("by_key", [True, False])
def test_send_now_gives_the_focus_back_to_the_list(shell: Shell, by_key: bool) -> None:
    send(shell)
    bar, button = shell.control(QFrame, "undo_bar"), shell.control(QPushButton, "send_now")
    shell.until(bar.isVisible)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    if by_key:
        shell.press(Qt.Key.Key_Space)
    else:
        shell.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    shell.until(lambda: not bar.isVisible())
    assert QApplication.focusWidget() is shell.control(QListView, "experience_list")


def test_the_end_of_the_hold_leaves_the_focus_on_the_page(shell: Shell, clock: FakeClock) -> None:
    send(shell)
    bar = shell.control(QFrame, "undo_bar")
    shell.until(bar.isVisible)
    shell.press(Qt.Key.Key_0, CTRL)
    listing = shell.control(QListView, "outbox_list")
    shell.until(listing.hasFocus)
    shell.control(QPushButton, "undo_send").setFocus(Qt.FocusReason.TabFocusReason)
    clock.advance(timedelta(seconds=31))
    shell.until(lambda: not bar.isVisible())
    shell.until(listing.hasFocus)


def test_ctrl_0_leads_to_the_list_of_sends_from_anywhere(shell: Shell) -> None:
    send(shell)
    shell.press(Qt.Key.Key_0, CTRL)
    listing = shell.control(QListView, "outbox_list")
    shell.until(listing.hasFocus)
    shell.press(Qt.Key.Key_1, CTRL)
    shell.until(shell.control(QListView, "experience_list").hasFocus)
    shell.choose(key_of("E1"))
    shell.press(Qt.Key.Key_0, CTRL)
    shell.until(listing.hasFocus)
    shell.control(QListView, "nav_rail").setFocus()
    shell.press(Qt.Key.Key_0, CTRL)
    shell.until(listing.hasFocus)


def test_after_a_send_the_next_row_has_the_focus(shell: Shell) -> None:
    shell.choose(CIGALE)
    shell.press(Qt.Key.Key_R)
    editor = shell.window.page("reply").view.sheet.editor
    shell.until(editor.hasFocus)
    shell.qtbot.keyClicks(editor, "Le service a repris lundi.")
    shell.press(Qt.Key.Key_Return, CTRL)
    listing = shell.control(QListView, "experience_list")
    shell.until(listing.hasFocus)
    shell.until(lambda: "Trois rendez-vous annulés pour une attestation" not in shell.titles())
    shell.until(lambda: shell.window.inbox.chosen_key not in ("", CIGALE))


@pytest.mark.parametrize("scale", [1.0, 1.3, 1.5])
def test_the_state_of_the_synchronisation_cuts_no_word(
    shell: Shell, look: Theme, clock: FakeClock, scale: float
) -> None:
    look.set_text_scale(scale)
    shell.window.resize(round(1366 * scale), 768)
    state = shell.window.rail.sync
    metrics = QFontMetrics(look.font(Role.META))
    for phase, values in (
        (SyncPhase.OFFLINE, {"last_success": clock()}),
        (SyncPhase.OFFLINE, {"last_success": clock() - timedelta(days=1)}),
        (SyncPhase.OFFLINE, {"last_success": clock() - timedelta(days=40)}),
        (SyncPhase.UNREACHABLE, {"retry_at": clock() + timedelta(minutes=59)}),
        (SyncPhase.SYNCING, {"done": 1_248, "total": 113_902}),
        (SyncPhase.PROTOCOL_MISMATCH, {}),
    ):
        shell.world.phase(phase, **values)
        shell.until(lambda: state._look.text == state.accessibleDescription() and state._look.text != "")
        shell.qtbot.wait(30)
        for line in state._lines():
            assert metrics.horizontalAdvance(line) <= state._room(), line
        assert state.height() >= len(state._lines()) * metrics.height()


def test_a_strip_keeps_room_for_its_icon_at_any_text_size(shell: Shell, look: Theme, clock: FakeClock) -> None:
    shell.world.phase(SyncPhase.OFFLINE)
    strip = shell.window.strip
    shell.until(strip.isVisible)
    look.set_text_scale(2.0)
    shell.qtbot.wait(30)
    assert strip.strong.geometry().left() >= look.px(16 + 16), "the icon ends there"


def test_the_link_of_a_quote_follows_its_text_after_a_resize(shell: Shell) -> None:
    shell.choose(CIGALE)
    section = shell.control(QWidget, "other_replies")
    shell.until(section.isVisible)
    for width in (1366, 1920, 1280, 1920):
        shell.window.resize(width, 900)
        shell.qtbot.wait(80)
        more = next(button for button in section.findChildren(QPushButton) if button.text() == "Lire la suite")
        text = section.findChildren(QTextBrowser)[0]
        cursor = text.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        end = text.mapTo(section, text.cursorRect(cursor).topRight())
        link = more.mapTo(section, more.rect().topLeft())
        assert 0 <= link.x() - end.x() <= 8, f"{width}: the link stands right after the last word"
        assert abs(link.y() - end.y()) < 12


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_no_field_grows_when_the_focus_comes(shell: Shell, look: Theme, scale: float) -> None:
    """The card of the tags had one list two pixels higher than the others."""
    look.set_text_scale(scale)
    host = QWidget()
    shell.qtbot.addWidget(host)
    column = QVBoxLayout(host)
    field, combo = LineField(look, "Mot"), Combo(look)
    column.addWidget(field)
    column.addWidget(combo)
    host.show()
    host.activateWindow()
    heights = {field: field.sizeHint().height(), combo: combo.sizeHint().height()}
    for one, height in heights.items():
        one.setFocus(Qt.FocusReason.TabFocusReason)
        shell.until(one.hasFocus)
        combo.addItem("Positif")  # it asks its style again
        assert one.sizeHint().height() == height


def test_a_choice_that_does_not_fit_ends_with_an_ellipsis_and_is_told_whole(shell: Shell, look: Theme) -> None:
    combo = Combo(look)
    shell.qtbot.addWidget(combo)
    combo.addItem("Caf de l’Orvanne, accueil de Montrelin et structures filles")
    combo.show()
    for width, whole in ((160, True), (800, False), (160, True)):
        combo.resize(width, 32)
        combo.grab()
        assert (combo.toolTip() == combo.currentText()) is whole
    combo.clear()
    combo.setPlaceholderText("Choisir")
    combo.grab()
