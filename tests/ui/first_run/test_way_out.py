"""A forgotten passphrase and a lost key: what is said, what is put aside, and that the texts come out again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from spplus_desk.domain.errors import KEY_LOST
from spplus_desk.domain.inbox import View
from spplus_desk.domain.outbox import Draft
from spplus_desk.services.headless import Headless
from spplus_desk.services.session import SessionService
from spplus_desk.sync.puller import PageSizes
from spplus_desk.sync.transport import HttpTransport
from spplus_desk.ui.first_run.pane import FirstRun, Screen
from spplus_desk.ui.theme import Mode
from tests.helpers.clock import FakeClock
from tests.helpers.keyrings import MemoryKeyring
from tests.helpers.typography import faults
from tests.helpers.world import PASSWORD, World
from tests.ui.first_run.conftest import Starting
from tests.ui.reply.looking import Answers, control, picture, theme_of

TEXT = "Le guichet a repris lundi matin."


def sign_in(one: Starting, central: World) -> None:
    one.fill(central.url, "omar", PASSWORD)
    one.form.submit()


def write(one: Starting, central: World) -> Path:
    """Sign in, come to the inbox, keep a draft, close: the folder of the profile."""
    sign_in(one, central)
    one.qtbot.waitUntil(one.pane.sync.start.isEnabled, timeout=15_000)
    one.pane.sync.start.click()
    (desk,) = one.desks
    (row, *_) = desk.inbox.rows(View.TO_ANSWER).result(15)
    desk.replying.save(Draft(slot_id=row.key, body=TEXT)).result(15)
    assert desk.folder is not None
    desk.close()
    return desk.folder


def shown(one: Starting) -> str:
    return " ".join(label.text() for label in one.pane.way_out.findChildren(QLabel) if not label.isHidden())


def test_a_forgotten_passphrase_by_keyboard_alone(
    make: Callable[[], Starting], central: World, tmp_path: Path, clock: FakeClock
) -> None:
    folder = write(make(), central)
    again = make()
    qtbot, pane = again.qtbot, again.pane
    assert pane.current_screen is Screen.UNLOCK
    qtbot.keyClicks(pane.unlock.phrase.line, "pas la bonne")
    qtbot.keyClick(pane.unlock.phrase.line, Qt.Key.Key_Return)
    again.wait_problem(pane.unlock.phrase.problem.label.text, "n’ouvre pas les données")
    while QApplication.focusWidget() is not pane.unlock.forgotten_button:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(pane.unlock.forgotten_button, Qt.Key.Key_Return)
    assert pane.current_screen is Screen.WAY_OUT
    assert control(pane, QPushButton, "way_out_back").hasFocus()
    said = shown(again)
    for words in ("Phrase de passe oubliée", "Rien n’est effacé", "ne peuvent pas être lues sans la clé", "assistance"):
        assert words in said
    assert faults(said) == []
    aside = again.pane._session.aside_of(folder)
    assert control(pane, QLabel, "way_out_folder").accessibleName() == str(aside)
    # Back: nothing happened, the passphrase can be tried again.
    qtbot.keyClick(pane.way_out.back, Qt.Key.Key_Escape)
    assert pane.current_screen is Screen.UNLOCK
    assert not aside.exists()
    pane.unlock.forgotten_button.click()
    qtbot.keyClick(pane.way_out.back, Qt.Key.Key_Tab)
    qtbot.keyClick(control(pane, QPushButton, "way_out_confirm"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pane.current_screen is Screen.SIGN_IN)
    told = control(pane, QLabel, "sign_in_told")
    assert told.isVisible() and aside.name in told.text()
    assert pane.sign_in.server.text() == central.url and pane.sign_in.login.text() == "omar"
    qtbot.keyClicks(pane.sign_in.password.line, PASSWORD)
    qtbot.keyClick(pane.sign_in.password.line, Qt.Key.Key_Return)
    qtbot.waitUntil(pane.sync.start.isEnabled, timeout=15_000)
    # The passphrase came back: what was put aside comes out, to the word.
    out = tmp_path / "textes.txt"
    kept = Headless(aside, keyring=None, passphrase=PASSWORD, clock=clock, transport_factory=HttpTransport)
    assert kept.export(out) == 1
    assert TEXT in out.read_text(encoding="utf-8")


def test_waits_after_wrong_passphrases_are_told_in_seconds(make: Callable[[], Starting], central: World) -> None:
    write(make(), central)
    again = make()
    unlock = again.pane.unlock
    unlock.phrase.line.setText("pas la bonne")
    unlock.submit()
    again.wait_problem(unlock.phrase.problem.label.text, "n’ouvre pas les données")
    unlock.phrase.line.setText(PASSWORD)
    unlock.submit()
    again.wait_problem(unlock.phrase.problem.label.text, "Réessayez dans 1\u00a0seconde")
    assert "Vos textes sont gardés" in unlock.phrase.problem.label.text()


def test_the_way_out_from_the_sign_in_form(make: Callable[[], Starting], central: World) -> None:
    """Signed in anew with a password that was changed at the central: this computer wants the former one."""
    write(make(), central)
    again = make()
    pane = again.pane
    pane.show_sign_in()
    sign_in(again, central)
    # The right account, and a passphrase that is not this computer's.
    again.qtbot.waitUntil(lambda: len(again.desks) == 1, timeout=15_000)
    again.desks[0].close()
    third = make()
    pane = third.pane
    pane.show_sign_in()
    pane.sign_in.passphrase.line.setText("une autre phrase")
    sign_in(third, central)
    third.wait_problem(pane.sign_in.passphrase.problem.label.text, "n’ouvre pas les données")
    button = control(pane, QPushButton, "sign_in_forgotten")
    assert button.isVisible()
    button.click()
    assert pane.current_screen is Screen.WAY_OUT
    pane.way_out.closed.emit()
    assert pane.current_screen is Screen.SIGN_IN


@pytest.fixture
def with_keyring(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, clock: FakeClock
) -> tuple[MemoryKeyring, Callable[[], Starting]]:
    ring = MemoryKeyring()
    session = SessionService(tmp_path / "postes", ring, clock, HttpTransport, sizes=PageSizes(first=5, bulk=5, daily=5))
    answers = Answers()

    def start() -> Starting:
        pane = FirstRun(theme_of(qapp), session, answers.tasks, clock)
        qtbot.addWidget(pane)
        pane.resize(1_366, 736)
        pane.show()
        qtbot.waitExposed(pane)
        pane.start(session.last_profile())
        return Starting(qtbot, pane)

    return ring, start


def test_a_lost_key_has_a_way_out_at_the_opening(
    with_keyring: tuple[MemoryKeyring, Callable[[], Starting]], central: World, tmp_path: Path, clock: FakeClock
) -> None:
    ring, start = with_keyring
    first = start()
    folder = write(first, central)
    first.pane.hide()
    kept = dict(ring.kept)
    ring.kept.clear()
    again = start()
    pane = again.pane
    again.qtbot.waitUntil(lambda: pane.current_screen is Screen.WAY_OUT, timeout=15_000)
    assert "La clé de ce poste a disparu" in shown(again)
    assert "sauvegarde" in shown(again)
    aside = pane._session.aside_of(folder)
    pane.way_out.confirm.click()
    again.qtbot.waitUntil(lambda: pane.current_screen is Screen.SIGN_IN)
    pane.sign_in.password.line.setText(PASSWORD)
    pane.sign_in.submit()
    again.qtbot.waitUntil(pane.sync.start.isEnabled, timeout=15_000)
    pane.hide()
    left = pane.abandon()
    assert left is not None
    left.close()
    ring.kept.update(kept)
    out = tmp_path / "textes.txt"
    found = Headless(aside, keyring=ring, passphrase=None, clock=clock, transport_factory=HttpTransport)
    assert found.export(out) == 1
    assert TEXT in out.read_text(encoding="utf-8")


def test_a_key_lost_when_signing_in_is_the_same_way_out(
    with_keyring: tuple[MemoryKeyring, Callable[[], Starting]], central: World
) -> None:
    ring, start = with_keyring
    first = start()
    write(first, central)
    first.pane.hide()
    ring.kept.clear()
    again = start()
    again.qtbot.waitUntil(lambda: again.pane.current_screen is Screen.WAY_OUT, timeout=15_000)
    again.pane.way_out.back.click()
    assert again.pane.current_screen is Screen.SIGN_IN
    sign_in(again, central)
    again.qtbot.waitUntil(lambda: again.pane.current_screen is Screen.WAY_OUT, timeout=15_000)
    assert again.pane.way_out.problem.isHidden()
    again.pane.hide()


@pytest.mark.parametrize(("mode", "scale"), [(Mode.LIGHT, 1.0), (Mode.DARK, 1.0), (Mode.LIGHT, 2.0)])
def test_it_can_be_painted(
    make: Callable[[], Starting], central: World, tmp_path: Path, qapp: QApplication, mode: Mode, scale: float
) -> None:
    write(make(), central)
    theme = theme_of(qapp)
    again = make()
    theme.set_mode(mode)
    theme.set_text_scale(scale)
    try:
        again.pane.unlock.forgotten_button.click()
        again.qtbot.wait(50)
        assert picture(again.pane, tmp_path / "sortie.png")
        for label in again.pane.way_out.findChildren(QLabel):
            assert label.height() >= label.heightForWidth(label.width()) or not label.wordWrap()
    finally:
        theme.set_mode(Mode.LIGHT)
        theme.set_text_scale(1.0)


def test_the_code_of_a_lost_key_is_stable() -> None:
    assert KEY_LOST == "key_lost"
