"""The inbox decides: which view is shown, what a change means for it, which row is under the cursor."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QTimer, Signal

from spplus_desk.domain.changes import ChangeKind, ChangeSet, Origin
from spplus_desk.domain.errors import KnownError
from spplus_desk.domain.inbox import InboxRow, SortOrder, View, ViewCounts
from spplus_desk.domain.inbox_filter import NO_FILTER, Filter
from spplus_desk.domain.listing import Ask, Listing, ListQuery
from spplus_desk.domain.values import replace
from spplus_desk.ui import wording
from spplus_desk.ui.inbox.delegate import InboxDelegate
from spplus_desk.ui.inbox.items import next_change
from spplus_desk.ui.inbox.model import InboxModel
from spplus_desk.ui.inbox.narrowing import Narrowing
from spplus_desk.ui.inbox.own_views import OwnViewsKeeper
from spplus_desk.ui.inbox.paging import PageFetcher
from spplus_desk.ui.inbox.selecting import Selecting
from spplus_desk.ui.inbox.sites import SitePicker
from spplus_desk.ui.inbox.turning import Turning
from spplus_desk.ui.inbox.view import InboxView
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme

if TYPE_CHECKING:
    from spplus_desk.services.bulk import BulkService
    from spplus_desk.services.inbox import InboxService
    from spplus_desk.services.own_views import OwnViews

_CARES = frozenset({ChangeKind.INBOX, ChangeKind.REPLIES, ChangeKind.DRAFTS, ChangeKind.STRUCTURES})
_AT_REST_MS = 300
"""After a scroll that has ended, the words in sight are others."""


class InboxPane(QObject):
    """`chosen` carries the slot's id, or an empty string; `entered` is Enter on a row."""

    chosen = Signal(str)
    entered = Signal(str)
    turned = Signal()
    """A deadline has passed, a day may have begun: what is counted by the time may be another number."""
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
        *,
        own: "OwnViews | None" = None,
        bulk: "BulkService | None" = None,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._service, self._clock, self._last_success = tasks, service, clock, last_success
        self._model = InboxModel(clock, me, self)
        self.view = InboxView(theme, self._model, InboxDelegate(theme, clock, me, self))
        self.view.chosen.connect(self._on_chosen)
        self.view.entered.connect(self._on_entered)
        self.view.news_wanted.connect(self.show_news)
        self._pages = PageFetcher(tasks, service, self._model, self.view.list, self)
        self._pages.arrived.connect(self._on_page)
        self._pages.lost.connect(lambda: self._ask(Origin.DESK))
        self._shown_view = View.TO_ANSWER
        self._narrowing = Narrowing(theme, tasks, service, self.view, me, self)
        self._narrowing.wanted.connect(self._list_anew)
        self.own = None if own is None else OwnViewsKeeper(tasks, service, own, self.view, self._query, self)
        if self.own is not None:
            self.own.listed.connect(self._on_own_views)
        self.view.view_button.setVisible(own is not None)
        self.selecting = None if bulk is None else Selecting(tasks, service, bulk, self._model, self.view, self)
        if self.selecting is not None:
            self.selecting.ended.connect(self._on_selection_ended)
        self._stands_still: Origin | None = None
        self.sites = SitePicker(tasks, service, self.view.site_button, self)
        self.sites.changed.connect(self._on_sites)
        self._counts = ViewCounts()
        self._chosen = ""
        self._wanted = 0  # the question whose answer is waited for; older answers are thrown away
        self._asking = False
        self._again: Origin | None = None
        self._loaded = False
        self._applying = False
        self._replan = QTimer(self, singleShot=True, interval=_AT_REST_MS)
        self._replan.timeout.connect(self._plan_words)
        self.view.list.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._turning = Turning(clock, self)
        self._turning.turned.connect(self.tell_time)

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
        found = self._model.place_of(self.view.list.currentIndex()) if self._chosen else None
        return 0 if found is None else found + 1, self._number() if self._loaded else 0

    def _number(self) -> int:
        """How many rows the list has: what is counted may be newer than what is shown."""
        listing = self._model.listing
        if self._narrowing.filter:
            return listing.count
        return max(listing.count, self._counts.of(self._shown_view)) if listing.whole else listing.count

    def open_view(self, view: View, filter: Filter = NO_FILTER, order: SortOrder = SortOrder.DEADLINE) -> None:
        """Show another view, from its top, with nothing chosen."""
        self._shown_view = view
        if self.own is not None:
            self.own.current = None
        self._narrowing.begin(ListQuery(view=view, order=order, filter=filter, sites=self._service.sites))
        self._list_anew()

    def open_own(self, id: str) -> bool:
        """Show one of the agent's own views; False where it is no more."""
        view = None if self.own is None else self.own.find(id)
        if view is None or self.own is None:
            return False
        self.open_view(view.query.view, view.query.filter, view.query.order)
        self.own.current = view
        self._show_header()
        return True

    def _on_sites(self) -> None:
        self._narrowing.begin(self._query())
        self._list_anew()
        if self.own is not None:
            self.own.refresh()

    def open_filters(self) -> None:
        """« Filtrer la liste »."""
        self._narrowing.open_filters()

    def _query(self) -> ListQuery:
        asked = self._narrowing
        return ListQuery(view=self._shown_view, order=asked.order, filter=asked.filter, sites=self._service.sites)

    def _list_anew(self) -> None:
        self._loaded = False
        self._choose_nothing()
        self._model.clear()
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
        if self.own is not None and changes.kinds & (_CARES | {ChangeKind.DOCUMENTS}):
            self.own.refresh()
        if ChangeKind.STRUCTURES in changes.kinds:
            self.sites.refresh()

    def update_kept(self, row: InboxRow) -> None:
        """What the reading found of the chosen row: it may have left the view and still stand under the cursor."""
        if row.key == self._chosen and self._loaded:
            self._model.update_row(row)

    def show_news(self) -> None:
        """The agent wants the rows that waited."""
        self._ask(Origin.DESK)

    # Asking the store

    def _on_selection_ended(self) -> None:
        origin, self._stands_still = self._stands_still, None
        self._on_chosen(self.view.list.currentIndex())
        if origin is not None:
            self._ask(origin)

    def _ask(self, origin: Origin) -> None:
        if self._loaded and self.selecting is not None and self.selecting.several:
            # Nothing moves under a selection; what came meanwhile is asked for when it ends.
            self._stands_still = Origin.DESK if Origin.DESK in (origin, self._stands_still) else Origin.FEED
        elif self._asking and self._loaded:
            # One question at a time; what came meanwhile is asked again, and the agent's own change wins.
            self._again = Origin.DESK if Origin.DESK in (origin, self._again) else Origin.FEED
        else:
            self._put(origin)

    def _put(self, origin: Origin) -> None:
        self._asking = True
        self._wanted += 1
        number = self._wanted
        query = self._query()
        future = self._service.relist(query, self._ask_of(origin)) if self._loaded else self._service.open_list(query)
        self._tasks.when_done(
            future,
            lambda listing: self._answer(number, listing, origin),
            lambda error: self._fault(number, error),
            owner=self,
        )

    def _ask_of(self, origin: Origin) -> Ask:
        """What came by the feed waits while the agent reads, and takes nothing from under the cursor."""
        by_feed = origin is Origin.FEED
        anchor = self._anchor()
        return Ask(
            shown=self._model.listing.number,
            hold=by_feed and bool(self._chosen) and self.view.isVisible(),
            cursor=self._chosen,
            keep=by_feed,
            around="" if anchor is None else anchor[0],
            near=self._chosen_place(),
        )

    def _answer(self, number: int, listing: Listing, origin: Origin) -> None:
        if number != self._wanted:
            return
        self._asking = False
        again, self._again = self._again, None
        self.view.show_fault("")
        self._apply(listing)
        if not listing.whole:
            self._put(Origin.DESK)
            self._again = again
        elif again is not None:
            self._put(again)

    def _fault(self, number: int, error: KnownError) -> None:
        if number == self._wanted:
            self._asking, self._again = False, None
            self.view.show_fault(error.sentence)

    # Showing

    def _apply(self, listing: Listing) -> None:
        first = not self._loaded
        place, anchor = self._chosen_place(), self._anchor()
        self._loaded = True
        self._applying = True
        self._model.set_listing(listing, self._chosen)
        if first:
            self.view.list.scrollToTop()
        elif anchor is not None and anchor[0] in listing.places:
            self.view.list.put_at(self._model.index_at(listing.places[anchor[0]]), anchor[1])
        self._applying = False
        self._restore_cursor(place)
        self._show_news(listing.held)
        self._show_header()
        self._show_page()
        self._plan_words()
        self.moved.emit()

    def _anchor(self) -> tuple[str, int] | None:
        """(a row in sight that must not move, its distance from the top of the list): the chosen one where it is in
        sight. None at the very top, where what is new and urgent may show."""
        view = self.view.list
        current = view.currentIndex()
        sight = view.rows_in_sight()
        if not (self._chosen and current.row() in sight):
            if view.verticalOffset() == 0:
                return None
            found = next((row for row in sight if self._model.row(self._model.index(row)) is not None), None)
            if found is None:
                return None
            current = self._model.index(found)
        row = self._model.row(current)
        return None if row is None else (row.key, view.visualRect(current).top())

    def _chosen_place(self) -> int:
        return self._model.place_of(self.view.list.currentIndex()) or 0

    def _restore_cursor(self, place: int) -> None:
        """The chosen row keeps the cursor; where the agent's own act took it away, the next one gets it."""
        if not self._chosen:
            return
        listing = self._model.listing
        at = listing.places.get(self._chosen)
        if at is None and not listing.whole:
            return  # it may stand further down
        index = self._model.index_at(min(place, listing.count - 1) if at is None else at)
        row = self._model.row(index)
        if not index.isValid():
            self._choose_nothing()
        elif index != self.view.list.currentIndex() or row is None or row.key != self._chosen:
            self.view.list.setCurrentIndex(index)
            self._on_chosen(index)

    def _on_scrolled(self, _value: int) -> None:
        self._replan.start()

    def _on_page(self) -> None:
        """Rows came: one of them may be under the cursor."""
        self._on_chosen(self.view.list.currentIndex())
        self._replan.start()

    def _choose_nothing(self) -> None:
        self._chosen = ""
        self.view.list.setCurrentIndex(QModelIndex())
        self.chosen.emit("")

    def _on_own_views(self) -> None:
        """The one that is shown may have another name now, given here or on another desk."""
        if self._loaded:
            self._show_header()

    def _show_header(self) -> None:
        own = None if self.own is None else self.own.current
        name = wording.VIEW_NAMES[self._shown_view] if own is None else own.name
        number = self._counts.of(self._shown_view)
        site = f", {self.sites.name}" if self.sites.name else ""
        order, shorter = (f"{wording.order_words(self._narrowing.order, short=short)}{site}" for short in (False, True))
        if self._narrowing.filter:
            self._show_filtered_header(name, number, order, shorter)
        elif number == 0:
            self.view.show_header(
                name, self.tr("Aucune expérience"), self.tr("{view}, aucune expérience").format(view=name)
            )
        else:
            count = wording.count_of(number, "expérience", "expériences")
            self.view.show_header(name, f"{count}, {order}", f"{name}, {count}", shorter=f"{count}, {shorter}")

    def _show_filtered_header(self, name: str, number: int, order: str, shorter: str) -> None:
        listing = self._model.listing
        said = wording.filter_words(self._narrowing.filter, self._narrowing.names)
        if not self._loaded or not listing.whole:
            self.view.show_header(name, self.tr("Recherche des expériences"), f"{name}, {said}")
            return
        found = wording.count_of(listing.count, "expérience", "expériences")
        if number > listing.count:
            found = self.tr("{count} sur {number}").format(count=found, number=wording.number(number))
        self.view.show_header(name, f"{found}, {order}", f"{name}, {found}, {said}", shorter=f"{found}, {shorter}")

    def _show_news(self, held: int) -> None:
        text = ""
        if held:
            text = f"{wording.count_of(held, 'nouvelle', 'nouvelles')}, {self.tr('Afficher')}"
        self.view.show_news(text)

    def _show_page(self) -> None:
        if self._model.listing.count:
            self.view.show_list()
            return
        if self._narrowing.filter:
            self._show_nothing_found()
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

    def _show_nothing_found(self) -> None:
        """Which filter to remove: the one without which most rows would be there."""
        query = self._query()
        parts = list(query.filter.parts())
        self.view.show_empty(self.tr("Aucune expérience avec ces filtres"), "")
        fewer = [replace(query, filter=query.filter.without(field, value)) for field, value in parts]

        def tell(counts: tuple[int, ...]) -> None:
            if query != self._query() or self._model.listing.count:
                return
            most, (field, value) = max(zip(counts, parts, strict=True), key=lambda found: found[0])
            said = wording.filter_part(field, value, self._narrowing.names)
            plain = self.tr("Retirez plusieurs filtres pour voir des expériences.")
            if most:
                plain = self.tr("Retirez «\u00a0{filter}\u00a0» pour voir {count}.").format(
                    filter=said, count=wording.count_of(most, "expérience", "expériences")
                )
            self.view.show_empty(self.tr("Aucune expérience avec ces filtres"), plain)

        self._tasks.when_done(self._service.count_lists(fewer), tell, owner=self)

    # Time

    def _plan_words(self) -> None:
        now = self._clock()
        due = self._model.listing.next_due
        view = self.view.list
        seen = [self._model.row(self._model.index(at)) for at in view.rows_in_sight()]
        own = next_change((row for row in seen if row is not None), now)  # others are painted when they come into sight
        self._turning.plan((own, due))

    def tell_time(self) -> None:
        """Chips, groups and views say what is true now; whoever counts by the time counts again."""
        self.turned.emit()
        self._model.refresh_words()
        self._plan_words()
        if self._loaded:
            self._ask(Origin.FEED)  # groups have other rows now

    # The agent's hand

    def _on_chosen(self, index: QModelIndex) -> None:
        if self._applying or (self.selecting is not None and (self.selecting.several or self.view.list.extending)):
            return
        row = self._model.row(index)
        if row is None and index.isValid():
            return  # it is being read, see `_on_page`
        key = "" if row is None else row.key
        if key != self._chosen:
            self._chosen = key
            self.chosen.emit(key)
            self.moved.emit()

    def _on_entered(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if row is not None:
            self.entered.emit(row.key)
