"""The menu bar is hidden; Alt alone shows it, Alt again or a choice hides it."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMainWindow, QMenu

from spplus_desk.ui.input_watch import input_watch

_OTHER_USES = (QEvent.Type.Shortcut, QEvent.Type.MouseButtonPress)


class AltMenu(QObject):
    """Watches for an Alt pressed and released with nothing between, so that Alt+Z never opens the menu."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._alone = False
        self.enabled = True
        window.menuBar().hide()
        input_watch().add(self)
        window.installEventFilter(self)
        for menu in window.menuBar().actions():
            sub = menu.menu()
            if sub is not None:
                sub.triggered.connect(lambda _action: window.menuBar().hide())  # type: ignore[attr-defined]

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Of the window itself: Alt+Tab goes elsewhere."""
        if self._alone and event.type() == QEvent.Type.WindowDeactivate:
            self._alone = False
        return False

    def seen(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            kind = event.type()
            if kind == QEvent.Type.KeyPress:
                self._alone = event.key() == Qt.Key.Key_Alt
            elif kind == QEvent.Type.KeyRelease and self._ends_alone(event):
                self._toggle()
        elif self._alone and event.type() in _OTHER_USES:
            self._alone = False
        return False

    def _ends_alone(self, event: QKeyEvent) -> bool:
        alone, self._alone = self._alone, False
        return event.key() == Qt.Key.Key_Alt and alone and self.enabled and self._window.isActiveWindow()

    def _toggle(self) -> None:
        bar = self._window.menuBar()
        for title in bar.actions():
            menu = title.menu()
            if isinstance(menu, QMenu):
                menu.hide()
        bar.setVisible(not bar.isVisible())
        if bar.isVisible():
            bar.setFocus(Qt.FocusReason.MenuBarFocusReason)
            bar.setActiveAction(bar.actions()[0])
