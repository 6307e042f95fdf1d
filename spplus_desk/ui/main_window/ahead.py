"""Pages that are visited often, made ready before anybody asks: their modules one at a time, a few milliseconds each,
then what they read from the cache."""

from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

from spplus_desk.ui.main_window.first_paint import FirstPaint

_REST_MS = 2_000
"""After the first paint, the synchronisation and the chores of the cache go first."""
_PAUSE_MS = 50


class LoadAhead(QObject):
    """Begins a while after the first paint, and lives with it."""

    def __init__(
        self, modules: Iterable[str], first_paint: FirstPaint, reads: Iterable[Callable[[], object]] = ()
    ) -> None:
        super().__init__(first_paint)
        self._left: list[Callable[[], object]] = [*(partial(import_module, name) for name in modules), *reads]
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._load)
        first_paint.happened.connect(lambda: self._timer.start(_REST_MS))

    def _load(self) -> None:
        if self._left:
            self._left.pop(0)()
            self._timer.start(_PAUSE_MS)
