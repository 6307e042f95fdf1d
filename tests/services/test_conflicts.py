"""A second reply, on two real desks and a real central: read, decided, and never published."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from spplus_desk.domain.commands import CommandKind, CommandResult, Outcome
from spplus_desk.domain.conflicts import Absence, Circumstance, Conflict, text_of
from spplus_desk.domain.errors import Refused, Unreachable
from spplus_desk.domain.experience import Reply, slot_id
from spplus_desk.domain.outbox import Draft, SendItem, SendState
from spplus_desk.domain.text import MAX_BODY
from spplus_desk.domain.vocabulary import Entity, ReplyState
from spplus_desk.services.conflicts import ConflictService
from spplus_desk.services.inbox import InboxService
from spplus_desk.services.outbox import OutboxService
from spplus_desk.services.replying import ReplyingService
from tests.helpers.cache import ME, Cache, cache, gone, key, puts, refused, reply, submit
from tests.helpers.clock import FakeClock
from tests.helpers.faults import Fault
from tests.helpers.world import WEST, DeskEnd, World, build_central

MINE = "Votre dossier est complet depuis lundi, le guichet vous rappelle demain."
THEIRS = "Votre dossier est complet. Le guichet vous écrit cette semaine."
Act = Callable[[ConflictService, str], Future[bool]]
CHOICES: tuple[tuple[str, Act], ...] = (
    ("keep", lambda service, id: service.keep_theirs(id)),
    ("share", lambda service, id: service.share(id)),
    ("replace", lambda service, id: service.ask_replacement(id)),
)
every_choice = pytest.mark.parametrize("act", [act for _, act in CHOICES], ids=[name for name, _ in CHOICES])
speaking = pytest.mark.parametrize("act", [act for _, act in CHOICES[1:]], ids=[name for name, _ in CHOICES[1:]])


@pytest.fixture(scope="module")
def central_seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("central") / "seed.db"
    build_central(path, FakeClock())
    return path


@pytest.fixture
def world(central_seed: Path, tmp_path: Path, clock: FakeClock) -> Iterator[World]:
    path = tmp_path / "central.db"
    shutil.copy(central_seed, path)
    with World(path, clock) as world:
        yield world


class Agent:
    """A desk and its use cases; `cut` loses the next request."""

    def __init__(self, world: World, username: str, folder: Path) -> None:
        self.end = DeskEnd(world, username, folder / f"{username}.db")
        agent = self.end.client.sign_in(username, "un mot de passe assez long").agent
        self.store, clock = self.end.store, world.clock
        self.replying = ReplyingService(self.store, clock, agent)
        self.outbox = OutboxService(self.store, clock)
        self.inbox = InboxService(self.store, clock, agent)
        self.conflicts = ConflictService(self.store, clock)

    def sync(self) -> None:
        self.end.engine.run_once()

    def cut(self) -> None:
        self.end.transport.script.append(Fault.LOST_REQUEST)
        with pytest.raises(Unreachable):
            self.sync()

    def send(self, slot: str, body: str) -> SendItem:
        draft = Draft(slot_id=slot, greeting="Bonjour,", body=body, closing="Cordialement,", signature="Le guichet")
        return self.replying.send(draft, timedelta()).result()

    def parked(self) -> SendItem:
        (item,) = [item for item in self.outbox.items().result() if item.parked]
        return item


class Pair:
    """Omar of the West writes while his line is cut; Lise, above him, answers first."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world, self.clock = world, world.clock
        self.omar, self.lise = Agent(world, "omar", folder), Agent(world, "lise", folder)
        (self.experience,) = world.deposit(WEST)
        self.slot = slot_id(self.experience, WEST)
        self.omar.sync()
        self.lise.sync()

    def meet(self, body: str = MINE) -> str:
        """Both answered, Omar's reply was refused; its id."""
        item = self.omar.send(self.slot, body)
        self.omar.cut()
        self.clock.advance(timedelta(minutes=5))
        self.lise.send(self.slot, THEIRS)
        self.lise.sync()
        self.clock.advance(timedelta(minutes=10))
        self.omar.sync()
        assert item.command_id is not None
        return item.command_id

    def conflict(self, id: str) -> Conflict:
        found = self.omar.conflicts.conflict(id).result()
        assert found is not None
        return found

    def replies(self) -> list[str]:
        """The bodies of the replies that the central holds, and that it ever applied."""
        held = [msgspec.json.decode(doc, type=Reply).body for doc in self.world.documents("reply")]
        with self.world.engine.connect() as connection:
            applied = connection.exec_driver_sql(
                "SELECT payload FROM commands WHERE kind = ? AND outcome = ?",
                (CommandKind.SUBMIT_REPLY.value, Outcome.APPLIED.value),
            ).scalars()
            assert sorted(msgspec.json.decode(payload)["body"] for payload in applied) == sorted(held)
        return held

    def comments(self) -> list[str]:
        return [msgspec.json.decode(doc)["body"] for doc in self.world.documents("comment")]


