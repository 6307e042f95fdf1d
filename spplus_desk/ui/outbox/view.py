"""How Envois is laid out: header, strip of states, list, detail."""

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from spplus_desk.ui.outbox.delegate import OutboxDelegate
from spplus_desk.ui.outbox.detail import OutboxDetail
from spplus_desk.ui.outbox.model import OutboxModel
from spplus_desk.ui.outbox.state_filter import StateFilter
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.empty import EmptyState
from spplus_desk.ui.widgets.frames import Pane, Splitter, h_line
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.widgets.lists import KeyListView

_DETAIL = 376
_STACK_UNDER = 1100
"""Effective width of the window under which the detail stands below the list."""


class OutboxList(KeyListView):
    """A click on the painted action does it; elsewhere it selects the row."""

    acted = Signal(QModelIndex)

    def __init__(self, delegate: OutboxDelegate, model: OutboxModel) -> None:
        super().__init__()
        self._delegate, self._model = delegate, model
        self.setObjectName("outbox_list")
        self.setAccessibleName(self.tr("Liste des envois"))
        self.setModel(model)
        self.setItemDelegate(delegate)
        delegate.setParent(self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        item = self._model.item(index.row())
        if item is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        if self._delegate.action_rect(self.visualRect(index), item).contains(place):
            self.acted.emit(index)


class OutboxView(Pane):
    def __init__(self, theme: Theme, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__("surface", parent)
        self._theme = theme
        self.model = OutboxModel(clock, self)
        self.sync = Button(theme, self.tr("Synchroniser"), "quiet", icon="refresh-line", key="F5")
        self.sync.setObjectName("sync_button")
        self.changes = Button(theme, self.tr("Changements annoncés"), "quiet", icon="calendar-todo-line")
        self.changes.setObjectName("announced_button")
        self.filter = StateFilter(theme)
        self.list = OutboxList(OutboxDelegate(theme, clock, self), self.model)
        self.empty = EmptyState(theme, "send-plane-line", self.tr("Aucun envoi en cours"))
        self.stack = QStackedWidget()
        self.detail = OutboxDetail(theme, clock)
        self.splitter = Splitter(theme, [774, _DETAIL])
        self._stacked: bool | None = None
        self._build()
        theme.changed.connect(self._adapt)

    def _build(self) -> None:
        theme = self._theme
        head = QHBoxLayout()
        head.setContentsMargins(24, 0, 24, 0)
        head.setSpacing(8)
        title = Label(theme, self.tr("Envois"), Role.TITLE, 600)
        head.addWidget(title, 0, Qt.AlignmentFlag.AlignVCenter)
        note = Label(
            theme,
            self.tr("Chaque réponse garde son numéro de reçu. Aucune ne part deux fois."),
            Role.META,
            tone="text-3",
            wrap=True,
        )
        head.addWidget(note, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.changes)
        head.addWidget(self.sync)
        top, strip = QWidget(), QWidget()
        top.setLayout(head)
        self._top = top
        top.setFixedHeight(theme.px(55))
        states = QHBoxLayout(strip)
        states.setContentsMargins(24, 11, 24, 11)
        states.addWidget(self.filter)
        states.addStretch(1)
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        self.splitter.addWidget(self.stack)
        self.splitter.addWidget(self.detail)
        self.stack.lower()  # QSplitter stacks the last one lowest: a screen reader would meet the detail first
        self.stack.setMinimumWidth(theme.px(300))
        self.detail.setMinimumWidth(theme.px(300))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (top, h_line(), strip, h_line()):
            column.addWidget(widget)
        column.addWidget(self.splitter, 1)
        for before, after in pairwise(
            (self.filter, self.list, self.detail, self.detail.history, self.changes, self.sync)
        ):
            QWidget.setTabOrder(before, after)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._adapt()

    def _adapt(self) -> None:
        self._top.setFixedHeight(self._theme.px(55))
        self.filter.set_room(self.width() - 48)
        stacked = self.window().width() / self._theme.scale < _STACK_UNDER
        if stacked == self._stacked:
            return
        self._stacked = stacked
        self.splitter.setOrientation(Qt.Orientation.Vertical if stacked else Qt.Orientation.Horizontal)
        detail = self._theme.px(_DETAIL)
        height = max(self.height() - 112, 200)
        sizes = [height // 2, height // 2] if stacked else [max(self.width() - detail, 300), detail]
        self.splitter.arrange(sizes)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)

    def show_empty(self, strong: str, plain: str) -> None:
        self.empty.show_text(strong, plain)
        self.stack.setCurrentWidget(self.empty)
        self.detail.hide()

    def show_list(self) -> None:
        self.stack.setCurrentWidget(self.list)
        self.detail.show()
