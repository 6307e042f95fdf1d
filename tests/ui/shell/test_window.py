"""The shell: undo bar, strips, messages, reading acts, the demonstration, places of panes."""

from concurrent.futures import Future
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QListView, QPlainTextEdit, QPushButton, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from spplus_desk.domain.commands import CommandResult, Outcome, Receipt
from spplus_desk.domain.errors import Refused, StorageFull
from spplus_desk.domain.outbox import Draft
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.ui.main_window import MainWindow
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme
from tests.helpers.clock import FakeClock
from tests.helpers.inbox_world import CIGALE, InboxWorld, key_of
from tests.helpers.typography import faults
from tests.ui.shell.conftest import Shell


def send(shell: Shell, key: str = CIGALE) -> str:
    draft = Draft(slot_id=key, greeting="Bonjour,", body="Le service a repris lundi.")
    item = shell.world.desk.replying.send(draft, timedelta(seconds=30)).result()
    assert item.command_id is not None
    return item.command_id


# Undo


def test_the_undo_bar_counts_down_on_every_screen_and_never_takes_the_focus(shell: Shell, clock: FakeClock) -> None:
    bar = shell.control(QFrame, "undo_bar")
    focus = shell.control(QListView, "experience_list")
    send(shell)
    shell.until(bar.isVisible)
    assert focus.hasFocus()
    assert bar.accessibleDescription() == "Votre réponse à Cigale part dans 30 secondes"
    clock.advance(timedelta(seconds=6))
    shell.until(lambda: bar.accessibleDescription() == "Votre réponse à Cigale part dans 24 secondes")
    shell.window.rail.select("outbox")
    assert bar.isVisible()
    clock.advance(timedelta(seconds=23))
    shell.until(lambda: bar.accessibleDescription().endswith("part dans 1 seconde"))
    clock.advance(timedelta(seconds=2))
    shell.until(lambda: not bar.isVisible())


def test_alt_z_takes_the_reply_back_as_a_draft(shell: Shell) -> None:
    send(shell)
    bar = shell.control(QFrame, "undo_bar")
    shell.until(bar.isVisible)
    shell.press(Qt.Key.Key_Z, Qt.KeyboardModifier.AltModifier)
    shell.until(lambda: not bar.isVisible())
    notices = shell.control(QFrame, "notices")
    shell.until(notices.isVisible)
    assert notices.accessibleDescription() == "Envoi annulé. Votre texte est gardé en brouillon."
    assert shell.world.desk.replying.draft(CIGALE).result().body == "Le service a repris lundi."
    shell.until(lambda: "Trois rendez-vous annulés pour une attestation" in shell.titles())
    shell.qtbot.mouseClick(shell.control(QPushButton, "notice_action"), Qt.MouseButton.LeftButton)
    assert shell.window.pages.currentWidget() is shell.window.page("reply")


def test_send_now_ends_the_wait(shell: Shell) -> None:
    send(shell)
    bar = shell.control(QFrame, "undo_bar")
    shell.until(bar.isVisible)
    shell.qtbot.mouseClick(shell.control(QPushButton, "send_now"), Qt.MouseButton.LeftButton)
    shell.until(lambda: not bar.isVisible())
    shell.until(lambda: shell.world.desk.replying.held().result() is None)


# Strips and messages


def test_back_online_is_told_with_what_came(shell: Shell, clock: FakeClock) -> None:
    shell.world.phase(SyncPhase.OFFLINE)
    strip = shell.control(QFrame, "offline_strip")
    shell.until(strip.isVisible)
    shell.world.phase(SyncPhase.SYNCING)
    shell.world.phase(SyncPhase.SYNCED, last_success=clock())
    notices = shell.control(QFrame, "notices")
    shell.until(notices.isVisible)
    assert notices.accessibleDescription() == "De retour en ligne."
    assert not strip.isVisible()


