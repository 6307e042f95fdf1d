"""The board as it is walked: by Tab, by a screen reader, from a chart into its table."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from spplus_desk.domain.statistics import figures
from spplus_desk.ui.dashboard.chart_card import ChartCard
from spplus_desk.ui.theme import Theme
from tests.ui.dashboard.conftest import Boarded

NAME = QAccessible.Text.Name
DESCRIPTION = QAccessible.Text.Description


def walked(node: QAccessibleInterface | None) -> Iterator[QAccessibleInterface]:
    if node is None or node.state().invisible:
        return
    yield node
    for place in range(node.childCount()):
        yield from walked(node.child(place))


def told(widget: QWidget) -> list[str]:
    return [name for node in walked(QAccessible.queryAccessibleInterface(widget)) if (name := node.text(NAME))]


def settled(board: Boarded) -> None:
    """After the paint of the figures, with the rows of « Répartition »."""
    tables = board.pane.board.breakdown._tables
    board.qtbot.waitUntil(lambda: any(model.rowCount() > 0 for _, model in tables.values()))


def round_of_tab(board: Boarded, page: QWidget) -> list[QWidget]:
    """From the first stop of the page until Tab leaves it."""
    stops: list[QWidget] = []
    focus = QApplication.focusWidget()
    while focus is not None and page.isAncestorOf(focus) and focus not in stops:
        stops.append(focus)
        board.qtbot.keyClick(focus, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
    return stops


def test_tab_goes_through_the_cards_as_they_stand(board: Boarded) -> None:
    settled(board)
    pane = board.pane
    pane.header.export_csv.setFocus(Qt.FocusReason.TabFocusReason)
    stops = round_of_tab(board, pane)
    here = pane.board
    cards = [here.today, here.published, here.internal, *here.charts(), here.content, here.breakdown]
    met = [next((card for card in cards if card.isAncestorOf(stop)), pane.header) for stop in stops]
    assert [one for one, after in pairwise([*met, None]) if one is not after] == [pane.header, *cards]
    figure_links = [stop for stop in stops if stop.objectName() == "figure_list"]
    assert figure_links == [box.list_link for box in here.boxes() if box.list_link.isEnabled()]


def test_what_was_made_anew_keeps_its_place(board: Boarded) -> None:
    settled(board)
    pane = board.pane
    assert pane.numbers is not None
    pane.board.today._told = None
    pane.board.today.show_numbers(pane.numbers)
    late = pane.board.today.findChildren(QPushButton, "today_late")[-1]
    board.qtbot.waitUntil(late.isVisible)
    pane.header.poster.setFocus(Qt.FocusReason.TabFocusReason)  # the last one above the cards
    board.qtbot.keyClick(pane.header.poster, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is late


@pytest.mark.parametrize("width", [1366, 960])
def test_a_screen_reader_walks_it_from_the_title_down(board: Boarded, width: int) -> None:
    board.window.resize(width, 736)
    settled(board)
    here = board.pane.board
    board.pane._order.settle()
    names = told(board.pane)
    cards = [here.today, here.published, here.internal, *here.charts(), here.content, here.breakdown]
    order = ["Tableau de bord", "Exporter en CSV", *(card.accessibleName() for card in cards)]
    places = [names.index(name) for name in order]
    assert places == sorted(places)
    day = told(here.today)
    assert day.index("Aujourd’hui") < day.index(here.today.findChildren(QPushButton)[0].accessibleName())
    tables = [name for name in names if name.endswith(", tableau")]
    tab = here.breakdown.tabs
    assert tables[-1].startswith(tab.tabText(tab.currentIndex()))
    assert names.index(tab.tabText(tab.currentIndex())) < names.index(tables[-1])


def test_each_figure_is_met_with_value_list_and_definition(board: Boarded) -> None:
    numbers = board.pane.numbers
    assert numbers is not None
    shown = [*figures.published(numbers), *figures.internal(numbers), figures.useful(numbers)]
    for box, figure in zip(board.pane.board.boxes(), shown, strict=True):
        names = told(box)
        wanted = [
            f"{figure.name}\u00a0: {figure.told}",
            f"{figure.listed}, voir la liste, {figure.name}",
            f"Définition, {figure.definition.name}",
        ]
        assert [name for name in names if name in wanted] == wanted


def of_table(table: QWidget) -> tuple[list[str], list[str]]:
    """Heads and cells, row by row."""
    top = QAccessible.queryAccessibleInterface(table)
    inside = [child for place in range(top.childCount()) if (child := top.child(place)) is not None]
    return tuple(  # type: ignore[return-value]
        [one.text(NAME) for one in inside if one.role() == role]
        for role in (QAccessible.Role.ColumnHeader, QAccessible.Role.Cell)
    )


def swapped_by_keyboard(board: Boarded, card: ChartCard) -> QWidget:
    """From the link of the chart into the table that took its place."""
    card.swap.setFocus(Qt.FocusReason.TabFocusReason)
    board.qtbot.keyClick(card.swap, Qt.Key.Key_Space)
    assert card.in_table and card.swap.hasFocus()
    assert card.swap.accessibleName() == f"{card.head.title.text()}, en graphique"
    board.qtbot.keyClick(card.swap, Qt.Key.Key_Tab)
    focus = QApplication.focusWidget()
    assert focus is not None
    return focus


def test_each_chart_tells_its_numbers_and_its_table_the_same(board: Boarded) -> None:
    here = board.pane.board
    for card in here.charts():
        chart = QAccessible.queryAccessibleInterface(card._chart)
        description = chart.text(DESCRIPTION)
        assert chart.text(NAME) == f"{card.accessibleName()}, graphique"
        table = swapped_by_keyboard(board, card)
        assert table is card.table
        assert table.accessibleName() == f"{card.accessibleName()}, tableau"
        head, cells = of_table(table)
        rows = [cells[start : start + len(head)] for start in range(0, len(cells), len(head))]
        assert all(head) and all(cells) and len(cells) == len(rows) * len(head) > 0
        value = 2 if card is here.weekly else 1  # after how many were answered
        points = [f"{row[0]}\u00a0: {row[value]}" for row in rows if row[value] != "trop peu"]
        assert description == (", ".join(points) or here._line._nothing)
        board.qtbot.keyClick(table, Qt.Key.Key_Down)
        assert card.table.currentIndex().row() == 1
        board.qtbot.keyClick(table, Qt.Key.Key_T)
        assert not card.in_table and card.swap.hasFocus()


def test_it_opens_at_its_top_in_large_text(board: Boarded, look: Theme) -> None:
    board.window.router.go("to_answer")
    look.set_text_scale(2.0)
    board.window.router.go("dashboard")
    combo = board.pane.header.period_combo
    board.qtbot.waitUntil(combo.hasFocus)
    settled(board)
    assert board.pane.board.verticalScrollBar().maximum() > 0
    assert board.pane.board.verticalScrollBar().value() == 0


def test_in_one_column_the_breakdown_shows_several_rows_at_once(board: Boarded, look: Theme) -> None:
    settled(board)
    here = board.pane.board
    assert here.breakdown.tabs.minimumHeight() == 0
    look.set_text_scale(2.0)
    table, model = next(iter(here.breakdown._tables.values()))
    rows = min(model.rowCount(), 5)
    board.qtbot.waitUntil(lambda: table.viewport().height() >= rows * table.rowHeight(0))
