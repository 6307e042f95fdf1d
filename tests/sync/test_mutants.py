"""Tests of the test: two ways to break the program that the histories must catch. README.md tells how to try more."""

import shutil
from collections.abc import Sequence
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path

import msgspec
import pytest

from spplus_desk.central import commands as central_commands
from spplus_desk.central.commands import _Read
from spplus_desk.central.docket import Docket
from spplus_desk.domain.commands import CommandResult
from spplus_desk.domain.values import replace
from spplus_desk.store.pages import PushTally
from spplus_desk.store.store import Store
from tests.helpers.clock import FakeClock
from tests.helpers.faults import EVERY_FAULT, Fault
from tests.helpers.histories import History, Wrong
from tests.helpers.world import World, new_id

_TWICE = (Fault.LOST_ANSWER, Fault.DUPLICATE, Fault.LOST_REQUEST)
"""What makes the central meet a command again."""
SEEDS = range(8)
"""Each history meets other faults; a mutant is caught when one of them notices it."""


def caught(central_seed: Path, folder: Path, clock: FakeClock, faults: tuple[Fault, ...] = EVERY_FAULT) -> str | None:
    """What the oracle said of the first history that noticed, None where all of them passed."""
    for seed in SEEDS:
        place = folder / str(seed)
        place.mkdir()
        shutil.copy(central_seed, place / "central.db")
        with World(place / "central.db", clock) as world:
            try:
                History(world, place, seed, faults=faults, rate=0.4).play()
            except Wrong as wrong:
                return str(wrong)
    return None


def test_a_central_that_does_not_know_its_commands_again_is_caught(
    central_seed: Path, tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = central_commands._decide

    def forgetful(docket: Docket, item: _Read) -> CommandResult:
        if item.wire.id not in docket.known_commands:
            return honest(docket, item)
        again = replace(item, wire=msgspec.structs.replace(item.wire, id=new_id()))
        return replace(honest(docket, again), id=item.wire.id)

    monkeypatch.setattr(central_commands, "_decide", forgetful)
    said = caught(central_seed, tmp_path, clock, _TWICE)
    assert said is not None
    assert "another number of times" in said or "is said parked" in said


def test_a_desk_that_retires_at_the_acknowledgement_is_caught(
    central_seed: Path, tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = Store.record_results

    def hasty(self: Store, results: Sequence[CommandResult], at: datetime) -> Future[PushTally]:
        tally = honest(self, results, at)
        self.mark_synced(at, self.acknowledgements().result())
        return tally

    monkeypatch.setattr(Store, "record_results", hasty)
    said = caught(central_seed, tmp_path, clock)
    assert said is not None
    assert "asks for an answer" in said or "nowhere" in said
