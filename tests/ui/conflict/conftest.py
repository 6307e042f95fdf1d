"""The main window on a desk whose reply came second, on the design's own example."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from spplus_desk.domain.commands import CommandResult, Outcome
from spplus_desk.domain.experience import Reply
from spplus_desk.domain.experience_payloads import AddComment, SubmitReply
from spplus_desk.domain.outbox import Draft, SendItem
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.domain.vocabulary import Entity, ReplyState
from spplus_desk.store.pages import PulledChange
from spplus_desk.ui.main_window import MainWindow
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Mode, Theme
from tests.helpers.clock import FakeClock
from tests.helpers.inbox_world import CIGALE, SITE, InboxWorld, inbox_world

W = TypeVar("W", bound=QWidget)
THEIRS = (
    "Vous avez dû vous organiser trois fois pour rien\u00a0: nous en sommes désolés. Une panne d’agenda a annulé des "
    "rendez-vous en novembre.\n\nPour toute question, écrivez-nous depuis votre compte."
)
MINE = (
    "Vous avez dû vous organiser trois fois, je vous présente nos excuses. Une panne d’agenda a annulé des "
    "rendez-vous du 17 au 26\u00a0novembre.\n\nDésormais, un message part 48\u00a0heures avant tout report."
)


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Theme]:
    found = qapp.findChild(Theme)
    theme = found if isinstance(found, Theme) else Theme(qapp, Mode.LIGHT)
    theme.set_mode(Mode.LIGHT)
    yield theme
    theme.set_mode(Mode.LIGHT)
    theme.set_text_scale(1.0)


@pytest.fixture
def world(tmp_path: Path, clock: FakeClock) -> Iterator[InboxWorld]:
    with inbox_world(tmp_path, clock) as one:
        one.phase(SyncPhase.SYNCED, last_success=clock())
        yield one


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader is told to say. Qt delivers it to the platform; offscreen has none to ask."""
    heard: list[str] = []
    tell = QAccessible.updateAccessibility

    def listen(event: object) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            heard.append(event.message())
        tell(event)  # type: ignore[arg-type]

    monkeypatch.setattr(QAccessible, "updateAccessibility", listen)
    return heard


class Meeting:
    """Nadia's window, what happens to it, and what she does."""

    def __init__(self, qtbot: QtBot, window: MainWindow, world: InboxWorld) -> None:
        self.qtbot, self.window, self.world = qtbot, window, world
        self.pane = window.page("conflict")
        self.id = ""

    def control(self, kind: type[W], name: str) -> W:
        found = self.window.findChildren(kind, name)
        assert len(found) == 1, f"{len(found)} controls named {name}"
        return found[0]

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=10_000)

    def send(self, body: str = MINE) -> SendItem:
        draft = Draft(
            slot_id=CIGALE,
            greeting="Bonjour Cigale,",
            body=body,
            closing="Cordialement,",
            signature="Nadia, accueil de Montrelin",
        )
        item = self.world.desk.replying.send(draft, timedelta()).result()
        assert item.command_id is not None
        self.id = item.command_id
        self.world.store.record_attempt([self.id], self.world.clock()).result()
        self.world.store.record_failure([self.id], self.world.clock(), "unreachable", None).result()
        return item

    def refuse(self, *, code: str = "already_answered") -> None:
        known = {"by": "Sylvie Faure", "at": self.world.clock().isoformat()}
        self.world.clock.advance(timedelta(minutes=4))
        self.world.store.record_attempt([self.id], self.world.clock()).result()
        result = CommandResult(id=self.id, outcome=Outcome.REFUSED, code=code, known=known)
        self.world.store.record_results([result], self.world.clock()).result()

    def feed_theirs(self, body: str = THEIRS, **values: object) -> None:
        at = self.world.clock()
        given: dict[str, object] = {
            "state": ReplyState.PUBLISHED,
            "author": "faure",
            "author_name": "Sylvie Faure",
            "submitted_at": at,
            "published_at": at,
        }
        theirs = Reply(
            id=CIGALE,
            experience_id="E3",
            structure_id=SITE,
            greeting="Bonjour Cigale,",
            body=body,
            closing="Cordialement,",
            signature="Sylvie Faure, accueil de Montrelin",
            **(given | values),  # type: ignore[arg-type]
        )
        self.world.feed(PulledChange(Entity.REPLY, CIGALE, theirs))

    def meet(self, mine: str = MINE, theirs: str = THEIRS, **values: object) -> None:
        """Both wrote; hers is refused, and theirs is pulled."""
        self.send(mine)
        self.feed_theirs(theirs, **values)
        self.refuse()

    def open(self) -> None:
        self.window.router.compare(self.id)
        self.until(lambda: self.pane.conflict is not None)

    def shown(self) -> bool:
        return self.window.pages.currentWidget() is self.pane

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        target = QApplication.focusWidget() or self.window
        self.qtbot.keyClick(target, key, modifiers)

    def left_in_queue(self) -> list[AddComment | SubmitReply]:
        """What would be pushed now."""
        queued = self.world.store.pushable(100, self.world.clock()).result()
        return [one.payload for one in queued if isinstance(one.payload, AddComment | SubmitReply)]


@pytest.fixture
def meeting(qtbot: QtBot, look: Theme, world: InboxWorld, clock: FakeClock, said: list[str]) -> Iterator[Meeting]:
    tasks = Tasks()
    bugs: list[None] = []
    tasks.bug.connect(lambda: bugs.append(None))
    window = MainWindow(world.desk, theme=look, tasks=tasks, clock=clock)
    window.resize(1366, 736)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    one = Meeting(qtbot, window, world)
    one.until(lambda: window.inbox.view.list.model().rowCount() > 0)
    yield one
    window.close()
    window.deleteLater()
    qtbot.wait(0)
    assert not bugs
