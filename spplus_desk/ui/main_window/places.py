"""Size of the window and of its panes, as the agent left them."""

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

from spplus_desk.ui.main_window.breakpoints import MINIMUM
from spplus_desk.ui.settings.keeper import PreferenceKeeper
from spplus_desk.ui.widgets.frames import Splitter, SplitterMemory

_DEFAULT = (1366, 768)


class Places:
    def __init__(self, window: QMainWindow, preferences: PreferenceKeeper) -> None:
        self._window, self._preferences = window, preferences

    def restore(self) -> None:
        kept = self._preferences.current
        usable = all(side >= least for side, least in zip(kept.window, MINIMUM, strict=True))
        self._window.resize(*(kept.window if usable else _DEFAULT))
        if kept.maximized:
            self._window.setWindowState(Qt.WindowState.WindowMaximized)

    def remember(self, splitter: Splitter, name: str, elastic: int) -> None:
        """Give the splitter `name` the sizes that the agent chose, and keep those that they choose."""
        splitter.remember(
            SplitterMemory(
                name, elastic, lambda key: self._preferences.current.splitters.get(key, 0), self._keep_widths
            )
        )

    def _keep_widths(self, widths: Mapping[str, int]) -> None:
        self._preferences.set(splitters={**self._preferences.current.splitters, **widths})

    def keep(self, now: datetime) -> None:
        """The window closes: what it leaves behind is on the disk when this returns."""
        window = self._window
        size = window.normalGeometry().size() if window.isMaximized() else window.size()
        self._preferences.close(window=(size.width(), size.height()), maximized=window.isMaximized(), last_seen=now)
