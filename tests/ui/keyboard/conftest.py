"""The real window on the real central of the demonstration, and an agent who has no mouse."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QListView, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from spplus_desk.demonstration import Demonstration
from spplus_desk.domain.inbox import InboxRow, View
from spplus_desk.domain.listing import ListQuery
from spplus_desk.domain.search import Question
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.domain.values import replace
from spplus_desk.services.desk import Desk
from spplus_desk.ui.main_window import MainWindow
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Mode, Theme

W = TypeVar("W", bound=QWidget)
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
LONG = 60_000
TEXT = "Votre dossier est complet depuis lundi. Le guichet vous rappelle demain matin."


def _now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def demonstration() -> Iterator[Demonstration]:
    with Demonstration(_now) as one:
        one.received("").result(30)  # its own thread starts here, and not in the middle of a test
        yield one


@pytest.fixture(scope="module")
def desk(demonstration: Demonstration) -> Iterator[Desk]:
    agent = demonstration.seeded.agent
    signing_in = demonstration.session.sign_in(demonstration.url, agent.username, agent.password, offline_unlock=True)
    one = signing_in.result(60)
    one.inbox.open_list(ListQuery(view=View.TO_ANSWER)).result(30)  # starts the thread of long lists
    one.search.ask(Question(query=one.search.read("panne").query)).result(30)  # and that of long questions
    yield one
    one.close()


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Theme]:
    found = qapp.findChild(Theme)
    theme = found if isinstance(found, Theme) else Theme(qapp, Mode.LIGHT)
    theme.set_mode(Mode.LIGHT)
    yield theme
    theme.set_mode(Mode.LIGHT)
    theme.set_text_scale(1.0)


class Hands:
    """Only keys. What is read of the window is what is on screen."""

    def __init__(self, qtbot: QtBot, window: MainWindow, desk: Desk, demonstration: Demonstration) -> None:
        self.qtbot, self.window, self.desk, self.demonstration = qtbot, window, desk, demonstration

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        target = QApplication.focusWidget()
        assert target is not None, "a key without a focus goes nowhere"
        self.qtbot.keyClick(target, key, modifiers)

    def typed(self, text: str) -> None:
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=LONG)

    def control(self, kind: type[W], name: str) -> W:
        found = [one for one in self.window.findChildren(kind, name) if one.isVisible()]
        assert len(found) == 1, f"{len(found)} visible controls named {name}"
        return found[0]

    def shows(self, name: str) -> bool:
        return any(one.isVisible() for one in self.window.findChildren(QWidget, name))

    @property
    def focus(self) -> str:
        widget = QApplication.focusWidget()
        return widget.objectName() if widget is not None else ""

    def tab_to(self, name: str, *, most: int = 60) -> None:
        """Tab until that control has the focus."""
        walked = []
        for _ in range(most):
            if self.focus == name:
                return
            self.press(Qt.Key.Key_Tab, CTRL if self.focus == "reply_editor" else Qt.KeyboardModifier.NoModifier)
            walked.append(self.focus)
        raise AssertionError(f"Tab never came to {name}: {walked}")

    # The list

    def rows(self) -> tuple[InboxRow, ...]:
        return self.desk.inbox.rows(View.TO_ANSWER).result(10)

    def start(self) -> None:
        """The list of « À répondre », its rows there."""
        self.press(Qt.Key.Key_1, CTRL)
        listing = self.control(QListView, "experience_list")
        self.until(lambda: listing.hasFocus() and self.window.inbox.loaded and self._first(listing).isValid())

    @staticmethod
    def _first(listing: QListView) -> QModelIndex:
        model = listing.model()
        places = (model.index(row, 0) for row in range(model.rowCount()))
        return next((one for one in places if one.flags() & Qt.ItemFlag.ItemIsSelectable), QModelIndex())

    def go_to(self, row: InboxRow) -> None:
        """Down the list until that row is the current one, and read."""
        self.start()
        self.press(Qt.Key.Key_Home)
        for _ in range(200):
            if self.window.inbox.chosen_key == row.key:
                break
            self.press(Qt.Key.Key_Down)
        assert self.window.inbox.chosen_key == row.key
        self.until(lambda: self.window.reading.detail is not None and self.window.reading.key == row.key)

    def write(self, row: InboxRow, text: str = TEXT) -> None:
        """R, and the text in the editor."""
        self.go_to(row)
        self.press(Qt.Key.Key_R)
        self.until(lambda: self.shows("reply_editor") and self.control(QTextEdit, "reply_editor").hasFocus())
        self.typed(text)

    def refused(self, row: InboxRow, text: str = TEXT) -> None:
        """Not a task: a colleague was quicker, so that the reply of `row` is set aside."""
        self.demonstration.set_network(False)
        draft = self.desk.replying.draft(row.key).result(10)
        self.desk.replying.send(replace(draft, body=text), timedelta()).result(10)
        self.demonstration.colleague_answers(row.key).result(30)
        self.demonstration.set_network(True)
        self.desk.syncing.sync_now()
        self.until(lambda: any(item.parked for item in self.desk.outbox.items().result(10)))


@pytest.fixture
def hands(qtbot: QtBot, look: Theme, desk: Desk, demonstration: Demonstration) -> Iterator[Hands]:
    tasks = Tasks()
    bugs: list[None] = []
    tasks.bug.connect(lambda: bugs.append(None))
    qtbot.waitUntil(lambda: desk.syncing.status.phase is SyncPhase.SYNCED, timeout=LONG)
    window = MainWindow(desk, theme=look, tasks=tasks, clock=_now)
    window.resize(1366, 736)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    one = Hands(qtbot, window, desk, demonstration)
    one.until(lambda: window.inbox.loaded)
    yield one
    window.close()
    window.deleteLater()
    qtbot.wait(0)
    assert not bugs
