"""An account taken back while its agent writes: the texts first, then nothing is left. Before a real central."""

from pathlib import Path

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from spplus_desk.ui.main_window import MainWindow
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme
from tests.helpers.clock import FakeClock
from tests.helpers.typography import faults
from tests.helpers.world import World
from tests.services.test_revocation import revoke, working
from tests.sync.conftest import central_seed
from tests.sync.conftest import world as central
from tests.sync.test_session import WAIT, Bench
from tests.sync.test_session import bench as make_bench
from tests.ui.shell.conftest import look

__all__ = ["central_seed", "look", "world"]
world = central
bench = make_bench


def test_the_texts_are_offered_then_everything_goes(
    qtbot: QtBot, look: Theme, world: World, bench: Bench, clock: FakeClock, tmp_path: Path
) -> None:
    desk = working(world, bench)
    window = MainWindow(desk, theme=look, tasks=Tasks(), clock=clock)
    window.show()
    qtbot.waitExposed(window)
    page = window.page("revoked")
    assert not page.isVisible()
    revoke(world)
    bench.transports[-1].switch(True)
    desk.syncing.sync_now()
    qtbot.waitUntil(page.isVisible, timeout=15_000)
    left = window.findChild(QLabel, "revoked_texts")
    qtbot.waitUntil(lambda: left.text() == "3\u00a0textes non envoyés sur ce poste.", timeout=10_000)
    export, wipe = window.findChild(QPushButton, "export_unsent"), window.findChild(QPushButton, "wipe_profile")
    assert export.isVisible()
    assert not wipe.isVisible(), "the texts first"
    window.page("revoked").export_to(tmp_path / "absent" / "textes.txt")
    qtbot.waitUntil(lambda: "ne peut pas être écrit" in left.text())
    window.page("revoked").export_to(tmp_path / "textes.txt")
    qtbot.waitUntil(wipe.isVisible)
    assert "Mon brouillon." in (tmp_path / "textes.txt").read_text(encoding="utf-8")
    assert [text for label in page.findChildren(QLabel) for text in faults(label.text())] == []
    with qtbot.waitSignal(window.wiped):
        wipe.click()
    window.close()
    window.deleteLater()
    assert desk.revocation is not None
    desk.revocation.wipe().result(WAIT)
    assert desk.folder is not None
    assert not desk.folder.exists()
