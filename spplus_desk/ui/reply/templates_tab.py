"""« Modèles »: search as you type, read the one that is chosen, insert it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spplus_desk.domain.documents import Template
from spplus_desk.ui.reply.template_list import TemplateDelegate, TemplateModel
from spplus_desk.ui.reply.template_text import TemplateText
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.buttons import HALO, Button
from spplus_desk.ui.widgets.empty import EmptyState
from spplus_desk.ui.widgets.field import LineField
from spplus_desk.ui.widgets.frames import h_line
from spplus_desk.ui.widgets.lists import KeyListView

_SIDE = 18


class TemplatesTab(QWidget):
    """`chosen` carries the Template to insert."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = LineField(theme, self.tr("Rechercher un modèle"))
        self.search.setObjectName("template_search")
        self.search.setAccessibleName(self.tr("Rechercher un modèle"))
        self.search.setClearButtonEnabled(True)
        self.model = TemplateModel(self)
        self.list = KeyListView()
        self.list.setObjectName("template_list")
        self.list.setAccessibleName(self.tr("Liste des modèles"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(TemplateDelegate(theme, self.list))
        self.list.setUniformItemSizes(True)
        self.empty = EmptyState(
            theme, "file-list-line", self.tr("Aucun modèle"), self.tr("Essayez d’autres mots, ou écrivez directement.")
        )
        self.text = TemplateText(theme, self)
        self.insert = Button(theme, self.tr("Insérer dans la réponse"), "secondary")
        self.insert.setObjectName("insert_template")
        self._lay_out()
        self.search.textChanged.connect(self._on_search)
        self.search.returnPressed.connect(self._choose)
        self.search.installEventFilter(self)
        self.list.entered_by_key.connect(lambda _index: self._choose())
        self.list.doubleClicked.connect(lambda _index: self._choose())
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._show_current())
        self.insert.clicked.connect(self._choose)
        self.setFocusProxy(self.search)
        self._show_current()

    def _lay_out(self) -> None:
        head, foot = QVBoxLayout(), QVBoxLayout()
        head.setContentsMargins(_SIDE, 12, _SIDE, 12)
        head.addWidget(self.search)
        foot.setContentsMargins(_SIDE - 8, 6, _SIDE - 8, 8)
        foot.setSpacing(8)
        foot.addWidget(self.text, 1)
        button = QHBoxLayout()
        button.setContentsMargins(HALO, 0, 0, 0)
        button.addWidget(self.insert)
        button.addStretch(1)
        foot.addLayout(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(h_line())
        column.addLayout(foot, 1)

    def show_templates(self, templates: tuple[Template, ...]) -> None:
        self.model.set_templates(templates)
        self.search.clear()
        self._select_first()

    def _on_search(self, typed: str) -> None:
        self.model.filter(typed)
        self._select_first()

    def _select_first(self) -> None:
        self.list.setCurrentIndex(self.model.index(0, 0))
        self._show_current()

    def _show_current(self) -> None:
        template = self.model.template(self.list.currentIndex().row())
        some = self.model.rowCount() > 0
        self.list.setVisible(some)
        self.empty.setVisible(not some)
        self.text.show_template(template)
        self.text.setVisible(template is not None)
        self.insert.setVisible(template is not None)

    def _choose(self) -> None:
        template = self.model.template(self.list.currentIndex().row())
        if template is not None:
            self.chosen.emit(template)

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
