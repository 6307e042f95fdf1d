"""« … » of writing mode: what is done to the whole reply, seldom."""

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.buttons import IconButton


class ReplyMenu(IconButton):
    """Opens with a click, Space or the arrow; `add` gives it an entry."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "more-line", "")
        name = self.tr("Autres actions sur la réponse")
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setObjectName("reply_more")
        self._menu = QMenu(self)
        self.clicked.connect(self._open)

    def add(self, text: str, keys: str, act: Callable[[], object]) -> None:
        """`keys` are those of the table of commands, which binds them."""
        action = self._menu.addAction(f"{text}\t{keys}" if keys else text)
        action.triggered.connect(lambda _checked: act())

    def _open(self) -> None:
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        if self.hasFocus() and self._menu.actions():
            self._menu.setActiveAction(self._menu.actions()[0])
