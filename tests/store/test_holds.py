"""The undo window through restarts, sleep, and clocks that are set: the agent has all of it, and it always ends."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from spplus_desk.domain.changes import ChangeKind, ChangeSet
from spplus_desk.store.store import Store
from tests.helpers.cache import KEY, ME, URL, experience, key, puts, slot, structure, submit
from tests.helpers.clock import FakeClock

HOLD = timedelta(seconds=30)
TICK = timedelta(seconds=1)


class Held:
    """A cache with one reply inside its undo window, and the looks that the scheduler takes at it."""

    def __init__(self, path: Path, clock: FakeClock) -> None:
        self.path = path
        self.clock = clock
        self.store = self._open()
        self.store.set_identity(ME, URL, "helene").result()
        rows = [structure(), experience(), slot()]
        self.store.apply_page(
            puts(*rows), cursor="c", last=True, at=clock(), remaining=0, acknowledged_before=0
        ).result()
        assert self.due() == []
        self.store.enqueue(submit("c1"), hold_until=clock() + HOLD).result()

    def _open(self) -> Store:
        return Store.open(self.path, KEY, clock=self.clock, steady=self.clock.steady)

    def restart(self, *, closed_for: timedelta = timedelta()) -> None:
        self.store.close()
        self.clock.advance(closed_for)
        self.store = self._open()

    def due(self) -> list[str]:
        return [command.id for command in self.store.pushable(10, self.clock()).result()]

    def left(self) -> timedelta | None:
        end = self.store.next_hold_end(self.clock()).result()
        return None if end is None else end - self.clock()

    def waits_then_leaves(self, window: timedelta) -> None:
        """Held for `window` from now, and gone at its end."""
        assert self.due() == [] and self.left() == window
        self.clock.advance(window - TICK)
        assert self.due() == [] and self.left() == TICK
        self.clock.advance(TICK)
        assert self.due() == ["c1"] and self.left() is None


@pytest.fixture
def held(tmp_path: Path, clock: FakeClock) -> Iterator[Held]:
    held = Held(tmp_path / "cache.db", clock)
    yield held
    held.store.close()


def test_a_restart_goes_on_with_the_window(held: Held) -> None:
    held.clock.advance(10 * TICK)
    held.restart(closed_for=5 * TICK)
    assert held.store.held().result() is not None
    held.waits_then_leaves(15 * TICK)


def test_a_window_that_ended_while_the_program_was_closed_begins_again(held: Held) -> None:
    held.restart(closed_for=timedelta(hours=15))
    held.waits_then_leaves(HOLD)


def test_sleep_begins_the_window_again_in_full(held: Held) -> None:
    held.clock.advance(10 * TICK)
    held.clock.sleep(timedelta(hours=8))
    held.waits_then_leaves(HOLD)


@pytest.mark.parametrize("jump", [timedelta(seconds=21), timedelta(hours=1), timedelta(days=400)])
def test_a_clock_set_forward_sends_nothing(held: Held, jump: timedelta) -> None:
    held.clock.advance(10 * TICK)
    assert held.due() == []
    held.clock.set(held.clock() + jump)
    held.waits_then_leaves(HOLD)


@pytest.mark.parametrize("jump", [timedelta(seconds=21), timedelta(hours=1), timedelta(days=400)])
@pytest.mark.parametrize("restarted", [False, True])
def test_a_clock_set_back_does_not_make_it_wait_for_ever(held: Held, jump: timedelta, restarted: bool) -> None:
    held.clock.set(held.clock() - jump)
    if restarted:
        held.restart()
    held.waits_then_leaves(HOLD)


def test_a_clock_that_a_time_server_corrects_changes_nothing(held: Held) -> None:
    held.clock.set(held.clock() + TICK)
    held.waits_then_leaves(HOLD - TICK)


def test_every_look_guards_and_the_screens_are_told(held: Held) -> None:
    told: list[ChangeSet] = []
    end = held.store.subscribe(lambda change: told.append(change) if change.ids else None)  # else a chore's own
    held.clock.sleep(timedelta(hours=1))
    item = held.store.held().result()
    end()
    assert item is not None and item.hold_until == held.clock() + HOLD
    assert [(change.kinds, change.ids) for change in told] == [({ChangeKind.OUTBOX}, {key()})]
    assert held.store.undo("c1", held.clock()).result()
    assert held.left() is None


def test_without_a_steady_clock_a_single_run_still_ends(tmp_path: Path, clock: FakeClock) -> None:
    """The command line has no undo to offer: it sends what is due, and a clock set back holds nothing for ever."""
    held = Held(tmp_path / "cache.db", clock)
    held.store.close()
    held.store = Store.open(held.path, KEY, clock=clock)
    back: datetime = clock() - timedelta(days=1)
    clock.set(back)
    assert held.left() == HOLD
    clock.set(back + HOLD)
    assert held.due() == ["c1"]
    held.store.close()
