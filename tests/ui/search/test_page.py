"""Searching by keyboard alone: what is typed, what becomes a chip, what is found and read."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6 import QtWidgets
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListView, QPushButton, QToolButton, QWidget

from spplus_desk.domain.experience_payloads import AddComment
from spplus_desk.domain.search import SearchOrder
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.store import bulk
from spplus_desk.ui.theme import Mode
from tests.helpers.inbox_world import CIGALE, NEG, SITE, experience_changes, key_of
from tests.helpers.typography import faults
from tests.ui.search.conftest import Searching

TABLE = json.loads((Path(__file__).parents[2] / "fixtures" / "accessible-names.json").read_text(encoding="utf-8"))
HERE = [entry for entry in TABLE if entry["screen"] == "09 Recherche"]
CONTROL = Qt.KeyboardModifier.ControlModifier
CIGALE_TITLE = "Trois rendez-vous annulés pour une attestation"


def test_every_control_has_the_name_and_class_of_the_table(searching: Searching) -> None:
    searching.type("canal:accueil rendez ")
    searching.until(lambda: len(searching.titles()) >= 4)
    assert len(HERE) >= 9
    found = {
        entry["objectName"]: searching.control(getattr(QtWidgets, entry["qt"]), entry["objectName"]).accessibleName()
        for entry in HERE
    }
    assert found == {entry["objectName"]: entry["name"].replace("{filtre}", "canal\u00a0: accueil") for entry in HERE}


def test_an_operator_becomes_a_chip_as_it_is_typed(searching: Searching) -> None:
    searching.type("canal:acc")
    assert searching.chips() == []
    searching.type("ueil depuis:octobre ")
    searching.type("rendez vous annule")
    assert searching.field.text() == "rendez vous annule"
    assert searching.chips() == [
        "Retirer le filtre canal\u00a0: accueil",
        "Retirer le filtre depuis\u00a0: 1er oct. 2027",
    ]
    searching.answered("6\u00a0résultats")
    assert searching.titles()[0] == CIGALE_TITLE
    searching.read(CIGALE_TITLE)


def test_backspace_in_the_empty_field_removes_the_last_chip(searching: Searching) -> None:
    searching.type("canal:accueil ressenti:negatif x")
    searching.press(Qt.Key.Key_Backspace)
    assert len(searching.chips()) == 2
    searching.press(Qt.Key.Key_Backspace)
    assert searching.chips() == ["Retirer le filtre canal\u00a0: accueil"]
    assert searching.field.hasFocus()
    searching.control(QToolButton, "remove_filter").click()
    assert searching.chips() == [] and searching.field.hasFocus()
    assert searching.view.kept.isVisible()


def test_enter_finishes_a_filter_and_opens_a_result(searching: Searching) -> None:
    searching.type("rendez annule canal:accueil")
    searching.press(Qt.Key.Key_Return)
    assert searching.chips() == ["Retirer le filtre canal\u00a0: accueil"]
    searching.read(CIGALE_TITLE)
    searching.press(Qt.Key.Key_Down)
    assert searching.view.list.hasFocus()
    searching.press(Qt.Key.Key_Up)
    assert searching.field.hasFocus()
    searching.press(Qt.Key.Key_Return)
    window = searching.shell.window
    searching.until(lambda: window.reading.detail is not None and window.reading.key == CIGALE)
    assert not searching.page.isVisible()


def test_f3_walks_over_the_passages_round_and_round(searching: Searching) -> None:
    searching.type("rendez-vous annule attestation")
    searching.read(CIGALE_TITLE)
    searching.until(lambda: searching.view.passage.text() == "Passage 1 sur 5")
    assert searching.page.text.present() == "attestation"
    searching.press(Qt.Key.Key_F3)
    assert (searching.view.passage.text(), searching.page.text.present()) == ("Passage 2 sur 5", "rendez-vous")
    searching.press(Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    searching.press(Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert searching.view.passage.text() == "Passage 5 sur 5"
    searching.control(QToolButton, "next_match").click()
    assert searching.view.passage.text() == "Passage 1 sur 5"


def test_escape_clears_then_goes_back_where_one_was(searching: Searching) -> None:
    searching.type("canal:accueil rendez")
    searching.press(Qt.Key.Key_Escape)
    assert (searching.field.text(), searching.chips()) == ("", [])
    assert searching.page.isVisible() and searching.field.hasFocus()
    searching.press(Qt.Key.Key_Escape)
    assert not searching.page.isVisible()
    assert QApplication.focusWidget() is searching.shell.window.inbox.view.list


def test_ctrl_k_comes_back_to_the_field_and_to_what_was_asked(searching: Searching) -> None:
    searching.type("rendez")
    searching.until(lambda: len(searching.titles()) > 3)
    searching.view.list.setFocus()
    searching.press(Qt.Key.Key_K, CONTROL)
    assert searching.field.hasFocus()
    searching.press(Qt.Key.Key_1, CONTROL)
    assert not searching.page.isVisible()
    searching.press(Qt.Key.Key_K, CONTROL)
    assert searching.page.isVisible() and searching.field.selectedText() == "rendez"


def test_nothing_found_says_what_to_do(searching: Searching) -> None:
    searching.type("canal:accueil zygomatique")
    searching.answered("Aucun résultat")
    assert searching.view.empty.isVisible()
    assert searching.view.empty.accessibleName() == "Aucun résultat"
    said = searching.view.empty.accessibleDescription()
    assert said == "Retirez «\u00a0canal\u00a0: accueil\u00a0» pour chercher partout."
    assert not searching.control(QPushButton, "open_result").isEnabled()


def test_what_is_not_understood_is_told(searching: Searching) -> None:
    searching.type("canal:cantine")
    assert "«\u00a0cantine\u00a0» est cherché comme un mot." in searching.view.refine.hint.text()
    assert searching.field.accessibleDescription() == searching.view.refine.hint.text()
    searching.press(Qt.Key.Key_Escape)
    searching.page.findChild(QPushButton, "refine_since").click()
    assert searching.field.text() == "depuis\u00a0: " and searching.field.hasFocus()
    assert "attend une date" in searching.view.refine.hint.text()


def test_while_the_index_is_made_the_page_says_how_far_it_is(searching: Searching) -> None:
    store = searching.shell.world.store

    def fill() -> None:
        with store._work.database.transaction(durable=False):
            bulk.begin(store._work.database)

    store._thread.post(fill).result()
    searching.shell.world.phase(SyncPhase.SYNCING, done=40, total=100)
    searching.type("rendez")
    searching.until(lambda: searching.view.where.text() == "La recherche se reconstruit, 40\u00a0%.")


def test_new_texts_are_found_without_asking_again(searching: Searching) -> None:
    searching.type("duplicata")
    searching.answered("Aucun résultat")
    world = searching.shell.world
    world.store.intend(key_of("E1"), AddComment(structure_id=SITE, body="Un duplicata est parti."), world.clock())
    searching.answered("1\u00a0résultat")
    (hit,) = searching.page.model.hits
    assert hit.own and hit.passage.text == "Un duplicata est parti."


def test_more_results_come_when_the_list_is_near_its_end(searching: Searching) -> None:
    now = searching.shell.world.clock()
    changes = []
    for i in range(130):
        changes += experience_changes(
            f"M{i}", f"Guichet {i}", "Ana", "Le parapheur.", NEG, ("Accueil",), timedelta(days=2, minutes=i),
            now=now,
        )  # fmt: skip
    searching.shell.world.feed(*changes)
    searching.type("parapheur")
    searching.answered("130\u00a0résultats")
    searching.until(lambda: len(searching.titles()) == 50)  # those in sight first, the others of the page at once
    bar = searching.view.list.verticalScrollBar()
    bar.setValue(bar.maximum())
    searching.until(lambda: len(searching.titles()) == 130)
    assert len(set(searching.titles())) == 130


def test_relevance_when_asked(searching: Searching) -> None:
    searching.type("rendez")
    searching.until(lambda: len(searching.titles()) > 3)
    newest = searching.titles()
    searching.view.sort._choose(SearchOrder.RELEVANCE)
    searching.until(lambda: searching.titles() != newest)
    assert sorted(searching.titles()) == sorted(newest)
    assert searching.control(QToolButton, "result_sort").accessibleDescription() == "les plus proches d’abord"


def test_a_search_is_kept_found_again_and_given_up(searching: Searching) -> None:
    searching.type("canal:accueil rendez-vous")
    searching.until(lambda: len(searching.titles()) > 3)
    found = searching.titles()
    searching.control(QPushButton, "save_search").click()
    name = searching.control(QWidget, "search_name")
    assert name.hasFocus()
    searching.shell.qtbot.keyClicks(name, "Rendez-vous")
    searching.press(Qt.Key.Key_Return)
    searching.until(searching.field.hasFocus)
    searching.press(Qt.Key.Key_Escape)
    searching.until(lambda: bool(searching.page.findChildren(QPushButton, "kept_search")))
    kept = searching.control(QPushButton, "kept_search")
    assert kept.text() == "Rendez-vous"
    kept.click()
    searching.until(lambda: searching.titles() == found)
    assert searching.chips() == ["Retirer le filtre canal\u00a0: accueil"]
    searching.press(Qt.Key.Key_Escape)
    searching.control(QToolButton, "forget_search").click()
    searching.until(lambda: not [b for b in searching.page.findChildren(QPushButton, "kept_search") if b.isVisible()])


def test_results_are_read_out_whole(searching: Searching) -> None:
    searching.type("rendez-vous Montrelin")
    searching.until(lambda: CIGALE_TITLE in searching.titles())
    index = searching.page.model.index(0)
    said = index.data(int(Qt.ItemDataRole.AccessibleTextRole))
    assert said.startswith(f"{CIGALE_TITLE}, Aujourd’hui, Cigale, publiée le jeudi 9 décembre")
    assert said.endswith("dans le témoignage")
    assert "rendez-vous" in index.data(int(Qt.ItemDataRole.AccessibleDescriptionRole))
    listed = searching.control(QListView, "result_list")
    assert listed.accessibleDescription() == searching.count()


@pytest.mark.parametrize("width", [960, 1366, 1920])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_all_that_is_needed_is_in_sight(searching: Searching, width: int, scale: float) -> None:
    window = searching.shell.window
    searching.shell.qtbot.waitExposed(window)
    theme = searching.view._theme
    theme.set_text_scale(scale)
    theme.set_mode(Mode.DARK if scale > 1 else Mode.LIGHT)
    window.resize(width, 736)
    searching.type("canal:accueil depuis:octobre rendez")
    searching.until(lambda: len(searching.titles()) > 3)
    searching.shell.qtbot.wait(0)
    for one in (searching.field, searching.view.list, searching.view.open, searching.view.save):
        corner = one.mapTo(searching.page, one.rect().bottomRight())
        assert searching.page.rect().contains(corner), one.objectName()
        assert one.isVisible() and one.height() > 20
    assert searching.field.width() >= 200
    assert searching.view.open.width() >= searching.view.open.sizeHint().width()


def test_words_keep_the_typography(searching: Searching) -> None:
    searching.type("canal:cantine zygomatique etat : ")
    searching.answered("Aucun résultat")
    texts = [label.text() for label in searching.page.findChildren(QtWidgets.QLabel)]
    texts += [button.text() for button in searching.page.findChildren(QtWidgets.QAbstractButton)]
    assert [text for text in texts if faults(text)] == []
