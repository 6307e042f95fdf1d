"""The main window on its real desk, and what a screen reader is told."""

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from tests.ui.shell.conftest import Shell, look, shell, world

__all__ = ["Shell", "look", "shell", "world"]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader is told to say. Qt delivers it to the platform; offscreen has none to ask."""
    heard: list[str] = []
    tell = QAccessible.updateAccessibility

    def listen(event: object) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            heard.append(event.message())
        tell(event)  # type: ignore[arg-type]

    monkeypatch.setattr(QAccessible, "updateAccessibility", listen)
    return heard
