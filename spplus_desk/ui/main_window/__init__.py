"""The main window places the panes, carries what one asks to another, and decides nothing about their content."""

from spplus_desk.ui.main_window.window import MainWindow

__all__ = ["MainWindow"]
