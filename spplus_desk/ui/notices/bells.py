"""How an alert reaches the agent: the notifications of the desktop where it has them, else a message in the window."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QSystemTrayIcon

from spplus_desk.services import desktop_notes
from spplus_desk.services.desktop_notes import DesktopNotes
from spplus_desk.ui.notices.toasts import Notice, Notices
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme

_STAY_MS = 12_000


class Bell(Protocol):
    def ring(self, title: str, text: str, act: Callable[[], None]) -> None:
        """Say it; `act` runs when the agent asks to see more."""

    def close(self) -> None:
        """Nothing is said any more; what stands on the desktop goes."""


class WindowBell:
    """Messages at the bottom of the window. A locked window keeps them until it is open again."""

    def __init__(self, notices: Notices) -> None:
        self._notices = notices

    def ring(self, title: str, text: str, act: Callable[[], None]) -> None:
        see = QCoreApplication.translate("Bells", "Voir")
        self._notices.show_notice(Notice(text, "info", see, act))

    def close(self) -> None:
        """The window takes its messages along."""


class DesktopBell(QObject):
    """Notifications of the desktop, by an icon of its own that stands only once there was something to say."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._tray = QSystemTrayIcon(QIcon(theme.icon("notification-3-line", "primary", 32)), self)
        self._tray.setToolTip("SP+ Desk")
        self._act: Callable[[], None] | None = None
        self._tray.messageClicked.connect(self._see)
        self._tray.activated.connect(lambda _reason: self._see())

    def ring(self, title: str, text: str, act: Callable[[], None]) -> None:
        self._act = act
        self._tray.show()
        self._tray.showMessage(title, text, self._tray.icon(), _STAY_MS)

    def close(self) -> None:
        self._tray.hide()
        self._act = None

    def _see(self) -> None:
        if self._act is not None:
            self._act()


class BusBell(QObject):
    """Notifications of a Linux desktop, with a button. What no desktop takes is rung by `otherwise`."""

    def __init__(self, tasks: Tasks, otherwise: Bell, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._otherwise = tasks, otherwise
        self._notes = DesktopNotes(lambda: tasks.post(self._see, self))
        self._act: Callable[[], None] | None = None
        self._open = True

    def ring(self, title: str, text: str, act: Callable[[], None]) -> None:
        def said(taken: bool) -> None:
            if not taken and self._open:
                self._otherwise.ring(title, text, act)

        self._act = act
        see = QCoreApplication.translate("Bells", "Voir")
        self._tasks.when_done(self._notes.show(title, text, see), said, owner=self)

    def close(self) -> None:
        if self._open:
            self._open, self._act = False, None
            self._notes.close()
            self._otherwise.close()

    def _see(self) -> None:
        if self._act is not None:
            self._act()


def best_bell(theme: Theme, tasks: Tasks, notices: Notices, parent: QObject) -> Bell:
    """A desktop that takes no notifications has the messages of the window."""
    tray = QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()
    bell: Bell = DesktopBell(theme, parent) if tray else WindowBell(notices)
    # Only from a screen: the windows of a test speak to nobody's desktop.
    on_a_screen = QGuiApplication.platformName() in ("xcb", "wayland")
    return BusBell(tasks, bell, parent) if on_a_screen and desktop_notes.offered() else bell