def test_an_expired_session_asks_the_password_in_its_strip(shell: Shell) -> None:
    shell.world.phase(SyncPhase.SESSION_EXPIRED)
    field = shell.control(QWidget, "session_password")
    shell.until(field.isVisible)
    assert not shell.control(QPushButton, "offline_retry").isVisible()
    strip = shell.control(QFrame, "offline_strip")
    assert strip.accessibleName() == "Session expirée"
    assert faults(strip.accessibleDescription()) == []


def test_known_errors_are_shown_as_they_are_one_after_the_other(shell: Shell) -> None:
    notices = shell.control(QFrame, "notices")
    tasks = shell.window._tasks
    for error in (StorageFull(), StorageFull(), Refused("Le serveur a refusé cet envoi.")):
        future: Future[None] = Future()
        future.set_exception(error)
        tasks.when_done(future, lambda _: None)
    shell.until(notices.isVisible)
    assert notices.accessibleDescription() == StorageFull.sentence
    notices._next()
    assert notices.accessibleDescription() == "Le serveur a refusé cet envoi.", "the same words are said once"
    notices._next()
    assert not notices.isVisible()


def test_the_age_of_the_data_grows_by_itself(shell: Shell, clock: FakeClock) -> None:
    state = shell.control(QWidget, "sync_status")
    shell.until(lambda: state.accessibleDescription() == "Synchronisé à l’instant")
    clock.advance(timedelta(minutes=3))
    shell.until(lambda: state.accessibleDescription() == "Synchronisé il y a 3\u00a0min")


# Reading


def test_a_comment_is_added_where_it_will_be_read(shell: Shell) -> None:
    shell.choose(CIGALE)
    shell.press(Qt.Key.Key_C)
    field = shell.control(QPlainTextEdit, "comment_field")
    shell.until(field.hasFocus)
    field.setPlainText("Le siège confirme la reprise.")
    shell.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    comments = shell.control(QListView, "internal_comments").model()
    shell.until(lambda: comments.rowCount() == 2)
    assert comments.index(1, 0).data() == "Le siège confirme la reprise."
    assert "en attente d’envoi" in comments.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert not field.isVisible()


def test_a_comment_begun_waits_on_its_own_experience(shell: Shell) -> None:
    shell.choose(CIGALE)
    shell.window.reading.open_comment_box()
    field = shell.control(QPlainTextEdit, "comment_field")
    field.setPlainText("À moitié écrit")
    shell.choose(key_of("E1"))
    assert field.toPlainText() == ""
    shell.choose(CIGALE)
    shell.until(lambda: field.toPlainText() == "À moitié écrit")
    assert field.isVisible()


def test_a_comment_begun_is_on_disk_at_a_pause_and_when_the_window_closes(shell: Shell) -> None:
    inbox = shell.world.desk.inbox
    shell.choose(CIGALE)
    shell.window.reading.open_comment_box()
    field = shell.control(QPlainTextEdit, "comment_field")
    shell.qtbot.keyClicks(field, "Vu avec le siege")
    shell.until(lambda: inbox.comment_draft(CIGALE).result() == "Vu avec le siege")
    shell.qtbot.keyClicks(field, ", rappel lundi")
    shell.window.close()
    assert inbox.comment_draft(CIGALE).result() == "Vu avec le siege, rappel lundi"


def test_a_comment_that_was_added_leaves_no_draft(shell: Shell) -> None:
    inbox = shell.world.desk.inbox
    shell.choose(CIGALE)
    shell.window.reading.open_comment_box()
    field = shell.control(QPlainTextEdit, "comment_field")
    shell.qtbot.keyClicks(field, "Vu avec le siege")
    shell.until(lambda: inbox.comment_draft(CIGALE).result() != "")
    shell.qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    shell.until(lambda: inbox.comment_draft(CIGALE).result() == "")
    shell.choose(key_of("E1"))
    shell.choose(CIGALE)
    assert field.toPlainText() == ""


