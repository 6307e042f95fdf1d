"""The board made before anybody wants it, and a board that stays while days go by."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from spplus_desk.domain.statistics import periods
from spplus_desk.domain.statistics.periods import Period
from spplus_desk.ui.dashboard.pane import DashboardPane
from spplus_desk.ui.main_window import MainWindow
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme
from tests.helpers.board_world import BoardWorld
from tests.helpers.clock import FakeClock
from tests.ui.dashboard.conftest import Boarded


def test_it_is_made_while_nobody_types_asks_for_nothing_and_opens(
    qtbot: QtBot, look: Theme, world: BoardWorld, clock: FakeClock
) -> None:
    window = MainWindow(world.desk, theme=look, tasks=Tasks(), clock=clock)
    window.show()
    qtbot.waitExposed(window)

    def made() -> list[DashboardPane]:
        return window.findChildren(DashboardPane)

    keys = 0
    quiet = QElapsedTimer()
    while window._ahead._modules:  # all that comes before it is done
        assert keys < 1_000 and not made()
        QTest.keyClick(window, Qt.Key.Key_Shift)
        quiet.start()
        keys += 1
        qtbot.wait(10)
    qtbot.waitUntil(lambda: bool(made()), timeout=20_000)
    (pane,) = made()
    assert quiet.elapsed() >= 2_000
    assert pane.numbers is None and pane._opening is None
    clock.advance(timedelta(days=2))
    window.router.go("dashboard")
    qtbot.waitUntil(lambda: pane.numbers is not None, timeout=20_000)
    assert pane.numbers is not None
    assert pane.numbers.period == periods.choices(world.desk.dashboard.today("Europe/Paris"))[0][1]
    assert pane.board.published_figures[0].value.isVisible()
    window.close()
    window.deleteLater()
    qtbot.wait(0)


@pytest.mark.parametrize("place", [0, 1, 4])
def test_at_midnight_the_same_choice_is_of_the_new_day(board: Boarded, clock: FakeClock, place: int) -> None:
    pane, combo = board.pane, board.pane.header.period_combo
    combo.setCurrentIndex(place)
    combo.activated.emit(place)
    clock.advance(timedelta(days=1))
    pane.time_turned()
    wanted = periods.choices(pane._service.today("Europe/Paris"))[place][1]
    assert (combo.currentIndex(), pane.header.period) == (place, wanted)
    board.qtbot.waitUntil(lambda: pane.numbers is not None and pane.numbers.period == wanted, timeout=10_000)


def test_days_of_ones_own_stay_what_they_are(board: Boarded, clock: FakeClock) -> None:
    pane, combo = board.pane, board.pane.header.period_combo
    today = pane._service.today("Europe/Paris")
    own = Period(today - timedelta(days=40), today - timedelta(days=31))
    pane.header.choose_days(own)
    clock.advance(timedelta(days=1))
    pane.time_turned()
    assert pane.header.period == own and combo.currentText().lower().startswith("dates choisies")
    assert combo.itemData(0) == periods.choices(pane._service.today("Europe/Paris"))[0][1]
    pane.header.choose_days(Period(today, today))
    names = [combo.itemText(i).lower() for i in range(combo.count())]
    assert sum(name.startswith("dates choisies") for name in names) == 1
