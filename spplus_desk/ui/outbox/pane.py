"""Envois: reads the queue, follows what changes, does what the agent asks. The view lays out, this decides."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spplus_desk.domain.changes import ChangeKind, ChangeSet
from spplus_desk.domain.experience import ServiceChange
from spplus_desk.domain.outbox import SendCounts, SendItem
from spplus_desk.domain.service_changes import AnnouncedChange
from spplus_desk.domain.sync_status import SyncStatus
from spplus_desk.domain.values import replace
from spplus_desk.domain.vocabulary import ChangeState
from spplus_desk.ui.announce import announce
from spplus_desk.ui.outbox.announced import AnnouncedPopover
from spplus_desk.ui.outbox.detail import whole_text
from spplus_desk.ui.outbox.view import OutboxView
from spplus_desk.ui.outbox.words import Action, action
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.change_popover import ChangePopover

if TYPE_CHECKING:
    from spplus_desk.services.desk import Desk

_LIMIT = 500
_TICK_MS = 250
_SHOWN_HERE = frozenset({ChangeKind.OUTBOX, ChangeKind.DRAFTS, ChangeKind.REPLIES})


class OutboxPane(QWidget):
    """`open_draft` carries the key of the slot whose reply is to be written on, `open_conflict` the id of a refused
    reply that is to be laid beside the one that stands."""

    open_draft = Signal(str)
    open_conflict = Signal(str)
    read_wanted = Signal(str)
    """The key of an experience to read."""

    def __init__(
        self,
        theme: Theme,
        desk: "Desk",
        tasks: Tasks,
        clock: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._clock = desk, tasks, clock
        self._counts = SendCounts()
        self._chosen = ""
        self._asked = 0
        self._stale = True
        self._focus_wanted = False
        self.view = OutboxView(theme, clock, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._announced = AnnouncedPopover(theme, self)
        self._change = ChangePopover(theme, self)
        self._edited: AnnouncedChange | None = None
        self._ticker = QTimer(self)
        self._ticker.setInterval(_TICK_MS)
        self._ticker.timeout.connect(self._tick)
        self._connect()

    def _connect(self) -> None:
        view, actions = self.view, self.view.detail.buttons
        view.sync.clicked.connect(self._desk.syncing.sync_now)
        view.changes.clicked.connect(self.show_announced)
        self._announced.done.connect(self._mark_done)
        self._announced.edit.connect(self._edit_change)
        self._change.chosen.connect(self._save_change)
        self._announced.read.connect(self.read_wanted)
        view.filter.chosen.connect(lambda _state: self.refresh())
        view.list.selectionModel().currentChanged.connect(self._on_current)
        view.list.entered_by_key.connect(self._act_on)
        view.list.acted.connect(self._act_on)
        actions.undo.connect(self._undo)
        actions.resume.connect(self._resume)
        actions.compare.connect(self._compare)
        actions.retry.connect(self._retry)
        actions.keep.connect(self._keep)
        actions.copy.connect(self._copy)
        actions.delete.connect(self._delete)
        actions.delete_asked.connect(lambda _asking: self._show_current())
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), view.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(actions.ask_delete)

    # -- reading ------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()
        else:
            self._tick()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ticker.stop()

    def focus(self) -> None:
        """Where the keyboard starts when this screen comes up: the list, or the states while it is empty."""
        self._focus_wanted = not self.view.model.rowCount()
        target: QWidget = self.view.filter if self._focus_wanted else self.view.list
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def changed(self, change: ChangeSet) -> None:
        if change.kinds & _SHOWN_HERE:
            self.refresh()

    def set_sync_status(self, status: SyncStatus) -> None:
        if status.phase is not self.view.model.phase:
            self.view.model.phase = status.phase
            self.view.model.repaint()
            self._show_current()

    def refresh(self) -> None:
        """Read the list again, or remember to when it is seen. Only the last answer counts."""
        self._stale = True
        if not self.isVisible():
            return
        self._stale = False
        self._asked += 1
        asked, state = self._asked, self.view.filter.state
        outbox = self._desk.outbox
        self._tasks.when_done(outbox.counts(), self._on_counts, owner=self)
        self._tasks.when_done(
            outbox.items(state, _LIMIT),
            lambda items: self._on_items(items) if asked == self._asked else None,
            owner=self,
        )

    def _on_counts(self, counts: SendCounts) -> None:
        self._counts = counts
        self.view.filter.show_counts(counts)

    def _on_items(self, items: tuple[SendItem, ...]) -> None:
        view, model = self.view, self.view.model
        before = max(view.list.currentIndex().row(), 0)
        model.show(items, self._counts, view.filter.state)
        if not items:
            self._chosen = ""
            view.detail.clear()
            self._show_empty()
            return
        view.show_list()
        row = model.row_of(self._chosen)
        if row < 0:
            row = next((n for n in range(before, model.rowCount()) if model.item(n) is not None), model.first_item())
        view.list.setCurrentIndex(model.index(row, 0))
        self._show_current()
        self._tick()
        if self._focus_wanted and self.view.filter.hasFocus():
            self.focus()

    def _show_empty(self) -> None:
        if self.view.filter.state is None:
            self.view.show_empty(
                self.tr("Aucun envoi en cours"), self.tr("Vos réponses apparaîtront ici avec leur reçu.")
            )
        else:
            self.view.show_empty(self.tr("Aucun envoi dans cet état"), self.tr("Choisissez « Toutes » pour tout voir."))

    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        item = self.view.model.item(now.row())
        if item is not None and item.key != self._chosen:
            self._chosen = item.key
            self._show_current()

    def _current(self) -> SendItem | None:
        return self.view.model.item(self.view.list.currentIndex().row())

    def _show_current(self) -> None:
        item = self._current()
        if item is None:
            return
        self._chosen = item.key
        self.view.detail.show_item(item, self.view.model.phase)
        key = item.key
        self._tasks.when_done(
            self._desk.outbox.history(key), lambda events: self.view.detail.show_history(key, events), owner=self
        )

    def _tick(self) -> None:
        """Repaint the countdowns; stop when none is left, once the end of the last one is shown."""
        if not self.isVisible():
            return
        alive = self.view.model.tick()
        if alive != self._ticker.isActive():
            if alive:
                self._ticker.start()
            else:
                self._ticker.stop()
                item = self._current()
                if item is not None:
                    self.view.detail.show_item(item, self.view.model.phase)

    # -- acting -------------------------------------------------------------------------------------------------

    def _act_on(self, index: QModelIndex) -> None:
        item = self.view.model.item(index.row())
        match action(item, self._clock()) if item is not None else None:
            case Action.UNDO:
                self._undo()
            case Action.RETRY:
                self._retry()
            case Action.CONTINUE:
                self._resume()
            case Action.COMPARE:
                self._compare()
            case _:
                self._focus_detail()

    def show_announced(self) -> None:
        """« Changements annoncés », what is late first."""

        def show(changes: tuple[AnnouncedChange, ...]) -> None:
            self._announced.show_changes(changes, self._clock().date(), self.view.changes)

        self._tasks.when_done(self._desk.inbox.announced_changes(), show, owner=self)

    def _mark_done(self, one: AnnouncedChange) -> None:
        """Done today: the day that was planned gives way to it."""
        change = replace(one.change, state=ChangeState.DONE, on=self._clock().date())
        self._set_change(one, change)

    def _edit_change(self, one: AnnouncedChange) -> None:
        """Put off, worded better, or taken back; the published text stays as it is."""
        self._edited = one
        self._change.ask(one.change, self.view.changes)

    def _save_change(self, change: ServiceChange | None) -> None:
        if self._edited is not None and change != self._edited.change:
            self._set_change(self._edited, change)
        else:
            self.show_announced()

    def _set_change(self, one: AnnouncedChange, change: ServiceChange | None) -> None:
        future = self._desk.inbox.set_change(one.slot_id, change)
        self._tasks.when_done(future, lambda _nothing: self.show_announced(), owner=self)

    def _focus_detail(self) -> None:
        button = self.view.detail.buttons.first_button()
        target: QWidget = button if button is not None else self.view.detail
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _undo(self) -> None:
        item = self._current()
        if item is not None and item.command_id is not None:
            self._tasks.when_done(self._desk.replying.undo(item.command_id), self._on_undone, owner=self)

    def _on_undone(self, undone: bool) -> None:
        text = (
            self.tr("Envoi annulé, texte gardé en brouillon") if undone else self.tr("Trop tard, la réponse est partie")
        )
        self._then(text)

    def _resume(self) -> None:
        item = self._current()
        if item is not None:
            self.open_draft.emit(item.slot_id)

    def _compare(self) -> None:
        item = self._current()
        if item is not None and item.command_id is not None:
            self.open_conflict.emit(item.command_id)

    def _retry(self) -> None:
        item = self._current()
        if item is not None and item.command_id is not None:
            self._tasks.when_done(self._desk.outbox.retry(item.command_id), self._on_retried, owner=self)

    def _on_retried(self, _answer: Any) -> None:
        self._desk.syncing.sync_now()
        self._then(self.tr("Nouvel essai demandé"))

    def _keep(self) -> None:
        item = self._current()
        if item is not None and item.command_id is not None:
            done = self.tr("Texte gardé en brouillon")
            self._tasks.when_done(
                self._desk.outbox.keep_as_draft(item.command_id), lambda _answer: self._then(done), owner=self
            )

    def _copy(self) -> None:
        item = self._current()
        if item is not None:
            QGuiApplication.clipboard().setText(whole_text(item))
            announce(self, self.tr("Texte copié"))

    def _delete(self) -> None:
        item = self._current()
        if item is not None:
            done = self.tr("Brouillon supprimé")
            self._tasks.when_done(
                self._desk.outbox.delete_draft(item.slot_id), lambda _answer: self._then(done), owner=self
            )

    def _then(self, words: str) -> None:
        announce(self, words)
        self.focus()
        self.refresh()
