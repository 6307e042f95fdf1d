"""The list: groups, what the feed changes in it, what the agent's own acts change, and time."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QModelIndex, QObject, QStringListModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QListView, QPushButton
from pytestqt.qtbot import QtBot

from spplus_desk.domain.deadlines import UrgencyGroup
from spplus_desk.domain.inbox import InboxRow, SortOrder, View
from spplus_desk.domain.listing import Listing, ListQuery
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.domain.vocabulary import ReplyState, Sentiment
from spplus_desk.store.pages import PulledChange
from spplus_desk.ui.inbox.items import AWAITED, Header, Shape, next_change
from spplus_desk.ui.inbox.model import ITEM, InboxModel
from spplus_desk.ui.inbox.turning import Turning
from spplus_desk.ui.widgets.empty import EmptyState
from spplus_desk.ui.widgets.lists import KeyListView
from spplus_desk.ui.widgets.tall_list import TallList
from tests.helpers.clock import FakeClock
from tests.helpers.inbox_world import CIGALE, key_of, reply_of_site
from tests.helpers.inbox_world import experience_changes as changes_of
from tests.ui.shell.conftest import Shell
from tests.ui.shell.test_wording import NOW, row


def late(key: str, hours: float) -> InboxRow:
    return row(key=key, due_at=NOW - timedelta(hours=hours))


def far(key: str, hours: float) -> InboxRow:
    return row(key=key, due_at=NOW + timedelta(hours=hours))


def fresh(id: str, shell: Shell, hours: float = 60, title: str = "Guichet fermé le mercredi") -> list[PulledChange]:
    due, now = timedelta(hours=hours), shell.world.clock()
    return changes_of(id, title, "Paul", "Rien ne le dit sur la porte.", Sentiment.NEUTRAL, ("Accueil",), due, now=now)


# What stands in the list


def test_headers_stand_before_the_rows_of_their_group() -> None:
    shape = Shape(6, ((UrgencyGroup.LATE, 2), (UrgencyGroup.TODAY, 1), (UrgencyGroup.LATER, 3)))
    assert shape.items == 9
    assert list(shape.heads) == [0, 3, 5]
    assert shape.header_at(3) == Header(UrgencyGroup.TODAY, 1)
    assert [shape.item_of(place) for place in range(6)] == [1, 2, 4, 6, 7, 8]
    assert all(shape.place_of(shape.item_of(place)) == place for place in range(6))
    assert all(shape.header_at(shape.item_of(place)) is None for place in range(6))
    flat = Shape(6, ())
    assert [flat.item_of(place) for place in range(6)] == list(range(6))


def test_a_list_that_is_not_whole_tells_no_numbers() -> None:
    assert Shape(6, ((UrgencyGroup.LATE, 6),), whole=False).headers == [Header(UrgencyGroup.LATE, None)]


@pytest.mark.parametrize(
    ("view", "order", "grouped"),
    [
        (View.TO_ANSWER, SortOrder.DEADLINE, True),
        (View.TO_ANSWER, SortOrder.NEWEST, False),
        (View.ANSWERED, SortOrder.DEADLINE, False),
    ],
)
def test_groups_only_where_they_tell_urgency(view: View, order: SortOrder, grouped: bool) -> None:
    assert ListQuery(view=view, order=order).grouped == grouped


@pytest.mark.parametrize(
    ("rows", "wait"),
    [
        ([far("a", 3)], timedelta(hours=3)),
        ([far("a", 90)], timedelta(hours=13, minutes=48)),  # midnight in Paris
        ([late("a", 2.5)], timedelta(minutes=30)),
        ([late("a", 50)], timedelta(hours=13, minutes=48)),
        ([row(replied_at=NOW)], None),
        ([], None),
    ],
)
def test_the_next_instant_at_which_a_chip_changes(rows: list[InboxRow], wait: timedelta | None) -> None:
    assert next_change(rows, NOW) == (None if wait is None else NOW + wait)


def listing(number: int, *keys: str, groups: tuple[tuple[UrgencyGroup, int], ...] = (), count: int = 0) -> Listing:
    rows = tuple(row(key=key) for key in keys)
    places = {key: place for place, key in enumerate(keys)}
    return Listing(number=number, count=count or len(rows), rows=rows, groups=groups, places=places)


def test_the_cursor_follows_its_row_without_being_told(clock: FakeClock, qtbot: QtBot) -> None:
    view = TallList()
    qtbot.addWidget(view)
    model = InboxModel(clock, "nadia")
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    view.setModel(model)
    model.set_listing(listing(1, "a", "b", "c", groups=((UrgencyGroup.LATE, 1), (UrgencyGroup.LATER, 2))))
    view.setCurrentIndex(model.index_of("c"))
    moves: list[int] = []
    view.selectionModel().currentChanged.connect(lambda current, _previous: moves.append(current.row()))
    model.set_listing(
        listing(2, "a", "n", "b", "m", "c", groups=((UrgencyGroup.LATE, 2), (UrgencyGroup.LATER, 3))), "c"
    )
    assert model.row(view.currentIndex()).key == "c"  # type: ignore[union-attr]
    assert view.selectionModel().isSelected(model.index_of("c"))
    model.set_listing(listing(3, "c", groups=((UrgencyGroup.LATER, 1),)), "c")
    assert view.currentIndex().row() == 1
    assert moves == [], "a screen reader that is at a row hears nothing of the others"
    model.set_listing(listing(4, "a"), "c")
    assert not view.currentIndex().isValid()


def test_rows_are_asked_for_when_somebody_looks(clock: FakeClock) -> None:
    model = InboxModel(clock, "nadia")
    model.set_listing(listing(1, "a", "b", count=200))
    wanted: list[int] = []
    model.row_wanted.connect(wanted.append)
    assert model.index(0).data(ITEM).key == "a"
    assert model.index(150).data(ITEM) is AWAITED
    assert model.index(150).data(Qt.ItemDataRole.AccessibleTextRole) == "Lecture en cours"
    assert set(wanted) == {150}
    model.set_page(7, 120, [row(key="x")])
    assert model.lacks(120), "a page of another list"
    model.set_page(1, 120, [row(key="x"), None])
    assert model.index(120).data(ITEM).key == "x"
    assert model.index(121).data(ITEM) is AWAITED
    assert set(wanted) == {150}, "one that left the inbox is not asked for again"


def test_the_model_answers_calmly_to_indexes_that_are_gone(clock: FakeClock) -> None:
    model = InboxModel(clock, "nadia")
    model.set_listing(listing(1, "a"))
    index = model.index(0)
    model.clear()
    assert index.data(ITEM) is None
    assert model.data(QModelIndex(), Qt.ItemDataRole.DisplayRole) is None
    assert not model.index_of("a").isValid()


def test_the_place_of_any_row_is_a_sum(qtbot: QtBot) -> None:
    view = TallList()
    qtbot.addWidget(view)
    view.setModel(QStringListModel([str(n) for n in range(50)]))
    view.resize(300, 400)
    heads = [0, 4, 5, 30]
    view.set_shape(heads, 101, 28)
    top = 0
    for n in range(50):
        height = 28 if n in heads else 101
        assert (view.top_of(n), view.height_of(n)) == (top, height)
        assert view.row_at(top) == view.row_at(top + height - 1) == n
        top += height
    assert view.verticalScrollBar().maximum() == top - view.viewport().height()
    view.scrollTo(view.model().index(40, 0))
    assert 40 in view.rows_in_sight()


# In the window


def test_the_list_opens_grouped_with_nothing_chosen(shell: Shell) -> None:
    model = shell.control(QListView, "experience_list").model()
    texts = [model.index(place, 0).data() for place in range(model.rowCount())]
    assert texts[0] == "En retard"
    assert texts[3] == "Aujourd’hui"
    assert shell.window.inbox.chosen_key == ""
    assert shell.world.desk.inbox.rows(View.TO_ANSWER).result()[3].unread, "nothing was opened by itself"


def test_what_the_feed_brings_waits_behind_a_bar_while_the_agent_reads(shell: Shell) -> None:
    shell.choose(CIGALE)
    before = shell.titles()
    shell.world.feed(*fresh("E30", shell), *fresh("E31", shell), cursor="2")
    bar = shell.control(QPushButton, "news_button")
    shell.until(bar.isVisible)
    assert bar.text() == "2\u00a0nouvelles, Afficher"
    assert shell.titles() == before
    assert shell.window.inbox.chosen_key == CIGALE
    shell.qtbot.mouseClick(bar, Qt.MouseButton.LeftButton)
    shell.until(lambda: len(shell.titles()) == len(before) + 2)
    assert shell.window.inbox.chosen_key == CIGALE
    shell.until(lambda: not bar.isVisible())


def test_what_the_feed_brings_shows_at_once_when_nothing_is_read(shell: Shell) -> None:
    shell.world.feed(*fresh("E30", shell, title="Une nouvelle"), cursor="2")
    shell.until(lambda: "Une nouvelle" in shell.titles())


def test_an_experience_answered_by_a_colleague_stays_under_the_cursor(shell: Shell) -> None:
    shell.choose(CIGALE)
    shell.world.feed(reply_of_site("E3", ReplyState.PUBLISHED, shell.world.clock()), cursor="2")
    shell.until(lambda: shell.window.reading.detail.reply is not None)
    model = shell.control(QListView, "experience_list").model()
    shell.until(lambda: any(item.replied_at is not None for item in model.rows if item.key == CIGALE))
    assert shell.window.inbox.chosen_key == CIGALE
    assert not shell.control(QPushButton, "reply_button").isVisible()
    shell.press(Qt.Key.Key_Down)
    shell.world.feed(*fresh("E32", shell), cursor="3")
    shell.until(lambda: CIGALE not in {item.key for item in model.rows})


def test_the_agents_own_send_leaves_the_list_and_the_next_row_is_chosen(shell: Shell) -> None:
    shell.choose(key_of("E2"))
    replying = shell.world.desk.replying
    draft = replying.draft(key_of("E2")).result()
    replying.send(
        type(draft)(slot_id=draft.slot_id, body="Votre adresse est corrigée."), timedelta(seconds=30)
    ).result()
    shell.until(lambda: shell.window.inbox.chosen_key == CIGALE)
    assert "Deux adresses pour un seul déménagement" not in shell.titles()
    rail = shell.control(KeyListView, "nav_rail").model()
    shell.until(lambda: rail.index(0, 0).data(Qt.ItemDataRole.AccessibleDescriptionRole) == "8\u00a0expériences")


def test_reading_clears_the_dot(shell: Shell) -> None:
    shell.choose(key_of("E4"))
    model = shell.control(QListView, "experience_list").model()
    shell.until(lambda: not next(item for item in model.rows if item.key == key_of("E4")).unread)


def test_time_moves_rows_to_another_group(shell: Shell, clock: FakeClock) -> None:
    model = shell.control(QListView, "experience_list").model()
    assert model.index(3, 0).data() == "Aujourd’hui"
    clock.advance(timedelta(hours=6))
    shell.window.inbox.tell_time()
    shell.until(lambda: model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "En retard, 3")
    assert ", En retard, " in model.index(3, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_the_rail_follows_the_minute_by_itself_on_any_page(shell: Shell, clock: FakeClock) -> None:
    rail = shell.control(KeyListView, "nav_rail").model()

    def told(entry: int) -> str:
        return str(rail.index(entry, 0).data(Qt.ItemDataRole.AccessibleDescriptionRole))

    shell.until(lambda: (told(1), told(2)) == ("2\u00a0expériences", "4\u00a0expériences"))  # late, due soon
    shell.window.rail.select(View.TO_VALIDATE.value)  # an empty list, with nothing in sight that could turn
    due = next(row.due_at for row in shell.world.desk.inbox.rows(View.DUE_SOON).result())
    clock.set(due - timedelta(milliseconds=200))
    shell.window.inbox.tell_time()
    shell.until(lambda: shell.window.inbox._turning._turn == due)
    clock.set(due)
    shell.until(lambda: (told(1), told(2)) == ("3\u00a0expériences", "3\u00a0expériences"))  # by a timer


def test_a_computer_that_slept_says_what_is_true_within_a_minute(qtbot: QtBot, clock: FakeClock) -> None:
    parent = QObject()
    turning, heard = Turning(clock, parent), list[datetime]()
    turning.turned.connect(lambda: heard.append(clock()))
    turning.plan([clock() + timedelta(minutes=4), None])
    assert turning._timer.interval() == 60_000
    clock.advance(timedelta(minutes=1))
    turning._timer.timeout.emit()
    assert heard == []
    for jump in (timedelta(hours=9), -timedelta(days=2)):  # asleep, or set back
        turning.plan([clock() + timedelta(minutes=4)])
        clock.sleep(jump)
        turning._timer.timeout.emit()
    assert len(heard) == 2
    turning.plan([])  # a day may begin at some site
    assert turning._turn == datetime(2027, 12, 14, 18, 15, tzinfo=UTC)
    parent.deleteLater()


def test_an_empty_view_says_so(shell: Shell) -> None:
    shell.window.rail.select(View.TO_VALIDATE.value)
    view = shell.window.inbox.view
    empty = view.findChild(EmptyState)
    assert empty is not None
    shell.until(empty.isVisible)
    assert not view.list.isVisible()
    assert empty.accessibleName() == "Aucune réponse à valider"
    assert empty.accessibleDescription() == "Dernière vérification à l’instant."


def test_a_failed_question_keeps_the_list_as_it_was(shell: Shell) -> None:
    shell.world.phase(SyncPhase.OFFLINE)
    shell.window.inbox.view.show_fault("Les données de ce poste ne peuvent pas être lues.")
    assert shell.control(QListView, "experience_list").isVisible()
    assert len(shell.titles()) == 9
