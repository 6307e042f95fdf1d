"""When the desk synchronises: decisions by hand with `step`, on a clock moved by hand; the thread in its own tests."""

import random
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from spplus_desk.domain.experience_payloads import AddComment, SubmitReply
from spplus_desk.domain.sync_status import SyncPhase, SyncStatus
from spplus_desk.sync.pace import Pace
from spplus_desk.sync.scheduler import Scheduler
from spplus_desk.sync.transport import HttpTransport, SwitchableTransport
from spplus_desk.sync.troubles import OFFLINE
from tests.helpers.faults import Fault, FaultyTransport
from tests.helpers.world import PASSWORD, WEST, DeskEnd, World

PACE = Pace(interval=120.0, jitter=0.1, first_retry=2.0, longest_retry=60.0, longest_sleep=3_600.0)


@pytest.fixture
def scheduler(omar: DeskEnd) -> Iterator[Scheduler]:
    scheduler = Scheduler(omar.store, omar.engine, omar.world.clock, signed_in=True, pace=PACE, dice=random.Random(7))
    yield scheduler
    scheduler.stop()


def runs(desk: DeskEnd) -> int:
    """Polls of the feed since the last time that this was asked."""
    count = desk.transport.requests.count(("GET", "/v1/changes"))
    desk.transport.requests.clear()
    return count


def forward(world: World, seconds: float) -> None:
    world.clock.advance(timedelta(seconds=seconds))


def test_the_first_step_synchronises_and_plans_the_next(world: World, omar: DeskEnd, scheduler: Scheduler) -> None:
    world.deposit(WEST)
    assert (scheduler.status.phase, scheduler.status.first_sync) == (SyncPhase.NEVER, True)
    seen: list[SyncStatus] = []
    scheduler.subscribe(seen.append)
    delay = scheduler.step()
    assert 108 <= delay <= 132
    assert scheduler.status.phase is SyncPhase.SYNCED
    assert scheduler.status.last_success == world.clock()
    assert seen[0].phase is SyncPhase.SYNCING
    assert seen[0].first_sync
    assert any(status.phase is SyncPhase.SYNCING and status.done == status.total > 0 for status in seen)


def test_nothing_happens_before_the_interval_is_over(world: World, omar: DeskEnd, scheduler: Scheduler) -> None:
    scheduler.step()
    runs(omar)
    forward(world, 100)
    delay = scheduler.step()
    assert (runs(omar), 8 <= delay <= 32) == (0, True)
    forward(world, delay)
    scheduler.step()
    assert runs(omar) == 1


def test_a_new_command_goes_at_once(world: World, omar: DeskEnd, scheduler: Scheduler) -> None:
    (experience,) = world.deposit(WEST)
    scheduler.step()
    command = omar.enqueue(experience, AddComment(structure_id=WEST, body="Vu."))
    scheduler.step()
    assert world.applied(command.id) == 1
    assert omar.queued_ids() == []
    runs(omar)
    assert scheduler.step() > 0
    assert runs(omar) == 0


def test_a_held_reply_goes_at_the_end_of_its_window(world: World, omar: DeskEnd, scheduler: Scheduler) -> None:
    (experience,) = world.deposit(WEST)
    scheduler.step()
    command = omar.enqueue(experience, AddComment(structure_id=WEST, body="Tout de suite."))
    base, after = omar.store.slot_base(f"{experience}:{WEST}").result()
    held = type(command)(
        id="01890000-0000-7000-8000-000000000001",
        subject=experience,
        issued_at=world.clock(),
        payload=SubmitReply(structure_id=WEST, body="Bonjour."),
        base=base,
        after=after,
    )
    omar.store.enqueue(held, hold_until=world.clock() + timedelta(seconds=30)).result()
    assert [delay for delay in (scheduler.step(), scheduler.step()) if delay] == [30]
    assert (world.applied(command.id), world.applied(held.id)) == (1, 0)
    forward(world, 30)
    scheduler.step()
    assert world.applied(held.id) == 1


