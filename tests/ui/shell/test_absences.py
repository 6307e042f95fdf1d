"""Absences in the window: said by a form, taken over in one step, given back in one step."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QFrame, QLabel, QLineEdit, QWidget

from spplus_desk.domain.alerts import AlertChoices
from spplus_desk.domain.documents import Absence
from spplus_desk.domain.inbox import View
from spplus_desk.domain.structure import Member
from spplus_desk.domain.vocabulary import Entity, Role
from spplus_desk.store.pages import PulledChange
from spplus_desk.ui.absences.words import read_stretch
from tests.helpers.clock import FakeClock
from tests.helpers.inbox_world import ME, SITE, InboxWorld, key_of
from tests.helpers.typography import faults
from tests.ui.shell.conftest import Shell

E1 = key_of("E1")
AWAY = "Thomas Ruault, absence jusqu’au samedi 18 décembre, relais\u00a0: Nadia Belkacem"


def people(world: InboxWorld, *, away: bool) -> None:
    rows = [
        Member(id=f"{id}:{SITE}", agent_id=id, name=name, structure_id=SITE, role=Role.AGENT)
        for id, name in ((ME.id, ME.name), ("thomas", "Thomas Ruault"))
    ]
    changes = [PulledChange(Entity.MEMBER, row.id, row) for row in rows]
    if away:
        absence = Absence(
            id=f"thomas:{SITE}",
            structure_id=SITE,
            version=1,
            start=date(2027, 12, 13),
            end=date(2027, 12, 18),
            stand_in=ME.id,
            note="Les dossiers CMG sont chez Nadia.",
        )
        changes.append(PulledChange(Entity.ABSENCE, absence.id, absence))
    world.feed(*changes, cursor="2")


def open_page(shell: Shell) -> QWidget:
    shell.window._actions["absences"].trigger()
    page = shell.control(QWidget, "absence_page")
    shell.until(page.isVisible)
    return page


def texts(page: QWidget) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def holders(world: InboxWorld) -> set[str]:
    return {row.key for row in world.desk.inbox.rows(View.MY_CLAIMS).result()}


def test_taken_over_in_one_step_and_given_back_to_whom_it_was(shell: Shell, world: InboxWorld) -> None:
    people(world, away=True)
    page = open_page(shell)
    shell.until(lambda: AWAY in texts(page))
    assert "Dépassé depuis lundi 13\u00a0— Aucune nouvelle de ma prime d’activité" in texts(page)
    assert [fault for text in texts(page) for fault in faults(text)] == []
    before = holders(world)
    button = shell.control(QAbstractButton, "take_over_all")
    button.setFocus()
    shell.press(Qt.Key.Key_Space)
    shell.until(lambda: E1 in holders(world))
    notices = shell.control(QFrame, "notices")
    shell.until(lambda: notices.isVisible() and "reprise à Thomas Ruault" in notices.accessibleDescription())
    assert faults(notices.accessibleDescription()) == []
    shell.control(QAbstractButton, "notice_action").click()
    shell.until(lambda: holders(world) == before)
    row = next(one for one in world.desk.inbox.rows(View.ALL).result() if one.key == E1)
    assert row.claimed_by_name == "Thomas Ruault"


def test_the_acts_come_first_under_the_keys(shell: Shell, world: InboxWorld) -> None:
    people(world, away=True)
    open_page(shell)
    shell.until(lambda: QApplication.focusWidget().objectName() == "take_over_all")
    seen = []
    for _ in range(4):
        shell.press(Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget().objectName())
    assert seen == ["pause_all", "absence_who", "absence_start", "absence_end"]


def test_who_reads_a_claim_learns_that_its_holder_is_away(shell: Shell, world: InboxWorld) -> None:
    people(world, away=True)
    shell.choose(E1)
    claim = shell.window.reading.view.toolbar.claim
    shell.until(lambda: claim.accessibleDescription() == f"Prise en charge par {AWAY}")


def test_internal_targets_are_paused_together(shell: Shell, world: InboxWorld) -> None:
    people(world, away=True)
    open_page(shell)
    shell.until(lambda: bool(shell.window.findChildren(QAbstractButton, "pause_all")))
    shell.control(QAbstractButton, "pause_all").click()
    shell.until(lambda: world.desk.inbox.why_date(E1).result().paused)
    shell.until(shell.control(QFrame, "notices").isVisible)
    shell.control(QAbstractButton, "notice_action").click()
    shell.until(lambda: not world.desk.inbox.why_date(E1).result().paused)


def test_an_absence_is_said_by_the_form_and_ended(shell: Shell, world: InboxWorld) -> None:
    people(world, away=False)
    page = open_page(shell)
    shell.until(lambda: shell.control(QComboBox, "absence_who").count() == 1)
    assert shell.control(QLabel, "absence_nobody").isVisible()
    start, end = shell.control(QLineEdit, "absence_start"), shell.control(QLineEdit, "absence_end")
    fault = shell.control(QLabel, "absence_fault")
    for first, last in (("demain", "18/12"), ("17/12", "31/02/2028"), ("18/12/2027", "17/12/2027"),
                        ("17/12", "18/12/2072")):  # fmt: skip
        start.setText(first)
        end.setText(last)
        shell.control(QAbstractButton, "save_absence").click()
        assert fault.isVisible() and faults(fault.text()) == []
        assert (start.text(), end.text()) == (first, last)
    start.setText("16/12")
    end.setText("18/12/2027")
    stand_in = shell.control(QComboBox, "absence_stand_in")
    stand_in.setCurrentIndex(stand_in.findText("Thomas Ruault"))
    shell.control(QAbstractButton, "save_absence").click()
    said = "Nadia Belkacem, absence jusqu’au samedi 18 décembre, relais\u00a0: Thomas Ruault"
    shell.until(lambda: said in texts(page))
    assert shell.window.findChildren(QAbstractButton, "take_over_all") == []
    shell.control(QAbstractButton, "is_back").click()
    shell.until(shell.control(QLabel, "absence_nobody").isVisible)


@pytest.mark.parametrize(("away", "late"), [(False, 1), (True, 2)])
def test_alerts_of_one_who_is_away_go_to_the_stand_in(
    world: InboxWorld, clock: FakeClock, away: bool, late: int
) -> None:
    people(world, away=away)
    found = world.desk.inbox.alerts(AlertChoices(quiet=None)).result()
    assert found.morning is not None and found.morning.late == late


def test_one_who_is_away_hears_of_what_nobody_holds_alone(world: InboxWorld, clock: FakeClock) -> None:
    people(world, away=False)
    world.desk.absences.save(ME.id, SITE, date(2027, 12, 13), date(2027, 12, 18), "thomas").result()
    found = world.desk.inbox.alerts(AlertChoices(quiet=None)).result()
    assert found.morning is not None and found.morning.today == 0  # Cigale is theirs, and waits for Thomas


def test_what_is_replaced_and_a_stand_in_who_is_away_are_told_beforehand(shell: Shell, world: InboxWorld) -> None:
    people(world, away=True)
    world.desk.absences.save(ME.id, SITE, date(2027, 12, 20), date(2027, 12, 22)).result()
    open_page(shell)
    notice, stand_in = shell.control(QLabel, "absence_notice"), shell.control(QComboBox, "absence_stand_in")
    replaced = "Une absence est déjà annoncée, du lundi 20 décembre au mercredi 22 décembre. Enregistrer la remplace."
    shell.until(lambda: notice.isVisible() and notice.text() == replaced)
    stand_in.setCurrentIndex(stand_in.findText("Thomas Ruault"))
    assert notice.text().startswith(f"{replaced} Thomas Ruault a aussi une absence, jusqu’au samedi 18 décembre. ")
    assert stand_in.accessibleDescription() == notice.text() and faults(notice.text()) == []
    shell.control(QLineEdit, "absence_start").setText("19/12")
    assert notice.text() == replaced  # he is back by then


def test_an_absence_that_has_begun_is_said_without_its_year() -> None:
    today = date(2027, 12, 16)
    assert read_stretch("13/12", "18/12", today) == (date(2027, 12, 13), date(2027, 12, 18))
    assert read_stretch("28/12", "03/01", today) == (date(2027, 12, 28), date(2028, 1, 3))
    assert read_stretch("18/12/2027", "17/12/2027", today) == (date(2027, 12, 18), date(2027, 12, 17))
    assert read_stretch("", "18/12", today) == (None, date(2027, 12, 18))
