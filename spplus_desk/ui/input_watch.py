"""What an agent does with the keyboard, the mouse and the wheel, told to those who watch the whole program.

One filter for all of them: each filter of the application is asked about every event of every widget, in Python, and
that was half of the time in which a page was made.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QInputEvent, QInputMethodEvent, QShortcutEvent
from PySide6.QtWidgets import QApplication

_TOLD = (QInputEvent, QInputMethodEvent, QShortcutEvent)
"""Keys, pointers and wheels, what an input method composes, and a shortcut that was found. The class of an event is
asked at a tenth of the cost of its type."""


class Watcher(Protocol):
    """A QObject that lives as long as it watches."""

    def seen(self, watched: QObject, event: QEvent) -> bool:
        """An input event on its way to `watched`; True takes it away."""


class InputWatch(QObject):
    """The one of the application, from `input_watch`."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._watchers: dict[int, Watcher] = {}
        self._paused = 0
        application.installEventFilter(self)

    def add(self, watcher: Watcher) -> None:
        """Until `watcher` is destroyed. The latest is asked first."""
        key = id(watcher)
        self._watchers = {key: watcher, **self._watchers}
        assert isinstance(watcher, QObject)
        watcher.destroyed.connect(lambda: self._watchers.pop(key, None))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, _TOLD):
            return any(watcher.seen(watched, event) for watcher in tuple(self._watchers.values()))
        return False

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Nobody types into what is being made, and thousands of events of its widgets pass."""
        self._paused += 1
        self._application.removeEventFilter(self)
        try:
            yield
        finally:
            self._paused -= 1
            if not self._paused:
                self._application.installEventFilter(self)


def input_watch() -> InputWatch:
    """Raises RuntimeError without an application."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise RuntimeError("nobody types without an application")
    found = application.findChild(InputWatch)
    return InputWatch(application) if found is None else found
