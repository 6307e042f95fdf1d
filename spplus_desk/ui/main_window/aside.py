"""Pages that come over the others for a moment: help, settings, the way out. Leaving one goes back to where one was.

Help and settings hold many small widgets and are rarely opened: they are made when they are, not when the window is.
"""

from collections.abc import Callable, Mapping

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from spplus_desk.ui.lock.sign_out import SignOutPage
from spplus_desk.ui.main_window.help_page import HelpPage
from spplus_desk.ui.settings.page import SettingsPage

AsidePage = HelpPage | SettingsPage | SignOutPage


class Aside:
    """`makers` make the pages, by name; `show_page` shows a page of the window; `home` is where one goes at worst."""

    def __init__(
        self,
        pages: QStackedWidget,
        show_page: Callable[[QWidget], None],
        makers: Mapping[str, Callable[[], AsidePage]],
        home: QWidget,
    ) -> None:
        self._pages, self._show_page, self._makers = pages, show_page, makers
        self._made: dict[str, AsidePage] = {}
        self._before: QWidget = home
        self._focus: QWidget | None = None

    def made(self, name: str) -> AsidePage | None:
        """The page, if it was ever asked for."""
        return self._made.get(name)

    def page(self, name: str) -> AsidePage:
        """The page, made now if it was not yet."""
        if name not in self._made:
            page = self._made[name] = self._makers[name]()
            if self._pages.indexOf(page) < 0:
                self._pages.addWidget(page)
            page.closed.connect(self.leave)
        return self._made[name]

    def show(self, name: str) -> None:
        """Bring a page over what is there."""
        page, present = self.page(name), self._pages.currentWidget()
        if present is page:
            return
        if present is not None and present not in self._made.values():
            self._before = present
            self._focus = QApplication.focusWidget()
        self._show_page(page)
        page.focus()

    def leave(self) -> None:
        """Back, with the focus where it was."""
        if self._pages.currentWidget() not in self._made.values():
            return
        self._show_page(self._before)
        focus, self._focus = self._focus, None
        if focus is not None and shiboken6.isValid(focus):
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