@pytest.fixture
def pair(world: World, tmp_path: Path) -> Pair:
    return Pair(world, tmp_path)


def test_both_texts_who_when_and_in_which_circumstance(pair: Pair) -> None:
    sent_at = pair.clock()
    found = pair.conflict(pair.meet())
    assert found.theirs is not None and found.absence is None
    assert (found.theirs.body, found.mine.body) == (THEIRS, MINE)
    assert (found.by, found.by_me) == ("Lise", False)
    assert found.at == sent_at + timedelta(minutes=5)
    assert found.circumstance is Circumstance.OFFLINE
    assert found.refused_at == pair.clock()
    assert (found.title, found.pseudonym) == ("Attente au guichet, cas 1", "Cigale 1")
    assert found.validators == ("Lise",)
    assert text_of(found.mine) == f"Bonjour,\n\n{MINE}\n\nCordialement,\nLe guichet"


def test_without_a_cut_he_was_writing(pair: Pair) -> None:
    pair.lise.send(pair.slot, THEIRS)
    pair.lise.sync()
    pair.clock.advance(timedelta(minutes=2))
    item = pair.omar.send(pair.slot, MINE)
    pair.omar.sync()
    assert item.command_id is not None
    assert pair.conflict(item.command_id).circumstance is Circumstance.WRITING


def test_during_the_undo_window_it_was_queued(pair: Pair) -> None:
    draft = Draft(slot_id=pair.slot, body=MINE)
    item = pair.omar.replying.send(draft, timedelta(seconds=120)).result()
    pair.clock.advance(timedelta(seconds=20))
    pair.lise.send(pair.slot, THEIRS)
    pair.lise.sync()
    pair.clock.advance(timedelta(seconds=101))
    pair.omar.sync()
    assert item.command_id is not None
    assert pair.conflict(item.command_id).circumstance is Circumstance.QUEUED


def test_a_long_wait_without_a_trace_was_the_network(pair: Pair) -> None:
    item = pair.omar.send(pair.slot, MINE)
    pair.lise.send(pair.slot, THEIRS)
    pair.lise.sync()
    pair.clock.advance(timedelta(minutes=2))
    pair.omar.sync()
    assert item.command_id is not None
    assert pair.conflict(item.command_id).circumstance is Circumstance.OFFLINE


@every_choice
def test_no_choice_publishes_a_second_reply(pair: Pair, act: Act) -> None:
    id = pair.meet()
    assert pair.replies() == [THEIRS]
    assert act(pair.omar.conflicts, id).result()
    pair.omar.sync()
    pair.lise.sync()
    pair.omar.sync()
    assert pair.replies() == [THEIRS]
    assert pair.omar.end.queued_ids() == []


