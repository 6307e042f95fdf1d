"""What the synchronisation brings while the window is being made is shown like what it brings later."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from spplus_desk.domain.errors import KnownError
from spplus_desk.domain.structure import Structure
from spplus_desk.domain.vocabulary import Entity
from spplus_desk.store.pages import PulledChange
from spplus_desk.ui.inbox.sites import SitePicker
from spplus_desk.ui.main_window import MainWindow
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme
from tests.helpers.clock import FakeClock
from tests.helpers.inbox_world import SITE, InboxWorld


class Meanwhile(Tasks):
    """Something happens right after the first question of a part of the window has had its answer."""

    def __init__(self, part: type[QObject], happens: Callable[[], None]) -> None:
        super().__init__()
        self._part = part
        self._happens: Callable[[], None] | None = happens

    def when_done(
        self,
        future: Future[Any],
        then: Callable[[Any], None],
        failed: Callable[[KnownError], None] | None = None,
        owner: QObject | None = None,
    ) -> None:
        super().when_done(future, then, failed, owner)
        if self._happens is not None and isinstance(owner, self._part):
            happens, self._happens = self._happens, None
            future.result()
            happens()


def test_structures_that_come_while_the_window_is_made_can_be_chosen(
    qtbot: QtBot, look: Theme, world: InboxWorld, clock: FakeClock
) -> None:
    branch = Structure(id="ANNEXE", network="CAF", name="Annexe de Vaux", parent_id=SITE)
    tasks = Meanwhile(SitePicker, lambda: world.feed(PulledChange(Entity.STRUCTURE, branch.id, branch), cursor="2"))
    window = MainWindow(world.desk, theme=look, tasks=tasks, clock=clock)
    window.show()
    (button,) = window.findChildren(QToolButton, "site_button")
    qtbot.waitUntil(button.isVisible, timeout=10_000)
    window.close()
    window.deleteLater()
    qtbot.wait(0)
