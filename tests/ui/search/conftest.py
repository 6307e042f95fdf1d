"""The search page of the window, on the inbox's own invented day and five answered experiences more."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from spplus_desk.ui.search.page import SearchPage
from tests.helpers.search_world import searchable
from tests.ui.shell.conftest import Shell, look, shell, world  # noqa: F401

W = TypeVar("W", bound=QWidget)


class Searching:
    """The page, and what its user does."""

    def __init__(self, shell: Shell) -> None:  # noqa: F811
        self.shell = shell
        page = shell.window.page("search")
        assert isinstance(page, SearchPage)
        self.page, self.view = page, page.view
        self.field = page.view.query.field

    def control(self, kind: type[W], name: str) -> W:
        found = [one for one in self.page.findChildren(kind, name) if not one.isHidden()]
        assert len(found) == 1, f"{len(found)} controls named {name}"
        return found[0]

    def until(self, condition: Callable[[], bool]) -> None:
        self.shell.until(condition)

    def type(self, text: str) -> None:
        self.shell.qtbot.keyClicks(self.field, text)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.shell.press(key, modifiers)

    def titles(self) -> list[str]:
        return [hit.row.title for hit in self.page.model.hits]

    def chips(self) -> list[str]:
        return [chip.accessibleName() for chip in self.view.query.filters.chips]

    def count(self) -> str:
        return self.view.count.text()

    def answered(self, count: str) -> None:
        self.until(lambda: self.count() == count)

    def read(self, title: str) -> None:
        """Wait until that experience is shown at the right."""
        self.until(lambda: self.page.text.isVisible() and self.page.text.title.text() == title)


@pytest.fixture
def searching(shell: Shell) -> Iterator[Searching]:  # noqa: F811
    shell.world.feed(*searchable(shell.world.clock()))
    shell.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    one = Searching(shell)
    one.until(lambda: QApplication.focusWidget() is one.field)
    return one
