"""The window before a real central, when the session ends, versions part, weeks go by, or the post changes: what the
agent is writing stays, is saved, and leaves once; what happened is said."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from spplus_desk.central.people import remove_post
from spplus_desk.central.repository import set_post, unit_of_work
from spplus_desk.domain.commands import CommandKind
from spplus_desk.domain.experience_payloads import SubmitReply
from spplus_desk.domain.inbox import View
from spplus_desk.domain.outbox import SendState
from spplus_desk.domain.structure import Membership
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.domain.vocabulary import Role
from spplus_desk.services.desk import Desk
from spplus_desk.ui.main_window import MainWindow
from spplus_desk.ui.reply.pane import ReplyPane
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme
from tests.helpers.clock import FakeClock
from tests.helpers.world import EAST, PASSWORD, WEST, World
from tests.services.test_absence import OtherVersion
from tests.sync.conftest import central_seed
from tests.sync.conftest import world as central
from tests.sync.test_session import WAIT, Bench, reaches
from tests.sync.test_session import bench as make_bench
from tests.ui.shell.conftest import look

__all__ = ["central_seed", "look", "world"]
world = central
bench = make_bench
REPLY = CommandKind.SUBMIT_REPLY
"""That somebody writes is told too, when the line is there at that moment."""
FIRST, SECOND = "Bonjour, le guichet", " a repris lundi."


class Counter:
    """Omar's window, on his own desk, and his first experience."""

    def __init__(self, qtbot: QtBot, desk: Desk, window: MainWindow, bench: Bench) -> None:
        self.qtbot, self.desk, self.window, self.bench = qtbot, desk, window, bench
        (self.row, *_) = desk.inbox.rows(View.TO_ANSWER).result(WAIT)

    @property
    def reply(self) -> ReplyPane:
        page = self.window.page("reply")
        assert isinstance(page, ReplyPane)
        return page

    @property
    def editor(self) -> QWidget:
        return self.reply.view.sheet.editor

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=20_000)

    def write(self, text: str) -> None:
        """Keys where the focus is: it must be in the editor."""
        if self.window.pages.currentWidget() is not self.reply:
            self.window.router.write(self.row.key)
            self.until(self.reply.view.sheet.isEnabled)
            self.until(self.editor.hasFocus)
        assert self.editor.hasFocus()
        self.qtbot.keyClicks(self.editor, text)

    def saved(self) -> str:
        return self.desk.replying.draft(self.row.key).result(WAIT).body

    def strip(self) -> str:
        strip = self.window.strip
        return f"{strip.accessibleName()}. {strip.accessibleDescription()}" if strip.isVisible() else ""

    def said(self) -> str:
        return self.window.notices.accessibleDescription() if self.window.notices.isVisible() else ""

    def send_now(self) -> None:
        self.qtbot.keyClick(self.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.until(self.window.undo_bar.isVisible)
        self.window.undo_bar.send_now()


@pytest.fixture
def counter(qtbot: QtBot, look: Theme, world: World, bench: Bench, clock: FakeClock) -> Iterator[Counter]:
    world.deposit(WEST, count=2)
    desk = bench.sign_in()
    reaches(desk, SyncPhase.SYNCED)
    tasks = Tasks()
    bugs: list[None] = []
    tasks.bug.connect(lambda: bugs.append(None))
    window = MainWindow(desk, theme=look, tasks=tasks, clock=clock)
    window._preferences.set(lock_minutes=0)  # hours go by in these tests: the lock has its own
    window.resize(1366, 736)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    yield Counter(qtbot, desk, window, bench)
    window.close()
    window.deleteLater()
    qtbot.wait(0)
    assert not bugs


def test_the_session_ends_while_the_agent_writes(counter: Counter, world: World, clock: FakeClock) -> None:
    counter.write(FIRST)
    clock.advance(timedelta(hours=13))
    counter.desk.syncing.sync_now()
    counter.until(lambda: "Session expirée" in counter.strip())
    assert "Vos textes sont gardés. Reconnectez-vous pour les envoyer." in counter.strip()
    counter.write(SECOND)  # the focus has not moved: the agent goes on
    counter.until(lambda: counter.saved() == FIRST + SECOND)
    counter.until(lambda: "reconnecté" in counter.reply.view.send_bar.state.text())
    password = counter.window.strip.password
    wrong, right = "pas le bon", PASSWORD
    for given, end in ((wrong, lambda: "incorrect" in counter.said()), (right, lambda: counter.strip() == "")):
        password.setFocus()
        counter.qtbot.keyClicks(password, given)
        counter.qtbot.keyClick(password, Qt.Key.Key_Return)
        assert password.text() == ""
        counter.until(end)
    assert counter.window.pages.currentWidget() is counter.reply
    assert counter.reply.view.sheet.editor.body() == FIRST + SECOND
    counter.send_now()
    counter.until(lambda: list(world.ledger(REPLY).values()) == ["applied"])


def test_versions_part_reading_and_writing_go_on_and_nothing_leaves(
    counter: Counter, world: World, clock: FakeClock
) -> None:
    transport = counter.bench.transports[-1]
    whole = transport._inner
    transport._inner = OtherVersion(world.url)
    try:
        counter.desk.syncing.sync_now()
        counter.until(lambda: "Version différente" in counter.strip())
        assert "rien ne part" in counter.strip() and "mise à jour" in counter.strip()
        counter.write(FIRST + SECOND)
        counter.until(lambda: "mise à jour du programme" in counter.reply.view.send_bar.state.text())
        counter.send_now()
        counter.until(lambda: not counter.window.undo_bar.isVisible())
        assert world.ledger() == {}
        assert len(counter.desk.inbox.rows(View.ALL).result(WAIT)) == 2
    finally:
        transport._inner.close()
        transport._inner = whole
    clock.advance(timedelta(hours=2))
    counter.desk.syncing.sync_now()
    counter.until(lambda: list(world.ledger(REPLY).values()) == ["applied"])
    counter.until(lambda: counter.strip() == "")


def test_thirty_days_away_then_one_synchronisation(counter: Counter, world: World, clock: FakeClock) -> None:
    counter.write(FIRST)
    other = next(row for row in counter.desk.inbox.rows(View.TO_ANSWER).result(WAIT) if row.key != counter.row.key)
    counter.bench.transports[-1].switch(False)
    counter.desk.syncing.sync_now()
    counter.until(lambda: "Hors ligne" in counter.strip())
    clock.advance(timedelta(days=30))
    world.act("faure", other.experience_id, SubmitReply(structure_id=WEST, body="Répondue."))
    world.deposit(WEST, count=6)
    counter.bench.transports[-1].switch(True)
    counter.desk.syncing.sync_now()
    # The session ended meanwhile: once more with the password, then all of it comes in one run.
    counter.until(lambda: "Session expirée" in counter.strip())
    counter.window.strip.password.setText(PASSWORD)
    counter.window.strip.sign_in.click()
    counter.until(lambda: "Depuis" in counter.said())  # after the messages before it: each has its time
    assert "6\u00a0nouvelles, 1\u00a0répondue par d’autres." in counter.said()
    assert counter.reply.view.sheet.editor.body() == FIRST
    counter.until(lambda: counter.saved() == FIRST)
    assert len(counter.desk.inbox.rows(View.ALL).result(WAIT)) == 8


def test_another_post_meanwhile_keeps_the_text_and_says_so(counter: Counter, world: World, clock: FakeClock) -> None:
    counter.write(FIRST + SECOND)
    world.deposit(EAST)
    with unit_of_work(world.engine, clock()) as unit:
        set_post(unit, "omar", "Omar", Membership(EAST, Role.AGENT))
        remove_post(unit, "omar", WEST)
    counter.desk.syncing.sync_now()
    counter.until(lambda: bool(counter.reply.view.banners.findChildren(QWidget, "banner_gone")))
    (banner,) = counter.reply.view.banners.findChildren(QWidget, "banner_gone")
    assert "n’est plus sur ce poste" in banner.accessibleName()
    assert "Votre brouillon est gardé" in banner.accessibleDescription()
    assert counter.reply.view.sheet.editor.body() == FIRST + SECOND
    counter.reply.leave()
    (kept,) = counter.desk.outbox.items(SendState.DRAFT).result(WAIT)
    assert kept.body == FIRST + SECOND
    assert world.documents("reply") == []  # that somebody writes may have been told: no reply was
