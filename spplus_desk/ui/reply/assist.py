"""The column that helps to write: templates and public preview, as tabs, or one above the other in a wide window."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from spplus_desk.domain.cases import CloseCase
from spplus_desk.domain.documents import Template
from spplus_desk.domain.outbox import Draft
from spplus_desk.ui.reply.cases_tab import CasesTab
from spplus_desk.ui.reply.preview import PreviewCard
from spplus_desk.ui.reply.templates_tab import TemplatesTab
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.keycap import KeyCap
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.widgets.tabs import UnderlineTabs

_SIDE = 18


class AssistPanel(QFrame):
    """`chosen` carries the Template to insert. The preview is drawn only while it is seen."""

    chosen = Signal(object)
    case_chosen = Signal(object)
    """The CloseCase whose passage is to be inserted."""
    preview_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("assist_panel")
        self.setProperty("pane", "surface-alt")
        self._stacked = False
        self.templates = TemplatesTab(theme)
        self.preview = PreviewCard(theme)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("assist_tabs")
        self.tabs.setAccessibleName(self.tr("Aide à la rédaction"))
        self.tabs.setTabBar(UnderlineTabs(theme))
        self.tabs.tabBar().setAccessibleName(self.tr("Aide à la rédaction"))
        self._preview_tab = QWidget()
        inside = QVBoxLayout(self._preview_tab)
        inside.setContentsMargins(_SIDE, 16, _SIDE, 16)
        self._preview_head = _head(theme, self.tr("Aperçu public"), "Ctrl Maj A")
        self._below = QWidget()
        below = QVBoxLayout(self._below)
        below.setContentsMargins(_SIDE, 0, _SIDE, 16)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs, 1)
        column.addWidget(self._preview_head)
        column.addWidget(self._below, 1)
        self.cases = CasesTab(theme)
        self.cases.wanted.connect(self.case_chosen)
        self.tabs.addTab(self.cases, self.tr("Cas proches"))
        self.tabs.addTab(self._preview_tab, self.tr("Aperçu public"))
        self.tabs.addTab(self.templates, self.tr("Modèles"))
        self.templates.chosen.connect(self.chosen)
        self.tabs.currentChanged.connect(lambda _index: self.preview_wanted.emit())
        self._place(stacked=False)

    def set_stacked(self, stacked: bool) -> None:
        """From 1600 px on, both parts stand one above the other."""
        if stacked != self._stacked:
            self._stacked = stacked
            self._place(stacked=stacked)
            self.preview_wanted.emit()

    def _place(self, *, stacked: bool) -> None:
        home = self._below if stacked else self._preview_tab
        layout = home.layout()
        assert layout is not None
        layout.addWidget(self.preview)
        self.tabs.setTabVisible(self.tabs.indexOf(self._preview_tab), not stacked)
        for widget in (self._preview_head, self._below):
            widget.setVisible(stacked)

    @property
    def shows_preview(self) -> bool:
        return self._stacked or self.tabs.currentWidget() is self._preview_tab

    def show_preview(self, structure: str, draft: Draft) -> None:
        self.preview.browser.show_reply(structure, draft)

    def show_templates(self, templates: tuple[Template, ...]) -> None:
        self.templates.show_templates(templates)

    def show_cases(self, found: tuple[CloseCase, ...]) -> None:
        self.cases.show_cases(found)

    def go_to_cases(self) -> None:
        self.tabs.setCurrentWidget(self.cases)
        self.cases.focus_first()

    def go_to_templates(self) -> None:
        self.tabs.setCurrentWidget(self.templates)
        self.templates.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.templates.search.selectAll()

    def go_to_preview(self) -> None:
        if not self._stacked:
            self.tabs.setCurrentWidget(self._preview_tab)
        self.preview_wanted.emit()
        self.preview.browser.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _head(theme: Theme, title: str, key: str) -> QWidget:
    head = QWidget()
    row = QHBoxLayout(head)
    row.setContentsMargins(_SIDE, 20, _SIDE, 8)
    row.addWidget(Label(theme, title, Role.HEADING, 600))
    row.addStretch(1)
    row.addWidget(KeyCap(theme, key))
    return head
