"""The super agent reads a reply beside its testimony, and decides; with the keyboard alone."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton

from spplus_desk.domain.differences import Span
from spplus_desk.domain.experience import Passage
from spplus_desk.domain.inbox import View
from spplus_desk.domain.projection import SlotState
from spplus_desk.domain.vocabulary import ReplyState
from spplus_desk.services.validating import NEEDS_COMMENT
from spplus_desk.ui.validation.pane import ReviewPane
from tests.helpers.inbox_world import CIGALE
from tests.helpers.review_world import COMMENT, PASSAGE_TEXT, SECOND, reply
from tests.ui.shell.conftest import Shell

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def review(shell: Shell) -> ReviewPane:
    """Ctrl+4, Enter: as one works."""
    shell.press(Qt.Key.Key_4, CONTROL)
    shell.until(lambda: shell.window.inbox_page.shown_view is View.TO_VALIDATE and len(shell.titles()) == 1)
    shell.choose()
    shell.until(lambda: shell.window.reading.reviewable)
    shell.window.inbox.view.list.setFocus()
    shell.press(Qt.Key.Key_Return)
    pane = shell.window.page("review")
    assert isinstance(pane, ReviewPane)
    shell.until(lambda: pane.detail is not None and shell.window.pages.currentWidget() is pane)
    shell.until(pane.view.reply.text.hasFocus)
    return pane


def state_of(shell: Shell) -> SlotState:
    return shell.world.store.detail(CIGALE).result().row.state


def test_text_and_testimony_stand_side_by_side_with_what_the_guard_says(chief: Shell) -> None:
    pane = review(chief)
    view = pane.view
    assert "J’ai pris rendez-vous" in view.testimony.text.whole_text
    assert view.reply.text.whole_text.startswith("Bonjour Cigale,\n\nVous avez dû")
    assert view.reply.text.whole_text.endswith("Nadia, accueil de Montrelin")
    assert view.reply.text.accessibleName() == "Réponse de Nadia Belkacem"
    chief.until(lambda: bool(view.checks.text()))
    assert "téléphone" in view.checks.text().lower()
    assert view.chip.isVisible()


def test_approve_with_ctrl_enter_and_take_it_back(chief: Shell, said: list[str]) -> None:
    review(chief)
    chief.press(Qt.Key.Key_Return, CONTROL)
    chief.until(lambda: state_of(chief) is SlotState.RECEIVED)
    chief.until(lambda: chief.window.pages.currentWidget() is chief.window.inbox_page)
    chief.until(lambda: any("Réponse de Nadia Belkacem approuvée." in one for one in said))
    assert chief.world.store.counts(chief.world.clock()).result().to_validate == 0
    action = chief.control(QPushButton, "notice_action")
    assert action.text() == "Annuler"
    action.click()
    chief.until(lambda: state_of(chief) is SlotState.PENDING_VALIDATION)


def test_a_return_needs_a_comment_and_takes_the_passage_along(chief: Shell, said: list[str]) -> None:
    pane = review(chief)
    chief.press(Qt.Key.Key_Return, CONTROL | SHIFT)
    chief.until(lambda: pane.view.state.text() == NEEDS_COMMENT)
    assert NEEDS_COMMENT in said
    field = chief.control(QPlainTextEdit, "review_comment")
    assert field.hasFocus()
    start = pane.view.reply.text.whole_text.index("appelez Mme Perrin")
    pane.view.reply.text.setFocus()
    pane.view.reply.text.select_span(Span(start, start + len("appelez Mme Perrin")))
    chief.press(Qt.Key.Key_M, CONTROL)
    chief.until(field.hasFocus)
    assert "«\u00a0appelez Mme Perrin\u00a0»" in pane.view.passage.text()
    field.insertPlainText("Pas de nom dans une réponse publique.")
    chief.press(Qt.Key.Key_Return, CONTROL | SHIFT)
    chief.until(lambda: state_of(chief) is SlotState.RETURNED)
    step = chief.world.store.detail(CIGALE).result().versions[-1]
    at = SECOND.index("appelez Mme Perrin")
    assert step.comment == "Pas de nom dans une réponse publique."
    assert step.passage == Passage(start=at, end=at + len("appelez Mme Perrin"), text="appelez Mme Perrin")


def test_a_passage_outside_the_body_is_asked_again(chief: Shell) -> None:
    pane = review(chief)
    pane.view.reply.text.select_span(Span(0, len("Bonjour Cigale,")))
    chief.press(Qt.Key.Key_M, CONTROL)
    chief.until(lambda: "Choisissez d’abord un passage" in pane.view.state.text())


def test_earlier_versions_are_laid_beside_with_their_differences(chief: Shell, said: list[str]) -> None:
    pane = review(chief)
    view = pane.view
    chief.press(Qt.Key.Key_F8)
    assert view.testimony.heading.text().startswith("Version 1, renvoyée par Hélène Morvan hier à")
    assert "rendez-vous en novembre" in view.testimony.text.whole_text
    assert "différences avec la version actuelle." in view.compared.text()
    assert any("Version 1" in one for one in said)
    labels = [child.text() for child in view.versions.children() if hasattr(child, "text")]
    assert COMMENT in labels
    assert any(PASSAGE_TEXT in text for text in labels)
    chief.press(Qt.Key.Key_F8)
    assert view.testimony.heading.text() == "Témoignage de Cigale"


def test_a_comment_begun_waits_on_its_reply(chief: Shell) -> None:
    pane = review(chief)
    field = chief.control(QPlainTextEdit, "review_comment")
    field.setPlainText("À revoir")
    chief.press(Qt.Key.Key_Escape)
    chief.until(lambda: chief.window.pages.currentWidget() is chief.window.inbox_page)
    assert state_of(chief) is SlotState.PENDING_VALIDATION
    chief.window.router.review(CIGALE)
    chief.until(lambda: pane.detail is not None)
    assert field.toPlainText() == "À revoir"


def test_a_colleague_who_decides_first_is_told_of(chief: Shell) -> None:
    pane = review(chief)
    chief.world.feed(reply(chief.world, ReplyState.RECEIVED, SECOND, version=5))
    chief.until(lambda: pane.view.banner.isVisible() and not pane.view.approve.isEnabled())
    assert "n’attend plus" in pane.view.banner.accessibleName()
    chief.press(Qt.Key.Key_Return, CONTROL)
    assert chief.world.store.waiting_count().result() == 0


def test_ones_own_reply_is_read_and_not_judged(chief: Shell) -> None:
    chief.world.feed(reply(chief.world, ReplyState.PENDING_VALIDATION, SECOND, author="helene", version=4))
    pane = review(chief)
    assert pane.view.banner.accessibleName() == "Cette réponse est la vôtre."
    assert not pane.view.approve.isEnabled()
    assert not pane.view.send_back.isEnabled()


def test_an_agent_has_no_review(author: Shell) -> None:
    author.choose()
    assert not author.window.reading.reviewable


def test_tab_goes_through_and_every_control_has_a_name(chief: Shell) -> None:
    pane = review(chief)
    met = []
    for _ in range(12):
        focused = QApplication.focusWidget()
        assert focused is not None
        met.append(focused.objectName())
        assert focused.accessibleName(), focused.objectName()
        chief.press(Qt.Key.Key_Tab)
    wanted = {"review_reply", "review_comment_passage", "review_comment", "approve_reply", "return_reply"}
    assert wanted <= set(met)
    assert pane.view.isVisible()
