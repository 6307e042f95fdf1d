"""The inbox decides: which view is shown, what a change means for it, which row is under the cursor."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QTimer, Signal

from spplus_desk.domain.changes import ChangeKind, ChangeSet, Origin
from spplus_desk.domain.errors import KnownError
from spplus_desk.domain.inbox import InboxRow, SortOrder, View, ViewCounts
from spplus_desk.ui import wording
from spplus_desk.ui.inbox.delegate import InboxDelegate
from spplus_desk.ui.inbox.items import is_grouped, merge, next_change
from spplus_desk.ui.inbox.model import InboxModel
from spplus_desk.ui.inbox.view import InboxView
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme

if TYPE_CHECKING:
    from spplus_desk.services.inbox import InboxService

PAGE = 500
"""Rows asked for at once; the next ones come when the agent scrolls near the end."""
_CARES = frozenset({ChangeKind.INBOX, ChangeKind.REPLIES, ChangeKind.DRAFTS, ChangeKind.STRUCTURES})
_LONGEST_WAIT_MS = 3_600_000


class InboxPane(QObject):
    """`chosen` carries the slot's id, or an empty string; `entered` is Enter on a row."""

    chosen = Signal(str)
    entered = Signal(str)
    moved = Signal()
    """The place of the chosen row, or the number of rows, may have changed."""

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        service: "InboxService",
        me: str,
        clock: Callable[[], datetime],
        last_success: Callable[[], datetime | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._service, self._clock, self._last_success = tasks, service, clock, last_success
        self._model = InboxModel(clock, me, self)
        self.view = InboxView(theme, self._model, InboxDelegate(theme, clock, me, self))
        self.view.chosen.connect(self._on_chosen)
        self.view.entered.connect(self._on_entered)
        self.view.news_wanted.connect(self.show_news)
        self.view.near_end.connect(self._load_more)
        self._shown_view = View.TO_ANSWER
        self._order = SortOrder.DEADLINE
        self._counts = ViewCounts()
        self._chosen = ""
        self._wanted = 0  # the question whose answer is waited for; older answers are thrown away
        self._asking = False
        self._again: Origin | None = None
        self._limit = PAGE
        self._loaded = False
        self._applying = False
        self._words = QTimer(self, singleShot=True)
        self._words.timeout.connect(self._refresh_words)

    # What others may ask

    @property
    def shown_view(self) -> View:
        return self._shown_view

    @property
    def loaded(self) -> bool:
        """True once the rows of the view are shown."""
        return self._loaded

    @property
    def chosen_key(self) -> str:
        return self._chosen

    def place(self) -> tuple[int, int]:
        """(place of the chosen row from 1, or 0; number of rows in the view)."""
        keys = [row.key for row in self._model.rows]
        place = keys.index(self._chosen) + 1 if self._chosen in keys else 0
        return place, max(len(keys), self._counts.of(self._shown_view) if self._loaded else 0)

    def open_view(self, view: View) -> None:
        """Show another view of the rail, from its top, with nothing chosen."""
        self._shown_view = view
        self._limit = PAGE
        self._loaded = False
        self._choose_nothing()
        self._model.set_rows((), grouped=False)
        self.view.show_news("")
        self.view.show_loading()
        self._show_header()
        self._ask(Origin.DESK)

    def has(self, key: str) -> bool:
        """True where the row `key` is in this view, and its rows are shown."""
        return self._loaded and self._model.index_of(key).isValid()

    def choose(self, key: str) -> bool:
        """Put the cursor on the row `key`; False when it is not in this view."""
        index = self._model.index_of(key)
        if index.isValid():
            self.view.list.setCurrentIndex(index)
        return index.isValid()

    def step(self, by: int) -> bool:
        return self.view.list.step(by)

    def show_counts(self, counts: ViewCounts) -> None:
        self._counts = counts
        self._show_header()

    def changed(self, changes: ChangeSet) -> None:
        if changes.kinds & _CARES:
            self._ask(changes.origin)

    def update_kept(self, row: InboxRow) -> None:
        """What the reading found of the chosen row: it may have left the view and still stand under the cursor."""
        if row.key == self._chosen and self._loaded:
            self._applying = True
            self._model.update_row(row)
            self._applying = False

    def show_news(self) -> None:
        """The agent wants the rows that waited."""
        self._ask(Origin.DESK)

    # Asking the store

    def _ask(self, origin: Origin) -> None:
        if self._asking and self._loaded:
            # One question at a time; what came meanwhile is asked again, and the agent's own change wins.
            self._again = Origin.DESK if Origin.DESK in (origin, self._again) else Origin.FEED
        else:
            self._put(origin)

    def _put(self, origin: Origin) -> None:
        self._asking = True
        self._wanted += 1
        number = self._wanted
        future = self._service.rows(self._shown_view, self._order, limit=self._limit)
        self._tasks.when_done(
            future,
            lambda rows: self._answer(number, rows, origin),
            lambda error: self._fault(number, error),
            owner=self,
        )

    def _answer(self, number: int, rows: tuple[InboxRow, ...], origin: Origin) -> None:
        if number != self._wanted:
            return
        self._asking = False
        again, self._again = self._again, None
        self.view.show_fault("")
        self._apply(rows, origin)
        if again is not None:
            self._put(again)

    def _fault(self, number: int, error: KnownError) -> None:
        if number == self._wanted:
            self._asking, self._again = False, None
            self.view.show_fault(error.sentence)

    def _load_more(self) -> None:
        if self._loaded and not self._asking and len(self._model.rows) >= self._limit:
            self._limit += PAGE
            self._put(Origin.DESK)

    # Showing

    def _apply(self, rows: tuple[InboxRow, ...], origin: Origin) -> None:
        shown, by_feed = self._model.rows, origin is Origin.FEED
        current = next((row for row in shown if row.key == self._chosen), None)
        first = not self._loaded
        self._loaded = True
        hold = by_feed and bool(shown) and current is not None and self.view.isVisible()
        result = merge(shown, rows, hold_new=hold, keep=current if by_feed else None)
        place = next((i for i, row in enumerate(shown) if row.key == self._chosen), 0)
        self._applying = True
        self._model.set_rows(result.rows, grouped=is_grouped(self._shown_view, self._order))
        self._applying = False
        if first:
            self.view.list.scrollToTop()
        self._restore_cursor(place)
        self._show_news(result.held)
        self._show_header()
        self._show_page()
        self._plan_words()
        self.moved.emit()

    def _restore_cursor(self, place: int) -> None:
        """The chosen row keeps the cursor; where the agent's own act took it away, the next one gets it."""
        if not self._chosen:
            return
        rows = self._model.rows
        index = self._model.index_of(self._chosen)
        if not index.isValid() and rows:
            index = self._model.index_of(rows[min(place, len(rows) - 1)].key)
        if not index.isValid():
            self._choose_nothing()
        elif index != self.view.list.currentIndex() or self._model.row(index).key != self._chosen:  # type: ignore[union-attr]
            self.view.list.setCurrentIndex(index)
            self._on_chosen(index)

    def _choose_nothing(self) -> None:
        self._chosen = ""
        self.view.list.setCurrentIndex(QModelIndex())
        self.chosen.emit("")

    def _show_header(self) -> None:
        name = wording.VIEW_NAMES[self._shown_view]
        number = self._counts.of(self._shown_view)
        if number == 0:
            self.view.show_header(
                name, self.tr("Aucune expérience"), self.tr("{view}, aucune expérience").format(view=name)
            )
            return
        count = wording.count_of(number, "expérience", "expériences")
        self.view.show_header(name, f"{count}, {wording.order_words(self._order)}", f"{name}, {count}")

    def _show_news(self, held: int) -> None:
        text = ""
        if held:
            text = f"{wording.count_of(held, 'nouvelle', 'nouvelles')}, {self.tr('Afficher')}"
        self.view.show_news(text)

    def _show_page(self) -> None:
        if self._model.rows:
            self.view.show_list()
            return
        checked = self._last_success()
        plain = self.tr("Première synchronisation en cours.")
        if checked is not None:
            when = wording.ago(checked, self._clock())
            plain = self.tr("Dernière vérification {when}.").format(when=when)
            if self._shown_view is View.TO_ANSWER:
                plain = self.tr("Prochaine échéance\u00a0: aucune. {checked}").format(checked=plain)
        strong = {
            View.TO_ANSWER: self.tr("Tout est répondu"),
            View.LATE: self.tr("Aucun retard"),
            View.DUE_SOON: self.tr("Aucune échéance proche"),
            View.TO_VALIDATE: self.tr("Aucune réponse à valider"),
            View.MY_CLAIMS: self.tr("Aucune prise en charge"),
            View.ANSWERED: self.tr("Aucune réponse pour l’instant"),
            View.ALL: self.tr("Aucune expérience"),
        }[self._shown_view]
        if checked is None:
            strong = self.tr("Aucune expérience pour l’instant")
        self.view.show_empty(strong, plain)

    # Time

    def _plan_words(self) -> None:
        now = self._clock()
        turn = next_change(self._model.rows, now)
        self._words.stop()
        if turn is not None:
            wait = int((turn - now).total_seconds() * 1000) + 50
            self._words.start(min(max(wait, 1_000), _LONGEST_WAIT_MS))

    def _refresh_words(self) -> None:
        self._applying = True
        self._model.refresh_words()
        self._applying = False
        self._restore_cursor(0)
        self._plan_words()

    # The agent's hand

    def _on_chosen(self, index: QModelIndex) -> None:
        if self._applying:
            return
        row = self._model.row(index)
        key = "" if row is None else row.key
        if key != self._chosen:
            self._chosen = key
            self.chosen.emit(key)
            self.moved.emit()

    def _on_entered(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if row is not None:
            self.entered.emit(row.key)
