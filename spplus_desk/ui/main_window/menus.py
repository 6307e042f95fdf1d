"""What the hidden menu bar lists besides the commands: the look, the text size, the trainer's cases."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu

from spplus_desk.ui.main_window.account_menu import look_menu, text_size_menu
from spplus_desk.ui.notices.demonstration import DemonstrationStrip
from spplus_desk.ui.theme import Theme


def add_menus(window: QMainWindow, theme: Theme, beside: QAction, demonstration: DemonstrationStrip | None) -> None:
    """Look and text size go to the menu that holds `beside`; the demonstration has a menu of its own."""
    bar = window.menuBar()
    for title in bar.actions():
        menu = title.menu()
        if isinstance(menu, QMenu) and beside in menu.actions():
            menu.addMenu(look_menu(theme, window))
            menu.addMenu(text_size_menu(theme, window))
    if demonstration is not None:
        menu = bar.addMenu(QCoreApplication.translate("commands", "Dé&monstration"))
        menu.addActions(list(demonstration.actions_of_menu))