@every_choice
def test_each_choice_closes_the_send_and_keeps_its_text(pair: Pair, act: Act) -> None:
    id = pair.meet()
    act(pair.omar.conflicts, id).result()
    assert pair.omar.conflicts.conflict(id).result() is None
    (kept,) = pair.omar.outbox.items().result()
    assert (kept.state, kept.greeting, kept.body, kept.signature) == (
        SendState.DRAFT,
        "Bonjour,",
        MINE,
        "Le guichet",
    )
    told = [event.event for event in pair.omar.outbox.history(kept.key).result()]
    assert told[:5] == ["queued", "attempted", "failed", "attempted", "refused"]
    assert told[5] in ("kept_theirs", "shared", "replacement_asked")
    assert pair.omar.outbox.history(kept.key).result()[5].detail == "Lise"


@every_choice
def test_a_choice_is_made_once(pair: Pair, act: Act) -> None:
    id = pair.meet()
    assert act(pair.omar.conflicts, id).result()
    for _, again in CHOICES:
        assert not again(pair.omar.conflicts, id).result()
    pair.omar.sync()
    assert len(pair.comments()) <= 1
    assert pair.replies() == [THEIRS]


@every_choice
def test_what_was_kept_cannot_be_sent_over_the_other(pair: Pair, act: Act) -> None:
    id = pair.meet()
    act(pair.omar.conflicts, id).result()
    draft = pair.omar.replying.draft(pair.slot).result()
    with pytest.raises(Refused) as refusal:
        pair.omar.replying.send(draft, timedelta()).result()
    assert refusal.value.code == "already_answered"
    pair.omar.sync()
    assert pair.replies() == [THEIRS]


@every_choice
def test_a_choice_survives_a_crash_and_a_lost_answer(pair: Pair, act: Act) -> None:
    id = pair.meet()
    act(pair.omar.conflicts, id).result()
    before = pair.comments()
    pair.omar.end.crash()
    pair.omar.end.transport.script.append(Fault.LOST_ANSWER)
    with pytest.raises(Unreachable):
        pair.omar.end.engine.run_once()
    pair.omar.end.engine.run_once()
    assert pair.replies() == [THEIRS]
    assert len(pair.comments()) - len(before) == len(set(pair.comments()) - set(before)) <= 1


def test_keeping_says_nothing_to_anybody(pair: Pair) -> None:
    pair.omar.conflicts.keep_theirs(pair.meet()).result()
    pair.omar.sync()
    assert pair.comments() == []


def test_the_colleague_reads_the_text_that_is_shared(pair: Pair) -> None:
    pair.omar.conflicts.share(pair.meet()).result()
    detail = pair.omar.inbox.detail(pair.slot).result()
    assert [comment.id for comment in detail.comments] == list(detail.pending_comment_ids)
    pair.omar.sync()
    pair.lise.sync()
    (comment,) = pair.lise.inbox.detail(pair.slot).result().comments
    assert comment.body.startswith("À l’attention de Lise. ")
    assert comment.body.endswith(f"Bonjour,\n\n{MINE}\n\nCordialement,\nLe guichet")
    assert pair.comments() == [comment.body]


def test_the_super_agent_is_asked_for_a_replacement(pair: Pair) -> None:
    pair.omar.conflicts.ask_replacement(pair.meet()).result()
    pair.omar.sync()
    (comment,) = pair.comments()
    assert comment.startswith("À l’attention de Lise, super agent. Demande de remplacement")
    assert MINE in comment


def test_deciding_later_leaves_it_where_it_is(pair: Pair) -> None:
    id = pair.meet()
    first = pair.conflict(id)
    pair.omar.end.crash()
    pair.omar.end.engine.run_once()
    assert ConflictService(pair.omar.end.store, pair.clock).conflict(id).result() == first


@speaking
def test_too_long_for_a_comment_cuts_nothing_and_closes_nothing(pair: Pair, act: Act) -> None:
    body = "é" * MAX_BODY
    id = pair.meet(body)
    with pytest.raises(Refused) as refusal:
        act(pair.omar.conflicts, id).result()
    assert refusal.value.code == "too_long"
    assert "Rien n’a été coupé" in refusal.value.sentence
    assert pair.omar.parked().body == body
    pair.omar.sync()
    assert pair.comments() == []
    assert pair.omar.conflicts.keep_theirs(id).result()
    assert pair.omar.replying.draft(pair.slot).result().body == body


