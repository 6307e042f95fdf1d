"""The guard under the sheet: points in their order, answers, decisions that last, one at a time in a low window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QWidget

from spplus_desk.domain.outbox import SendState
from spplus_desk.domain.privacy import Kind
from spplus_desk.domain.review import PointKind
from tests.ui.reply.conftest import Writing
from tests.ui.reply.looking import control
from tests.ui.reply.world import CIGALE

NIR, PHONE = "2 84 07 99 999 004 12", "01 99 00 12 34"
TEXT = (
    "La ligne de novembre s’affiche depuis le [[date de remise en service]].\n\n"
    f"Votre dossier {NIR} est à jour.\n\nSi elle reste incomplète, appelez le {PHONE}, de 9 h à 16 h 30."
)


def panel(writing: Writing) -> QFrame:
    return control(writing.pane, QFrame, "guard_panel")


def names(writing: Writing, name: str) -> list[str]:
    return [b.accessibleName() for b in writing.pane.findChildren(QPushButton, name) if b.isVisible()]


def button(writing: Writing, name: str, accessible: str = "") -> QPushButton:
    found = [
        b
        for b in writing.pane.findChildren(QPushButton, name)
        if b.isVisible() and accessible in (b.accessibleName(), "")
    ]
    assert found, (name, accessible)
    return found[0]


def write(writing: Writing, text: str = TEXT) -> None:
    writing.open()
    writing.type(text)


def test_points_stand_in_their_order_with_their_answers(writing: Writing) -> None:
    writing.pane.resize(1366, 768)
    write(writing)
    guard = panel(writing)
    assert guard.isVisible()
    assert guard.accessibleName() == "À vérifier avant l’envoi"
    assert guard.accessibleDescription() == "3 points"
    assert [p.kind for p in writing.pane.view.guard.points] == [PointKind.BLANK, PointKind.DATUM, PointKind.DATUM]
    assert names(writing, "fill_blank") == ["Remplir le blanc date de remise en service"]
    assert names(writing, "mask_button") == [
        "Masquer le numéro de sécurité sociale",
        "Masquer le numéro de téléphone",
    ]
    assert names(writing, "keep_button") == [
        "Garder le numéro de sécurité sociale…",
        "Garder, c’est le numéro du service",
    ]
    assert control(writing.pane, QPushButton, "next_issue").accessibleName() == "Point suivant"
    assert "une fois les 3\u00a0points vérifiés." in writing.pane.view.send_bar.state.text()


def test_nothing_stands_under_a_clean_text(writing: Writing) -> None:
    write(writing, "Vous pouvez appeler le 3646 ou lire l’article L. 114-17.")
    assert not panel(writing).isVisible()
    assert "vérifié" not in writing.pane.view.send_bar.state.text()


def test_f8_walks_through_the_points_and_back(writing: Writing) -> None:
    write(writing)
    editor = writing.editor
    writing.press(Qt.Key.Key_F8)
    assert editor.hasFocus()
    assert editor.textCursor().selectedText() == "[[date de remise en service]]"
    writing.press(Qt.Key.Key_F8)
    assert editor.textCursor().selectedText() == NIR
    assert button(writing, "mask_button", "Masquer le numéro de sécurité sociale").hasFocus()
    writing.press(Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert editor.textCursor().selectedText() == "[[date de remise en service]]"
    writing.press(Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert editor.textCursor().selectedText() == PHONE


def test_send_leads_to_the_first_point_and_says_how_many_remain(writing: Writing) -> None:
    write(writing, f"Votre dossier {NIR} est à jour, appelez le {PHONE}.")
    writing.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "Il reste 2 points à vérifier" in writing.pane.view.send_bar.state.text()
    assert button(writing, "mask_button").hasFocus()
    assert writing.world.store.send_items(SendState.WAITING).result() == ()


def test_masking_is_undone_by_control_z(writing: Writing) -> None:
    write(writing, f"Votre dossier {NIR} est à jour.")
    button(writing, "mask_button").click()
    assert writing.editor.body() == "Votre dossier [numéro masqué] est à jour."
    assert not panel(writing).isVisible()
    assert writing.editor.hasFocus()
    writing.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert writing.editor.body() == f"Votre dossier {NIR} est à jour."
    assert panel(writing).isVisible()


def keep(writing: Writing, reason: str, how: str = "keep_once") -> None:
    button(writing, "keep_button").click()
    field = control(writing.pane, QLineEdit, "keep_reason")
    assert field.hasFocus()
    if reason:
        field.setText(reason)
    button(writing, how).click()


def test_a_datum_kept_with_its_reason_is_sent_and_the_history_says_why_without_it(writing: Writing) -> None:
    write(writing, f"Votre dossier {NIR} est à jour.")
    keep(writing, f"Demandé par l’usager, {PHONE}")
    assert not panel(writing).isVisible()
    with writing.qtbot.waitSignal(writing.pane.sent) as sent:
        writing.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (item,) = sent.args
    history = writing.world.store.history(item.key).result()
    (line,) = [e.detail for e in history if e.event == "kept_datum"]
    assert line == "Numéro de sécurité sociale\u00a0: Demandé par l’usager, •• •• •• •• ••"


def test_decisions_are_taken_back_as_long_as_nothing_was_sent(writing: Writing) -> None:
    write(writing, f"Votre dossier {NIR} est à jour.")
    keep(writing, "vérifié")
    writing.qtbot.waitUntil(lambda: len(writing.world.store.kept_data(CIGALE).result()) == 1)
    menu = writing.pane.view.bar.more
    (again,) = [one for one in menu.findChildren(QAction) if one.text() == "Revoir les données que j’ai gardées"]
    again.trigger()
    assert panel(writing).isVisible() and [p.datum for p in panel(writing).points] == [Kind.NIR]
    assert button(writing, "keep_button").isVisible()
    writing.qtbot.waitUntil(lambda: writing.world.store.kept_data(CIGALE).result() == ())
    assert writing.editor.body() == f"Votre dossier {NIR} est à jour."


def test_a_reason_is_needed_and_can_be_given_up(writing: Writing) -> None:
    write(writing, f"Votre dossier {NIR} est à jour.")
    button(writing, "keep_button").click()
    field = control(writing.pane, QLineEdit, "keep_reason")
    assert field.accessibleName() == "Pourquoi garder le numéro de sécurité sociale"
    button(writing, "keep_once").click()
    assert panel(writing).isVisible()
    button(writing, "keep_cancel").click()
    assert button(writing, "keep_button").hasFocus()


def test_a_decision_survives_a_restart_and_any_spacing(writing: Writing) -> None:
    write(writing, f"Votre dossier {NIR} est à jour.")
    keep(writing, "vérifié")
    writing.pane.flush().result(5)
    assert [k.reason for k in writing.world.store.kept_data(CIGALE).result()] == ["vérifié"]
    writing.pane.leave()
    writing.open()
    writing.qtbot.waitUntil(lambda: not panel(writing).isVisible())
    writing.type(" Aussi écrit " + NIR.replace(" ", ""))
    assert not panel(writing).isVisible()


def test_the_service_s_number_joins_the_site_s_list(writing: Writing) -> None:
    write(writing, f"Appelez le {PHONE}.")
    keep(writing, "", "keep_and_list")
    assert not panel(writing).isVisible()
    assert writing.world.store.site_list().result().phones == (PHONE,)
    writing.pane.flush().result(5)
    writing.pane.leave()
    writing.open()
    writing.type(" ou le +33 1 99 00 12 34")
    writing.qtbot.waitUntil(lambda: not panel(writing).isVisible())


def test_a_name_in_the_greeting_is_masked_there(writing: Writing) -> None:
    writing.open()
    writing.type("Votre demande est traitée.")
    writing.pane.view.sheet.greeting.setEditText("Bonjour Mme Aubertin,")
    (point,) = writing.pane.view.guard.points
    assert point.in_greeting
    button(writing, "mask_button").click()
    assert writing.pane.view.sheet.greeting.currentText() == "Bonjour Mme [nom masqué],"
    assert not panel(writing).isVisible()


def test_the_pseudonym_is_nobody(writing: Writing) -> None:
    write(writing, "Merci Mme Cigale pour ce message.")
    assert not panel(writing).isVisible()


def test_a_low_window_shows_one_point_at_a_time(writing: Writing, tmp_path: Path) -> None:
    write(writing)
    shown = lambda: [r for r in writing.pane.view.guard.findChildren(QWidget) if type(r).__name__ == "PointRow"]  # noqa: E731
    assert len([r for r in shown() if r.isVisible()]) == 1
    assert "1 sur 3, un blanc à remplir" in writing.pane.view.guard.row(writing.pane.view.guard.current).text.words  # type: ignore[union-attr]
    writing.press(Qt.Key.Key_F8)
    writing.press(Qt.Key.Key_F8)
    assert (
        "2 sur 3, numéro de sécurité sociale" in writing.pane.view.guard.row(writing.pane.view.guard.current).text.words
    )  # type: ignore[union-attr]
    writing.pane.resize(1366, 768)
    writing.qtbot.waitUntil(lambda: len([r for r in shown() if r.isVisible()]) == 3)


@pytest.mark.parametrize("text", ["[[date]]", "{{site}}"])
def test_nothing_with_a_blank_or_a_variable_leaves_by_any_way(writing: Writing, text: str) -> None:
    from datetime import timedelta

    from spplus_desk.domain.errors import Refused
    from spplus_desk.domain.outbox import Draft

    with pytest.raises(Refused) as refused:
        writing.world.desk.replying.send(Draft(slot_id=CIGALE, body=f"Bonjour {text}"), timedelta()).result()
    assert refused.value.code == "blanks_left"


def test_advice_stands_last_stops_nobody_and_can_be_switched_off(writing: Writing) -> None:
    writing.pane.resize(1366, 768)
    write(
        writing,
        "Nous vous remercions pour votre retour. Nous prenons bonne note de toutes vos remarques. Cordialement.",
    )
    writing.qtbot.waitUntil(panel(writing).isVisible)
    assert {p.kind for p in writing.pane.view.guard.points} == {PointKind.ADVICE}
    assert "vérifié" not in writing.pane.view.send_bar.state.text()
    silenced: list[str] = []
    writing.pane.advice_silenced.connect(silenced.append)
    button(writing, "silence_advice").click()
    assert silenced == [writing.pane.view.guard.points[0].advice]
    with writing.qtbot.waitSignal(writing.pane.sent):
        writing.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
