"""Settings of a site: edited by keyboard, weighed before they are saved, faults at their field."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget, QPlainTextEdit, QPushButton, QWidget

from spplus_desk.domain.documents import ServiceLine, SiteSettings
from spplus_desk.domain.privacy import Kind
from spplus_desk.domain.site_settings import SettingsEffect
from spplus_desk.domain.vocabulary import Entity
from spplus_desk.store.pages import PulledChange
from spplus_desk.ui.site_settings.page import SiteSettingsPage, effect_words
from tests.helpers.inbox_world import SITE
from tests.helpers.typography import faults
from tests.ui.shell.conftest import Shell

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(shell: Shell) -> SiteSettingsPage:
    shell.window.router.go("site_settings")
    found = shell.control(SiteSettingsPage, "site_settings_page")
    shell.until(lambda: shell.control(QLineEdit, "hours_mon").text() != "")
    return found


def effect(shell: Shell) -> str:
    return shell.control(QLabel, "settings_effect").text().replace("\u00a0", " ")


def type_into(shell: Shell, name: str, text: str) -> None:
    field = shell.control(QLineEdit, name)
    field.setFocus()
    field.selectAll()
    shell.qtbot.keyClicks(field, text) if text else shell.qtbot.keyClick(field, Qt.Key.Key_Delete)


def saved(shell: Shell) -> list[SiteSettings]:
    return list(shell.world.store.documents(SiteSettings).result())


def test_what_holds_is_shown_and_where_it_comes_from(shell: Shell, page: SiteSettingsPage) -> None:
    assert shell.control(QLineEdit, "hours_mon").text().replace("\u00a0", " ") == "8 h 30 – 12 h, 13 h 30 – 16 h"
    assert shell.control(QLineEdit, "hours_sat").text() == ""
    assert shell.control(QLineEdit, "target_amount").text() == "3"
    assert "Horaires par défaut, à l’heure de Paris" in page.form.origin.text()
    assert effect(shell) == "Rien n’est changé."


def test_the_effect_is_told_before_saving_and_follows_it(shell: Shell, page: SiteSettingsPage) -> None:
    type_into(shell, "target_amount", "1")
    shell.until(lambda: "changent" in effect(shell))
    assert "deviennent dépassées" in effect(shell)
    assert saved(shell) == []
    shell.press(Qt.Key.Key_S, CONTROL)
    shell.until(lambda: len(saved(shell)) == 1)
    (row,) = saved(shell)
    assert (row.id, row.target, row.calendar) == (SITE, {"working_days": 1}, {})  # hours were not touched: inherited
    shell.until(lambda: effect(shell) == "Rien n’est changé.")


def test_a_file_of_holidays_is_read_into_the_field(shell: Shell, page: SiteSettingsPage, tmp_path: Path) -> None:
    field = page.form.local_days
    field.edit.setPlainText("01/01/2028\u00a0; New Year")
    path = tmp_path / "jours.csv"
    path.write_text(
        "Date;Nom\n05/07/2027;Independence Day\n01/01/2028;New Year\n31/02/2027;Jamais\n", encoding="utf-8-sig"
    )
    page.read_days(path)
    shell.until(field.note.isVisible)
    assert field.note.text().replace("\u00a0", " ") == (
        "jours.csv : 1 jour ajouté, 1 déjà dans la liste, 1 ligne à corriger, à la fin du champ."
    )
    assert not faults(field.note.text())
    # The bad line stands in the field with its sentence, and nothing is saved before it is mended.
    shell.until(lambda: "31/02/2027" in field.fault.text())
    shell.press(Qt.Key.Key_S, CONTROL)
    assert saved(shell) == []
    field.edit.setPlainText(field.text().replace("31/02/2027;Jamais", "25/11/2027;Thanksgiving"))
    shell.press(Qt.Key.Key_S, CONTROL)
    shell.until(lambda: len(saved(shell)) == 1)
    (row,) = saved(shell)
    assert {day["date"]: day["name"] for day in row.calendar["local_days"]} == {
        "2028-01-01": "New Year", "2027-07-05": "Independence Day", "2027-11-25": "Thanksgiving",
    }  # fmt: skip
    # What is no list is refused with a sentence, and the field keeps what it has.
    shell.until(lambda: " ; Thanksgiving" in field.text())  # shown again as it was saved
    path.write_bytes(b"PK\x03\x04")
    before = field.text()
    page.read_days(path)
    shell.until(lambda: "classeur" in field.note.text())
    assert field.text() == before


def test_bad_hours_get_a_sentence_at_their_field(shell: Shell, page: SiteSettingsPage) -> None:
    type_into(shell, "hours_tue", "22h-2h")
    shell.until(lambda: effect(shell).startswith("À corriger"))
    field = page.form.week.field_of("tue")
    assert "passe minuit" in field.fault.text()
    assert field.fault.isVisible()
    assert "passe minuit" in field.edit.accessibleDescription()
    page.save.setFocus()
    shell.qtbot.keyClick(page.save, Qt.Key.Key_Space)
    shell.until(lambda: QApplication.focusWidget() is field.edit)
    assert saved(shell) == []
    type_into(shell, "hours_tue", "9h-12h")
    shell.until(field.fault.isHidden)


def test_closures_and_half_days_as_they_are_written(shell: Shell, page: SiteSettingsPage) -> None:
    field = shell.control(QPlainTextEdit, "site_closures")
    field.setPlainText("17/12/2027\n31/12/2027 à partir de 12 h\ndu 24/12/2027 au 26/12/2027 ; Fêtes")
    shell.until(lambda: effect(shell) != "Rien n’est changé.")
    page.save_all()
    shell.until(lambda: len(saved(shell)) == 1)
    assert saved(shell)[0].calendar["closures"] == [
        "2027-12-17",
        {"date": "2027-12-31", "from": "12:00"},
        {"from": "2027-12-24", "to": "2027-12-26", "label": "Fêtes"},
    ]
    field.setPlainText("le 35 décembre")
    shell.until(lambda: "n’est pas une date" in page.form.closures.fault.text())


def test_a_season_is_added_and_removed(shell: Shell, page: SiteSettingsPage) -> None:
    page.form.add.click()
    type_into(shell, "season_0_name", "Hiver")
    type_into(shell, "season_0_from", "15/12")
    type_into(shell, "season_0_to", "05/01")
    type_into(shell, "season_0_mon", "9h-12h")
    page.save_all()
    shell.until(lambda: len(saved(shell)) == 1)
    assert saved(shell)[0].calendar["seasons"] == [
        {"name": "Hiver", "from": "12-15", "to": "01-05", "hours": {"mon": [["09:00", "12:00"]]}}
    ]


def test_numbers_of_the_service_and_texts(shell: Shell, page: SiteSettingsPage) -> None:
    shell.control(QPlainTextEdit, "site_public_numbers").setPlainText("01 99 00 12 34\n\n 3939 ")
    shell.control(QPlainTextEdit, "site_signatures").setPlainText("L’accueil de Montrelin")
    page.save_all()
    shell.until(lambda: len(saved(shell)) == 1)
    row = saved(shell)[0]
    assert (row.public_numbers, row.signatures) == (("01 99 00 12 34", "3939"), ("L’accueil de Montrelin",))


def test_every_control_is_named_and_the_words_are_french(shell: Shell, page: SiteSettingsPage) -> None:
    page.form.add.click()
    for kind in (QLineEdit, QPlainTextEdit, QPushButton):
        for widget in page.findChildren(kind):
            assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name), widget.objectName()
    for label in page.findChildren(QLabel):
        assert faults(label.text()) == [], label.text()
    assert isinstance(page, QWidget)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (SettingsEffect(), "Aucune échéance interne ne change."),
        (SettingsEffect(changed=1), "1 échéance interne change."),
        (SettingsEffect(changed=4, late=1), "4 échéances internes changent, 1 devient dépassée."),
        (SettingsEffect(changed=4, late=2), "4 échéances internes changent, 2 deviennent dépassées."),
        (SettingsEffect(changed=4, no_longer_late=1), "4 échéances internes changent, 1 ne l’est plus."),
    ],
)  # fmt: skip
def test_the_effect_in_words(found: SettingsEffect, words: str) -> None:
    assert effect_words(found).replace("\u00a0", " ") == words


def test_what_agents_added_is_listed_and_leaves_by_keyboard(shell: Shell, page: SiteSettingsPage) -> None:
    shown = shell.control(QListWidget, "service_lines")
    assert not shown.isVisible(), "nothing was added: no empty list"
    for number in ("01 99 00 12 34", "01 99 00 56 78"):
        shell.world.store.add_to_site_list(SITE, Kind.PHONE, number).result()
    shell.until(lambda: shown.count() == 2 and shown.isVisible())
    first = shown.item(0).text().replace("\u00a0", " ")
    assert first.startswith("01 99 00 12 34 (Nadia Belkacem, ")
    assert shown.accessibleName() == "Coordonnées ajoutées par les agents"
    shown.setFocus()
    shell.press(Qt.Key.Key_Delete)
    shell.until(lambda: shown.count() == 1)
    assert [line.value for line in shell.world.store.documents(ServiceLine).result()] == ["01 99 00 56 78"]
    shell.control(QPushButton, "remove_service_line").click()
    shell.until(lambda: not shown.isVisible())


def test_tab_into_the_form_scrolls_to_the_field(shell: Shell, page: SiteSettingsPage) -> None:
    first = shell.control(QLineEdit, "hours_mon")
    bar = page.scroller.verticalScrollBar()
    bar.setValue(bar.maximum())
    shell.control(QPushButton, "site_settings_close").setFocus()
    assert first.visibleRegion().isEmpty()
    shell.press(Qt.Key.Key_Tab)
    assert first.hasFocus()
    shell.until(lambda: not first.visibleRegion().isEmpty())


def test_who_saved_meanwhile_is_told_and_what_is_typed_stays(shell: Shell, page: SiteSettingsPage) -> None:
    type_into(shell, "target_amount", "1")
    shell.until(lambda: "changent" in effect(shell))
    other = SiteSettings(id=SITE, structure_id=SITE, version=7, author_name="Claire Bastide", public_numbers=("3230",))
    shell.world.feed(PulledChange(Entity.SITE_SETTINGS, SITE, other), cursor="9")
    told = "Claire Bastide vient de changer ces réglages : enregistrer remplace ses changements. "
    shell.until(lambda: effect(shell).startswith(told) and "changent" in effect(shell))
    assert faults(shell.control(QLabel, "settings_effect").text()) == []
    assert shell.control(QLineEdit, "target_amount").text() == "1"
    assert shell.control(QPushButton, "site_settings_versions").isVisible()
    shell.press(Qt.Key.Key_S, CONTROL)
    shell.until(lambda: effect(shell) == "Rien n’est changé.")
    type_into(shell, "target_amount", "2")  # one’s own save is nobody else’s
    shell.until(lambda: "change" in effect(shell))
    mine = saved(shell)[0]
    shell.world.feed(PulledChange(Entity.SITE_SETTINGS, SITE, replace(mine, version=8)), cursor="10")
    shell.qtbot.wait(1)
    assert "vient de changer" not in effect(shell)
