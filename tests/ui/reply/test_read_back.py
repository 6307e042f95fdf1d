"""« Relire »: what will be published, once more, before it leaves; and the helps that go by habits."""

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QImage

from spplus_desk.domain.outbox import SendItem
from spplus_desk.domain.text import MAX_BODY
from spplus_desk.ui.reply.habits import Habits
from spplus_desk.ui.reply.read_back import ReadBack
from tests.ui.reply.conftest import Writing
from tests.ui.reply.looking import control

_CONTROL = Qt.KeyboardModifier.ControlModifier
_TEXT = "L’accueil ouvre samedi matin. Une attestation vous y attend.\n\nElle est gratuite."


def _sent(writing: Writing) -> list[SendItem]:
    items: list[SendItem] = []
    writing.pane.sent.connect(items.append)
    return items


def _reader(writing: Writing) -> ReadBack:
    return control(writing.pane, ReadBack, "read_back")


def test_the_reply_is_shown_as_it_will_read_and_leaves_from_there(writing: Writing) -> None:
    writing.pane._habits = lambda: Habits(read_back=True)
    items = _sent(writing)
    writing.open()
    writing.type(_TEXT)
    writing.press(Qt.Key.Key_Return, _CONTROL)
    reader = _reader(writing)
    assert reader.isVisible()
    assert not items
    shown = reader.card.browser.document().toRawText().split("\u2029")
    assert shown[2:6] == ["Bonjour Cigale,", *_TEXT.split("\n\n"), "Cordialement,\u2028Nadia, Caf de l’Orvanne"]
    assert reader.card.browser.hasFocus()
    writing.press(Qt.Key.Key_Return, _CONTROL)
    writing.qtbot.waitUntil(lambda: len(items) == 1)
    assert items[0].body == _TEXT


def test_escape_and_the_button_lead_back_to_the_text(writing: Writing) -> None:
    writing.open()
    writing.type(_TEXT)
    for way in (lambda: writing.press(Qt.Key.Key_Escape), _reader(writing).change.click):
        writing.press(Qt.Key.Key_R, _CONTROL | Qt.KeyboardModifier.ShiftModifier)
        assert _reader(writing).isVisible()
        way()
        assert writing.pane.view.isVisible()
        assert writing.editor.hasFocus()
    assert writing.pane.key


def test_nothing_is_read_back_while_something_remains_to_be_done(writing: Writing) -> None:
    writing.open()
    writing.type("Ouvert le [[jour]].")
    writing.pane.read_back()
    assert writing.pane.view.isVisible()
    assert "jour" in writing.pane.view.send_bar.state.text()


def test_a_text_that_is_too_long_says_by_how_much_before_it_is_sent(writing: Writing) -> None:
    items = _sent(writing)
    writing.open()
    writing.editor.set_body("ab " * (MAX_BODY // 3) + "a" * 251)
    writing.editor.insertPlainText("b")
    assert writing.pane.view.sheet.count.text() == "10\u00a0251\u00a0caractères, 251 de trop"
    assert writing.pane.view.sheet.count.property("tone") == "error"
    writing.pane.send()
    assert "251\u00a0caractères de trop" in writing.pane.view.send_bar.state.text()
    assert writing.editor.isEnabled()
    assert not items


def test_the_typography_of_the_whole_text_by_its_key(writing: Writing) -> None:
    writing.open()
    writing.editor.insertPlainText("L'accueil ?")
    writing.press(Qt.Key.Key_T, _CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert writing.editor.body() == "L’accueil\u00a0?"
    assert writing.pane.view.send_bar.state.text().startswith("2 corrections")
    writing.press(Qt.Key.Key_Z, _CONTROL)
    assert writing.editor.body() == "L'accueil ?"


def test_habits_switch_the_help_off(writing: Writing) -> None:
    writing.pane._habits = lambda: Habits(typography=False)
    writing.open()
    writing.type("l'a")
    assert writing.editor.body() == "l'a"


def test_an_image_is_refused_with_a_sentence(writing: Writing) -> None:
    writing.open()
    source = QMimeData()
    source.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    writing.editor.insertFromMimeData(source)
    assert "l’image n’a pas été collée" in writing.pane.view.send_bar.state.text()
