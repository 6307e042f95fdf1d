"""The inbox: list and reading side by side, or one at a time where the window is narrow."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from spplus_desk.domain.cases import CloseCase
from spplus_desk.domain.changes import ChangeKind, ChangeSet
from spplus_desk.domain.inbox import InboxRow, View, ViewCounts
from spplus_desk.domain.needles import NO_NEEDLES, Needles
from spplus_desk.ui.inbox.pane import InboxPane
from spplus_desk.ui.main_window.breakpoints import Properties, WindowLayout
from spplus_desk.ui.rail.entries import OWN
from spplus_desk.ui.reading.pane import ReadingPane
from spplus_desk.ui.reading.view import Arrangement
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.frames import Splitter

if TYPE_CHECKING:
    from spplus_desk.services.desk import Desk

_ARRANGEMENTS = {
    Properties.WIDE: Arrangement.WIDE,
    Properties.SIDE: Arrangement.SIDE,
    Properties.UNDER: Arrangement.UNDER,
}
_LEAST = (300, 480)


class InboxPage(QWidget):
    """`write_wanted` carries the slot to be answered and whether a template is wanted. It carries what list and reading
    ask of each other."""

    write_wanted = Signal(str, bool)
    review_wanted = Signal(str)
    """The slot whose reply the agent has to validate."""
    hours_wanted = Signal(str)
    """The structure whose hours and closures the agent wants to see."""

    def __init__(self, theme: Theme, desk: "Desk", tasks: Tasks, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._theme = theme
        agent = desk.agent
        self.inbox = InboxPane(
            theme,
            tasks,
            desk.inbox,
            agent.id,
            clock,
            lambda: desk.syncing.status.last_success,
            self,
            own=desk.own_views,
            bulk=desk.bulk,
        )
        self.reading = ReadingPane(theme, tasks, desk.inbox, agent, clock, self)
        self._recall, self._tasks = desk.recall, tasks
        self._near = ""
        self._single = False
        self._list_width = 0
        self._showing_reading = False
        self._view: View | None = None
        self._entry = ""
        self._to_read = ""
        self.splitter = Splitter(theme, [376, 774], self)
        self.splitter.addWidget(self.inbox.view)
        self.splitter.addWidget(self.reading.view)
        self.splitter.setStretchFactor(1, 1)
        # QSplitter stacks the last one lowest: a screen reader would meet the reading first
        self.inbox.view.lower()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.splitter)
        self._connect()

    def _look_for_near(self, row: InboxRow) -> None:
        """What others answered to the like, once for each experience that is read."""
        if row.key == self._near:
            return
        self._near = row.key
        self.reading.view.similar.show_cases(())
        self._ask_for_near(row.key)

    def _ask_for_near(self, key: str) -> None:
        def show(found: tuple[CloseCase, ...]) -> None:
            if key == self._near:
                self.reading.view.similar.show_cases(found)

        self._tasks.when_done(self._recall.near(key), show, failed=lambda _error: None, owner=self)

    def _connect(self) -> None:
        inbox, reading = self.inbox, self.reading
        reading.row_read.connect(self._look_for_near)
        inbox.chosen.connect(self._on_chosen)
        inbox.entered.connect(self._on_entered)
        inbox.moved.connect(self._on_moved)
        reading.row_read.connect(inbox.update_kept)
        reading.step_requested.connect(inbox.step)
        reading.list_requested.connect(self.show_list)
        reading.reply_requested.connect(self.write_wanted)
        reading.hours_wanted.connect(self.hours_wanted)
        reading.review_requested.connect(self.review_wanted)

    # What the window asks of a page

    def changed(self, changes: ChangeSet) -> None:
        self.inbox.changed(changes)
        self.reading.changed(changes)
        if ChangeKind.CASES in changes.kinds and self._near:
            self._ask_for_near(self._near)

    def left(self) -> None:
        self.reading.comment.keep()

    def handlers(self) -> dict[str, Callable[[], object]]:
        inbox, reading = self.inbox, self.reading
        return {
            "reply": lambda: reading.ask_reply(with_template=False),
            "template": lambda: reading.ask_reply(with_template=True),
            "claim": reading.acts.toggle_claim,
            "tag": reading.cards.open_tags,
            "transfer": reading.cards.open_transfer,
            "history": reading.show_history,
            "versions": reading.show_versions,
            "print": reading.cards.open_print,
            "comment": reading.open_comment_box,
            "why_date": reading.cards.open_why,
            "unread": reading.acts.mark_unread,
            "next_found": lambda: reading.found.step(1),
            "previous_found": lambda: reading.found.step(-1),
            "filter": inbox.open_filters,
            "next": lambda: inbox.step(1),
            "previous": lambda: inbox.step(-1),
            "next_letter": lambda: inbox.step(1),
            "previous_letter": lambda: inbox.step(-1),
        }

    def letter_places(self) -> Iterable[QWidget]:
        return self.inbox.view, self.reading.view

    def stops(self) -> Iterable[QWidget]:
        return self.inbox.view.list, self.reading.view.testimony, self.reading.view.composer.reply

    def focus(self) -> None:
        """The list, or the reading where it has taken its place."""
        if self.inbox.view.isVisible():
            self.inbox.view.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.reading.focus_text()

    def returned(self) -> None:
        self.show_list()

    def show_entry(self, key: str) -> None:
        """Another view of the rail."""
        if key.startswith(OWN):
            if key != self._entry or not self.inbox.loaded:
                self._entry, self._view = key, None
                self.inbox.open_own(key.removeprefix(OWN))
                self._showing_reading = False
                self._show_what_fits()
            return
        view = View(key)
        self._entry = key
        if view is not self._view or not self.inbox.loaded:
            self._view = view
            self.inbox.open_view(view)
            self._showing_reading = False
            self._show_what_fits()

    # What others may ask

    @property
    def entry(self) -> str:
        """The entry of the rail whose rows are listed; empty before the first."""
        return self._entry

    @property
    def shown_view(self) -> View:
        return self.inbox.shown_view

    def entry_with(self, key: str) -> str:
        """The entry of the rail under which the slot `key` is to be read: the present one if it is there."""
        return self._entry if self._entry and self.inbox.has(key) else View.ALL.value

    def read(self, key: str, needles: Needles | None = None) -> None:
        """Open the slot `key`, as soon as the rows are there; one that is not among them is read all the same, with
        what a search found it by marked."""
        self._to_read = key
        self.reading.found.mark(key, needles or NO_NEEDLES)
        if self.inbox.loaded:
            self._read_wanted()

    def show_counts(self, counts: ViewCounts) -> None:
        self.inbox.show_counts(counts)
        self._show_place()

    def show_letters(self, on: bool) -> None:
        """Single letters act, or not: what names them follows."""
        self.inbox.view.list.letters = on
        self.reading.view.composer.show_letters(on)
        self.reading.view.toolbar.show_letters(on)

    def _on_entered(self, key: str) -> None:
        """Enter reads; in « À valider », for one who validates, it reads with the decision at hand."""
        if self.inbox.shown_view is View.TO_VALIDATE and self.reading.reviewable and self.reading.key == key:
            self.review_wanted.emit(key)
        else:
            self.show_reading()

    def _on_chosen(self, key: str) -> None:
        self.reading.show_slot(key)
        self.reading.show_place(*self.inbox.place())

    def _show_place(self) -> None:
        place, number = self.inbox.place()
        self.reading.show_place(place, number)
        self.reading.view.show_choice(number > 0 or not self.inbox.loaded)

    def _on_moved(self) -> None:
        self._show_place()
        if self._to_read and self.inbox.loaded:
            self._read_wanted()

    def _read_wanted(self) -> None:
        key, self._to_read = self._to_read, ""
        if not self.inbox.choose(key):
            self.reading.show_slot(key)
        self.show_reading()

    # Places

    @property
    def single(self) -> bool:
        return self._single

    def apply(self, layout: WindowLayout, width: int) -> None:
        """Place both for a page `width` px wide."""
        self.reading.view.set_arrangement(_ARRANGEMENTS[layout.properties])
        self.reading.view.toolbar.show_back(layout.single)
        self._single = layout.single
        for widget, least in zip((self.inbox.view, self.reading.view), _LEAST, strict=True):
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
        self.reading.focus_text()

    def show_list(self) -> None:
        self._showing_reading = False
        self._show_what_fits()
        self.inbox.view.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_what_fits(self) -> None:
        self.inbox.view.setVisible(not self._single or not self._showing_reading)
        self.reading.view.setVisible(not self._single or self._showing_reading)
