"""The window as a screen reader meets it: names of controls against the design's table, rows, descriptions."""

import json
from pathlib import Path

from PySide6 import QtWidgets
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAction
from PySide6.QtWidgets import QAbstractButton, QFrame, QListView, QPushButton, QTextBrowser, QToolButton, QWidget

from spplus_desk.domain.sync_status import SyncPhase
from tests.helpers.clock import FakeClock
from tests.helpers.inbox_world import CIGALE
from tests.helpers.typography import faults
from tests.ui.shell.conftest import Shell

TABLE = json.loads((Path(__file__).parents[2] / "fixtures" / "accessible-names.json").read_text(encoding="utf-8"))
HERE = [entry for entry in TABLE if entry["screen"] in ("Partout", "01 Boîte")]


def name_of(shell: Shell, entry: dict[str, str]) -> str:
    """The accessible name of the control of that entry; a missing control or another class fails."""
    name = entry["objectName"]
    if entry["qt"] == "QAction":
        action = shell.window.findChild(QAction, name)
        assert action is not None, name
        return action.text()
    if name == "main_window":
        assert shell.window.objectName() == name
        return shell.window.accessibleName()
    return shell.control(getattr(QtWidgets, entry["qt"]), name).accessibleName()


def test_every_control_has_the_name_of_the_table(shell: Shell) -> None:
    shell.choose(CIGALE)
    assert shell.control(QPushButton, "claim_button").accessibleName() == "Prise en charge par vous"
    shell.choose("E2:CAF-ORVANNE")
    wanted = {entry["objectName"]: entry["name"].replace("{pseudonyme}", "Odile M.") for entry in HERE}
    assert {entry["objectName"]: name_of(shell, entry) for entry in HERE} == wanted


def test_every_button_has_a_name_that_holds_its_label(shell: Shell) -> None:
    shell.choose(CIGALE)
    buttons = [button for button in shell.window.findChildren(QAbstractButton) if button.isVisible()]
    nameless = [button.objectName() for button in buttons if not (button.accessibleName() or button.text())]
    assert nameless == []
    free = {"sync_status", "account_button"}  # their visible text is the value itself
    wrong = [
        (button.objectName(), button.text(), button.accessibleName())
        for button in buttons
        if button.text() and button.accessibleName() and button.objectName() not in free
        and button.text() not in button.accessibleName()
    ]  # fmt: skip
    assert wrong == []


def test_rows_say_what_the_agent_sees(shell: Shell) -> None:
    view = shell.control(QListView, "experience_list")
    model = view.model()
    said = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    assert said[0] == "En retard, 2"
    assert said[1] == (
        "Aucune nouvelle de ma prime d’activité, En retard de 3\u00a0j, Négatif, Démarche en ligne, Ptit Lu, "
        "prise en charge par Thomas Ruault"
    )
    assert said[4] == (
        "Trois rendez-vous annulés pour une attestation, Aujourd’hui, Négatif, Accueil et 2 autres, Cigale, "
        "prise en charge par vous"
    )
    assert "non lue" in said[6]
    excerpt = model.index(4, 0).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert excerpt.startswith("J’ai besoin d’une attestation")
    assert [faults(text) for text in said if faults(text)] == []


def test_rows_reach_the_accessible_tree(shell: Shell) -> None:
    tree = QAccessible.queryAccessibleInterface(shell.control(QListView, "experience_list"))
    assert tree is not None
    texts = [tree.child(place).text(QAccessible.Text.Name) for place in range(tree.childCount())]
    assert any(text.startswith("Trois rendez-vous annulés") and text.endswith("par vous") for text in texts)


def test_the_list_comes_before_the_reading_in_the_accessible_tree(shell: Shell) -> None:
    shell.choose(CIGALE)
    order: list[str] = []

    def walk(node: QAccessibleInterface) -> None:
        order.append(node.text(QAccessible.Text.Name))
        for place in range(node.childCount()):
            child = node.child(place)
            if child is not None:
                walk(child)

    root = QAccessible.queryAccessibleInterface(shell.window)
    assert root is not None
    walk(root)
    assert order.index("Vues et outils") < order.index("Liste des expériences") < order.index("Témoignage")


def test_the_rail_says_its_counts_in_descriptions(shell: Shell) -> None:
    model = shell.control(QListView, "nav_rail").model()
    shell.until(lambda: model.index(0, 0).data(Qt.ItemDataRole.AccessibleDescriptionRole) == "9\u00a0expériences")
    entries = [model.index(row, 0) for row in range(model.rowCount())]
    names = [index.data(Qt.ItemDataRole.AccessibleTextRole) for index in entries]
    assert names == ["À répondre", "En retard", "À échéance", "À valider", "Mes prises en charge", "Répondues",
                     "Toutes", "Tableau de bord", "Modèles", "Envois"]  # fmt: skip
    assert entries[1].data(Qt.ItemDataRole.AccessibleDescriptionRole) == "2\u00a0expériences"


def test_lists_and_texts_describe_what_they_show(shell: Shell) -> None:
    shell.choose(CIGALE)
    listing = shell.control(QListView, "experience_list")
    shell.until(lambda: listing.accessibleDescription() == "À répondre, 9\u00a0expériences")
    reading = shell.control(QTextBrowser, "reading_view")
    assert reading.accessibleDescription() == "Trois rendez-vous annulés pour une attestation"
    comments = shell.control(QListView, "internal_comments")
    assert comments.accessibleDescription() == "lus par la DITP et les structures concernées"
    row = comments.model().index(0, 0)
    assert row.data(Qt.ItemDataRole.AccessibleTextRole).startswith("Thomas Ruault, ")


def test_the_title_names_the_site(shell: Shell) -> None:
    assert shell.window.windowTitle() == "SP+ Desk — Caf de l’Orvanne, accueil de Montrelin"


def test_offline_is_described_with_its_hour(shell: Shell, clock: FakeClock) -> None:
    strip = shell.control(QFrame, "offline_strip")
    assert not strip.isVisible()
    shell.world.phase(SyncPhase.OFFLINE)
    shell.until(strip.isVisible)
    assert strip.accessibleDescription().startswith("Hors ligne depuis ")
    assert faults(strip.accessibleDescription()) == []
    state = shell.control(QToolButton, "sync_status")
    assert state.accessibleDescription().startswith("Hors ligne, données de ")
    assert shell.control(QPushButton, "offline_retry").isVisible()
    shell.world.phase(SyncPhase.SYNCED, last_success=clock())
    shell.until(lambda: not strip.isVisible())


def test_all_that_is_written_on_screen_is_well_set(shell: Shell) -> None:
    shell.choose(CIGALE)
    texts: list[str] = []
    for widget in shell.window.findChildren(QWidget):
        for read in ("text", "accessibleName", "accessibleDescription", "toolTip", "placeholderText"):
            value = getattr(widget, read, None)
            if callable(value) and widget.objectName() not in ("reading_view",):
                text = value()
                if isinstance(text, str) and not text.startswith("<"):
                    texts.append(text)
    texts += [action.text().replace("&", "") for action in shell.window.findChildren(QAction)]
    assert {text: faults(text) for text in texts if faults(text)} == {}
