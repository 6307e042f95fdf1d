"""The durable outbox, drafts and Envois: states, retirement, and no text lost."""

from datetime import timedelta

import pytest

from spplus_desk.domain.commands import CommandResult, Outcome
from spplus_desk.domain.errors import NotFound, Refused
from spplus_desk.domain.experience_payloads import AddComment, SetImprovement, SubmitReply, Transfer
from spplus_desk.domain.inbox import SortOrder, View
from spplus_desk.domain.outbox import Draft, SendCounts, SendState
from spplus_desk.domain.projection import SlotState
from spplus_desk.domain.structure import Agent, Membership
from spplus_desk.domain.vocabulary import ReplyState, Role
from tests.helpers.cache import (
    ME,
    NOW,
    SITE,
    URL,
    Cache,
    applied,
    claim,
    command,
    experience,
    key,
    puts,
    refused,
    reply,
    slot,
    structure,
    submit,
)

HOLD = timedelta(seconds=30)
TEXTS = [
    "Une ligne\x00coupée par un NUL",
    "Des émojis 🙂🏳️‍🌈 et un drapeau 🇫🇷",
    "نص من اليمين إلى اليسار ثم du français",
    "é" * 8_000,
    "Guillemets « français », apostrophe ’ et ' et \" et ; --",
]


def _state(desk: Cache, experience_id: str = "1") -> SlotState:
    return desk.store.detail(key(experience_id)).result().row.state


def _retire(desk: Cache) -> int:
    return desk.store.mark_synced(NOW, desk.store.acknowledgements().result()).result()


def test_a_reply_is_shown_at_once_and_until_the_feed_has_it(desk: Cache) -> None:
    desk.filled()
    desk.store.enqueue(submit("c1")).result()
    assert _state(desk) is SlotState.QUEUED
    mark = desk.store.acknowledgements().result()
    desk.store.record_attempt(["c1"], NOW).result()
    tally = desk.store.record_results(applied("c1"), NOW).result()
    assert (tally.applied, tally.duplicates, tally.refused, tally.later) == (1, 0, 0, 0)
    assert _state(desk) is SlotState.QUEUED
    # A page whose request left before the answer to the push says nothing about it.
    assert desk.feed(puts(experience("2"), slot("2")), passed=mark).retired == 0
    assert _state(desk) is SlotState.QUEUED
    # A page with more behind it neither.
    assert desk.feed(puts(experience("3"), slot("3")), last=False).retired == 0
    assert _state(desk) is SlotState.QUEUED
    assert desk.feed(puts(reply(author=ME.id, submitted_at=NOW), slot(version=2))).retired == 1
    assert _state(desk) is SlotState.RECEIVED
    assert desk.store.pushable(10, NOW).result() == ()


def test_a_304_retires_too(desk: Cache) -> None:
    desk.filled()
    desk.store.enqueue(claim("c1")).result()
    desk.store.record_results(applied("c1"), NOW).result()
    assert desk.store.mark_synced(NOW, 0).result() == 0
    assert _retire(desk) == 1
    assert _retire(desk) == 0


def test_commands_leave_in_order_and_held_ones_when_their_time_has_come(desk: Cache) -> None:
    desk.filled("1", "2")
    held = desk.store.enqueue(submit("c1"), hold_until=NOW + HOLD).result()
    assert held is not None and held.hold_until == NOW + HOLD
    desk.store.enqueue(claim("c2", "2")).result()
    assert [c.id for c in desk.store.pushable(10, NOW).result()] == ["c2"]
    assert desk.store.next_hold_end(NOW).result() == NOW + HOLD
    assert desk.store.next_hold_end(NOW + 2 * HOLD).result() == NOW + 2 * HOLD
    assert desk.store.waiting_count().result() == 2
    assert [c.id for c in desk.store.pushable(10, NOW + HOLD).result()] == ["c1", "c2"]
    assert desk.store.next_hold_end(NOW).result() is None
    assert [c.id for c in desk.store.pushable(1, NOW + HOLD).result()] == ["c1"]


