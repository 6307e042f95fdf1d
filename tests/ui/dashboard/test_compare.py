"""Structures side by side: chosen by keyboard, figures equal to the board's, files opened by other programs."""

import csv
from pathlib import Path

import openpyxl
import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QPushButton, QTableView

from spplus_desk.domain.statistics import comparison, figures
from spplus_desk.domain.statistics.definitions import Clock
from spplus_desk.domain.statistics.questions import Node
from spplus_desk.ui.dashboard.compare_popover import ComparePopover
from spplus_desk.ui.dashboard.definition_popover import DefinitionPopover
from tests.helpers.board_world import ARDOUX, HEAD, MONTRELIN, VELY
from tests.helpers.typography import faults
from tests.ui.dashboard.conftest import Boarded
from tests.ui.dashboard.test_board import texts
from tests.ui.reply.looking import control

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
"""A popover offscreen."""
NODES = (Node(HEAD, alone=True), Node(HEAD), Node(MONTRELIN), Node(VELY), Node(ARDOUX))


def opened(board: Boarded) -> ComparePopover:
    combo = board.pane.header.scope_combo
    place = combo.count() - 1
    assert combo.itemText(place) == "Comparer des structures…"
    combo.setCurrentIndex(place)
    combo.activated.emit(place)
    popover = board.pane.window().findChild(ComparePopover)
    assert isinstance(popover, ComparePopover) and combo.currentText() != "Comparer des structures…"
    return popover


def compare(board: Boarded, nodes: tuple[Node, ...] = NODES) -> None:
    board.pane.compare(nodes)
    board.qtbot.waitUntil(lambda: len(board.pane._compared) == len(nodes))


def test_structures_are_ticked_and_stand_side_by_side(board: Boarded) -> None:
    popover, bot = opened(board), board.qtbot
    listed = popover.findChild(QListWidget, "compare_list")
    ticked = [
        listed.item(row) for row in range(listed.count()) if listed.item(row).checkState() is Qt.CheckState.Checked
    ]
    assert [item.data(Qt.ItemDataRole.UserRole) for item in ticked] == [Node(HEAD), Node(HEAD, alone=True)]
    ticked[1].setCheckState(Qt.CheckState.Unchecked)
    popover.confirm()
    assert popover.fault.text() == "Cochez de 2 à 8 structures. Ici\u00a0: 1."
    bot.waitUntil(listed.hasFocus)
    listed.setCurrentRow(2)
    bot.keyClick(listed, Qt.Key.Key_Space)
    popover.findChild(QPushButton, "compare_show").click()
    page = board.pane.comparison
    bot.waitUntil(page.isVisible)
    names = [comparison.name_of(one) for one in board.pane._compared]
    assert names == ["Caf de l’Orvanne", "Accueil de Montrelin"]
    # Of the window: offscreen, none is active again after a popover.
    bot.waitUntil(lambda: board.window.focusWidget() is page.cards[Clock.PUBLISHED].table)
    for text in texts(page):
        assert not faults(text), (text, faults(text))


def test_its_figures_are_those_of_the_board_and_small_numbers_are_refused(board: Boarded) -> None:
    compare(board)
    rows = {row.key: row for row in comparison.rows(board.pane._compared)}
    for place, numbers in enumerate(board.pane._compared):
        for figure in figures.every(numbers):
            cell = rows[figure.definition.key].cells[place]
            if numbers.now.counts.experiences >= 10:
                assert (cell.amount, cell.count) == (figure.amount, figure.count)
            else:
                assert (cell.told, cell.amount) == ("trop peu", None)
    # Nobody below the head is its own, and a point with a handful has no figure at all.
    assert rows["experiences"].cells[0].told == "0"
    assert board.pane._compared[-1].now.counts.experiences < 10
    # The two clocks never stand in one table.
    for clock, card in board.pane.comparison.cards.items():
        assert all(row.clock is clock for row in card._rows)


def test_the_chart_follows_the_line_and_enter_opens_the_list(board: Boarded) -> None:
    compare(board)
    bot, card = board.qtbot, board.pane.comparison.cards[Clock.PUBLISHED]
    median = next(place for place, row in enumerate(card._rows) if row.key == "median")
    card.table.setCurrentIndex(card.table.model().index(median, 3))
    assert card.chart.accessibleName() == "Indicateur publié, Délai médian, graphique"
    assert "Accueil de Montrelin\u00a0: " in card.chart.accessibleDescription()
    card.definition.click()
    popover = board.pane.window().findChild(DefinitionPopover)
    assert popover is not None and "Délai médian" in " ".join(texts(popover))
    popover.close()
    card.table.activated.emit(card.table.model().index(median, 3))
    table = control(board.pane, QTableView, "figure_experience_list")
    count = card._rows[median].cells[2].count
    bot.waitUntil(lambda: table.model().rowCount() == count)
    assert "Accueil de Montrelin" in board.pane.list_page.filter.text()
    bot.keyClick(table, Qt.Key.Key_Escape)
    assert board.pane.comparison.isVisible()
    bot.keyClick(board.pane.comparison, Qt.Key.Key_Escape)
    assert board.pane.board.isVisible() and not board.pane._compared
    bot.waitUntil(lambda: board.window.focusWidget() is board.pane.header.scope_combo)


def test_another_period_keeps_the_comparison_another_structure_ends_it(board: Boarded) -> None:
    compare(board)
    header, bot = board.pane.header, board.qtbot
    before = board.pane._compared
    header.period_combo.setCurrentIndex(1)
    header.period_combo.activated.emit(1)
    bot.waitUntil(lambda: board.pane._compared != before)
    assert board.pane.comparison.isVisible() and not header.poster.isEnabled()
    header.choose(Node(MONTRELIN))
    bot.waitUntil(lambda: board.pane.numbers.node == Node(MONTRELIN))
    assert board.pane.board.isVisible() and header.poster.isEnabled()


def test_its_files_hold_the_same_figures(board: Boarded, tmp_path: Path) -> None:
    compare(board)
    rows = {row.name: row for row in comparison.rows(board.pane._compared) if row.clock is Clock.PUBLISHED}
    for suffix in (".csv", ".xlsx", ".pdf"):
        path = tmp_path / f"comparaison{suffix}"
        with board.qtbot.waitSignal(board.pane.exported, timeout=20_000):
            board.pane.export(suffix, path)
    with (tmp_path / "comparaison.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file, delimiter=";"))
    head = next(place for place, line in enumerate(table) if line[:2] == ["Horloge", "Chiffre"])
    assert table[head][3:] == [comparison.name_of(one) for one in board.pane._compared]
    written = {
        line[1]: line[3:] for line in table[head + 1 :] if line and line[0] == "Indicateur publié" and len(line) > 5
    }
    book = openpyxl.load_workbook(tmp_path / "comparaison.xlsx")
    cells = {
        line[1]: line[3:] for line in book["Comparaison"].iter_rows(values_only=True) if line[0] == "Indicateur publié"
    }
    assert set(rows) <= set(cells) and set(rows) <= set(written)
    for name, row in rows.items():
        wanted = [cell.told if cell.amount is None else round(cell.amount, 2) for cell in row.cells]
        assert list(cells[name]) == wanted
        assert written[name] == [one if isinstance(one, str) else f"{one:g}".replace(".", ",") for one in wanted]
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "comparaison.pdf").pages)
    assert "Comparaison de structures" in text and "Accueil de Montrelin" in text
    median = rows["Délai médian"].cells[2].told.replace("\u00a0", " ")
    assert median in text.replace("\u00a0", " ")
