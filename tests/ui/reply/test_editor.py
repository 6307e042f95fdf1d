"""The editor alone: what it holds is exactly what will be sent."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QImage, QTextCursor
from pytestqt.qtbot import QtBot

from spplus_desk.ui.reply.editor import ReplyEditor
from spplus_desk.ui.theme import Theme


@pytest.fixture
def editor(qtbot: QtBot, look: Theme) -> ReplyEditor:
    made = ReplyEditor()
    qtbot.addWidget(made)
    return made


def test_no_break_spaces_line_ends_and_emoji_come_back_as_they_went_in(editor: ReplyEditor) -> None:
    body = "De 9\u00a0h à 12\u00a0h\u00a0: «\u00a0ouvert\u00a0» 😀\n\nمرحبا"
    editor.set_body(body)
    assert editor.body() == body


def test_the_cursor_counts_characters(editor: ReplyEditor) -> None:
    editor.set_body("😀😀 fin", 4)
    assert editor.cursor_characters() == 4
    assert editor.textCursor().position() == 6


def test_a_cursor_beyond_the_text_goes_to_its_end(editor: ReplyEditor) -> None:
    editor.set_body("court", 900)
    assert editor.cursor_characters() == 5


def test_what_is_pasted_is_plain_and_clean(editor: ReplyEditor) -> None:
    source = QMimeData()
    source.setHtml("<p style='color:red'><b>Bonjour</b></p>")
    source.setText("Bon\x00jour\r\nà vous")
    editor.insertFromMimeData(source)
    assert editor.body() == "Bonjour\nà vous"
    assert not editor.textCursor().charFormat().font().bold()


def test_html_alone_is_pasted_as_its_words(editor: ReplyEditor) -> None:
    source = QMimeData()
    source.setHtml("<p>Un</p><p><i>deux</i></p>")
    editor.insertFromMimeData(source)
    assert editor.body() == "Un\ndeux"


def test_tab_walks_through_the_blanks_and_typing_replaces_one(qtbot: QtBot, editor: ReplyEditor) -> None:
    editor.set_body("Ouvert le [[jour]] à [[heure]].")
    editor.show()
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.textCursor().selectedText() == "[[jour]]"
    qtbot.keyClicks(editor, "lundi")
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.textCursor().selectedText() == "[[heure]]"
    qtbot.keyClicks(editor, "9h")
    assert editor.body() == "Ouvert le lundi à 9h."
    editor.hide()


def test_tab_comes_round_to_the_first_blank(qtbot: QtBot, editor: ReplyEditor) -> None:
    editor.set_body("[[a]] puis rien", 12)
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.textCursor().selectedText() == "[[a]]"


def test_tab_never_writes_a_tab(qtbot: QtBot, editor: ReplyEditor) -> None:
    editor.set_body("rien à remplir")
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.body() == "rien à remplir"


def test_typing_inside_a_blank_replaces_all_of_it(qtbot: QtBot, editor: ReplyEditor) -> None:
    editor.set_body("le [[jour]].", 7)
    qtbot.keyClicks(editor, "3")
    assert editor.body() == "le 3."


def test_undo_gives_back_what_was_typed_over_but_never_another_text(qtbot: QtBot, editor: ReplyEditor) -> None:
    editor.set_body("Une autre réponse.")
    editor.set_body("Celle-ci")
    qtbot.keyClick(editor, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(editor, " aussi")
    qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.body() == "Celle-ci"
    qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.body() == "Celle-ci"


def test_a_template_fills_an_empty_body_and_is_taken_away_whole(editor: ReplyEditor) -> None:
    editor.set_body("  \n")
    editor.insert_template("Depuis le [[jour]], tout va.")
    assert editor.body() == "Depuis le [[jour]], tout va."
    assert editor.textCursor().selectedText() == "[[jour]]"
    assert editor.holds_template
    editor.remove_template()
    assert editor.body() == ""
    assert not editor.holds_template
    editor.undo()
    assert editor.body() == "Depuis le [[jour]], tout va."


def test_a_template_goes_to_the_cursor_and_leaves_the_rest_alone(qtbot: QtBot, editor: ReplyEditor) -> None:
    editor.set_body("Avant. Après.", 7)
    editor.insert_template("[[milieu]]. ")
    qtbot.keyClicks(editor, "Milieu")
    assert editor.body() == "Avant. Milieu. Après."
    editor.remove_template()
    assert editor.body() == "Avant. Après."


def test_lines_keep_their_height_when_new_ones_are_typed(qtbot: QtBot, editor: ReplyEditor) -> None:
    editor.setLineHeight(26)
    editor.set_body("une")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "deux")
    block = editor.document().begin()
    heights = []
    while block.isValid():
        heights.append(block.blockFormat().lineHeight())
        block = block.next()
    assert heights == [26, 26]


def _press(qtbot: QtBot, editor: ReplyEditor, key: Qt.Key, control: bool = True) -> None:
    held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(editor, key, held)


def test_typography_is_helped_one_undo_at_a_time(qtbot: QtBot, editor: ReplyEditor) -> None:
    qtbot.keyClicks(editor, "l'a")
    assert editor.body() == "l’a"
    qtbot.keyClicks(editor, "ccueil ?")
    assert editor.body() == "l’accueil\u00a0?"
    _press(qtbot, editor, Qt.Key.Key_Z)
    assert editor.body() == "l’accueil ?"
    qtbot.keyClicks(editor, "!")
    assert editor.body() == "l’accueil ?!"


def test_an_apostrophe_taken_back_stays_as_it_was_typed(qtbot: QtBot, editor: ReplyEditor) -> None:
    qtbot.keyClicks(editor, "l'a")
    _press(qtbot, editor, Qt.Key.Key_Z)
    qtbot.keyClicks(editor, "ccueil")
    assert editor.body() == "l'accueil"


def test_guillemets_and_ellipsis(qtbot: QtBot, editor: ReplyEditor) -> None:
    qtbot.keyClicks(editor, 'le "mot" et puis...')
    assert editor.body() == "le «\u00a0mot\u00a0» et puis…"


def test_typography_can_be_left_alone(qtbot: QtBot, editor: ReplyEditor) -> None:
    editor.helps_typography = False
    qtbot.keyClicks(editor, 'l\'a ? "b"...')
    assert editor.body() == 'l\'a ? "b"...'


def test_the_whole_text_is_set_at_one_undo(editor: ReplyEditor) -> None:
    body = "😀 L'un ?\nVoir https://a.fr/b?c=l'un\n\"L'autre\" [[l'heure]]..."
    editor.set_body(body)
    assert editor.correct_typography() == 6
    assert editor.body() == ("😀 L’un\u00a0?\nVoir https://a.fr/b?c=l'un\n«\u00a0L’autre\u00a0» [[l'heure]]…")
    editor.undo()
    assert editor.body() == body


_WORD = (
    "<html><head><style>p.MsoNormal{font-family:Calibri}</style></head><body><!--StartFragment-->"
    "<p class=MsoNormal>Ad&shy;minis&#8203;tration<o:p></o:p></p><p>&nbsp;</p>"
    "<p class=MsoListParagraph><span style='font-family:Symbol'>·<span>&nbsp;&nbsp;&nbsp;</span></span>Pièce</p>"
    "<!--EndFragment--></body></html>"
)
_WRITER = '<p align="justify"><font face="Arial">Un <b>deux</b></font></p><ul><li><p>Pièce</p></li><li>Copie</li></ul>'
_NUMBERED = "<ol><li>Lire</li><li>Signer</li></ol>"


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        (_WORD, "Administration\n\u00a0\n- Pièce"),
        (_WRITER, "Un deux\n- Pièce\n- Copie"),
        (_NUMBERED, "1. Lire\n2. Signer"),
        ("<p>Un<br>deux <img src='file:///nowhere.png'>trois</p>", "Un\ndeux trois"),
    ],
)
def test_html_of_word_processors(editor: ReplyEditor, html: str, shown: str) -> None:
    source = QMimeData()
    source.setHtml(html)
    editor.insertFromMimeData(source)
    assert editor.body() == shown


def test_an_image_is_refused_aloud_and_its_words_come_in(qtbot: QtBot, editor: ReplyEditor) -> None:
    source = QMimeData()
    source.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    assert editor.canInsertFromMimeData(source)
    with qtbot.waitSignal(editor.image_refused):
        editor.insertFromMimeData(source)
    assert editor.body() == ""
    source.setText("Sa légende")
    with qtbot.waitSignal(editor.image_refused):
        editor.insertFromMimeData(source)
    assert editor.body() == "Sa légende"
