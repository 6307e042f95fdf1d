"""Filter and order of the list: the popover, the menu, the chips. The pane hears of what is wanted and lists it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from spplus_desk.domain.inbox import SortOrder
from spplus_desk.domain.inbox_filter import NO_FILTER, Choice, Filter
from spplus_desk.domain.listing import ListQuery
from spplus_desk.ui import wording
from spplus_desk.ui.inbox.filter_popup import FilterPopup
from spplus_desk.ui.inbox.view import InboxView
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme

if TYPE_CHECKING:
    from spplus_desk.services.inbox import InboxService


class Narrowing(QObject):
    """`wanted` says that `filter` or `order` is another."""

    wanted = Signal()

    def __init__(
        self, theme: Theme, tasks: Tasks, service: "InboxService", view: InboxView, me: str, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._theme, self._tasks, self._service, self._view, self._me = theme, tasks, service, view, me
        self.filter, self.order = NO_FILTER, SortOrder.DEADLINE
        self.names: Mapping[str, str] = {}
        self._query = ListQuery(view=next(iter(wording.VIEW_NAMES)))
        self._popup: FilterPopup | None = None
        self._orders = self._orders_menu()
        view.filter_button.clicked.connect(self.open_filters)
        view.sort_button.clicked.connect(self._open_orders)
        view.filters.removed.connect(lambda field, value: self.ask(self.filter.without(field, value)))
        view.filters.cleared.connect(lambda: self.ask(NO_FILTER))

    def begin(self, query: ListQuery) -> None:
        """Another view is shown, with its own filter and order."""
        self._query = query
        self.filter, self.order = query.filter, query.order
        self._show()
        ids = (*self.filter.structures, *(who for who in self.filter.claimed if not who.startswith("@")))
        if any(id not in self.names for id in ids):
            self._learn_names()

    def open_filters(self) -> None:
        """The popover comes with its numbers, as soon as they are counted."""
        if self._popup is None:
            self._tasks.when_done(self._service.choices(self._query), self._open_popup, owner=self)

    def ask(self, wanted: Filter) -> None:
        if wanted != self.filter:
            self.filter = wanted
            self._show()
            self.wanted.emit()

    def _open_popup(self, choices: tuple[Choice, ...]) -> None:
        self._take_names(choices)
        if self._popup is not None or not self._view.isVisible():
            return
        popup = FilterPopup(self._theme, self._query.view, self.filter, choices, self._me, self._view)
        popup.asked.connect(self.ask)
        popup.closed.connect(self._closed)
        self._popup = popup
        popup.open_under(self._view.filter_button, right=True, within=self._view)

    def _closed(self) -> None:
        if self._popup is not None:
            self._popup.deleteLater()
            self._popup = None

    def _orders_menu(self) -> QMenu:
        menu = QMenu(self._view)
        menu.setObjectName("orders_menu")
        menu.setAccessibleName(self.tr("Trier la liste"))
        group = QActionGroup(menu)
        for order, name in wording.SORT_NAMES.items():
            action = QAction(name, group, checkable=True)
            action.setObjectName(f"order_{order.value}")
            action.triggered.connect(lambda _checked=False, chosen=order: self._sort(chosen))
            menu.addAction(action)
        return menu

    def _open_orders(self) -> None:
        menu, button = self._orders, self._view.sort_button
        menu.popup(button.mapToGlobal(QPoint(button.width() - menu.sizeHint().width(), button.height())))

    def _sort(self, order: SortOrder) -> None:
        if order is not self.order:
            self.order = order
            self._show()
            self.wanted.emit()

    def _learn_names(self) -> None:
        self._tasks.when_done(self._service.choices(self._query), self._take_names, owner=self)

    def _take_names(self, choices: tuple[Choice, ...]) -> None:
        self.names = {choice.value: choice.name for choice in choices}
        self._show()

    def _show(self) -> None:
        self._view.filter_button.setChecked(bool(self.filter))
        self._view.filters.show_filter(self.filter, self.names)
        said = wording.filter_words(self.filter, self.names) if self.filter else self.tr("aucun filtre")
        self._view.filter_button.setAccessibleDescription(said)
        self._view.sort_button.setAccessibleDescription(wording.order_words(self.order))
        for action in self._orders.actions():
            action.setChecked(action.objectName() == f"order_{self.order.value}")
