"""Ctrl and the wheel: the size of the text, one step at a time. Ctrl+- would be Ctrl+6 on a French keyboard."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QWidget

from spplus_desk.ui.input_watch import input_watch
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.theme.theme import TEXT_SCALES

_NOTCH = 120
"""Eighths of a degree: one notch of an ordinary wheel. A touchpad gives less at a time."""


class TextWheel(QObject):
    """Watches the wheel over the window, wherever in it."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._window, self._theme = window, theme
        self._turned = 0
        input_watch().add(self)

    def seen(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QWheelEvent):
            return False
        if event.modifiers() != Qt.KeyboardModifier.ControlModifier:
            return False
        if not isinstance(watched, QWidget) or watched.window() is not self._window:
            return False
        self._turned += event.angleDelta().y()
        steps = int(self._turned / _NOTCH)
        if steps:
            self._turned -= steps * _NOTCH
            self._step(steps)
        return True

    def _step(self, by: int) -> None:
        near = min(range(len(TEXT_SCALES)), key=lambda place: abs(TEXT_SCALES[place] - self._theme.text_scale))
        self._theme.set_text_scale(TEXT_SCALES[min(max(near + by, 0), len(TEXT_SCALES) - 1)])
