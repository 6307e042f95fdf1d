"""Pages of the feed: all or nothing, in any order, and what they make of the inbox."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spplus_desk.domain.changes import ChangeKind, ChangeSet, Origin
from spplus_desk.domain.errors import NotFound
from spplus_desk.domain.inbox import SortOrder, View
from spplus_desk.domain.inbox_filter import Filter
from spplus_desk.domain.listing import ListQuery
from spplus_desk.domain.projection import Mirror, SlotState, project
from spplus_desk.domain.structure import Agent, Membership
from spplus_desk.domain.values import replace
from spplus_desk.domain.vocabulary import Entity, ReplyState, Role, Sentiment
from spplus_desk.store import projections
from spplus_desk.store.connection import one
from spplus_desk.store.workplace import Workplace
from tests.helpers.cache import (
    ME,
    NOW,
    SITE,
    URL,
    Cache,
    applied,
    cache,
    claim,
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
from tests.helpers.clock import FakeClock
from tests.helpers.searching import ask, found


def _keys(desk: Cache, view: View = View.ALL) -> list[str]:
    return [row.key for row in desk.store.rows(view, SortOrder.DEADLINE, NOW).result()]


def test_a_page_brings_rows_its_cursor_and_one_announcement(desk: Cache) -> None:
    heard: list[ChangeSet] = []

    def hear(change: ChangeSet) -> None:
        if change.origin is Origin.FEED and change.ids:  # chores may tell of their own work in between
            heard.append(change)

    stop = desk.store.subscribe(hear)
    desk.feed(puts(structure()))
    tally = desk.feed(puts(experience(), slot(), comment("c-1")))
    assert (tally.put, tally.deleted, tally.retired) == (3, 0, 0)
    assert desk.store.cursor().result() == "c2"
    assert desk.store.last_success().result() == desk.clock()
    assert heard == [ChangeSet(frozenset({ChangeKind.INBOX, ChangeKind.COMMENTS}), frozenset({key()}), Origin.FEED)]
    stop()
    desk.feed(puts(experience("2"), slot("2")))
    assert len(heard) == 1


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (2, 4, 1, 3, 0)])
def test_rows_may_come_in_any_order(desk: Cache, order: tuple[int, ...]) -> None:
    rows = puts(
        structure(timezone="Indian/Reunion"), experience(), slot(), reply(body="Le duplicata arrive."), comment("c-1")
    )
    for i in order:
        desk.feed([rows[i]])
    detail = desk.store.detail(key()).result()
    assert detail.row.state is SlotState.RECEIVED
    assert detail.row.timezone == "Indian/Reunion"
    assert detail.row.structure_name == "Caf de l’Orvanne"
    assert [c.id for c in detail.comments] == ["c-1"]
    assert ask(desk, "duplicata").total == 1
    assert ask(desk, "accueil").total == 1


def test_a_failure_in_the_middle_leaves_nothing(desk: Cache) -> None:
    desk.filled()
    before = desk.store.rows(View.ALL, SortOrder.DEADLINE, NOW).result()
    bad = experience("3", published_at=None)
    with pytest.raises(AttributeError):
        desk.feed(puts(structure("other", parent_id=SITE), reply(), slot("2"), experience("2"), bad))
    assert desk.store.cursor().result() == "c1"
    assert desk.store.rows(View.ALL, SortOrder.DEADLINE, NOW).result() == before
    assert [s.id for s in desk.store.structures().result()] == [SITE]
    desk.feed(puts(experience("2"), slot("2")))
    assert len(_keys(desk)) == 2


def test_what_leaves_is_gone_from_the_list_and_from_the_search(desk: Cache) -> None:
    desk.filled("1", "2")
    desk.feed(puts(reply(body="Le duplicata arrive.")))
    assert ask(desk, "duplicata").total == 1
    desk.feed([*gone(Entity.REPLY, key()), *gone(Entity.SLOT, key()), *gone(Entity.EXPERIENCE, "1")])
    assert _keys(desk) == [key("2")]
    assert ask(desk, "duplicata").total == 0
    assert ask(desk, "attestation").total == 1
    with pytest.raises(NotFound):
        desk.store.detail(key()).result()


def test_an_id_that_comes_twice_in_a_page_ends_as_its_last_entry(desk: Cache) -> None:
    desk.filled()
    desk.feed([*puts(reply()), *gone(Entity.REPLY, key())])
    assert desk.store.detail(key()).result().reply is None
    desk.feed([*gone(Entity.REPLY, key()), *puts(reply())])
    assert desk.store.detail(key()).result().reply is not None


def test_neighbours_are_read_but_have_no_row(desk: Cache) -> None:
    desk.feed(
        puts(
            structure(),
            structure("caf-seine", name="Caf de la Seine"),
            experience(),
            slot(),
            slot("1", "caf-seine", structure_name="Caf de la Seine"),
            reply("1", "caf-seine", body="Nous avons transmis."),
        )
    )
    assert _keys(desk) == [key()]
    detail = desk.store.detail(key()).result()
    assert [s.structure_id for s in detail.slots] == [SITE, "caf-seine"]
    assert [r.body for r in detail.other_replies] == ["Nous avons transmis."]


def test_the_scope_follows_the_tree_and_the_posts(desk: Cache) -> None:
    desk.feed(puts(structure(), experience(), slot(), experience("2"), slot("2", "annexe")))
    assert _keys(desk) == [key()]
    desk.feed(puts(structure("annexe", parent_id=SITE, name="Annexe", timezone="Pacific/Tahiti")))
    assert set(_keys(desk)) == {key(), key("2", "annexe")}
    desk.feed(puts(structure("annexe", parent_id=None, name="Annexe")))
    assert _keys(desk) == [key()]
    elsewhere = Agent(ME.id, ME.name, (Membership("annexe", Role.AGENT),))
    desk.store.set_identity(elsewhere, URL, "helene").result()
    assert _keys(desk) == [key("2", "annexe")]
    assert desk.store.counts(NOW).result().all == 1


def test_a_zone_that_moves_moves_the_deadlines(desk: Cache) -> None:
    midnight = NOW.replace(hour=23, minute=0)  # that day's midnight in Paris
    desk.filled("1", published_at=midnight, published_date_only=True)
    paris = desk.store.detail(key()).result().row.due_at
    desk.feed(puts(structure(timezone="Pacific/Tahiti")))
    assert desk.store.detail(key()).result().row.due_at - paris == timedelta(hours=11)
    desk.feed(puts(structure(timezone="Nowhere/Atlantis")))
    assert desk.store.detail(key()).result().row.due_at == paris


def test_a_corrected_date_of_publication_moves_the_experience(desk: Cache) -> None:
    desk.filled("1", "2")
    desk.feed(puts(reply("1", body="Un duplicata.")))
    desk.feed(puts(experience("1", published_at=NOW - timedelta(days=30))))
    newest = desk.store.rows(View.ALL, SortOrder.NEWEST, NOW).result()
    assert [row.key for row in newest] == [key("2"), key("1")]
    found = ask(desk, "attestation")
    assert [row.key for row in found.rows] == [key("2"), key("1")]
    assert ask(desk, "duplicata").total == 1


def test_the_indexes_follow_a_row_that_is_written_again(desk: Cache) -> None:
    """What is the same is not written again: an index must never be left behind by that."""
    shapes: list[dict[str, Any]] = [
        {"sentiment": Sentiment.NEGATIVE, "procedures": ("Logement",)},
        {"sentiment": Sentiment.NEGATIVE, "procedures": ("Logement",), "body": "Toujours rien."},
        {"sentiment": None, "procedures": ("Logement",), "body": "Toujours rien."},
        {"sentiment": Sentiment.POSITIVE, "procedures": (), "similar_count": 3},
        {"sentiment": Sentiment.POSITIVE, "procedures": ("Retraite", "Logement"), "similar_count": 3},
    ]
    desk.filled("1", "2", "3")
    for shape in shapes:
        row = experience("2", **shape)
        desk.feed(puts(row))
        seen = desk.store.detail(key("2")).result().experience
        assert (seen.sentiment, seen.procedures, seen.body) == (row.sentiment, row.procedures, row.body)
        asked = ListQuery(view=View.ALL, filter=Filter(procedures=("Logement",)))
        assert desk.store.count_lists((asked,), NOW).result() == ("Logement" in row.procedures,)
        check = desk.store._post(lambda work: one(work.database, "PRAGMA integrity_check")[0]).result()
        assert check == "ok"


def test_votes_leave_the_words_of_a_reply_where_they_are(desk: Cache) -> None:
    desk.filled("1", "2")
    desk.feed(puts(reply("1", body="Le guichet rouvre lundi."), reply("2")))

    def index() -> list[tuple[int, bytes]]:
        blocks = "SELECT id, block FROM words_of_replies_data ORDER BY id"
        return desk.store._post(lambda work: work.database.raw.execute(blocks).fetchall()).result()

    while desk.store.merging().result():
        pass
    before = index()
    desk.feed(puts(reply("1", body="Le guichet rouvre lundi.", state=ReplyState.PUBLISHED, useful=3)))
    assert index() == before
    assert found(desk, "lundi") == ["1"]
    desk.feed(puts(reply("1", body="Le guichet rouvre mardi.", state=ReplyState.PUBLISHED, useful=3)))
    assert (found(desk, "lundi"), found(desk, "mardi")) == ([], ["1"])


def test_an_inbox_row_that_says_the_same_is_not_written_again(desk: Cache) -> None:
    desk.filled("1", "2")

    def written(slots: list[str]) -> int:
        def job(work: Workplace) -> int:
            before = work.database.raw.total_changes
            projections._rebuild(work.database, work.scope, slots, {})
            return int(work.database.raw.total_changes - before)

        return desk.store._post(job).result()

    assert written([key("1"), key("2")]) == 0
    spoilt = "UPDATE inbox SET rank = 9 WHERE slot_id = ?"
    desk.store._post(lambda work: work.database.raw.execute(spoilt, (key("1"),))).result()
    assert written([key("1"), key("2")]) > 0  # with what its triggers write


def test_a_resync_drops_what_is_not_seen_again_and_no_text(desk: Cache) -> None:
    desk.filled("1", "2", "3")
    desk.store.enqueue(submit("c1", "2")).result()
    desk.store.begin_resync().result()
    assert desk.store.cursor().result() is None
    assert len(_keys(desk)) == 3
    desk.feed(puts(structure(), experience("1"), slot("1")), last=False)
    assert len(_keys(desk)) == 3
    desk.feed(puts(experience("4"), slot("4")))
    assert set(_keys(desk)) == {key("1"), key("4")}
    assert ask(desk, "attestation").total == 2
    assert [c.id for c in desk.store.pushable(10, NOW).result()] == ["c1"]
    (item,) = desk.store.send_items().result()
    assert item.title == "Une attestation attendue"
    desk.feed(puts(experience("5"), slot("5")))
    assert set(_keys(desk)) == {key("1"), key("4"), key("5")}


def test_the_index_is_merged_and_learnt_when_idle_also_after_a_stop(tmp_path, clock: FakeClock) -> None:
    with cache(tmp_path / "cache.db", clock) as desk:
        for i in range(5):
            desk.feed(puts(structure(), experience(str(i), body="Des chevaux échevelés"), slot(str(i))), last=i == 4)
    with cache(tmp_path / "cache.db", clock) as desk:
        while desk.store.merging().result():
            pass
        assert ask(desk, "cheval échevelée").total == 5


def test_a_resync_that_ends_without_a_page_ends_too(desk: Cache) -> None:
    desk.filled("1", "2")
    desk.store.begin_resync().result()
    desk.feed(puts(structure(), experience("1"), slot("1")), last=False)
    assert len(_keys(desk)) == 2
    desk.store.mark_synced(NOW, 0).result()
    assert _keys(desk) == [key("1")]
    while desk.store.merging().result():
        pass
    assert ask(desk, "attestations").total == 1


def test_the_first_paint_needs_neither_sqlalchemy_nor_the_stemmer(tmp_path, clock: FakeClock) -> None:
    """They take longer to load than the first rows to read."""
    with cache(tmp_path / "cache.db", clock) as desk:
        desk.filled()
        while desk.store.merging().result():
            pass
    program = """
