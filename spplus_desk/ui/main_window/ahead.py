"""Pages that are visited often, made ready before anybody asks: their modules one at a time, a few milliseconds each,
then their widgets, which takes longer and waits until nobody types or points."""

from collections.abc import Callable, Iterable
from importlib import import_module

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer

from spplus_desk.ui.input_watch import input_watch
from spplus_desk.ui.main_window.first_paint import FirstPaint

_REST_MS = 2_000
"""After the first paint, the synchronisation and the chores of the cache go first."""
_PAUSE_MS = 50
_QUIET_MS = 2_000
"""Without a key or the mouse: widgets take some 50 to 80 ms at once, which a word being typed would show."""


class _Quiet(QObject):
    """How long nobody has touched the keyboard or the mouse, while it lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._since = QElapsedTimer()
        self._since.start()
        input_watch().add(self)

    @property
    def milliseconds(self) -> int:
        return self._since.elapsed()

    def seen(self, _watched: QObject, _event: QEvent) -> bool:
        self._since.restart()
        return False


class LoadAhead(QObject):
    """Begins a while after the first paint, and lives with it."""

    def __init__(
        self, modules: Iterable[str], first_paint: FirstPaint, makes: Iterable[Callable[[], object]] = ()
    ) -> None:
        super().__init__(first_paint)
        self._modules, self._makes = list(modules), list(makes)
        self._quiet = _Quiet(self)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._load)
        first_paint.happened.connect(lambda: self._timer.start(_REST_MS))

    def stop(self) -> None:
        """The window closes: what is left is wanted no more."""
        self._modules, self._makes = [], []

    def _load(self) -> None:
        wait = _PAUSE_MS
        if self._modules:
            import_module(self._modules.pop(0))
        elif not self._makes:
            self._quiet.deleteLater()  # no key is looked at for nothing
            return
        elif self._quiet.milliseconds < _QUIET_MS:
            wait = max(_QUIET_MS - self._quiet.milliseconds, _PAUSE_MS)
        else:
            self._makes.pop(0)()
        self._timer.start(wait)
