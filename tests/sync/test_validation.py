"""Validation between desks that are offline when they act, on the real central: one reply at the end, every version."""

from datetime import timedelta
from pathlib import Path

import pytest

from spplus_desk.central.repository import add_agent, unit_of_work, upsert_structures
from spplus_desk.domain.errors import Unreachable
from spplus_desk.domain.experience import Passage
from spplus_desk.domain.experience_payloads import ApproveReply, ReturnReply, SubmitReply
from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.domain.outbox import SendState
from spplus_desk.domain.projection import SlotState
from spplus_desk.domain.structure import Membership
from spplus_desk.domain.validation import texts
from spplus_desk.domain.values import replace
from spplus_desk.domain.vocabulary import Role, VersionStep
from tests.helpers.faults import Fault
from tests.helpers.world import _STRUCTURES as STRUCTURES
from tests.helpers.world import HEAD, PASSWORD, WEST, DeskEnd, World

FIRST, SECOND = "Nous avons bien reçu votre demande.", "Votre dossier est complet, passez au guichet 3."


@pytest.fixture
def remi(world: World, tmp_path: Path) -> DeskEnd:
    """A second super agent."""
    with unit_of_work(world.engine, world.clock()) as unit:
        posts = (Membership(HEAD, Role.SUPER_AGENT),)
        add_agent(unit, username="remi", name="Remi", password=PASSWORD, posts=posts, agent_id="remi")
    return DeskEnd(world, "remi", tmp_path / "remi.db")


@pytest.fixture
def key(world: World) -> str:
    """An experience of a site that has its replies read first."""
    with unit_of_work(world.engine, world.clock()) as unit:
        west = next(row for row in STRUCTURES if row.id == WEST)
        upsert_structures(unit, [replace(west, validation_required=True)])
    return f"{world.deposit(WEST)[0]}:{WEST}"


def detail(desk: DeskEnd, key: str) -> ExperienceDetail:
    return desk.store.detail(key).result()


def experience(key: str) -> str:
    return key.partition(":")[0]


def met(*desks: DeskEnd) -> None:
    """All of them have the network, twice: what one sends the others then see."""
    for _ in range(2):
        for desk in desks:
            desk.world.clock.advance(timedelta(minutes=1))
            desk.engine.run_once()


def test_submit_return_amend_approve_each_offline(world: World, lise: DeskEnd, omar: DeskEnd, key: str) -> None:
    met(omar, lise)
    subject = experience(key)
    omar.enqueue(subject, SubmitReply(structure_id=WEST, body=FIRST))
    assert detail(omar, key).row.state is SlotState.QUEUED  # nobody has heard of it yet
    met(omar, lise)
    assert detail(lise, key).row.state is SlotState.PENDING_VALIDATION
    # Lise is on a train: her return shows at once, on her desk alone.
    start = FIRST.index("votre demande")
    passage = Passage(start=start, end=start + len("votre demande"), text="votre demande")
    lise.enqueue(subject, ReturnReply(structure_id=WEST, comment="Laquelle ?", passage=passage))
    assert detail(lise, key).row.state is SlotState.RETURNED
    assert detail(omar, key).row.state is SlotState.PENDING_VALIDATION
    met(lise, omar)
    seen = detail(omar, key)
    assert seen.row.state is SlotState.RETURNED
    assert (seen.versions[-1].comment, seen.versions[-1].passage, seen.versions[-1].by_name) == (
        "Laquelle ?",
        passage,
        "Lise",
    )
    omar.enqueue(subject, SubmitReply(structure_id=WEST, body=SECOND))
    met(omar, lise)
    lise.enqueue(subject, ApproveReply(structure_id=WEST))
    met(lise, omar)
    for desk in (omar, lise):
        found = detail(desk, key)
        assert found.row.state is SlotState.RECEIVED
        assert found.reply is not None
        assert found.reply.body == SECOND
        assert [step.step for step in found.versions] == [
            VersionStep.SUBMITTED,
            VersionStep.RETURNED,
            VersionStep.SUBMITTED,
            VersionStep.APPROVED,
        ]
        assert [(one.number, one.text.body, one.returned) for one in texts(found.versions)] == [
            (1, FIRST, True),
            (2, SECOND, False),
        ]
        assert desk.store.waiting_count().result() == 0
    assert len(world.documents("reply")) == 1
    assert len(world.documents("reply_version")) == 4


def test_lost_answers_leave_one_step_each(world: World, lise: DeskEnd, omar: DeskEnd, key: str) -> None:
    met(omar, lise)
    omar.enqueue(experience(key), SubmitReply(structure_id=WEST, body=FIRST))
    met(omar, lise)
    lise.enqueue(experience(key), ReturnReply(structure_id=WEST, comment="Non."))
    lise.transport.script.append(Fault.LOST_ANSWER)
    with pytest.raises(Unreachable):
        lise.engine.run_once()
    lise.crash()
    met(lise, omar)
    assert [step.step for step in detail(omar, key).versions] == [VersionStep.SUBMITTED, VersionStep.RETURNED]
    assert len(world.documents("reply_version")) == 2


def test_the_second_of_two_super_agents_is_told_who_was_first(
    world: World, lise: DeskEnd, remi: DeskEnd, omar: DeskEnd, key: str
) -> None:
    met(omar, lise, remi)
    omar.enqueue(experience(key), SubmitReply(structure_id=WEST, body=FIRST))
    met(omar, lise, remi)
    lise.enqueue(experience(key), ReturnReply(structure_id=WEST, comment="Non."))
    remi.enqueue(experience(key), ApproveReply(structure_id=WEST))
    assert detail(remi, key).row.state is SlotState.RECEIVED
    met(lise, remi, omar)
    assert detail(remi, key).row.state is SlotState.RETURNED  # what the central knows
    (refused,) = [one for one in remi.store.send_items(limit=10).result() if one.parked]
    assert (refused.code, refused.known["state"], refused.known["by"]) == ("stale", "returned", "Lise")
    assert [step.step for step in detail(omar, key).versions] == [VersionStep.SUBMITTED, VersionStep.RETURNED]


def test_an_author_who_comes_after_the_approval_keeps_the_text(
    world: World, lise: DeskEnd, omar: DeskEnd, key: str, tmp_path: Path
) -> None:
    """Sent back, then amended on two desks of the same author: one is approved, the other comes too late."""
    home = DeskEnd(world, "omar", tmp_path / "home.db")
    met(omar, home, lise)
    subject = experience(key)
    omar.enqueue(subject, SubmitReply(structure_id=WEST, body=FIRST))
    met(omar, lise)
    lise.enqueue(subject, ReturnReply(structure_id=WEST, comment="Non."))
    met(lise, omar, home)
    home.enqueue(subject, SubmitReply(structure_id=WEST, body="Écrit au bureau, jamais parti."))
    omar.enqueue(subject, SubmitReply(structure_id=WEST, body=SECOND))
    met(omar, lise)
    lise.enqueue(subject, ApproveReply(structure_id=WEST))
    met(lise, home)
    (kept,) = [one for one in home.store.send_items(limit=10).result() if one.parked]
    assert (kept.code, kept.body) == ("already_answered", "Écrit au bureau, jamais parti.")
    assert detail(home, key).row.state is SlotState.RECEIVED
    assert len(world.documents("reply")) == 1
    counts = home.store.send_items(SendState.DRAFT, limit=10).result()
    assert counts == ()
