"""List and reading side by side, or one at a time where the window is narrow."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from spplus_desk.ui.inbox.pane import InboxPane
from spplus_desk.ui.main_window.breakpoints import Properties, WindowLayout
from spplus_desk.ui.reading.pane import ReadingPane
from spplus_desk.ui.reading.view import Arrangement
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.frames import Splitter

_ARRANGEMENTS = {
    Properties.WIDE: Arrangement.WIDE,
    Properties.SIDE: Arrangement.SIDE,
    Properties.UNDER: Arrangement.UNDER,
}
_LEAST = (300, 480)


class InboxPage(QWidget):
    def __init__(self, theme: Theme, inbox: InboxPane, reading: ReadingPane) -> None:
        super().__init__()
        self._theme, self._inbox, self._reading = theme, inbox, reading
        self._single = False
        self._list_width = 0
        self._showing_reading = False
        self.splitter = Splitter(theme, [376, 774], self)
        self.splitter.addWidget(inbox.view)
        self.splitter.addWidget(reading.view)
        self.splitter.setStretchFactor(1, 1)
        inbox.view.lower()  # QSplitter stacks the last one lowest: a screen reader would meet the reading first
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.splitter)

    @property
    def single(self) -> bool:
        return self._single

    def apply(self, layout: WindowLayout, width: int) -> None:
        """Place both for a page `width` px wide."""
        self._reading.view.set_arrangement(_ARRANGEMENTS[layout.properties])
        self._reading.view.toolbar.show_back(layout.single)
        self._single = layout.single
        for widget, least in zip((self._inbox.view, self._reading.view), _LEAST, strict=True):
            widget.setMinimumWidth(0 if layout.single else self._theme.px(least))
        self._show_what_fits()
        wanted = self._theme.px(layout.list_width) - 1
        sizes = [wanted, max(width - wanted - 1, 1)]
        if wanted != self._list_width:
            self._list_width = wanted
            self.splitter.arrange(sizes)
        else:
            self.splitter.defaults = sizes

    def show_reading(self) -> None:
        """In a narrow window, the reading takes the place of the list."""
        self._showing_reading = True
        self._show_what_fits()
        self._reading.focus_text()

    def show_list(self) -> None:
        self._showing_reading = False
        self._show_what_fits()
        self._inbox.view.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_main(self) -> None:
        """The list, or the reading where it has taken its place."""
        if self._inbox.view.isVisible():
            self._inbox.view.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._reading.focus_text()

    def show_list_quietly(self) -> None:
        """As `show_list`, without taking the focus from the rail."""
        self._showing_reading = False
        self._show_what_fits()

    def _show_what_fits(self) -> None:
        self._inbox.view.setVisible(not self._single or not self._showing_reading)
        self._reading.view.setVisible(not self._single or self._showing_reading)