def test_failures_wait_longer_each_time_then_a_success_forgets_them(
    world: World, omar: DeskEnd, scheduler: Scheduler
) -> None:
    omar.transport.script.extend([Fault.LOST_REQUEST] * 7)
    delays = []
    for _ in range(7):
        delays.append(scheduler.step())
        assert scheduler.status.phase is SyncPhase.UNREACHABLE
        assert scheduler.status.retry_at == world.clock() + timedelta(seconds=delays[-1])
        assert scheduler.status.sentence
        forward(world, delays[-1])
    bounds = [2, 4, 8, 16, 32, 60, 60]
    assert all(bound / 2 <= delay <= bound for delay, bound in zip(delays, bounds, strict=True))
    scheduler.step()
    assert scheduler.status.phase is SyncPhase.SYNCED
    omar.transport.script.append(Fault.ERROR_500)
    forward(world, 200)
    assert scheduler.step() <= 2


def test_a_command_made_during_a_wait_is_tried_but_not_again_and_again(
    world: World, omar: DeskEnd, scheduler: Scheduler
) -> None:
    (experience,) = world.deposit(WEST)
    scheduler.step()
    omar.transport.rate = 1.0
    omar.enqueue(experience, AddComment(structure_id=WEST, body="Un."))
    omar.transport.script.extend([Fault.LOST_REQUEST] * 9)
    omar.transport.requests.clear()
    for _ in range(5):
        scheduler.step()
    assert omar.transport.requests == [("POST", "/v1/commands")]
    omar.enqueue(experience, AddComment(structure_id=WEST, body="Deux."))
    for _ in range(5):
        scheduler.step()
    assert len(omar.transport.requests) == 2


def test_the_wait_that_the_central_asks_for_is_not_cut_short(world: World, omar: DeskEnd, scheduler: Scheduler) -> None:
    (experience,) = world.deposit(WEST)
    scheduler.step()
    runs(omar)
    omar.transport.script.append(Fault.THROTTLED)
    scheduler.sync_now()
    delay = scheduler.step()
    assert delay >= 1.0
    scheduler.sync_now()
    omar.enqueue(experience, AddComment(structure_id=WEST, body="Vu."))
    runs(omar)
    assert scheduler.step() > 0
    assert omar.transport.requests == []
    forward(world, delay)
    scheduler.step()
    assert runs(omar) == 1
    assert omar.queued_ids() == []


def test_a_wish_cuts_an_ordinary_wait_short(omar: DeskEnd, scheduler: Scheduler) -> None:
    omar.transport.script.append(Fault.LOST_REQUEST)
    scheduler.step()
    scheduler.sync_now()
    scheduler.step()
    assert scheduler.status.phase is SyncPhase.SYNCED


def test_no_network_is_offline_and_a_silent_server_is_not(world: World, omar: DeskEnd) -> None:
    switch = SwitchableTransport(HttpTransport(world.url))
    omar.transport = FaultyTransport(switch)
    omar.client._transport = omar.transport
    world.later(switch.close)
    scheduler = Scheduler(omar.store, omar.engine, world.clock, signed_in=True, pace=PACE)
    switch.switch(False)
    scheduler.step()
    assert scheduler.status.phase is SyncPhase.OFFLINE
    assert scheduler.status.retry_at is not None
    switch.switch(True)
    omar.transport.script.append(Fault.LOST_REQUEST)
    scheduler.sync_now()
    scheduler.step()
    assert scheduler.status.phase is SyncPhase.UNREACHABLE
    scheduler.stop()
    assert OFFLINE == "offline"


def test_an_expired_session_waits_for_a_new_one(world: World, omar: DeskEnd, scheduler: Scheduler) -> None:
    (experience,) = world.deposit(WEST)
    scheduler.step()
    forward(world, 13 * 3600)
    scheduler.step()
    assert scheduler.status.phase is SyncPhase.SESSION_EXPIRED
    omar.enqueue(experience, AddComment(structure_id=WEST, body="Vu."))
    runs(omar)
    scheduler.sync_now()
    assert scheduler.step() == PACE.longest_sleep
    assert omar.transport.requests == []
    omar.client.sign_in("omar", PASSWORD)
    scheduler.session_renewed()
    scheduler.step()
    assert scheduler.status.phase is SyncPhase.SYNCED
    assert omar.queued_ids() == []


