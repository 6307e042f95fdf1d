"""Two scroll bars that move together: the same part of each text is in sight, whatever their lengths."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QScrollBar


class LinkedScrolling(QObject):
    def __init__(self, one: QScrollBar, other: QScrollBar, parent: QObject) -> None:
        super().__init__(parent)
        self._moving = False
        one.valueChanged.connect(lambda _value: self._follow(one, other))
        other.valueChanged.connect(lambda _value: self._follow(other, one))

    def hold(self, *, held: bool) -> None:
        """While held, each moves alone: both are being placed on the same difference."""
        self._moving = held

    def _follow(self, leader: QScrollBar, follower: QScrollBar) -> None:
        if self._moving or not leader.maximum():
            return
        self._moving = True
        follower.setValue(round(leader.value() * follower.maximum() / leader.maximum()))
        self._moving = False
