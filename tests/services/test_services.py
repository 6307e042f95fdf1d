"""The use cases that the window calls, on a real store."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from spplus_desk.domain import templates
from spplus_desk.domain.documents import Template
from spplus_desk.domain.errors import NotFound, Refused
from spplus_desk.domain.experience import GeneralTags
from spplus_desk.domain.inbox import View
from spplus_desk.domain.outbox import Draft, SendState
from spplus_desk.domain.projection import SlotState
from spplus_desk.domain.text import MAX_BODY
from spplus_desk.domain.values import replace
from spplus_desk.domain.vocabulary import Entity, ReplyState, Sentiment
from spplus_desk.services.inbox import InboxService
from spplus_desk.services.outbox import OutboxService
from spplus_desk.services.replying import ReplyingService, first_name
from spplus_desk.store.pages import PulledChange
from tests.helpers.cache import ME, SITE, Cache, cache, experience, gone, key, puts, reply, slot, structure
from tests.helpers.clock import FakeClock

HOLD = timedelta(seconds=30)


class Desk:
    def __init__(self, cached: Cache) -> None:
        self.cache = cached
        self.inbox = InboxService(cached.store, cached.clock, ME)
        self.replying = ReplyingService(cached.store, cached.clock, ME)
        self.outbox = OutboxService(cached.store, cached.clock)


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> Iterator[Desk]:
    with cache(tmp_path / "cache.db", clock) as opened:
        opened.filled("1", "2")
        yield Desk(opened)


def _template(id: str, **values: Any) -> Template:
    given: dict[str, Any] = {"structure_id": SITE, "title": id, "body": "Bonjour"}
    return Template(id=id, **(given | values))


def _put_templates(desk: Desk, *templates: Template) -> None:
    desk.cache.feed([PulledChange(Entity.TEMPLATE, template.id, template) for template in templates])


def test_a_new_draft_starts_with_the_first_choices(desk: Desk) -> None:
    draft = desk.replying.draft(key()).result()
    choices = desk.replying.choices(key()).result()
    assert choices.greetings == ("Bonjour Cigale,", "Madame, Monsieur,", "Bonjour,")
    assert choices.closings[:2] == ("Cordialement,", "Bien cordialement,")
    assert choices.signatures == (
        "Hélène, Caf de l’Orvanne",
        "Caf de l’Orvanne",
        "Hélène Morvan, Caf de l’Orvanne",
    )
    assert draft == Draft(
        slot_id=key(),
        greeting="Bonjour Cigale,",
        closing="Cordialement,",
        signature="Hélène, Caf de l’Orvanne",
    )
    assert desk.outbox.items().result() == ()


def test_without_a_pseudonym_the_greeting_names_nobody(desk: Desk) -> None:
    desk.cache.feed(puts(experience("3", pseudonym=" "), slot("3")))
    assert desk.replying.draft(key("3")).result().greeting == "Madame, Monsieur,"


def test_a_saved_draft_comes_back_even_when_its_experience_left(desk: Desk) -> None:
    saved = desk.replying.save(Draft(slot_id=key(), body="Je\x00 commence\r\nici", cursor=4)).result()
    assert saved.body == "Je commence\nici"
    assert saved.saved_at == desk.cache.clock()
    desk.cache.feed(gone(Entity.SLOT, key()))
    assert desk.replying.draft(key()).result() == saved
    assert desk.replying.discard(key()).result()
    with pytest.raises(NotFound):
        desk.replying.draft(key()).result()
    with pytest.raises(NotFound):
        desk.replying.choices(key()).result()
    with pytest.raises(NotFound):
        desk.replying.templates(key()).result()


def test_a_returned_reply_is_taken_up_again(desk: Desk) -> None:
    desk.cache.feed(puts(reply(state=ReplyState.RETURNED, author=ME.id, body="Trop long", closing="À bientôt,")))
    draft = desk.replying.draft(key()).result()
    assert (draft.body, draft.closing) == ("Trop long", "À bientôt,")


def test_send_hold_undo_send_now(desk: Desk) -> None:
    draft = replace(desk.replying.draft(key()).result(), body="  Votre attestation est prête.\n")
    desk.replying.save(draft).result()
    item = desk.replying.send(draft, HOLD).result()
    assert item.body == "Votre attestation est prête."
    assert item.hold_until == desk.cache.clock() + HOLD
    assert desk.replying.held().result() == item
    assert desk.inbox.counts().result().to_answer == 1
    assert item.command_id is not None
    assert desk.replying.undo(item.command_id).result()
    assert desk.replying.draft(key()).result().body == "Votre attestation est prête."
    again = desk.replying.send(draft, HOLD).result()
    assert again.command_id is not None and again.command_id != item.command_id
    assert desk.replying.send_now(again.command_id).result()
    assert desk.replying.held().result() is None
    assert not desk.replying.undo(again.command_id).result()


def test_without_hold_it_leaves_at_once(desk: Desk) -> None:
    item = desk.replying.send(Draft(slot_id=key(), body="Merci"), timedelta()).result()
    assert item.hold_until is None
    (command,) = desk.cache.store.pushable(10, desk.cache.clock()).result()
    assert (command.subject, command.base) == ("1", 1)
    assert command.id == item.command_id


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (Draft(slot_id=key(), body=" \n\t "), "empty_body"),
        (Draft(slot_id=key(), body="\x00\x07"), "empty_body"),
        (Draft(slot_id=key(), body="x" * (MAX_BODY + 1)), "too_long"),
        (Draft(slot_id=key(), body="Merci", signature="x" * 301), "too_long"),
    ],
)
def test_what_cannot_be_sent_stays_a_draft(desk: Desk, draft: Draft, code: str) -> None:
    desk.replying.save(draft).result()
    with pytest.raises(Refused) as refusal:
        desk.replying.send(draft, HOLD).result()
    assert refusal.value.code == code
    assert desk.cache.store.draft(key()).result() is not None
    assert desk.cache.store.waiting_count().result() == 0


def test_two_sends_in_a_row_are_one_reply(desk: Desk) -> None:
    draft = Draft(slot_id=key(), body="Merci")
    first, second = desk.replying.send(draft, HOLD), desk.replying.send(draft, HOLD)
    assert first.result().state is SendState.WAITING
    with pytest.raises(Refused) as twice:
        second.result()
    assert twice.value.code == "already_answered"
    assert desk.cache.store.waiting_count().result() == 1


def test_the_longest_text_goes(desk: Desk) -> None:
    text = "🙂é" * (MAX_BODY // 2)
    assert desk.replying.send(Draft(slot_id=key(), body=text), HOLD).result().body == text


def test_templates_come_best_first_with_those_of_the_network(desk: Desk) -> None:
    desk.cache.feed(puts(structure(parent_id="caf"), structure("caf", name="Réseau des Caf"), structure("autre")))
    desk.cache.feed(puts(experience(sentiment=Sentiment.NEGATIVE), slot(channels=("Téléphone",))))
    _put_templates(
        desk,
        _template("a-merci", title="Remerciement", sentiments=(Sentiment.POSITIVE,)),
        _template("b-attestation", title="Attestations en ligne", structure_id="caf", sentiments=(Sentiment.NEGATIVE,)),
        _template("c-telephone", title="Attente", channels=("Téléphone",)),
        _template("d-ailleurs", title="D’ailleurs", structure_id="autre"),
    )
    found = desk.replying.templates(key()).result()
    assert [template.id for template in found] == ["b-attestation", "c-telephone", "a-merci"]


def test_equal_templates_come_by_title(desk: Desk) -> None:
    detail = desk.inbox.detail(key()).result()
    found = templates.best_first([_template("b"), _template("a"), _template("c")], detail)
    assert [template.id for template in found] == ["a", "b", "c"]


def test_variables_are_filled_and_blanks_kept(desk: Desk) -> None:
    detail = desk.inbox.detail(key()).result()
    body = "Bonjour {{pseudonym}}, écrivez à {{ structure }} avant le [[date]]. {{inconnue}}"
    filled = desk.replying.fill(_template("t", body=body), detail)
    assert filled == "Bonjour Cigale, écrivez à Caf de l’Orvanne avant le [[date]]. [[inconnue]]"
    anonymous = replace(detail, row=replace(detail.row, pseudonym=""))
    assert desk.replying.fill(_template("t", body="{{pseudonym}}"), anonymous) == "[[pseudonyme]]"


@pytest.mark.parametrize(
    ("name", "first"),
    [("Hélène Morvan", "Hélène"), ("Mme Hélène Morvan", "Hélène"), ("M. Jean-Luc Petit", "Jean-Luc"), ("", "")],
)
def test_first_names(name: str, first: str) -> None:
    assert first_name(name) == first


def test_actions_show_at_once_and_wait_in_the_outbox(desk: Desk) -> None:
    inbox = desk.inbox
    inbox.claim(key()).result()
    inbox.set_improvement(key(), True).result()
    inbox.set_tags(key(), GeneralTags(relation=Sentiment.NEGATIVE), ("attestation",)).result()
    inbox.set_channels(key(), ("Accueil",)).result()
    inbox.comment(key(), " Vu avec l’accueil.\x00 ").result()
    detail = inbox.detail(key()).result()
    assert detail.row.claimed_by == ME.id
    assert (detail.slot.improvement, detail.slot.channels) == (True, ("Accueil",))
    assert (detail.slot.business_tags, detail.tags.relation) == (("attestation",), Sentiment.NEGATIVE)
    assert [comment.body for comment in detail.comments] == ["Vu avec l’accueil."]
    assert [row.key for row in inbox.rows(View.MY_CLAIMS).result()] == [key()]
    inbox.release(key()).result()
    assert inbox.rows(View.MY_CLAIMS).result() == ()
    waiting = desk.cache.store.pushable(10, desk.cache.clock()).result()
    assert [command.after for command in waiting] == [None, *(command.id for command in waiting[:-1])]


def test_transfer_only_below(desk: Desk) -> None:
    desk.cache.feed(puts(structure("annexe", parent_id=SITE)))
    with pytest.raises(Refused):
        desk.inbox.transfer(key(), "ailleurs", "x").result()
    desk.inbox.transfer(key(), "annexe", "C’est leur dossier").result()
    assert desk.inbox.detail(key()).result().row.state is SlotState.TRANSFERRED
    assert [s.id for s in desk.inbox.structures().result()] == ["annexe", SITE]


@pytest.mark.parametrize(("body", "code"), [("  \x00", "empty_body"), ("x" * (MAX_BODY + 1), "too_long")])
def test_comments_that_cannot_be(desk: Desk, body: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        desk.inbox.comment(key(), body).result()
    assert refusal.value.code == code


def test_read_and_unread(desk: Desk) -> None:
    desk.inbox.mark_read(key()).result()
    assert not desk.inbox.detail(key()).result().row.unread
    desk.inbox.mark_unread(key()).result()
    assert desk.inbox.detail(key()).result().row.unread


def test_what_is_not_here_is_said(desk: Desk) -> None:
    for future in (desk.inbox.claim(key("9")), desk.inbox.detail(key("9"))):
        with pytest.raises(NotFound):
            future.result()


def test_envois(desk: Desk) -> None:
    desk.replying.save(Draft(slot_id=key("2"), body="À suivre")).result()
    desk.cache.clock.advance(HOLD)
    item = desk.replying.send(Draft(slot_id=key(), body="Merci"), HOLD).result()
    assert [i.state for i in desk.outbox.items().result()] == [SendState.WAITING, SendState.DRAFT]
    assert [i.key for i in desk.outbox.items(SendState.DRAFT).result()] == [f"draft:{key('2')}"]
    assert (desk.outbox.counts().result().draft, desk.outbox.counts().result().waiting) == (1, 1)
    assert [e.event for e in desk.outbox.history(item.key).result()] == ["queued"]
    assert desk.outbox.delete_draft(key("2")).result()
    assert item.command_id is not None
    assert desk.outbox.retry("nothing").result() is None
    assert not desk.outbox.keep_as_draft(item.command_id).result()
