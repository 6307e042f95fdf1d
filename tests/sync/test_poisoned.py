"""A command over which the central falls each time (500): set aside in the end, and it never blocks the next."""

from datetime import timedelta

import pytest

from spplus_desk.domain.errors import ServerFault
from spplus_desk.domain.experience_payloads import AddComment, Claim, SubmitReply
from spplus_desk.domain.outbox import SendState
from tests.helpers.world import WEST, DeskEnd, World


def comment(desk: DeskEnd, experience: str, body: str = "Vu au guichet.") -> str:
    return desk.enqueue(experience, AddComment(structure_id=WEST, body=body)).id


def applied(world: World, commands: list[str]) -> list[int]:
    return [world.applied(command) for command in commands]


def test_the_others_of_its_batch_go_in_the_same_run(world: World, omar: DeskEnd) -> None:
    experiences = world.deposit(WEST, count=20)
    omar.engine.run_once()
    sent = [comment(omar, experience) for experience in experiences]
    poisoned = sent.pop(7)
    omar.transport.poison = {poisoned}
    report = omar.engine.run_once()
    assert (report.pushed, report.parked, report.waiting) == (19, 0, 1)
    assert applied(world, sent) == [1] * 19
    assert omar.queued_ids() == [poisoned]


def test_it_is_set_aside_with_its_reason_and_goes_under_its_own_id_when_asked(world: World, omar: DeskEnd) -> None:
    first, *others = world.deposit(WEST, count=5)
    omar.engine.run_once()
    poisoned = omar.enqueue(first, SubmitReply(structure_id=WEST, body="Bonjour, voici la marche.")).id
    omar.transport.poison = {poisoned}
    for experience in others[:3]:
        comment(omar, experience)
        omar.engine.run_once()
    item = omar.store.send_item(f"command:{poisoned}").result()
    assert item is not None
    assert (item.parked, item.code, item.body) == (True, "internal_error", "Bonjour, voici la marche.")
    assert "n’arrive pas à traiter" in item.reason
    omar.transport.requests.clear()
    comment(omar, others[3])
    assert omar.engine.run_once().pushed == 1
    assert omar.transport.requests.count(("POST", "/v1/commands")) == 1, "what is set aside is tried no more"
    omar.transport.poison = set()
    again = omar.store.retry(poisoned, world.clock()).result()
    assert again is not None
    assert again.key == item.key, "the central may have heard it: it keeps its id, so it cannot be applied twice"
    assert omar.engine.run_once().pushed == 1
    assert world.applied(poisoned) == 1


def test_what_was_to_come_after_it_goes_without_it(world: World, omar: DeskEnd) -> None:
    first, *others = world.deposit(WEST, count=4)
    omar.engine.run_once()
    poisoned = omar.enqueue(first, Claim(structure_id=WEST)).id
    after = omar.enqueue(first, SubmitReply(structure_id=WEST, body="Bonjour.")).id
    omar.transport.poison = {poisoned}
    for experience in others:
        comment(omar, experience)
        omar.engine.run_once()
    assert world.applied(after) == 0
    omar.engine.run_once()
    assert (world.applied(poisoned), world.applied(after)) == (0, 1)


def test_alone_it_is_said_and_the_feed_is_read_all_the_same(world: World, omar: DeskEnd) -> None:
    (experience,) = world.deposit(WEST)
    omar.engine.run_once()
    poisoned = comment(omar, experience)
    omar.transport.poison = {poisoned}
    (news,) = world.deposit(WEST)
    later = world.clock() + timedelta(seconds=40)
    for _ in range(5):
        with pytest.raises(ServerFault):
            omar.engine.run_once(retry_at=lambda _error: later)
    item = omar.store.send_item(f"command:{poisoned}").result()
    assert item is None or item.state is SendState.WAITING
    assert omar.queued_ids() == [poisoned], "nobody else got through: the fault may be the central's"
    assert omar.store.detail(f"{news}:{WEST}").result().row.key == f"{news}:{WEST}"


def test_a_central_that_falls_over_everything_gets_few_requests(world: World, omar: DeskEnd) -> None:
    experiences = world.deposit(WEST, count=50)
    omar.engine.run_once()
    sent = [comment(omar, experience) for experience in experiences]
    omar.transport.poison = set(sent)
    omar.transport.requests.clear()
    with pytest.raises(ServerFault):
        omar.engine.run_once()
    assert omar.transport.requests.count(("POST", "/v1/commands")) < 12
    omar.transport.poison = set()
    assert omar.engine.run_once().pushed == 50
    assert applied(world, sent) == [1] * 50


def test_many_poisoned_ones_at_the_head_of_the_queue_let_the_others_pass(world: World, omar: DeskEnd) -> None:
    experiences = world.deposit(WEST, count=12)
    omar.engine.run_once()
    sent = [comment(omar, experience) for experience in experiences]
    omar.transport.poison = set(sent[:5])
    with pytest.raises(ServerFault):
        omar.engine.run_once()
    for _ in range(3):
        comment(omar, experiences[-1])
        omar.engine.run_once()
    assert applied(world, sent) == [0] * 5 + [1] * 7
    assert omar.queued_ids() == [], "all five are set aside"
