"""The first paint of the inbox: what can wait does, so that an agent who opens the program sees rows first."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from spplus_desk.ui.inbox.pane import InboxPane

_ROWS_MS = 1_000
"""Rows are there and are not painted: another page, or the curtain, stands before them."""
_LONGEST_MS = 10_000
"""The inbox has not answered: what waits for its paint is more useful than the order."""


class FirstPaint(QObject):
    """`happened` is told once: after rows were painted, or when there is nothing to paint. `over` from then on."""

    happened = Signal()

    def __init__(self, inbox: InboxPane, parent: QObject) -> None:
        super().__init__(parent)
        self.over = False
        self._inbox = inbox
        self._viewport = inbox.view.list.viewport()
        self._viewport.installEventFilter(self)
        self._patience = QTimer(self, singleShot=True, interval=_LONGEST_MS)
        self._patience.timeout.connect(self._tell)
        self._patience.start()
        inbox.moved.connect(self._on_moved)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self.over and self._rows():
            # After this event: what it paints is on the screen.
            QTimer.singleShot(0, self, self._tell)
        return super().eventFilter(watched, event)

    def _on_moved(self) -> None:
        if self.over or not self._inbox.loaded:
            return
        if self._rows():
            self._patience.start(_ROWS_MS)
        else:
            self._tell()

    def _rows(self) -> bool:
        return self._inbox.loaded and self._inbox.view.list.model().rowCount() > 0

    def _tell(self) -> None:
        if self.over:
            return
        self.over = True
        self._patience.stop()
        self._viewport.removeEventFilter(self)
        self._inbox.moved.disconnect(self._on_moved)
        self.happened.emit()
