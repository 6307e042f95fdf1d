"""What a script may touch: widgets by their object names as a tester would, pictures, printed lines."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from spplus_desk.domain.values import Value
from spplus_desk.services.demonstration import DemonstrationControls
from spplus_desk.services.desk import Desk
from spplus_desk.ui.tour.driver import TourFailed

W = TypeVar("W", bound=QWidget)


class Account(Value):
    """The demonstration's address and the agent who signs in there."""

    server: str
    username: str
    password: str


@dataclass(slots=True)
class Stage:
    """`received` asks the central itself for the replies that it applied to an experience."""

    account: Account
    controls: DemonstrationControls
    received: Callable[[str], Future[tuple[str, ...]]]
    pictures: Path
    say: Callable[[str], None]
    opened: list[Desk] = field(default_factory=list)
    """The desk, once the first screen has opened it."""
    _taken: int = field(default=0, init=False)
    _steps: int = field(default=0, init=False)

    @property
    def desk(self) -> Desk:
        if not self.opened:
            raise TourFailed("personne n’est connecté")
        return self.opened[-1]

    def step(self, title: str) -> None:
        self._steps += 1
        self.say(f"{self._steps}. {title}")

    def observed(self, what: str) -> None:
        self.say(f"   vu\u00a0: {what}")

    def window(self) -> QWidget:
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible() and widget.isWindow() and widget.windowType() is Qt.WindowType.Window:
                return widget
        raise TourFailed("aucune fenêtre n’est ouverte")

    def maybe(self, kind: type[W], name: str) -> W | None:
        """The visible widget of that object name, if there is one."""
        found = self.window().findChildren(kind, name)
        return next((widget for widget in found if widget.isVisible()), None)

    def find(self, kind: type[W], name: str) -> W:
        found = self.maybe(kind, name)
        if found is None:
            raise TourFailed(f"{name} n’est pas à l’écran")
        return found

    def shows(self, name: str) -> bool:
        return self.maybe(QWidget, name) is not None

    def press(self, name: str) -> None:
        """Click a button where a person would, in its middle."""
        button = self.find(QAbstractButton, name)
        if not button.isEnabled():
            raise TourFailed(f"{name} ne répond pas")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key, to whatever has the focus."""
        QTest.keyClick(self._focus(), key, modifier)

    def type(self, text: str) -> None:
        """Key after key. Not QTest.keyClicks, which knows ASCII only."""
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(self._focus(), QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window()

    def picture(self, name: str) -> None:
        self._taken += 1
        file = self.pictures / f"{self._taken:02d}-{name}.png"
        if not self.window().grab().save(str(file)):
            raise TourFailed(f"l’image {file} ne peut pas être écrite")
        self.observed(f"image {file.name}")
