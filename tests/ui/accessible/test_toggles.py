"""What a screen reader does by name: it toggles a button without a click, and selects a row without going to it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QListView, QPushButton, QToolButton

from spplus_desk.ui.inbox.model import InboxModel
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.buttons import Button, IconButton
from spplus_desk.ui.widgets.checks import CheckBox
from spplus_desk.ui.widgets.overlay import card_over
from tests.helpers.inbox_world import key_of
from tests.ui.shell.conftest import Shell

MADE: dict[str, Callable[[Theme], QAbstractButton]] = {
    "button": lambda theme: Button(theme, "Je m’en occupe"),
    "icon": lambda theme: IconButton(theme, "filter-3-line", "Filtrer la liste"),
    "box": lambda _theme: CheckBox("Amélioration à considérer"),
}


@pytest.mark.parametrize("kind", MADE)
def test_from_outside_it_counts_as_a_click_and_a_click_counts_once(shell: Shell, look: Theme, kind: str) -> None:
    button = MADE[kind](look)
    shell.qtbot.addWidget(button)
    button.setCheckable(True)
    clicks: list[bool] = []

    def clicked(on: bool) -> None:
        clicks.append(on)

    button.clicked.connect(clicked)
    button.toggle()  # what the action of the accessible tree calls
    assert clicks == [True]
    button.click()
    assert clicks == [True, False]
    button.show()
    shell.qtbot.keyClick(button, Qt.Key.Key_Space)
    assert clicks == [True, False, True]
    button.setChecked(False)  # the program shows a state: nobody asked for anything
    assert clicks == [True, False, True]


def test_claim_filter_and_improvement_act(shell: Shell) -> None:
    key = key_of("E2")
    shell.choose(key)
    inbox = shell.world.desk.inbox
    shell.control(QPushButton, "claim_button").toggle()
    shell.until(lambda: inbox.detail(key).result(10).slot.claimed_by == shell.world.desk.agent.id)
    shell.control(QCheckBox, "improvement_check").toggle()
    shell.until(lambda: inbox.detail(key).result(10).slot.improvement)
    shell.control(QToolButton, "filter_button").toggle()
    shell.until(lambda: card_over(shell.window) is not None)
    card = card_over(shell.window)
    assert card is not None and card.accessibleName() == "Filtrer la liste"
    card.close()


def test_a_row_that_is_selected_by_name_is_read(shell: Shell) -> None:
    rows = shell.control(QListView, "experience_list")
    model = shell.window.inbox.view.list.model()
    assert isinstance(model, InboxModel)
    for place in (place for place in range(model.rowCount()) if model.flags(model.index(place, 0))):
        row = model.index(place, 0)
        rows.selectionModel().clearSelection()
        rows.selectionModel().select(row, QItemSelectionModel.SelectionFlag.Select)
        assert rows.currentIndex() == row and rows.selectionModel().selectedIndexes() == [row]
        read = model.row(row)
        assert read is not None
        shell.until(lambda key=read.key: shell.window.reading.detail is not None and shell.window.reading.key == key)


def test_rows_added_to_a_selection_leave_the_reading_where_it_is(shell: Shell) -> None:
    shell.choose(key_of("E2"))
    rows = shell.control(QListView, "experience_list")
    before = rows.currentIndex()
    other = next(
        row
        for place in range(rows.model().rowCount())
        if rows.model().flags(row := rows.model().index(place, 0)) and row != before
    )
    rows.selectionModel().select(other, QItemSelectionModel.SelectionFlag.Select)
    assert rows.currentIndex() == before and shell.window.reading.key == key_of("E2")