def test_sending_takes_the_draft_in_the_same_step(desk: Cache) -> None:
    desk.filled()
    desk.store.save_draft(Draft(slot_id=key(), body="Merci"), NOW).result()
    assert desk.store.rows(View.ALL, SortOrder.DEADLINE, NOW).result()[0].has_draft
    desk.store.enqueue(submit("c1"), drop_draft=True).result()
    assert desk.store.draft(key()).result() is None
    assert desk.store.send_counts().result() == SendCounts(waiting=1)


def test_the_same_command_twice_is_one(desk: Cache) -> None:
    desk.filled()
    first = desk.store.enqueue(submit("c1")).result()
    again = desk.store.enqueue(submit("c1", body="Autre")).result()
    assert first == again
    assert len(desk.store.pushable(10, NOW).result()) == 1


def test_undo_gives_the_text_back_and_leaves_no_trace_in_the_queue(desk: Cache) -> None:
    desk.filled()
    desk.store.enqueue(submit("c1", body="Texte à reprendre"), hold_until=NOW + HOLD).result()
    assert desk.store.undo("c1", NOW).result()
    draft = desk.store.draft(key()).result()
    assert draft is not None and (draft.body, draft.greeting) == ("Texte à reprendre", "Bonjour Cigale,")
    assert _state(desk) is SlotState.TO_ANSWER
    assert desk.store.pushable(10, NOW + HOLD).result() == ()
    assert not desk.store.undo("c1", NOW).result()
    assert [e.event for e in desk.store.history(f"draft:{key()}").result()] == ["undone", "saved"]


def test_what_has_left_cannot_be_undone(desk: Cache) -> None:
    desk.filled()
    desk.store.enqueue(submit("c1"), hold_until=NOW + HOLD).result()
    assert desk.store.release_hold("c1").result()
    assert not desk.store.release_hold("c1").result()
    assert not desk.store.undo("c1", NOW).result()
    assert desk.store.draft(key()).result() is None


def test_a_refusal_parks_blocks_nothing_and_keeps_the_text(desk: Cache) -> None:
    desk.filled("1", "2")
    desk.store.enqueue(submit("c1", body="Mon texte")).result()
    desk.store.enqueue(submit("c2", "2")).result()
    tally = desk.store.record_results([refused("c1"), *applied("c2")], NOW).result()
    assert (tally.applied, tally.refused) == (1, 1)
    assert _state(desk) is SlotState.TO_ANSWER
    assert _state(desk, "2") is SlotState.QUEUED
    parked, other = desk.store.send_items().result()
    assert (parked.parked, parked.state, parked.code) == (True, SendState.WAITING, "already_answered")
    assert (parked.body, parked.reason) == ("Mon texte", "Une réponse existe déjà.")
    assert other.state is SendState.RECEIVED
    assert desk.store.counts(NOW).result().outbox == 1
    assert desk.store.pushable(10, NOW).result() == ()


def test_a_refused_text_goes_back_to_a_draft_and_none_is_lost(desk: Cache) -> None:
    desk.filled()
    desk.store.enqueue(submit("c1", body="Texte refusé")).result()
    desk.store.record_results([refused("c1")], NOW).result()
    desk.store.save_draft(Draft(slot_id=key(), body="Texte commencé depuis"), NOW).result()
    assert desk.store.keep_as_draft("c1").result()
    draft = desk.store.draft(key()).result()
    assert draft is not None and draft.body == "Texte commencé depuis\n\nTexte refusé"
    (item,) = desk.store.send_items().result()
    assert item.state is SendState.DRAFT
    assert not desk.store.keep_as_draft("c1").result()


