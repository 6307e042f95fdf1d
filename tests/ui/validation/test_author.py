"""The author of a reply that was sent back: sees what was said and where, amends, submits again."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QPushButton

from spplus_desk.domain.inbox import View
from spplus_desk.domain.projection import SlotState
from spplus_desk.domain.vocabulary import VersionStep
from spplus_desk.ui.widgets.banner import Banner
from tests.helpers.inbox_world import CIGALE
from tests.helpers.review_world import COMMENT, FIRST, PASSAGE_TEXT
from tests.ui.shell.conftest import Shell

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def write(author: Shell) -> None:
    author.choose()
    author.press(Qt.Key.Key_R)
    author.until(author.window.page("reply").view.sheet.editor.hasFocus)


def marked(author: Shell) -> list[str]:
    editor = author.window.page("reply").view.sheet.editor
    return [one.cursor.selectedText() for one in editor.extraSelections()]


def test_a_returned_reply_waits_among_those_to_answer_with_its_comment(author: Shell) -> None:
    counts = author.world.store.counts(author.world.clock()).result()
    assert (counts.to_answer, counts.to_validate) == (9, 0)
    assert author.window.inbox_page.shown_view is View.TO_ANSWER
    author.choose()
    banner = author.window.reading.view.returned
    author.until(banner.isVisible)
    assert banner.accessibleName().startswith("Renvoyée par Hélène Morvan hier à")
    assert COMMENT in banner.accessibleDescription()
    assert PASSAGE_TEXT in banner.accessibleDescription()


def test_the_passage_is_marked_in_the_editor_and_follows_its_words(author: Shell, said: list[str]) -> None:
    write(author)
    pane = author.window.page("reply")
    banner = author.control(Banner, "banner_returned")
    assert banner.accessibleName().startswith("Renvoyée par Hélène Morvan hier à")
    assert COMMENT in banner.accessibleDescription()
    assert any(COMMENT in one for one in said)
    assert marked(author) == [PASSAGE_TEXT]
    selections = pane.view.sheet.editor.extraSelections()
    assert selections[0].format.underlineStyle() is QTextCharFormat.UnderlineStyle.SingleUnderline
    assert pane.view.sheet.editor.cursor_characters() == FIRST.index(PASSAGE_TEXT)  # where work goes on
    pane.view.sheet.editor.set_body(f"Merci. {FIRST}")
    pane._returned._mark()
    assert marked(author) == [PASSAGE_TEXT]


def test_amend_and_submit_again_keeps_every_version(author: Shell) -> None:
    write(author)
    pane = author.window.page("reply")
    assert author.control(QPushButton, "validate_button").isVisible()
    pane.view.sheet.editor.insertPlainText("du 17 au 26, les ")
    author.press(Qt.Key.Key_Return, CONTROL | SHIFT)
    author.until(lambda: author.world.store.detail(CIGALE).result().row.state is SlotState.QUEUED)
    versions = author.world.store.detail(CIGALE).result().versions
    assert [one.step for one in versions] == [VersionStep.SUBMITTED, VersionStep.RETURNED, VersionStep.SUBMITTED]
    assert versions[0].body == FIRST
    assert "du 17 au 26, les rendez-vous" in versions[2].body


def test_the_versions_are_shown_to_their_author_without_a_decision(author: Shell) -> None:
    author.choose()
    author.press(Qt.Key.Key_H, CONTROL | SHIFT)
    pane = author.window.page("review")
    author.until(lambda: pane.detail is not None and author.window.pages.currentWidget() is pane)
    assert pane.view.banner.accessibleName().startswith("Renvoyée par Hélène Morvan")
    assert not pane.view.foot.isVisible()
    assert not pane.view.reply.act.isVisible()
    assert len(pane.view.versions.buttons) == 1
    author.press(Qt.Key.Key_Escape)
    author.until(lambda: author.window.pages.currentWidget() is author.window.inbox_page)
