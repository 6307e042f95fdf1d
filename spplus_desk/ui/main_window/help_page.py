"""F1: the keys, from the same table as the shortcuts themselves."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout

from spplus_desk.ui.commands import Command
from spplus_desk.ui.main_window.commands import MENUS
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import HALO, Button
from spplus_desk.ui.widgets.frames import Pane, h_line
from spplus_desk.ui.widgets.keycap import KeyCap
from spplus_desk.ui.widgets.labels import Label


class HelpPage(Pane):
    closed = Signal()

    def __init__(self, theme: Theme, commands: Sequence[Command]) -> None:
        super().__init__("surface")
        self._commands = tuple(commands)
        self.setObjectName("help_page")
        self.setAccessibleName(self.tr("Raccourcis clavier"))
        self._close = Button(theme, self.tr("Fermer"), key=self.tr("Échap"))
        self._close.setObjectName("help_close")
        self._close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(24), theme.px(8), theme.px(24) - HALO, theme.px(8))
        head.addWidget(Label(theme, self.tr("Raccourcis clavier"), Role.TITLE, 600), 1)
        head.addWidget(self._close)
        self._theme = theme
        self._scroller = QScrollArea()
        self._scroller.setWidgetResizable(True)
        self.show_letters(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(h_line())
        column.addWidget(self._scroller, 1)

    def show_letters(self, on: bool) -> None:
        """List the keys that act: with the single letters, or without them."""
        theme = self._theme
        body = Pane("surface")
        grid = QGridLayout(body)
        theme.keep_margins(grid, 24, 16, 24, 24)
        grid.setHorizontalSpacing(theme.px(24))
        grid.setVerticalSpacing(theme.px(8))
        row = 0
        for menu, title in MENUS.items():
            shown = [one for one in self._commands if one.menu == menu and one.keys and (on or not one.is_letter)]
            if not shown:
                continue
            grid.addWidget(Label(theme, title.replace("&", ""), Role.HEADING, 600), row, 0, 1, 2)
            row += 1
            for command in shown:
                words = command.keys_in_words(letters=on)
                label = Label(theme, command.text)
                label.setAccessibleDescription(words)
                grid.addWidget(KeyCap(theme, words), row, 0, Qt.AlignmentFlag.AlignLeft)
                grid.addWidget(label, row, 1)
                row += 1
        if not on:
            off = self.tr("Les raccourcis d’une lettre sont désactivés dans les réglages.")
            grid.addWidget(Label(theme, off, tone="text-2", wrap=True), row, 0, 1, 2)
            row += 1
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(row, 1)
        self._scroller.setWidget(body)

    def focus(self) -> None:
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
