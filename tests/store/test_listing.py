"""Lists of the inbox: frozen orders read by pages, beside the thread that writes."""

import random
from collections.abc import Iterable
from concurrent.futures import CancelledError
from datetime import timedelta
from pathlib import Path

import pytest

from spplus_desk.domain.deadlines import GROUP_OF, status
from spplus_desk.domain.errors import CacheLocked
from spplus_desk.domain.inbox import SortOrder, View
from spplus_desk.domain.listing import Ask, Listing, ListQuery
from spplus_desk.domain.structure import Agent, Membership
from spplus_desk.domain.vocabulary import Role
from spplus_desk.store import listing as listings
from tests.helpers.cache import ME, NOW, SITE, URL, Cache, cache, claim, experience, key, puts, reply, slot, structure
from tests.helpers.clock import FakeClock

ZONES = ("Europe/Paris", "Indian/Reunion", "Pacific/Tahiti")
TO_ANSWER = ListQuery(view=View.TO_ANSWER)


def keys(listing: Listing) -> list[str]:
    return [row.key for row in listing.rows if row is not None]


def fill(desk: Cache, days: Iterable[float]) -> None:
    rows: list[object] = [structure()]
    for n, age in enumerate(days):
        rows += [experience(str(n), published_at=NOW - timedelta(days=age)), slot(str(n))]
    desk.feed(puts(*rows))


@pytest.mark.parametrize("order", SortOrder)
@pytest.mark.parametrize("view", View)
def test_a_list_is_the_same_rows_in_whole_groups(desk: Cache, view: View, order: SortOrder) -> None:
    dice = random.Random(f"{view}{order}")
    sites = [structure(f"s{i}", timezone=zone) for i, zone in enumerate(ZONES)]
    agent = Agent(ME.id, ME.name, tuple(Membership(site.id, Role.AGENT) for site in sites))
    desk.store.set_identity(agent, URL, "helene").result()
    rows: list[object] = [*sites]
    for i in range(120):
        site = dice.choice(sites).id
        published = NOW - timedelta(minutes=dice.randint(0, 12 * 24 * 60))
        rows += [experience(str(i), published_at=published), slot(str(i), site, claimed_by=dice.choice([None, ME.id]))]
        if dice.random() < 0.3:
            rows.append(reply(str(i), site, submitted_at=NOW))
    desk.feed(puts(*rows))
    query = ListQuery(view=view, order=order)
    expected = desk.store.rows(view, order, NOW, limit=1_000).result()
    listing = desk.store.listing(query, Ask(), NOW).result()
    pages = [desk.store.listing_page(listing.number, start, 7).result() for start in range(0, listing.count, 7)]
    found = [row for page in pages if page is not None for row in page if row is not None]
    assert listing.count == len(expected) == len(found)
    if not query.grouped:
        assert found == list(expected)
        return
    groups = [(GROUP_OF[status(row.due_at, NOW, row.timezone).urgency], row) for row in expected]
    in_groups = [row for group, _ in listing.groups for own, row in groups if own is group]
    assert found == in_groups
    assert sum(count for _, count in listing.groups) == listing.count


def test_a_long_list_shows_its_first_rows_before_it_is_whole(desk: Cache) -> None:
    fill(desk, (n / 10 for n in range(100)))
    first = desk.store.open_listing(TO_ANSWER, NOW).result()
    assert not first.whole and first.count == listings.FIRST + 1
    whole = desk.store.listing(TO_ANSWER, Ask(), NOW).result()
    assert whole.whole and whole.count == 100
    assert keys(whole)[: first.count] == keys(first)
    short = desk.store.open_listing(ListQuery(view=View.ANSWERED), NOW).result()
    assert short.whole and short.count == 0


