"""What can wait until a widget is on the screen."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class AfterPaint(QObject):
    """Calls `act` once `widget` has been painted; soon where nobody sees it. Lives with the widget, or until then."""

    def __init__(self, widget: QWidget, act: Callable[[], None]) -> None:
        super().__init__(widget)
        self._widget, self._act = widget, act
        if widget.isVisible():
            widget.installEventFilter(self)
            widget.update()
        else:
            self._soon()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Paint, QEvent.Type.Hide):
            self._widget.removeEventFilter(self)
            # After this event, what it paints is on the screen; a turn later, others who waited for it have been.
            QTimer.singleShot(0, self, self._soon)
        return False

    def _soon(self) -> None:
        QTimer.singleShot(0, self, self._now)

    def _now(self) -> None:
        self._act()
        self.deleteLater()
