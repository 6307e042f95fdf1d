"""Brings pages of the list to the model: one at a time, the last asked for first, none that is out of sight again."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from spplus_desk.domain.errors import KnownError
from spplus_desk.domain.inbox import InboxRow
from spplus_desk.ui.inbox.model import InboxModel
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.widgets.tall_list import TallList

if TYPE_CHECKING:
    from spplus_desk.services.inbox import InboxService


class PageFetcher(QObject):
    arrived = Signal()
    lost = Signal()
    """The list is no more (its file was replaced): it has to be made anew."""

    def __init__(
        self, tasks: Tasks, service: "InboxService", model: InboxModel, view: TallList, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._tasks, self._service, self._model, self._view = tasks, service, model, view
        self._wanted: list[tuple[int, int, int]] = []  # (number of the list, first place, how many)
        self._asking = False
        model.page_wanted.connect(self._on_wanted)

    def _on_wanted(self, start: int, count: int) -> None:
        self._wanted.append((self._model.listing.number, start, count))
        self._next()

    def _next(self) -> None:
        while self._wanted and not self._asking:
            number, start, count = self._wanted.pop()
            if number != self._model.listing.number:
                continue
            if not self._looked_at(start, count):
                self._model.forget_page(start)
                continue
            self._asking = True
            self._tasks.when_done(
                self._service.page(number, start, count),
                lambda rows, number=number, start=start: self._answer(number, start, rows),  # type: ignore[misc]
                lambda error, start=start: self._failed(start, error),  # type: ignore[misc]
                owner=self,
            )

    def _looked_at(self, start: int, count: int) -> bool:
        first, last = self._model.index_at(start).row(), self._model.index_at(start + count - 1).row()
        last = self._model.rowCount() if last < 0 else last
        sight = self._view.rows_in_sight()
        current = self._view.currentIndex().row()
        return (sight.start <= last and first < sight.stop) or first <= current <= last

    def _answer(self, number: int, start: int, rows: tuple[InboxRow | None, ...] | None) -> None:
        self._asking = False
        if rows is not None:
            self._model.set_page(number, start, rows)
            self.arrived.emit()
        elif number == self._model.listing.number:
            self.lost.emit()
        self._next()

    def _failed(self, start: int, error: KnownError) -> None:
        self._asking = False
        self._model.forget_page(start)
        self._tasks.known_error.emit(error)