def test_new_rows_wait_and_the_row_under_the_cursor_stays_where_it_stood(desk: Cache) -> None:
    fill(desk, (5, 4, 3, 2))
    shown = desk.store.listing(TO_ANSWER, Ask(), NOW).result()
    assert keys(shown) == [key(id) for id in "0123"]
    desk.feed(puts(experience("n", published_at=NOW - timedelta(days=6)), slot("n"), reply("1", submitted_at=NOW)))
    ask = Ask(shown=shown.number, hold=True, keep=True, cursor=key("1"))
    held = desk.store.listing(TO_ANSWER, ask, NOW).result()
    assert keys(held) == [key(id) for id in "0123"]
    assert (held.count, held.held, held.places) == (4, 1, {key("1"): 1})
    assert held.rows[1].replied_at is not None  # type: ignore[union-attr]
    assert [row.key for row in desk.store.listing_page(held.number, 1, 2).result() or () if row] == [key("1"), key("2")]
    again = desk.store.listing(TO_ANSWER, Ask(shown=held.number, hold=True, keep=True, cursor=key("1")), NOW).result()
    assert keys(again) == keys(held) and again.held == 1
    moved = desk.store.listing(TO_ANSWER, Ask(shown=again.number, cursor=key("1")), NOW).result()
    assert keys(moved) == [key(id) for id in "n023"]
    assert moved.places == {}


def test_the_order_of_a_list_is_frozen_and_its_rows_are_fresh(desk: Cache) -> None:
    fill(desk, (5, 4))
    shown = desk.store.listing(TO_ANSWER, Ask(), NOW).result()
    desk.store.enqueue(claim("c", "1")).result()
    desk.feed(puts(experience("n", published_at=NOW - timedelta(days=6)), slot("n")))
    page = desk.store.listing_page(shown.number, 0, 10).result()
    assert page is not None
    assert [(row.key, row.claimed_by) for row in page if row] == [(key("0"), None), (key("1"), ME.id)]


def test_a_list_of_long_ago_is_no_more(desk: Cache) -> None:
    fill(desk, (5, 4))
    first = desk.store.listing(TO_ANSWER, Ask(), NOW).result()
    second = desk.store.listing(TO_ANSWER, Ask(shown=first.number), NOW).result()
    assert desk.store.listing_page(first.number, 0, 5).result() is not None
    desk.store.listing(TO_ANSWER, Ask(shown=second.number), NOW).result()
    assert desk.store.listing_page(first.number, 0, 5).result() is None


def test_a_list_for_a_place_that_was_left_is_not_made(desk: Cache) -> None:
    fill(desk, (5, 4))
    with desk.store._reader._gate:  # the reading thread is held up
        left = desk.store.open_listing(TO_ANSWER, NOW)
        here = desk.store.open_listing(ListQuery(view=View.ALL), NOW)
    assert here.result().count == 2
    with pytest.raises(CancelledError):
        left.result()


def test_an_account_that_is_taken_back_leaves_nothing_to_read(desk: Cache) -> None:
    fill(desk, (5, 4))
    shown = desk.store.listing(TO_ANSWER, Ask(), NOW).result()
    desk.store.revoke(NOW).result()
    assert desk.store.listing_page(shown.number, 0, 5).result() is None
    assert desk.store.listing(TO_ANSWER, Ask(shown=shown.number, hold=True), NOW).result().count == 0


def test_a_damaged_page_met_by_a_list_brings_the_rescue(tmp_path: Path, clock: FakeClock) -> None:
    with cache(tmp_path / "cache.db", clock) as desk:
        fill(desk, (5, 4))
        told: list[object] = []
        desk.store.on_rescue(told.append)
        tries = iter((True,))

        def job(_reading: object) -> str:
            if next(tries, False):
                raise CacheLocked(detail="a page that does not decrypt")
            return "read"

        assert desk.store._read(job).result() == "read"
        assert len(told) == 1
        assert desk.store.listing(TO_ANSWER, Ask(), NOW).result().count == 0, "a new mirror"


def test_another_scope_makes_another_list(desk: Cache) -> None:
    fill(desk, (5,))
    desk.feed(puts(structure("annexe", parent_id=SITE), slot("0", "annexe")))
    assert desk.store.listing(ListQuery(view=View.ALL), Ask(), NOW).result().count == 2
    desk.store.set_identity(Agent(ME.id, ME.name, (Membership("annexe", Role.AGENT),)), URL, "helene").result()
    assert keys(desk.store.listing(ListQuery(view=View.ALL), Ask(), NOW).result()) == [key("0", "annexe")]
