"""The conflict as a trainer shows it: the real window and its synchronisation, a cut, a colleague, the network back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from spplus_desk.demonstration import Demonstration
from spplus_desk.domain.inbox import View
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.domain.values import replace
from spplus_desk.services.desk import Desk
from spplus_desk.ui.main_window import MainWindow
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme

MINE = "Votre dossier est complet depuis lundi. Le guichet vous rappelle demain matin."
_LONG = 60_000


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
    one = demonstration.session.sign_in(demonstration.url, agent.username, agent.password, offline_unlock=True).result(
        60
    )
    one.recall.near("").result(30)  # the reading thread too starts here
    yield one
    one.close()


@pytest.mark.parametrize("name", ["choice_keep", "choice_share", "choice_replace"])
def test_the_colleague_wins_and_nothing_is_lost_nor_doubled(
    qtbot: QtBot, look: Theme, demonstration: Demonstration, desk: Desk, name: str
) -> None:
    tasks, bugs = Tasks(), list[int]()
    tasks.bug.connect(lambda: bugs.append(1))
    qtbot.waitUntil(lambda: desk.syncing.status.phase is SyncPhase.SYNCED, timeout=_LONG)
    window = MainWindow(desk, theme=look, tasks=tasks, clock=_now, demonstration=demonstration)
    window.show()
    qtbot.waitExposed(window)
    row = desk.inbox.rows(View.TO_ANSWER).result()[0]

    demonstration.set_network(False)
    desk.syncing.sync_now()
    qtbot.waitUntil(lambda: desk.syncing.status.phase is SyncPhase.OFFLINE, timeout=_LONG)
    draft = desk.replying.draft(row.key).result()
    desk.replying.send(replace(draft, body=MINE), timedelta()).result()
    demonstration.colleague_answers(row.key).result(30)
    (theirs,) = demonstration.received(row.experience_id).result(30)
    assert theirs != MINE
    # The circumstance is read from the attempt that failed: it has to be in the history before the network is back.
    qtbot.waitUntil(lambda: any(item.attempts and item.code for item in desk.outbox.items().result()), timeout=_LONG)
    demonstration.set_network(True)
    desk.syncing.sync_now()

    action = window.findChildren(QPushButton, "notice_action")[0]
    qtbot.waitUntil(lambda: action.isVisible() and action.text() == "Comparer", timeout=_LONG)
    qtbot.mouseClick(action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: window.page("conflict").conflict is not None and window.page("conflict").conflict.theirs is not None,
        timeout=_LONG,
    )
    title = window.page("conflict").view.title.text().replace("\u00a0", " ")
    assert title.startswith("Thomas ") and title.endswith("pendant que vous étiez hors ligne")

    window.findChildren(QRadioButton, name)[0].click()
    window.findChildren(QPushButton, "confirm_choice")[0].click()
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.page("outbox"), timeout=_LONG)
    before = desk.syncing.status.last_success
    desk.syncing.sync_now()
    qtbot.waitUntil(
        lambda: (
            desk.syncing.status.last_success != before and not desk.inbox.detail(row.key).result().pending_comment_ids
        ),
        timeout=_LONG,
    )
    assert demonstration.received(row.experience_id).result(30) == (theirs,)
    comments = [comment.body for comment in desk.inbox.detail(row.key).result().comments if MINE in comment.body]
    assert len(comments) == (name != "choice_keep")
    assert MINE in desk.replying.draft(row.key).result().body
    window.close()
    window.deleteLater()
    qtbot.wait(0)
    assert bugs == []
