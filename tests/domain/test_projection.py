"""What is shown is the mirror with the pending commands on top, and retirement is never seen."""

from datetime import UTC, datetime

import pytest

from spplus_desk.domain.commands import Command, Payload
from spplus_desk.domain.experience import GeneralTags, Reply, Slot
from spplus_desk.domain.experience_payloads import (
    AddComment,
    ApproveReply,
    Claim,
    Release,
    ReturnReply,
    SetChannels,
    SetImprovement,
    SetTags,
    SubmitReply,
    Transfer,
)
from spplus_desk.domain.projection import Mirror, SlotState, project
from spplus_desk.domain.structure import Agent
from spplus_desk.domain.values import replace
from spplus_desk.domain.vocabulary import ReplyState, Sentiment

AT = datetime(2027, 12, 16, 9, 0, tzinfo=UTC)
ME = Agent(id="a1", name="Nadia Belkacem")
SITE = "SP-ORV"
SLOT = Slot(id="7:SP-ORV", experience_id="7", structure_id=SITE, version=3)
EMPTY = Mirror(slot=SLOT)


def command(payload: Payload, id_: str = "c1") -> Command:
    return Command(id=id_, subject="7", issued_at=AT, payload=payload, base=3)


def reply(state: ReplyState, **changes: object) -> Reply:
    base = Reply(
        id=SLOT.id, experience_id="7", structure_id=SITE, body="Bonjour", state=state, author="a2", submitted_at=AT
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def test_nothing_pending_shows_the_mirror() -> None:
    shown = project(EMPTY, (), ME)
    assert (shown.slot, shown.state, shown.reply, shown.replied_at) == (SLOT, SlotState.TO_ANSWER, None, None)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (ReplyState.PENDING_VALIDATION, SlotState.PENDING_VALIDATION),
        (ReplyState.RETURNED, SlotState.RETURNED),
        (ReplyState.RECEIVED, SlotState.RECEIVED),
        (ReplyState.PUBLISHED, SlotState.PUBLISHED),
    ],
)
def test_the_state_of_the_reply_is_the_state_of_the_slot(state: ReplyState, expected: SlotState) -> None:
    shown = project(replace(EMPTY, reply=reply(state)), (), ME)
    assert shown.state is expected
    assert (shown.replied_at is not None) == (expected in (SlotState.RECEIVED, SlotState.PUBLISHED))


def test_an_own_reply_shows_at_once() -> None:
    shown = project(EMPTY, [command(SubmitReply(structure_id=SITE, greeting="Bonjour Cigale,", body="Voici."))], ME)
    assert shown.state is SlotState.QUEUED
    assert shown.reply is not None
    assert (shown.reply.body, shown.reply.author, shown.replied_at) == ("Voici.", "a1", AT)


@pytest.mark.parametrize("state", [ReplyState.PENDING_VALIDATION, ReplyState.RECEIVED, ReplyState.PUBLISHED])
def test_an_own_reply_never_covers_the_one_that_the_central_has(state: ReplyState) -> None:
    mirror = replace(EMPTY, reply=reply(state))
    assert project(mirror, [command(SubmitReply(structure_id=SITE, body="Mien"))], ME) == project(mirror, (), ME)


def test_a_returned_reply_may_be_answered_again() -> None:
    mirror = replace(EMPTY, reply=reply(ReplyState.RETURNED))
    shown = project(mirror, [command(SubmitReply(structure_id=SITE, body="Repris"))], ME)
    assert shown.state is SlotState.QUEUED
    assert shown.reply is not None and shown.reply.body == "Repris"


def test_small_commands_fold_in_order() -> None:
    tags = GeneralTags(relation=Sentiment.POSITIVE)
    shown = project(
        EMPTY,
        [
            command(Claim(structure_id=SITE)),
            command(SetTags(structure_id=SITE, tags=tags, business_tags=("Agenda",))),
            command(SetChannels(structure_id=SITE, channels=("Accueil",))),
            command(SetImprovement(structure_id=SITE, improvement=True)),
            command(SetTags(structure_id=SITE, business_tags=("Attestations",))),
            command(AddComment(structure_id=SITE, body="Vu avec le siège."), "c9"),
        ],
        ME,
    )
    assert (shown.slot.claimed_by, shown.slot.claimed_by_name) == ("a1", "Nadia Belkacem")
    assert (shown.slot.channels, shown.slot.improvement) == (("Accueil",), True)
    assert (shown.tags, shown.slot.business_tags) == (tags, ("Attestations",))
    assert [(c.id, c.body) for c in shown.pending_comments] == [("c9", "Vu avec le siège.")]


def test_release_gives_back_only_what_is_mine() -> None:
    theirs = Mirror(slot=replace(SLOT, claimed_by="a2", claimed_by_name="Thomas"))
    assert project(theirs, [command(Release(structure_id=SITE))], ME).slot.claimed_by == "a2"
    claimed = [command(Claim(structure_id=SITE)), command(Release(structure_id=SITE))]
    assert project(EMPTY, claimed, ME).slot.claimed_by is None


def test_validation_shows_its_result() -> None:
    waiting = replace(EMPTY, reply=reply(ReplyState.PENDING_VALIDATION))
    assert project(waiting, [command(ApproveReply(structure_id=SITE))], ME).state is SlotState.RECEIVED
    returned = project(waiting, [command(ReturnReply(structure_id=SITE, comment="Précisez la date."))], ME)
    assert returned.state is SlotState.RETURNED
    assert returned.reply is not None and returned.reply.return_comment == "Précisez la date."


def test_a_transfer_leaves_the_open_views() -> None:
    moved = project(EMPTY, [command(Transfer(structure_id=SITE, to_structure_id="SP-MON", reason="accueil"))], ME)
    assert moved.state is SlotState.TRANSFERRED
    assert not moved.state.open


@pytest.mark.parametrize(
    "payload",
    [
        Claim(structure_id=SITE),
        SetImprovement(structure_id=SITE, improvement=True),
        SetChannels(structure_id=SITE, channels=("Téléphone",)),
        SetTags(structure_id=SITE, tags=GeneralTags(simplicity=Sentiment.NEGATIVE), business_tags=("A", "B")),
    ],
)
def test_applying_what_the_mirror_already_holds_changes_nothing(payload: Payload) -> None:
    once = project(EMPTY, [command(payload)], ME)
    caught_up = Mirror(slot=once.slot, reply=once.reply, tags=once.tags)
    assert project(caught_up, [command(payload)], ME) == project(caught_up, (), ME)
