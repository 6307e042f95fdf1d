"""Buttons that are pressed or not: what a screen reader does to one counts as a click.

« Toggle », the first action that Qt offers for them, changes the state without `clicked`, to which the program listens:
a box would be ticked on the screen and nothing done.
"""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractButton, QCheckBox

if TYPE_CHECKING:
    _Base = QAbstractButton
else:
    _Base = object


class Toggled(_Base):
    """Beside a class of Qt. Neither a click nor the program's own `setChecked` passes unseen through here, so what is
    left came from outside."""

    _seen = False

    def setCheckable(self, on: bool) -> None:
        if on and not self.isCheckable():
            self.listen()
        super().setCheckable(on)

    def setChecked(self, on: bool) -> None:
        before, self._seen = self._seen, True
        super().setChecked(on)
        self._seen = before

    def nextCheckState(self) -> None:
        """Within a click."""
        before, self._seen = self._seen, True
        super().nextCheckState()
        self._seen = before

    def listen(self) -> None:
        self.toggled.connect(self._on_toggled)

    def _on_toggled(self, on: bool) -> None:
        if not self._seen:
            self.clicked[bool].emit(on)  # type: ignore[index]


class CheckBox(Toggled, QCheckBox):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.listen()
