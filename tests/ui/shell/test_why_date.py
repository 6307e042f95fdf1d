"""« Pourquoi cette date ? »: both clocks, each day, by keyboard alone; and both turn by themselves."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QTableView, QWidget

from spplus_desk.ui import turns
from spplus_desk.ui.reading.why_date import WhyDatePopover
from tests.helpers.accessible_names import fault_of, of
from tests.helpers.inbox_world import CIGALE
from tests.helpers.typography import faults
from tests.ui.shell.conftest import Shell

CONTROL = Qt.KeyboardModifier.ControlModifier


def open_card(shell: Shell, key: str = CIGALE) -> WhyDatePopover:
    shell.choose(key)
    shell.window.reading.view.testimony.setFocus()
    shell.press(Qt.Key.Key_D)
    shell.until(lambda: bool(shell.window.findChildren(WhyDatePopover)))
    card = shell.control(WhyDatePopover, "why_date_popup")
    shell.until(card.isVisible)
    return card


@pytest.fixture
def card(shell: Shell) -> Iterator[WhyDatePopover]:
    opened = open_card(shell)
    yield opened
    opened.close()


def test_the_controls_of_the_table(shell: Shell, card: WhyDatePopover) -> None:
    assert [fault for fault in (fault_of(shell.window, entry) for entry in of("06 Date")) if fault] == []
    assert shell.control(QPushButton, "why_date_button").accessibleName() == "Pourquoi cette date\u00a0?"


def test_it_says_both_clocks_and_each_day(card: WhyDatePopover) -> None:
    words = card.text().replace("\u00a0", " ")
    assert "Indicateur publié : jeudi 16 décembre, 15 h 40\n7 jours de 24 heures après la publication." in words
    assert "Objectif interne : mardi 14 décembre, 16 h\n3 jours ouvrés après le jour de la publication." in words
    assert "Horaires par défaut" in words
    assert "jeudi 9 décembre : Publication à 15 h 40 (départ)" in words
    assert "samedi 11 décembre : Fermé, jour de fermeture du site (non compté)" in words
    assert "3. mardi 14 décembre : Ouvert, échéance à la fermeture, 16 h (compté)" in words
    assert "Heure de Paris (UTC+1)." in words
    assert faults(card.text()) == []


def test_it_is_kept_inside_the_window(shell: Shell, card: WhyDatePopover) -> None:
    assert shell.window.rect().contains(card.geometry())


def test_copy_and_escape_by_keyboard(shell: Shell, card: WhyDatePopover) -> None:
    table = shell.control(QTableView, "counted_days")
    shell.qtbot.keyClick(table, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == card.text()
    shell.qtbot.keyClick(table, Qt.Key.Key_Escape)
    shell.until(lambda: not card.isVisible())
    shell.until(lambda: QApplication.focusWidget() is shell.window.reading.view.testimony)


def test_the_hours_of_the_site_open_from_it_and_one_comes_back(shell: Shell, card: WhyDatePopover) -> None:
    shell.qtbot.mouseClick(shell.control(QPushButton, "site_hours"), Qt.MouseButton.LeftButton)
    page = shell.control(QWidget, "site_settings_page")
    shell.until(page.isVisible)
    shell.until(lambda: "Lecture seule" in shell.control(QLabel, "settings_effect").text())
    shell.press(Qt.Key.Key_Escape)
    shell.until(lambda: not page.isVisible())


def test_a_pause_from_the_card_and_its_end(shell: Shell) -> None:
    card = open_card(shell, "E7:CAF-ORVANNE")  # due this afternoon
    button = shell.control(QPushButton, "pause_clock")
    assert button.text() == "Mettre en pause"
    button.click()
    reasons = shell.control(QMenu, "pause_reasons")
    assert reasons.isVisible()
    shell.qtbot.keyClick(reasons, Qt.Key.Key_Down)
    shell.qtbot.keyClick(reasons, Qt.Key.Key_Down)
    shell.qtbot.keyClick(reasons, Qt.Key.Key_Return)
    shell.until(lambda: button.text() == "Reprendre le décompte")
    assert "suspendu" in card.internal.date.text()
    assert "Le site attend un autre service." in card.text()
    shell.until(lambda: internal_words(shell) == "En pause")
    button.click()
    shell.until(lambda: button.text() == "Mettre en pause")
    card.close()


def internal_words(shell: Shell) -> str:
    button = shell.control(QPushButton, "why_date_button")
    return button.parentWidget().findChild(QLabel).text().replace("\u00a0", " ")


def test_both_clocks_turn_without_restart(shell: Shell) -> None:
    key = "E4:CAF-ORVANNE"  # published on Friday 10 December at 12 h 12: internal target Wednesday 15 at 16 h
    shell.world.clock.set(datetime(2027, 12, 15, 14, 59, tzinfo=UTC))
    shell.choose(key)
    shell.until(lambda: internal_words(shell) == "Aujourd’hui, 16 h")
    shell.world.clock.set(datetime(2027, 12, 15, 15, 0, tzinfo=UTC))
    shell.window.reading.tell_time()
    shell.until(lambda: internal_words(shell) == "Dépassé depuis 16 h")
    shell.world.clock.set(datetime(2027, 12, 15, 23, 0, tzinfo=UTC))  # midnight at the site
    shell.window.reading.tell_time()
    shell.until(lambda: internal_words(shell) == "Dépassé depuis mercredi 15")


PARIS = "Europe/Paris"
NOON = datetime(2027, 12, 15, 11, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "instants", "milliseconds"),
    [
        (NOON, [], 30_001),  # the next whole minute
        (NOON, [NOON + timedelta(seconds=12)], 12_001),  # a deadline within it
        (NOON, [NOON - timedelta(seconds=12), None], 30_001),
        (datetime(2027, 12, 15, 22, 59, 50, tzinfo=UTC), [], 10_001),  # midnight at the site
        (NOON, [NOON + timedelta(days=3)], 30_001),  # never more than a minute: sleep is noticed
    ],
)
def test_when_the_words_are_said_again(now: datetime, instants: list[datetime | None], milliseconds: int) -> None:
    assert turns.wait(now, PARIS, instants) == milliseconds


def test_a_wait_never_lasts_more_than_a_minute() -> None:
    for second in range(0, 7200, 7):
        assert 1 <= turns.wait(NOON + timedelta(seconds=second), PARIS, []) <= 60_001
