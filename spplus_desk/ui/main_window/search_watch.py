"""The searches that the agent keeps, as the rail lists them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from spplus_desk.domain.changes import ChangeKind, ChangeSet
from spplus_desk.ui.tasks import Tasks

if TYPE_CHECKING:
    from spplus_desk.services.search import SearchService


class SearchWatch(QObject):
    """`listed` carries the SavedSearches, in their order."""

    listed = Signal(object)

    def __init__(self, search: "SearchService", tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._search, self._tasks = search, tasks

    def refresh(self) -> None:
        self._tasks.when_done(self._search.saved(), self.listed.emit, owner=self)

    def changed(self, changes: ChangeSet) -> None:
        if ChangeKind.DOCUMENTS in changes.kinds:
            self.refresh()
