"""The same window as everywhere, on a cache whose keyring knows Nadia's password."""

import pytest

from spplus_desk.services import locking
from tests.helpers.inbox_world import ME, InboxWorld
from tests.ui.shell.conftest import Shell, look, shell, world

__all__ = ["PASSWORD", "look", "password", "shell", "world"]
PASSWORD = "un mot de passe assez long"


@pytest.fixture
def password(world: InboxWorld) -> str:
    """Nadia has signed in with it on this computer."""
    locking.remember(world.keyring, ME.id, PASSWORD)
    return PASSWORD


def give(shell: Shell, secret: str) -> None:
    """Type `secret` on the lock screen and press Enter."""
    page = shell.window._curtain.page
    assert page is not None
    page.field.line.clear()
    shell.qtbot.keyClicks(page.field.line, secret)
    shell.qtbot.keyClick(page.field.line, "\r")