def test_the_improvement_box_is_live(shell: Shell) -> None:
    shell.choose(CIGALE)
    box = shell.control(QCheckBox, "improvement_check")
    assert not box.isChecked()
    box.setFocus()
    shell.press(Qt.Key.Key_Space)
    shell.until(lambda: shell.world.desk.inbox.detail(CIGALE).result().slot.improvement)
    assert box.isChecked()


def test_a_neighbours_reply_opens_whole(shell: Shell) -> None:
    shell.choose(CIGALE)
    section = shell.control(QWidget, "other_replies")
    shell.until(section.isVisible)
    more = next(button for button in section.findChildren(QPushButton) if button.text() == "Lire la suite")
    text = section.findChildren(QTextBrowser)[0]
    shell.until(lambda: more.isVisible() and text.toPlainText().endswith("…"))
    shell.qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert text.toPlainText().endswith("répondra sur ce point.")
    assert not more.isVisible()


def test_a_citizens_text_is_never_read_as_html(shell: Shell) -> None:
    from tests.ui.shell.test_inbox import changes_of

    body = "<b>gras</b> <img src='http://127.0.0.1:9/x.png'> <a href='http://127.0.0.1:9/'>ici</a>"
    changes = changes_of(
        "E40", "<i>titre</i>", "<u>P</u>", body, None, (), timedelta(hours=60), now=shell.world.clock()
    )  # type: ignore[arg-type]
    shell.world.feed(*changes, cursor="2")
    shell.until(lambda: "<i>titre</i>" in shell.titles())
    shell.choose(key_of("E40"))
    reading = shell.control(QTextBrowser, "reading_view")
    shell.until(lambda: reading.toPlainText() == body)
    assert shell.window.reading.view.title.toPlainText() == "<i>titre</i>"


def test_the_reading_text_keeps_its_measure(shell: Shell) -> None:
    shell.choose(CIGALE)
    reading = shell.control(QTextBrowser, "reading_view")
    for width in (1366, 1920):
        shell.window.resize(width, 800)
        shell.until(lambda width=width: shell.window.width() == width)
        shell.qtbot.wait(50)
        metrics = reading.fontMetrics()
        assert reading.viewport().width() <= metrics.averageCharWidth() * 92, "about 75 characters of running French"
        assert reading.height() >= reading.document().size().height() - 1, "the text is never cut"


# Places


def test_a_narrow_window_shows_the_list_or_the_reading(shell: Shell) -> None:
    shell.window.resize(1000, 640)
    listing, reading = shell.window.inbox.view, shell.window.reading.view
    shell.until(lambda: listing.isVisible() and not reading.isVisible())
    shell.choose(CIGALE)
    shell.press(Qt.Key.Key_Return)
    shell.until(lambda: reading.isVisible() and not listing.isVisible())
    shell.press(Qt.Key.Key_Escape)
    shell.until(lambda: listing.isVisible() and not reading.isVisible())
    shell.window.resize(1366, 736)
    shell.until(lambda: listing.isVisible() and reading.isVisible())


def test_the_rail_folds_by_the_agents_choice(shell: Shell) -> None:
    shell.press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    shell.until(lambda: shell.window.rail.width() == 55)
    action = shell.window._actions["fold"]
    assert action.text() == "Déployer la navigation"
    action.trigger()
    shell.until(lambda: shell.window.rail.width() == 215)


def test_large_text_grows_the_rows_and_narrows_the_layout(shell: Shell, look: Theme) -> None:
    look.set_text_scale(2.0)
    listing = shell.control(QListView, "experience_list")
    shell.until(lambda: listing.sizeHintForRow(1) == 202)
    assert not shell.window.reading.view.isVisible()


# Demonstration


