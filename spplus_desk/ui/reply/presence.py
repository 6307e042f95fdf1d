"""Tells colleagues that the reply is being written: at the beginning, again while it goes on, and at the end."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from spplus_desk.domain.errors import KnownError
from spplus_desk.ui.tasks import Tasks

if TYPE_CHECKING:
    from spplus_desk.services.inbox import InboxService

AGAIN_MS = 10 * 60_000
"""Well within the time for which a sign is believed (docs/protocol.md, « Who is writing »)."""


class Presence(QObject):
    """A sign that could not be given is no trouble of the agent's: nobody is locked out by its absence."""

    def __init__(self, service: "InboxService", tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._service, self._tasks = service, tasks
        self._key = ""
        self._again = QTimer(self, interval=AGAIN_MS)
        self._again.timeout.connect(self.tell)

    def begin(self, key: str) -> None:
        self.end()
        self._key = key
        self._again.start()
        self.tell()

    def tell(self) -> None:
        if self._key:
            self._give(self._key, writing=True)

    def end(self, *, sent: bool = False) -> None:
        """`sent`: the reply itself takes the sign away."""
        key, self._key = self._key, ""
        self._again.stop()
        if key and not sent:
            self._give(key, writing=False)

    def _give(self, key: str, *, writing: bool) -> None:
        def ignored(_error: KnownError) -> None:
            """The experience left this desk, or the disk is full: both are told elsewhere."""

        self._tasks.when_done(self._service.set_writing(key, writing), lambda _: None, ignored, owner=self)
