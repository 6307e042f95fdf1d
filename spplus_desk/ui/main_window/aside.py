"""Pages that come over the others for a moment: help, settings, the way out. Leaving one goes back to where one was."""

from collections.abc import Callable, Sequence

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget


class Aside:
    """`show_page` shows a page of the window; `home` is where one goes when nothing else is known."""

    def __init__(
        self, pages: QStackedWidget, show_page: Callable[[QWidget], None], asides: Sequence[QWidget], home: QWidget
    ) -> None:
        self._pages, self._show_page, self._asides, self._home = pages, show_page, tuple(asides), home
        self._before: QWidget = home
        self._focus: QWidget | None = None

    def show(self, page: QWidget) -> None:
        """Bring `page`, one of the asides, over what is there."""
        present = self._pages.currentWidget()
        if present is page:
            return
        if present not in self._asides:
            self._before = present or self._home
            self._focus = QApplication.focusWidget()
        self._show_page(page)
        focus = getattr(page, "focus", None)
        if focus is not None:
            focus()

    def leave(self) -> None:
        """Back, with the focus where it was."""
        if self._pages.currentWidget() not in self._asides:
            return
        self._show_page(self._before)
        focus, self._focus = self._focus, None
        if focus is not None and shiboken6.isValid(focus):
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