class Cases:
    """What a trainer can do, remembered; `network_on` is the real switch of a real loopback in the program."""

    def __init__(self) -> None:
        self.network_on = True
        self.other_seat = "Hélène Morvan, super agent"
        self.asked: list[str | None] = []

    def set_network(self, on: bool) -> None:
        self.network_on = on

    def deposit_experience(self) -> "Future[str]":
        future: Future[str] = Future()
        future.set_result("E99")
        return future

    def colleague_answers(self, key: str | None) -> "Future[str]":
        self.asked.append(key)
        future: Future[str] = Future()
        future.set_result("E3")
        return future


def test_the_demonstration_says_what_it_is_and_offers_its_cases(
    qtbot: QtBot, look: Theme, world: InboxWorld, clock: FakeClock
) -> None:
    cases, tasks = Cases(), Tasks()
    window = MainWindow(world.desk, theme=look, tasks=tasks, clock=clock, demonstration=cases)
    window.show()
    qtbot.waitExposed(window)
    shell = Shell(qtbot, window, world)
    shell.until(lambda: len(shell.titles()) == 9)
    strip = shell.control(QFrame, "demonstration_strip")
    assert strip.isVisible()
    assert strip.accessibleDescription() == "données inventées, rien n’est envoyé."
    shell.choose(CIGALE)
    network, deposit, answer, seat = window.demonstration.actions_of_menu
    assert seat.text() == "Passer au poste de Hélène Morvan, super agent"
    with qtbot.waitSignal(window.seat_wanted):
        seat.trigger()
    assert network.text() == "Couper le réseau"
    network.trigger()
    assert not cases.network_on
    assert network.text() == "Rétablir le réseau"
    deposit.trigger()
    answer.trigger()
    assert cases.asked == [CIGALE]
    notices = shell.control(QFrame, "notices")
    shell.until(notices.isVisible)
    with qtbot.waitSignal(window.demonstration_left):
        shell.qtbot.mouseClick(shell.control(QPushButton, "demonstration_quit"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(window.closed):
        window.close()
    window.deleteLater()


def test_back_online_counts_the_replies_written_meanwhile(shell: Shell, clock: FakeClock) -> None:
    shell.world.phase(SyncPhase.OFFLINE)
    shell.until(shell.control(QFrame, "offline_strip").isVisible)
    command = send(shell)
    shell.world.desk.replying.send_now(command).result()
    shell.until(lambda: shell.window._syncing._counts.outbox == 1)
    result = CommandResult(
        id=command, outcome=Outcome.APPLIED, receipt=Receipt(number="7F3K-0412", received_at=clock(), slot_version=2)
    )
    shell.world.store.record_results([result], clock()).result()
    shell.world.phase(SyncPhase.SYNCED, last_success=clock())
    notices = shell.control(QFrame, "notices")
    shell.until(notices.isVisible)
    assert notices.accessibleDescription() == "De retour en ligne. 1\u00a0réponse partie."


def test_a_long_state_takes_two_lines_instead_of_being_cut(shell: Shell, clock: FakeClock) -> None:
    state = shell.control(QWidget, "sync_status")
    one = state.height()
    shell.world.phase(SyncPhase.UNREACHABLE, retry_at=clock() + timedelta(seconds=40))
    shell.until(lambda: state.height() > one)
    assert state._lines() == ["Serveur injoignable,", "nouvel essai dans 40\u00a0s"]


def test_replies_set_aside_are_told_once_with_their_reason(shell: Shell, clock: FakeClock) -> None:
    command = send(shell)
    shell.world.desk.replying.send_now(command).result()
    refused = CommandResult(
        id=command, outcome=Outcome.REFUSED, code="stale", detail="L’expérience a changé. Votre texte est gardé."
    )
    shell.world.store.record_results([refused], clock()).result()
    notices = shell.control(QFrame, "notices")
    shell.until(notices.isVisible)
    assert notices.accessibleDescription().startswith("Mise de côté\u00a0: votre réponse à Cigale. ")
    shell.qtbot.mouseClick(shell.control(QPushButton, "notice_action"), Qt.MouseButton.LeftButton)
    shell.until(lambda: shell.window.pages.currentWidget() is shell.window.page("outbox"))
