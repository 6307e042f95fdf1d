"""The lock screen: nothing to read, nothing to hear, work goes on behind it, and everything is back afterwards."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QTextEdit

from spplus_desk.domain.sync_status import SyncPhase
from tests.helpers.clock import FakeClock
from tests.helpers.inbox_world import CIGALE, SITE_NAME
from tests.helpers.typography import faults
from tests.ui.lock.conftest import give
from tests.ui.shell.conftest import Shell
from tests.ui.shell.test_window import send

CTRL = Qt.KeyboardModifier.ControlModifier


def texts_under(interface: QAccessibleInterface | None) -> Iterator[str]:
    """Everything that an assistive tool can read in this part of the tree, hidden or not."""
    if interface is None or not interface.isValid():
        return
    for kind in (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value):
        yield interface.text(kind)
    for place in range(interface.childCount()):
        yield from texts_under(interface.child(place))


def readable(shell: Shell) -> str:
    return "\n".join(texts_under(QAccessible.queryAccessibleInterface(shell.window)))


def write(shell: Shell, text: str) -> QTextEdit:
    shell.choose(CIGALE)
    shell.press(Qt.Key.Key_R)
    editor = shell.window.page("reply").view.sheet.editor
    shell.until(editor.hasFocus)
    shell.qtbot.keyClicks(editor, text)
    return editor


def lock(shell: Shell) -> None:
    shell.press(Qt.Key.Key_L, CTRL)
    shell.until(lambda: shell.window.leaving.locked)


def test_nothing_of_anyone_is_left_to_read(shell: Shell, password: str) -> None:
    write(shell, "Le service a repris lundi.")
    assert "Cigale" in readable(shell)
    lock(shell)
    assert shell.window.windowTitle() == "SP+ Desk — Verrouillé"
    left = readable(shell)
    for word in ("Cigale", "attestation", "Le service", "Nadia", "Thomas", "Orvanne", SITE_NAME, "Zaza"):
        assert word not in left, word
    assert "La synchronisation continue" in left
    assert [fault for line in left.splitlines() for fault in faults(line)] == []
    field = shell.control(QLineEdit, "lock_field")
    assert field.accessibleName() == "Mot de passe"
    assert field.hasFocus()


def test_the_text_being_written_is_back_with_its_cursor(shell: Shell, password: str) -> None:
    editor = write(shell, "Le service a repris lundi.")
    for _ in range(6):
        shell.press(Qt.Key.Key_Left)
    place = editor.textCursor().position()
    lock(shell)
    assert shell.world.desk.replying.draft(CIGALE).result().body == "Le service a repris lundi.", "on the disk first"
    give(shell, password)
    shell.until(lambda: not shell.window.leaving.locked)
    shell.until(editor.hasFocus)
    assert editor.isVisible()
    assert editor.textCursor().position() == place
    shell.qtbot.keyClicks(editor, "tout ")
    assert editor.toPlainText() == "Le service a repris tout lundi."
    assert shell.window.windowTitle() == f"SP+ Desk — {SITE_NAME}"


def test_a_wrong_password_says_so_and_opens_nothing(shell: Shell, password: str) -> None:
    lock(shell)
    give(shell, "un autre mot de passe")
    page = shell.window._curtain.page
    assert page is not None
    shell.until(page.field.problem.isVisible)
    sentence = page.field.problem.label.text()
    assert sentence.startswith(
        "Le serveur ne répond pas, et ce mot de passe n’est pas celui de votre dernière connexion"
    )
    assert shell.window.leaving.locked
    give(shell, password)
    shell.until(lambda: not shell.window.leaving.locked)


def test_no_command_acts_behind_the_curtain_and_messages_wait(shell: Shell, password: str, clock: FakeClock) -> None:
    shell.world.phase(SyncPhase.OFFLINE)
    shell.until(shell.control(QFrame, "offline_strip").isVisible)
    lock(shell)
    shell.world.phase(SyncPhase.SYNCED, last_success=clock())
    shell.until(lambda: not shell.window._syncing._away)
    for key in (Qt.Key.Key_0, Qt.Key.Key_1, Qt.Key.Key_Comma):
        shell.press(key, CTRL)
    shell.press(Qt.Key.Key_F1)
    assert shell.window.pages.currentWidget() is shell.window.inbox_page
    notices = shell.window.notices
    assert not notices.isVisible()
    give(shell, password)
    shell.until(lambda: not shell.window.leaving.locked)
    shell.until(notices.isVisible)
    assert notices.accessibleDescription() == "De retour en ligne."
    shell.press(Qt.Key.Key_0, CTRL)
    shell.until(shell.control(QListView, "outbox_list").isVisible)


def test_a_held_reply_leaves_in_its_time_while_locked(shell: Shell, password: str, clock: FakeClock) -> None:
    send(shell)
    shell.until(shell.control(QFrame, "undo_bar").isVisible)
    assert shell.window.undo_bar.held is not None
    lock(shell)
    clock.advance(timedelta(seconds=31))
    shell.until(lambda: shell.window.undo_bar.held is None)
    assert len(shell.world.store.pushable(10, clock()).result()) == 1, "the synchronisation takes it"


@pytest.mark.parametrize("minutes", [5, 15])
def test_it_locks_by_itself_after_the_chosen_time(shell: Shell, password: str, clock: FakeClock, minutes: int) -> None:
    shell.window._preferences.set(lock_minutes=minutes)
    clock.advance(timedelta(minutes=minutes, seconds=-2))
    shell.window.leaving.idle.check()
    assert not shell.window.leaving.locked
    shell.press(Qt.Key.Key_Down)
    clock.advance(timedelta(minutes=minutes, seconds=-2))
    shell.window.leaving.idle.check()
    assert not shell.window.leaving.locked, "a key was pressed meanwhile"
    clock.advance(timedelta(seconds=3))
    shell.until(lambda: shell.window.leaving.locked)


def test_the_first_touch_after_a_sleep_opens_nothing(shell: Shell, password: str, clock: FakeClock) -> None:
    shell.window._preferences.set(lock_minutes=10)
    clock.sleep(timedelta(hours=2))
    shell.press(Qt.Key.Key_Down)
    assert shell.window.leaving.locked


def test_never_is_never(shell: Shell, password: str, clock: FakeClock) -> None:
    shell.window._preferences.set(lock_minutes=0)
    clock.advance(timedelta(days=3))
    shell.window.leaving.idle.check()
    shell.press(Qt.Key.Key_Down)
    assert not shell.window.leaving.locked


def test_a_locked_window_closes_cleanly(shell: Shell, password: str) -> None:
    write(shell, "Le service a repris lundi.")
    lock(shell)
    with shell.qtbot.waitSignal(shell.window.closed):
        shell.window.close()
    assert shell.window._preferences.current.locked, "it opens locked again"
