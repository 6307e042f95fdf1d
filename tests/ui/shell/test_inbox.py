"""The list: groups, what the feed changes in it, what the agent's own acts change, and time."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QListView, QPushButton

from spplus_desk.domain.deadlines import UrgencyGroup
from spplus_desk.domain.inbox import InboxRow, SortOrder, View
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.domain.vocabulary import ReplyState, Sentiment
from spplus_desk.store.pages import PulledChange
from spplus_desk.ui.inbox.items import Header, is_grouped, merge, next_change, with_headers
from spplus_desk.ui.inbox.model import ITEM, InboxModel
from spplus_desk.ui.widgets.empty import EmptyState
from spplus_desk.ui.widgets.lists import KeyListView
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


def test_groups_come_in_order_of_urgency_and_count_their_rows() -> None:
    items = with_headers([far("a", 100), late("b", 1), far("c", 30), late("d", 50), far("e", 5)], NOW)
    assert [item.key for item in items] == ["group:late", "b", "d", "group:today", "e", "group:next_days", "c",
                                            "group:later", "a"]  # fmt: skip
    assert items[0] == Header(UrgencyGroup.LATE, 2)


def test_groups_only_where_they_tell_urgency() -> None:
    assert is_grouped(View.TO_ANSWER, SortOrder.DEADLINE)
    assert not is_grouped(View.TO_ANSWER, SortOrder.NEWEST)
    assert not is_grouped(View.ANSWERED, SortOrder.DEADLINE)


def test_new_rows_wait_and_known_ones_are_refreshed() -> None:
    shown = [late("a", 1), far("b", 5)]
    result = merge(shown, [late("n", 9), late("a", 2), far("b", 5)], hold_new=True)
    assert [r.key for r in result.rows] == ["a", "b"]
    assert result.rows[0].due_at == NOW - timedelta(hours=2)
    assert result.held == 1


def test_the_row_under_the_cursor_stays_at_its_place() -> None:
    shown = [late("a", 3), late("b", 2), late("c", 1)]
    result = merge(shown, [shown[0], shown[2]], hold_new=True, keep=shown[1])
    assert [r.key for r in result.rows] == ["a", "b", "c"]
    alone = merge(shown, [], hold_new=True, keep=shown[1])
    assert [r.key for r in alone.rows] == ["b"]


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


def test_the_model_touches_only_what_changed(clock: FakeClock) -> None:
    model = InboxModel(clock, "nadia")
    model.set_rows([late("a", 3), late("b", 2), far("c", 100)], grouped=True)
    events: list[str] = []
    model.rowsInserted.connect(lambda _p, first, last: events.append(f"+{first}-{last}"))
    model.rowsRemoved.connect(lambda _p, first, last: events.append(f"-{first}-{last}"))
    model.dataChanged.connect(lambda top, _bottom: events.append(f"~{top.row()}"))
    model.modelReset.connect(lambda: events.append("reset"))
    model.set_rows([late("a", 3), far("c", 100)], grouped=True)
    assert events == ["-2-2", "~0"], "the row goes, its group counts one less"
    events.clear()
    model.set_rows([late("a", 4), far("c", 100), far("d", 101)], grouped=True)
    assert sorted(events) == sorted(["+4-4", "~1", "~2"])


def test_the_model_answers_calmly_to_indexes_that_are_gone(clock: FakeClock) -> None:
    model = InboxModel(clock, "nadia")
    model.set_rows([late("a", 3)], grouped=False)
    index = model.index(0)
    model.set_rows([], grouped=False)
    assert index.data(ITEM) is None
    assert model.data(QModelIndex(), Qt.ItemDataRole.DisplayRole) is None
    assert not model.index_of("a").isValid()


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
    model.refresh_words()
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "En retard, 3"
    assert "En retard de 0\u00a0h" in model.index(3, 0).data(Qt.ItemDataRole.AccessibleTextRole)


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
