"""How the search is laid out: field and chips, results at the left, the text at the right, its actions below."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from spplus_desk.ui.search.delegate import ResultDelegate
from spplus_desk.ui.search.found_text import FoundText
from spplus_desk.ui.search.kept import KeptSearches, NameBar
from spplus_desk.ui.search.model import ResultModel
from spplus_desk.ui.search.query_bar import QueryFrame, Refine
from spplus_desk.ui.search.sort_button import SortButton
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.banner import Banner
from spplus_desk.ui.widgets.buttons import Button, IconButton
from spplus_desk.ui.widgets.empty import EmptyState
from spplus_desk.ui.widgets.frames import Pane, Splitter, h_line
from spplus_desk.ui.widgets.labels import ElidingLabel
from spplus_desk.ui.widgets.lists import KeyListView

_LEAST_LIST, _LEAST_TEXT = 300, 380
_SINGLE_UNDER = 884
"""Effective width under which the results stand alone: 1100 px of a window, less the rail and its margin."""


class ResultList(KeyListView):
    """`up_from_first` is the arrow that goes back to the field."""

    up_from_first = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("result_list")
        self.setAccessibleName(self.tr("Résultats de la recherche"))
        self.setUniformItemSizes(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.up_from_first.emit()
            return
        super().keyPressEvent(event)


class SearchView(Pane):
    """Widgets are public: the page connects them."""

    near_end = Signal()

    def __init__(self, theme: Theme, model: ResultModel, delegate: ResultDelegate, text: FoundText) -> None:
        super().__init__("surface")
        self._theme = theme
        self._single = False
        self.query = QueryFrame(theme)
        self.refine = Refine(theme)
        self.count = ElidingLabel(theme, role=Role.META, weight=600)
        self.where = ElidingLabel(theme, role=Role.META, tone="text-2")
        self.sort = SortButton(theme)
        self.list = ResultList()
        self.list.setModel(model)
        self.list.setItemDelegate(delegate)
        self.list.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.empty = EmptyState(theme, "search-line", "")
        self.kept = KeptSearches(theme)
        self.fault = Banner(theme, "error", "")
        self.fault.hide()
        self.text = text
        self.start = EmptyState(
            theme, "chat-quote-line", self.tr("Choisissez un résultat"),
            self.tr("Bas pour parcourir les résultats, Entrée pour ouvrir."),
        )  # fmt: skip
        self.open = Button(theme, self.tr("Ouvrir"), key="⏎")
        self.open.setObjectName("open_result")
        self.save = Button(theme, self.tr("Garder cette recherche"), "quiet", icon="save-line")
        self.save.setObjectName("save_search")
        self._passage = ""
        self.passage = ElidingLabel(theme, role=Role.META, tone="text-3")
        self.previous = IconButton(theme, "arrow-up-s-line", self.tr("Passage précédent"), self.tr("Maj+F3"))
        self.previous.setObjectName("previous_match")
        self.next = IconButton(theme, "arrow-down-s-line", self.tr("Passage suivant"), self.tr("F3"))
        self.next.setObjectName("next_match")
        self.naming = NameBar(theme)
        self._build()
        theme.changed.connect(self.list.doItemsLayout)
        self.show_kept()
        self.show_text(False)
        self.show_passages("", False)

    def _build(self) -> None:
        theme = self._theme
        top = Pane("surface")
        head = QVBoxLayout(top)
        theme.keep_margins(head, 24, 12, 24, 10, 8)
        head.addWidget(self.query)
        head.addWidget(self.refine)
        self._footer = self._build_footer()
        self._right = QWidget()
        self._right_column = QVBoxLayout(self._right)
        self._right_column.setContentsMargins(0, 0, 0, 0)
        self._right_column.setSpacing(0)
        self._texts = QStackedWidget()
        self._texts.addWidget(self.start)
        self._texts.addWidget(self.text)
        self._right_column.addWidget(self._texts, 1)
        self._right_column.addWidget(self._footer)
        self.splitter = Splitter(theme, [536, 614], self)
        self._left = self._build_left()
        self.splitter.addWidget(self._left)
        self.splitter.addWidget(self._right)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.splitterMoved.connect(lambda _place, _index: self._fit_passage())
        self._left.lower()  # QSplitter stacks the last one lowest: a screen reader would meet the text first
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(h_line())
        column.addWidget(self.splitter, 1)
        self._column = column

    def _build_left(self) -> QWidget:
        theme = self._theme
        self._header = Pane("surface-alt")
        row = QHBoxLayout(self._header)
        theme.keep_margins(row, 24, 0, 18, 0, 4)
        row.addWidget(self.count)
        row.addWidget(self.where)
        row.addStretch()
        row.addWidget(self.sort)
        theme.keep_height(self._header, 28)
        self._lists = QStackedWidget()
        for widget in (self.kept, self.list, self.empty):
            self._lists.addWidget(widget)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(h_line())
        column.addWidget(self.fault)
        column.addWidget(self._lists, 1)
        return left

    def _build_footer(self) -> QWidget:
        theme = self._theme
        footer = QWidget()
        column = QVBoxLayout(footer)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._tools = Pane("surface-alt")
        row = QHBoxLayout(self._tools)
        theme.keep_margins(row, 28, 8, 20, 8, 4)
        row.addWidget(self.open)
        row.addWidget(self.save)
        row.addStretch()
        row.addWidget(self.passage, 1)
        row.addWidget(self.previous)
        row.addWidget(self.next)
        self.passage.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column.addWidget(h_line())
        column.addWidget(self.naming)
        column.addWidget(self._tools)
        return footer

    # What the page tells

    def show_kept(self) -> None:
        """Nothing is asked for."""
        self._lists.setCurrentWidget(self.kept)
        self._show_results(False)

    def show_results(self) -> None:
        self._lists.setCurrentWidget(self.list)
        self._show_results(True)

    def show_empty(self, strong: str, plain: str) -> None:
        self.empty.show_text(strong, plain)
        self._lists.setCurrentWidget(self.empty)
        self._show_results(False)
        self.save.setEnabled(True)

    def _show_results(self, some: bool) -> None:
        self.sort.setVisible(some)
        self.open.setEnabled(some)
        self.save.setEnabled(some)

    def show_count(self, count: str, where: str, description: str) -> None:
        self.count.setText(count)
        self.where.setText(where)
        self.list.setAccessibleDescription(description)

    def show_text(self, some: bool) -> None:
        self._texts.setCurrentWidget(self.text if some else self.start)

    def show_passages(self, text: str, several: bool) -> None:
        self._passage = text
        self._fit_passage()
        self.previous.setEnabled(several)
        self.next.setEnabled(several)

    # Room

    def _fit_passage(self) -> None:
        """« 1 sur 6 » between its two arrows, where « Passage 1 sur 6 » has no room."""
        others = self.open.sizeHint().width() + self.save.sizeHint().width() + 2 * self.next.sizeHint().width()
        room = self._tools.width() - others - self._theme.px(28 + 20 + 5 * 4)
        whole = self.passage.fontMetrics().horizontalAdvance(self._passage)
        self.passage.setText(self._passage if whole <= room else self._passage.partition(" ")[2])

    @property
    def single(self) -> bool:
        return self._single

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """In a narrow window the results stand alone, with what can be done below them."""
        single = self.width() / self._theme.scale < _SINGLE_UNDER
        if single is not self._single:
            self._single = single
            (self._right_column if single else self._column).removeWidget(self._footer)
            (self._column if single else self._right_column).addWidget(self._footer)
            self._right.setVisible(not single)
        self._fit_passage()
        self._left.setMinimumWidth(0 if single else self._theme.px(_LEAST_LIST))
        self._right.setMinimumWidth(0 if single else self._theme.px(_LEAST_TEXT))
        self.refine.hint.setVisible(not single)
        wanted = min(self._theme.px(536), self.width() // 2)
        sizes = [wanted, max(self.width() - wanted - 1, 1)]
        if self.splitter.defaults != sizes:
            self.splitter.arrange(sizes)

    def _scrolled(self, value: int) -> None:
        bar = self.list.verticalScrollBar()
        if bar.maximum() - value < 3 * self.list.height():
            self.near_end.emit()
