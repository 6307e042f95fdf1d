"""How Modèles is laid out: the shelf at the left, one template, its form or its versions at the right."""

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from spplus_desk.ui.templates.delegate import ShelfDelegate
from spplus_desk.ui.templates.detail import TemplateDetail
from spplus_desk.ui.templates.form import TemplateForm
from spplus_desk.ui.templates.model import ShelfModel
from spplus_desk.ui.templates.versions import TemplateVersions
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import HALO, Button
from spplus_desk.ui.widgets.empty import EmptyState
from spplus_desk.ui.widgets.field import LineField
from spplus_desk.ui.widgets.frames import Pane, Splitter, bar_of, h_line
from spplus_desk.ui.widgets.labels import ElidingLabel, Label
from spplus_desk.ui.widgets.lists import KeyListView

_SHELF = 352
_STACK_UNDER = 1000
"""Effective width of the window under which the template stands below the shelf."""


class TemplatesView(Pane):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent)
        self._theme = theme
        self.model = ShelfModel(self)
        self.new = Button(theme, self.tr("Nouveau"), "secondary", icon="add-line")
        self.new.setObjectName("new_template")
        self.new.setAccessibleName(self.tr("Nouveau modèle"))
        self.count = ElidingLabel(theme, "", Role.META, tone="text-3")
        self.found = Label(theme, "", Role.META, tone="text-3", tabular=True)
        self.search = LineField(theme, self.tr("Rechercher un modèle"))
        self.search.setObjectName("template_search")
        self.search.setAccessibleName(self.tr("Rechercher un modèle"))
        theme.keep_font(self.search, Role.UI)
        self.search.installEventFilter(self)
        self.list = KeyListView()
        self.list.setObjectName("template_list")
        self.list.setAccessibleName(self.tr("Liste des modèles"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(ShelfDelegate(theme, self.model, self.list))
        self.list.setUniformItemSizes(True)
        self.empty = EmptyState(theme, "file-list-line", self.tr("Aucun modèle"))
        self.lists = QStackedWidget()
        self.detail = TemplateDetail(theme)
        self.form = TemplateForm(theme)
        self.versions = TemplateVersions(theme)
        self.nothing = EmptyState(
            theme,
            "file-list-line",
            self.tr("Choisissez un modèle"),
            self.tr("Flèches pour parcourir, Entrée pour insérer."),
        )
        self.sides = QStackedWidget()
        self.splitter = Splitter(theme, [_SHELF, 798])
        self._stacked: bool | None = None
        self._build()
        theme.changed.connect(self._adapt)

    def _build(self) -> None:
        theme = self._theme
        head = QHBoxLayout()
        theme.keep_margins(head, 16, 8, 4, 0, spacing=8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(theme, self.tr("Modèles"), Role.HEADING, 600))
        words.addWidget(self.count)
        head.addLayout(words, 1)
        head.addWidget(self.new)
        field = QHBoxLayout()
        theme.keep_margins(field, 16, 4, 4 + HALO, 12, spacing=8)
        field.addWidget(self.search, 1)
        field.addWidget(self.found)
        self.found.hide()
        shelf = Pane("surface")
        column = QVBoxLayout(shelf)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar_of(head))
        column.addLayout(field)
        column.addWidget(h_line())
        self.lists.addWidget(self.list)
        self.lists.addWidget(self.empty)
        column.addWidget(self.lists, 1)
        for side in (self.nothing, self.detail, self.form, self.versions):
            self.sides.addWidget(side)
        self.splitter.addWidget(shelf)
        self.splitter.addWidget(self.sides)
        shelf.setMinimumWidth(theme.px(280))
        self.sides.setMinimumWidth(theme.px(320))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.splitter)
        for before, after in pairwise((self.new, self.search, self.list, self.detail.edit)):
            QWidget.setTabOrder(before, after)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._adapt()

    def _adapt(self) -> None:
        theme = self._theme
        stacked = self.window().width() / theme.scale < _STACK_UNDER
        shelf = theme.px(_SHELF)
        self.detail.set_wide(self.width() if stacked else self.width() - shelf)
        if stacked == self._stacked:
            return
        self._stacked = stacked
        self.splitter.setOrientation(Qt.Orientation.Vertical if stacked else Qt.Orientation.Horizontal)
        half = max(self.height() // 2, 200)
        self.splitter.arrange([half * 2 // 3, half * 4 // 3] if stacked else [shelf, max(self.width() - shelf, 320)])
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)

    def show_side(self, side: QWidget) -> None:
        self.sides.setCurrentWidget(side)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Bas leaves the search field for the list."""
        if (
            watched is self.search
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
            and self.model.rowCount()
        ):
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().eventFilter(watched, event)
