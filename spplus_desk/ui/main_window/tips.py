"""Tooltips that do not get in the way: Escape hides one, and it stays while it is pointed at.

Both are asked of what appears on hover (EN 301 549, 11.1.4.13); Qt does neither by itself.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from spplus_desk.ui.input_watch import input_watch


class Tips(QObject):
    """Takes the one Escape that hides a tooltip; the next is the page's again."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        input_watch().add(self)

    def seen(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            return event.key() == Qt.Key.Key_Escape and QToolTip.isVisible() and _escape(event)
        if isinstance(event, QEnterEvent) and _is_tip(watched):
            watched.installEventFilter(self)
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Of a tooltip that was pointed at: the timers that would end it wait until the pointer has left."""
        return event.type() == QEvent.Type.Timer and isinstance(watched, QWidget) and watched.underMouse()


def _is_tip(watched: QObject) -> bool:
    return watched.inherits("QTipLabel")


def _escape(event: QKeyEvent) -> bool:
    if event.type() == QEvent.Type.ShortcutOverride:
        event.accept()  # else a shortcut of Escape would act, and the key itself never come
        return True
    if event.type() != QEvent.Type.KeyPress:
        return False
    # Not QToolTip.hideText: it waits for 300 ms, in which a second Escape would be taken too.
    for window in filter(_is_tip, QApplication.topLevelWidgets()):
        window.close()
    return True
