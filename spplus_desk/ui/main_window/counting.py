"""The numbers of the rail: one question at a time, and one more for all the changes that came meanwhile."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from spplus_desk.domain.errors import KnownError
from spplus_desk.domain.inbox import ViewCounts
from spplus_desk.ui.tasks import Tasks

if TYPE_CHECKING:
    from spplus_desk.services.inbox import InboxService


class Counting(QObject):
    counted = Signal(object, bool)
    """Carries the ViewCounts, and whether nothing has changed since they were asked for."""

    def __init__(self, service: "InboxService", tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._service, self._tasks = service, tasks
        self._asking = self._again = False

    def count(self) -> None:
        if self._asking:
            self._again = True
            return
        self._asking = True
        self._tasks.when_done(self._service.counts(), self._answer, self._failed, owner=self)

    def _answer(self, counts: ViewCounts) -> None:
        # Even when newer ones are on their way: a long first synchronisation must be seen to move.
        self.counted.emit(counts, not self._again)
        self._next()

    def _failed(self, error: KnownError) -> None:
        self._tasks.known_error.emit(error)
        self._next()

    def _next(self) -> None:
        self._asking = False
        if self._again:
            self._again = False
            self.count()
