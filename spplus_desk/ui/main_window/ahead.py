"""Pages that are visited often, made ready before anybody asks: their modules one at a time, a few milliseconds each,
then what they read from the cache, then their widgets, which takes longer and waits until nobody types or points."""

from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer

from spplus_desk.ui.input_watch import input_watch
from spplus_desk.ui.main_window.first_paint import FirstPaint

_REST_MS = 2_000
"""After the first paint, the synchronisation and the chores of the cache go first."""
_PAUSE_MS = 50
_QUIET_MS = 2_000
"""Without a key or the mouse: widgets take some 50 to 80 ms at once, which a word being typed would show."""


class LoadAhead(QObject):
    """Begins a while after the first paint, and lives with it."""

    def __init__(
        self,
        modules: Iterable[str],
        first_paint: FirstPaint,
        reads: Iterable[Callable[[], object]] = (),
        makes: Iterable[Callable[[], object]] = (),
    ) -> None:
        super().__init__(first_paint)
        self._left: list[Callable[[], object]] = [*(partial(import_module, name) for name in modules), *reads]
        self._makes: list[Callable[[], object]] = list(makes)
        self._quiet = QElapsedTimer()
        self._quiet.start()
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._load)
        first_paint.happened.connect(lambda: self._timer.start(_REST_MS))
        input_watch().add(self)

    def seen(self, _watched: QObject, _event: QEvent) -> bool:
        self._quiet.restart()
        return False

    def stop(self) -> None:
        """The window closes: what is left is wanted no more."""
        self._left, self._makes = [], []

    def _load(self) -> None:
        if self._left:
            self._left.pop(0)()
            self._timer.start(_PAUSE_MS)
        elif self._makes:
            wait = _QUIET_MS - self._quiet.elapsed()
            if wait <= 0:
                self._makes.pop(0)()
            self._timer.start(max(int(wait), _PAUSE_MS))
