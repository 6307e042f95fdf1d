"""The window: rail, pages, strips, messages, undo bar. It routes; pages decide."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from spplus_desk.domain.changes import ChangeKind, ChangeSet
from spplus_desk.domain.errors import KnownError
from spplus_desk.domain.inbox import View, ViewCounts
from spplus_desk.domain.sync_status import SyncPhase, SyncStatus
from spplus_desk.services.demonstration import DemonstrationControls
from spplus_desk.services.preferences import PreferenceFile
from spplus_desk.ui.lock.curtain import Curtain
from spplus_desk.ui.main_window.absence import AbsenceWatch
from spplus_desk.ui.main_window.account_menu import AccountMenu
from spplus_desk.ui.main_window.ahead import LoadAhead
from spplus_desk.ui.main_window.alert_watch import AlertWatch
from spplus_desk.ui.main_window.alt_menu import AltMenu
from spplus_desk.ui.main_window.breakpoints import MINIMUM, WindowLayout, layout_for
from spplus_desk.ui.main_window.commands import WINDOW_COMMANDS, Actions, command_table, opening_commands
from spplus_desk.ui.main_window.counting import Counting
from spplus_desk.ui.main_window.first_paint import FirstPaint
from spplus_desk.ui.main_window.focus import InSight, focus_in, next_stop
from spplus_desk.ui.main_window.host import PageHost
from spplus_desk.ui.main_window.inbox_page import InboxPage
from spplus_desk.ui.main_window.leaving import Leaving
from spplus_desk.ui.main_window.menus import add_menus
from spplus_desk.ui.main_window.page import Kind, LetterPlaces, Surroundings
from spplus_desk.ui.main_window.pages import PAGES
from spplus_desk.ui.main_window.parked_watch import ParkedWatch
from spplus_desk.ui.main_window.places import Places
from spplus_desk.ui.main_window.router import Router
from spplus_desk.ui.main_window.search_watch import SearchWatch
from spplus_desk.ui.main_window.sync_presenter import SyncPresenter
from spplus_desk.ui.main_window.text_wheel import TextWheel
from spplus_desk.ui.main_window.tips import Tips
from spplus_desk.ui.main_window.undo_presenter import UndoPresenter
from spplus_desk.ui.notices.bells import best_bell
from spplus_desk.ui.notices.demonstration import DemonstrationStrip
from spplus_desk.ui.notices.opening import OpeningBanner
from spplus_desk.ui.notices.strip import ConnectionStrip
from spplus_desk.ui.notices.toasts import Notice, Notices
from spplus_desk.ui.notices.undo_bar import UndoBar
from spplus_desk.ui.rail.pane import Rail
from spplus_desk.ui.settings.keeper import PreferenceKeeper, now_shown
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.welcome.panel import WelcomePanel
from spplus_desk.ui.widgets.frames import v_line

if TYPE_CHECKING:
    from spplus_desk.services.desk import Desk

_COUNTED = frozenset(
    {ChangeKind.INBOX, ChangeKind.REPLIES, ChangeKind.OUTBOX, ChangeKind.DRAFTS, ChangeKind.STRUCTURES}
)


class MainWindow(QMainWindow):
    """One open profile on screen. The caller owns `desk` and closes it after `closed`."""

    closed = Signal()
    demonstration_left = Signal()
    seat_wanted = Signal()
    """In the demonstration: the other person's desk."""
    wiped = Signal()
    """The account was taken back, its agent has their texts: the caller closes the window, then wipes the profile."""
    key_change_wanted = Signal(str)
    """Another key for the cache; the secret is proved: the caller closes the window, changes it, opens another."""
    signed_out = Signal()
    """The agent wants to leave the account: the caller closes the window, then ends the session."""

    def __init__(
        self,
        desk: "Desk",
        *,
        theme: Theme,
        tasks: Tasks,
        clock: Callable[[], datetime],
        demonstration: DemonstrationControls | None = None,
        preferences: PreferenceFile | None = None,
        log_file: Path | None = None,
        lock_hint: str = "",
        retention_days: int | None = None,
    ) -> None:
        super().__init__()
        self._desk, self._theme, self._tasks, self._clock = desk, theme, tasks, clock
        # Before any part asks: what is said while the window is made waits for the event loop, none of it is missed.
        self._unsubscribe = desk.subscribe(lambda changes: tasks.post(lambda: self._on_changes(changes), self))
        self._preferences = PreferenceKeeper(preferences or PreferenceFile(None, now_shown(theme)), theme, tasks, self)
        self.setObjectName("main_window")
        self.setAccessibleName(self.tr("SP+ Desk"))
        offered = tuple(page for page in PAGES if page.offered(desk))
        search = next((page.opening for page in offered if page.key == "search"), None)
        entries = tuple(entry for page in offered for entry in page.rail)
        named = "" if search is None else search.keys_in_words()
        self.rail = Rail(theme, desk.agent.name, desk.site_name, entries, named)
        self.strip = ConnectionStrip(theme)
        self.opening = OpeningBanner(theme)
        self.welcome = WelcomePanel(theme)
        self.undo_bar = UndoBar(theme, clock)
        self.demonstration = None if demonstration is None else DemonstrationStrip(theme, tasks, demonstration)
        self._build()
        self.notices = Notices(theme, self._body)
        self._places = Places(self, self._preferences)
        self._host = PageHost(self.pages, offered, self)
        self.router = Router(self._host, self.rail, self.notices, self)
        self._host.begin(
            Surroundings(
                theme=theme,
                parent=self.pages,
                desk=desk,
                tasks=tasks,
                clock=clock,
                preferences=self._preferences,
                router=self.router,
                remember=self._places.remember,
                commands=command_table(offered, can_lock=desk.locking is not None),
                can_lock=desk.locking is not None,
                log_file=log_file,
                retention_days=retention_days,
                demonstration=demonstration is not None,
            )
        )
        self.inbox_page = cast(InboxPage, self.page("inbox"))
        self.inbox, self.reading = self.inbox_page.inbox, self.inbox_page.reading
        self._syncing = SyncPresenter(desk.syncing, tasks, clock, self.rail, self.strip, self.notices, self)
        self._absence = AbsenceWatch(desk.inbox, tasks, self.notices, clock, desk.away_since, self)
        bell = best_bell(theme, tasks, self.notices, self)
        self._alerts = AlertWatch(desk.inbox, tasks, self._preferences, bell, clock, self._site_or_none, self)
        self._undo = UndoPresenter(desk.replying, tasks, self.undo_bar, self.notices, self)
        self._counting = Counting(desk.inbox, tasks, self)
        self._searches = SearchWatch(desk.search, tasks, self)
        self._parked = ParkedWatch(desk, tasks, self.notices, clock, self)
        self.first_paint = FirstPaint(self.inbox, self)
        self._actions = Actions(self)
        self._curtain = Curtain(self, theme, tasks, desk.locking, self._actions.all, lock_hint)
        self.leaving = Leaving(self._curtain, self._preferences, clock, self._host.leave_for_a_while, self)
        self._add_actions()
        self._account = AccountMenu(theme, self, self._actions.of_account())
        add_menus(self, theme, self._actions["fold"], self.demonstration)
        self._alt_menu = AltMenu(self)
        self._text_wheel = TextWheel(self, theme)
        InSight(self)
        self._connect()
        self._name_site()
        self._places.restore()
        self._actions.switch_letters(self._preferences.current.letters)
        self.rail.select(View.TO_ANSWER.value)
        self._counting.count()
        if self._preferences.current.locked:
            self.leaving.lock()

    def page(self, key: str) -> QWidget:
        """The page of that key, made now if it was never visited."""
        return self._host.page(key)

    # Building

    def _build(self) -> None:
        self.pages = QStackedWidget()
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.pages, 1)
        right.addWidget(self.undo_bar)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(v_line())
        row.addLayout(right, 1)
        body = QWidget()
        body.setObjectName("window_body")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if self.demonstration is not None:
            column.addWidget(self.demonstration)
        column.addWidget(self.strip)
        column.addWidget(self.opening)
        column.addWidget(self.welcome)
        column.addLayout(row, 1)
        self._body = body
        self.setCentralWidget(body)
        self.setMinimumSize(*MINIMUM)
        Tips(self)  # before the lock's watch, which is then asked first and counts every key

    def _add_actions(self) -> None:
        actions, host = self._actions, self._host
        for page in host.pages:
            for command in (one for one in page.commands if not one.built_in):
                actions.add(command, host.handler(page.key, command.name), page=page.key)
            for entry, command in zip(page.rail, opening_commands(page), strict=False):
                actions.add(command, partial(self.router.go, entry.key))
            if page.opening is not None:
                actions.add(page.opening, partial(self.router.go, page.key))
        handlers = self._handlers()
        for command in WINDOW_COMMANDS:
            if command.name in handlers:
                actions.add(command, handlers[command.name])
        host.made.connect(self._place_letters)
        self._place_letters(host.current)
        actions.show_page(host.current)

    def _place_letters(self, key: str) -> None:
        """The local commands of a page act in its own places; those of the window, in the inbox."""
        page = self.page(key)
        places = tuple(page.letter_places()) if isinstance(page, LetterPlaces) else (page,)
        own = self._host.declared(key).commands
        self._actions.place((one.name for one in (*own, *WINDOW_COMMANDS)), places)

    def _connect(self) -> None:
        self.rail.chosen.connect(self.router.arrive)
        self._searches.listed.connect(self.rail.show_searches)
        self.first_paint.happened.connect(self._searches.refresh)
        pages = self._host.pages
        self._ahead = LoadAhead(
            (module for page in pages for module in page.loads),
            self.first_paint,
            (partial(self._host.page, page.key, ahead=True) for page in pages if page.ahead),
        )
        self.rail.search_wanted.connect(partial(self.router.go, "search"))
        self.rail.account.clicked.connect(lambda: self._account.open_over(self.rail.account))
        self._host.shown.connect(self._on_shown_page)
        self.inbox.sites.changed.connect(self._counting.count)
        self.inbox.turned.connect(self._counting.count)
        self.inbox.turned.connect(self._host.time_turned)
        if self.inbox.own is not None:
            self.inbox.own.listed.connect(self.rail.show_own)
        self.router.signed_out.connect(self.leaving.sign_out)
        self.router.wiped.connect(self.wiped)
        self.router.key_change_wanted.connect(self.key_change_wanted)
        self._preferences.changed.connect(lambda chosen: self._actions.switch_letters(chosen.letters))
        self.leaving.hidden.connect(self._on_hidden)
        self.leaving.shown.connect(self._on_shown)
        self.leaving.signed_out.connect(self.signed_out)
        self.undo_bar.focus_freed.connect(self._host.focus)
        self.opening.focus_freed.connect(self._host.focus)
        self.welcome.focus_freed.connect(self._host.focus)
        self.welcome.closed.connect(lambda: self._preferences.set(welcomed=True))
        self.router.welcome_wanted.connect(self._welcome_again)
        self.opening.confirmed.connect(self._confirm_rescue)
        self._undo.resume_wanted.connect(self.router.write)
        self._parked.see_wanted.connect(partial(self.router.go, "outbox"))
        self._parked.compare_wanted.connect(self.router.compare)
        self._syncing.status_changed.connect(self._on_status)
        self._syncing.back_online.connect(self._counting.count)
        self._counting.counted.connect(self._show_counts)
        self.notices.appeared.connect(self.place_notices)
        self._alerts.see_wanted.connect(self._see_alert)
        self._tasks.known_error.connect(self._on_known_error)
        self._tasks.bug.connect(self._on_bug)
        self._theme.changed.connect(self._place_all)
        if self.demonstration is not None:
            self.inbox.chosen.connect(self._tell_demonstration)
            self.demonstration.happened.connect(lambda text: self.notices.show_notice(Notice(text)))
            self.demonstration.quit_wanted.connect(self.demonstration_left)
            self.demonstration.seat_wanted.connect(self.seat_wanted)
        self._on_status(self._syncing.status)
        if self._desk.started:
            self._look_at_outbox()  # what is set aside from now on is told
        else:
            # It needs SQLAlchemy, whose import takes longer than the inbox; nothing leaves this desk before that.
            self.first_paint.happened.connect(self._look_at_outbox)

    def _look_at_outbox(self) -> None:
        self._undo.refresh()
        self._parked.refresh()

    def _handlers(self) -> dict[str, Callable[[], None]]:
        handlers: dict[str, Callable[[], None]] = {
            "next_pane": lambda: self._cycle_panes(1),
            "previous_pane": lambda: self._cycle_panes(-1),
            "sync": self._syncing.sync_now,
            "undo": self.undo_bar.undo,
            "undo_out_of_fields": self.undo_bar.undo,
            "send_now": self.undo_bar.send_now,
            "fold": self._toggle_fold,
        }
        if self._curtain.possible:
            handlers["lock"] = self.leaving.lock
        return handlers

    # Pages

    def _on_shown_page(self, key: str) -> None:
        if not self.leaving.locked:
            self._actions.show_page(key)
        self._mark_entry(key)
        self._place_all()

    def _mark_entry(self, key: str) -> None:
        """Back from a page to which another entry of the rail had led (a kept search)."""
        own = [entry.key for entry in self._host.declared(key).rail]
        entry = self.inbox_page.entry if key == "inbox" else next(iter(own), "")
        if entry and self._host.page_of_entry(self.rail.current_key) != key:
            self.rail.mark(entry)

    def _cycle_panes(self, by: int) -> None:
        stops: list[QWidget] = [self.welcome, self.rail.list, *self._host.stops()]
        target = next_stop(stops, by)
        if target is self.pages.currentWidget():
            self._host.focus()
        else:
            focus_in(target)

    def _welcome_again(self) -> None:
        self._host.leave(self._host.current)
        self.welcome.begin(take_focus=True)

    def _look_for_revocation(self, status: SyncStatus) -> None:
        if status.phase in (SyncPhase.SESSION_EXPIRED, SyncPhase.NEVER) and self._desk.revocation is not None:
            self._tasks.when_done(self._desk.revocation.revoked(), self._show_revoked, owner=self)

    def _show_revoked(self, revoked: bool) -> None:
        if revoked:
            self._host.show("revoked")

    def _confirm_rescue(self) -> None:
        self._tasks.when_done(self._desk.confirm_rescue(), lambda _number: None, owner=self)

    def _on_hidden(self) -> None:
        """The title of a locked window names nobody and no site; messages wait."""
        self._alt_menu.enabled = False
        self.notices.pause()
        self._name_site()

    def _on_shown(self) -> None:
        self._alt_menu.enabled = True
        self._actions.show_page(self._host.current)
        self._name_site()
        self._place_all()
        self.notices.begin()
        self.opening.show_text(self._desk.opening_notice)

    def _tell_demonstration(self, key: str) -> None:
        if self.demonstration is not None:
            self.demonstration.key_of_interest = key

    # Changes

    def _on_changes(self, changes: ChangeSet) -> None:
        self._host.changed(changes)
        if ChangeKind.OUTBOX in changes.kinds:
            self._look_at_outbox()
        self._searches.changed(changes)
        self.opening.show_text(self._desk.opening_notice)
        if ChangeKind.STRUCTURES in changes.kinds:
            QTimer.singleShot(0, self, self._name_site)
        if changes.kinds & _COUNTED:
            self._counting.count()
            self._alerts.changed()

    def _on_status(self, status: SyncStatus) -> None:
        self._host.set_sync_status(status)
        self._absence.on_status(status)
        self._alerts.on_status(status)
        self._look_for_revocation(status)

    def _show_counts(self, counts: ViewCounts, latest: bool) -> None:
        self.rail.show_counts(counts)
        self.inbox_page.show_counts(counts)
        self._syncing.show_counts(counts, latest=latest)

    def _site_or_none(self) -> str:
        """The title of a message that may stand on the desktop: a locked window names no site."""
        return self.tr("SP+ Desk") if self.leaving.locked else self._desk.site_name or self.tr("SP+ Desk")

    def _see_alert(self, view: View) -> None:
        """From a notification: the window comes up, with the list where it may be seen."""
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()
        if not self.leaving.locked:
            self.router.go(view.value)

    def _name_site(self) -> None:
        site = self._desk.site_name
        shown = self.tr("Verrouillé") if self.leaving.locked else site
        self.setWindowTitle(f"SP+ Desk — {shown}" if shown else "SP+ Desk")
        self.rail.account.show_site(site)

    def tell(self, text: str, good: bool) -> None:
        """A message of what was done before this window opened."""
        self.notices.show_notice(Notice(text, "success" if good else "error"))

    def _on_known_error(self, error: KnownError) -> None:
        self.notices.show_notice(Notice(error.sentence, "error"))

    def _on_bug(self) -> None:
        text = self.tr("L’action n’a pas abouti. Vos textes sont gardés. Le détail est dans le journal.")
        self.notices.show_notice(Notice(text, "error"))

    # Places

    def _toggle_fold(self) -> None:
        self._preferences.set(rail_folded="open" if self._layout_now().rail_folded else "folded")
        self._place_all()

    def _layout_now(self) -> WindowLayout:
        writing = self._host.declared(self._host.current).folds_rail
        wanted = {"folded": True, "open": False}.get(self._preferences.current.rail_folded)
        return layout_for(self.width(), self._theme.scale, writing=writing, fold_wanted=wanted)

    def _place_all(self) -> None:
        layout = self._layout_now()
        rail_width = self._theme.px(layout.rail_width)
        self.rail.setFixedWidth(rail_width - 1)
        self.rail.set_folded(layout.rail_folded)
        self.inbox_page.apply(layout, self.width() - rail_width)
        action = self._actions["fold"]
        action.setText(self.tr("Déployer la navigation") if layout.rail_folded else self.tr("Réduire la navigation"))
        self.place_notices()

    def place_notices(self) -> None:
        """Messages stand at the bottom of the page, over the list, above its last buttons and the undo bar."""
        corner = self.pages.mapTo(self._body, self.pages.rect().topLeft())
        self.notices.place(QRect(corner, self.pages.size()).adjusted(0, 0, 0, -self._host.foot_height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, where nothing on the page wanted it: back to where one came from, at last to the list."""
        present = self._host.declared(self._host.current)
        if event.key() != Qt.Key.Key_Escape or self.leaving.locked:
            super().keyPressEvent(event)
        elif present.kind is not Kind.ROOT:
            self._host.leave(present.key)
        elif present.rail:
            self.router.go(self.inbox_page.shown_view.value)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_all()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and hasattr(self, "_actions"):
            QTimer.singleShot(0, self, self._place_all)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place_all()
        if not self.leaving.locked:
            self.notices.begin()
            self.opening.show_text(self._desk.opening_notice)
            self._host.focus()
            if not self._preferences.current.welcomed:
                self.welcome.begin()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._host.leave_for_a_while()
        self._unsubscribe()
        self._ahead.stop()
        self._syncing.close()
        self._alerts.close()
        self.leaving.idle.stop()
        self._places.keep(self._clock())
        self._curtain.let_go()
        super().closeEvent(event)
        self.closed.emit()
