"""The window of a manager."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from spplus_desk.domain.structure import Agent, Membership
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.domain.vocabulary import Role
from tests.helpers import inbox_world as helper
from tests.helpers.clock import FakeClock
from tests.helpers.inbox_world import SITE, InboxWorld
from tests.ui.shell.conftest import look, shell

__all__ = ["look", "shell", "world"]


@pytest.fixture
def world(tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[InboxWorld]:
    monkeypatch.setattr(helper, "ME", Agent("nadia", "Nadia Belkacem", (Membership(SITE, Role.MANAGER),)))
    with helper.inbox_world(tmp_path, clock) as one:
        one.phase(SyncPhase.SYNCED, last_success=clock())
        yield one
