"""« Sécurité » of Réglages: another passphrase, another key, by keyboard alone and in plain words."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from spplus_desk.domain.errors import BadCredentials, CacheLocked
from spplus_desk.services import locking
from spplus_desk.services.locking import Locking
from spplus_desk.services.patience import Patience
from spplus_desk.store import keys
from spplus_desk.ui.settings.page import SettingsPage
from spplus_desk.ui.settings.security import Security
from tests.helpers.clock import FakeClock
from tests.helpers.keyrings import MemoryKeyring
from tests.helpers.typography import faults
from tests.ui.reply.looking import Answers, control, theme_of

OLD, NEW, WAIT = "un mot de passe assez long", "trois pommes vertes", 15_000


class Setting:
    """The page, on a real folder with a real key."""

    def __init__(self, qtbot: QtBot, page: SettingsPage, folder: Path) -> None:
        assert page.security is not None
        self.qtbot, self.page, self.security, self.folder = qtbot, page, page.security, folder
        self.asked: list[str] = []
        self.security.key_change_wanted.connect(self.asked.append)

    def type(self, name: str, text: str) -> None:
        line = control(self.page, QLineEdit, name)
        line.clear()
        self.qtbot.keyClicks(line, text)

    def press(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.page.focusWidget() or self.page, key)

    def opens(self, secret: str) -> bool:
        try:
            keys.load_or_create_key(self.folder, "poste", None, secret)
        except CacheLocked:
            return False
        return True


def made(qtbot: QtBot, qapp: QApplication, one: Locking, folder: Path, answers: Answers) -> Setting:
    theme = theme_of(qapp)
    page = SettingsPage(theme, security=Security(theme, answers.tasks, one))
    qtbot.addWidget(page)
    page.resize(1_100, 736)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    return Setting(qtbot, page, folder)


@pytest.fixture
def answers() -> Iterator[Answers]:
    one = Answers()
    yield one
    assert one.bugs == 0 and one.errors == []


@pytest.fixture
def setting(qtbot: QtBot, qapp: QApplication, tmp_path: Path, clock: FakeClock, answers: Answers) -> Setting:
    """Without a keyring: the key lies under a passphrase."""
    keys.load_or_create_key(tmp_path, "poste", None, OLD)

    def away(_password: str) -> object:
        raise AssertionError("the central knows no passphrase")

    one = Locking(tmp_path, "poste", None, away, Patience(tmp_path, clock))
    return made(qtbot, qapp, one, tmp_path, answers)


def problem(setting: Setting, name: str) -> str:
    return control(setting.page, QLineEdit, name).accessibleDescription()


def test_another_passphrase_by_keyboard_alone(setting: Setting) -> None:
    start = control(setting.page, QPushButton, "passphrase_open")
    start.setFocus()
    setting.press(Qt.Key.Key_Return)
    assert setting.page.focusWidget() is control(setting.page, QLineEdit, "passphrase_old")
    setting.press(Qt.Key.Key_Return)  # nothing yet: each field says what is missing
    assert problem(setting, "passphrase_old") == "Saisissez votre phrase actuelle."
    for name, text in (("passphrase_old", OLD), ("passphrase_new", NEW), ("passphrase_again", NEW)):
        setting.type(name, text)
    control(setting.page, QLineEdit, "passphrase_again").setFocus()
    setting.press(Qt.Key.Key_Return)
    setting.qtbot.waitUntil(lambda: not setting.security.phrase.is_open, timeout=WAIT)
    assert setting.page.focusWidget() is start
    assert "La prochaine ouverture demande la nouvelle" in setting.security.phrase.done.text()
    assert setting.opens(NEW) and not setting.opens(OLD)
    assert not any(field.text() for field in setting.security.phrase.fields)


def test_what_is_wrong_is_said_beside_its_field(setting: Setting, clock: FakeClock) -> None:
    setting.security.phrase.open()
    submit = setting.security.phrase.submit

    def fill(old: str, new: str, again: str) -> None:
        for name, text in (("passphrase_old", old), ("passphrase_new", new), ("passphrase_again", again)):
            setting.type(name, text)
        submit()

    def waits(name: str, words: str) -> None:
        setting.qtbot.waitUntil(lambda: words in problem(setting, name), timeout=WAIT)

    fill(OLD, NEW, "autre chose encore")
    assert "pas les mêmes" in problem(setting, "passphrase_again")
    fill(OLD, OLD, OLD)
    assert "actuelle" in problem(setting, "passphrase_new")
    fill(OLD, "court", "court")
    waits("passphrase_new", "au moins 12")
    fill("pas la bonne", NEW, NEW)
    waits("passphrase_old", "n’ouvre pas")
    fill(OLD, NEW, NEW)
    waits("passphrase_old", "Réessayez dans 1\u00a0seconde")
    assert setting.opens(OLD)
    clock.advance(timedelta(seconds=2))
    submit()
    setting.qtbot.waitUntil(lambda: not setting.security.phrase.is_open, timeout=WAIT)


def test_escape_closes_the_form_and_forgets_what_was_typed(setting: Setting) -> None:
    closed: list[None] = []
    setting.page.closed.connect(lambda: closed.append(None))
    setting.security.phrase.open()
    setting.type("passphrase_old", OLD)
    control(setting.page, QToolButton, "show_passphrase_old").setChecked(True)
    setting.press(Qt.Key.Key_Escape)
    assert not setting.security.phrase.is_open
    assert closed == []
    assert control(setting.page, QLineEdit, "passphrase_old").text() == ""
    assert control(setting.page, QLineEdit, "passphrase_old").echoMode() is QLineEdit.EchoMode.Password
    setting.press(Qt.Key.Key_Escape)
    assert closed == [None]


def test_the_key_is_asked_for_once_the_secret_is_proved(setting: Setting, clock: FakeClock) -> None:
    control(setting.page, QPushButton, "key_open").setFocus()
    setting.press(Qt.Key.Key_Return)
    setting.type("key_secret", "pas la bonne")
    setting.press(Qt.Key.Key_Return)
    setting.qtbot.waitUntil(lambda: "n’ouvre pas" in problem(setting, "key_secret"), timeout=WAIT)
    assert setting.asked == []
    clock.advance(timedelta(seconds=2))
    setting.type("key_secret", OLD)
    setting.press(Qt.Key.Key_Return)
    setting.qtbot.waitUntil(lambda: setting.asked == [OLD], timeout=WAIT)
    assert control(setting.page, QLineEdit, "key_secret").text() == ""


def test_with_a_keyring_there_is_no_passphrase_and_the_password_proves(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, clock: FakeClock, answers: Answers
) -> None:
    ring = MemoryKeyring()
    keys.load_or_create_key(tmp_path, "poste", ring, None)
    locking.remember(ring, "poste", OLD)

    def wrong(_password: str) -> object:
        raise BadCredentials

    setting = made(qtbot, qapp, Locking(tmp_path, "poste", ring, wrong, Patience(tmp_path, clock)), tmp_path, answers)
    assert control(setting.page, QPushButton, "passphrase_open").isHidden()
    setting.security.key.open()
    assert control(setting.page, QLineEdit, "key_secret").accessibleName() == "Mot de passe"
    setting.type("key_secret", OLD)
    setting.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: setting.asked == [OLD], timeout=WAIT)


def test_every_control_has_a_name_and_the_words_are_french(setting: Setting) -> None:
    for form in (setting.security.phrase, setting.security.key):
        form.open()
    for kind in (QPushButton, QLineEdit, QToolButton):
        for widget in setting.security.findChildren(kind):
            assert widget.accessibleName() and widget.objectName(), widget
    said = " ".join(label.text() for label in setting.security.findChildren(QLabel))
    assert faults(said) == []
    assert isinstance(setting.page, QWidget)
