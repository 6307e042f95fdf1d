"""A desk that is being opened, when the window may close before it is there."""

from concurrent.futures import Future
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spplus_desk.services.desk import Desk


class PendingDesk:
    """A desk on its way: whoever takes it first, the window or the thread that opened it, has it alone."""

    def __init__(self, future: "Future[Desk]") -> None:
        self.future = future
        self._free = Lock()

    def take(self) -> bool:
        return self._free.acquire(blocking=False)

    def take_desk(self) -> "Desk | None":
        """The desk when it is there and nobody took it."""
        future = self.future
        if not future.done() or future.cancelled() or future.exception() is not None:
            return None
        return future.result() if self.take() else None
