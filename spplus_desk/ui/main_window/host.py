"""The pages of the window: made at their first visit, shown one at a time, left for the one that is under them."""

from collections.abc import Callable, Iterator, Sequence

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from spplus_desk.domain.changes import ChangeSet
from spplus_desk.domain.sync_status import SyncStatus
from spplus_desk.domain.values import replace
from spplus_desk.ui.input_watch import input_watch
from spplus_desk.ui.main_window.focus import focus_in
from spplus_desk.ui.main_window.page import (
    Changed,
    Entries,
    Explains,
    Focuses,
    Footed,
    Handles,
    Kind,
    Left,
    Opened,
    Page,
    Returned,
    Stops,
    Surroundings,
    Synced,
    Timed,
)


class PageHost(QObject):
    """`shown` carries the key of the page that has just come up, `made` that of one that was just made."""

    shown = Signal(str)
    made = Signal(str)

    def __init__(self, stack: QStackedWidget, pages: Sequence[Page], parent: QObject) -> None:
        super().__init__(parent)
        self._stack = stack
        self._declared = {page.key: page for page in pages}
        self._home = pages[0].key
        self._made: dict[str, QWidget] = {}
        self._keys: dict[QWidget, str] = {}
        self._under: list[tuple[str, QWidget | None]] = []
        self._status: SyncStatus | None = None
        self._around: Surroundings | None = None

    def begin(self, around: Surroundings) -> None:
        """From now on pages can be made."""
        self._around = around

    @property
    def pages(self) -> tuple[Page, ...]:
        return tuple(self._declared.values())

    @property
    def current(self) -> str:
        """The key of the page that is shown."""
        widget = self._stack.currentWidget()
        return "" if widget is None else self._keys[widget]

    def declared(self, key: str) -> Page:
        return self._declared[key]

    def page_of_entry(self, entry: str) -> str:
        """The page to which an entry of the rail leads; an agent's own views are of the inbox."""
        for page in self.pages:
            if any(one.key == entry for one in page.rail) or (page.own_entries and entry.startswith(page.own_entries)):
                return page.key
        return self._home

    def page(self, key: str, *, ahead: bool = False) -> QWidget:
        """The page, made now if it was not yet; `ahead`: before anybody wants it."""
        if key not in self._made:
            if self._around is None:
                raise RuntimeError(f"page {key} asked for before `begin`")
            with input_watch().paused():
                widget = self._declared[key].make(replace(self._around, ahead=ahead))
                self._made[key], self._keys[widget] = widget, key
                self._stack.addWidget(widget)
            closed = getattr(widget, "closed", None)
            if isinstance(closed, SignalInstance):
                closed.connect(lambda: self.leave(key))
            if isinstance(widget, Synced) and self._status is not None:
                widget.set_sync_status(self._status)
            self.made.emit(key)
        return self._made[key]

    # Coming and going

    def show(self, key: str, *, entry: str = "") -> None:
        """Bring a page up, over the present one or in its place as its kind has it."""
        widget = self.page(key)
        if entry and isinstance(widget, Entries):
            widget.show_entry(entry)
        kind = self._declared[key].kind
        if self.current == key:
            if kind is Kind.ASIDE:
                self.focus()  # asked for by its key while it is there: the field of the search, say
            return
        if isinstance(widget, Explains):
            widget.explain(self._declared[self.current].guide)
        below = [one for one, _focus in self._under]
        if kind is Kind.ROOT:
            self._under.clear()
        elif key in below:
            del self._under[below.index(key) :]
        else:
            self._under.append((self.current, QApplication.focusWidget()))
        self._bring(key)
        if kind is Kind.ASIDE:
            self.focus()

    def leave(self, key: str) -> None:
        """Back from a page that is over another; one that stands under others meanwhile is not returned to."""
        if self._declared[key].kind is Kind.ROOT:
            return
        if self.current != key:
            self._under = [(one, focus) for one, focus in self._under if one != key]
            return
        back, focus = self._under.pop() if self._under else (self._home, None)
        self._bring(back)
        if self._declared[key].kind is Kind.ASIDE and focus is not None and shiboken6.isValid(focus):
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.return_to_work()

    def _bring(self, key: str) -> None:
        widget = self.page(key)
        self.leave_for_a_while()
        with input_watch().paused():
            self._stack.setCurrentWidget(widget)
        self.shown.emit(key)
        if isinstance(widget, Opened):
            widget.opened()

    def leave_for_a_while(self) -> None:
        """What is being typed on the present page is kept: it goes out of sight."""
        present = self._stack.currentWidget()
        if isinstance(present, Left):
            present.left()

    # The focus

    def focus(self) -> None:
        """Where work goes on, on the present page."""
        widget = self._stack.currentWidget()
        if isinstance(widget, Focuses):
            widget.focus()
        elif widget is not None:
            focus_in(widget)

    def return_to_work(self) -> None:
        """The agent comes to the present page by a key, or from one that was over it."""
        widget = self._stack.currentWidget()
        if isinstance(widget, Returned):
            widget.returned()
        else:
            self.focus()

    def stops(self) -> list[QWidget]:
        """Where F6 stops on the present page."""
        widget = self._stack.currentWidget()
        if widget is None:
            return []
        return list(widget.stops()) if isinstance(widget, Stops) else [widget]

    def foot_height(self) -> int:
        """What messages leave free at the bottom of the present page, in px."""
        widget = self._stack.currentWidget()
        if isinstance(widget, Footed):
            return widget.foot_height()
        return 0

    # What all pages are told

    def handler(self, key: str, name: str) -> Callable[[], None]:
        """What runs the command `name` of the page `key`."""

        def run() -> None:
            widget = self.page(key)
            found = widget.handlers().get(name) if isinstance(widget, Handles) else None
            if found is not None:
                found()

        return run

    def changed(self, changes: ChangeSet) -> None:
        for widget in self._each():
            if isinstance(widget, Changed):
                widget.changed(changes)

    def time_turned(self) -> None:
        for widget in self._each():
            if isinstance(widget, Timed):
                widget.time_turned()

    def set_sync_status(self, status: SyncStatus) -> None:
        self._status = status
        for widget in self._each():
            if isinstance(widget, Synced):
                widget.set_sync_status(status)

    def _each(self) -> Iterator[QWidget]:
        yield from tuple(self._made.values())
