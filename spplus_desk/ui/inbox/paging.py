"""Brings rows to the list as they come into sight: one question at a time, always for what is looked at now."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from spplus_desk.domain.errors import KnownError
from spplus_desk.domain.inbox import InboxRow
from spplus_desk.ui.inbox.model import InboxModel
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.widgets.tall_list import TallList

if TYPE_CHECKING:
    from spplus_desk.services.inbox import InboxService

_BEYOND = 5
"""Rows read on each side of those in sight. Few: a jump waits for all of them."""


class PageFetcher(QObject):
    arrived = Signal()
    lost = Signal()
    """The list is no more (its file was replaced): it has to be made anew."""

    def __init__(
        self, tasks: Tasks, service: "InboxService", model: InboxModel, view: TallList, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._tasks, self._service, self._model, self._view = tasks, service, model, view
        self._wanted: int | None = None  # the place looked at last that has no row yet
        self._asking = False
        model.row_wanted.connect(self._on_wanted)

    def _on_wanted(self, place: int) -> None:
        self._wanted = place
        self._next()

    def _next(self) -> None:
        place, number = self._wanted, self._model.listing.number
        if self._asking or place is None:
            return
        self._wanted = None
        if not self._model.lacks(place):
            return
        start, count = self._around(place)
        self._asking = True
        self._tasks.when_done(
            self._service.page(number, start, count),
            lambda rows: self._answer(number, start, rows),
            self._failed,
            owner=self,
        )

    def _around(self, place: int) -> tuple[int, int]:
        """(first place, how many): what is in sight where `place` is, else its neighbourhood."""
        sight = self._view.rows_in_sight()
        first, last = place, place
        if sight and sight.start <= self._model.index_at(place).row() < sight.stop:
            first, last = self._model.place_at(sight.start), self._model.place_at(sight.stop - 1)
        start = max(0, first - _BEYOND)
        return start, last + _BEYOND + 1 - start

    def _answer(self, number: int, start: int, rows: tuple[InboxRow | None, ...] | None) -> None:
        self._asking = False
        if rows is not None:
            self._model.set_page(number, start, rows)
            self.arrived.emit()
        elif number == self._model.listing.number:
            self.lost.emit()
        self._next()

    def _failed(self, error: KnownError) -> None:
        self._asking = False
        self._tasks.known_error.emit(error)
