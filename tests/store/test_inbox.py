"""Views, counts and orders, each against a plain recomputation."""

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from spplus_desk.domain.deadlines import last_day
from spplus_desk.domain.inbox import InboxRow, SortOrder, View
from spplus_desk.domain.outbox import Draft
from spplus_desk.domain.projection import SlotState
from spplus_desk.domain.structure import Agent, Membership
from spplus_desk.domain.vocabulary import ReplyState, Role
from spplus_desk.store import projections
from tests.helpers.cache import ME, NOW, URL, Cache, experience, key, puts, reply, slot, structure, submit

ZONES = ("Europe/Paris", "Indian/Reunion", "Pacific/Tahiti", "America/Cayenne")


def _naive(row: InboxRow, view: View, now: datetime) -> bool:
    match view:
        case View.TO_ANSWER:
            return row.state.open
        case View.LATE:
            return row.state.open and row.due_at <= now
        case View.DUE_SOON:
            today = now.astimezone(ZoneInfo(row.timezone)).date()
            return (
                row.state.open and row.due_at > now and last_day(row.due_at, row.timezone) <= today + timedelta(days=2)
            )
        case View.TO_VALIDATE:
            return row.state is SlotState.PENDING_VALIDATION
        case View.MY_CLAIMS:
            return row.state.open and row.claimed_by == ME.id
        case View.ANSWERED:
            return row.state in (SlotState.QUEUED, SlotState.RECEIVED, SlotState.PUBLISHED)
        case View.ALL:
            return True


def _all(desk: Cache, now: datetime) -> tuple[InboxRow, ...]:
    return desk.store.rows(View.ALL, SortOrder.DEADLINE, now, limit=10_000).result()


@pytest.mark.parametrize(("seed", "bulk"), [(0, 0), (1, projections.BULK), (2, 0)])
def test_views_and_counts_are_those_of_a_plain_loop_around_midnights(
    desk: Cache, monkeypatch: pytest.MonkeyPatch, seed: int, bulk: int
) -> None:
    monkeypatch.setattr(projections, "BULK", bulk)
    random_ = random.Random(seed)
    sites = [structure(f"s{i}", timezone=zone) for i, zone in enumerate(ZONES)]
    posts = tuple(Membership(site.id, Role.AGENT) for site in sites)
    desk.store.set_identity(Agent(ME.id, ME.name, posts), URL, "helene").result()
    rows: list[object] = [*sites]
    for i in range(150):
        site = random_.choice(sites).id
        date_only = random_.random() < 0.5
        published = NOW - timedelta(minutes=random_.randint(0, 14 * 24 * 60))
        if date_only:
            day = published.astimezone(ZoneInfo("Europe/Paris")).replace(hour=0, minute=0, second=0, microsecond=0)
            published = day.astimezone(UTC)
        rows.append(experience(str(i), published_at=published, published_date_only=date_only))
        rows.append(slot(str(i), site, claimed_by=random_.choice([None, ME.id, "a-thomas"])))
        if random_.random() < 0.3:
            rows.append(reply(str(i), site, state=random_.choice(tuple(ReplyState)), submitted_at=NOW))
    desk.feed(puts(*rows))
    moments = [NOW]
    for zone in ZONES:
        midnight = NOW.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0) + timedelta(days=1)
        moments += [midnight.astimezone(UTC) + timedelta(seconds=by) for by in (-1, 0, 1)]
    for now in moments:
        everything = _all(desk, now)
        counted = desk.store.counts(now).result()
        for view in View:
            expected = {row.key for row in everything if _naive(row, view, now)}
            for order in SortOrder:
                found = desk.store.rows(view, order, now, limit=1_000).result()
                assert {row.key for row in found} == expected, (view, order, now)
            assert counted.of(view) == len(expected), (view, now)


def test_the_most_urgent_comes_first_and_answers_last(desk: Cache) -> None:
    rows: list[object] = [structure()]
    for i, days in enumerate((3, 9, 1, 6, 20)):
        rows += [experience(str(i), published_at=NOW - timedelta(days=days), similar_count=i % 3), slot(str(i))]
    rows += [reply("4", submitted_at=NOW), reply("1", submitted_at=NOW - timedelta(days=1))]
    desk.feed(puts(*rows))

    def ids(order: SortOrder, view: View = View.ALL) -> list[str]:
        return [row.experience_id for row in desk.store.rows(view, order, NOW).result()]

    assert ids(SortOrder.DEADLINE) == ["3", "0", "2", "4", "1"]
    assert ids(SortOrder.DEADLINE, View.ANSWERED) == ["4", "1"]
    assert ids(SortOrder.NEWEST) == ["2", "0", "3", "1", "4"]
    assert ids(SortOrder.SIMILAR, View.TO_ANSWER) == ["2", "3", "0"]


def test_pages_of_a_view_join_without_gap_or_double(desk: Cache) -> None:
    desk.filled(*(str(i) for i in range(25)))  # all due at the same instant
    whole = [row.key for row in desk.store.rows(View.TO_ANSWER, SortOrder.DEADLINE, NOW).result()]
    parts = [
        row.key
        for offset in range(0, 30, 10)
        for row in desk.store.rows(View.TO_ANSWER, SortOrder.DEADLINE, NOW, limit=10, offset=offset).result()
    ]
    assert parts == whole and len(set(parts)) == 25


def test_counts_move_with_each_action_and_come_back_on_undo(desk: Cache) -> None:
    desk.filled("1", "2")
    desk.store.enqueue(submit("c1"), hold_until=NOW + timedelta(seconds=30)).result()
    now = desk.store.counts(NOW).result()
    assert (now.to_answer, now.answered, now.outbox, now.all) == (1, 1, 1, 2)
    desk.store.undo("c1", NOW).result()
    now = desk.store.counts(NOW).result()
    assert (now.to_answer, now.answered, now.outbox, now.all) == (2, 0, 0, 2)


def test_read_marks_are_local_and_survive_a_resync(desk: Cache) -> None:
    desk.filled()
    assert _all(desk, NOW)[0].unread
    desk.store.mark_read(key()).result()
    desk.store.begin_resync().result()
    desk.filled()
    assert not _all(desk, NOW)[0].unread
    desk.store.mark_unread(key()).result()
    assert _all(desk, NOW)[0].unread


def test_a_blank_draft_is_no_draft(desk: Cache) -> None:
    desk.filled()
    desk.store.save_draft(Draft(slot_id=key(), greeting="Bonjour,", body=" \n"), NOW).result()
    assert not _all(desk, NOW)[0].has_draft
