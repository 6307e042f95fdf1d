"""The longest stall of the window thread: a timer beats every 2 ms, the longest silence between two counts."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 2


@dataclass
class Stall:
    """`longest_ms` counts once the watch is over."""

    longest_ms: float = 0.0


class Heartbeat(QObject):
    """Beats as long as it lives; needs a running event loop."""

    def __init__(self) -> None:
        super().__init__()
        self._last = time.perf_counter()
        self._stalls: list[Stall] = []
        self._timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    @contextmanager
    def watch(self) -> Iterator[Stall]:
        """Tells of the longest silence inside, the one that is under way at the end included."""
        stall = Stall()
        self._last = time.perf_counter()
        self._stalls.append(stall)
        try:
            yield stall
        finally:
            self._beat()
            self._stalls.remove(stall)

    def _beat(self) -> None:
        now = time.perf_counter()
        for stall in self._stalls:
            stall.longest_ms = max(stall.longest_ms, (now - self._last) * 1000)
        self._last = now
