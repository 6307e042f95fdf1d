"""A central for each test, copied from one that was built once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.clock import FakeClock
from tests.helpers.world import DeskEnd, World, build_central


@pytest.fixture(scope="session")
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


@pytest.fixture
def lise(world: World, tmp_path: Path) -> DeskEnd:
    return DeskEnd(world, "lise", tmp_path / "lise.db")


@pytest.fixture
def omar(world: World, tmp_path: Path) -> DeskEnd:
    return DeskEnd(world, "omar", tmp_path / "omar.db")
