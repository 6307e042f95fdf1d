"""Tells the agent of deadlines before they are missed, and of the day once in the morning.

Whether there is something to tell is decided by `domain.alerts`; here it is asked at the right moments: once the desk
knows what is new, at the instant that the last answer named, and at the minute after a change. A minute is also the
longest time for which a computer that slept, or whose clock was set, goes unnoticed.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from spplus_desk.domain.alerts import LONGEST, Clock, Look
from spplus_desk.domain.errors import KnownError
from spplus_desk.domain.inbox import View
from spplus_desk.domain.sync_status import SyncPhase, SyncStatus
from spplus_desk.ui.notices.bells import Bell
from spplus_desk.ui.settings.keeper import PreferenceKeeper
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.wording.alerts import sentences

if TYPE_CHECKING:
    from spplus_desk.services.inbox import InboxService

_MINUTE_MS = 60_000


class AlertWatch(QObject):
    """`see_wanted` carries the view that was told of. `title` names the site; a locked window names none."""

    see_wanted = Signal(object)

    def __init__(
        self,
        service: "InboxService",
        tasks: Tasks,
        preferences: PreferenceKeeper,
        bell: Bell,
        clock: Callable[[], datetime],
        title: Callable[[], str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._service, self._tasks, self._preferences = service, tasks, preferences
        self._bell, self._clock, self._title = bell, clock, title
        self._again: datetime | None = None
        self._asking = False
        self._timer = QTimer(self, interval=_MINUTE_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        preferences.changed.connect(lambda _chosen: self.changed())

    def on_status(self, status: SyncStatus) -> None:
        """What is due is told once it is known what others have answered meanwhile, or that nobody can say."""
        if self._again is None and status.phase not in (SyncPhase.NEVER, SyncPhase.SYNCING):
            self.tick()

    def changed(self) -> None:
        """Something else may be due: look at the next minute. A long synchronisation asks once a minute, not a page."""
        if self._again is not None:
            self._again = self._clock()

    def tick(self) -> None:
        """Look, if it is time."""
        if self._asking or not self._preferences.current.alerts:
            return
        now = self._clock()
        # Beyond the longest wait, it was named by a clock that has been set back since.
        if self._again is not None and now < self._again <= now + LONGEST:
            return
        self._asking = True
        self._tasks.when_done(
            self._service.alerts(self._preferences.current.alert_choices), self._tell, self._failed, owner=self
        )

    def close(self) -> None:
        self._timer.stop()
        self._bell.close()

    def _tell(self, found: Look) -> None:
        self._asking, self._again = False, found.again
        said = sentences(found, self._clock())
        if said:
            view = _view(found)
            self._bell.ring(self._title(), "\n".join(f"{one}." for one in said), lambda: self.see_wanted.emit(view))

    def _failed(self, error: KnownError) -> None:
        self._asking = False
        self._tasks.known_error.emit(error)


def _view(found: Look) -> View:
    """Where what was told is seen. The list of what is due soon goes by the published clock alone."""
    if found.morning is not None and found.morning.late:
        return View.LATE
    published = found.morning is not None or any(alert.clock is Clock.PUBLISHED for alert in found.alerts)
    return View.DUE_SOON if published else View.TO_ANSWER
