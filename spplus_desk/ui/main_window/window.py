"""The window: rail, pages, strips, messages, undo bar. It routes; panes decide."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from spplus_desk.domain.changes import ChangeKind, ChangeSet
from spplus_desk.domain.errors import KnownError
from spplus_desk.domain.inbox import View, ViewCounts
from spplus_desk.domain.sync_status import SyncPhase, SyncStatus
from spplus_desk.services.demonstration import DemonstrationControls
from spplus_desk.services.preferences import PreferenceFile, Preferences
from spplus_desk.ui import wording
from spplus_desk.ui.conflict.pane import ConflictPane
from spplus_desk.ui.inbox.pane import InboxPane
from spplus_desk.ui.lock.curtain import Curtain
from spplus_desk.ui.lock.revoked import RevokedPage
from spplus_desk.ui.lock.sign_out import SignOutPage
from spplus_desk.ui.main_window.absence import AbsenceWatch
from spplus_desk.ui.main_window.account_menu import AccountMenu
from spplus_desk.ui.main_window.alt_menu import AltMenu
from spplus_desk.ui.main_window.aside import Aside, AsidePage
from spplus_desk.ui.main_window.breakpoints import MINIMUM, WindowLayout, layout_for
from spplus_desk.ui.main_window.commands import build_actions, switch_letters
from spplus_desk.ui.main_window.counting import Counting
from spplus_desk.ui.main_window.focus import focus_in, next_stop
from spplus_desk.ui.main_window.help_page import HelpPage
from spplus_desk.ui.main_window.inbox_page import InboxPage
from spplus_desk.ui.main_window.leaving import Leaving
from spplus_desk.ui.main_window.menus import add_menus
from spplus_desk.ui.main_window.parked_watch import ParkedWatch
from spplus_desk.ui.main_window.places import Places
from spplus_desk.ui.main_window.sync_presenter import SyncPresenter
from spplus_desk.ui.main_window.undo_presenter import UndoPresenter
from spplus_desk.ui.notices.demonstration import DemonstrationStrip
from spplus_desk.ui.notices.opening import OpeningBanner
from spplus_desk.ui.notices.strip import ConnectionStrip
from spplus_desk.ui.notices.toasts import Notice, Notices
from spplus_desk.ui.notices.undo_bar import UndoBar
from spplus_desk.ui.outbox.pane import OutboxPane
from spplus_desk.ui.rail.entries import OUTBOX
from spplus_desk.ui.rail.pane import Rail
from spplus_desk.ui.reading.pane import ReadingPane
from spplus_desk.ui.reply.pane import ReplyPane
from spplus_desk.ui.settings.keeper import PreferenceKeeper, now_shown
from spplus_desk.ui.settings.page import SettingsPage
from spplus_desk.ui.settings.security import Security
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme
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
        self._preferences = PreferenceKeeper(preferences or PreferenceFile(None, now_shown(theme)), theme, tasks, self)
        self._view = View.TO_ANSWER
        self._log_file, self._retention_days = log_file, retention_days
        self.setObjectName("main_window")
        self.setAccessibleName(self.tr("SP+ Desk"))
        agent, me = desk.agent, desk.agent.id
        self.rail = Rail(theme, agent.name, desk.site_name)
        self.inbox = InboxPane(theme, tasks, desk.inbox, me, clock, lambda: desk.syncing.status.last_success, self)
        self.reading = ReadingPane(theme, tasks, desk.inbox, agent, clock, self)
        self.inbox_page = InboxPage(theme, self.inbox, self.reading)
        self.reply = ReplyPane(theme, desk, tasks, clock, lambda: self._preferences.current.hold)
        self.outbox = OutboxPane(theme, desk, tasks, clock)
        self.conflict = ConflictPane(theme, desk, tasks, clock)
        self.sign_out = SignOutPage(theme)
        self.revoked = RevokedPage(theme, tasks, desk.revocation)
        self.strip = ConnectionStrip(theme)
        self.opening = OpeningBanner(theme)
        self.undo_bar = UndoBar(theme, clock)
        self.demonstration = None if demonstration is None else DemonstrationStrip(theme, tasks, demonstration)
        self._build()
        self.notices = Notices(theme, self._body)
        self._syncing = SyncPresenter(desk.syncing, tasks, clock, self.rail, self.strip, self.notices, self)
        self._absence = AbsenceWatch(desk.inbox, tasks, self.notices, clock, desk.away_since, self)
        self._undo = UndoPresenter(desk.replying, tasks, self.undo_bar, self.notices, self)
        self._counting = Counting(desk.inbox, tasks, self)
        self._parked = ParkedWatch(desk, tasks, self.notices, clock, self)
        self._curtain = Curtain(self, theme, tasks, desk.locking, lambda: list(self._actions.values()), lock_hint)
        self.leaving = Leaving(
            self._curtain, self.sign_out, self._preferences, desk.outbox, tasks, clock, self.reply.flush, self
        )
        makers: dict[str, Callable[[], AsidePage]] = {
            "help": self._make_help,
            "settings": self._make_settings,
            "sign_out": lambda: self.sign_out,
        }
        self._aside = Aside(self.pages, self._show_page, makers, self.inbox_page)
        self._connect()
        self._actions = build_actions(self, self._handlers(), (self.inbox.view, self.reading.view))
        named = ("settings", "lock", "sign_out", "help")
        self._account = AccountMenu(theme, self, [self._actions[name] for name in named if name in self._actions])
        add_menus(self, theme, self._actions["fold"], self.demonstration)
        self._alt_menu = AltMenu(self)
        self._unsubscribe = desk.subscribe(lambda changes: tasks.post(lambda: self._on_changes(changes), self))
        self._name_site()
        self._places = Places(self, self._preferences)
        self._places.restore()
        for splitter, name, elastic in (
            (self.inbox_page.splitter, "inbox", 1),
            (self.reply.view.splitter, "reply", 1),
            (self.outbox.view.splitter, "outbox", 0),
        ):
            self._places.remember(splitter, name, elastic)
        self._on_preferences(self._preferences.current)
        self.rail.select(View.TO_ANSWER.value)
        self._counting.count()
        if self._preferences.current.locked:
            self.leaving.lock()

    # Building

    def _build(self) -> None:
        self.pages = QStackedWidget()
        for page in (
            self.inbox_page,
            self.reply,
            self.outbox,
            self.conflict,
            self.sign_out,
            self.revoked,
        ):
            self.pages.addWidget(page)
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
        column.addLayout(row, 1)
        self._body = body
        self.setCentralWidget(body)
        self.setMinimumSize(*MINIMUM)

    def _connect(self) -> None:
        self.rail.chosen.connect(self._go)
        self.rail.account.clicked.connect(lambda: self._account.open_over(self.rail.account))
        self.inbox.chosen.connect(self._on_chosen)
        self.inbox.entered.connect(lambda _key: self.inbox_page.show_reading())
        self.reading.row_read.connect(self.inbox.update_kept)
        self.inbox.moved.connect(lambda: self.reading.show_place(*self.inbox.place()))
        self.reading.step_requested.connect(self.inbox.step)
        self.reading.list_requested.connect(self.inbox_page.show_list)
        self.reading.reply_requested.connect(self._write)
        self.reply.closed.connect(self._back_to_list)
        self.reply.sent.connect(lambda _item: self._undo.refresh())
        self.outbox.open_draft.connect(lambda key: self._write(key, False))
        self.outbox.open_conflict.connect(self._open_conflict)
        self.conflict.closed.connect(self._leave_conflict)
        self.conflict.decided.connect(lambda text: self.notices.show_notice(Notice(text, "success")))
        self._preferences.changed.connect(self._on_preferences)
        self.leaving.hidden.connect(self._on_hidden)
        self.leaving.shown.connect(self._on_shown)
        self.leaving.signed_out.connect(self.signed_out)
        self.revoked.wiped.connect(self.wiped)
        self.undo_bar.focus_freed.connect(self._focus_page)
        self.opening.focus_freed.connect(self._focus_page)
        self.opening.confirmed.connect(self._confirm_rescue)
        self._undo.resume_wanted.connect(lambda key: self._write(key, False))
        self._parked.see_wanted.connect(self._open_outbox)
        self._parked.compare_wanted.connect(self._open_conflict)
        self._syncing.status_changed.connect(self.reply.set_sync_status)
        self._syncing.status_changed.connect(self.outbox.set_sync_status)
        self._syncing.status_changed.connect(self._absence.on_status)
        self._syncing.status_changed.connect(self._look_for_revocation)
        self._syncing.back_online.connect(self._counting.count)
        self._counting.counted.connect(self._show_counts)
        self.notices.appeared.connect(self.place_notices)
        self._tasks.known_error.connect(self._on_known_error)
        self._tasks.bug.connect(self._on_bug)
        self._theme.changed.connect(self._place_all)
        if self.demonstration is not None:
            self.demonstration.happened.connect(lambda text: self.notices.show_notice(Notice(text)))
            self.demonstration.quit_wanted.connect(self.demonstration_left)
        self._absence.on_status(self._syncing.status)
        self._look_for_revocation(self._syncing.status)
        self.reply.set_sync_status(self._syncing.status)
        self.outbox.set_sync_status(self._syncing.status)

    def _handlers(self) -> dict[str, Callable[[], None]]:
        reading = self.reading
        handlers: dict[str, Callable[[], None]] = {
            "reply": lambda: reading.ask_reply(with_template=False),
            "template": lambda: reading.ask_reply(with_template=True),
            "claim": reading.toggle_claim,
            "comment": reading.open_comment_box,
            "unread": reading.mark_unread,
            "next": lambda: self._step(1),
            "previous": lambda: self._step(-1),
            "next_letter": lambda: self._step(1),
            "previous_letter": lambda: self._step(-1),
            "outbox": self._open_outbox,
            "next_pane": lambda: self._cycle_panes(1),
            "previous_pane": lambda: self._cycle_panes(-1),
            "sync": self._syncing.sync_now,
            "undo": self.undo_bar.undo,
            "undo_out_of_fields": self.undo_bar.undo,
            "send_now": self.undo_bar.send_now,
            "fold": self._toggle_fold,
            "help": self.show_help,
            "settings": self.show_settings,
            "sign_out": self._ask_sign_out,
        }
        if self._curtain.possible:
            handlers["lock"] = self.leaving.lock
        for view in View:
            handlers[f"view_{view.value}"] = partial(self._select_view, view)
        return handlers

    # Screens

    def _select_view(self, view: View) -> None:
        if self.rail.current_key == view.value:
            self._go(view.value)
        else:
            self.rail.select(view.value)
        self.inbox_page.show_list()

    def _open_outbox(self) -> None:
        self.rail.select(OUTBOX)
        self.outbox.focus_list()

    def _go(self, key: str) -> None:
        """Another entry of the rail was chosen."""
        if key == OUTBOX:
            self._show_page(self.outbox)
            return
        view = View(key)
        if view is not self._view or not self.inbox.loaded:
            self._view = view
            self.inbox.open_view(view)
            self.inbox_page.show_list_quietly()
        self._show_page(self.inbox_page)

    def _show_page(self, page: QWidget) -> None:
        if self.pages.currentWidget() is self.reply and page is not self.reply:
            self.reply.flush()
        self.pages.setCurrentWidget(page)
        self._place_all()

    def _write(self, key: str, with_template: bool) -> None:
        self.reply.open(key, with_template=with_template, view_name=wording.VIEW_NAMES[self._view])
        self._show_page(self.reply)

    def _back_to_list(self) -> None:
        if self.pages.currentWidget() is self.reply:
            from_outbox = self.rail.current_key == OUTBOX
            self._show_page(self.outbox if from_outbox else self.inbox_page)
            if from_outbox:
                self.outbox.focus_list()
            else:
                self.inbox_page.show_list()

    def _open_conflict(self, command_id: str) -> None:
        self.rail.select(OUTBOX)
        self.conflict.open(command_id)
        self._show_page(self.conflict)

    def _leave_conflict(self) -> None:
        if self.pages.currentWidget() is self.conflict:
            self._show_page(self.outbox)
            self.outbox.focus_list()

    def show_help(self) -> None:
        """The table of keys, until Escape."""
        self._aside.show("help")

    def show_settings(self) -> None:
        """What the agent chooses, until Escape."""
        self._aside.show("settings")

    def _ask_sign_out(self) -> None:
        self._aside.show("sign_out")
        self.leaving.ask_unsent()

    def _make_help(self) -> HelpPage:
        page = HelpPage(self._theme)
        if not self._preferences.current.letters:
            page.show_letters(False)
        return page

    def _make_settings(self) -> SettingsPage:
        page = SettingsPage(
            self._theme,
            log_file=self._log_file,
            can_lock=self._curtain.possible,
            retention_days=self._retention_days,
            security=self._make_security(),
        )
        page.show_preferences(self._preferences.current)
        page.changed.connect(lambda name, value: self._preferences.set(**{name: value}))
        return page

    def _make_security(self) -> Security | None:
        """None in the demonstration, whose cache lives as long as it does."""
        if self._desk.locking is None or self.demonstration is not None:
            return None
        security = Security(self._theme, self._tasks, self._desk.locking)
        security.key_change_wanted.connect(self.key_change_wanted)
        return security

    def _on_preferences(self, preferences: Preferences) -> None:
        letters = preferences.letters
        switch_letters(self._actions, letters)
        self.inbox.view.list.letters = letters
        self.reading.view.composer.show_letters(letters)
        self.reading.view.toolbar.show_letters(letters)
        settings, helping = self._aside.made("settings"), self._aside.made("help")
        if isinstance(settings, SettingsPage):
            settings.show_preferences(preferences)
        if isinstance(helping, HelpPage):
            helping.show_letters(letters)
        self.reply.set_sync_status(self._syncing.status)  # the send line says how long the hold is

    def _look_for_revocation(self, status: SyncStatus) -> None:
        if status.phase in (SyncPhase.SESSION_EXPIRED, SyncPhase.NEVER) and self._desk.revocation is not None:
            self._tasks.when_done(self._desk.revocation.revoked(), self._show_revoked, owner=self)

    def _show_revoked(self, revoked: bool) -> None:
        if revoked and self.pages.currentWidget() is not self.revoked:
            self._show_page(self.revoked)
            self.revoked.refresh()

    def _confirm_rescue(self) -> None:
        self._tasks.when_done(self._desk.confirm_rescue(), lambda _number: None, owner=self)

    def _on_hidden(self) -> None:
        """The title of a locked window names nobody and no site; messages wait."""
        self._alt_menu.enabled = False
        self.notices.pause()
        self._name_site()

    def _on_shown(self) -> None:
        self._alt_menu.enabled = True
        self._name_site()
        self._place_all()
        self.notices.begin()
        self.opening.show_text(self._desk.opening_notice)

    def _focus_page(self) -> None:
        """Where work goes on, on the present page."""
        page = self.pages.currentWidget()
        if page is self.inbox_page:
            self.inbox_page.focus_main()
        elif page is self.outbox:
            self.outbox.focus_list()
        elif page is self.reply:
            self.reply.view.sheet.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        elif page is not None:
            focus_in(page)

    def _step(self, by: int) -> None:
        if self.pages.currentWidget() is self.inbox_page:
            self.inbox.step(by)

    def _on_chosen(self, key: str) -> None:
        self.reading.show_slot(key)
        self.reading.show_place(*self.inbox.place())
        if self.demonstration is not None:
            self.demonstration.key_of_interest = key

    def _cycle_panes(self, by: int) -> None:
        stops: list[QWidget] = [self.rail.list]
        page = self.pages.currentWidget()
        if page is self.inbox_page:
            stops += [self.inbox.view.list, self.reading.view.testimony, self.reading.view.composer.reply]
        elif page is not None:
            stops.append(page)
        target = next_stop(stops, by)
        if target is self.outbox:
            self.outbox.focus_list()
        else:
            focus_in(target)

    # Changes

    def _on_changes(self, changes: ChangeSet) -> None:
        self.inbox.changed(changes)
        self.reading.changed(changes)
        self.reply.on_changes(changes)
        self.outbox.on_changes(changes)
        self.conflict.on_changes(changes)
        if ChangeKind.OUTBOX in changes.kinds:
            self._undo.refresh()
            self._parked.refresh()
        self.opening.show_text(self._desk.opening_notice)
        if ChangeKind.STRUCTURES in changes.kinds:
            QTimer.singleShot(0, self, self._name_site)
        if changes.kinds & _COUNTED:
            self._counting.count()

    def _show_counts(self, counts: ViewCounts, latest: bool) -> None:
        self.rail.show_counts(counts)
        self.inbox.show_counts(counts)
        self.reading.show_place(*self.inbox.place())
        self._syncing.show_counts(counts, latest=latest)

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
        writing = self.pages.currentWidget() in (self.reply, self.conflict)
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
        """Messages stand at the bottom of the page, over the list, above the undo bar."""
        corner = self.pages.mapTo(self._body, self.pages.rect().topLeft())
        self.notices.place(QRect(corner, self.pages.size()))

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
            self.inbox.view.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.reply.flush()
        self._unsubscribe()
        self._syncing.close()
        self.leaving.idle.stop()
        self._places.keep(self._clock())
        self._curtain.let_go()
        super().closeEvent(event)
        self.closed.emit()
