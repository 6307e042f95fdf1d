"""The composition root: the only file that knows every part. It wires them, and decides nothing."""

import logging
import os
import sys
from concurrent.futures import Future, wait
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from spplus_desk.services import background, crashes, preferences
from spplus_desk.services.desk import Desk
from spplus_desk.services.logfile import NAME as LOG_NAME
from spplus_desk.services.logfile import close_log, open_log
from spplus_desk.services.profiles import ProfileInfo
from spplus_desk.services.session import Rekeyed, SessionService
from spplus_desk.settings import Settings
from spplus_desk.ui import messages
from spplus_desk.ui.first_run.pane import FirstRun
from spplus_desk.ui.interpreter import Collector, favour_window
from spplus_desk.ui.main_window.window import MainWindow
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.theme.theme import Mode

if TYPE_CHECKING:
    # Imported when it is started: an agent at work never pays for the central and its web server.
    from spplus_desk.demonstration import Demonstration

_log = logging.getLogger(__name__)


def now() -> datetime:
    """The clock that every part is given."""
    return datetime.now(UTC)


def run_window(settings: Settings, *, demo: bool = False, tour: Path | None = None, profile: Path | None = None) -> int:
    """Open the window until it is closed; the exit code. `profile` is the folder to open, if not the last one."""
    if tour is not None and sys.platform == "linux" and not (os.environ.get("DISPLAY") or _wayland()):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with ExitStack() as stack:
        handler = open_log(settings.data_root / "log", settings.log_level)
        stack.callback(close_log, handler)
        stack.callback(crashes.watch(settings.data_root / "log"))
        stack.callback(messages.watch())
        favour_window()
        qt = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(qt, QApplication)
        qt.setApplicationName("spplus-desk")
        qt.setApplicationDisplayName("SP+ Desk")
        program = Program(qt, settings)
        stack.callback(program.close)
        if tour is not None:
            return program.play_tour(tour)
        if demo:
            program.start_demonstration()
        else:
            program.open_first_screen(profile)
        return qt.exec()


def _wayland() -> str:
    return os.environ.get("WAYLAND_DISPLAY", "")


