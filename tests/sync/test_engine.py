"""One whole run on the real store and the real central, with the faults of a bad line."""

from datetime import timedelta

import msgspec
import pytest

from spplus_desk.central.repository import remove_post, set_post, unit_of_work
from spplus_desk.domain.changes import ChangeKind
from spplus_desk.domain.errors import KnownError, NotCentral, ServerFault, SessionExpired, Throttled, Unreachable
from spplus_desk.domain.experience import Reply
from spplus_desk.domain.experience_payloads import AddComment, Claim, SubmitReply, Transfer
from spplus_desk.domain.inbox import SortOrder, View
from spplus_desk.domain.outbox import SendState
from spplus_desk.domain.projection import SlotState
from spplus_desk.domain.structure import Membership
from spplus_desk.domain.vocabulary import Role
from spplus_desk.sync.engine import Engine
from spplus_desk.sync.puller import PageSizes
from spplus_desk.sync.stopping import Stopped, Stopping
from tests.helpers.faults import Fault
from tests.helpers.world import EAST, HEAD, WEST, WEST_1, DeskEnd, World


def keys(desk: DeskEnd) -> set[str]:
    rows = desk.store.rows(View.ALL, SortOrder.DEADLINE, desk.world.clock()).result()
    return {row.key for row in rows}


def state(desk: DeskEnd, key: str) -> SlotState:
    return desk.store.detail(key).result().row.state


def reply_to(desk: DeskEnd, experience: str, structure: str = WEST, body: str = "Bonjour, voici la marche.") -> str:
    return desk.enqueue(experience, SubmitReply(structure_id=structure, body=body)).id


def test_first_sync_brings_the_scope_and_nothing_else(world: World, omar: DeskEnd) -> None:
    (mine,) = world.deposit(WEST)
    (both,) = world.deposit(WEST, EAST)
    (childs,) = world.deposit(WEST_1)
    world.deposit(EAST)
    world.deposit(HEAD)
    report = omar.engine.run_once()
    assert keys(omar) == {f"{mine}:{WEST}", f"{both}:{WEST}", f"{childs}:{WEST_1}"}
    assert (report.pushed, report.deleted, report.waiting) == (0, 0, 0)
    assert report.pulled > 6


def test_a_second_run_without_news_costs_one_request(world: World, omar: DeskEnd) -> None:
    world.deposit(WEST)
    omar.engine.run_once()
    omar.transport.requests.clear()
    at = world.clock.advance(timedelta(minutes=2))
    report = omar.engine.run_once()
    assert (report.pulled, report.pages) == (0, 0)
    assert omar.transport.requests == [("GET", "/v1/changes")]
    assert omar.store.last_success().result() == at


def test_pages_are_small_first_and_progress_is_told(world: World, omar: DeskEnd) -> None:
    world.deposit(WEST, count=30)
    seen: list[tuple[int, int]] = []
    rows_at_first_page: list[int] = []

    def progress(done: int, total: int) -> None:
        seen.append((done, total))
        if len(seen) == 1:
            rows_at_first_page.append(len(keys(omar)))

    engine = Engine(omar.store, omar.client, world.clock, sizes=PageSizes(first=20, bulk=30, daily=10))
    report = engine.run_once(progress)
    assert rows_at_first_page[0] > 0
    assert seen[0][0] == 20
    assert seen[-1][0] == seen[-1][1] == report.pulled
    assert len(seen) == report.pages > 2
    assert len(keys(omar)) == 30


def test_a_reply_is_pushed_once_and_retires_when_the_feed_has_passed(world: World, omar: DeskEnd) -> None:
    (experience,) = world.deposit(WEST)
    omar.engine.run_once()
    command = reply_to(omar, experience)
    assert state(omar, f"{experience}:{WEST}") is SlotState.QUEUED
    report = omar.engine.run_once()
    assert (report.pushed, report.retired, report.waiting) == (1, 1, 0)
    assert state(omar, f"{experience}:{WEST}") is SlotState.RECEIVED
    assert world.applied(command) == 1


