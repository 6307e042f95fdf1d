"""Random histories on the real engine, store and central. HISTORIES=n plays n of them."""

import os
import shutil
from pathlib import Path

import pytest

from tests.helpers.clock import FakeClock
from tests.helpers.histories import History
from tests.helpers.world import World

COUNT = int(os.environ.get("HISTORIES", "10"))


@pytest.mark.timeout(60 + 10 * COUNT)
@pytest.mark.parametrize("seed", range(COUNT))
def test_whatever_happens_nothing_is_lost_and_nothing_is_twice(
    seed: int, central_seed: Path, tmp_path: Path, clock: FakeClock
) -> None:
    central = tmp_path / "central.db"
    shutil.copy(central_seed, central)
    with World(central, clock) as world:
        History(world, tmp_path, seed).play()
