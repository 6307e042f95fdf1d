"""The first screens before a real central on loopback, on a computer without a keyring."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spplus_desk.services.desk import Desk
from spplus_desk.services.session import SessionService
from spplus_desk.sync.puller import PageSizes
from spplus_desk.sync.transport import HttpTransport
from spplus_desk.ui.first_run.pane import FirstRun
from tests.helpers.clock import FakeClock
from tests.helpers.world import WEST, World, build_central
from tests.ui.reply.looking import Answers, theme_of


@pytest.fixture(scope="session")
def central_seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("central") / "seed.db"
    build_central(path, FakeClock())
    return path


@pytest.fixture
def central(central_seed: Path, tmp_path: Path, clock: FakeClock) -> Iterator[World]:
    path = tmp_path / "central.db"
    shutil.copy(central_seed, path)
    with World(path, clock) as world:
        world.deposit(WEST, count=12)
        yield world


@pytest.fixture
def session(tmp_path: Path, clock: FakeClock) -> SessionService:
    return SessionService(tmp_path / "profiles", None, clock, HttpTransport, sizes=PageSizes(first=5, bulk=5, daily=5))


class Starting:
    """The first screens and what came out of them."""

    def __init__(self, qtbot: QtBot, pane: FirstRun) -> None:
        self.qtbot, self.pane, self.form = qtbot, pane, pane.sign_in
        self.desks: list[Desk] = []
        pane.ready.connect(self.desks.append)

    def fill(self, server: str, username: str = "omar", password: str = "") -> None:
        for field, text in ((self.form.server, server), (self.form.login, username), (self.form.password, password)):
            field.line.clear()
            self.qtbot.keyClicks(field.line, text)

    def wait_problem(self, problem: Callable[[], str], words: str) -> None:
        self.qtbot.waitUntil(lambda: words in problem(), timeout=15_000)


@pytest.fixture
def make(
    qtbot: QtBot, qapp: QApplication, session: SessionService, clock: FakeClock
) -> Iterator[Callable[[], Starting]]:
    """Each call is the program started once more on the same computer."""
    answers = Answers()
    made: list[Starting] = []

    def start() -> Starting:
        pane = FirstRun(theme_of(qapp), session, answers.tasks, clock)
        qtbot.addWidget(pane)
        pane.resize(1_366, 736)
        pane.show()
        qtbot.waitExposed(pane)
        pane.start(session.last_profile())
        made.append(Starting(qtbot, pane))
        return made[-1]

    yield start
    for one in made:
        one.pane.hide()
        left = one.pane.abandon()
        for desk in (*one.desks, *([left] if left is not None else ())):
            desk.close()
    assert answers.bugs == 0


@pytest.fixture
def starting(make: Callable[[], Starting]) -> Starting:
    return make()
