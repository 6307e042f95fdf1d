"""Text at 200 % on a screen of 1366x768: nothing stands over what is read or written."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QTextEdit, QWidget

from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.ui.notices.toasts import Notice
from spplus_desk.ui.theme import Theme
from tests.helpers.inbox_world import CIGALE
from tests.helpers.screens import SCREENS
from tests.ui.shell.conftest import Shell
from tests.ui.shell.test_window import send


@pytest.fixture
def large(shell: Shell, look: Theme) -> Iterator[Shell]:
    look.set_text_scale(2.0)
    shell.window.resize(1366, 768)
    yield shell
    look.set_text_scale(1.0)


def walk(shell: Shell, screen: str) -> None:
    for ready in SCREENS[screen].act(shell.window, shell.world):
        shell.until(ready)


def place(shell: Shell, widget: QWidget) -> QRect:
    """In the window, without what a scrolled part hides of it."""
    return QRect(widget.mapTo(shell.window, QPoint(0, 0)), widget.size())


def test_the_send_button_covers_nothing_of_the_reply(large: Shell) -> None:
    """Offline, with points to check: the least room that the reply ever has."""
    for height in (768, 736, 690):
        large.window.resize(1366, height)
        walk(large, "guard")
        view = large.window.page("reply").view
        large.until(lambda view=view: view.send_bar.isVisible())
        large.qtbot.wait(50)
        written, bar = place(large, view._scroller), place(large, view.send_bar)
        assert written.bottom() < bar.top() and bar.bottom() <= large.window.height()
        two_lines = 2 * view.sheet.editor.fontMetrics().lineSpacing()
        assert view.sheet.editor.visibleRegion().boundingRect().height() >= two_lines
        large.window.router.go("to_answer")


def test_the_message_about_a_conflict_leaves_when_both_texts_are_there(large: Shell) -> None:
    walk(large, "conflict")
    notices = large.control(QFrame, "notices")
    large.qtbot.wait(100)
    assert not notices.isVisible()


def test_the_message_that_is_told_already_leaves_too(large: Shell) -> None:
    said = large.window.notices
    said.show_notice(Notice("Thomas Ruault a répondu.", "error", "Comparer", about="c1"))
    said.show_notice(Notice("Autre chose."))
    assert said.isVisible() and said.accessibleDescription() == "Thomas Ruault a répondu."
    said.withdraw("c1")
    assert said.accessibleDescription() == "Autre chose."


def test_the_drawer_of_the_aid_gives_way_to_what_it_covers(large: Shell) -> None:
    large.choose(CIGALE)
    large.window.reading.ask_reply(with_template=False)
    view = large.window.page("reply").view
    large.until(view.sheet.isEnabled)
    view.go_to_cases()
    assert view.drawer_open and view.assist.isAncestorOf(QApplication.focusWidget())
    editor = large.control(QTextEdit, "reply_editor")
    assert place(large, view.assist).intersects(place(large, editor)), "else there is nothing to give way to"
    large.control(QPushButton, "back_button").setFocus()
    assert view.drawer_open, "the bar is not covered"
    editor.setFocus(Qt.FocusReason.TabFocusReason)
    assert not view.drawer_open and editor.hasFocus()


def test_the_sentence_of_the_strip_and_of_the_undo_bar_are_whole(large: Shell) -> None:
    large.world.phase(SyncPhase.OFFLINE, last_success=large.world.clock() - timedelta(minutes=14))
    strip = large.window.strip
    large.until(strip.isVisible)
    send(large)
    bar = large.control(QFrame, "undo_bar")
    large.until(bar.isVisible)
    large.qtbot.wait(50)
    for around in (strip, bar):
        for label in around.findChildren(QLabel):
            if label.isVisible():
                wanted = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
                assert label.height() >= wanted and around.rect().contains(label.geometry()), label.text()


def test_the_title_of_what_is_answered_is_whole(large: Shell) -> None:
    """The bar cuts it; over the testimony it has all the lines that it wants."""
    large.choose(CIGALE)
    large.window.reading.ask_reply(with_template=False)
    view = large.window.page("reply").view
    large.until(view.sheet.isEnabled)
    assert view.testimony.toPlainText().startswith("Trois rendez-vous annulés pour une attestation\n")


def test_the_answer_that_has_the_focus_is_in_sight_whatever_the_lines_of_its_point(large: Shell) -> None:
    walk(large, "guard")
    for _ in range(3):
        large.press(Qt.Key.Key_F8)
        large.qtbot.wait(60)
        focused = QApplication.focusWidget()
        assert focused is not None
        seen = focused.visibleRegion().boundingRect()
        if isinstance(focused, QPushButton):
            assert seen == focused.rect()
    assert isinstance(focused, QPushButton), "the last point is answered by a button"
