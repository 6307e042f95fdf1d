"""The cards over the window: in the tree of screen readers, a round of Tab of their own, closed by a click beside."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QListView, QTextBrowser, QWidget
from shiboken6 import isValid

from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.overlay import Overlay, card_over
from spplus_desk.ui.widgets.popover import Popover
from tests.ui.shell.conftest import Shell

OPENERS = {
    "tag_popover": (Qt.Key.Key_E, "Étiqueter"),
    "transfer_popover": (Qt.Key.Key_T, "Transférer"),
    "why_date_popup": (Qt.Key.Key_D, "Pourquoi cette date\u00a0?"),
}


def opened(shell: Shell, name: str = "tag_popover") -> Overlay:
    shell.choose()
    shell.control(QListView, "experience_list").setFocus()
    shell.press(OPENERS[name][0])
    shell.until(lambda: card_over(shell.window) is not None)
    card = card_over(shell.window)
    assert card is not None and card.objectName() == name
    return card


def met(told: QAccessibleInterface) -> Iterator[tuple[str, QAccessible.Role]]:
    """What a walk from the window meets, as a screen reader walks."""
    for place in range(told.childCount()):
        child = told.child(place)
        if child is not None and not child.state().invisible:
            yield child.text(QAccessible.Text.Name), child.role()
            yield from met(child)


@pytest.mark.parametrize("name", OPENERS)
def test_a_walk_of_the_tree_meets_the_card_as_a_dialog(shell: Shell, name: str) -> None:
    card = opened(shell, name)
    found = list(met(QAccessible.queryAccessibleInterface(shell.window)))
    assert found.count((OPENERS[name][1], QAccessible.Role.Dialog)) == 1
    within = [words for words, _ in met(QAccessible.queryAccessibleInterface(card))]
    assert set(within) <= {words for words, _ in found}
    card.close()
    assert QAccessible.Role.Dialog not in [role for _, role in met(QAccessible.queryAccessibleInterface(shell.window))]


@pytest.mark.parametrize("name", OPENERS)
def test_tab_goes_round_in_it(shell: Shell, name: str) -> None:
    card = opened(shell, name)
    first = QApplication.focusWidget()
    seen = []
    while len(seen) < 40 and QApplication.focusWidget() not in seen:
        focused = QApplication.focusWidget()
        assert focused is not None and card.isAncestorOf(focused)
        seen.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier)
    assert QApplication.focusWidget() is first and len(seen) > 1
    shell.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is seen[-1]
    card.close()


def test_escape_closes_it_and_not_the_page_under_it(shell: Shell) -> None:
    shell.window.resize(960, 600)  # the reading stands alone, and Escape leads back to the list
    shell.choose()
    shell.window.inbox_page.show_reading()
    testimony = shell.control(QTextBrowser, "reading_view")
    testimony.setFocus()
    shell.press(Qt.Key.Key_E)
    card = card_over(shell.window)
    assert card is not None
    shell.press(Qt.Key.Key_Escape)
    assert not card.isVisible() and testimony.isVisible() and QApplication.focusWidget() is testimony
    shell.press(Qt.Key.Key_Escape)
    shell.until(lambda: not testimony.isVisible())


def test_a_click_beside_closes_it_and_does_nothing_else(shell: Shell) -> None:
    card = opened(shell)
    listed, key = shell.control(QListView, "experience_list"), shell.window.reading.key
    spot = listed.viewport().mapTo(shell.window, QPoint(100, listed.viewport().height() - 10))

    def click() -> None:
        QTest.mouseClick(shell.window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)

    click()
    assert not card.isVisible() and QApplication.focusWidget() is listed
    shell.qtbot.wait(50)
    assert shell.window.reading.key == key
    click()
    shell.until(lambda: shell.window.reading.key != key)


def test_the_focus_that_goes_elsewhere_closes_it_and_stays_there(shell: Shell) -> None:
    card = opened(shell)
    testimony = shell.control(QTextBrowser, "reading_view")
    testimony.setFocus()
    assert not card.isVisible() and QApplication.focusWidget() is testimony


def test_keys_that_confirm_or_step_stay_in_it(shell: Shell) -> None:
    card, key = opened(shell), shell.window.reading.key
    shell.press(Qt.Key.Key_PageDown, Qt.KeyboardModifier.AltModifier)
    shell.qtbot.wait(50)
    assert card.isVisible() and shell.window.reading.key == key
    shell.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    shell.until(lambda: not card.isVisible())
    shell.until(lambda: shell.window.page("search").isVisible())


def test_it_is_kept_inside_a_window_that_changes_its_size(shell: Shell, look: Theme) -> None:
    card = opened(shell, "why_date_popup")
    for width, height in ((960, 600), (1366, 736)):
        shell.window.resize(width, height)
        assert shell.window.rect().contains(card.geometry())
    look.set_text_scale(2.0)
    assert shell.window.rect().contains(card.geometry())
    card.close()


def test_one_card_at_a_time(shell: Shell) -> None:
    first = opened(shell)
    shell.window.reading.cards.open_channels(shell.window.reading.view.properties)
    second = card_over(shell.window)
    assert second is not None and second.objectName() == "channel_popover" and not first.isVisible()
    shell.press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is shell.control(QListView, "experience_list")


def test_closed_it_goes_with_what_made_it(shell: Shell, look: Theme) -> None:
    """Of the page again: the curtain takes the page out of the tree, and a page that is deleted takes it along."""
    card = opened(shell)
    assert card.parent() is shell.window
    card.close()
    assert card.parent() is shell.window.reading.view
    made = QWidget(shell.window.centralWidget())
    orphan = Popover(look, made, width=200)
    orphan.fill(QLabel("Provisoire"))
    orphan.open_under(shell.window.reading.view)
    made.deleteLater()
    shell.until(lambda: not isValid(orphan))
    assert shell.window.findChildren(QFrame, "tag_popover") == [card]