def test_the_same_text_is_not_put_back_twice(desk: Cache) -> None:
    desk.filled()
    desk.store.save_draft(Draft(slot_id=key(), body="Texte refusé, puis relu"), NOW).result()
    desk.store.enqueue(submit("c1", body="Texte refusé")).result()
    desk.store.record_results([refused("c1")], NOW).result()
    desk.store.keep_as_draft("c1").result()
    draft = desk.store.draft(key()).result()
    assert draft is not None and draft.body == "Texte refusé, puis relu"


def test_other_kinds_are_listed_when_they_are_refused(desk: Cache) -> None:
    desk.filled()
    desk.store.enqueue(command("c1", AddComment(structure_id=SITE, body="Note interne"))).result()
    desk.store.enqueue(command("c2", SetImprovement(structure_id=SITE, improvement=True))).result()
    assert desk.store.send_items().result() == ()
    desk.store.record_results([refused("c1", "not_allowed", None), refused("c2", "stale", None)], NOW).result()
    items = {item.command_id: item for item in desk.store.send_items().result()}
    assert items["c1"].body == "Note interne"
    assert all(item.parked and item.reason.endswith(".") for item in items.values())
    assert desk.store.keep_as_draft("c2").result()
    assert len(desk.store.send_items().result()) == 1
    assert desk.store.draft(key()).result() is None


def test_a_new_try_of_what_was_refused_is_a_new_command_on_what_is_seen_now(desk: Cache) -> None:
    desk.filled()
    desk.store.enqueue(submit("c1", body="Texte", base=1)).result()
    desk.store.record_attempt(["c1"], NOW).result()
    desk.store.record_results([refused("c1", "stale", None)], NOW).result()
    desk.feed(puts(slot(version=7)))
    item = desk.store.retry("c1", NOW).result()
    assert item is not None and not item.parked and item.command_id not in (None, "c1")
    (again,) = desk.store.pushable(10, NOW).result()
    assert (again.id, again.base, again.payload.body) == (item.command_id, 7, "Texte")
    events = [e.event for e in desk.store.history(item.key).result()]
    assert events == ["queued", "attempted", "refused", "retried", "queued"]
    assert desk.store.retry("c1", NOW).result() is None
    assert desk.store.send_counts().result() == SendCounts(waiting=1)


def test_what_waits_is_tried_at_once_when_asked(desk: Cache) -> None:
    desk.filled()
    desk.store.enqueue(submit("c1")).result()
    desk.store.record_attempt(["c1"], NOW).result()
    desk.store.record_failure(["c1"], NOW, "unreachable", NOW + HOLD).result()
    (item,) = desk.store.send_items(SendState.WAITING).result()
    assert (item.attempts, item.code, item.next_attempt_at) == (1, "unreachable", NOW + HOLD)
    again = desk.store.retry("c1", NOW).result()
    assert again is not None and again.next_attempt_at is None and again.command_id == "c1"


def test_answers_that_come_late_or_twice_change_nothing(desk: Cache) -> None:
    desk.filled()
    desk.store.enqueue(submit("c1")).result()
    desk.store.record_results(applied("c1", "unknown"), NOW).result()
    again = desk.store.record_results([refused("c1")], NOW).result()
    assert (again.applied, again.refused) == (0, 0)
    assert _state(desk) is SlotState.QUEUED
    duplicate = CommandResult(id="c2", outcome=Outcome.DUPLICATE)
    desk.store.enqueue(claim("c2")).result()
    assert desk.store.record_results([duplicate], NOW).result().duplicates == 1
    assert _retire(desk) == 2


def test_later_stays_in_the_queue(desk: Cache) -> None:
    desk.filled()
    desk.store.enqueue(claim("c1")).result()
    tally = desk.store.record_results([CommandResult(id="c1", outcome=Outcome.LATER)], NOW).result()
    assert tally.later == 1
    assert [c.id for c in desk.store.pushable(10, NOW).result()] == ["c1"]