def test_a_draft_begun_meanwhile_is_kept_too(pair: Pair) -> None:
    id = pair.meet()
    pair.omar.replying.save(Draft(slot_id=pair.slot, body="Une autre idée.")).result()
    pair.omar.conflicts.keep_theirs(id).result()
    assert pair.omar.replying.draft(pair.slot).result().body == f"Une autre idée.\n\n{MINE}"


# What the central does not show by itself: pages that are late, an experience that leaves, other refusals.


@pytest.fixture
def local(tmp_path: Path, clock: FakeClock) -> Iterator[Cache]:
    with cache(tmp_path / "cache.db", clock) as opened:
        yield opened.filled("1")


def _refuse(local: Cache, result: CommandResult) -> Conflict | None:
    local.store.record_attempt([result.id], local.clock()).result()
    local.store.record_results([result], local.clock()).result()
    return ConflictService(local.store, local.clock).conflict(result.id).result()


def test_not_pulled_yet_is_said_with_what_the_central_told(local: Cache) -> None:
    local.store.enqueue(submit("c1")).result()
    found = _refuse(local, refused("c1"))
    assert found is not None
    assert (found.theirs, found.absence, found.by, found.at) == (None, Absence.NOT_YET, "Thomas", None)
    local.feed(puts(reply(author="a-thomas", author_name="Thomas Ruault", submitted_at=local.clock())))
    found = ConflictService(local.store, local.clock).conflict("c1").result()
    assert found is not None and found.theirs is not None
    assert (found.absence, found.by) == (None, "Thomas Ruault")


def test_an_experience_that_left_can_only_be_kept_as_a_draft(local: Cache) -> None:
    local.store.enqueue(submit("c1")).result()
    local.feed(puts(reply(author="a-thomas", author_name="Thomas")))
    _refuse(local, refused("c1"))
    local.feed([*gone(Entity.SLOT, key()), *gone(Entity.REPLY, key())])
    service = ConflictService(local.store, local.clock)
    found = service.conflict("c1").result()
    assert found is not None
    assert (found.absence, found.theirs, found.title) == (Absence.LEFT, None, "Une attestation attendue")
    for act in (service.share, service.ask_replacement):
        with pytest.raises(Refused) as refusal:
            act("c1").result()
        assert refusal.value.code == "not_allowed"
    outbox = OutboxService(local.store, local.clock)
    assert outbox.keep_as_draft("c1").result()
    (draft,) = outbox.items().result()
    assert draft.body == "Merci de votre retour."


def test_a_reply_sent_back_to_its_author_opens_the_experience_again(local: Cache) -> None:
    local.store.enqueue(submit("c1")).result()
    local.feed(puts(reply(author="a-thomas", author_name="Thomas", state=ReplyState.RETURNED)))
    found = _refuse(local, refused("c1"))
    assert found is not None
    assert (found.absence, found.theirs) == (Absence.REOPENED, None)


def test_the_other_reply_may_be_ones_own_from_another_post(local: Cache) -> None:
    local.store.enqueue(submit("c1")).result()
    local.feed(puts(reply(author=ME.id, author_name=ME.name)))
    found = _refuse(local, refused("c1"))
    assert found is not None and found.by_me


def test_other_refusals_are_no_conflict(local: Cache) -> None:
    local.store.enqueue(submit("c1")).result()
    assert _refuse(local, refused("c1", code="stale")) is None
    service = ConflictService(local.store, local.clock)
    assert not service.keep_theirs("c1").result()
    assert service.conflict("nobody").result() is None
    assert OutboxService(local.store, local.clock).items().result()[0].parked


def test_an_unreadable_hour_of_the_central_is_no_hour(local: Cache) -> None:
    local.store.enqueue(submit("c1")).result()
    result = CommandResult(
        id="c1", outcome=Outcome.REFUSED, code="already_answered", known={"by": "Thomas", "at": "hier soir"}
    )
    found = _refuse(local, result)
    assert found is not None and found.at is None
