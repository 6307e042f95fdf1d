"""What the tests of the window share: a theme, a place for answers, and finding controls as a screen reader does."""

from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QWidget

from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Mode, Theme

W = TypeVar("W", bound=QWidget)


def theme_of(app: QApplication) -> Theme:
    """One theme for each application: it owns its style."""
    found = app.findChild(Theme)
    return found if isinstance(found, Theme) else Theme(app, Mode.LIGHT)


class Answers:
    """`tasks`, with the errors and bugs that came out of it."""

    def __init__(self) -> None:
        self.tasks = Tasks()
        self.errors: list[str] = []
        self.bugs = 0
        self.tasks.known_error.connect(lambda error: self.errors.append(error.code))
        self.tasks.bug.connect(self._count)

    def _count(self) -> None:
        self.bugs += 1


def control(root: QWidget, kind: type[W], name: str) -> W:
    """The one control of that objectName."""
    found = root.findChildren(kind, name)
    assert len(found) == 1, f"{len(found)} controls named {name}"
    return found[0]


def accessible(root: QWidget, name: str) -> str:
    return control(root, QWidget, name).accessibleName()


def picture(widget: QWidget, path: Path) -> bool:
    """Paint the widget to a file: a paint event that fails shows here."""
    return widget.grab().save(str(path))
