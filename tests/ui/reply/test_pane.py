"""Writing mode on a real desk: drafts, templates, sending."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTabWidget, QTextBrowser, QTextEdit, QWidget

from spplus_desk.domain.experience import Comment
from spplus_desk.domain.outbox import SendItem, SendState
from spplus_desk.domain.sync_status import SyncPhase, SyncStatus
from spplus_desk.domain.values import replace
from spplus_desk.domain.vocabulary import Entity
from spplus_desk.store.pages import PulledChange
from tests.ui.reply.conftest import Writing
from tests.ui.reply.looking import accessible, control
from tests.ui.reply.world import CIGALE, SITE, STRICT_ONE, TEMPLATE, ZAZA

_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


_NAMES: tuple[tuple[str, type[QWidget], str], ...] = (
    ("back_button", QPushButton, "Retour à la liste À répondre"),
    ("draft_status", QLabel, "État du brouillon"),
    ("greeting_combo", QComboBox, "Formule d’appel"),
    ("reply_editor", QTextEdit, "Votre réponse"),
    ("closing_combo", QComboBox, "Formule de politesse"),
    ("signature_combo", QComboBox, "Signature"),
    ("character_count", QLabel, "Nombre de caractères"),
    ("remove_template", QPushButton, "Retirer le modèle"),
    ("send_button", QPushButton, "Envoyer"),
    ("validate_button", QPushButton, "Faire valider"),
    ("send_state", QLabel, "État de l’envoi"),
    ("assist_tabs", QTabWidget, "Aide à la rédaction"),
    ("public_preview", QTextBrowser, "Aperçu public"),
    ("template_search", QWidget, "Rechercher un modèle"),
    ("template_list", QWidget, "Liste des modèles"),
    ("template_text", QTextBrowser, "Texte du modèle"),
    ("insert_template", QPushButton, "Insérer dans la réponse"),
)
"""objectName, class and accessible name, as the design gives them."""


def test_controls_are_found_by_the_names_of_the_design(writing: Writing) -> None:
    writing.open()
    said = {name: control(writing.pane, kind, name).accessibleName() for name, kind, _ in _NAMES}
    assert said == {name: wanted for name, _, wanted in _NAMES}


def test_a_new_reply_greets_the_citizen_and_waits_in_the_editor(writing: Writing) -> None:
    writing.open()
    sheet = writing.pane.view.sheet
    assert sheet.greeting.currentText() == "Bonjour Cigale,"
    assert sheet.closing.currentText() == "Cordialement,"
    assert sheet.signature.currentText() == "Nadia, Caf de l’Orvanne"
    assert writing.editor.hasFocus()
    assert writing.editor.placeholderText() == "Votre réponse à Cigale"
    assert writing.editor.accessibleDescription() == "publique, au nom de Caf de l’Orvanne"
    assert "Brouillon" not in writing.pane.view.bar.status.text()


def test_the_testimony_the_other_reply_and_the_comment_stand_beside_the_editor(writing: Writing) -> None:
    writing.open()
    said = writing.pane.view.testimony.toPlainText()
    for words in ("rendez-vous saute", "France services Montrelin", "sans rendez-vous", "lus par la DITP", "Thomas"):
        assert words in said.replace("\u00a0", " ")


def test_what_is_typed_is_on_disk_at_the_next_pause(writing: Writing) -> None:
    writing.open()
    writing.type("Vous avez raison")
    writing.qtbot.waitUntil(lambda: writing.saved() == "Vous avez raison", timeout=4_000)
    writing.qtbot.waitUntil(lambda: "Brouillon enregistré à" in writing.pane.view.bar.status.text())


def test_the_draft_comes_back_with_its_cursor(writing: Writing) -> None:
    writing.open()
    writing.type("Un deux 😀 trois")
    for _ in range(5):
        writing.press(Qt.Key.Key_Left)
    writing.pane.view.sheet.greeting.setEditText("Chère Cigale,")
    writing.press(Qt.Key.Key_Escape)
    assert writing.pane.key == ""
    writing.open(ZAZA)
    assert writing.editor.body() == ""
    writing.open()
    assert writing.editor.body() == "Un deux 😀 trois"
    assert writing.editor.cursor_characters() == 10
    assert writing.pane.view.sheet.greeting.currentText() == "Chère Cigale,"


def test_leaving_says_closed_and_what_was_typed_is_safe(writing: Writing) -> None:
    writing.open()
    writing.type("presque rien")
    with writing.qtbot.waitSignal(writing.pane.closed):
        writing.qtbot.mouseClick(writing.pane.view.bar.back, Qt.MouseButton.LeftButton)
    assert writing.saved() == "presque rien"


def test_leaving_the_editor_saves_at_once(writing: Writing) -> None:
    writing.open()
    writing.type("quelques mots")
    writing.pane.view.sheet.closing.setFocus()
    assert writing.saved() == "quelques mots"


def test_looking_without_typing_leaves_no_draft(writing: Writing) -> None:
    writing.open()
    writing.pane.leave()
    assert writing.saved() is None


def test_an_emptied_text_takes_its_draft_away(writing: Writing) -> None:
    writing.open()
    writing.type("à jeter")
    writing.pane.flush().result(5)
    assert writing.saved() == "à jeter"
    writing.press(Qt.Key.Key_A, _CONTROL)
    writing.press(Qt.Key.Key_Delete)
    writing.pane.leave()
    assert writing.saved() is None


def test_sending_hands_the_text_over_and_nothing_brings_the_draft_back(writing: Writing) -> None:
    writing.open()
    writing.type("Votre attestation est prête.")
    sent: list[object] = []
    writing.pane.sent.connect(sent.append)
    with writing.qtbot.waitSignal(writing.pane.closed):
        writing.press(Qt.Key.Key_Return, _CONTROL)
    (item,) = sent
    assert isinstance(item, SendItem)
    assert (item.state, item.body) == (SendState.WAITING, "Votre attestation est prête.")
    assert item.hold_until == writing.world.clock() + timedelta(seconds=30)
    writing.pane.flush().result(5)
    assert writing.saved() is None


def test_an_empty_text_does_not_leave_and_says_so(writing: Writing) -> None:
    writing.open()
    writing.pane.view.send_bar.send.setFocus()
    writing.qtbot.mouseClick(writing.pane.view.send_bar.send, Qt.MouseButton.LeftButton)
    assert "vide" in writing.pane.view.send_bar.state.text()
    assert writing.editor.hasFocus()
    assert writing.pane.view.send_bar.send.isEnabled()
    assert writing.world.desk.outbox.counts().result().waiting == 0


def test_from_a_template_to_the_send_by_keyboard_alone(writing: Writing) -> None:
    writing.open()
    writing.press(Qt.Key.Key_M, _CONTROL)
    search = control(writing.pane, QWidget, "template_search")
    assert search.hasFocus()
    writing.qtbot.keyClicks(search, "rendez annule")
    assert writing.pane.view.assist.templates.model.rowCount() == 1
    writing.press(Qt.Key.Key_Return)
    assert writing.editor.hasFocus()
    assert "Caf de l’Orvanne vous présente" in writing.editor.body()
    assert writing.editor.textCursor().selectedText() == "[[date de remise en service]]"
    writing.press(Qt.Key.Key_Return, _CONTROL)
    assert writing.pane.view.send_bar.state.text().startswith("Il reste 2\u00a0blancs à remplir")
    assert writing.world.desk.outbox.counts().result().waiting == 0
    writing.type("12 décembre")
    writing.press(Qt.Key.Key_Tab)
    writing.type("39 00")
    with writing.qtbot.waitSignal(writing.pane.sent):
        writing.press(Qt.Key.Key_Return, _CONTROL)
    sent = writing.world.desk.outbox.items().result()
    body = next(item.body for item in sent if item.slot_id == CIGALE)
    assert "depuis le 12 décembre" in body
    assert "[[" not in body


def test_a_template_is_announced_and_can_be_taken_away(writing: Writing) -> None:
    writing.open(with_template=True)
    assert control(writing.pane, QWidget, "template_search").hasFocus()
    writing.press(Qt.Key.Key_Down)
    writing.press(Qt.Key.Key_Return)
    sheet = writing.pane.view.sheet
    assert sheet.template_note.text() == f"Modèle «\u00a0{TEMPLATE.title}\u00a0» inséré"
    writing.qtbot.mouseClick(sheet.remove_template, Qt.MouseButton.LeftButton)
    assert writing.editor.body() == ""
    assert not sheet.remove_template.isVisible()


def test_search_without_a_match_says_so(writing: Writing) -> None:
    writing.open(with_template=True)
    writing.qtbot.keyClicks(control(writing.pane, QWidget, "template_search"), "introuvable")
    templates = writing.pane.view.assist.templates
    assert templates.empty.isVisible()
    assert not templates.insert.isVisible()


def test_the_preview_reads_as_it_will_be_published(writing: Writing) -> None:
    writing.open()
    writing.type("Ouvert de 9h à 12h.")
    writing.press(Qt.Key.Key_A, _CONTROL | _SHIFT)
    preview = control(writing.pane, QTextBrowser, "public_preview")
    assert preview.isVisible()
    said = preview.toPlainText().splitlines()
    assert said[0] == "Réponse de Caf de l’Orvanne"
    assert said[2:] == ["Bonjour Cigale,", "Ouvert de 9h à 12h.", "Cordialement,", "Nadia, Caf de l’Orvanne"]


def test_a_citizen_cannot_write_html_on_our_screen(writing: Writing) -> None:
    writing.open()
    writing.type("<b>gras</b>")
    writing.pane.view.go_to_preview()
    assert "<b>gras</b>" in control(writing.pane, QTextBrowser, "public_preview").toPlainText()


def test_where_replies_are_read_over_the_button_says_it(writing: Writing) -> None:
    writing.open(STRICT_ONE)
    bar = writing.pane.view.send_bar
    assert bar.validate.isVisible()
    assert not bar.send.isVisible()
    assert "relue" in bar.state.text()
    writing.type("À relire.")
    with writing.qtbot.waitSignal(writing.pane.sent):
        writing.press(Qt.Key.Key_Return, _CONTROL | _SHIFT)
    writing.open(CIGALE)
    assert bar.send.isVisible()
    assert not bar.validate.isVisible()


def test_the_send_line_follows_the_network(writing: Writing) -> None:
    writing.open()
    writing.pane.set_sync_status(SyncStatus(phase=SyncPhase.OFFLINE))
    assert writing.pane.view.send_bar.state.text() == "Sera envoyée au retour du réseau."
    writing.pane.set_sync_status(SyncStatus(phase=SyncPhase.SYNCED))
    assert writing.pane.view.send_bar.state.text() == "Sera envoyée tout de suite, annulable 30\u00a0s."


def test_a_refused_send_keeps_the_text_and_says_why(writing: Writing) -> None:
    writing.open()
    writing.editor.set_body("Un texte.")
    writing.pane.view.sheet.greeting.setEditText("x" * 301)
    writing.pane.send()
    writing.qtbot.waitUntil(lambda: "trop long" in writing.pane.view.send_bar.state.text())
    assert writing.editor.body() == "Un texte."
    assert writing.pane.view.sheet.isEnabled()
    writing.qtbot.waitUntil(lambda: writing.saved() == "Un texte.", timeout=4_000)


def test_a_comment_that_arrives_is_shown_and_the_text_is_left_alone(writing: Writing) -> None:
    world, pane = writing.world, writing.pane
    unsubscribe = world.desk.subscribe(lambda change: writing.answers.tasks.post(lambda: pane.changed(change)))
    writing.open()
    writing.type("en cours")
    comment = Comment(
        id="C2",
        experience_id="E1",
        structure_id=SITE,
        author="thomas",
        author_name="Thomas",
        body="La ligne est rétablie.",
        created_at=world.clock(),
    )
    world.feed(PulledChange(Entity.COMMENT, "C2", comment))
    writing.qtbot.waitUntil(lambda: "La ligne est rétablie." in pane.view.testimony.toPlainText())
    assert writing.editor.body() == "en cours"
    world.feed(PulledChange(Entity.SLOT, CIGALE, None), PulledChange(Entity.EXPERIENCE, "E1", None), cursor="3")
    writing.qtbot.waitUntil(pane.view.banners.isVisible)
    assert writing.editor.body() == "en cours"
    unsubscribe()


def test_a_colleague_at_it_is_told_and_locks_nothing(writing: Writing) -> None:
    world, pane = writing.world, writing.pane
    slot = world.store.detail(CIGALE).result().slot
    claimed = replace(slot, claimed_by="thomas", claimed_by_name="Thomas", claimed_at=world.clock(), version=2)
    world.feed(PulledChange(Entity.SLOT, CIGALE, claimed))
    writing.open()
    banner = control(pane, QWidget, "banner_claim")
    assert banner.accessibleName().startswith("Thomas s’en occupe depuis")
    writing.type("quand meme")
    assert writing.editor.body() == "quand meme"
    writing.open(ZAZA)
    assert not pane.view.banners.isVisible()


def test_a_full_disk_is_said_until_it_is_solved(writing: Writing) -> None:
    """SQLite's own limit of pages plays the full disk."""
    writing.open()
    store, banners = writing.world.store, writing.pane.view.banners
    pages = store._post(lambda work: work.database.raw.execute("PRAGMA page_count").fetchone()[0]).result()
    store._post(lambda work: work.database.raw.execute(f"PRAGMA max_page_count = {pages}").fetchall()).result()
    writing.editor.insertPlainText("perdre ceci serait dommage " * 4_000)
    writing.pane.flush()
    writing.qtbot.waitUntil(banners.isVisible)
    assert "Espace disque insuffisant" in banners.findChildren(QWidget, "banner_storage")[0].accessibleName()
    assert writing.pane.view.bar.status.text() == "Brouillon non enregistré"
    store._post(lambda work: work.database.raw.execute("PRAGMA max_page_count = 1000000").fetchall()).result()
    writing.type("!")
    writing.pane.flush()
    writing.qtbot.waitUntil(lambda: not banners.isVisible())
    assert (writing.saved() or "").startswith("perdre")


def test_accessible_names_do_not_change_with_the_text(writing: Writing) -> None:
    writing.open()
    before = [accessible(writing.pane, name) for name in ("character_count", "send_state", "draft_status")]
    writing.type("quelques mots de plus")
    assert [accessible(writing.pane, name) for name in ("character_count", "send_state", "draft_status")] == before
    assert writing.pane.view.sheet.count.text() == "21\u00a0caractères"
