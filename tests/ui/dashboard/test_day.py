"""The manager's day: who is away and who stands in, what the network expects, each one click from its list."""

from datetime import date, timedelta

from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from spplus_desk.domain.absences import Away
from spplus_desk.domain.document_payloads import SaveAbsence
from spplus_desk.domain.documents import Absence, Template
from spplus_desk.domain.experience import Experience, Reply, ServiceChange, Slot, slot_id
from spplus_desk.domain.inbox import View
from spplus_desk.domain.structure import Member
from spplus_desk.domain.vocabulary import ReplyState, Role
from spplus_desk.services.managers_day import IMPROVEMENTS, ManagersDay
from spplus_desk.ui.outbox.announced import AnnouncedPopover
from tests.helpers.board_world import HEAD, MONTRELIN
from tests.helpers.typography import faults
from tests.ui.dashboard.conftest import Boarded


def told(board: Boarded) -> list[str]:
    lower = board.pane.board.today.expected
    found = [one.text() for kind in (QPushButton, QLabel) for one in lower.findChildren(kind) if one.isVisible()]
    assert not [(text, faults(text)) for text in found if faults(text)]
    return found


def link(board: Boarded, name: str) -> QPushButton:
    def there() -> bool:
        return any(one.isVisible() for one in board.pane.findChildren(QPushButton, name))

    board.qtbot.waitUntil(there, timeout=10_000)
    return next(one for one in board.pane.findChildren(QPushButton, name) if one.isVisible())


def fill(board: Boarded) -> None:
    world, today = board.world, date(2027, 12, 16)
    people = (("thomas", "Thomas Ruault"), ("nadia", "Nadia Belkacem"), ("ines", "Inès Faure"))
    world.feed(
        *(Member(id=f"{id}:{HEAD}", agent_id=id, name=name, structure_id=HEAD, role=Role.AGENT) for id, name in people),
        Absence(id=f"thomas:{HEAD}", structure_id=HEAD, version=1, start=today, end=today, stand_in="nadia"),
        Absence(
            id=f"ines:{HEAD}", structure_id=HEAD, version=1,
            start=today - timedelta(days=3), end=today + timedelta(days=5),
        ),
        Absence(
            id=f"nadia:{HEAD}", structure_id=HEAD, version=1,
            start=today + timedelta(days=20), end=today + timedelta(days=25),
        ),
        Template(id="T1", structure_id=HEAD, title="Attente", body="Bonjour.", version=1, review_on=date(2027, 12, 1)),
        Template(id="T2", structure_id=HEAD, title="Accueil", body="Bonjour.", version=1, review_on=date(2028, 6, 1)),
    )  # fmt: skip
    for number, on in (("A1", today), ("A2", today + timedelta(days=9))):
        world.feed(
            Experience(id=number, title="Un guichet fermé", body="Fermé.", pseudonym="Ondine",
                       published_at=world.clock() - timedelta(days=2)),
            Slot(id=slot_id(number, MONTRELIN), experience_id=number, structure_id=MONTRELIN, improvement=True,
                 version=1),
            Reply(id=slot_id(number, MONTRELIN), experience_id=number, structure_id=MONTRELIN, body="Nous ouvrirons.",
                  state=ReplyState.PUBLISHED, published_at=world.clock(), submitted_at=world.clock(),
                  change=ServiceChange(text="Le guichet ouvre le samedi", on=on)),
        )  # fmt: skip


def test_nobody_away_and_nothing_expected_are_said(board: Boarded) -> None:
    board.qtbot.waitUntil(lambda: bool(told(board)), timeout=10_000)
    assert told(board) == ["Absents", "personne aujourd’hui", "Le réseau attend", "rien aujourd’hui"]


def test_who_is_away_with_the_stand_in_leads_to_the_absences(board: Boarded) -> None:
    fill(board)
    link(board, "today_away")
    texts = told(board)
    assert "Thomas Ruault" in texts and "Inès Faure" in texts
    told_more = link(board, "today_away").accessibleDescription()
    assert told_more.startswith("Thomas Ruault, relais\u00a0: Nadia Belkacem, jusqu’au ")
    board.window.resize(1920, 1040)  # with more room it is written
    board.qtbot.waitUntil(lambda: "Thomas Ruault, relais\u00a0: Nadia Belkacem" in told(board), timeout=5_000)
    assert "Inès Faure, sans relais" in told(board)
    assert not any(text.startswith("Nadia") for text in texts)  # only in three weeks
    link(board, "today_away").click()
    board.qtbot.waitUntil(lambda: board.window.findChild(QWidget, "absence_page").isVisible())
    # Said to be back: the board follows, offline.
    board.window.router.go("dashboard")
    payload = SaveAbsence(structure_id=HEAD)
    board.world.desk.documents.save(f"thomas:{HEAD}", payload).result()
    board.qtbot.waitUntil(lambda: not any(text.startswith("Thomas") for text in told(board)), timeout=10_000)


def test_what_the_network_expects_opens_its_lists(board: Boarded) -> None:
    fill(board)
    window, bot = board.window, board.qtbot
    assert link(board, "today_changes").text() == "1\u00a0changement à confirmer"
    assert link(board, "today_templates").text() == "1\u00a0modèle à relire"
    assert link(board, "today_improvements").text() == "2\u00a0améliorations à considérer"
    link(board, "today_templates").click()
    shelf = window.page("templates").view
    bot.waitUntil(lambda: shelf.model.rowCount() == 1 and shelf.model.total == 2)
    assert shelf.search.text() == "à relire"
    window.router.go("dashboard")
    link(board, "today_improvements").click()
    inbox = window._host.page("inbox").inbox
    bot.waitUntil(lambda: inbox.loaded and inbox.shown_view is View.ALL and inbox._query().filter == IMPROVEMENTS)
    bot.waitUntil(lambda: inbox._model.listing.count == 2)
    window.router.go("dashboard")
    link(board, "today_changes").click()
    popover = window.findChild(AnnouncedPopover)
    bot.waitUntil(popover.isVisible)
    popover.close()


def test_all_stands_on_one_line_however_many_are_away(board: Boarded) -> None:
    fill(board)
    link(board, "today_away")
    lower, today = board.pane.board.today.expected, date(2027, 12, 16)
    one_line = lower.height()
    away = [
        Away(agent_id=f"A{n}", name=f"Marie-Christine de la Fontaine {n}", structure_id=HEAD, start=today, end=today)
        for n in range(5)
    ]

    def show(*people: Away) -> list[str]:
        lower.show_day(ManagersDay(today=today, away=people, changes=1, templates=12, improvements=13))
        board.qtbot.wait(1)
        return told(board)

    for count in range(6):
        texts = show(*away[:count])
        assert lower.height() == one_line and "13\u00a0améliorations à considérer" in texts
    assert "et 4 de plus" in texts
    more = next(one for one in lower.findChildren(QPushButton, "today_away") if one.text() == "et 4 de plus")
    assert more.accessibleDescription().count("\n") == 3  # each by name
    board.window.resize(960, 700)
    board.qtbot.waitUntil(lambda: "5\u00a0personnes" in told(board), timeout=5_000)
    board.window.resize(1920, 1040)
    board.qtbot.waitUntil(lambda: "et 2 de plus" in told(board), timeout=5_000)
    assert lower.height() == one_line
