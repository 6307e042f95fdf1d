"""What comes before the inbox: decides which of the screens stands, and hands over an open Desk."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from spplus_desk.domain.errors import KEY_LOST, KnownError
from spplus_desk.domain.inbox import ViewCounts
from spplus_desk.domain.structure import Structure
from spplus_desk.domain.sync_status import SyncPhase, SyncStatus
from spplus_desk.domain.values import replace
from spplus_desk.ui.announce import announce
from spplus_desk.ui.first_run.centred import centred
from spplus_desk.ui.first_run.lost import Lost
from spplus_desk.ui.first_run.pending import PendingDesk
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.labels import Label

if TYPE_CHECKING:
    from spplus_desk.services.desk import Desk
    from spplus_desk.services.profiles import ProfileInfo
    from spplus_desk.services.session import SessionService
    from spplus_desk.ui.first_run.sign_in import DemonstrationCard, SignInCard, SignInRequest
    from spplus_desk.ui.first_run.sync_card import SyncCard
    from spplus_desk.ui.first_run.unlock import UnlockCard
    from spplus_desk.ui.first_run.way_out import WayOutCard

_REFRESH_MS = 300
"""Counts are read again at most this often while pages arrive."""


class Screen(Enum):
    OPENING = 0
    SIGN_IN = 1
    UNLOCK = 2
    SYNC = 3
    WAY_OUT = 4


class FirstRun(QWidget):
    """`ready` carries the open Desk, which then belongs to who takes it. Until then, `abandon` closes what is open."""

    ready = Signal(object)
    demonstration_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        session: "SessionService",
        tasks: Tasks,
        clock: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._session, self._tasks, self._clock = theme, session, tasks, clock
        self._desk: Desk | None = None
        self._abandoned = False
        self.proved = False
        """The agent gave their secret here: a window that was left locked need not ask for it again."""
        self._pending: PendingDesk | None = None
        self._back = Screen.SIGN_IN
        self._unsubscribe: Callable[[], None] = lambda: None
        self._status = SyncStatus()
        self._counts = ViewCounts()
        self._counted_all = False
        self._structures = 0
        self._waiting = Label(theme, "", Role.HEADING, tone="text-2", wrap=True)
        self._known: ProfileInfo | None = None
        self._pages: dict[Screen, QWidget] = {}
        self.stack = QStackedWidget()
        self._timer = QTimer(self, singleShot=True)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._read_counts)
        self.setObjectName("first_run")
        self.setAccessibleName(self.tr("Premier démarrage"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self._place(Screen.OPENING, self._waiting)

    # A profile that opens by itself shows none of the cards, and their making would be a tenth of the start: they are
    # made when one of them is asked for.

    @cached_property
    def sign_in(self) -> "SignInCard":
        from spplus_desk.ui.first_run.sign_in import SignInCard

        card = SignInCard(self._theme)
        card.submitted.connect(self._sign_in)
        card.forgotten.connect(lambda: self._offer_way_out(Lost.PASSPHRASE, self._folder_asked_for()))
        self._place(Screen.SIGN_IN, card, self.demonstration)
        self._prefill(card)
        return card

    @cached_property
    def demonstration(self) -> "DemonstrationCard":
        from spplus_desk.ui.first_run.sign_in import DemonstrationCard

        card = DemonstrationCard(self._theme)
        card.wanted.connect(self.demonstration_requested)
        return card

    @cached_property
    def unlock(self) -> "UnlockCard":
        from spplus_desk.ui.first_run.unlock import UnlockCard

        card = UnlockCard(self._theme)
        card.submitted.connect(self._unlock)
        card.other.connect(self.show_sign_in)
        card.forgotten.connect(lambda: self._offer_way_out(Lost.PASSPHRASE, self.unlock.folder))
        self._place(Screen.UNLOCK, card)
        return card

    @cached_property
    def sync(self) -> "SyncCard":
        from spplus_desk.ui.first_run.sync_card import SyncCard, WizardSteps

        card = SyncCard(self._theme)
        card.start.clicked.connect(self._hand_over)
        card.pause.clicked.connect(self._pause_or_resume)
        self._place(Screen.SYNC, WizardSteps(self._theme), card)
        return card

    @cached_property
    def way_out(self) -> "WayOutCard":
        from spplus_desk.ui.first_run.way_out import WayOutCard

        card = WayOutCard(self._theme)
        card.closed.connect(self._leave_way_out)
        card.confirmed.connect(self._put_aside)
        self._place(Screen.WAY_OUT, card)
        return card

    def _prefill(self, card: "SignInCard") -> None:
        if self._known is not None:
            # Who left by « Se déconnecter » is not named to the next one.
            username = "" if self._known.signed_out else self._known.username
            card.prefill(self._known.server, username, offline_unlock=self._known.offline_unlock)

    def _place(self, screen: Screen, *parts: QWidget) -> None:
        self._pages[screen] = centred(parts)
        self.stack.addWidget(self._pages[screen])

    @property
    def current_screen(self) -> Screen:
        return next(screen for screen, page in self._pages.items() if page is self.stack.currentWidget())

    def _go(self, screen: Screen) -> None:
        if screen is not Screen.OPENING:
            _ = self.sign_in, self.unlock, self.sync, self.way_out  # somebody is here: nothing is made under their eyes
        self.stack.setCurrentWidget(self._pages[screen])

    # -- opening ------------------------------------------------------------------------------------------------

    def wait_for(self, sentence: str) -> None:
        """Nothing to do here but wait: for what `sentence` says."""
        self._waiting.setText(sentence)
        self.setAccessibleDescription(sentence)
        self._go(Screen.OPENING)
        announce(self, sentence)

    def start(self, profile: "ProfileInfo | None", error: KnownError | None = None) -> None:
        """Open the profile where that needs nobody, ask for its passphrase where it has one, else sign in.

        `error`: what has just gone wrong with it, said where the agent goes on.
        """
        self._waiting.setText("")
        self.setAccessibleDescription("")
        self._known = profile
        if Screen.SIGN_IN in self._pages:
            self._prefill(self.sign_in)
        if error is not None:
            self.sign_in.problem.show_text(error.sentence)
            self.unlock.show_error(error)
        if profile is None or not profile.offline_unlock or profile.signed_out:
            self.show_sign_in()
        elif profile.needs_passphrase:
            self.unlock.show_profile(profile.dir, profile.server, profile.username)
            self._go(Screen.UNLOCK)
            self.unlock.phrase.line.setFocus()
        else:
            self._go(Screen.OPENING)
            self._open(profile.dir, None, lambda error: self._on_not_opened(error, profile.dir))

    def show_sign_in(self) -> None:
        self._go(Screen.SIGN_IN)
        self.sign_in.focus_first()

    def _sign_in(self, request: "SignInRequest") -> None:
        self.sign_in.set_busy(True)
        future = self._session.sign_in(
            request.server,
            request.username,
            request.password,
            offline_unlock=request.offline_unlock,
            passphrase=request.passphrase,
        )
        self._await(future, self._on_signed_in, self._on_sign_in_failed)

    def _on_signed_in(self, desk: "Desk") -> None:
        self.proved = True
        self.sign_in.set_busy(False)
        self.sign_in.tell("")
        for field in (self.sign_in.password, self.sign_in.passphrase):
            field.line.clear()
        self._desk = desk
        status = desk.syncing.status
        if status.last_success is not None:
            self._hand_over()
            return
        self._status = status
        self._unsubscribe = desk.syncing.subscribe(lambda new: self._tasks.post(lambda: self._on_status(new)))
        self._go(Screen.SYNC)
        self.sync.pause.setFocus()
        self._show_progress()
        self._read_counts()

    def _on_sign_in_failed(self, error: KnownError) -> None:
        self.sign_in.set_busy(False)
        folder = self._folder_asked_for()
        if error.code == KEY_LOST and folder is not None:
            self._offer_way_out(Lost.KEY, folder)
        else:
            self.sign_in.show_error(error)

    def _unlock(self, passphrase: str) -> None:
        self.unlock.set_busy(True)
        self._open(self.unlock.folder, passphrase, self._on_unlock_failed)

    def _on_unlock_failed(self, error: KnownError) -> None:
        self.unlock.set_busy(False)
        self.unlock.show_error(error)

    def _on_not_opened(self, error: KnownError, folder: Path) -> None:
        if error.code == KEY_LOST:
            self._offer_way_out(Lost.KEY, folder)
            return
        self.show_sign_in()
        self.sign_in.problem.show_text(error.sentence)
        announce(self, error.sentence)

    def _open(self, folder: Path, passphrase: str | None, failed: Callable[[KnownError], None]) -> None:
        self._await(self._session.open_profile(folder, passphrase), self._on_opened, failed)

    def _on_opened(self, desk: "Desk") -> None:
        self.proved = self.current_screen is Screen.UNLOCK
        if self.proved:
            self.unlock.set_busy(False)
            self.unlock.phrase.line.clear()
        self._desk = desk
        self._hand_over()

    # -- a lost key, a forgotten passphrase -----------------------------------------------------------------------

    def _folder_asked_for(self) -> Path | None:
        """The profile that the sign-in form is about, where this computer has one."""
        return self._session.folder_of(self.sign_in.server.text(), self.sign_in.login.text())

    def _offer_way_out(self, lost: Lost, folder: Path | None) -> None:
        if folder is None:
            return
        self._back = self.current_screen
        self.way_out.show_for(lost, folder, self._session.aside_of(folder))
        self._go(Screen.WAY_OUT)
        self.way_out.focus_first()

    def _leave_way_out(self) -> None:
        if self._back is Screen.UNLOCK:
            self._go(Screen.UNLOCK)
            self.unlock.phrase.line.setFocus()
        else:
            self.show_sign_in()

    def _put_aside(self) -> None:
        self.way_out.set_busy(True)
        future = self._session.start_again(self.way_out.folder)
        failed = self.way_out.show_problem
        self._tasks.when_done(future, self._on_put_aside, lambda error: failed(error.sentence), owner=self)

    def _on_put_aside(self, aside: Path) -> None:
        told = self.tr("Vos anciennes données sont à part, dans le dossier {name}. Connectez-vous pour recommencer.")
        self.sign_in.ask_no_passphrase()
        self.sign_in.tell(told.format(name=aside.name))
        self.show_sign_in()
        announce(self.sign_in, self.sign_in.told.text())

    def _await(
        self, future: "Future[Desk]", then: Callable[["Desk"], None], failed: Callable[[KnownError], None]
    ) -> None:
        """A desk that opens after the window was closed is closed at once, on the thread that opened it."""

        pending = PendingDesk(future)
        self._pending = pending

        def take(desk: "Desk") -> None:
            if pending.take():
                then(desk)

        def close_if_late(_done: "Future[Desk]") -> None:
            if self._abandoned:
                late = pending.take_desk()
                if late is not None:
                    late.close()

        future.add_done_callback(close_if_late)
        self._tasks.when_done(future, take, failed, owner=self)

    # -- the first synchronisation ------------------------------------------------------------------------------

    def _on_status(self, status: SyncStatus) -> None:
        if self._desk is None:
            return
        self._status = status
        self._show_progress()
        if status.phase is SyncPhase.SYNCED:
            self._timer.stop()
            self._read_counts()
        elif not self._timer.isActive():
            self._timer.start()

    def _read_counts(self) -> None:
        if self._desk is not None:
            ended = self._status.phase is SyncPhase.SYNCED
            self._tasks.when_done(self._desk.inbox.structures(), self._on_structures, owner=self)
            self._tasks.when_done(
                self._desk.inbox.counts(), lambda counts: self._on_counts(counts, ended=ended), owner=self
            )

    def _on_counts(self, counts: ViewCounts, *, ended: bool) -> None:
        self._counts = counts
        self._counted_all = self._counted_all or ended
        self._show_progress()

    def _on_structures(self, structures: tuple[Structure, ...]) -> None:
        if len(structures) != self._structures:
            self._structures = len(structures)
            self._show_progress()

    def _show_progress(self) -> None:
        if self._desk is None:
            return
        status = self._status
        if status.phase is SyncPhase.SYNCED and not self._counted_all:
            # The end is told with what it brought: « Aucune expérience » must never be a matter of milliseconds.
            status = replace(status, phase=SyncPhase.SYNCING, last_success=None)
        self.sync.show_progress(status, self._counts, self._structures, self._clock())

    def _pause_or_resume(self) -> None:
        if self._desk is not None:
            if self._status.phase is SyncPhase.PAUSED:
                self._desk.syncing.resume()
            else:
                self._desk.syncing.pause()

    # -- leaving ------------------------------------------------------------------------------------------------

    def _hand_over(self) -> None:
        desk = self._release()
        if desk is not None:
            self.ready.emit(desk)

    def abandon(self) -> "Desk | None":
        """The window closes: the desk that was not handed over yet, for the caller to close off this thread.

        One that is still being opened closes itself."""
        self._abandoned = True
        desk = self._release()
        return desk if desk is not None or self._pending is None else self._pending.take_desk()

    def _release(self) -> "Desk | None":
        self._unsubscribe()
        self._unsubscribe = lambda: None
        self._timer.stop()
        desk, self._desk = self._desk, None
        return desk
