"""The name of a view, written under the header of the list."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from spplus_desk.services.own_views import MAX_NAME
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.field import LineField
from spplus_desk.ui.widgets.frames import Pane, h_line


class NameBar(Pane):
    """Enter keeps, Escape leaves it as it was."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("surface-alt")
        self.setObjectName("view_name_bar")
        self.setAccessibleName(self.tr("Nom de la vue"))
        self.line = LineField(theme, self.tr("Nom de la vue"))
        self.line.setObjectName("view_name")
        self.line.setAccessibleName(self.tr("Nom de la vue"))
        self.line.setMaxLength(MAX_NAME)
        self.keep = Button(theme, self.tr("Garder"), "secondary", height=28)
        self.keep.setObjectName("keep_view_name")
        self._taken: Callable[[str], None] | None = None
        self._left: Callable[[], None] | None = None
        row = QHBoxLayout()
        theme.keep_margins(row, 12, 6, 8, 6)
        row.addWidget(self.line, 1)
        row.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(h_line())
        self.line.returnPressed.connect(self._take)
        self.keep.clicked.connect(self._take)
        self.hide()

    def ask(self, name: str, taken: Callable[[str], None], left: Callable[[], None]) -> None:
        """Ask for a name, from `name` on; `left` is called where the focus has to go elsewhere."""
        self._taken, self._left = taken, left
        self.line.setText(name)
        self.line.selectAll()
        self.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _take(self) -> None:
        text = self.line.text().strip()
        taken = self._taken
        if text and taken is not None:
            self._leave()
            taken(text)

    def _leave(self) -> None:
        left = self._left
        self.hide()
        if left is not None:
            left()
