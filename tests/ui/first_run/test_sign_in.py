"""Signing in: each thing that can be wrong is said beside its field, and nothing blocks."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QToolButton

from spplus_desk.domain.inbox import ViewCounts
from spplus_desk.domain.sync_status import SyncPhase, SyncStatus
from spplus_desk.ui.first_run.pane import Screen
from spplus_desk.ui.theme import Mode
from tests.helpers.accessible_names import fault_of, of
from tests.helpers.clock import FakeClock
from tests.helpers.raw_server import RawServer, answer, problem
from tests.helpers.world import PASSWORD, World
from tests.ui.first_run.conftest import Starting
from tests.ui.reply.looking import control, picture, theme_of


def test_controls_are_found_by_the_names_of_the_design(starting: Starting) -> None:
    assert [fault for fault in (fault_of(starting.pane, entry) for entry in of("07 Démarrage")) if fault] == []
    assert starting.pane.current_screen is Screen.SIGN_IN
    assert starting.form.server.line.hasFocus()


def test_from_the_form_to_the_inbox_by_keyboard_alone(starting: Starting, central: World) -> None:
    starting.fill(central.url, "omar", PASSWORD)
    starting.qtbot.keyClick(starting.form.password.line, Qt.Key.Key_Return)
    assert not starting.form.button.isEnabled()
    starting.qtbot.waitUntil(lambda: starting.pane.current_screen is Screen.SYNC, timeout=15_000)
    sync = starting.pane.sync
    starting.qtbot.waitUntil(sync.start.isEnabled, timeout=15_000)
    starting.qtbot.waitUntil(lambda: starting.pane._status.phase is SyncPhase.SYNCED, timeout=15_000)
    starting.qtbot.waitUntil(lambda: "expériences à répondre" in sync.title.text(), timeout=15_000)
    assert sync.start.hasFocus()
    assert sync.pause.isHidden()
    starting.qtbot.keyClick(sync.start, Qt.Key.Key_Return)
    (desk,) = starting.desks
    assert desk.inbox.counts().result(5).all == 12
    assert starting.form.password.text() == ""


def test_a_wrong_password_is_said_beside_its_field(starting: Starting, central: World) -> None:
    starting.fill(central.url, "omar", "pas le bon")
    starting.qtbot.mouseClick(starting.form.button, Qt.MouseButton.LeftButton)
    field = starting.form.password
    starting.wait_problem(field.problem.label.text, "Identifiant ou mot de passe incorrect")
    assert field.problem.isVisible()
    assert field.line.hasFocus()
    assert field.line.accessibleDescription() == field.problem.label.text()
    assert starting.form.button.isEnabled()
    starting.qtbot.keyClicks(field.line, "x")
    assert field.problem.isHidden()


def test_a_server_that_does_not_answer_is_said_beside_its_address(starting: Starting) -> None:
    starting.fill("http://127.0.0.1:9", "omar", PASSWORD)
    starting.form.submit()
    starting.wait_problem(starting.form.server.problem.label.text, "ne répond pas")
    assert starting.desks == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (answer(200, b"<html>Wi-Fi</html>", media="text/html"), "pas un serveur SP+ Desk"),
        (answer(404, b"rien", media="text/plain"), "pas un serveur SP+ Desk"),
        (problem(426, "protocol_mismatch"), "n’ont pas la même version"),
        (problem(429, "throttled"), "Une phrase"),
        (answer(500, b"boom", media="text/plain"), "a rencontré un problème"),
    ],
    ids=["portal", "another site", "another version", "throttled", "fault"],
)
def test_what_answers_wrongly_is_said_in_the_form(starting: Starting, said: bytes, words: str) -> None:
    form = starting.form
    with RawServer(said) as server:
        starting.fill(server.url, "omar", PASSWORD)
        form.submit()
        starting.wait_problem(lambda: form.server.problem.label.text() + form.problem.label.text(), words)
    assert form.button.isEnabled()


def test_what_is_missing_is_said_before_anything_is_sent(starting: Starting) -> None:
    starting.fill("https:/serveur.example", "", "")
    starting.form.submit()
    form = starting.form
    assert "une barre" in form.server.problem.label.text()
    assert "identifiant" in form.login.problem.label.text()
    assert "mot de passe" in form.password.problem.label.text()
    assert form.server.line.hasFocus()
    assert form.button.isEnabled()


def test_the_tick_lives_with_the_address(starting: Starting) -> None:
    line = starting.form.server.line
    starting.qtbot.keyClicks(line, "https://spplus.example")
    assert line.accessibleDescription() == "Adresse bien formée"
    line.clear()
    starting.qtbot.keyClicks(line, "https:/")
    assert line.accessibleDescription() == ""


def test_the_password_is_shown_only_when_asked(starting: Starting) -> None:
    toggle = control(starting.pane, QToolButton, "show_password")
    line = starting.form.password.line
    assert line.echoMode() is QLineEdit.EchoMode.Password
    starting.qtbot.mouseClick(toggle, Qt.MouseButton.LeftButton)
    assert (line.echoMode(), toggle.text()) == (QLineEdit.EchoMode.Normal, "Masquer")


def test_the_demonstration_is_one_button_away(starting: Starting) -> None:
    with starting.qtbot.waitSignal(starting.pane.demonstration_requested):
        starting.qtbot.keyClick(starting.pane.demonstration.button, Qt.Key.Key_Return)


def test_without_a_keyring_the_profile_opens_again_with_its_phrase(
    starting: Starting, central: World, make: Callable[[], Starting], clock: FakeClock
) -> None:
    starting.fill(central.url, "omar", PASSWORD)
    starting.form.submit()
    starting.qtbot.waitUntil(starting.pane.sync.start.isEnabled, timeout=15_000)
    starting.pane.sync.start.click()
    starting.desks.pop().close()
    again = make()
    unlock = again.pane.unlock
    assert again.pane.current_screen is Screen.UNLOCK
    assert again.pane.focusWidget() is unlock.phrase.line
    again.qtbot.keyClicks(unlock.phrase.line, "autre chose")
    again.qtbot.keyClick(unlock.phrase.line, Qt.Key.Key_Return)
    again.wait_problem(unlock.phrase.problem.label.text, "n’ouvre pas les données")
    assert unlock.button.isEnabled()
    unlock.phrase.line.setText(PASSWORD)
    again.qtbot.keyClick(unlock.phrase.line, Qt.Key.Key_Return)
    again.wait_problem(unlock.phrase.problem.label.text, "Réessayez dans 1\u00a0seconde")
    clock.advance(timedelta(seconds=1))
    again.qtbot.keyClick(unlock.phrase.line, Qt.Key.Key_Return)
    again.qtbot.waitUntil(lambda: len(again.desks) == 1, timeout=15_000)
    assert again.desks[0].inbox.counts().result(5).all > 0


def test_from_the_unlock_screen_one_can_sign_in_instead(
    starting: Starting, central: World, make: Callable[[], Starting]
) -> None:
    starting.fill(central.url, "omar", PASSWORD)
    starting.form.submit()
    starting.qtbot.waitUntil(starting.pane.sync.start.isEnabled, timeout=15_000)
    starting.pane.sync.start.click()
    starting.desks.pop().close()
    again = make()
    again.qtbot.keyClick(again.pane.unlock.other_button, Qt.Key.Key_Return)
    assert again.pane.current_screen is Screen.SIGN_IN
    assert (again.form.server.text(), again.form.login.text()) == (central.url, "omar")
    assert again.pane.focusWidget() is again.form.password.line


def test_a_profile_that_may_not_open_offline_asks_for_the_password(
    starting: Starting, central: World, make: Callable[[], Starting]
) -> None:
    starting.fill(central.url, "omar", PASSWORD)
    starting.form.offline.setChecked(False)
    starting.form.submit()
    starting.qtbot.waitUntil(starting.pane.sync.start.isEnabled, timeout=15_000)
    starting.pane.sync.start.click()
    starting.desks.pop().close()
    again = make()
    assert again.pane.current_screen is Screen.SIGN_IN
    assert not again.form.offline.isChecked()


def test_a_window_closed_while_signing_in_leaves_nothing_open(starting: Starting, central: World) -> None:
    starting.fill(central.url, "omar", PASSWORD)
    starting.form.submit()
    left = starting.pane.abandon()
    starting.qtbot.waitUntil(lambda: starting.pane._pending is not None and starting.pane._pending.future.done())
    if left is not None:
        left.close()
    assert starting.desks == []


@pytest.mark.parametrize(
    ("status", "title", "hint"),
    [
        (SyncStatus(phase=SyncPhase.SYNCING, first_sync=True), "Vos expériences arrivent", "En cas de coupure"),
        (SyncStatus(phase=SyncPhase.PAUSED, done=10, total=40), "Vos expériences arrivent", "En pause"),
        (SyncStatus(phase=SyncPhase.OFFLINE, done=10, total=40), "Vos expériences arrivent", "Hors ligne"),
        (SyncStatus(phase=SyncPhase.UNREACHABLE), "Vos expériences arrivent", "dans un instant"),
    ],
)
def test_the_first_synchronisation_says_what_happens(
    starting: Starting, clock: FakeClock, status: SyncStatus, title: str, hint: str
) -> None:
    sync = starting.pane.sync
    sync.show_progress(status, ViewCounts(), 0, clock())
    assert sync.title.text() == title
    assert hint in sync.hint.text()
    assert not sync.start.isEnabled()
    paused = status.phase is SyncPhase.PAUSED
    assert sync.pause.accessibleName() == ("Reprendre" if paused else "Mettre en pause")


def test_reading_opens_with_the_first_page_and_the_progress_is_told(starting: Starting, clock: FakeClock) -> None:
    sync = starting.pane.sync
    status = SyncStatus(phase=SyncPhase.SYNCING, done=1_248, total=3_902, first_sync=True)
    sync.show_progress(status, ViewCounts(to_answer=12, all=700), 3, clock())
    assert sync.start.isEnabled()
    assert sync.bar.accessibleDescription() == "1\u00a0248 sur 3\u00a0902"
    assert (sync.bar.value(), sync.bar.maximum()) == (1_248, 3_902)
    assert sync.title.text() == "Vos 12\u00a0expériences à répondre sont prêtes"


@pytest.mark.parametrize("mode", [Mode.DARK, Mode.LIGHT])
def test_every_screen_paints_in_both_themes(starting: Starting, qapp: QApplication, mode: Mode, tmp_path: Path) -> None:
    look = theme_of(qapp)
    try:
        look.set_mode(mode)
        for screen in Screen:
            starting.pane._go(screen)
            assert picture(starting.pane, tmp_path / f"{screen.name}.png")
    finally:
        look.set_mode(Mode.LIGHT)


@pytest.mark.parametrize("size", [(1366, 736), (960, 600)])
def test_no_card_is_wider_than_the_window_in_large_text(
    starting: Starting, central: World, qapp: QApplication, size: tuple[int, int]
) -> None:
    theme = theme_of(qapp)
    theme.set_text_scale(2.0)
    starting.pane.resize(*size)

    def fits() -> bool:
        areas = [area for area in starting.pane.findChildren(QScrollArea) if area.isVisible()]
        return bool(areas) and all(area.horizontalScrollBar().maximum() == 0 for area in areas)

    try:
        starting.qtbot.waitUntil(fits)
        starting.fill(central.url, "omar", PASSWORD)
        starting.form.submit()
        starting.qtbot.waitUntil(lambda: starting.pane.current_screen is Screen.SYNC, timeout=15_000)
        starting.qtbot.waitUntil(lambda: starting.pane._status.phase is SyncPhase.SYNCED, timeout=15_000)
        starting.qtbot.waitUntil(fits)
    finally:
        theme.set_text_scale(1.0)
