"""The agent's own views: kept from the filter that is shown, renamed, moved, removed; in the rail with numbers."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from spplus_desk.domain.listing import ListQuery
from spplus_desk.domain.values import replace
from spplus_desk.ui.inbox.view import InboxView
from spplus_desk.ui.tasks import Tasks

if TYPE_CHECKING:
    from spplus_desk.services.inbox import InboxService
    from spplus_desk.services.own_views import OwnView, OwnViews


class OwnViewsKeeper(QObject):
    """`listed` carries ((OwnView, number), …) for the rail; `wanted` a view that is to be shown; `told` a sentence, and
    the way back or None."""

    listed = Signal(object)
    wanted = Signal(str)
    told = Signal(str, object)

    def __init__(
        self,
        tasks: Tasks,
        inbox: "InboxService",
        own: "OwnViews",
        view: InboxView,
        query: Callable[[], ListQuery],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._inbox, self._own, self._view, self._query = tasks, inbox, own, view, query
        self.views: tuple[OwnView, ...] = ()
        self.current: OwnView | None = None
        self._loading = self._again = False
        self._menu = QMenu(view)
        self._menu.setObjectName("view_menu")
        self._menu.setAccessibleName(self.tr("Vues enregistrées"))
        self._menu.aboutToShow.connect(self.fill_menu)
        view.view_button.clicked.connect(self._open)
        self.refresh()

    def find(self, id: str) -> "OwnView | None":
        return next((one for one in self.views if one.id == id), None)

    def refresh(self) -> None:
        """Views or rows may be others: list them and count again, one question at a time."""
        if self._loading:
            self._again = True
            return
        self._loading = True
        self._tasks.when_done(self._own.all(), self._count, lambda _error: self._done(), owner=self)

    def _count(self, views: "tuple[OwnView, ...]") -> None:
        self.views = views
        if self.current is not None:
            self.current = self.find(self.current.id)
        if not views:
            self._show((), ())
            return
        queries = [replace(view.query, sites=self._inbox.sites) for view in views]
        self._tasks.when_done(
            self._inbox.count_lists(queries),
            lambda counts: self._show(views, counts),
            lambda _error: self._done(),
            owner=self,
        )

    def _show(self, views: "tuple[OwnView, ...]", counts: tuple[int, ...]) -> None:
        self.listed.emit(tuple(zip(views, counts, strict=True)))
        self._done()

    def _done(self) -> None:
        self._loading = False
        if self._again:
            self._again = False
            self.refresh()

    # The menu

    def _open(self) -> None:
        button = self._view.view_button
        self.fill_menu()
        width = self._menu.sizeHint().width()
        self._menu.popup(button.mapToGlobal(QPoint(button.width() - width, button.height())))

    def fill_menu(self) -> None:
        self._menu.clear()
        self._add("keep_view", self.tr("Garder comme vue…"), self._keep)
        current = self.current
        if current is None:
            return
        if replace(self._query(), sites=()) != current.query:
            self._add("save_view", self.tr("Enregistrer les changements"), self._save)
        self._menu.addSeparator()
        self._add("rename_view", self.tr("Renommer la vue…"), self._rename)
        self._add("raise_view", self.tr("Monter la vue"), lambda: self._move(-1), self.views[0].id != current.id)
        self._add("lower_view", self.tr("Descendre la vue"), lambda: self._move(1), self.views[-1].id != current.id)
        self._add("remove_view", self.tr("Supprimer la vue"), self._remove)

    def _add(self, name: str, text: str, act: Callable[[], None], enabled: bool = True) -> None:
        action = QAction(text, self._menu)
        action.setObjectName(name)
        action.setEnabled(enabled)
        action.triggered.connect(lambda _checked=False: act())
        self._menu.addAction(action)

    def _back_to_button(self) -> None:
        self._view.view_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        query = replace(self._query(), sites=())

        def taken(name: str) -> None:
            place = max((one.position for one in self.views), default=-1) + 1
            self._do(self._own.add(name, query, place), self._made)

        self._view.name_bar.ask("", taken, self._back_to_button)

    def _made(self, id: str) -> None:
        def arrived(listed: tuple[Any, ...]) -> None:
            if any(view.id == id for view, _number in listed):
                self.listed.disconnect(connection)
                self.wanted.emit(id)

        connection = self.listed.connect(arrived, Qt.ConnectionType.QueuedConnection)

    def _save(self) -> None:
        if self.current is not None:
            changed = replace(self.current, query=replace(self._query(), sites=()))
            self._do(self._own.change(changed), lambda _: self.told.emit(self.tr("La vue a été enregistrée."), None))

    def _rename(self) -> None:
        view = self.current
        if view is not None:
            self._view.name_bar.ask(
                view.name, lambda name: self._do(self._own.change(replace(view, name=name))), self._back_to_button
            )

    def _move(self, by: int) -> None:
        if self.current is not None:
            self._do(self._own.move(self.views, self.current, by))

    def _remove(self) -> None:
        view = self.current
        if view is None:
            return

        def put_back() -> None:
            # The id of what was removed is never used again: it comes back as a new one.
            self._do(self._own.add(view.name, view.query, view.position), self._made)

        told = self.tr("La vue «\u00a0{name}\u00a0» a été supprimée.").format(name=view.name)
        self._do(self._own.remove(view), lambda _: self.told.emit(told, put_back))

    def _do(self, future: Future[Any], then: Callable[[Any], None] | None = None) -> None:
        def done(result: Any) -> None:
            if then is not None:
                then(result)
            self.refresh()

        self._tasks.when_done(future, done, owner=self)