def test_own_commands_on_one_experience_follow_each_other(desk: Cache) -> None:
    desk.filled("1", "2")
    desk.store.intend(key(), SetImprovement(structure_id=SITE, improvement=True), NOW).result()
    desk.store.intend(key(), SetImprovement(structure_id=SITE, improvement=False), NOW).result()
    first, second = desk.store.pushable(10, NOW).result()
    assert (first.base, first.after) == (1, None)
    assert (second.base, second.after) == (1, first.id)
    assert desk.store.slot_base(key()).result() == (1, second.id)
    assert desk.store.slot_base(key("2")).result() == (1, None)
    with pytest.raises(NotFound):
        desk.store.slot_base(key("9")).result()


def test_a_held_reply_is_never_what_others_wait_for(desk: Cache) -> None:
    """It may be undone: what comes after an undone command would wait for ever."""
    desk.filled()
    desk.store.intend(key(), SubmitReply(structure_id=SITE, body="Merci"), NOW, hold_until=NOW + HOLD).result()
    desk.store.intend(key(), SetImprovement(structure_id=SITE, improvement=True), NOW).result()
    (tick,) = desk.store.pushable(10, NOW).result()
    assert tick.after is None


def test_the_desk_refuses_what_it_knows_to_be_refused(desk: Cache) -> None:
    desk.filled("1", "2")
    text = SubmitReply(structure_id=SITE, body="Merci")
    desk.store.intend(key(), text, NOW).result()
    desk.store.save_draft(Draft(slot_id=key(), body="Encore"), NOW).result()
    with pytest.raises(Refused) as twice:
        desk.store.intend(key(), text, NOW, drop_draft=True).result()
    assert twice.value.code == "already_answered"
    assert desk.store.draft(key()).result() is not None
    with pytest.raises(Refused) as elsewhere:
        desk.store.intend(key("2"), Transfer(structure_id=SITE, to_structure_id="ailleurs", reason=""), NOW).result()
    assert elsewhere.value.code == "not_a_child"
    desk.feed(puts(structure("annexe", parent_id=SITE)))
    desk.store.intend(
        key("2"), Transfer(structure_id=SITE, to_structure_id="annexe", reason="Leur dossier"), NOW
    ).result()
    assert _state(desk, "2") is SlotState.TRANSFERRED
    with pytest.raises(Refused) as moved:
        desk.store.intend(key("2"), text, NOW).result()
    assert moved.value.code == "stale"


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_comes_back_as_it_went(desk: Cache, text: str) -> None:
    desk.filled()
    desk.store.save_draft(Draft(slot_id=key(), body=text, cursor=7, template_id="t", template_title="T"), NOW).result()
    assert desk.store.draft(key()).result() == Draft(
        slot_id=key(), body=text, cursor=7, template_id="t", template_title="T", saved_at=NOW
    )
    desk.store.enqueue(submit("c1", body=text)).result()
    (waiting,) = desk.store.pushable(10, NOW).result()
    assert waiting.payload.body == text
    desk.feed(puts(experience("2", body=text, title=text, pseudonym="🙂"), slot("2"), reply("2", body=text)))
    detail = desk.store.detail(key("2")).result()
    assert (detail.experience.body, detail.reply and detail.reply.body) == (text, text)


def test_drafts_of_experiences_that_left_are_kept_with_their_title(desk: Cache) -> None:
    from spplus_desk.domain.vocabulary import Entity
    from tests.helpers.cache import gone

    desk.filled()
    desk.store.save_draft(Draft(slot_id=key(), body="À moitié"), NOW).result()
    desk.feed([*gone(Entity.SLOT, key()), *gone(Entity.EXPERIENCE, "1")])
    desk.store.save_draft(Draft(slot_id=key(), body="À moitié écrit"), NOW).result()
    (item,) = desk.store.send_items(SendState.DRAFT).result()
    assert (item.title, item.pseudonym, item.body) == ("Une attestation attendue", "Cigale", "À moitié écrit")
    assert desk.store.delete_draft(key()).result()
    assert not desk.store.delete_draft(key()).result()
    assert desk.store.send_items().result() == ()


