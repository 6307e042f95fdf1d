"""Modules of pages that are visited often, loaded before anybody asks: one at a time, a few milliseconds each."""

from collections.abc import Iterable
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

from spplus_desk.ui.main_window.first_paint import FirstPaint

_REST_MS = 2_000
"""After the first paint, the synchronisation and the chores of the cache go first."""
_PAUSE_MS = 50


class LoadAhead(QObject):
    """Begins a while after the first paint, and lives with it."""

    def __init__(self, modules: Iterable[str], first_paint: FirstPaint) -> None:
        super().__init__(first_paint)
        self._left = list(modules)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._load)
        first_paint.happened.connect(lambda: self._timer.start(_REST_MS))

    def _load(self) -> None:
        if self._left:
            import_module(self._left.pop(0))
            self._timer.start(_PAUSE_MS)
