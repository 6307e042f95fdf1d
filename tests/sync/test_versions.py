"""A central of another version: work goes on here, nothing leaves, and sending resumes by itself once it is back."""

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from spplus_desk.domain.errors import ProtocolMismatch
from spplus_desk.domain.experience_payloads import SubmitReply
from spplus_desk.domain.inbox import SortOrder, View
from spplus_desk.domain.outbox import Draft
from spplus_desk.domain.projection import SlotState
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.store.store import Store
from spplus_desk.sync.client import Client
from spplus_desk.sync.engine import Engine
from spplus_desk.sync.scheduler import Scheduler
from spplus_desk.sync.transport import HttpTransport
from tests.helpers.front import Front
from tests.helpers.raw_server import RawServer, answer
from tests.helpers.world import PASSWORD, WEST, DeskEnd, World


@pytest.fixture
def front(world: World) -> Iterator[Front]:
    with Front(world.engine, world.clock) as front:
        yield front


def row_state(store: Store, key: str, world: World) -> SlotState:
    rows = store.rows(View.ALL, SortOrder.DEADLINE, world.clock()).result()
    return next(row.state for row in rows if row.key == key)


def test_nothing_leaves_until_the_versions_agree_again(world: World, front: Front, tmp_path: Path) -> None:
    first, second = world.deposit(WEST, count=2)
    end = DeskEnd(world, "omar", tmp_path / "omar.db")
    client = Client(HttpTransport(front.url), world.clock)
    client.sign_in("omar", PASSWORD)
    scheduler = Scheduler(
        end.store, Engine(end.store, client, world.clock), world.clock, signed_in=True, dice=random.Random(5)
    )
    scheduler.step()
    assert scheduler.status.phase is SyncPhase.SYNCED

    front.outdated = True
    reply = end.enqueue(first, SubmitReply(structure_id=WEST, body="Bonjour, c’est réparé."))
    delay = scheduler.step()
    status = scheduler.status
    assert status.phase is SyncPhase.PROTOCOL_MISMATCH
    assert "rien ne part" in status.sentence
    assert status.retry_at is not None

    # Reading and writing go on: a draft, another reply, the row that shows what was written.
    draft = Draft(slot_id=f"{second}:{WEST}", body="En cours")
    end.store.save_draft(draft, world.clock()).result()
    other = end.enqueue(second, SubmitReply(structure_id=WEST, body="Bonjour, nous regardons."))
    assert row_state(end.store, f"{first}:{WEST}", world) is SlotState.QUEUED
    assert end.store.detail(f"{second}:{WEST}").result().experience.id == second
    scheduler.step()
    assert scheduler.status.phase is SyncPhase.PROTOCOL_MISMATCH
    assert world.ledger() == {}
    assert end.queued_ids() == [reply.id, other.id]

    # Asked again and again while it lasts, it is not: once an hour.
    asked = len(front.requests)
    for _ in range(5):
        delay = scheduler.step()
    assert len(front.requests) == asked

    front.outdated = False
    for _ in range(200):
        world.clock.advance(timedelta(seconds=max(delay, 1.0)))
        delay = scheduler.step()
        if scheduler.status.phase is SyncPhase.SYNCED:
            break
    assert scheduler.status.phase is SyncPhase.SYNCED
    assert end.queued_ids() == []
    assert [world.applied(command.id) for command in (reply, other)] == [1, 1]
    assert end.store.draft(f"{second}:{WEST}").result() is not None
    scheduler.stop()
    client.close()


def test_signing_in_says_it_too(world: World, front: Front) -> None:
    front.outdated = True
    client = Client(HttpTransport(front.url), world.clock)
    with pytest.raises(ProtocolMismatch):
        client.sign_in("omar", PASSWORD)
    client.close()
    assert not client.signed_in


@pytest.mark.parametrize(
    ("theirs", "words"),
    [
        ("2", "Demandez la mise à jour du programme."),
        ("0", "Le serveur doit être mis à jour, prévenez votre assistance."),
        ("bientôt", "Demandez la mise à jour du programme."),
    ],
)
def test_the_side_that_is_behind_is_named(world: World, theirs: str, words: str) -> None:
    body = b'{"code":"protocol_mismatch","detail":"","status":426}'
    said = answer(426, body, media="application/problem+json", SPPlus_Protocol=theirs)
    with RawServer(said) as server:
        client = Client(HttpTransport(server.url), world.clock)
        with pytest.raises(ProtocolMismatch) as caught:
            client.sign_in("omar", PASSWORD)
        client.close()
    assert "Vous pouvez lire et écrire, rien ne part." in caught.value.sentence
    assert words in caught.value.sentence
