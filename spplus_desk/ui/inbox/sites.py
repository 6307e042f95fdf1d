"""The site that is looked at: a button of the header with the tree of the agent's sites, for those who have several."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from spplus_desk.services.sites import Site
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.widgets.buttons import IconButton

if TYPE_CHECKING:
    from spplus_desk.services.inbox import InboxService

_NBSP = "\u00a0"


class SitePicker(QObject):
    """`changed` says that other structures are looked at; `chosen` carries the agent's own choice, to be remembered."""

    changed = Signal()
    chosen = Signal(str)

    def __init__(self, tasks: Tasks, service: "InboxService", button: IconButton, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._service, self._button = tasks, service, button
        self._sites: tuple[Site, ...] = ()
        self._wanted = ""
        self.name = ""
        """Of the site that is looked at; empty for all."""
        self._menu = QMenu(button)
        self._menu.setObjectName("site_menu")
        self._menu.setAccessibleName(self.tr("Choisir la structure"))
        button.clicked.connect(self._open)
        button.hide()
        self.refresh()

    def refresh(self) -> None:
        """The structures may be others."""
        self._tasks.when_done(self._service.sites_to_choose(), self._take, owner=self)

    def want(self, value: str) -> None:
        """What was chosen another day counts again, if it is still there."""
        self._wanted = value
        self._apply()

    def _take(self, sites: tuple[Site, ...]) -> None:
        self._sites = sites
        self._button.setVisible(bool(sites))
        self._menu.clear()
        group = QActionGroup(self._menu)
        self._add(group, self.tr("Toutes mes structures"), "")
        for site in sites:
            name = self.tr("{name} et ses structures").format(name=site.name) if site.with_children else site.name
            self._add(group, f"{_NBSP * 4 * site.depth}{name}", site.value)
        self._apply()

    def _add(self, group: QActionGroup, text: str, value: str) -> None:
        action = QAction(text, group, checkable=True)
        action.setData(value)
        action.triggered.connect(self._choose(value))
        self._menu.addAction(action)

    def _choose(self, value: str) -> Callable[[], None]:
        def act() -> None:
            self._wanted = value
            self._apply()
            self.chosen.emit(value)

        return act

    def _apply(self) -> None:
        site = next((one for one in self._sites if one.value == self._wanted), None)
        ids = () if site is None else site.ids
        self.name = "" if site is None else site.name
        for action in self._menu.actions():
            action.setChecked(action.data() == ("" if site is None else site.value))
        self._button.setChecked(site is not None)
        said = self.name or self.tr("Toutes mes structures")
        self._button.setAccessibleDescription(said)
        self._button.setToolTip(said)
        if ids != self._service.sites:
            self._service.sites = ids
            self.changed.emit()

    def _open(self) -> None:
        self._button.setChecked(bool(self.name))  # a click alone changes nothing
        width = self._menu.sizeHint().width()
        self._menu.popup(self._button.mapToGlobal(QPoint(self._button.width() - width, self._button.height())))
