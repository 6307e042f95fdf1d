"""Unknown words: marked once the caret has left them, replaced or learnt by the menu alone."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QTextCharFormat
from PySide6.QtWidgets import QMenu

from spplus_desk.domain.documents import DictionaryWord
from spplus_desk.ui.reply.habits import Habits
from tests.ui.reply.conftest import Writing

_WAVE = QTextCharFormat.UnderlineStyle.WaveUnderline
_TEXT = "Désormais, un mesage de l’oeuvre part vers Peluchon, chez Cigale et d’Orvanne. [[mesage]] Fin"


def _marked(writing: Writing) -> list[str]:
    found = []
    block = writing.editor.document().begin()
    while block.isValid():
        text = block.text()
        found += [
            text[part.start : part.start + part.length]
            for part in block.layout().formats()
            if part.format.underlineStyle() == _WAVE
        ]
        block = block.next()
    return found


def _menu(writing: Writing) -> QMenu:
    found = writing.editor.findChildren(QMenu, "editor_menu")
    return found[-1]


def _entry(writing: Writing, text: str) -> QAction:
    return next(action for action in _menu(writing).actions() if action.text() == text)


def _open_menu_at(writing: Writing, word: str) -> None:
    place = writing.editor.body().index(word) + 1
    writing.editor.select_span(place, place)
    writing.press(Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    writing.qtbot.waitUntil(lambda: _menu(writing).isVisible())


def test_unknown_words_are_marked_and_names_are_not(writing: Writing) -> None:
    writing.open()
    writing.type(_TEXT)
    writing.qtbot.waitUntil(lambda: _marked(writing) == ["mesage", "l’oeuvre", "Peluchon"], timeout=20_000)


def test_the_word_being_typed_is_marked_once_it_is_left(writing: Writing) -> None:
    writing.open()
    writing.type("mesage ")
    writing.qtbot.waitUntil(lambda: _marked(writing) == ["mesage"], timeout=20_000)
    writing.type("mesage")
    assert _marked(writing) == ["mesage"]
    writing.type(" ")
    assert _marked(writing) == ["mesage", "mesage"]


def test_a_suggestion_takes_the_place_of_the_word_and_undo_brings_it_back(writing: Writing) -> None:
    writing.open()
    writing.type(_TEXT)
    writing.qtbot.waitUntil(lambda: "l’oeuvre" in _marked(writing), timeout=20_000)
    _open_menu_at(writing, "oeuvre")
    writing.qtbot.waitUntil(lambda: _menu(writing).actions()[0].text() == "l’œuvre", timeout=20_000)
    assert _menu(writing).activeAction().text() == "l’œuvre"
    _entry(writing, "l’œuvre").trigger()
    _menu(writing).close()
    assert "de l’œuvre part" in writing.editor.body()
    writing.editor.undo()
    assert writing.editor.body() == _TEXT


def test_a_word_is_learnt_and_forgotten(writing: Writing) -> None:
    writing.open()
    writing.type(_TEXT)
    writing.qtbot.waitUntil(lambda: "Peluchon" in _marked(writing), timeout=20_000)
    _open_menu_at(writing, "Peluchon")
    texts = [action.text() for action in _menu(writing).actions()]
    assert "Ajouter au dictionnaire du site" not in texts  # an agent adds to their own only
    _entry(writing, "Ajouter à mon dictionnaire").trigger()
    _menu(writing).close()
    writing.qtbot.waitUntil(lambda: "Peluchon" not in _marked(writing))
    added = writing.world.store.documents(DictionaryWord).result()
    assert [(one.word, one.agent_id) for one in added] == [("Peluchon", "nadia")]
    _open_menu_at(writing, "Peluchon")
    _entry(writing, "Retirer «\u00a0Peluchon\u00a0» du dictionnaire").trigger()
    _menu(writing).close()
    writing.qtbot.waitUntil(lambda: "Peluchon" in _marked(writing))


def test_it_can_be_switched_off_and_on(writing: Writing) -> None:
    on = [True]
    writing.pane._spelling._wanted = lambda: on[0]
    writing.open()
    writing.type("un mesage ")
    writing.qtbot.waitUntil(lambda: _marked(writing) == ["mesage"], timeout=20_000)
    on[0] = False
    writing.pane.look_again()
    assert _marked(writing) == []
    _open_menu_at(writing, "mesage")
    assert "Ajouter à mon dictionnaire" not in [action.text() for action in _menu(writing).actions()]
    _menu(writing).close()
    on[0] = True
    writing.editor.select_span(0, 0)
    writing.pane.look_again()
    assert _marked(writing) == ["mesage"]
    assert Habits().spelling


def test_a_word_left_by_the_focus_is_marked(writing: Writing) -> None:
    writing.open()
    writing.type("mesage ")
    writing.qtbot.waitUntil(lambda: _marked(writing) == ["mesage"], timeout=20_000)
    writing.type("mesage")
    assert _marked(writing) == ["mesage"]
    writing.pane.view.sheet.greeting.setFocus()
    assert _marked(writing) == ["mesage", "mesage"]
