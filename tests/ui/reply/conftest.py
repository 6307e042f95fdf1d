"""A writing pane on a real desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spplus_desk.ui.main_window.page_commands import REPLY_COMMANDS
from spplus_desk.ui.reply.pane import ReplyPane
from spplus_desk.ui.theme import Theme
from tests.helpers.clock import FakeClock
from tests.helpers.keys import bind
from tests.ui.reply.looking import Answers, theme_of
from tests.ui.reply.world import CIGALE, LocalDesk, local_desk


@pytest.fixture
def look(qapp: QApplication) -> Theme:
    return theme_of(qapp)


@pytest.fixture
def world(tmp_path: Path, clock: FakeClock) -> Iterator[LocalDesk]:
    with local_desk(tmp_path, clock) as one:
        yield one


@pytest.fixture
def answers(qapp: QApplication) -> Iterator[Answers]:
    kept = Answers()
    yield kept
    assert kept.bugs == 0


class Writing:
    """The pane and what its user does."""

    def __init__(self, qtbot: QtBot, pane: ReplyPane, world: LocalDesk, answers: Answers) -> None:
        self.qtbot, self.pane, self.world, self.answers = qtbot, pane, world, answers
        self.editor = pane.view.sheet.editor

    def open(self, key: str = CIGALE, *, with_template: bool = False) -> None:
        self.pane.open(key, with_template=with_template, view_name="À répondre")
        self.qtbot.waitUntil(self.pane.view.sheet.isEnabled)
        self.qtbot.waitUntil(lambda: self.pane.view.assist.templates.model.total > 0)

    def type(self, text: str) -> None:
        """Keys where there are keys for it; QTest has none for accents and emoji, an input method brings those."""
        if text.isascii():
            self.qtbot.keyClicks(self.editor, text)
        else:
            self.editor.insertPlainText(text)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focused = self.pane.focusWidget() or self.pane
        self.qtbot.keyClick(focused, key, modifier)

    def saved(self, key: str = CIGALE) -> str | None:
        """The body of the draft on disk, None where there is no draft."""
        draft = self.world.store.draft(key).result()
        return None if draft is None else draft.body


@pytest.fixture
def writing(qtbot: QtBot, look: Theme, world: LocalDesk, answers: Answers, clock: FakeClock) -> Iterator[Writing]:
    pane = ReplyPane(look, world.desk, answers.tasks, clock)
    bind(pane, REPLY_COMMANDS)
    qtbot.addWidget(pane)
    pane.resize(1366, 700)
    pane.show()
    qtbot.waitExposed(pane)
    yield Writing(qtbot, pane, world, answers)
    pane.flush().result(5)
    pane.hide()
