"""The window thread shares the interpreter with threads that read, write and synchronise, and with its collector."""

import gc
import sys

from PySide6.QtCore import QObject, QTimer

_TURN = 0.0005
"""Seconds. Python's own 5 ms are waited for again at each call of a paint that lets the interpreter go: measured on a
million rows with a busy reader, a jump fell from 134 to 80 ms at p99, the longest stalls by a third."""
_LOOK_MS = 1_000


def favour_window() -> None:
    """For the whole process, once, at its start."""
    sys.setswitchinterval(_TURN)


class Collector(QObject):
    """Collects cycles on the window thread alone, between two events, for as long as it lives.

    Python collects on whatever thread allocates; there, a widget in a cycle is destroyed beside the thread that paints
    it, and the process falls (Qt: « Timers cannot be stopped from another thread »). What stands at the first paint
    stays for good and is looked at no more: a full round took 15 ms in the middle of a scroll.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def settle(self) -> None:
        """The window is painted. Once for the process: at a second window, the first one is what has to go."""
        if not gc.get_freeze_count():
            gc.freeze()

    def close(self) -> None:
        """Python collects by itself again."""
        self._timer.stop()
        gc.enable()

    def _look(self) -> None:
        """As Python decides, the oldest generation that is due first: it takes the younger ones along."""
        due = [count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        for generation in (2, 1, 0):
            if due[generation]:
                gc.collect(generation)
                return
