"""Modèles on the real window: looking for one, inserting it, writing one, and what goes wrong."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QListView, QPushButton, QTextBrowser, QTextEdit

from spplus_desk.domain.documents import Template
from spplus_desk.domain.privacy import Kind
from spplus_desk.domain.vocabulary import Entity
from spplus_desk.store.pages import PulledChange
from spplus_desk.ui.templates.form import BadDay, read_day
from spplus_desk.ui.templates.pane import TemplatesPane
from tests.helpers.inbox_world import SITE
from tests.ui.shell.conftest import Shell

NAMES = (
    (QLineEdit, "template_search", "Rechercher un modèle"),
    (QListView, "template_list", "Liste des modèles"),
    (QPushButton, "new_template", "Nouveau modèle"),
    (QPushButton, "edit_template", "Modifier"),
    (QPushButton, "duplicate_template", "Dupliquer"),
    (QPushButton, "template_versions", "Versions"),
    (QTextBrowser, "template_text", "Texte du modèle"),
    (QTextBrowser, "template_preview", "Aperçu du modèle"),
    (QComboBox, "preview_source", "Expérience de l’aperçu"),
    (QPushButton, "insert_template", "Insérer dans la réponse"),
)
PHONE = Template(
    id="T2",
    structure_id=SITE,
    title="Attente au téléphone",
    body="Le {{structure}} répond au {{phone}}, pour [[quelle demande]].",
    version=1,
)


@pytest.fixture
def shelf(shell: Shell) -> TemplatesPane:
    shell.world.feed(PulledChange(Entity.TEMPLATE, PHONE.id, PHONE))
    shell.window.rail.select("templates")
    pane = shell.window.findChild(TemplatesPane)
    assert isinstance(pane, TemplatesPane)
    shell.qtbot.waitUntil(lambda: pane.view.model.rowCount() == 2 and pane.view.detail.source.count() > 0)
    return pane


def test_each_control_has_its_name(shelf: TemplatesPane) -> None:
    for kind, name, accessible in NAMES:
        found = shelf.findChildren(kind, name)
        assert [one.accessibleName() for one in found] == [accessible], name


def test_the_search_finds_by_synonym_and_says_how_many(shell: Shell, shelf: TemplatesPane) -> None:
    shell.qtbot.keyClicks(shelf.view.search, "rdv")
    assert (shelf.view.model.rowCount(), shelf.view.found.text()) == (1, "1\u00a0trouvé")
    assert shelf.view.detail.title.text() == "Rendez-vous annulé"
    shell.qtbot.keyClicks(shelf.view.search, " zzz")
    assert shelf.view.lists.currentWidget() is shelf.view.empty
    shell.qtbot.keyClick(shelf.view.search, Qt.Key.Key_Escape)
    assert (shelf.view.search.text(), shelf.view.model.rowCount()) == ("", 2)


def test_the_preview_is_filled_with_a_real_experience(shell: Shell, shelf: TemplatesPane) -> None:
    shelf.view.list.setCurrentIndex(shelf.view.model.index(shelf.view.model.place("T2"), 0))
    assert "structure" in shelf.view.detail.text.toPlainText()
    shell.qtbot.waitUntil(lambda: "Caf de l’Orvanne" in shelf.view.detail.preview.toPlainText())
    assert "téléphone du site" in shelf.view.detail.preview.toPlainText()


def test_by_keyboard_alone_from_the_search_into_the_reply(shell: Shell, shelf: TemplatesPane) -> None:
    shelf.focus()
    shell.qtbot.keyClicks(shelf.view.search, "telephone")
    shell.qtbot.keyClick(shelf.view.search, Qt.Key.Key_Down)
    assert shelf.view.list.hasFocus()
    shell.qtbot.keyClick(shelf.view.list, Qt.Key.Key_Return)
    editor = lambda: shell.window.findChild(QTextEdit, "reply_editor")  # noqa: E731 - asked again at each look
    shell.qtbot.waitUntil(lambda: editor() is not None and "répond au [[téléphone du site]]" in editor().toPlainText())


def test_an_agent_writes_one_of_their_own_and_it_shows_at_once(shell: Shell, shelf: TemplatesPane) -> None:
    shell.qtbot.mouseClick(shelf.view.new, Qt.MouseButton.LeftButton)
    form = shelf.view.form
    assert [form.place.itemText(n) for n in range(form.place.count())] == ["Moi seulement"]
    shell.qtbot.keyClicks(form.title, "Borne en panne")
    form.body.setPlainText("La borne revient le [[jour]]. Appelez le {{numero}}.")
    form.review.setText("31/02/2028")
    shell.qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    assert "31/03/2028" in _texts(form.fault)
    assert form.review.hasFocus()
    form.review.setText("31/03/2028")
    shell.qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    shell.qtbot.waitUntil(lambda: "numero" in _texts(form.fault))
    assert form.title.text() == "Borne en panne"
    form.body.setPlainText("La borne revient le [[jour]]. Appelez le {{phone}}.")
    shell.qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    shell.qtbot.waitUntil(lambda: shelf.view.model.rowCount() == 3)
    shell.qtbot.waitUntil(lambda: shelf.view.detail.title.text() == "Borne en panne")
    row = shelf.view.model.row(shelf.view.list.currentIndex().row())
    assert row is not None
    assert (row.writable, row.template.agent_id, row.template.version) == (True, "nadia", 0)
    shelf.view.detail.withdraw_action.trigger()
    shell.qtbot.waitUntil(lambda: shelf.view.model.rowCount() == 2)


def test_the_service_s_own_number_is_no_alarm_in_a_template(shell: Shell, shelf: TemplatesPane) -> None:
    own, other = "01 99 00 12 34", "06 39 98 12 34"
    site = shell.world.desk.agent.memberships[0].structure_id
    shell.world.store.add_to_site_list(site, Kind.PHONE, own).result()
    shell.qtbot.mouseClick(shelf.view.new, Qt.MouseButton.LeftButton)
    form = shelf.view.form
    shell.qtbot.waitUntil(lambda: form.public is not None and form.public.has_phone(own))
    shell.qtbot.keyClicks(form.title, "Nous appeler")
    form.body.setPlainText(f"Appelez le {other}.")
    shell.qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    shell.qtbot.waitUntil(lambda: "Chaque réponse publierait" in _texts(form.fault))
    form.body.setPlainText(f"Appelez le {own}.")
    shell.qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    shell.qtbot.waitUntil(lambda: shelf.view.detail.title.text() == "Nous appeler")


def test_what_is_shared_can_be_copied_but_not_changed_by_an_agent(shell: Shell, shelf: TemplatesPane) -> None:
    assert not shelf.view.detail.edit.isVisible()
    shell.qtbot.mouseClick(shelf.view.detail.duplicate, Qt.MouseButton.LeftButton)
    assert shelf.view.form.title.text() == "Attente au téléphone (copie)"
    shell.qtbot.keyClick(shelf.view.form.title, Qt.Key.Key_Escape)
    assert shelf.view.sides.currentWidget() is shelf.view.detail


def test_without_the_network_the_versions_say_why(shell: Shell, shelf: TemplatesPane) -> None:
    shelf.view.list.setCurrentIndex(shelf.view.model.index(shelf.view.model.place("T2"), 0))
    shell.qtbot.mouseClick(shelf.view.detail.versions, Qt.MouseButton.LeftButton)
    shell.qtbot.waitUntil(lambda: "session" in shelf.view.versions.note.text())
    shell.qtbot.keyClick(shelf.view.versions.back, Qt.Key.Key_Escape)
    assert shelf.view.sides.currentWidget() is shelf.view.detail


def test_files_go_out_and_come_in(shell: Shell, shelf: TemplatesPane, tmp_path: Path) -> None:
    path = tmp_path / "modeles.json"
    shelf.export_to(path, [PHONE])
    shell.qtbot.waitUntil(path.exists)
    shelf.import_from(path)
    shell.qtbot.waitUntil(lambda: shelf.view.model.rowCount() == 3)


@pytest.mark.parametrize("typed", ["31/02/2028", "demain", "1/13/2028", "2028-03-31"])
def test_a_date_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(BadDay):
        read_day(typed)


def test_a_date_may_be_left_out() -> None:
    assert read_day("  ") is None
    day = read_day("1.3.2028")
    assert day is not None
    assert day.isoformat() == "2028-03-01"


def _texts(widget: object) -> str:
    assert hasattr(widget, "findChildren")
    return " ".join(label.text() for label in widget.findChildren(QLabel))
