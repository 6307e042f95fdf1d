"""Says it once when something is set aside: nothing is refused in silence. A second reply can be compared at once."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from spplus_desk.domain.conflicts import Conflict
from spplus_desk.domain.outbox import SendItem, SendState
from spplus_desk.ui.conflict import words
from spplus_desk.ui.notices.toasts import Notice, Notices
from spplus_desk.ui.outbox.refusals import comparable, in_one_line
from spplus_desk.ui.tasks import Tasks

if TYPE_CHECKING:
    from spplus_desk.services.desk import Desk


class ParkedWatch(QObject):
    """`compare_wanted` carries the id of a refused reply."""

    see_wanted = Signal()
    compare_wanted = Signal(str)

    def __init__(
        self, desk: "Desk", tasks: Tasks, notices: Notices, clock: Callable[[], datetime], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._notices, self._clock = desk, tasks, notices, clock
        self._known: frozenset[str] | None = None

    def refresh(self) -> None:
        """Look again: after a change of the outbox."""
        self._tasks.when_done(self._desk.outbox.items(SendState.WAITING), self._compare, owner=self)

    def _compare(self, items: tuple[SendItem, ...]) -> None:
        parked = {item.key: item for item in items if item.parked}
        if self._known is not None:
            for key in parked.keys() - self._known:
                self._tell(parked[key])
        self._known = frozenset(parked)

    def _tell(self, item: SendItem) -> None:
        if item.command_id is not None and comparable(item):
            # Who answered, and when, is read first: the message says it.
            found = self._desk.conflicts.conflict(item.command_id)
            self._tasks.when_done(found, self._tell_conflict, owner=self)
            return
        self._notices.show_notice(Notice(in_one_line(item), "error", self.tr("Voir"), self.see_wanted.emit))

    def _tell_conflict(self, conflict: Conflict | None) -> None:
        if conflict is None:
            return  # decided meanwhile
        text = self.tr("{title}. Votre texte est gardé.").format(title=words.title(conflict, self._clock()))
        compare = partial(self.compare_wanted.emit, conflict.command_id)
        self._notices.show_notice(Notice(text, "error", self.tr("Comparer"), compare, conflict.command_id))