def test_the_five_states_and_each_text_once(desk: Cache) -> None:
    desk.filled("1", "2", "3", "4", "5", "6", "7")
    desk.store.save_draft(Draft(slot_id=key("1"), body="Brouillon"), NOW).result()
    desk.store.save_draft(Draft(slot_id=key("7"), body="   "), NOW).result()
    desk.store.enqueue(submit("c2", "2")).result()
    desk.store.enqueue(submit("c3", "3")).result()
    desk.store.record_results(applied("c3"), NOW).result()
    mine = {"author": ME.id, "submitted_at": NOW}
    desk.feed(
        puts(
            reply("3", **mine),
            reply("4", state=ReplyState.PENDING_VALIDATION, **mine),
            reply("5", state=ReplyState.PUBLISHED, published_at=NOW, receipt="R-5", **mine),
            reply("6", author="a-thomas"),
        ),
        passed=0,
    )
    items = {item.key: item.state for item in desk.store.send_items().result()}
    assert items == {
        f"draft:{key('1')}": SendState.DRAFT,
        "command:c2": SendState.WAITING,
        "command:c3": SendState.RECEIVED,
        f"reply:{key('4')}": SendState.PENDING_VALIDATION,
        f"reply:{key('5')}": SendState.PUBLISHED,
    }
    assert desk.store.send_counts().result() == SendCounts(1, 1, 1, 1, 1)
    for state in SendState:
        assert [i.state for i in desk.store.send_items(state).result()] == [state]
    _retire(desk)
    keys = {item.key for item in desk.store.send_items().result()}
    assert f"reply:{key('3')}" in keys and "command:c3" not in keys
    assert desk.store.send_counts().result() == SendCounts(1, 1, 1, 1, 1)
    told = [e.event for e in desk.store.history(f"reply:{key('3')}").result()]
    assert told == ["queued", "received"]
    assert [e.event for e in desk.store.history(f"reply:{key('5')}").result()] == ["received", "published"]


def test_a_returned_reply_is_work_again(desk: Cache) -> None:
    desk.filled()
    desk.feed(puts(reply(state=ReplyState.RETURNED, author=ME.id, submitted_at=NOW, return_comment="Plus court")))
    assert _state(desk) is SlotState.RETURNED
    (item,) = desk.store.send_items().result()
    assert (item.state, item.code, item.reason) == (SendState.DRAFT, "returned", "Plus court")
    desk.store.save_draft(Draft(slot_id=key(), body="Plus court, donc"), NOW).result()
    (item,) = desk.store.send_items().result()
    assert item.key == f"draft:{key()}"
    assert desk.store.send_counts().result() == SendCounts(draft=1)


@pytest.mark.parametrize(
    ("role", "needed", "state"),
    [
        (Role.AGENT, True, SendState.PENDING_VALIDATION),
        (Role.SUPER_AGENT, True, SendState.RECEIVED),
        (Role.AGENT, False, SendState.RECEIVED),
    ],
)
def test_an_acknowledged_reply_says_who_reads_it_next(desk: Cache, role: Role, needed: bool, state: SendState) -> None:
    desk.store.set_identity(Agent(ME.id, ME.name, (Membership(SITE, role),)), URL, "helene").result()
    desk.feed(puts(structure(validation_required=needed), experience(), slot()))
    desk.store.enqueue(submit("c1")).result()
    desk.store.record_results(applied("c1"), NOW).result()
    (item,) = desk.store.send_items(state).result()
    assert item.receipt == "R-c1"
    assert desk.store.send_counts().result().of(state) == 1


def test_the_first_to_leave_is_the_one_to_undo(desk: Cache) -> None:
    desk.filled("1", "2")
    assert desk.store.held().result() is None
    desk.store.enqueue(submit("c1"), hold_until=NOW + 2 * HOLD).result()
    desk.store.enqueue(submit("c2", "2"), hold_until=NOW + HOLD).result()
    first = desk.store.held().result()
    assert first is not None and first.command_id == "c2"