@pytest.mark.parametrize("fault", [Fault.LOST_ANSWER, Fault.ERROR_502, Fault.TRUNCATED])
def test_a_lost_answer_sends_again_and_applies_once(world: World, omar: DeskEnd, fault: Fault) -> None:
    (experience,) = world.deposit(WEST)
    omar.engine.run_once()
    command = reply_to(omar, experience)
    omar.transport.script.append(fault)
    with pytest.raises(Unreachable):
        omar.engine.run_once()
    assert world.applied(command) == 1
    assert omar.queued_ids() == [command]
    assert state(omar, f"{experience}:{WEST}") is SlotState.QUEUED
    assert omar.engine.run_once().pushed == 1
    assert world.applied(command) == 1
    assert state(omar, f"{experience}:{WEST}") is SlotState.RECEIVED


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault.LOST_REQUEST, Unreachable),
        (Fault.ERROR_500, ServerFault),
        (Fault.ERROR_503, ServerFault),
        (Fault.THROTTLED, Throttled),
        (Fault.PORTAL, NotCentral),
    ],
)
def test_what_never_arrived_waits_with_its_reason(
    world: World, omar: DeskEnd, fault: Fault, expected: type[KnownError]
) -> None:
    (experience,) = world.deposit(WEST)
    omar.engine.run_once()
    command = reply_to(omar, experience)
    omar.transport.script.append(fault)
    later = world.clock() + timedelta(seconds=40)
    with pytest.raises(expected):
        omar.engine.run_once(retry_at=lambda _error: later)
    item = omar.store.send_item(f"command:{command}").result()
    assert item is not None
    assert (item.state, item.attempts, item.next_attempt_at) == (SendState.WAITING, 1, later)
    assert world.applied(command) == 0
    events = [event.event for event in omar.store.history(f"command:{command}").result()]
    assert events[-2:] == ["attempted", "failed"]


def test_a_request_delivered_twice_applies_once(world: World, omar: DeskEnd) -> None:
    (experience,) = world.deposit(WEST)
    omar.engine.run_once()
    comment = omar.enqueue(experience, AddComment(structure_id=WEST, body="Vu au guichet."))
    omar.transport.script.append(Fault.DUPLICATE)
    report = omar.engine.run_once()
    assert (report.pushed, report.parked) == (1, 0)
    assert world.applied(comment.id) == 1
    assert len(omar.store.detail(f"{experience}:{WEST}").result().comments) == 1


def test_between_acknowledgement_and_feed_the_reply_stays_visible(world: World, omar: DeskEnd) -> None:
    (experience,) = world.deposit(WEST)
    omar.engine.run_once()
    command = reply_to(omar, experience)
    omar.transport.script.extend([Fault.NONE, Fault.LOST_REQUEST])
    with pytest.raises(Unreachable):
        omar.engine.run_once()
    assert world.applied(command) == 1
    assert omar.queued_ids() == []
    assert not state(omar, f"{experience}:{WEST}").open
    omar.crash()
    assert not state(omar, f"{experience}:{WEST}").open
    assert omar.engine.run_once().retired == 1
    assert state(omar, f"{experience}:{WEST}") is SlotState.RECEIVED


def test_a_refused_command_is_set_aside_and_blocks_nothing(world: World, omar: DeskEnd) -> None:
    first, second = world.deposit(WEST, count=2)
    omar.engine.run_once()
    lost = reply_to(omar, first, body="Ma réponse à moi.")
    kept = reply_to(omar, second)
    world.act("faure", first, SubmitReply(structure_id=WEST, body="Réponse de Faure."))
    report = omar.engine.run_once()
    assert (report.pushed, report.parked, report.waiting) == (1, 1, 0)
    item = omar.store.send_item(f"command:{lost}").result()
    assert item is not None
    assert (item.parked, item.code, item.body) == (True, "already_answered", "Ma réponse à moi.")
    reply = omar.store.detail(f"{first}:{WEST}").result().reply
    assert reply is not None
    assert reply.body == "Réponse de Faure."
    assert world.applied(kept) == 1


def test_a_request_refused_whole_is_halved_until_the_culprit_stands_alone(world: World, omar: DeskEnd) -> None:
    experiences = world.deposit(WEST, count=5)
    omar.engine.run_once()
    ids = [reply_to(omar, experience) for experience in experiences]
    # No desk makes such a body; a store that was edited by hand could hold one, and it must not stop the others.
    huge = omar.enqueue(experiences[2], AddComment(structure_id=WEST, body="x" * 17_000_000))
    report = omar.engine.run_once()
    assert (report.pushed, report.parked, report.waiting) == (5, 1, 0)
    assert all(world.applied(command) == 1 for command in ids)
    assert world.applied(huge.id) == 0


