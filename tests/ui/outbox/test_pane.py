"""Envois: what is said of each send, and what can be done about it."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QListView, QPushButton, QTabBar, QWidget

from spplus_desk.domain.outbox import SendState
from spplus_desk.domain.sync_status import SyncPhase, SyncStatus
from spplus_desk.ui.theme import Mode
from tests.ui.outbox.conftest import BORNE, NAISSANCE, TEXT, Sends, send
from tests.ui.reply.looking import control, picture, theme_of
from tests.ui.reply.world import CIGALE, STRICT_ONE, ZAZA

_NAMES: tuple[tuple[str, type[QWidget], str], ...] = (
    ("state_filter", QTabBar, "Filtrer par état"),
    ("outbox_list", QListView, "Liste des envois"),
    ("outbox_detail", QWidget, "Détail de l’envoi"),
    ("outbox_history", QListView, "Historique de l’envoi"),
    ("retry_button", QPushButton, "Réessayer"),
    ("keep_draft_button", QPushButton, "Garder en brouillon"),
    ("copy_text_button", QPushButton, "Copier le texte"),
    ("sync_button", QPushButton, "Synchroniser"),
)
"""objectName, class and accessible name, as the design gives them."""


def test_controls_are_found_by_the_names_of_the_design(sends: Sends) -> None:
    said = {name: control(sends.pane, kind, name).accessibleName() for name, kind, _ in _NAMES}
    assert said == {name: wanted for name, _, wanted in _NAMES}


def test_each_row_says_where_its_text_stands(sends: Sends) -> None:
    said = sends.texts()
    assert said[0] == "En cours, 6"
    assert said[1].startswith("En attente d’envoi, Trois rendez-vous annulés pour une attestation, à Cigale, Part dans")
    assert said[2].startswith("En attente d’envoi, Pièce refusée sans explication, à Zaza, Pas de confirmation, nouvel")
    assert said[3] == "En attente d’envoi, mise de côté, Borne de l’accueil en panne, à Kévin D., expérience modifiée"
    assert said[4].startswith("À valider, Deux adresses pour un seul déménagement, à Odile M., Chez le super agent")
    assert said[5].startswith("Brouillon, Naissance : à qui s’adresser ?, à Futur papa, Enregistré")
    assert said[6].startswith("Reçue, Une conseillère qui prend le temps, à Jean-Marc et Lila, Reçue")
    assert said[6].endswith("reçu n° 7F3K-0412")
    assert said[7] == "Publiées, 1"
    assert said[8].startswith("Publiée, Merci pour la permanence du samedi, à Aline")


def test_the_countdown_lives(sends: Sends) -> None:
    sends.world.clock.advance(timedelta(seconds=10))
    assert "Part dans 14 s" in sends.texts()[1]
    sends.world.clock.advance(timedelta(seconds=20))
    sends.qtbot.waitUntil(lambda: not sends.pane._ticker.isActive())
    assert "Part maintenant" in sends.texts()[1]


def test_headers_are_skipped_by_the_keyboard(sends: Sends) -> None:
    sends.pane.focus()
    assert sends.model.item(sends.list.currentIndex().row()) is not None
    sends.list.setCurrentIndex(sends.model.index(6, 0))
    sends.qtbot.keyClick(sends.list, Qt.Key.Key_Down)
    assert sends.list.currentIndex().row() == 8


def test_the_strip_counts_and_filters(sends: Sends) -> None:
    strip = control(sends.pane, QTabBar, "state_filter")
    names = [strip.tabText(n) for n in range(strip.count())]
    assert names == ["Toutes", "Brouillon", "À valider", "En attente d’envoi", "Reçue", "Publiée"]
    assert strip.tabToolTip(3) == "3\u00a0envois"
    strip.setFocus()
    sends.qtbot.keyClick(strip, Qt.Key.Key_Right)
    sends.qtbot.waitUntil(lambda: sends.model.rowCount() == 2)
    assert sends.texts()[1].startswith("Brouillon, Naissance")
    assert sends.pane.view.filter.state is SendState.DRAFT


def test_enter_on_a_held_send_takes_it_back_as_a_draft(sends: Sends) -> None:
    sends.choose(CIGALE)
    sends.enter()
    sends.wait_text("Brouillon, Trois rendez-vous annulés")
    assert sends.world.store.draft(CIGALE).result().body == TEXT  # type: ignore[union-attr]
    assert sends.list.hasFocus()


def test_the_painted_action_works_with_the_mouse(sends: Sends) -> None:
    index = sends.model.index(1, 0)
    item = sends.model.item(1)
    assert item is not None
    rect = sends.list._delegate.action_rect(sends.list.visualRect(index), item)
    assert not rect.isEmpty()
    sends.qtbot.mouseClick(sends.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    sends.wait_text("Brouillon, Trois rendez-vous annulés")


def test_what_was_set_aside_is_explained_and_can_be_kept(sends: Sends) -> None:
    sends.choose(BORNE)
    sends.enter()
    detail = sends.detail
    banner = control(detail, QWidget, "outbox_explanation")
    assert banner.accessibleName() == "Cette réponse est mise de côté."
    assert "a changé depuis que vous l’avez lue" in banner.accessibleDescription()
    assert banner.accessibleDescription().endswith("Vos autres envois continuent.")
    assert control(detail, QWidget, "retry_button").hasFocus()
    sends.qtbot.mouseClick(control(detail, QPushButton, "keep_draft_button"), Qt.MouseButton.LeftButton)
    sends.wait_text("Brouillon, Borne de l’accueil en panne")
    assert sends.world.store.draft(BORNE).result().body == TEXT  # type: ignore[union-attr]


def test_trying_again_after_a_refusal_queues_it_again(sends: Sends) -> None:
    sends.choose(BORNE)
    sends.qtbot.mouseClick(control(sends.detail, QPushButton, "retry_button"), Qt.MouseButton.LeftButton)
    sends.qtbot.waitUntil(lambda: not any("mise de côté" in text for text in sends.texts()))
    sends.wait_text("En attente d’envoi, Borne de l’accueil en panne, à Kévin D., Part maintenant")


def test_a_send_without_an_answer_says_when_it_is_tried_again(sends: Sends) -> None:
    sends.choose(ZAZA)
    banner = control(sends.detail, QWidget, "outbox_explanation")
    assert banner.accessibleName() == "Le serveur n’a pas confirmé."
    assert "Nouvel essai à" in banner.accessibleDescription()
    history = control(sends.detail, QListView, "outbox_history")
    model = history.model()
    sends.qtbot.waitUntil(lambda: model.rowCount() == 2)
    said = [str(model.data(model.index(n, 0))) for n in range(2)]
    assert said[0].startswith("En attente d’envoi")
    assert said[1].startswith("Pas de confirmation, 3\u00a0fois")
    assert said[1].endswith("serveur injoignable")


def test_the_receipt_is_in_the_history(sends: Sends) -> None:
    sends.choose(STRICT_ONE)
    model = control(sends.detail, QListView, "outbox_history").model()
    sends.qtbot.waitUntil(lambda: model.rowCount() == 2)
    assert str(model.data(model.index(1, 0))).endswith("reçu n°\u00a07F3K-0420")
    assert control(sends.detail, QPushButton, "retry_button").isHidden()
    assert control(sends.detail, QPushButton, "keep_draft_button").isHidden()


def test_copying_gives_the_whole_text(sends: Sends) -> None:
    sends.choose(BORNE)
    sends.qtbot.mouseClick(control(sends.detail, QPushButton, "copy_text_button"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().split("\n\n") == [
        "Bonjour Kévin D.,",
        TEXT,
        "Cordialement,\nNadia, Caf de l’Orvanne",
    ]


def test_a_draft_is_taken_up_with_enter(sends: Sends) -> None:
    sends.choose(NAISSANCE)
    with sends.qtbot.waitSignal(sends.pane.open_draft) as caught:
        sends.enter()
    assert caught.args == [NAISSANCE]


def test_a_draft_is_deleted_only_after_a_second_button(sends: Sends) -> None:
    sends.choose(NAISSANCE)
    sends.pane.focus()
    sends.qtbot.keyClick(sends.list, Qt.Key.Key_Delete)
    assert control(sends.detail, QWidget, "spare_draft_button").hasFocus()
    sends.qtbot.mouseClick(control(sends.detail, QPushButton, "spare_draft_button"), Qt.MouseButton.LeftButton)
    assert control(sends.detail, QWidget, "confirm_delete_button").isHidden()
    assert sends.world.store.draft(NAISSANCE).result() is not None
    sends.qtbot.mouseClick(control(sends.detail, QPushButton, "delete_draft_button"), Qt.MouseButton.LeftButton)
    sends.qtbot.mouseClick(control(sends.detail, QPushButton, "confirm_delete_button"), Qt.MouseButton.LeftButton)
    sends.qtbot.waitUntil(lambda: not any("Naissance" in text for text in sends.texts()))
    assert sends.world.store.draft(NAISSANCE).result() is None


def test_the_chosen_row_stays_chosen_when_others_change(sends: Sends) -> None:
    sends.choose(BORNE)
    sends.world.desk.replying.discard(NAISSANCE).result()
    sends.qtbot.waitUntil(lambda: not any("Naissance" in text for text in sends.texts()))
    item = sends.model.item(sends.list.currentIndex().row())
    assert item is not None
    assert item.slot_id == BORNE


def test_without_a_network_what_waits_says_so(empty: Sends) -> None:
    empty.pane.set_sync_status(SyncStatus(phase=SyncPhase.OFFLINE))
    send(empty.world, ZAZA)
    empty.wait_text("Attend le réseau, gardée sur ce poste")
    empty.choose(ZAZA)
    banner = control(empty.detail, QWidget, "outbox_explanation")
    assert banner.accessibleName() == "Cette réponse partira au retour du réseau."


def test_without_a_network_a_try_that_failed_waits_like_the_others(sends: Sends) -> None:
    sends.pane.set_sync_status(SyncStatus(phase=SyncPhase.OFFLINE))
    assert sends.texts()[2].endswith("à Zaza, Attend le réseau, gardée sur ce poste")
    sends.pane.set_sync_status(SyncStatus(phase=SyncPhase.UNREACHABLE))
    assert "Pas de confirmation" in sends.texts()[2]


def test_an_empty_state_says_so(empty: Sends) -> None:
    empty.wait_text("Reçue")
    empty.pane.view.filter.setCurrentIndex(1)
    empty.qtbot.waitUntil(empty.pane.view.empty.isVisible)
    assert empty.pane.view.empty.accessibleName() == "Aucun envoi dans cet état"
    assert empty.detail.item is None


def test_under_1100_the_detail_stands_below(sends: Sends) -> None:
    sends.pane.resize(960, 700)
    assert sends.detail.mapTo(sends.pane, sends.detail.rect().topLeft()).y() > sends.list.height()
    sends.pane.resize(1_366, 700)
    assert sends.detail.width() == 376


@pytest.mark.parametrize("mode", [Mode.DARK, Mode.LIGHT])
def test_it_paints_in_both_themes_and_in_large_text(
    sends: Sends, qapp: QApplication, mode: Mode, tmp_path: Path
) -> None:
    look = theme_of(qapp)
    try:
        look.set_mode(mode)
        look.set_text_scale(1.3)
        assert picture(sends.pane, tmp_path / "outbox.png")
        assert sends.list.visualRect(sends.model.index(1, 0)).height() == 78
    finally:
        look.set_text_scale(1.0)
        look.set_mode(Mode.LIGHT)
