"""A real central on loopback for whole programs."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.helpers.clock import FakeClock
from tests.helpers.world import World, build_central


@pytest.fixture(scope="session")
def e2e_seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("e2e") / "seed.db"
    build_central(path, FakeClock(datetime.now(UTC)))
    return path


@pytest.fixture
def served(e2e_seed: Path, tmp_path: Path) -> Iterator[World]:
    """A central whose clock stands at the moment when the test began: the program under test has the real one."""
    path = tmp_path / "central.db"
    shutil.copy(e2e_seed, path)
    with World(path, FakeClock(datetime.now(UTC))) as world:
        yield world