def test_batches_go_out_in_order(world: World, omar: DeskEnd) -> None:
    experiences = world.deposit(WEST, count=7)
    omar.engine.run_once()
    sent = [reply_to(omar, experience) for experience in experiences]
    engine = Engine(omar.store, omar.client, world.clock, batch=3)
    omar.transport.requests.clear()
    assert engine.run_once().pushed == 7
    assert [method for method, _ in omar.transport.requests].count("POST") == 3
    assert list(world.ledger()) == sent or sorted(world.ledger()) == sorted(sent)


def test_a_scope_that_changed_is_read_again_from_zero(world: World, omar: DeskEnd) -> None:
    (west,) = world.deposit(WEST)
    (east,) = world.deposit(EAST)
    omar.engine.run_once()
    assert keys(omar) == {f"{west}:{WEST}"}
    with unit_of_work(world.engine, world.clock()) as unit:
        set_post(unit, "omar", "Omar", Membership(EAST, Role.AGENT))
        remove_post(unit, "omar", WEST)
    draft_like = omar.store.identity().result()
    assert draft_like is not None
    omar.engine.run_once()
    agent = omar.client.sign_in("omar", "un mot de passe assez long").agent
    omar.store.set_identity(agent, world.url, "omar").result()
    assert keys(omar) == {f"{east}:{EAST}"}


def test_a_cursor_of_another_store_starts_again_from_zero(world: World, omar: DeskEnd) -> None:
    (experience,) = world.deposit(WEST)
    omar.engine.run_once()
    omar.store.apply_page([], cursor="bidon", last=True, at=world.clock()).result()
    omar.engine.run_once()
    assert keys(omar) == {f"{experience}:{WEST}"}
    assert omar.store.cursor().result() != "bidon"


def test_what_leaves_the_scope_leaves_the_desk(world: World, lise: DeskEnd, omar: DeskEnd) -> None:
    (experience,) = world.deposit(HEAD)
    lise.engine.run_once()
    omar.engine.run_once()
    assert keys(omar) == set()
    lise.enqueue(experience, Transfer(structure_id=HEAD, to_structure_id=WEST, reason="C’est leur guichet."))
    lise.engine.run_once()
    omar.engine.run_once()
    assert keys(lise) == keys(omar) == {f"{experience}:{WEST}"}


def test_an_expired_session_keeps_everything(world: World, omar: DeskEnd) -> None:
    (experience,) = world.deposit(WEST)
    omar.engine.run_once()
    command = reply_to(omar, experience)
    world.clock.advance(timedelta(hours=13))
    with pytest.raises(SessionExpired):
        omar.engine.run_once()
    assert omar.queued_ids() == [command]
    assert keys(omar) == {f"{experience}:{WEST}"}


def test_a_stop_ends_between_pages_and_the_next_run_goes_on(world: World, omar: DeskEnd) -> None:
    world.deposit(WEST, count=20)
    sizes = PageSizes(first=5, bulk=5, daily=5)
    engine = Engine(omar.store, omar.client, world.clock, sizes=sizes)
    pages: list[int] = []
    with pytest.raises(Stopped):
        engine.run_once(lambda done, _total: pages.append(done), stopping=Stopping(lambda: len(pages) >= 2))
    cursor = omar.store.cursor().result()
    assert cursor is not None
    before = len(keys(omar))
    assert 0 < before < 20
    engine.run_once()
    assert len(keys(omar)) == 20


def test_each_run_announces_what_changed(world: World, omar: DeskEnd) -> None:
    kinds: set[ChangeKind] = set()
    omar.store.subscribe(lambda change: kinds.update(change.kinds))
    (experience,) = world.deposit(WEST)
    omar.engine.run_once()
    assert ChangeKind.INBOX in kinds
    kinds.clear()
    world.act("faure", experience, Claim(structure_id=WEST))
    omar.engine.run_once()
    assert ChangeKind.INBOX in kinds


def test_the_central_holds_the_very_text(world: World, omar: DeskEnd) -> None:
    (experience,) = world.deposit(WEST)
    omar.engine.run_once()
    body = "Bonjour 👋🏽, مرحبا\n\n" + "é" * 7_900
    reply_to(omar, experience, body=body)
    omar.engine.run_once()
    document = world.document("reply", f"{experience}:{WEST}")
    assert document is not None
    assert msgspec.json.decode(document, type=Reply).body == body