import sys
from pathlib import Path
from tests.helpers.clock import FakeClock
from spplus_desk.domain.inbox import SortOrder, View
from spplus_desk.domain.inbox_filter import Filter
from spplus_desk.domain.listing import ListQuery
from spplus_desk.store.store import Store
store = Store.open(Path(sys.argv[1]), bytes(range(32)), clock=FakeClock())
now = FakeClock()()
assert len(store.rows(View.TO_ANSWER, SortOrder.DEADLINE, now).result()) == 1
assert store.counts(now).result().all == 1
assert store.identity().result() is not None
store.close()
print(sorted({"sqlalchemy", "Stemmer", "requests"} & sys.modules.keys()))
"""
    ended = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "cache.db")],
        capture_output=True,
        cwd=Path(__file__).parents[2],
        check=False,
        timeout=60,
        text=True,
    )
    assert ended.stdout.strip() == "[]", ended.stderr


_STATES = st.sampled_from([None, *ReplyState])
_WORK = st.tuples(
    st.sampled_from(["1", "2", "3"]),
    st.sampled_from([SITE, "annexe", "caf-seine"]),
    _STATES,
    st.sampled_from(["put", "claimed", "delete", "reply", "claim"]),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pages=st.lists(st.lists(_WORK, max_size=6), max_size=5))
@pytest.mark.parametrize("bulk", [0, projections.BULK])
def test_the_stored_inbox_is_what_a_projection_from_scratch_gives(
    tmp_path_factory, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, bulk: int, pages
) -> None:
    """Random pages and actions; then each row against `project` on all that the mirror and the outbox hold. Both ways
    of writing rows: one by one, and one statement for all that is new."""
    monkeypatch.setattr(projections, "BULK", bulk)
    agent = Agent(ME.id, ME.name, (Membership(SITE, Role.AGENT),))
    mirror_slots: dict[str, object] = {}
    mirror_replies: dict[str, object] = {}
    queued: dict[str, list] = {}
    with cache(tmp_path_factory.mktemp("p") / "cache.db", clock, agent) as desk:
        desk.feed(
            puts(structure(), structure("annexe", parent_id=SITE), structure("caf-seine"), *map(experience, "123"))
        )
        number = 0
        for page in pages:
            changes = []
            for id, site, state, what in page:
                number += 1
                here = key(id, site)
                if what in ("reply", "claim"):
                    make = submit(f"c{number}", id) if what == "reply" else claim(f"c{number}", id)
                    desk.store.enqueue(make).result()
                    queued.setdefault(make.slot_id, []).append(make)
                elif what == "delete":
                    mirror_slots.pop(here, None)
                    changes += gone(Entity.SLOT, here)
                else:
                    row = slot(id, site, version=number, claimed_by="a-thomas" if what == "claimed" else None)
                    mirror_slots[here] = row
                    changes += puts(row)
                    mirror_replies.pop(here, None)
                    changes += gone(Entity.REPLY, here)
                    if state is not None:
                        mirror_replies[here] = reply(id, site, state=state, submitted_at=NOW)
                        changes += puts(mirror_replies[here])
            desk.feed(changes)
        expected = {}
        for here, row in mirror_slots.items():
            if row.structure_id in (SITE, "annexe"):
                expected[here] = project(Mirror(slot=row, reply=mirror_replies.get(here)), queued.get(here, ()), agent)
        found = {row.key: row for row in desk.store.rows(View.ALL, SortOrder.DEADLINE, NOW).result()}
        assert found.keys() == expected.keys()
        for here, seen in expected.items():
            row = found[here]
            assert (row.state, row.claimed_by, row.replied_at) == (seen.state, seen.slot.claimed_by, seen.replied_at)
        counted = desk.store.counts(NOW).result()
        assert counted.all == len(expected)
        assert counted.to_answer == sum(seen.state.open for seen in expected.values())
        assert counted.to_validate == sum(s.state is SlotState.PENDING_VALIDATION for s in expected.values())
        ranks = desk.store._post(
            lambda work: dict(work.database.raw.execute("SELECT rank, count(*) FROM inbox GROUP BY rank").fetchall())
        ).result()
        kept = desk.store._post(
            lambda work: dict(
                work.database.raw.execute("SELECT rank, rows FROM inbox_counts WHERE rows > 0").fetchall()
            )
        ).result()
        assert kept == ranks


def test_row_numbers_that_fall_together_are_told_apart(desk: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    from spplus_desk.store import rids

    # No two short ids with one hash are at hand: the hash itself is made poor.
    monkeypatch.setattr(rids, "wanted", lambda _id, published_at: int(published_at.timestamp()) << 30)
    desk.filled(*(str(i) for i in range(20)))
    desk.feed(puts(experience("20"), slot("20"), experience("3", title="Reprise")))
    assert len(_keys(desk)) == 21
    numbers = desk.store._post(lambda work: one(work.database, "SELECT count(DISTINCT rid) FROM inbox")[0]).result()
    assert numbers == 21
    assert ask(desk, "attestation").total == 21


def test_every_state_has_its_rank() -> None:
    assert projections.RANKS.keys() == set(SlotState)


def test_a_mirrored_row_of_an_own_command_is_shown_once(desk: Cache) -> None:
    """A comment has the id of its command: until it retires, mirror and outbox both have it."""
    from spplus_desk.domain.experience_payloads import AddComment
    from tests.helpers.cache import command

    desk.filled()
    desk.store.enqueue(command("c1", AddComment(structure_id=SITE, body="À relire."))).result()
    detail = desk.store.detail(key()).result()
    assert [c.id for c in detail.comments] == ["c1"]
    assert detail.pending_comment_ids == {"c1"}
    desk.store.record_results(applied("c1"), NOW).result()
    desk.feed(puts(comment("c1", body="À relire.", author=ME.id)), passed=0)
    detail = desk.store.detail(key()).result()
    assert [c.id for c in detail.comments] == ["c1"]
    assert detail.pending_comment_ids == frozenset()


def test_a_slot_shows_the_mirror_again_once_a_page_says_more(desk: Cache) -> None:
    desk.filled()
    desk.feed(puts(replace(slot(), claimed_by="a-thomas", claimed_by_name="Thomas", version=2)))
    (row,) = desk.store.rows(View.ALL, SortOrder.DEADLINE, NOW).result()
    assert row.claimed_by_name == "Thomas"
