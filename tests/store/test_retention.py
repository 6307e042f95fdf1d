"""Answered experiences leave this desk after the set period, and do not come back by themselves."""

from datetime import timedelta

import pytest

from spplus_desk.domain.errors import NotFound
from spplus_desk.domain.inbox import SortOrder, View
from spplus_desk.domain.outbox import Draft
from spplus_desk.domain.values import replace
from spplus_desk.domain.vocabulary import Entity, ReplyState
from spplus_desk.store.pages import PulledChange
from spplus_desk.store.store import Store
from tests.helpers.cache import (
    KEY,
    NOW,
    Cache,
    applied,
    comment,
    experience,
    gone,
    key,
    puts,
    reply,
    slot,
    structure,
    submit,
)
from tests.helpers.searching import ask

YEAR = timedelta(days=365)
OLD, RECENT = NOW - timedelta(days=400), NOW - timedelta(days=300)
IDS = ("old", "recent", "open", "draft", "unsent")


def rows(desk: Cache) -> set[str]:
    found = desk.store.rows(View.ALL, SortOrder.NEWEST, NOW, limit=1_000).result()
    return {row.experience_id for row in found}


def everything() -> list[PulledChange]:
    made = [structure()]
    for id in IDS:
        made += [experience(id, published_at=OLD, body=f"Un récit, {id}."), slot(id), comment(f"c-{id}", id)]
        if id != "open":
            at = RECENT if id == "recent" else OLD
            made.append(reply(id, state=ReplyState.PUBLISHED, submitted_at=at, published_at=at, body=f"Merci {id}."))
    return puts(*made)


@pytest.fixture
def aged(desk: Cache) -> Cache:
    """One old, answered experience left; four stayed, each for its own reason."""
    desk.feed(everything())
    desk.store.save_draft(Draft(slot_id=key("draft"), body="Une suite"), NOW).result()
    desk.store.enqueue(submit("c1", "unsent")).result()
    desk.store.set_retention(YEAR).result()
    settled(desk)
    return desk


def settled(desk: Cache) -> None:
    """The chores that wait are done: each job that finds the queue empty lets them go first."""
    from spplus_desk.store import retention

    while desk.store._post(lambda work: retention.sweep(work, work.retention, NOW)).result():
        pass


def told(desk: Cache) -> dict[str, int]:
    """What a central that lost nothing would say."""
    number = len(IDS)
    kinds = {"experience": number, "slot": number, "comment": number, "reply": number - 1, "structure": 1}
    return kinds | {"member": 0, "template": 0, "something new": 7}


def test_only_what_is_old_and_done_leaves(aged: Cache) -> None:
    assert rows(aged) == {"recent", "open", "draft", "unsent"}
    assert aged.store.counts(NOW).result().all == 4
    with pytest.raises(NotFound):
        aged.store.detail(key("old")).result()
    assert ask(aged, "récit").total == 4
    assert ask(aged, "merci").total == 3
    held = aged.store._post(
        lambda work: [
            work.database.raw.execute(f"SELECT count(*) FROM {table} WHERE experience_id = 'old'").fetchone()[0]
            for table in ("slots", "replies", "comments")
        ]
    ).result()
    assert held == [0, 0, 0]


def test_a_later_change_does_not_bring_it_back(aged: Cache) -> None:
    voted = reply("old", state=ReplyState.PUBLISHED, submitted_at=OLD, published_at=OLD, useful=3)
    aged.feed(
        puts(experience("old", published_at=OLD, similar_count=4), voted, slot("old", version=2), comment("c9", "old"))
    )
    assert rows(aged) == {"recent", "open", "draft", "unsent"}
    assert aged.store.cursor().result() is not None
    # The comment counts: the central has one more than at first.
    assert aged.store.compare_counts(told(aged) | {"comment": 6}, NOW).result() == ()
    aged.feed(gone(Entity.COMMENT, "c9"))
    assert aged.store.compare_counts(told(aged), NOW).result() == ()


