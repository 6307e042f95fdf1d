"""Layout of the inbox: header, bar of news, list, and what stands there when the list is empty or slow."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from spplus_desk.ui.inbox.bulk_bar import BulkBar
from spplus_desk.ui.inbox.delegate import HEADER_HEIGHT, ROW_HEIGHT, paint_grey_bars
from spplus_desk.ui.inbox.filter_bar import FilterBar
from spplus_desk.ui.inbox.name_bar import NameBar
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.banner import Banner
from spplus_desk.ui.widgets.buttons import Button, IconButton
from spplus_desk.ui.widgets.empty import EmptyState
from spplus_desk.ui.widgets.frames import Pane, h_line
from spplus_desk.ui.widgets.labels import ElidingLabel
from spplus_desk.ui.widgets.tall_list import TallList

if TYPE_CHECKING:
    from spplus_desk.ui.inbox.delegate import InboxDelegate
    from spplus_desk.ui.inbox.model import InboxModel

_SLOW_MS = 300
_ADDING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class ExperienceList(TallList):
    """Arrows, J and K walk over the rows and skip the headers; a letter never selects. `letters` turns J and K off."""

    letters = True
    left_selection = Signal()
    """Escape, while several rows are selected."""

    def __init__(self) -> None:
        super().__init__()
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    extending = False
    """True while a key or a click adds rows to the selection: the reading stays where it is."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.extending = bool(event.modifiers() & _ADDING)
        super().mousePressEvent(event)
        self.extending = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.extending = bool(event.modifiers() & _ADDING)
        self._on_key(event)
        self.extending = False

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """A row selected by its name, as a screen reader or a voice does, is gone to: nothing else would read it."""
        super().selectionChanged(selected, deselected)
        if self.extending or QGuiApplication.keyboardModifiers() & _ADDING:
            return
        parts = self.selectionModel().selection().toList()
        if len(parts) == 1 and parts[0].height() == 1 and parts[0].top() != self.currentIndex().row():
            to = self.model().index(parts[0].top(), 0)
            self.selectionModel().setCurrentIndex(to, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _on_key(self, event: QKeyEvent) -> None:
        if event.modifiers() == Qt.KeyboardModifier.NoModifier:
            if event.key() == Qt.Key.Key_Down or (event.key() == Qt.Key.Key_J and self.letters):
                self.step(1)
                return
            if event.key() == Qt.Key.Key_Up or (event.key() == Qt.Key.Key_K and self.letters):
                self.step(-1)
                return
            if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
                last = self.model().rowCount() - 1
                first_step = (0, 1) if event.key() == Qt.Key.Key_Home else (last, -1)
                self._choose(*first_step)
                return
        if event.key() == Qt.Key.Key_Escape and len(self.selectionModel().selection().toList()) > 0:
            self.left_selection.emit()
            return
        super().keyPressEvent(event)

    def step(self, by: int) -> bool:
        """Choose the next (1) or previous (-1) row; False at the end."""
        current = self.currentIndex()
        return self._choose(current.row() + by if current.isValid() else 0, by)

    def _choose(self, row: int, by: int) -> bool:
        found = self.nearest_row(row, by)
        if found is None:
            return False
        self.setCurrentIndex(self.model().index(found, 0))
        if found <= 1:  # the first group's header comes into sight with its first row
            self.scrollToTop()
        return True


class _GreyRows(QWidget):
    """What stands for rows that are being read."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        px = self._theme.px
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for top in range(px(HEADER_HEIGHT), self.height(), px(ROW_HEIGHT)):
                paint_grey_bars(painter, self._theme, QRect(0, top, self.width(), px(ROW_HEIGHT)))


class InboxView(QFrame):
    """Signals only tell what the agent did; the pane decides."""

    chosen = Signal(QModelIndex)
    entered = Signal(QModelIndex)
    news_wanted = Signal()

    def __init__(self, theme: Theme, model: "InboxModel", delegate: "InboxDelegate") -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("pane", "surface")
        self.title = ElidingLabel(theme, role=Role.HEADING, weight=600)
        self.subtitle = ElidingLabel(theme, role=Role.META, tone="text-3")
        self.list = ExperienceList()
        self.list.setObjectName("experience_list")
        self.list.setAccessibleName(self.tr("Liste des expériences"))
        self.list.setModel(model)
        self.list.setItemDelegate(delegate)
        self.list.entered_by_key.connect(self.entered)
        self.list.selectionModel().currentChanged.connect(lambda current, _previous: self.chosen.emit(current))
        self._model = model
        for changed in (model.modelReset, model.layoutChanged, model.rowsInserted, model.rowsRemoved):
            changed.connect(self._reshape)
        self._empty = EmptyState(theme, "check-double-line", "")
        self._stack = QStackedWidget()
        self._pages: dict[str, QWidget] = {"list": self.list, "empty": self._empty, "loading": _GreyRows(theme)}
        for page in self._pages.values():
            self._stack.addWidget(page)
        self.news = self._build_news()
        self.news_line = h_line()
        self.news_line.hide()
        self._banner = Banner(theme, "error", "")
        self._banner.hide()
        self._slow = QTimer(self, singleShot=True, interval=_SLOW_MS)
        self._slow.timeout.connect(lambda: self._show("loading"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_header())
        column.addWidget(h_line())
        self.filters = FilterBar(theme)
        self.name_bar = NameBar(theme)
        column.addWidget(self.name_bar)
        column.addWidget(self.filters)
        column.addWidget(self.news)
        column.addWidget(self.news_line)
        column.addWidget(self._banner)
        column.addWidget(self._stack, 1)
        self.bulk = BulkBar(theme)
        column.addWidget(self.bulk)
        theme.changed.connect(self._reshape)
        self._reshape()

    def _build_header(self) -> QWidget:
        header = Pane("surface")
        self._theme.keep_height(header, 55)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addStretch()
        texts.addWidget(self.title)
        texts.addWidget(self.subtitle)
        texts.addStretch()
        row = QHBoxLayout(header)
        row.setContentsMargins(self._theme.px(16), 0, self._theme.px(8), 0)
        row.addLayout(texts, 1)
        self.filter_button = IconButton(
            self._theme, "filter-3-line", self.tr("Filtrer la liste"), self.tr("Filtrer la liste (Ctrl+F)")
        )
        self.filter_button.setObjectName("filter_button")
        self.filter_button.setCheckable(True)
        self.view_button = IconButton(self._theme, "bookmark-line", self.tr("Vues enregistrées"))
        self.view_button.setObjectName("view_button")
        self.site_button = IconButton(self._theme, "building-2-line", self.tr("Choisir la structure"))
        self.site_button.setObjectName("site_button")
        self.site_button.setCheckable(True)
        row.addWidget(self.site_button)
        self.sort_button = IconButton(self._theme, "sort-desc", self.tr("Trier la liste"))
        self.sort_button.setObjectName("sort_button")
        row.addWidget(self.filter_button)
        row.addWidget(self.sort_button)
        row.addWidget(self.view_button)
        self.header_row = row
        return header

    def _build_news(self) -> QWidget:
        bar = Pane("surface-alt")
        self._news_button = Button(self._theme, "", "link", icon="arrow-up-line")
        self._news_button.setObjectName("news_button")
        self._news_button.clicked.connect(self.news_wanted)
        row = QHBoxLayout(bar)
        row.setContentsMargins(self._theme.px(12), 0, self._theme.px(12), 0)
        row.addWidget(self._news_button)
        row.addStretch()
        bar.hide()
        return bar

    # What the pane tells

    def show_header(self, title: str, subtitle: str, description: str, *, shorter: str = "") -> None:
        """`shorter`: a subtitle for a head with little room."""
        self.title.setText(title)
        self.subtitle.shorter = shorter
        self.subtitle.setText(subtitle)
        self.list.setAccessibleDescription(description)

    def show_news(self, text: str) -> None:
        """« 6 nouvelles, Afficher »; nothing when empty."""
        self._news_button.setText(text)
        self._news_button.setAccessibleName(text)
        self._news_button.updateGeometry()
        self.news.setVisible(bool(text))
        self.news_line.setVisible(bool(text))

    def show_fault(self, sentence: str) -> None:
        """A banner over the list, which is kept as it was; nothing when empty."""
        self._banner.show_text(sentence)
        self._banner.setVisible(bool(sentence))

    def show_loading(self) -> None:
        """Grey rows, but only if it lasts."""
        self._slow.start()

    def show_list(self) -> None:
        self._slow.stop()
        self._show("list")

    def show_empty(self, strong: str, plain: str) -> None:
        self._slow.stop()
        self._empty.show_text(strong, plain)
        self._show("empty")

    def _show(self, page: str) -> None:
        self._stack.setCurrentWidget(self._pages[page])

    def _reshape(self) -> None:
        px = self._theme.px
        self.list.set_shape(self._model.heads, px(ROW_HEIGHT), px(HEADER_HEIGHT))