def test_without_a_session_it_starts_by_waiting(omar: DeskEnd) -> None:
    scheduler = Scheduler(omar.store, omar.engine, omar.world.clock, signed_in=False, pace=PACE)
    omar.transport.requests.clear()
    assert scheduler.step() == PACE.longest_sleep
    assert scheduler.status.phase is SyncPhase.SESSION_EXPIRED
    assert omar.transport.requests == []
    scheduler.stop()


def test_pause_and_resume(world: World, omar: DeskEnd, scheduler: Scheduler) -> None:
    scheduler.pause()
    assert scheduler.status.phase is SyncPhase.PAUSED
    omar.transport.requests.clear()
    scheduler.sync_now()
    assert scheduler.step() == PACE.longest_sleep
    assert omar.transport.requests == []
    scheduler.resume()
    scheduler.step()
    assert scheduler.status.phase is SyncPhase.SYNCED


def test_a_pause_ends_a_run_between_two_pages(world: World, omar: DeskEnd) -> None:
    world.deposit(WEST, count=400)
    scheduler = Scheduler(omar.store, omar.engine, world.clock, signed_in=True, pace=PACE)

    def pause_at_first_page(status: SyncStatus) -> None:
        if status.phase is SyncPhase.SYNCING and status.done:
            scheduler.pause()

    unsubscribe = scheduler.subscribe(pause_at_first_page)
    scheduler.step()
    unsubscribe()
    assert scheduler.status.phase is SyncPhase.PAUSED
    assert scheduler.status.last_success is None
    scheduler.resume()
    scheduler.step()
    assert scheduler.status.phase is SyncPhase.SYNCED
    scheduler.stop()


def test_a_clock_set_back_does_not_stop_the_desk(world: World, omar: DeskEnd, scheduler: Scheduler) -> None:
    scheduler.step()
    runs(omar)
    forward(world, -7_200)
    scheduler.step()
    assert runs(omar) == 1


def test_a_listener_that_fails_is_logged_and_the_others_hear(
    omar: DeskEnd, scheduler: Scheduler, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[SyncPhase] = []

    def broken(status: SyncStatus) -> None:
        raise RuntimeError("bug")

    scheduler.subscribe(broken)
    scheduler.subscribe(lambda status: heard.append(status.phase))
    scheduler.step()
    assert heard[-1] is SyncPhase.SYNCED
    assert "a status listener failed" in caplog.text


def test_a_bug_in_a_run_is_logged_and_tried_again(
    omar: DeskEnd, scheduler: Scheduler, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(omar.transport, "_draw", lambda: 1 / 0)
        assert 0 < scheduler.step() <= 2
    assert scheduler.status.phase is SyncPhase.UNREACHABLE
    assert "ZeroDivisionError" in caplog.text
    scheduler.sync_now()
    scheduler.step()
    assert scheduler.status.phase is SyncPhase.SYNCED


def test_the_thread_runs_on_its_own_wakes_and_ends(world: World, omar: DeskEnd, scheduler: Scheduler) -> None:
    (experience,) = world.deposit(WEST)
    synced = threading.Event()

    def listen(status: SyncStatus) -> None:
        if status.phase is SyncPhase.SYNCED:
            synced.set()

    scheduler.subscribe(listen)
    scheduler.start()
    assert synced.wait(20)
    synced.clear()
    command = omar.enqueue(experience, AddComment(structure_id=WEST, body="Vu."))
    assert synced.wait(20)
    assert world.applied(command.id) == 1
    assert scheduler.stop()
    assert "spplus-sync" not in [thread.name for thread in threading.enumerate()]


def test_a_thread_that_was_never_started_can_be_stopped(scheduler: Scheduler) -> None:
    assert scheduler.stop()
