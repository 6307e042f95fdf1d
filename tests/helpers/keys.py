"""The keys of a page that stands alone in a test, from the same table as in the window."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from spplus_desk.ui.commands import Command


def bind(page: QWidget, commands: Sequence[Command]) -> None:
    """Let the commands act in `page`, by its own handlers."""
    handlers = page.handlers()
    for command in commands:
        if not command.built_in:
            action = QAction(page)
            action.setShortcuts(command.sequences)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _checked=False, run=handlers[command.name]: run())
            page.addAction(action)
