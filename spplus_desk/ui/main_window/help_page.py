"""F1: the keys, from the same table as the shortcuts themselves, in groups, in two columns where there is room."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from spplus_desk.ui.commands import Command
from spplus_desk.ui.main_window.commands import MENUS
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import HALO, Button
from spplus_desk.ui.widgets.frames import Pane, h_line
from spplus_desk.ui.widgets.keycap import KeyCap
from spplus_desk.ui.widgets.labels import Label

_TWO_COLUMNS = 900
"""Px of the pictures from which a second column has room."""


class HelpPage(Pane):
    closed = Signal()
    guide_wanted = Signal()
    welcome_wanted = Signal()

    def __init__(self, theme: Theme, commands: Sequence[Command]) -> None:
        super().__init__("surface")
        self._theme, self._commands = theme, tuple(commands)
        self._columns: QBoxLayout | None = None
        self.setObjectName("help_page")
        self.setAccessibleName(self.tr("Raccourcis clavier"))
        self._close = Button(theme, self.tr("Fermer"), key=self.tr("Échap"))
        self._close.setObjectName("help_close")
        self._close.clicked.connect(self.closed)
        head = QHBoxLayout()
        theme.keep_margins(head, 24, 8, 24 - HALO, 8)
        head.addWidget(Label(theme, self.tr("Raccourcis clavier"), Role.TITLE, 600), 1)
        for text, name, signal in (
            (self.tr("Revoir la présentation"), "open_welcome", self.welcome_wanted),
            (self.tr("Lire le guide"), "open_guide", self.guide_wanted),
        ):
            button = Button(theme, text, "quiet")
            button.setObjectName(name)
            button.clicked.connect(signal)
            head.addWidget(button)
        head.addWidget(self._close)
        self._scroller = QScrollArea()
        self._scroller.setWidgetResizable(True)
        self._scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroller.setAccessibleName(self.tr("Liste des raccourcis"))
        self.show_letters(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(h_line())
        column.addWidget(self._scroller, 1)
        theme.changed.connect(self._arrange)

    def show_letters(self, on: bool) -> None:
        """List the keys that act: with the single letters, or without them."""
        theme = self._theme
        body = Pane("surface")
        columns = self._columns = QHBoxLayout(body)
        theme.keep_margins(columns, 24, 16, 24, 24, spacing=32)
        groups = [(title.replace("&", ""), self._shown(menu, on)) for menu, title in MENUS.items()]
        groups = [(title, shown) for title, shown in groups if shown]
        for half in _halves(groups):
            inside = QVBoxLayout()
            inside.setSpacing(theme.px(16))
            for title, shown in half:
                inside.addWidget(self._group(title, shown, letters=on))
            if not on and half and half[-1] == groups[-1]:
                off = self.tr("Les raccourcis d’une lettre sont désactivés dans les réglages.")
                inside.addWidget(Label(theme, off, tone="text-2", wrap=True))
            inside.addStretch(1)
            columns.addLayout(inside, 1)
        self._scroller.setWidget(body)
        self._arrange()

    def _shown(self, menu: str, letters: bool) -> list[Command]:
        return [one for one in self._commands if one.menu == menu and one.keys and (letters or not one.is_letter)]

    def _group(self, title: str, commands: Sequence[Command], *, letters: bool) -> QWidget:
        theme, group = self._theme, QWidget()
        group.setAccessibleName(title)
        grid = QGridLayout(group)
        theme.keep_margins(grid, 0, 0, 0, 0, spacing=6)
        grid.addWidget(Label(theme, title, Role.HEADING, 600), 0, 0, 1, 2)
        for row, command in enumerate(commands, start=1):
            keys = QHBoxLayout()
            keys.setSpacing(theme.px(4))
            for place, words in enumerate(command.each_in_words(letters=letters)):
                if place:
                    keys.addWidget(Label(theme, self.tr("ou"), Role.META, tone="text-3"))
                keys.addWidget(KeyCap(theme, words))
            keys.addStretch(1)
            label = Label(theme, command.text, wrap=True)
            label.setAccessibleDescription(command.keys_in_words(letters=letters))
            grid.addLayout(keys, row, 0)
            grid.addWidget(label, row, 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, theme.px(176))
        return group

    def _arrange(self) -> None:
        """Two columns side by side, or one under the other."""
        if self._columns is not None:
            wide = self.width() >= self._theme.px(_TWO_COLUMNS)
            direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
            self._columns.setDirection(direction)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def focus(self) -> None:
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _halves(groups: list[tuple[str, list[Command]]]) -> tuple[list[tuple[str, list[Command]]], ...]:
    """The groups in their order, cut where both halves are about as long."""
    total = sum(len(shown) + 2 for _title, shown in groups)
    first: list[tuple[str, list[Command]]] = []
    length = 0
    for place, (title, shown) in enumerate(groups):
        if first and length + (len(shown) + 2) / 2 > total / 2:
            return first, groups[place:]
        first.append((title, shown))
        length += len(shown) + 2
    return first, []
