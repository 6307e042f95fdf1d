"""The curtain: takes the whole content out of the window, and out of the accessible tree, and puts it back."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMainWindow, QToolTip, QWidget

from spplus_desk.domain.errors import KnownError
from spplus_desk.ui.lock.page import LockPage
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.overlay import card_over

if TYPE_CHECKING:
    from spplus_desk.services.locking import Locking


class Curtain(QObject):
    """`drawn` and `opened` tell when; `other_wanted` asks for another account.

    Hiding is not enough: a hidden widget keeps its texts in the tree that assistive tools read. While the curtain is
    drawn the content has no parent and no window, and the commands of the window are off.
    """

    drawn = Signal()
    opened = Signal()
    other_wanted = Signal()

    def __init__(
        self,
        window: QMainWindow,
        theme: Theme,
        tasks: Tasks,
        locking: "Locking | None",
        actions: Callable[[], list[QAction]],
        hint: str = "",
    ) -> None:
        super().__init__(window)
        self._window, self._theme, self._tasks, self._locking, self._actions = window, theme, tasks, locking, actions
        self._hint = hint
        self._content: QWidget | None = None
        self._focus: QWidget | None = None
        self._page: LockPage | None = None
        self._off: list[QAction] = []

    @property
    def possible(self) -> bool:
        """False where nobody could open it again."""
        return self._locking is not None

    @property
    def is_drawn(self) -> bool:
        return self._content is not None

    @property
    def page(self) -> LockPage | None:
        """The lock screen, while it stands."""
        return self._page

    def draw(self) -> None:
        if self._locking is None or self.is_drawn:
            return
        card = card_over(self._window)
        if card is not None:
            card.close()
        popup = QApplication.activePopupWidget()
        while popup is not None:
            popup.close()
            after = QApplication.activePopupWidget()
            popup = after if after is not popup else None
        QToolTip.hideText()
        self._focus = self._window.focusWidget()
        self._window.menuBar().hide()
        self._off = [action for action in self._actions() if action.isEnabled()]
        for action in self._off:
            action.setEnabled(False)
        page = self._page = LockPage(self._theme, self._hint)
        page.submitted.connect(self._verify)
        page.other_wanted.connect(self.other_wanted)
        content = self._content = self._window.takeCentralWidget()
        assert content is not None
        content.hide()
        self._window.setCentralWidget(page)
        page.ask(passphrase=self._locking.needs_passphrase)
        self.drawn.emit()

    def _verify(self, secret: str) -> None:
        if self._locking is not None:
            self._tasks.when_done(self._locking.verify(secret), lambda _: self._open(), self._refuse, owner=self)

    def _refuse(self, error: KnownError) -> None:
        if self._page is not None:
            self._page.show_problem(error.sentence)

    def _open(self) -> None:
        content, page = self._content, self._page
        if content is None or page is None:
            return
        self._content = self._page = None
        page.clear()
        self._window.takeCentralWidget()
        page.hide()
        page.deleteLater()
        self._window.setCentralWidget(content)
        content.show()
        for action in self._off:
            action.setEnabled(True)
        self.opened.emit()
        focus, self._focus = self._focus, None
        if focus is not None and content.isAncestorOf(focus):
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
            # Once the content has its place again: a list scrolls to its row when it gets the focus.
            QTimer.singleShot(0, focus, lambda: focus.setFocus(Qt.FocusReason.OtherFocusReason))

    def let_go(self) -> None:
        """The window closes: its content goes with it."""
        if self._content is not None:
            self._content.setParent(self._window)
            self._content = None
