"""Alerts in the window: told once, with a count and an hour, where the agent can see what they are about."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QComboBox, QFrame, QWidget
from pytestqt.qtbot import QtBot

from spplus_desk.domain.alerts import Alert, Clock, Look, Memory, Morning
from spplus_desk.domain.inbox import View
from spplus_desk.services.preferences import FILE, PreferenceFile
from spplus_desk.ui.main_window import MainWindow
from spplus_desk.ui.main_window.alert_watch import AlertWatch
from spplus_desk.ui.notices.bells import BusBell, DesktopBell, WindowBell
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.wording.alerts import sentences
from tests.helpers.clock import FakeClock
from tests.helpers.desktop import Desktop, session_bus
from tests.helpers.inbox_world import InboxWorld
from tests.helpers.typography import faults
from tests.ui.shell.conftest import Shell

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(qtbot: QtBot, look: Theme, world: InboxWorld, clock: FakeClock, tmp_path: Path) -> Iterator[Shell]:
    """A window that keeps its preferences, on a Thursday at ten."""
    file = tmp_path / FILE
    PreferenceFile(file).change(welcomed=True).result()
    window = MainWindow(world.desk, theme=look, tasks=Tasks(), clock=clock, preferences=PreferenceFile(file))
    window.resize(1366, 736)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    one = Shell(qtbot, window, world)
    one.until(lambda: len(one.titles()) == 9)
    yield one
    window.close()
    window.deleteLater()
    qtbot.wait(0)


def said(shell: Shell) -> Callable[[], str]:
    notices = shell.control(QFrame, "notices")
    return lambda: notices.accessibleDescription() if notices.isVisible() else ""


def test_the_morning_and_what_is_due_then_nothing_twice(opened: Shell, clock: FakeClock) -> None:
    text = said(opened)
    opened.until(lambda: bool(text()))
    # Cigale is the agent's own, due today; E2 and E4 are nobody's; what Thomas has claimed is his.
    assert text() == (
        "Votre journée\u00a0: 1\u00a0réponse en retard, 1 à publier aujourd’hui.\n"
        "1\u00a0réponse à publier avant 15\u00a0h\u00a040.\n"
        "Objectif interne\u00a0: 2\u00a0réponses attendues avant 16\u00a0h."
    )
    watch = opened.window.findChild(AlertWatch)
    opened.control(QAbstractButton, "notice_action").click()
    opened.until(lambda: opened.window.inbox_page.shown_view is View.LATE)
    clock.advance(timedelta(minutes=30))
    asked = []
    opened.window._desk.inbox.alerts(opened.window._preferences.current.alert_choices).add_done_callback(asked.append)
    opened.until(lambda: bool(asked))
    assert asked[0].result().alerts == () and asked[0].result().morning is None
    clock.advance(timedelta(hours=3, minutes=10))
    watch.tick()
    opened.until(lambda: text() == "2\u00a0réponses à publier, la première avant 15\u00a0h\u00a040.")  # and E4


# This platform of tests has no tray; the notification is made all the same, to see where a click leads.
@pytest.mark.qt_log_ignore("systemTrayWindowChanged")
def test_the_desktop_is_asked_where_it_can_and_a_click_leads_there(look: Theme, qapp: QApplication) -> None:
    seen: list[str] = []
    bell = DesktopBell(look, qapp)
    bell._tray.messageClicked.emit()  # nothing was said yet
    bell.ring("Caf de l’Orvanne", "2\u00a0réponses à publier.", lambda: seen.append("first"))
    bell.ring("Caf de l’Orvanne", "1\u00a0réponse à publier.", lambda: seen.append("last"))
    bell._tray.messageClicked.emit()
    assert seen == ["last"]
    bell.close()
    bell._tray.messageClicked.emit()
    assert seen == ["last"] and not bell._tray.isVisible()
    bell.deleteLater()


def test_everything_is_said_in_french_without_a_word_of_a_citizen(clock: FakeClock) -> None:
    now = clock()
    for first, last in ((1, 1), (1, 30), (24, 30), (100, 100)):
        for one in Clock:
            alert = Alert(
                clock=one,
                count=2,
                first=now + timedelta(hours=first),
                last=now + timedelta(hours=last),
                sites=("Caf de l’Orvanne",),
            )
            morning = Morning(late=first, today=last)
            found = Look(alerts=(alert,), morning=morning, memory=Memory(), again=now)
            for sentence in sentences(found, now):
                assert faults(f"{sentence}.") == [], sentence
                assert "Orvanne" not in sentence


def test_alerts_are_chosen_by_keyboard_and_kept(opened: Shell, tmp_path: Path) -> None:
    opened.press(Qt.Key.Key_Comma, CTRL)
    opened.until(opened.control(QWidget, "settings_page").isVisible)
    box, first = opened.control(QCheckBox, "setting_alerts"), opened.control(QComboBox, "setting_alert_first")
    assert box.isChecked() and first.currentText() == "1\u00a0jour avant"
    first.setFocus()
    opened.press(Qt.Key.Key_Down)
    opened.until(lambda: PreferenceFile(tmp_path / FILE).current.alert_first == 48 * 60)
    box.setFocus()
    opened.press(Qt.Key.Key_Space)
    opened.until(lambda: not PreferenceFile(tmp_path / FILE).current.alerts)
    assert not first.isVisible() and not opened.control(QComboBox, "setting_quiet_from").isVisible()


def test_the_session_bus_is_asked_first_and_the_window_says_what_no_desktop_takes(
    opened: Shell, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, seen = said(opened), list[str]()
    opened.until(lambda: bool(text()))  # the window bell of the window itself, which has rung
    notices, tasks = opened.window.notices, opened.window._tasks
    with session_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        bell = BusBell(tasks, WindowBell(notices), opened.window)
        bell.ring("Caf de l’Orvanne", "3\u00a0réponses à publier.", lambda: seen.append("window"))
        opened.until(lambda: text() == "3\u00a0réponses à publier.")
        desktop = Desktop(address)
        bell.ring("Caf de l’Orvanne", "4\u00a0réponses à publier.", lambda: seen.append("desktop"))
        opened.until(lambda: bool(desktop.calls))
        opened.qtbot.wait(50)
        assert text() == "3\u00a0réponses à publier."  # said once, on the desktop
        desktop.click(1)
        opened.until(lambda: seen == ["desktop"])
        bell.close()
        bell.close()
        desktop.close()
