"""The main tasks of an agent, each done with the keyboard alone. A task of a later screen joins as one more test."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QListView, QPushButton, QTextBrowser, QTextEdit

from spplus_desk.domain.commands import CommandKind
from spplus_desk.domain.inbox import View
from spplus_desk.domain.outbox import SendState
from spplus_desk.domain.vocabulary import Sentiment
from spplus_desk.ui.search.model import HIT
from spplus_desk.ui.theme import Theme
from tests.ui.keyboard.conftest import ALT, CTRL, TEXT, Hands

# The offscreen platform has no keyboard to grab for a card; a real one has.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_read_the_most_urgent(hands: Hands) -> None:
    hands.start()
    hands.press(Qt.Key.Key_Home)
    first = hands.rows()[0]
    hands.until(lambda: hands.shows("reading_view"))
    reading = hands.control(QTextBrowser, "reading_view")
    hands.until(lambda: hands.window.reading.key == first.key and reading.toPlainText() != "")
    hands.press(Qt.Key.Key_Return)
    assert reading.hasFocus()
    assert reading.accessibleDescription() == first.title


def test_claim(hands: Hands) -> None:
    row = next(one for one in hands.rows() if one.claimed_by is None)
    hands.go_to(row)
    hands.press(Qt.Key.Key_P)
    hands.until(lambda: hands.desk.inbox.detail(row.key).result(10).slot.claimed_by == hands.desk.agent.id)
    hands.until(hands.control(QPushButton, "claim_button").isChecked)
    hands.press(Qt.Key.Key_P)
    hands.until(lambda: hands.desk.inbox.detail(row.key).result(10).slot.claimed_by is None)


def test_comment(hands: Hands) -> None:
    row = hands.rows()[1]
    hands.go_to(row)
    hands.press(Qt.Key.Key_C)
    hands.until(lambda: hands.focus == "comment_field")
    hands.typed("Le guichet 3 connait ce dossier.")
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.until(lambda: hands.shows("internal_comments"))
    comments = hands.control(QListView, "internal_comments").model()
    hands.until(lambda: comments.rowCount() > 0)
    last = comments.index(comments.rowCount() - 1, 0)
    assert last.data() == "Le guichet 3 connait ce dossier."
    # The central has it once « en attente d’envoi » is no longer said.
    hands.until(
        lambda: "en attente" not in comments.index(comments.rowCount() - 1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    )


def test_reply_from_a_template_and_send(hands: Hands) -> None:
    row = hands.rows()[2]
    hands.go_to(row)
    hands.press(Qt.Key.Key_M)
    hands.until(lambda: hands.shows("insert_template") and hands.focus != "experience_list")
    editor = hands.control(QTextEdit, "reply_editor")
    hands.until(editor.isEnabled)
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: editor.toPlainText() != "")
    hands.until(editor.hasFocus)
    for _ in range(len(editor.marks())):
        hands.press(Qt.Key.Key_Tab)
        hands.typed("lundi")
    assert editor.marks() == ()
    body = hands.window.page("reply").view.sheet.draft().body
    hands.press(Qt.Key.Key_Return, CTRL)
    bar = hands.window.findChild(QFrame, "undo_bar")
    hands.until(bar.isVisible)
    hands.until(lambda: hands.focus == "experience_list")
    hands.tab_to("send_now")
    hands.press(Qt.Key.Key_Space)
    hands.until(lambda: hands.demonstration.received(row.experience_id).result(30) == (body,))


def test_take_a_reply_back(hands: Hands) -> None:
    row = hands.rows()[3]
    hands.write(row)
    hands.press(Qt.Key.Key_Return, CTRL)
    bar = hands.window.findChild(QFrame, "undo_bar")
    hands.until(bar.isVisible)
    hands.press(Qt.Key.Key_Z, ALT)
    hands.until(lambda: not bar.isVisible())
    hands.until(lambda: hands.desk.replying.draft(row.key).result(10).body == TEXT)
    assert hands.demonstration.received(row.experience_id).result(30) == ()


def test_mark_unread(hands: Hands) -> None:
    row = hands.rows()[0]
    hands.go_to(row)
    hands.until(lambda: not next(one for one in hands.rows() if one.key == row.key).unread)
    hands.press(Qt.Key.Key_U)
    hands.until(lambda: next(one for one in hands.rows() if one.key == row.key).unread)


def test_change_the_view(hands: Hands) -> None:
    for place, view in enumerate(View, start=1):
        hands.press(Qt.Key(Qt.Key.Key_0.value + place), CTRL)
        hands.until(lambda view=view: hands.window.inbox.shown_view is view and hands.window.inbox.loaded)
        assert hands.focus == "experience_list"


def test_find_help_and_come_back(hands: Hands) -> None:
    hands.go_to(hands.rows()[0])
    hands.press(Qt.Key.Key_F1)
    hands.until(lambda: hands.shows("help_page"))
    hands.press(Qt.Key.Key_Escape)
    hands.until(lambda: not hands.shows("help_page"))
    assert hands.focus == "experience_list"


def test_see_the_outbox_and_keep_a_refused_reply(hands: Hands) -> None:
    row = next(one for one in hands.rows() if one.claimed_by is None)
    hands.refused(row)
    hands.press(Qt.Key.Key_0, CTRL)
    hands.until(lambda: hands.focus == "outbox_list")
    listing = hands.control(QListView, "outbox_list")

    def said() -> str:
        return str(listing.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))

    hands.press(Qt.Key.Key_Home)
    for _ in range(20):
        if "mise de côté" in said():
            break
        hands.press(Qt.Key.Key_Down)
    assert "mise de côté" in said()
    hands.tab_to("keep_draft_button")
    hands.press(Qt.Key.Key_Space)
    hands.until(lambda: not any(item.parked for item in hands.desk.outbox.items().result(10)))
    drafts = hands.desk.outbox.items(SendState.DRAFT).result(10)
    assert TEXT in [item.body for item in drafts if item.slot_id == row.key]
    hands.until(lambda: hands.focus == "outbox_list")


def test_change_the_text_size(hands: Hands, look: Theme) -> None:
    hands.press(Qt.Key.Key_Comma, CTRL)
    hands.until(lambda: hands.shows("settings_page"))
    hands.tab_to("setting_text")
    assert hands.control(QComboBox, "setting_text").currentText() == "100\u00a0%"
    hands.press(Qt.Key.Key_Down)
    hands.until(lambda: look.text_scale == 1.15)
    hands.press(Qt.Key.Key_Escape)
    hands.until(lambda: hands.focus == "experience_list")


def test_tag_an_experience(hands: Hands) -> None:
    row = hands.rows()[1]
    hands.go_to(row)
    hands.press(Qt.Key.Key_E)
    hands.until(lambda: hands.focus == "tag_choice_accessibility")
    hands.press(Qt.Key.Key_Home)
    hands.tab_to("business_tag_field")
    hands.typed("Portillon")
    hands.press(Qt.Key.Key_Return)  # the tag
    hands.press(Qt.Key.Key_Return)  # the card
    hands.until(lambda: "Portillon" in hands.desk.inbox.detail(row.key).result(10).slot.business_tags)
    assert hands.desk.inbox.detail(row.key).result(10).tags.accessibility is Sentiment.POSITIVE


def test_transfer_to_a_child_structure(hands: Hands) -> None:
    row = next(one for one in reversed(hands.rows()) if one.structure_name.endswith("accueil de Montrelin"))
    hands.go_to(row)
    hands.press(Qt.Key.Key_T)
    hands.until(lambda: hands.focus == "transfer_search")
    hands.typed("brezac")
    hands.tab_to("transfer_reason")
    hands.typed("Leur guichet a ce dossier.")
    hands.tab_to("transfer_confirm")
    hands.press(Qt.Key.Key_Space)
    hands.until(lambda: CommandKind.TRANSFER in hands.desk.inbox.detail(row.key).result(10).unsent)
    hands.until(lambda: hands.focus == "experience_list")


def test_search_and_open_a_result(hands: Hands) -> None:
    hands.start()
    hands.press(Qt.Key.Key_K, CTRL)
    hands.until(lambda: hands.focus == "query_field")
    hands.typed("rendez vous annule")
    hands.until(lambda: hands.shows("result_list"))
    results = hands.control(QListView, "result_list")
    hands.until(lambda: results.model().rowCount() > 0)
    hands.press(Qt.Key.Key_Down)
    hands.until(lambda: hands.focus == "result_list")
    key = results.currentIndex().data(HIT).row.key
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: hands.shows("reading_view") and hands.window.reading.key == key)
