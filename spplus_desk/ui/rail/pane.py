"""The rail as a whole: it shows counts and states, and says what was chosen."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout

from spplus_desk.domain.inbox import ViewCounts
from spplus_desk.ui.rail.delegate import RailDelegate
from spplus_desk.ui.rail.entries import RailEntry, own_entry, search_entry
from spplus_desk.ui.rail.foot import AccountButton, SyncButton, SyncLook
from spplus_desk.ui.rail.model import ENTRY, RailModel
from spplus_desk.ui.rail.search import SearchButton
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.frames import Pane, h_line
from spplus_desk.ui.widgets.lists import KeyListView

if TYPE_CHECKING:
    from spplus_desk.services.own_views import OwnView
    from spplus_desk.services.search import SavedSearch


class _RailList(KeyListView):
    """All entries are always there: the list is as tall as they are, and scrolls in a low window only."""


class Rail(Pane):
    """`chosen` carries the key of a RailEntry. With `search_key`, « Rechercher » stands at the top, and names it."""

    chosen = Signal(str)
    search_wanted = Signal()

    def __init__(
        self, theme: Theme, agent_name: str, site_name: str, entries: Sequence[RailEntry], search_key: str = ""
    ) -> None:
        super().__init__("canvas")
        self._theme = theme
        self._model = RailModel(entries, self)
        self._own: list[RailEntry] = []
        self._searches: list[RailEntry] = []
        self._marking = False
        self._delegate = RailDelegate(theme, self)
        self.list = _RailList()
        self.list.setObjectName("nav_rail")
        self.list.setAccessibleName(self.tr("Vues et outils"))
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._delegate)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.entered_by_key.connect(self._on_current)
        self.list.clicked.connect(self._on_current)  # the present entry too: it leads back from help and settings
        self.sync = SyncButton(theme)
        self.account = AccountButton(theme, agent_name, site_name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(12), 0, theme.px(6))
        column.setSpacing(0)
        self.search: SearchButton | None = None
        if search_key:
            self.search = SearchButton(theme, search_key)
            self.search.clicked.connect(self.search_wanted)
            top = QVBoxLayout()
            theme.keep_margins(top, 8, 0, 8, 8)
            top.addWidget(self.search)
            column.addLayout(top)
        column.addWidget(self.list, 1)
        foot = self._foot = QVBoxLayout()
        foot.setSpacing(0)
        foot.addWidget(h_line())
        foot.addSpacing(theme.px(6))
        foot.addWidget(self.sync)
        foot.addWidget(self.account)
        column.addLayout(foot)
        self.set_folded(False)
        theme.changed.connect(self.list.doItemsLayout)

    def set_folded(self, folded: bool) -> None:
        px = self._theme.px
        self._foot.setContentsMargins(px(8), px(6), px(8), 0)
        self._delegate.folded = folded
        self.sync.folded = self.account.folded = folded
        if self.search is not None:
            self.search.set_folded(folded)
        self.list.viewport().update()

    def show_counts(self, counts: ViewCounts) -> None:
        self._model.set_counts(counts)

    def show_own(self, listed: "Sequence[tuple[OwnView, int]]") -> None:
        """The agent's own views, with how many rows each has."""
        self._own = [own_entry(view.id, view.name, number) for view, number in listed]
        self._model.set_own([*self._own, *self._searches])

    def show_searches(self, kept: "Sequence[SavedSearch]") -> None:
        """The searches that the agent keeps, under their views."""
        self._searches = [search_entry(one.view.id, one.view.name) for one in kept]
        self._model.set_own([*self._own, *self._searches])

    def show_sync(self, look: SyncLook) -> None:
        self.sync.show_look(look)

    def select(self, key: str) -> None:
        """Mark `key` as the present screen, and say so by `chosen` when it was another."""
        self.list.setCurrentIndex(self._model.index_of(key))

    def mark(self, key: str) -> None:
        """Mark `key` as what is shown already: `chosen` says nothing."""
        self._marking = True
        self.select(key)
        self._marking = False

    def has(self, key: str) -> bool:
        """True where `key` is one of the entries."""
        return self._model.index_of(key).isValid()

    @property
    def current_key(self) -> str:
        entry = self.list.currentIndex().data(ENTRY)
        return entry.key if isinstance(entry, RailEntry) else ""

    def _on_current(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY)
        if isinstance(entry, RailEntry) and not self._marking:
            self.chosen.emit(entry.key)