def test_a_full_resync_does_not_bring_it_back(aged: Cache) -> None:
    aged.store.begin_resync().result()
    aged.feed(everything())
    assert rows(aged) == {"recent", "open", "draft", "unsent"}
    assert aged.store.compare_counts(told(aged), NOW).result() == ()


@pytest.mark.parametrize(
    "change",
    [
        puts(slot("old", "prefecture-orvanne")),
        puts(reply("old", state=ReplyState.RETURNED, submitted_at=OLD)),
        puts(reply("old", state=ReplyState.PUBLISHED, submitted_at=OLD, published_at=NOW)),
        gone(Entity.REPLY, key("old")),
    ],
)
def test_what_comes_to_life_is_read_again(aged: Cache, change: list[PulledChange]) -> None:
    aged.feed(change)
    assert aged.store.cursor().result() is None
    changed = everything()
    if change[0].row is None:
        changed = [one for one in changed if (one.entity, one.id) != (Entity.REPLY, key("old"))]
    else:
        changed = [one for one in changed if (one.entity, one.id) != (change[0].entity, change[0].id)] + change
    aged.feed(changed)
    settled(aged)
    back = change[0].entity is Entity.REPLY
    assert ("old" in rows(aged)) is back  # a neighbour's new slot alone leaves it as old as it was


def test_what_the_central_deletes_is_forgotten(aged: Cache) -> None:
    aged.feed(gone(Entity.COMMENT, "c-old") + gone(Entity.REPLY, "x:y") + gone(Entity.EXPERIENCE, "old"))
    left = aged.store._post(lambda work: work.database.raw.execute("SELECT count(*) FROM aged").fetchone()[0]).result()
    assert left == 0


def test_a_longer_period_brings_it_back_and_none_keeps_all(aged: Cache) -> None:
    aged.store.set_retention(YEAR * 2).result()
    assert aged.store.cursor().result() is None
    aged.feed(everything())
    settled(aged)
    assert rows(aged) == set(IDS)
    aged.store.set_retention(None).result()
    settled(aged)
    assert rows(aged) == set(IDS)


def test_a_sent_text_lets_it_go_once_it_has_retired(aged: Cache) -> None:
    aged.store.record_results(applied("c1"), NOW).result()
    settled(aged)
    assert "unsent" in rows(aged)
    aged.feed([])
    settled(aged)
    assert "unsent" not in rows(aged)


def test_by_default_nothing_leaves(desk: Cache) -> None:
    desk.feed(everything())
    settled(desk)
    assert rows(desk) == set(IDS)


def test_counts_that_differ_begin_a_resync(desk: Cache) -> None:
    desk.feed(everything())
    assert desk.store.counts_checked_at().result() is None
    assert desk.store.compare_counts(told(desk), NOW).result() == ()
    assert desk.store.cursor().result() is not None
    assert desk.store.compare_counts(told(desk) | {"slot": 6}, NOW).result() == ("slot",)
    assert desk.store.cursor().result() is None
    assert desk.store.counts_checked_at().result() == NOW
    assert rows(desk) == set(IDS)  # readable until the new reading is whole


def test_an_absence_is_told_in_numbers(desk: Cache) -> None:
    assert desk.store.absence_summary(NOW - YEAR).result().new == 0
    desk.filled("1", "2", "3")  # the first reading is no news
    since = desk.clock()
    desk.clock.advance(timedelta(hours=16))
    desk.feed(puts(experience("4"), slot("4"), experience("5"), slot("5"), experience("6"), slot("6", "ailleurs")))
    desk.feed(puts(reply("1", author="a-thomas"), reply("2", author="a-helene"), reply("3")))
    desk.feed(puts(replace(slot("4"), version=3)))
    found = desk.store.absence_summary(since).result()
    assert (found.new, found.answered_by_others, found.since) == (2, 2, since)
    assert desk.store.absence_summary(desk.clock()).result().new == 0
    desk.feed(gone(Entity.SLOT, key("5")))  # it left again: nothing to look at
    assert desk.store.absence_summary(since).result().new == 1
    desk.store.close()
    again = Store.open(desk.path, KEY, clock=desk.clock)
    try:
        assert again.absence_summary(since).result().answered_by_others == 2
    finally:
        again.close()
