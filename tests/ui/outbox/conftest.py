"""Envois on a real desk whose queue holds one send in each situation."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spplus_desk.domain.commands import CommandResult, Outcome, Receipt
from spplus_desk.domain.experience import slot_id
from spplus_desk.domain.outbox import SendItem
from spplus_desk.domain.values import replace
from spplus_desk.ui.outbox.pane import OutboxPane
from tests.helpers.clock import FakeClock
from tests.ui.reply.looking import Answers, theme_of
from tests.ui.reply.world import CIGALE, SITE, STRICT_ONE, ZAZA, LocalDesk, local_desk

BORNE, NAISSANCE = slot_id("E6", SITE), slot_id("E7", SITE)
TEXT = "Bonjour, la borne attend une pièce. D’ici là, l’accueil imprime vos documents sans rendez-vous."


def send(world: LocalDesk, key: str, hold: int = 0) -> SendItem:
    draft = world.desk.replying.draft(key).result()
    return world.desk.replying.send(replace(draft, body=TEXT), timedelta(seconds=hold)).result()


def answer(world: LocalDesk, item: SendItem, outcome: Outcome, **values: object) -> None:
    assert item.command_id is not None
    world.store.record_attempt([item.command_id], world.clock()).result()
    result = CommandResult(id=item.command_id, outcome=outcome, **values)  # type: ignore[arg-type]
    world.store.record_results([result], world.clock()).result()


def fill(world: LocalDesk) -> None:
    """Refused, without an answer three times, read over, a draft, and one that can still be undone."""
    answer(world, send(world, BORNE), Outcome.REFUSED, code="stale")
    world.clock.advance(timedelta(minutes=3))
    lost = send(world, ZAZA)
    assert lost.command_id is not None
    for _ in range(3):
        world.store.record_attempt([lost.command_id], world.clock()).result()
        retry = world.clock() + timedelta(minutes=6)
        world.store.record_failure([lost.command_id], world.clock(), "unreachable", retry).result()
    receipt = Receipt(number="7F3K-0420", received_at=world.clock())
    answer(world, send(world, STRICT_ONE), Outcome.APPLIED, receipt=receipt)
    draft = world.desk.replying.draft(NAISSANCE).result()
    world.desk.replying.save(replace(draft, body="La déclaration se fait d’abord en mairie.")).result()
    world.clock.advance(timedelta(minutes=1))
    send(world, CIGALE, hold=30)
    world.clock.advance(timedelta(seconds=6))


class Sends:
    """The pane and what its user does."""

    def __init__(self, qtbot: QtBot, pane: OutboxPane, world: LocalDesk) -> None:
        self.qtbot, self.pane, self.world = qtbot, pane, world
        self.list, self.detail, self.model = pane.view.list, pane.view.detail, pane.view.model

    def texts(self) -> list[str]:
        return [
            str(self.model.data(self.model.index(n, 0))).replace("\u00a0", " ") for n in range(self.model.rowCount())
        ]

    def choose(self, slot: str) -> None:
        row = next(
            n for n in range(self.model.rowCount()) if (i := self.model.item(n)) is not None and i.slot_id == slot
        )
        self.list.setCurrentIndex(self.model.index(row, 0))

    def enter(self) -> None:
        self.qtbot.keyClick(self.list, Qt.Key.Key_Return)

    def wait_text(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: any(words in text for text in self.texts()))


@pytest.fixture
def world(tmp_path: Path, clock: FakeClock) -> Iterator[LocalDesk]:
    with local_desk(tmp_path, clock) as one:
        yield one


@pytest.fixture
def empty(qtbot: QtBot, qapp: QApplication, world: LocalDesk, clock: FakeClock) -> Iterator[Sends]:
    """The pane before anything was sent."""
    answers = Answers()
    pane = OutboxPane(theme_of(qapp), world.desk, answers.tasks, clock)
    stop = world.desk.subscribe(lambda change: answers.tasks.post(lambda: pane.changed(change)))
    qtbot.addWidget(pane)
    pane.resize(1_366, 736)
    pane.show()
    qtbot.waitExposed(pane)
    yield Sends(qtbot, pane, world)
    stop()
    pane.hide()
    assert answers.bugs == 0


@pytest.fixture
def sends(empty: Sends) -> Sends:
    fill(empty.world)
    empty.wait_text("Part dans 24 s")
    return empty
