"""What the bounded part needs once: centrals to copy, a cache to copy, and the end of the nursery."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos import nursery, power_cut, swift
from tests.helpers import postgres


@pytest.fixture(scope="session")
def seeds() -> Iterator[swift.Seeds]:
    with postgres.server() as server, swift.seeds(server) as made:
        yield made


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("chaos") / "base.db"
    power_cut.prepare(path)
    return path


@pytest.fixture(scope="session", autouse=True)
def close_nursery() -> Iterator[None]:
    yield
    nursery.close()
