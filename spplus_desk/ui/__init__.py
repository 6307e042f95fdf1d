"""The window: PySide6 Widgets. One folder per pane; views lay out, panes decide, the main window places them."""
