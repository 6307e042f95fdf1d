"""Ctrl+Z goes on after the program was closed: real store, real pane, closed and opened again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from spplus_desk.domain.text import clean
from spplus_desk.ui.reply.editor import ReplyEditor
from spplus_desk.ui.reply.pane import ReplyPane
from spplus_desk.ui.reply.replay import least_edit
from spplus_desk.ui.theme import Theme
from tests.helpers.clock import FakeClock
from tests.ui.reply.conftest import Writing
from tests.ui.reply.looking import Answers
from tests.ui.reply.world import CIGALE, ZAZA, local_desk

_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_BURSTS = ("Vous avez raison", "\u00a0: 😀👩\u200d🔧", "\n\nRevenez", " lundi [[jour]]")


@contextmanager
def _session(
    qtbot: QtBot, look: Theme, folder: Path, answers: Answers, clock: FakeClock, key: str = CIGALE
) -> Iterator[Writing]:
    with local_desk(folder, clock) as world:
        pane = ReplyPane(look, world.desk, answers.tasks, clock)
        pane.resize(1366, 700)
        pane.show()
        qtbot.waitExposed(pane)
        writing = Writing(qtbot, pane, world, answers)
        writing.open(key)
        try:
            yield writing
        finally:
            pane.flush().result(5)
            pane.close()
            pane.deleteLater()


def _texts() -> list[str]:
    return ["".join(_BURSTS[:n]) for n in range(len(_BURSTS) + 1)]


def _write(writing: Writing) -> None:
    for burst in _BURSTS:
        writing.editor.insertPlainText(burst)
        writing.pane.flush().result(5)


@pytest.fixture
def again(tmp_path: Path, qtbot: QtBot, look: Theme, answers: Answers, clock: FakeClock) -> Iterator[Writing]:
    """The reply, written in bursts, its cursor moved, the program closed and started again."""
    with _session(qtbot, look, tmp_path, answers, clock) as writing:
        _write(writing)
        place = writing.editor.textCursor()
        place.setPosition(21)
        writing.editor.setTextCursor(place)
        writing.pane.view.sheet.greeting.setEditText("Chère Cigale,")
    with _session(qtbot, look, tmp_path, answers, clock) as writing:
        yield writing


def test_undo_steps_back_through_the_bursts_and_forward_again(again: Writing) -> None:
    texts = _texts()
    assert again.editor.body() == texts[-1]
    back = []
    while again.editor.document().isUndoAvailable():
        again.press(Qt.Key.Key_Z, _CONTROL)
        back.append(again.editor.body())
    assert back == texts[-2::-1]
    forward = []
    while again.editor.document().isRedoAvailable():
        again.press(Qt.Key.Key_Z, _CONTROL | _SHIFT)
        forward.append(again.editor.body())
    assert forward == texts[1:]


def test_the_cursor_is_where_it_was(again: Writing) -> None:
    assert again.editor.textCursor().position() == 21
    assert not again.editor.textCursor().hasSelection()


def test_opening_saves_nothing(again: Writing) -> None:
    before = again.world.store.draft(CIGALE).result()
    earlier = again.world.store.revisions(CIGALE).result()
    again.world.clock.advance(timedelta(minutes=5))
    assert not again.editor.document().isModified()
    again.pane.flush().result(5)
    again.pane.leave()
    assert again.world.store.draft(CIGALE).result() == before
    assert again.world.store.revisions(CIGALE).result() == earlier == tuple(_texts()[:-1])


def test_what_is_typed_next_is_a_step_of_its_own(again: Writing) -> None:
    place = again.editor.textCursor()
    place.movePosition(place.MoveOperation.End)
    again.editor.setTextCursor(place)
    again.type("abc")
    again.press(Qt.Key.Key_Z, _CONTROL)
    assert again.editor.body() == _texts()[-1]


def test_what_undo_brought_back_is_saved(again: Writing) -> None:
    again.press(Qt.Key.Key_Z, _CONTROL)
    again.pane.flush().result(5)
    assert again.saved() == _texts()[-2]
    assert again.world.store.revisions(CIGALE).result() == tuple(_texts())


def test_another_reply_has_its_own_steps(again: Writing) -> None:
    again.open(ZAZA)
    assert again.editor.body() == ""
    assert not again.editor.document().isUndoAvailable()
    again.open(CIGALE)
    again.press(Qt.Key.Key_Z, _CONTROL)
    assert again.editor.body() == _texts()[-2]


def test_the_lines_keep_their_height_through_undo(again: Writing) -> None:
    def heights() -> set[float]:
        document = again.editor.document()
        blocks = [document.findBlockByNumber(n) for n in range(document.blockCount())]
        return {block.blockFormat().lineHeight() for block in blocks}

    shown = heights()
    for _ in _BURSTS:
        again.press(Qt.Key.Key_Z, _CONTROL)
        assert heights() == shown
    assert len(shown) == 1


_TEXTS = st.lists(
    st.text(
        st.one_of(
            st.sampled_from("ab \n\u00a0😀👩\u200d🔧é"), st.characters(exclude_categories=["Cs", "Cn", "Zl", "Zp"])
        )
    ).map(clean),
    min_size=1,
    max_size=12,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=_TEXTS, cursor=st.integers(0, 40))
def test_any_texts_are_gone_through_one_by_one(qtbot: QtBot, look: Theme, texts: list[str], cursor: int) -> None:
    editor = ReplyEditor()
    editor.set_body(texts[-1], cursor, tuple(texts[:-1]))
    steps = [text for n, text in enumerate(texts) if n == 0 or text != texts[n - 1]]
    assert editor.body() == texts[-1]
    assert editor.cursor_characters() == min(cursor, len(texts[-1]))
    back = []
    while editor.document().isUndoAvailable():
        editor.undo()
        back.append(editor.body())
    assert back == steps[-2::-1]
    while editor.document().isRedoAvailable():
        editor.redo()
    assert editor.body() == texts[-1]
    editor.deleteLater()


@given(st.text("ab😀", max_size=8), st.text("ab😀", max_size=8))
def test_an_edit_is_exact_and_never_wider_than_needed(before: str, after: str) -> None:
    edit = least_edit(before, after)
    assert before[: edit.start] + edit.words + before[edit.end :] == after
    taken = before[edit.start : edit.end]
    assert not (taken and edit.words and (taken[0] == edit.words[0] or taken[-1] == edit.words[-1]))


def test_foreign_line_ends_are_line_ends_in_every_step(qtbot: QtBot, look: Theme) -> None:
    editor = ReplyEditor()
    qtbot.addWidget(editor)
    editor.set_body("a\nb fin", 7, ("a\u2028b", "a\r\nb c"))
    editor.undo()
    assert editor.body() == "a\nb c"
    editor.undo()
    assert editor.body() == "a\nb"


def test_a_text_that_qt_shows_otherwise_has_no_history(qtbot: QtBot, look: Theme) -> None:
    editor = ReplyEditor()
    qtbot.addWidget(editor)
    editor.set_body("a\ufdd0b", 0, ("a",))
    assert editor.body() == "a\nb"
    assert not editor.document().isUndoAvailable()
