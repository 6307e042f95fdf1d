"""Filtering and sorting the list, by keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QFrame, QLineEdit, QListView, QMenu, QPushButton, QToolButton

from spplus_desk.domain.inbox import SortOrder, View
from spplus_desk.domain.inbox_filter import NO_FILTER, Filter
from spplus_desk.domain.vocabulary import Sentiment
from spplus_desk.ui.inbox.filter_popup import FilterPopup
from spplus_desk.ui.widgets.empty import EmptyState
from tests.ui.shell.conftest import Shell


def open_popup(shell: Shell) -> FilterPopup:
    shell.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    shell.until(lambda: bool(shell.window.findChildren(QFrame, "filter_popup")))
    popup = shell.window.findChild(FilterPopup, "filter_popup")
    assert popup is not None
    shell.until(popup.isVisible)
    return popup


def box(popup: FilterPopup, name: str) -> QCheckBox:
    return next(found for found in popup.findChildren(QCheckBox) if found.accessibleName() == name)


def test_the_order_is_told_in_short_where_the_head_is_narrow(shell: Shell) -> None:
    """Two of three words of it were cut on the screens of the counters, with the choice of sites there."""
    subtitle = shell.window.inbox.view.subtitle
    shell.until(lambda: subtitle.text() == "9\u00a0expériences, la plus urgente d’abord")
    for width in (60, 120, 160, 180, 200, 220, 260):
        subtitle.resize(width, subtitle.height())
        fits = subtitle.fontMetrics().horizontalAdvance(subtitle.text()) <= width
        assert (subtitle.shown == subtitle.text()) is fits
    subtitle.resize(180, subtitle.height())
    assert subtitle.shown == "9\u00a0expériences, par urgence"


def test_a_filter_is_ticked_told_and_removed_by_keyboard(shell: Shell) -> None:
    popup = open_popup(shell)
    happy = box(popup, "Positif")
    assert happy.text() == "Positif (2)"
    shell.qtbot.keyClick(happy, Qt.Key.Key_Space)
    shell.until(lambda: shell.titles() == ["Une conseillère qui prend le temps", "Rendez-vous tenu, dossier réglé"])
    shell.qtbot.keyClick(popup, Qt.Key.Key_Escape)
    shell.until(lambda: not shell.window.findChildren(QFrame, "filter_popup"))
    button = shell.control(QToolButton, "filter_button")
    assert QApplication.focusWidget() is shell.control(QListView, "experience_list"), "where it was"
    assert button.isChecked() and button.accessibleDescription() == "ressenti\u00a0: positif"
    view = shell.window.inbox.view
    assert view.subtitle.text() == "2\u00a0expériences sur 9, la plus urgente d’abord"
    told = view.list.accessibleDescription()
    assert told == "À répondre, 2\u00a0expériences sur 9, ressenti\u00a0: positif"
    chip = shell.control(QPushButton, "remove_list_filter")
    assert chip.accessibleName() == "Retirer le filtre ressenti\u00a0: positif"
    chip.setFocus()
    shell.press(Qt.Key.Key_Space)
    shell.until(lambda: len(shell.titles()) == 9)
    assert not view.filters.isVisible()


def test_a_day_that_cannot_be_read_is_told_and_changes_nothing(shell: Shell) -> None:
    popup = open_popup(shell)
    line = popup.findChild(QLineEdit, "filter_since")
    assert line is not None
    line.setText("hier")
    line.editingFinished.emit()
    assert popup._wrong.isVisibleTo(popup)
    line.setText("12/12/2027")
    line.editingFinished.emit()
    assert not popup._wrong.isVisibleTo(popup)
    shell.until(lambda: 0 < len(shell.titles()) < 9)
    popup.close()


def test_an_empty_answer_says_which_filter_to_remove(shell: Shell) -> None:
    shell.window.inbox._narrowing.ask(
        Filter(sentiments=(Sentiment.POSITIVE,), channels=("Tchat (messagerie instantanée)",))
    )
    empty = shell.window.inbox.view.findChild(EmptyState)
    assert empty is not None
    wanted = "Retirez «\u00a0ressenti\u00a0: positif\u00a0» pour voir 1\u00a0expérience."
    shell.until(lambda: empty.isVisible() and "Retirez" in empty.accessibleDescription())
    assert "pour voir" in empty.accessibleDescription(), wanted
    shell.window.inbox._narrowing.ask(NO_FILTER)
    shell.until(lambda: len(shell.titles()) == 9)


def test_the_order_is_chosen_in_a_menu_and_headers_follow(shell: Shell) -> None:
    menu = shell.control(QMenu, "orders_menu")
    newest = next(action for action in menu.actions() if action.objectName() == "order_newest")
    newest.trigger()
    assert newest.isChecked()
    model = shell.control(QListView, "experience_list").model()
    shell.until(lambda: model.listing.number > 0 and not model.listing.groups and len(shell.titles()) == 9)
    dates = [row.published_at for row in model.rows]
    assert dates == sorted(dates, reverse=True)
    assert shell.window.inbox.view.subtitle.text() == "9\u00a0expériences, la plus récente d’abord"
    shell.window.rail.select(View.ALL.value)
    shell.until(lambda: shell.window.inbox.loaded)
    assert shell.window.inbox._narrowing.order is SortOrder.DEADLINE, "each view begins as it is"
