"""Plays a script against a live window without ever entering a nested event loop.

A script is a generator: it acts on widgets, then yields an `Until`; the driver looks at its condition from a timer,
and resumes the script when it holds. A condition that never holds ends the tour as failed, in words.
"""

import logging
from collections.abc import Callable, Iterator
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal

from spplus_desk.domain.values import Value

log = logging.getLogger(__name__)

_TICK_MS = 20


class TourFailed(Exception):
    """A step did not end as it had to; the message says which and why."""


class Until(Value):
    """Wait for `condition`, for at most `seconds`; `what` completes the sentence « attendu en vain : … »."""

    condition: Callable[[], bool]
    what: str
    seconds: float = 30.0


class TourDriver(QObject):
    """Runs one script; `finished` carries an empty string, or the reason of the failure."""

    finished = Signal(str)

    def __init__(self, script: Iterator[Until], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._script = script
        self._waiting: Until | None = None
        self._since = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self._timer.start()

    def _tick(self) -> None:
        try:
            if self._waiting is not None and not self._holds(self._waiting):
                return
            self._waiting = next(self._script)
            self._since = monotonic()
        except StopIteration:
            self._end("")
        except TourFailed as failure:
            self._end(str(failure))
        except Exception as bug:
            log.exception("the tour met a bug")
            self._end(f"{type(bug).__name__}: {bug}")

    def _holds(self, until: Until) -> bool:
        if until.condition():
            return True
        if monotonic() - self._since > until.seconds:
            raise TourFailed(f"attendu en vain pendant {until.seconds:.0f} s\u00a0: {until.what}")
        return False

    def _end(self, reason: str) -> None:
        self._timer.stop()
        self.finished.emit(reason)
