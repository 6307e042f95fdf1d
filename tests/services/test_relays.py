"""A colleague's computer is off: what they had claimed is taken over all the same, through a real central."""

import threading
from collections.abc import Callable
from datetime import timedelta

from spplus_desk.domain.documents import post_id
from spplus_desk.domain.experience_payloads import Claim
from spplus_desk.domain.inbox import View
from spplus_desk.domain.outbox import Draft
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.services.desk import Desk
from tests.helpers.clock import FakeClock
from tests.helpers.world import HEAD, WEST, World
from tests.sync.conftest import central_seed, omar, world
from tests.sync.test_session import WAIT, Bench, bench, reaches

__all__ = ["bench", "central_seed", "omar", "world"]


def holders(desk: Desk) -> dict[str, str]:
    found = desk.inbox.rows(View.TO_ANSWER).result(WAIT)
    return {row.experience_id: row.claimed_by_name for row in found if row.claimed_by is not None}


def comes_to(desk: Desk, holds: Callable[[], bool]) -> None:
    """Synchronise, and wait until what was written here makes `holds` true."""
    written = threading.Event()
    stop = desk.subscribe(lambda _changes: written.set())
    try:
        desk.syncing.sync_now()
        while not holds():
            assert written.wait(WAIT), "nothing more was written"
            written.clear()
    finally:
        stop()


def test_all_is_taken_over_while_the_other_computer_is_off(world: World, bench: Bench, clock: FakeClock) -> None:
    first, second, third = world.deposit(WEST, count=3)
    for subject in (first, second):
        world.act("faure", subject, Claim(structure_id=WEST))  # she has no computer here
    lise, omar = bench.sign_in("lise"), bench.sign_in("omar")
    for desk in (lise, omar):
        reaches(desk, SyncPhase.SYNCED)
    today = clock().date()
    lise.absences.save("faure", HEAD, today, today + timedelta(days=5), "lise", "Les dossiers\nsont prêts.").result(
        WAIT
    )
    relay = lise.absences.overview().result(WAIT).relays[0]
    assert (relay.away.name, relay.away.stand_in_name, relay.away.note) == ("Faure", "Lise", "Les dossiers sont prêts.")
    assert (relay.now, relay.may_take_over, relay.may_change) == (True, True, True)
    assert {row.experience_id for row in relay.claims} == {first, second}
    ids = lise.absences.take_over(relay.claims, timedelta(seconds=30)).result(WAIT)
    assert holders(lise) == {first: "Lise", second: "Lise"}
    assert lise.absences.give_back(ids).result(WAIT) == 2
    assert holders(lise) == {first: "Faure", second: "Faure"}
    lise.absences.take_over(relay.claims, timedelta(0)).result(WAIT)
    comes_to(lise, lambda: all("Lise" in (world.document("slot", f"{one}:{WEST}") or "") for one in (first, second)))
    comes_to(omar, lambda: holders(omar) == {first: "Lise", second: "Lise"})
    assert third not in holders(omar)
    assert omar.absences.overview().result(WAIT).relays == ()  # the head's people are not the counter's business


def test_a_shared_draft_reaches_the_colleague_and_its_post_is_the_agents_own(world: World, bench: Bench) -> None:
    (subject,) = world.deposit(WEST)
    slot = f"{subject}:{WEST}"
    lise, omar = bench.sign_in("lise"), bench.sign_in("omar")
    for desk in (lise, omar):
        reaches(desk, SyncPhase.SYNCED)
    omar.shared_drafts.share(Draft(slot_id=slot, body="Premier jet.")).result(WAIT)
    today = world.clock().date()
    omar.absences.save("omar", WEST, today, today).result(WAIT)
    comes_to(omar, lambda: bool(world.documents("absence") and world.documents("shared_draft")))

    def shared() -> list[tuple[str, str]]:
        return [(one.author_name, one.body) for one in lise.shared_drafts.of(slot).result(WAIT)]

    comes_to(lise, lambda: shared() == [("Omar", "Premier jet.")])
    assert lise.shared_drafts.of(f"{subject}:{HEAD}").result(WAIT) == ()
    relay = lise.absences.overview().result(WAIT).relays[0]
    assert post_id(relay.away.agent_id, relay.away.structure_id) == f"omar:{WEST}"
    assert relay.claims == () and relay.may_take_over
