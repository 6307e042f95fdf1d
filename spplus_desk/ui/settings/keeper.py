"""Preferences come true: what is chosen, here or in a menu, is applied at once and kept for the next start."""

import logging

from PySide6.QtCore import QObject, Signal

from spplus_desk.domain.errors import KnownError
from spplus_desk.services.preferences import Look, PreferenceFile, Preferences
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Mode, Theme

_log = logging.getLogger(__name__)


class PreferenceKeeper(QObject):
    """The one way by which the window changes preferences. `changed` carries them all."""

    changed = Signal(object)

    def __init__(self, file: PreferenceFile, theme: Theme, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file, self._theme, self._tasks = file, theme, tasks
        self._applying = False
        self.apply()
        theme.changed.connect(self._on_theme)

    @property
    def current(self) -> Preferences:
        return self._file.current

    def set(self, **values: object) -> None:
        """Take these values now; a fault of the disk goes to the messages."""
        before = self._file.current
        future = self._file.change(**values)
        if self._file.current != before:
            self.apply()
            self.changed.emit(self._file.current)
            self._tasks.when_done(future, lambda _: None, owner=self)

    def close(self, **values: object) -> None:
        """The last values, written before this returns. A fault is in the log: there is no window left to tell it."""
        self._theme.changed.disconnect(self._on_theme)  # what the next window looks like is not chosen here
        try:
            self._file.change(**values).result(timeout=5)
        except (KnownError, TimeoutError) as error:
            _log.warning("preferences not kept: %s", error)

    def apply(self) -> None:
        """The look follows the preferences."""
        preferences = self._file.current
        self._applying = True
        self._theme.set_mode(Mode(preferences.theme.value))
        self._theme.set_text_scale(preferences.text_scale / 100)
        self._applying = False

    def _on_theme(self) -> None:
        """The look was changed elsewhere: by a menu."""
        if not self._applying:
            self.set(theme=Look(self._theme.mode.value), text_scale=round(self._theme.text_scale * 100))


def now_shown(theme: Theme) -> Preferences:
    """Preferences that leave the look as it is and tell of nothing by themselves, for a window that keeps none."""
    scale = round(theme.text_scale * 100)
    look = Look(theme.mode.value)
    return Preferences(welcomed=True, read_back_shown=True, alerts=False, theme=look, text_scale=scale)
