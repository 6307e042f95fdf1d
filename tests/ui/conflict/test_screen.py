"""The conflict screen: who and when, the marks, the keys, and what each choice leaves behind."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QGroupBox, QLabel, QListView, QPushButton, QRadioButton, QTextBrowser, QWidget

from spplus_desk.domain.conflicts import Choice, text_of
from spplus_desk.domain.experience import slot_id
from spplus_desk.domain.experience_payloads import AddComment, SubmitReply
from spplus_desk.domain.outbox import Draft, SendState
from spplus_desk.domain.text import MAX_BODY
from spplus_desk.domain.vocabulary import Entity, ReplyState
from spplus_desk.store.pages import PulledChange
from spplus_desk.ui.notices.toasts import Notice
from spplus_desk.ui.theme import Mode, Theme
from spplus_desk.ui.widgets.compared_text import ComparedText
from tests.helpers.inbox_world import CIGALE, ME, SITE
from tests.helpers.typography import faults
from tests.ui.conflict.conftest import MINE, THEIRS, Meeting

NAMES: tuple[tuple[str, type[QWidget], str], ...] = (
    ("conflict_theirs", QTextBrowser, "La réponse de Sylvie Faure"),
    ("conflict_mine", QTextBrowser, "Votre texte"),
    ("next_difference", QPushButton, "Différence suivante"),
    ("choice_group", QGroupBox, "Que voulez-vous faire\u00a0?"),
    ("choice_keep", QRadioButton, "Garder la réponse de Sylvie Faure"),
    ("choice_share", QRadioButton, "Lui transmettre votre texte"),
    ("choice_replace", QRadioButton, "Demander un remplacement"),
    ("confirm_choice", QPushButton, "Confirmer"),
    ("decide_later", QPushButton, "Décider plus tard"),
    ("copy_mine", QPushButton, "Copier mon texte"),
)
"""objectName, class and accessible name, as the design gives them."""
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def words(view: QWidget, name: str) -> str:
    found = view.findChild(QLabel, name)
    assert found is not None
    return found.text().replace("\u00a0", " ")


def marked(text: ComparedText) -> list[tuple[str, QTextCharFormat.UnderlineStyle, str]]:
    """Each marked passage with its underline and its ground, as it stands in the document."""
    found: list[tuple[str, QTextCharFormat.UnderlineStyle, str]] = []
    block = text.document().begin()
    while block.isValid():
        parts = block.begin()
        while not parts.atEnd():
            style = parts.fragment().charFormat()
            if style.underlineStyle() is not QTextCharFormat.UnderlineStyle.NoUnderline:
                ground = style.background().color().name().upper()
                found.append((parts.fragment().text(), style.underlineStyle(), ground))
            parts += 1
        block = block.next()
    return found


def test_controls_have_the_names_and_classes_of_the_design(meeting: Meeting) -> None:
    meeting.meet()
    meeting.open()
    named = {name: meeting.control(kind, name).accessibleName() for name, kind, _ in NAMES}
    assert named == {name: wanted for name, _, wanted in NAMES}


def test_the_title_says_who_when_and_in_which_circumstance(meeting: Meeting, said: list[str]) -> None:
    meeting.meet()
    meeting.open()
    title = words(meeting.pane, "conflict_title")
    assert title.startswith("Sylvie Faure a répondu à ")
    assert title.endswith(" pendant que vous étiez hors ligne")
    assert any(text.replace("\u00a0", " ").startswith(f"{title}. Sa réponse est publiée.") for text in said)
    assert meeting.control(QTextBrowser, "conflict_theirs").hasFocus()


def test_each_side_marks_what_is_its_own(meeting: Meeting) -> None:
    meeting.meet()
    meeting.open()
    theirs, mine = marked(meeting.pane.view.theirs.text), marked(meeting.pane.view.mine.text)
    dotted, solid = QTextCharFormat.UnderlineStyle.DotLine, QTextCharFormat.UnderlineStyle.SingleUnderline
    assert [text for text, _, _ in theirs] == [
        "pour rien\u00a0: nous en sommes désolés",
        "en",
        "Pour toute question, écrivez-nous depuis votre compte",
        "Sylvie Faure",
    ]
    assert [text for text, _, _ in mine] == [
        ", je vous présente nos excuses",
        "du 17 au 26",
        "Désormais, un message part 48\u00a0heures avant tout report",
        "Nadia",
    ]
    assert {(line, ground) for _, line, ground in theirs} == {(dotted, "#FFEBC7")}
    assert {(line, ground) for _, line, ground in mine} == {(solid, "#DCEBFF")}


def test_the_texts_are_shown_whole_emoji_and_empty_lines_too(meeting: Meeting) -> None:
    meeting.meet(mine="Merci 🙂🙂 pour tout.\n\n\n\nÀ lundi\nou mardi.", theirs="Merci 🙂 pour tout.\n\nÀ jeudi.")
    meeting.open()
    assert [text for text, _, _ in marked(meeting.pane.view.mine.text)][:2] == ["🙂", "lundi\u2028ou mardi"]
    shown = meeting.pane.view.mine.text.toPlainText().split()
    assert meeting.pane.conflict is not None
    assert shown == text_of(meeting.pane.conflict.mine).split()


def test_f8_walks_both_texts_and_comes_round(meeting: Meeting, said: list[str]) -> None:
    meeting.meet()
    meeting.open()
    places = []
    for _ in range(5):
        meeting.press(Qt.Key.Key_F8)
        places.append(words(meeting.pane, "difference_place"))
    assert places == ["1 sur 4", "2 sur 4", "3 sur 4", "4 sur 4", "1 sur 4"]
    meeting.press(Qt.Key.Key_F8, SHIFT)
    assert words(meeting.pane, "difference_place") == "4 sur 4"
    for side, text in ((meeting.pane.view.theirs.text, "Sylvie Faure"), (meeting.pane.view.mine.text, "Nadia")):
        (selection,) = side.extraSelections()
        assert selection.cursor.selectedText() == text
    assert said[-1].replace("\u00a0", " ") == "Différence 4 sur 4. Chez vous : Nadia. Chez Sylvie Faure : Sylvie Faure."


def test_maj_f8_begins_with_the_last_and_the_button_with_the_first(meeting: Meeting) -> None:
    meeting.meet()
    meeting.open()
    meeting.press(Qt.Key.Key_F8, SHIFT)
    assert words(meeting.pane, "difference_place") == "4 sur 4"
    meeting.control(QPushButton, "next_difference").click()
    assert words(meeting.pane, "difference_place") == "1 sur 4"


def test_the_same_text_twice_is_said_so(meeting: Meeting) -> None:
    meeting.meet(mine=THEIRS.replace("\n\n", " "))
    meeting.open()
    conflict = meeting.pane.conflict
    assert conflict is not None
    assert len(marked(meeting.pane.view.mine.text)) == 1  # the signature alone
    meeting.pane._differences = ()
    meeting.pane.view.legend.show_total(0)
    assert not meeting.control(QPushButton, "next_difference").isVisible()
    meeting.press(Qt.Key.Key_F8)
    assert words(meeting.pane, "difference_place") == ""


def test_the_two_texts_scroll_together(meeting: Meeting) -> None:
    meeting.meet(mine=f"{MINE}\n\n" * 12, theirs=f"{THEIRS}\n\n" * 20)
    meeting.open()
    theirs = meeting.pane.view.theirs.text.verticalScrollBar()
    mine = meeting.pane.view.mine.text.verticalScrollBar()
    meeting.until(lambda: theirs.maximum() > 0 and mine.maximum() > 0)
    theirs.setValue(theirs.maximum())
    assert mine.value() == mine.maximum()
    mine.setValue(mine.maximum() // 2)
    assert abs(theirs.value() / theirs.maximum() - mine.value() / mine.maximum()) < 0.01
    mine.setValue(0)
    assert theirs.value() == 0


def test_f8_brings_both_sides_into_sight(meeting: Meeting) -> None:
    meeting.meet(mine=f"{MINE}\n\n" * 12, theirs=f"{MINE}\n\n" * 6 + f"{THEIRS}\n\n" * 12)
    meeting.open()
    meeting.press(Qt.Key.Key_F8, SHIFT)
    for side in (meeting.pane.view.theirs.text, meeting.pane.view.mine.text):
        cursor = QTextCursor(side.textCursor())
        assert side.viewport().rect().contains(side.cursorRect(cursor).center())


def test_the_safe_choice_is_chosen_and_arrows_move(meeting: Meeting) -> None:
    meeting.meet()
    meeting.open()
    keep = meeting.control(QRadioButton, "choice_keep")
    assert keep.isChecked()
    keep.setFocus()
    meeting.press(Qt.Key.Key_Right)
    assert meeting.pane.view.choices.choice is Choice.SHARE
    meeting.press(Qt.Key.Key_Right)
    assert meeting.pane.view.choices.choice is Choice.ASK_REPLACEMENT
    meeting.pane.leave()
    meeting.open()
    assert meeting.pane.view.choices.choice is Choice.KEEP_THEIRS


def test_internal_choices_say_who_reads(meeting: Meeting) -> None:
    meeting.meet()
    meeting.open()
    for name in ("choice_share", "choice_replace"):
        said = meeting.control(QRadioButton, name).accessibleDescription()
        assert "lu par la DITP et les structures concernées" in said


@pytest.mark.parametrize(
    ("name", "comment", "line"),
    [
        ("choice_keep", "", "kept_theirs"),
        ("choice_share", "À l’attention de Sylvie Faure. ", "shared"),
        ("choice_replace", "À l’attention du super agent. ", "replacement_asked"),
    ],
)
def test_ctrl_enter_does_what_is_chosen(meeting: Meeting, name: str, comment: str, line: str) -> None:
    meeting.meet()
    meeting.open()
    meeting.control(QRadioButton, name).click()
    meeting.press(Qt.Key.Key_Return, CTRL)
    meeting.until(lambda: not meeting.shown())
    assert meeting.window.pages.currentWidget() is meeting.window.page("outbox")
    queued = meeting.left_in_queue()
    assert [type(payload) for payload in queued] == ([AddComment] if comment else [])
    assert all(payload.body.startswith(comment) and MINE in payload.body for payload in queued)
    (draft,) = meeting.world.desk.outbox.items(SendState.DRAFT).result()
    assert draft.body == MINE
    assert line in [event.event for event in meeting.world.desk.outbox.history(draft.key).result()]
    history = meeting.control(QListView, "outbox_history")
    meeting.until(lambda: "Sylvie Faure" in str([history.model().index(n, 0).data() for n in range(9)]))
    assert not any(isinstance(payload, SubmitReply) for payload in meeting.left_in_queue())


def test_escape_decides_later(meeting: Meeting) -> None:
    meeting.meet()
    meeting.open()
    meeting.press(Qt.Key.Key_Escape)
    assert meeting.window.pages.currentWidget() is meeting.window.page("outbox")
    assert any(item.parked for item in meeting.world.desk.outbox.items().result())
    meeting.open()
    meeting.control(QPushButton, "decide_later").click()
    assert not meeting.shown()
    assert meeting.left_in_queue() == []


def test_copying_gives_the_whole_text(meeting: Meeting) -> None:
    meeting.meet()
    meeting.open()
    meeting.control(QPushButton, "copy_mine").click()
    copied = QGuiApplication.clipboard().text()
    assert copied == f"Bonjour Cigale,\n\n{MINE}\n\nCordialement,\nNadia, accueil de Montrelin"


def test_too_long_for_a_comment_is_said_and_nothing_is_closed(meeting: Meeting) -> None:
    meeting.meet(mine="Un texte très long. " * (MAX_BODY // 20))
    meeting.open()
    meeting.control(QRadioButton, "choice_share").click()
    meeting.control(QPushButton, "confirm_choice").click()
    banner = meeting.control(QWidget, "conflict_refusal")
    meeting.until(banner.isVisible)
    assert "trop long pour un commentaire" in banner.accessibleName()
    assert meeting.shown() and meeting.control(QPushButton, "copy_mine").hasFocus()
    assert meeting.left_in_queue() == []
    meeting.control(QRadioButton, "choice_keep").click()
    assert not banner.isVisible()
    meeting.control(QPushButton, "confirm_choice").click()
    meeting.until(lambda: not meeting.shown())


def test_before_it_is_pulled_only_keeping_and_copying_are_offered(meeting: Meeting) -> None:
    meeting.send()
    meeting.refuse()
    meeting.open()
    assert words(meeting.pane, "conflict_absence") == (
        "La réponse de Sylvie Faure n’est pas encore sur ce poste. La synchronisation l’apportera."
    )
    for name in ("choice_group", "confirm_choice", "conflict_theirs"):
        assert not meeting.control(QWidget, name).isVisible()
    assert meeting.control(QPushButton, "conflict_keep_draft").accessibleName() == "Garder en brouillon"
    meeting.feed_theirs()
    meeting.until(meeting.control(QRadioButton, "choice_keep").isVisible)
    assert not meeting.control(QLabel, "conflict_absence").isVisible()


def test_an_experience_that_left_keeps_its_text_as_a_draft(meeting: Meeting) -> None:
    meeting.meet()
    meeting.world.feed(PulledChange(Entity.SLOT, CIGALE, None), PulledChange(Entity.REPLY, CIGALE, None))
    meeting.open()
    assert words(meeting.pane, "conflict_absence").startswith("Cette expérience n’est plus dans vos structures :")
    meeting.press(Qt.Key.Key_Return, CTRL)
    meeting.until(lambda: not meeting.shown())
    (draft,) = meeting.world.desk.outbox.items(SendState.DRAFT).result()
    assert draft.body == MINE
    assert meeting.left_in_queue() == []


def test_a_reply_sent_back_since_is_told(meeting: Meeting) -> None:
    meeting.meet(state=ReplyState.RETURNED)
    meeting.open()
    assert words(meeting.pane, "conflict_absence").endswith("L’expérience est de nouveau à répondre.")


def test_ones_own_reply_from_another_post_is_called_so(meeting: Meeting) -> None:
    meeting.meet(author=ME.id, author_name=ME.name)
    meeting.open()
    assert words(meeting.pane, "conflict_title").startswith("Vous avez déjà répondu à ")
    assert meeting.control(QRadioButton, "choice_keep").text() == "Garder votre première réponse"


def test_a_conflict_decided_elsewhere_leads_back(meeting: Meeting) -> None:
    meeting.meet()
    meeting.open()
    assert meeting.world.desk.conflicts.keep_theirs(meeting.id).result()
    meeting.until(lambda: not meeting.shown())


def test_envois_offers_to_compare(meeting: Meeting) -> None:
    meeting.meet()
    meeting.window.router.go("outbox")
    compare = meeting.control(QPushButton, "compare_button")
    meeting.until(compare.isVisible)
    listing = meeting.control(QListView, "outbox_list")
    meeting.until(lambda: listing.currentIndex().isValid())
    meeting.qtbot.keyClick(listing, Qt.Key.Key_Return)
    meeting.until(lambda: meeting.shown() and meeting.pane.conflict is not None)
    meeting.press(Qt.Key.Key_Escape)
    compare.click()
    meeting.until(lambda: meeting.shown() and meeting.pane.conflict is not None)


def test_the_notice_says_who_answered_and_leads_to_both_texts(meeting: Meeting, said: list[str]) -> None:
    meeting.meet()
    action = meeting.control(QPushButton, "notice_action")
    meeting.until(lambda: action.isVisible() and action.text() == "Comparer")
    assert any(text.startswith("Sylvie Faure a répondu") and text.endswith("Votre texte est gardé.") for text in said)
    action.click()
    meeting.until(lambda: meeting.shown() and meeting.pane.conflict is not None)


def test_the_keyboard_meets_the_parts_in_the_order_of_the_design(meeting: Meeting) -> None:
    meeting.meet()
    meeting.open()
    met = []
    for _ in range(7):
        met.append(meeting.window.focusWidget().objectName())
        meeting.press(Qt.Key.Key_Tab)
    assert met == [
        "conflict_theirs",
        "conflict_mine",
        "next_difference",
        "choice_keep",
        "confirm_choice",
        "decide_later",
        "copy_mine",
    ]


def test_all_that_is_written_is_well_set(meeting: Meeting) -> None:
    meeting.meet()
    meeting.open()
    texts: list[str] = []
    for widget in meeting.pane.findChildren(QWidget):
        for read in ("text", "title", "accessibleName", "accessibleDescription", "toolTip"):
            value = getattr(widget, read, None)
            if callable(value) and isinstance(text := value(), str) and not text.startswith("<"):
                texts.append(text)
    assert {text: faults(text) for text in texts if faults(text)} == {}


@pytest.mark.parametrize("size", [(960, 600), (1366, 736), (1920, 1048)], ids=["960", "1366", "1920"])
@pytest.mark.parametrize("scale", [1.0, 2.0], ids=["100", "200"])
def test_every_part_is_reached_at_every_size(
    meeting: Meeting, look: Theme, size: tuple[int, int], scale: float
) -> None:
    look.set_text_scale(scale)
    meeting.window.resize(*size)
    meeting.meet()
    meeting.open()
    meeting.qtbot.wait(20)
    view = meeting.pane.view
    inside = view.rect()
    for button in (view.bottom.confirm, view.bottom.later, view.bottom.copy):
        assert inside.contains(QRect(button.mapTo(view, QPoint(0, 0)), button.size()))
        assert button.width() >= button.sizeHint().width()
    for card in view.choices.cards.values():
        assert card.height() >= card.heightForWidth(card.width())
        assert card.width() <= view.width()


def test_both_themes_paint(meeting: Meeting, look: Theme, tmp_path: Path) -> None:
    meeting.meet()
    meeting.open()
    meeting.press(Qt.Key.Key_F8)
    for mode in (Mode.LIGHT, Mode.DARK):
        look.set_mode(mode)
        picture = meeting.window.grab()
        assert picture.save(str(tmp_path / f"{mode.value}.png"))
    assert {ground for _, _, ground in marked(meeting.pane.view.mine.text)} == {"#1B3557"}


def test_the_choices_are_one_group_for_a_screen_reader(meeting: Meeting) -> None:
    meeting.meet()
    meeting.open()
    group = QAccessible.queryAccessibleInterface(meeting.control(QWidget, "choice_group"))
    assert group is not None
    names = [group.child(n).text(QAccessible.Text.Name) for n in range(group.childCount())]
    assert names == ["Garder la réponse de Sylvie Faure", "Lui transmettre votre texte", "Demander un remplacement"]


def test_another_text_size_while_both_texts_are_open(meeting: Meeting, look: Theme) -> None:
    meeting.meet()
    meeting.open()
    card = meeting.pane.view.mine
    meeting.until(lambda: card.height() == card.wanted_height())
    before = card.height()
    look.set_text_scale(1.3)
    meeting.until(lambda: card.maximumHeight() == card.wanted_height() > before)
    assert meeting.control(QPushButton, "confirm_choice").parentWidget().height() > 60


def test_a_message_covers_no_button_and_no_choice_and_the_undo_bar_stays(meeting: Meeting) -> None:
    """A message and the undo of another reply, while deciding."""
    meeting.meet()
    meeting.open()
    window, view = meeting.window, meeting.pane.view
    window.notices.show_notice(Notice("Envoi annulé. Votre texte est gardé en brouillon.", "success"))
    draft = Draft(slot_id=slot_id("E2", SITE), body="Le guichet a repris lundi.")
    meeting.world.desk.replying.send(draft, timedelta(seconds=30)).result(10)
    meeting.until(window.undo_bar.isVisible)
    meeting.until(window.notices.isVisible)
    window.place_notices()
    message = QRect(window.notices.mapToGlobal(QPoint()), window.notices.size())
    bottom = view.bottom
    for widget in (bottom.confirm, bottom.later, bottom.copy, *view.choices.cards.values(), window.undo_bar):
        assert widget.isVisible(), widget.objectName()
        assert not message.intersects(QRect(widget.mapToGlobal(QPoint()), widget.size())), widget.objectName()
    meeting.press(Qt.Key.Key_Z, Qt.KeyboardModifier.AltModifier)
    meeting.until(lambda: not window.undo_bar.isVisible())
    meeting.until(lambda: meeting.world.desk.replying.draft(draft.slot_id).result(10).body == draft.body)
    assert meeting.shown()