class Program(QObject):
    """What is open at this moment: a first screen or a main window, a desk, perhaps a demonstration."""

    opened = Signal(object)
    """The Desk whose window has just been shown."""

    def __init__(self, qt: QApplication, settings: Settings) -> None:
        super().__init__()
        self._qt, self._settings = qt, settings
        self._theme = Theme(qt, Mode(settings.theme.value), settings.text_scale / 100)
        self._tasks = Tasks(self)
        self._collector = Collector(self)
        self._first: FirstRun | None = None
        self._main: MainWindow | None = None
        self._desk: Desk | None = None
        self._demonstration: Demonstration | None = None
        self._session: SessionService | None = None
        self._leaving: Future[None] | None = None
        qt.setQuitOnLastWindowClosed(True)

    # The ordinary way in

    def open_first_screen(self, profile: Path | None = None) -> None:
        # Late: a demonstration never asks the system's keyring anything.
        import keyring

        from spplus_desk.services.steady import awake_seconds
        from spplus_desk.services.transports import transport_factory

        settings = self._settings
        session = SessionService(
            settings.profiles_root,
            keyring,
            now,
            transport_factory(settings),
            allow_http=settings.allow_http,
            steady=awake_seconds,
            retention=settings.retention,
            rows_first=True,
        )
        self._show_first(session, server=settings.server, profile=profile)

    def _show_first(
        self, session: SessionService, *, server: str = "", profile: Path | None = None, fresh: bool = False
    ) -> None:
        """`fresh`: somebody is to sign in, whatever this computer knows."""
        first = self._make_first(session, server)
        known = session.profile(profile) if profile is not None else session.last_profile()
        known = None if fresh else known
        self._look_as(known)
        first.start(known)

    def _make_first(self, session: SessionService, server: str = "") -> FirstRun:
        """The first screen, in the place of the window that is there."""
        self._session = session
        first = FirstRun(self._theme, session, self._tasks, now)
        first.ready.connect(self._open_main)
        first.demonstration_requested.connect(self.start_demonstration)
        first.resize(1366, 768)
        first.show()
        self._replace_windows(first, None)
        if server:
            first.sign_in.prefill(server, "", offline_unlock=True)
        return first

    def _open_main(self, desk: Desk, *, proved: bool = False) -> None:
        """`proved`: the agent has just given their secret."""
        self._desk = desk
        kept = None if desk.folder is None else desk.folder / preferences.FILE
        chosen = preferences.PreferenceFile(kept, preferences.defaults(self._settings))
        if proved or (self._first is not None and self._first.proved):
            chosen.change(locked=False)
        window = MainWindow(
            desk,
            theme=self._theme,
            tasks=self._tasks,
            clock=now,
            demonstration=self._demonstration,
            preferences=chosen,
            log_file=self._settings.data_root / "log" / LOG_NAME,
            lock_hint=self._lock_hint(),
            retention_days=self._settings.retention_days,
        )
        window.demonstration_left.connect(self._leave_demonstration)
        window.seat_wanted.connect(self._change_seat)
        window.signed_out.connect(self._sign_out)
        window.wiped.connect(self._wipe)
        window.key_change_wanted.connect(self._change_key)
        window.first_paint.happened.connect(desk.start)
        window.first_paint.happened.connect(self._collector.settle)
        window.show()
        self._replace_windows(None, window)
        self.opened.emit(desk)

    def _look_as(self, profile: ProfileInfo | None) -> None:
        """The first screens have the look that the last agent chose."""
        kept = None if profile is None or profile.signed_out else profile.dir / preferences.FILE
        chosen = preferences.PreferenceFile(kept, preferences.defaults(self._settings)).current
        self._theme.set_mode(Mode(chosen.theme.value))
        self._theme.set_text_scale(chosen.text_scale / 100)

    # The way out

    def _sign_out(self) -> None:
        """Back to the sign-in screen; the desk closes behind it, its queue waits for its agent."""
        if self._demonstration is not None:
            self._leave_demonstration()
            return
        desk, session = self._desk, self._session
        if desk is None or session is None:
            return
        self._desk = None
        # The window goes first: closing it saves what is being written, into a cache that is still open.
        self._show_first(session, server=desk.server, fresh=True)
        self._leaving = session.sign_out(desk)
        self._tasks.when_done(self._leaving, lambda _: None, owner=self)

    def _change_key(self, secret: str) -> None:
        """The window closes, the cache gets another key, and a window opens on it, in the same session."""
        desk, session = self._desk, self._session
        if desk is None or session is None or desk.folder is None:
            return
        self._desk, folder = None, desk.folder
        # As for signing out: the window goes first, and saves what is being written.
        first = self._make_first(session)
        first.wait_for(first.tr("Changement de la clé en cours… Vos données sont chiffrées à nouveau."))
        self._tasks.when_done(
            session.change_key(desk, secret),
            self._on_key_changed,
            lambda error: first.start(session.profile(folder), error),
            owner=first,
        )

    def _on_key_changed(self, rekeyed: Rekeyed) -> None:
        self._open_main(rekeyed.desk, proved=True)
        if self._main is not None:
            trouble = rekeyed.trouble
            done = self._main.tr("La clé des données a été changée.")
            self._main.tell(done if trouble is None else trouble.sentence, trouble is None)

    def _wipe(self) -> None:
        """The account was taken back: back to the sign-in screen, and nothing of it stays."""
        desk, session = self._desk, self._session
        if desk is None or session is None or desk.revocation is None:
            return
        self._desk = None
        self._show_first(session, server=desk.server, fresh=True)
        self._leaving = desk.revocation.wipe()
        self._tasks.when_done(self._leaving, lambda _: None, owner=self)

    def _lock_hint(self) -> str:
        """A trainer does not know the password of the demonstration."""
        if self._demonstration is None:
            return ""
        password = self._demonstration.seat.password
        return f"Démonstration\u00a0: le mot de passe est «\u00a0{password}\u00a0»."

    def _replace_windows(self, first: FirstRun | None, main: MainWindow | None) -> None:
        """The new window is shown before the old one goes: the program does not end in between."""
        old_first, old_main = self._first, self._main
        self._first, self._main = first, main
        late = old_first.abandon() if old_first is not None else None
        if late is not None:
            late.close()
        for old in (old_first, old_main):
            if old is not None:
                old.close()
                old.deleteLater()

    # The demonstration

    def start_demonstration(self) -> None:
        """The embedded central, and its agent signed in: straight to the inbox."""
        self._tasks.when_done(background.run(_demonstration, "demonstration"), self._sign_in_demonstration, owner=self)

    def _sign_in_demonstration(self, demonstration: "Demonstration") -> None:
        self._demonstration = demonstration
        self._sign_in_seat(demonstration)

    def _sign_in_seat(self, demonstration: "Demonstration") -> None:
        who = demonstration.seat
        signing_in = demonstration.session.sign_in(demonstration.url, who.username, who.password, offline_unlock=True)
        self._tasks.when_done(signing_in, self._open_main, owner=self)

    def _change_seat(self) -> None:
        """From the agent's desk to the super agent's, or back: one central, one cache for each."""
        demonstration, desk = self._demonstration, self._desk
        if demonstration is None or desk is None:
            return
        self._desk = None
        who = demonstration.change_seat()
        # The window goes first: closing it saves what is being written.
        first = self._make_first(demonstration.session)
        first.wait_for(first.tr("Ouverture du poste de {name}…").format(name=who.name))
        desk.close()
        self._sign_in_seat(demonstration)

    def _leave_demonstration(self) -> None:
        """Back to the sign-in of real life."""
        self.open_first_screen()
        self._end_desk()

    # The tour

    def play_tour(self, folder: Path) -> int:
        """Play the main job by itself; 0 when every step ended as it must, 1 otherwise."""
        from spplus_desk.ui.tour.driver import TourDriver
        from spplus_desk.ui.tour.script import play
        from spplus_desk.ui.tour.stage import Account, Stage

        folder.mkdir(parents=True, exist_ok=True)
        demonstration = self._demonstration = _demonstration()
        agent = demonstration.seeded.agent
        stage = Stage(
            account=Account(demonstration.url, agent.username, agent.password),
            controls=demonstration,
            received=demonstration.received,
            pictures=folder,
            say=_say,
        )
        self.opened.connect(stage.opened.append)
        self._show_first(demonstration.session)
        driver = TourDriver(play(stage), self)
        outcome: list[str] = []
        driver.finished.connect(outcome.append)
        driver.finished.connect(lambda _reason: self._qt.quit())
        driver.start()
        self._qt.exec()
        if outcome != [""]:
            print(f"ÉCHEC\u00a0: {outcome[0] if outcome else 'la fenêtre a été fermée'}", file=sys.stderr)
            return 1
        return 0

    # The end

    def _end_desk(self) -> None:
        if self._desk is not None:
            self._desk.close()
            self._desk = None
        if self._demonstration is not None:
            self._demonstration.close()
            self._demonstration = None

    def close(self) -> None:
        """Windows first, so that nothing is asked of what closes behind them."""
        self._replace_windows(None, None)
        if self._leaving is not None:
            # Its texts are on the disk already: a server that is silent is not waited for.
            wait((self._leaving,), timeout=2)
        self._end_desk()
        self._collector.close()


def _demonstration() -> "Demonstration":
    from spplus_desk.demonstration import Demonstration

    return Demonstration(now)


def _say(line: str) -> None:
    print(line, flush=True)
