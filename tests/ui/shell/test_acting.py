"""Acting on an experience from the keyboard: tags, channels, transfer, presence, history; each with its way back."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QLabel, QLineEdit, QListView, QPlainTextEdit, QPushButton

from spplus_desk.domain.commands import CommandKind
from spplus_desk.domain.experience import Event, GeneralTags, Writer
from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.domain.structure import Structure
from spplus_desk.domain.values import replace
from spplus_desk.domain.vocabulary import Entity, Sentiment
from spplus_desk.store.pages import PulledChange
from spplus_desk.ui.reading.testimony import CitizenText
from spplus_desk.ui.widgets.banner import Banner
from tests.helpers.clock import FakeClock
from tests.helpers.inbox_world import CIGALE, SITE, key_of
from tests.helpers.typography import faults
from tests.ui.shell.conftest import Shell

# The offscreen platform has no keyboard to grab; a real one has.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
CHILD = Structure(id="CAF-BREZAC", network="CAF", name="Point relais de Brézac", parent_id=SITE, town="Brézac")
OTHER = Structure(id="CAF-ARDOUX", network="CAF", name="Point relais d’Ardoux", parent_id=SITE, town="Ardoux")


def detail(shell: Shell) -> ExperienceDetail:
    found = shell.window.reading.detail
    assert found is not None
    return found


def notice(shell: Shell) -> str:
    return shell.control(QFrame, "notices").accessibleDescription()


def take_back(shell: Shell) -> None:
    shell.until(shell.control(QFrame, "notices").isVisible)
    shell.qtbot.mouseClick(shell.control(QPushButton, "notice_action"), Qt.MouseButton.LeftButton)


def with_children(shell: Shell) -> None:
    changes = [PulledChange(Entity.STRUCTURE, one.id, one) for one in (CHILD, OTHER)]
    shell.world.feed(*changes, cursor="2")


def test_e_sets_general_and_business_tags_in_one_command_and_the_message_takes_them_back(shell: Shell) -> None:
    shell.choose(CIGALE)
    before = (detail(shell).tags, detail(shell).slot.business_tags)
    shell.press(Qt.Key.Key_E)
    card = shell.control(QFrame, "tag_popover")
    shell.until(card.isVisible)
    combo = card.findChild(QComboBox, "tag_choice_accessibility")
    assert combo.hasFocus() and combo.currentText() == "Négatif"
    shell.qtbot.keyClick(combo, Qt.Key.Key_Home)
    field = card.findChild(QLineEdit, "business_tag_field")
    field.setFocus()
    shell.qtbot.keyClicks(field, "  file   longue")
    shell.qtbot.keyClick(field, Qt.Key.Key_Return)
    shell.qtbot.keyClick(field, Qt.Key.Key_Return)
    shell.until(lambda: not card.isVisible())
    shell.until(lambda: detail(shell).tags.accessibility is Sentiment.POSITIVE)
    assert detail(shell).slot.business_tags == ("Agenda", "Attestations", "file longue")
    assert detail(shell).unsent == {CommandKind.SET_TAGS: 1}
    shell.until(lambda: notice(shell) == "Étiquettes enregistrées.")
    take_back(shell)
    shell.until(lambda: (detail(shell).tags, detail(shell).slot.business_tags) == before)


def test_escape_leaves_the_tags_as_they_were(shell: Shell) -> None:
    shell.choose(CIGALE)
    shell.press(Qt.Key.Key_E)
    card = shell.control(QFrame, "tag_popover")
    shell.until(card.isVisible)
    shell.qtbot.keyClick(card.findChild(QComboBox, "tag_choice_relation"), Qt.Key.Key_End)
    shell.qtbot.keyClick(card, Qt.Key.Key_Escape)
    shell.until(lambda: not card.isVisible())
    assert shell.control(QListView, "experience_list").hasFocus(), "the focus is back where it was"
    assert not detail(shell).unsent


def test_a_few_letters_complete_a_tag_of_the_catalogue(shell: Shell) -> None:
    shell.choose(key_of("E1"))
    shell.press(Qt.Key.Key_E)
    card = shell.control(QFrame, "tag_popover")
    shell.until(card.isVisible)
    listed = card.findChild(QListView, "business_tag_list")
    shell.until(lambda: listed.model().rowCount() == 2)
    field = card.findChild(QLineEdit, "business_tag_field")
    shell.qtbot.keyClicks(field, "ATTES")
    assert [listed.model().index(row, 0).data() for row in range(listed.model().rowCount())] == ["Attestations"]
    shell.qtbot.keyClick(field, Qt.Key.Key_Down)
    shell.qtbot.keyClick(listed, Qt.Key.Key_Return)
    card.close()  # a click beside it keeps what was chosen
    shell.until(lambda: detail(shell).slot.business_tags == ("Attestations",))


def test_a_line_of_the_properties_sets_one_tag_and_keeps_the_focus(shell: Shell) -> None:
    shell.choose(CIGALE)
    button = shell.control(QPushButton, "tag_simplicity")
    button.setFocus()
    button.chosen.emit(Sentiment.NEUTRAL)
    shell.until(lambda: detail(shell).tags.simplicity is Sentiment.NEUTRAL)
    shell.until(lambda: shell.control(QPushButton, "tag_simplicity").accessibleDescription() == "Neutre")
    assert shell.control(QPushButton, "tag_simplicity").hasFocus()
    assert detail(shell).tags.relation is Sentiment.POSITIVE, "the others stay"


def test_channels_and_what_was_felt_of_each(shell: Shell) -> None:
    shell.choose(CIGALE)
    shell.control(QFrame, "reading_pane")
    shell.window.reading.view.properties.channels_wanted.emit(shell.window.reading.view.title)
    card = shell.control(QFrame, "channel_popover")
    shell.until(card.isVisible)
    boxes = {box.text(): box for box in card.findChildren(QCheckBox)}
    assert boxes["Accueil"].isChecked() and not boxes["Courrier"].isChecked()
    assert "Compte ou espace personnel" in boxes, "full labels"
    boxes["Courrier"].setChecked(True)
    boxes["Téléphone"].setChecked(False)
    felt = {combo.accessibleName(): combo for combo in card.findChildren(QComboBox)}
    felt["Ressenti, Accueil"].setCurrentIndex(2)
    assert not felt["Ressenti, Téléphone"].isEnabled()
    card.close()
    shell.until(lambda: detail(shell).slot.channels == ("Accueil", "Compte ou espace personnel", "Courrier"))
    assert detail(shell).slot.channel_sentiments == {"Accueil": Sentiment.NEGATIVE}
    take_back(shell)
    shell.until(lambda: "Téléphone" in detail(shell).slot.channels)
    assert not detail(shell).slot.channel_sentiments


def test_a_transfer_wants_a_structure_and_a_reason_and_waits_to_be_taken_back(shell: Shell) -> None:
    with_children(shell)
    shell.choose(key_of("E2"))
    shell.press(Qt.Key.Key_T)
    shell.until(lambda: shell.window.findChild(QFrame, "transfer_popover") is not None)
    card = shell.control(QFrame, "transfer_popover")
    shell.until(card.isVisible)
    line, confirm = card.line, card.findChild(QPushButton, "transfer_confirm")
    confirm.click()
    assert line.text() == "Choisissez la structure qui recevra l’expérience."
    shell.qtbot.keyClicks(card.findChild(QLineEdit, "transfer_search"), "brezac")
    assert line.text().startswith("Point relais de Brézac dépend de votre structure")
    confirm.click()
    assert line.text().startswith("Écrivez le motif")
    reason = card.findChild(QPlainTextEdit, "transfer_reason")
    shell.qtbot.keyClicks(reason, "Leur guichet")
    card.close()
    shell.press(Qt.Key.Key_T)
    shell.until(card.isVisible)
    assert reason.toPlainText() == "Leur guichet", "what was typed waits"
    shell.qtbot.keyClicks(card.findChild(QLineEdit, "transfer_search"), "brezac")
    confirm.click()

    def waits() -> bool:
        return CommandKind.TRANSFER in shell.world.desk.inbox.detail(key_of("E2")).result().unsent

    shell.until(waits)
    shell.until(lambda: notice(shell).startswith("Transfert à Point relais de Brézac dans 10"))
    assert faults(notice(shell)) == []
    take_back(shell)
    shell.until(lambda: not waits())
    assert shell.world.desk.inbox.detail(key_of("E2")).result().row.state.open


def test_without_a_child_the_transfer_is_a_mail_to_the_ditp(shell: Shell) -> None:
    shell.choose(CIGALE)
    shell.press(Qt.Key.Key_T)
    shell.until(lambda: shell.window.findChild(QFrame, "transfer_popover") is not None)
    card = shell.control(QFrame, "transfer_popover")
    shell.until(card.isVisible)
    mail = card.findChild(QPlainTextEdit, "transfer_mail").toPlainText()
    assert "experienceusagers.ditp@modernisation.gouv.fr" in mail
    assert "E3" in mail and "Cigale" not in mail
    card.findChild(QPushButton, "transfer_copy_mail").click()
    assert QGuiApplication.clipboard().text() == mail
    card.close()


def test_a_colleague_who_writes_is_told_and_fades(shell: Shell, clock: FakeClock) -> None:
    shell.choose(CIGALE)
    banner = shell.control(Banner, "writing_banner")
    assert not banner.isVisible()
    since = clock() - timedelta(minutes=7)
    thomas = Writer(agent_id="thomas", name="Thomas Ruault", since=since, seen_at=clock())
    slot = replace(detail(shell).slot, writers=(thomas,), version=2)
    shell.world.feed(PulledChange(Entity.SLOT, CIGALE, slot), cursor="2")
    shell.until(banner.isVisible)
    said = banner.accessibleName()
    assert said == "Thomas Ruault écrit une réponse à cette expérience depuis 10\u00a0h\u00a005."
    assert shell.control(QPushButton, "reply_button").isVisible(), "never a lock"
    banner.acted.emit()
    shell.until(lambda: shell.window.page("reply").key == CIGALE)
    shell.until(shell.window.page("reply").view.sheet.isEnabled)
    shell.window.page("reply").leave()
    clock.advance(timedelta(minutes=15))
    shell.window.reading.tell_time()
    assert not banner.isVisible()


def test_writing_tells_colleagues_and_leaving_takes_the_sign_away(shell: Shell, clock: FakeClock) -> None:
    shell.choose(CIGALE)

    def signs() -> list[bool]:
        queued = shell.world.store.pushable(50, clock()).result()
        return [one.payload.writing for one in queued if one.kind is CommandKind.SET_WRITING]

    shell.press(Qt.Key.Key_R)
    shell.until(lambda: signs() == [True])
    shell.until(shell.window.page("reply").view.sheet.isEnabled)
    shell.window.page("reply").leave()
    shell.until(lambda: signs() == [False])
    clock.advance(timedelta(minutes=16))
    assert signs() == [], "nobody would believe it any more"
    assert shell.world.store.slot_base(CIGALE).result()[1] is None, "no command comes after a sign"


def test_the_history_opens_by_a_key_and_names_who_and_when(shell: Shell, clock: FakeClock) -> None:
    events = (
        Event(id="v1", experience_id="E3", structure_id=SITE, kind="claim", at=clock(), by_name="Nadia Belkacem"),
        Event(
            id="v2", experience_id="E3", structure_id=SITE, kind="set_tags", at=clock(), by_name="Thomas Ruault",
            detail={"relation": "positive", "business_tags": "Agenda"},
        ),
        Event(id="v3", experience_id="E3", structure_id=SITE, kind="dance", at=clock(), by_name="Inconnue"),
    )  # fmt: skip
    shell.world.feed(*(PulledChange(Entity.EVENT, one.id, one) for one in events), cursor="2")
    shell.choose(CIGALE)
    history = shell.window.reading.view.history
    assert not history.open
    shell.press(Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert history.open
    texts = [label.text() for label in history.findChildren(QLabel) if label.isVisible()]
    assert "Nadia Belkacem s’en occupe" in texts
    assert any("Relation\u00a0: positif, Agenda" in text for text in texts)
    assert "Expérience publiée" in texts and "Thomas Ruault a commenté" in texts
    assert not any("Inconnue" in text for text in texts)
    assert [text for text in texts if faults(text)] == []
    shell.press(Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert not history.open


def test_the_text_is_shown_mended_and_copied_as_it_came(shell: Shell) -> None:
    shell.choose(CIGALE)
    text = shell.control(CitizenText, "reading_view")
    text.show_testimony("Appelé deux fois.Je rappelle : rien. Voir http://exemple.fr/page?a=1.")
    assert text.toPlainText().startswith("Appelé deux fois. Je rappelle : rien.")
    assert text.differs and text.links() == ["http://exemple.fr/page?a=1"]
    cursor = text.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.Start)
    cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor, 30)
    text.setTextCursor(cursor)
    assert text.createMimeDataFromSelection().text() == "Appelé deux fois.Je rappelle "[:-1]
    text.show_original(True)
    assert text.toPlainText().startswith("Appelé deux fois.Je rappelle : rien.")


def test_a_link_shows_its_whole_address_before_it_opens(shell: Shell) -> None:
    shell.choose(CIGALE)
    text = shell.control(CitizenText, "reading_view")
    text.link_wanted.emit("www.exemple.fr/" + "a" * 300)
    card = shell.control(QFrame, "link_popover")
    assert card.isVisible()
    assert card.findChild(QLabel, "link_address").accessibleName() == "https://www.exemple.fr/" + "a" * 300
    card.close()


def test_what_does_not_fit_goes_into_the_menu(shell: Shell) -> None:
    shell.choose(CIGALE)
    toolbar = shell.window.reading.view.toolbar
    assert toolbar.transfer.isVisible() and toolbar.tag.isVisible()
    shell.window.resize(960, 600)
    shell.window.inbox_page.show_reading()
    shell.window._theme.set_text_scale(2.0)
    shell.until(lambda: not toolbar.transfer.isVisible())
    hidden = [button.text() for button in (toolbar.tag, toolbar.comment, toolbar.transfer) if not button.isVisible()]
    shown = [action.text().partition("\t")[0] for action in toolbar._menu.actions() if action.isVisible()]
    assert [text for text in hidden if text not in shown] == []
    shell.press(Qt.Key.Key_E)
    card = shell.control(QFrame, "tag_popover")
    shell.until(card.isVisible)
    card.close()


def test_general_tags_have_a_way_back_only_for_what_was_set(shell: Shell) -> None:
    shell.choose(CIGALE)
    shell.window.reading.acts.set_tags(CIGALE, GeneralTags(), None)
    shell.until(lambda: detail(shell).tags == GeneralTags())
    take_back(shell)
    shell.until(lambda: detail(shell).tags.accessibility is Sentiment.NEGATIVE)
    assert detail(shell).slot.business_tags == ("Agenda", "Attestations")
