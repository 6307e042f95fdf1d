from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.cache import Cache, cache
from tests.helpers.clock import FakeClock


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> Iterator[Cache]:
    """An open cache in a folder of its own, signed in as the site's agent."""
    with cache(tmp_path / "cache.db", clock) as opened:
        yield opened
