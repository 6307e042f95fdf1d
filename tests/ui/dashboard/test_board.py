"""« Tableau de bord » as a manager meets it: names, keys, lists, tables, exports, states."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QTableView, QWidget

from spplus_desk.domain.commands import Command
from spplus_desk.domain.experience import Experience, Slot
from spplus_desk.domain.experience_payloads import SubmitReply
from spplus_desk.domain.statistics import figures, words
from spplus_desk.domain.statistics.periods import Period
from spplus_desk.ui.dashboard.definition_popover import DefinitionPopover
from spplus_desk.ui.dashboard.period_popover import PeriodPopover
from spplus_desk.ui.theme import Mode
from tests.helpers.accessible_names import fault_of, of
from tests.helpers.board_world import BREZAC, MONTRELIN
from tests.helpers.typography import faults
from tests.ui.dashboard.conftest import Boarded
from tests.ui.reply.looking import control

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
"""A popover offscreen."""


def texts(root: QWidget) -> list[str]:
    found = [label.text() for label in root.findChildren(QLabel)] + [b.text() for b in root.findChildren(QPushButton)]
    found += [widget.accessibleName() for widget in root.findChildren(QWidget)]
    return [text for text in found if text]


def test_names_are_those_of_the_list(board: Boarded) -> None:
    pane = board.pane
    assert [fault for fault in (fault_of(pane, entry) for entry in of("05 Tableau")) if fault] == []
    numbers = pane.numbers
    assert numbers is not None
    told = {label.accessibleName() for label in pane.findChildren(QLabel, "figure")}
    for figure in figures.published(numbers):
        assert f"{figure.name}\u00a0: {figure.told}" in told
    lists = {link.accessibleName() for link in pane.findChildren(QPushButton, "figure_list")}
    in_time = figures.published(numbers)[0]
    assert f"{in_time.listed}, voir la liste, En moins de 7\u00a0jours" in lists
    for text in texts(pane):
        assert not faults(text), (text, faults(text))


def test_every_list_is_as_long_as_its_figure_and_says_its_filter(board: Boarded) -> None:
    pane = board.pane
    for box in pane.board.published_figures:
        figure = box._figure
        assert figure is not None
        box.list_link.click()
        table = control(pane, QTableView, "figure_experience_list")
        board.qtbot.waitUntil(lambda want=figure.count, of=table: of.model().rowCount() == want)
        assert words.behind(figure.behind, "Caf de l’Orvanne et structures filles") == pane.list_page.filter.text()
        board.qtbot.waitUntil(table.hasFocus)
        board.qtbot.keyClick(table, Qt.Key.Key_Escape)
        assert pane.board.isVisible()


def test_enter_opens_the_experience_in_the_inbox(board: Boarded) -> None:
    pane = board.pane
    pane.board.published_figures[1].list_link.click()
    table = control(pane, QTableView, "figure_experience_list")
    board.qtbot.waitUntil(lambda: table.model().rowCount() > 0)
    with board.qtbot.waitSignal(pane.read_wanted) as read:
        table.activated.emit(table.model().index(0, 0))
    board.qtbot.waitUntil(lambda: board.window.reading.key == read.args[0])


def test_arrows_enter_definition_and_table_by_keyboard(board: Boarded) -> None:
    pane, bot = board.pane, board.qtbot
    first, second = pane.board.published_figures[:2]
    first.list_link.setFocus(Qt.FocusReason.TabFocusReason)
    bot.keyClick(first.list_link, Qt.Key.Key_Right)
    bot.waitUntil(second.list_link.hasFocus)
    bot.keyClick(second.list_link, Qt.Key.Key_Left)
    bot.waitUntil(first.list_link.hasFocus)
    bot.keyClick(first.list_link, Qt.Key.Key_D)
    popover = pane.window().findChild(DefinitionPopover)
    assert popover is not None and popover.isVisible()
    assert "7\u00a0fois 24\u00a0heures" in popover.accessibleDescription()
    bot.keyClick(popover, Qt.Key.Key_Escape)
    bot.waitUntil(first.list_link.hasFocus)
    bot.keyClick(first.list_link, Qt.Key.Key_T)
    assert all(card.in_table for card in pane.board.charts())
    rows = pane.board.delays.table.model()
    assert rows.data(rows.index(14, 0)) == "14+"
    bot.keyClick(first.list_link, Qt.Key.Key_T)
    assert not any(card.in_table for card in pane.board.charts())
    bot.keyClick(first.list_link, Qt.Key.Key_Return)
    assert pane.list_page.isVisible()
    bot.keyClick(pane.list_page.back, Qt.Key.Key_Escape)
    assert not pane.list_page.isVisible()
    assert first.list_link.hasFocus()


def test_a_reply_sent_here_is_counted_at_once(board: Boarded) -> None:
    numbers = board.pane.numbers
    assert numbers is not None
    waiting = numbers.waiting.total
    assert waiting > 0
    listed = board.world.desk.dashboard.behind(figures.published(numbers)[1].behind).result()[0]
    payload = SubmitReply(structure_id=listed.structure_id, body="Votre courrier est parti ce matin.")
    asked = Command(id="c1", subject=listed.experience_id, issued_at=board.world.clock(), payload=payload)
    board.world.store.enqueue(asked).result()
    board.qtbot.waitUntil(lambda: board.pane.numbers is not None and board.pane.numbers.waiting.total == waiting - 1)


def test_what_comes_by_the_feed_is_counted(board: Boarded) -> None:
    at = board.world.clock() - timedelta(days=2)
    assert board.pane.numbers is not None
    before = board.pane.numbers.now.counts.experiences
    made = Experience(id="N1", title="Nouveau", body="Bonjour", pseudonym="Paul", published_at=at)
    board.world.feed(made, Slot(id=f"N1:{BREZAC}", experience_id="N1", structure_id=BREZAC, version=1))
    board.qtbot.waitUntil(
        lambda: board.pane.numbers is not None and board.pane.numbers.now.counts.experiences == before + 1
    )


def test_another_structure_and_another_period_are_other_figures(board: Boarded) -> None:
    pane = board.pane
    scope = pane.header.scope_combo
    place = next(n for n in range(scope.count()) if "Montrelin" in scope.itemText(n))
    scope.setCurrentIndex(place)
    scope.activated.emit(place)
    board.qtbot.waitUntil(lambda: pane.numbers is not None and pane.numbers.node.structure_id == MONTRELIN)
    period = pane.header.period_combo
    period.setCurrentIndex(4)
    period.activated.emit(4)
    board.qtbot.waitUntil(lambda: pane.numbers is not None and pane.numbers.period.by_month)
    assert pane.board.weekly.head.title.text() == "Par mois"


def test_days_of_ones_own_choice_by_keyboard(board: Boarded) -> None:
    pane = board.pane
    combo = pane.header.period_combo
    shown = combo.currentText()
    free = combo.count() - 1
    combo.setCurrentIndex(free)
    combo.activated.emit(free)
    popover = pane.window().findChild(PeriodPopover)
    assert popover is not None and popover.isVisible()
    assert combo.currentText() == shown, "what is shown stays named meanwhile"
    for typed, said in (("31/02/2026", "ne se lit pas"), ("01/01/2200", "n’a pas commencé")):
        popover.first.setText(typed)
        popover.last.setText("02/01/2200")
        board.qtbot.keyClick(popover.first, Qt.Key.Key_Return)
        assert said in popover.fault.text() and popover.isVisible()
        assert faults(popover.fault.text()) == []
    numbers = pane.numbers
    assert numbers is not None
    first, last = numbers.period.first, numbers.period.first + timedelta(days=2)
    popover.first.setText(f"{last:%d/%m/%Y}")
    popover.last.setText(f"{first:%d/%m/%Y}")
    board.qtbot.keyClick(popover.last, Qt.Key.Key_Return)
    assert "avant le premier" in popover.fault.text()
    popover.first.setText(f"{first:%d/%m/%Y}")
    popover.last.setText(f"{last:%d/%m/%Y}")
    board.qtbot.keyClick(popover.last, Qt.Key.Key_Return)
    board.qtbot.waitUntil(lambda: pane.numbers is not None and pane.numbers.period == Period(first, last))
    assert combo.currentText().startswith("Dates choisies")
    pane.header.choose_days(Period(first, first))
    assert sum(combo.itemText(n).startswith("Dates choisies") for n in range(combo.count())) == 1
    board.qtbot.waitUntil(lambda: pane.numbers is not None and pane.numbers.period == Period(first, first))


def test_several_structures_are_explained(board: Boarded) -> None:
    shown = " ".join(label.text() for label in board.pane.board.breakdown.findChildren(QLabel))
    assert "Une expérience peut concerner plusieurs structures" in shown
    assert "Trop peu de données pour un pourcentage (il en faut 10)" in shown


def test_no_line_names_a_person(board: Boarded) -> None:
    told = " ".join(texts(board.pane.board))
    assert "Hélène" not in told and "Cigale" not in told


def test_an_export_says_where_it_went(board: Boarded, tmp_path: Path) -> None:
    for suffix in (".csv", ".xlsx"):
        path = tmp_path / f"chiffres{suffix}"
        with board.qtbot.waitSignal(board.pane.exported) as told:
            board.pane.export(suffix, path)
        assert path.exists() and str(path) in told.args[0]
    board.pane.header.export_csv.click()
    dialog = board.pane.findChild(QFileDialog)
    assert dialog is not None and dialog.isVisible()  # and the window goes on behind it
    dialog.close()


@pytest.mark.parametrize("count", [0])
def test_an_empty_period_says_so(board: Boarded) -> None:
    assert board.pane.nothing.isVisible()
    assert board.pane.nothing.accessibleName() == "Aucune expérience sur cette période"


@pytest.mark.parametrize("count", [8])
def test_few_experiences_give_no_percentage(board: Boarded) -> None:
    told = {label.accessibleName() for label in board.pane.findChildren(QLabel, "figure")}
    assert f"En moins de 7\u00a0jours\u00a0: {words.TOO_FEW}" in told


@pytest.mark.parametrize(
    ("size", "scale"), [((1366, 736), 1.0), ((1920, 1048), 1.0), ((1366, 736), 2.0), ((960, 600), 1.0)]
)
def test_nothing_is_wider_than_the_window(board: Boarded, size: tuple[int, int], scale: float) -> None:
    theme = board.pane._theme
    theme.set_mode(Mode.DARK)
    theme.set_text_scale(scale)
    board.window.resize(*size)
    area = board.pane.board
    board.qtbot.waitUntil(lambda: board.window.size().width() == size[0])
    QApplication.sendPostedEvents()
    body = area.widget()
    assert body is not None
    board.qtbot.waitUntil(lambda: body.width() <= area.viewport().width() + 1)
    assert not board.window.grab().isNull()


def test_charts_are_read_by_a_screen_reader(board: Boarded) -> None:
    chart = control(board.pane, QWidget, "delay_chart")
    interface = QAccessible.queryAccessibleInterface(chart)
    assert interface is not None
    assert "14+\u00a0: " in interface.text(QAccessible.Text.Description)


def test_the_head_takes_the_whole_width_where_it_does_not_stand_on_one_line(board: Boarded) -> None:
    """At 200 % on 1366 px it held half of the height, each control on a line of its own."""
    header, window = board.pane.header, board.pane.window()
    theme = header._theme

    def heights() -> tuple[int, int]:
        board.qtbot.wait(50)
        return header.period_combo.mapTo(header, QPoint(0, 0)).y(), header.scope_combo.mapTo(header, QPoint(0, 0)).y()

    try:
        for scale, below in ((1.0, False), (2.0, True)):
            theme.set_text_scale(scale)
            window.resize(1366, 736)
            first, second = heights()
            assert first == second, "side by side"
            assert (first >= header.poster.geometry().bottom()) is below
    finally:
        theme.set_text_scale(1.0)
