"""Away for long, in another place, in another version, on a damaged disk: one synchronisation mends it all."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from spplus_desk.central.people import remove_post
from spplus_desk.central.repository import set_post, unit_of_work
from spplus_desk.domain.errors import ProtocolMismatch
from spplus_desk.domain.experience_payloads import SubmitReply
from spplus_desk.domain.inbox import SortOrder, View
from spplus_desk.domain.outbox import Draft, SendState
from spplus_desk.domain.structure import Membership
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.domain.vocabulary import Role
from spplus_desk.services.desk import Desk
from spplus_desk.services.headless import Headless
from spplus_desk.store.connection import PAGE_BYTES
from spplus_desk.sync import checking
from spplus_desk.sync.client import Client
from spplus_desk.sync.line import Response
from spplus_desk.sync.puller import PageSizes
from spplus_desk.sync.transport import HttpTransport
from tests.helpers.clock import FakeClock
from tests.helpers.keyrings import MemoryKeyring
from tests.helpers.world import EAST, PASSWORD, WEST, DeskEnd, World
from tests.sync.conftest import central_seed, omar, world
from tests.sync.test_session import WAIT, Bench, bench, reaches

__all__ = ["bench", "central_seed", "omar", "world"]


def inbox(desk: DeskEnd, view: View = View.ALL) -> set[str]:
    found = desk.store.rows(view, SortOrder.NEWEST, desk.world.clock(), limit=5_000).result()
    return {row.experience_id for row in found}


def test_thirty_days_offline_then_one_synchronisation(world: World, bench: Bench, clock: FakeClock) -> None:
    before = world.deposit(WEST, count=5)
    desk = bench.sign_in()
    reaches(desk, SyncPhase.SYNCED)
    assert desk.away_since is None
    left_at = clock()
    folder = desk.folder
    assert folder is not None
    desk.close()
    clock.advance(timedelta(days=30))
    offline: Desk = bench.opened(bench.service.open_profile(folder))
    assert offline.away_since == left_at
    mine = f"{before[0]}:{WEST}"
    offline.replying.send(Draft(slot_id=mine, body="Écrite sans réseau."), timedelta(0)).result(WAIT)
    world.deposit(WEST, count=6)
    for subject in before[1:3]:
        world.act("faure", subject, SubmitReply(structure_id=WEST, body="Répondue ailleurs."))
    offline.syncing.sign_in_again(PASSWORD).result(WAIT)
    reaches(offline, SyncPhase.SYNCED)
    found = offline.inbox.absence_summary(left_at).result(WAIT)
    assert (found.new, found.answered_by_others) == (6, 2)
    assert len(offline.inbox.rows(View.ALL).result(WAIT)) == 11
    assert len(offline.inbox.rows(View.TO_ANSWER).result(WAIT)) == 8
    assert world.document("reply", mine) is not None
    assert offline.outbox.items(SendState.WAITING).result(WAIT) == ()
    assert offline.inbox.absence_summary(clock()).result(WAIT).new == 0


def test_a_change_of_scope_while_away_keeps_the_texts(world: World, omar: DeskEnd, clock: FakeClock) -> None:
    (west,) = world.deposit(WEST)
    (east,) = world.deposit(EAST)
    omar.engine.run_once()
    assert inbox(omar) == {west}
    omar.store.save_draft(Draft(slot_id=f"{west}:{WEST}", body="À garder"), clock()).result()
    with unit_of_work(world.engine, clock()) as unit:
        set_post(unit, "omar", "Omar", Membership(EAST, Role.AGENT))
        remove_post(unit, "omar", WEST)
    clock.advance(timedelta(days=3))
    agent = omar.client.sign_in("omar", PASSWORD).agent
    omar.store.set_identity(agent, world.url, "omar").result()
    omar.engine.run_once()
    assert inbox(omar) == {east}
    (kept,) = omar.store.send_items(SendState.DRAFT).result()
    assert (kept.body, kept.title != "") == ("À garder", True)
    assert omar.store.counts_checked_at().result() is not None


class OtherVersion(HttpTransport):
    """The real central, asked by a desk of another version."""

    def request(self, method: str, path: str, **values: object) -> Response:
        headers = dict(values.pop("headers"))  # type: ignore[call-overload]
        return super().request(method, path, headers=headers | {"SPPlus-Protocol": "99"}, **values)  # type: ignore[arg-type]


def test_a_desk_of_another_version_reads_on_and_sends_nothing(world: World, omar: DeskEnd) -> None:
    (subject,) = world.deposit(WEST)
    omar.engine.run_once()
    command = omar.enqueue(subject, SubmitReply(structure_id=WEST, body="Gardée."))
    whole = omar.transport._inner
    omar.transport._inner = OtherVersion(world.url)
    try:
        with pytest.raises(ProtocolMismatch) as caught:
            omar.engine.run_once()
    finally:
        omar.transport._inner.close()
        omar.transport._inner = whole
    assert "rien ne part" in caught.value.sentence
    assert inbox(omar) == {subject}
    assert omar.queued_ids() == [command.id]
    assert world.applied(command.id) == 0
    assert (
        omar.store.save_draft(Draft(slot_id=f"{subject}:{WEST}", body="Encore"), world.clock()).result().body
        == "Encore"
    )
    omar.engine.run_once()
    assert world.applied(command.id) == 1


def test_counts_are_compared_once_a_day_and_a_hole_is_filled(world: World, omar: DeskEnd, clock: FakeClock) -> None:
    subjects = set(world.deposit(WEST, count=4))
    asked: list[str] = []
    _listen(omar.client, asked.append)
    omar.engine.run_once()
    omar.engine.run_once()
    assert asked == []
    clock.advance(checking.EVERY)
    omar.client.sign_in("omar", PASSWORD)
    omar.engine.run_once()
    omar.engine.run_once()
    assert asked == ["summary"]
    omar.store._post(_lose_one).result()
    assert len(inbox(omar)) == 3
    clock.advance(checking.EVERY)
    omar.client.sign_in("omar", PASSWORD)
    omar.engine.run_once()
    assert asked == ["summary", "summary"]
    assert omar.store.cursor().result() is None
    omar.engine.run_once()
    assert inbox(omar) == subjects


def _listen(client: Client, told: Callable[[str], None]) -> None:
    whole = client.summary

    def summary() -> dict[str, int]:
        told("summary")
        return whole()

    client.summary = summary  # type: ignore[method-assign]


def _lose_one(work: object) -> None:
    """A row that went without a trace, as a fault of ours would make it."""
    from spplus_desk.store.workplace import Workplace

    assert isinstance(work, Workplace)
    with work.database.transaction(durable=True):
        (slot,) = work.database.raw.execute("SELECT id FROM slots LIMIT 1").fetchone()
        work.database.raw.execute("DELETE FROM slots WHERE id = ?", (slot,))
        work.project((slot,))


def test_damage_in_the_middle_of_a_reading_is_read_again_in_the_same_run(
    world: World, omar: DeskEnd, clock: FakeClock
) -> None:
    first = world.deposit(WEST, count=60, body="Un récit. " * 150)
    omar.engine.run_once()
    command = omar.enqueue(first[0], SubmitReply(structure_id=WEST, body="Ma réponse."))
    omar.store.save_draft(Draft(slot_id=f"{first[1]}:{WEST}", body="Mon brouillon."), clock()).result()
    world.deposit(WEST, count=40)
    omar.store._post(lambda work: work.database.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()).result()
    content = bytearray(omar.path.read_bytes())
    for page in range(1, len(content) // PAGE_BYTES):
        content[page * PAGE_BYTES + 40] ^= 0xFF
    omar.path.write_bytes(content)
    omar.store._post(lambda work: work.database.raw.execute("PRAGMA shrink_memory").fetchall()).result()
    omar.engine.run_once()
    assert omar.store.rescued is not None
    assert len(inbox(omar)) == 100
    assert inbox(omar, View.ANSWERED) == {first[0]}
    assert world.applied(command.id) == 1
    draft = omar.store.draft(f"{first[1]}:{WEST}").result()
    assert draft is not None and draft.body == "Mon brouillon."


def test_old_answers_do_not_come_back_from_a_real_central(world: World, omar: DeskEnd, clock: FakeClock) -> None:
    subjects = world.deposit(WEST, count=3)
    omar.engine.run_once()
    world.act("faure", subjects[0], SubmitReply(structure_id=WEST, body="Répondue."))
    omar.engine.run_once()
    clock.advance(timedelta(days=100))
    omar.client.sign_in("omar", PASSWORD)
    omar.store.set_retention(timedelta(days=60)).result()
    for again in (False, True):
        if again:
            omar.store.begin_resync().result()
        omar.engine.run_once()
        omar.store._post(lambda work: _sweep(work, clock)).result()
        assert inbox(omar) == set(subjects[1:])
    clock.advance(checking.EVERY)
    omar.client.sign_in("omar", PASSWORD)
    omar.engine.run_once()
    assert omar.store.cursor().result() is not None  # counts agree, what left by age included


def _sweep(work: object, clock: FakeClock) -> bool:
    from spplus_desk.store import retention
    from spplus_desk.store.workplace import Workplace

    assert isinstance(work, Workplace)
    return retention.sweep(work, work.retention, clock())


def test_page_sizes_do_not_matter_to_the_rescue(world: World, omar: DeskEnd) -> None:
    omar.sizes = PageSizes(first=2, bulk=3, daily=3)
    omar.crash()
    subjects = set(world.deposit(WEST, count=12))
    omar.engine.run_once()
    omar.store.close()
    omar.path.write_bytes(b"")
    omar.open()
    omar.engine.run_once()
    assert inbox(omar) == subjects


def test_without_a_window_old_answers_leave_before_the_end(world: World, clock: FakeClock, tmp_path: Path) -> None:
    subjects = world.deposit(WEST, count=3)
    world.act("faure", subjects[0], SubmitReply(structure_id=WEST, body="Répondue."))
    ring = MemoryKeyring()

    def synced(retention: timedelta | None) -> int:
        desk = Headless(
            tmp_path / "profil",
            keyring=ring,
            passphrase=None,
            clock=clock,
            transport_factory=HttpTransport,
            retention=retention,
        )
        desk.sync(world.url, "omar", PASSWORD, lambda _done, _total: None)
        with desk._open() as store:
            return store.counts(clock()).result().all

    assert synced(timedelta(days=60)) == 3
    clock.advance(timedelta(days=100))
    assert synced(None) == 3
    assert synced(timedelta(days=60)) == 2
