"""Two agents on one computer, played on the program itself: run in a process of its own, told the central's address.

Each step prints one line; the test reads them.
"""

import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QTimer, qWarning
from PySide6.QtWidgets import QApplication, QLabel

from spplus_desk.app import Program
from spplus_desk.services import crashes
from spplus_desk.services.logfile import close_log, open_log
from spplus_desk.services.preferences import Look
from spplus_desk.settings import Settings
from spplus_desk.ui import messages
from spplus_desk.ui.first_run.pane import FirstRun
from spplus_desk.ui.main_window import MainWindow
from spplus_desk.ui.settings.security import Security
from tests.helpers.world import PASSWORD

TEXT = "Le guichet a repris lundi matin."


def say(*words: object) -> None:
    sys.stdout.write(" ".join(str(word) for word in words) + "\n")
    sys.stdout.flush()


class Played:
    def __init__(self, server: str, root: Path) -> None:
        self.qt = QApplication([])
        self.server = server
        self.program = Program(self.qt, Settings(data_root=root, server=server))
        self.program.open_first_screen()

    def until(self, condition: Callable[[], object]) -> None:
        end = time.monotonic() + 30
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError
            self.qt.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            time.sleep(0.005)

    @property
    def first(self) -> FirstRun | None:
        return self.program._first

    @property
    def window(self) -> MainWindow:
        assert self.program._main is not None
        return self.program._main

    def sign_in(self, username: str) -> None:
        self.until(lambda: self.first is not None and self.first.sign_in.isVisible())
        first = self.first
        assert first is not None
        say("named", first.sign_in.login.text() or "nobody")
        first.sign_in.server.line.setText(self.server)
        first.sign_in.login.line.setText(username)
        first.sign_in.password.line.setText(PASSWORD)
        first.sign_in.submit()
        self.until(lambda: self.program._main is not None or first.sync.start.isEnabled())
        if self.program._main is None:
            first.sync.start.click()
        self.until(lambda: self.program._main is not None and self.window.inbox.loaded)

    def send(self) -> None:
        window = self.window
        self.until(lambda: window.inbox._model.rows)
        window.router.write(window.inbox._model.rows[0].key, False)
        self.until(lambda: window.page("reply")._detail is not None)
        window.page("reply").view.sheet.editor.setPlainText(TEXT)
        window.page("reply").send()
        if window.page("reply")._reading:  # an agent's first reply is read back
            window.page("reply").send()
        self.until(window.undo_bar.isVisible)

    def outbox(self) -> int:
        assert self.program._desk is not None
        return len(self.program._desk.outbox.items().result(10))

    def sign_out(self) -> None:
        window = self.window
        window._actions["sign_out"].trigger()
        label = window.page("sign_out").findChild(QLabel, "sign_out_text")
        self.until(label.text)
        say("told", label.text())
        window.page("sign_out").confirm()
        self.until(lambda: self.program._main is None and self.first is not None)
        assert self.program._leaving is not None
        self.until(self.program._leaving.done)

    def lock_and_restart(self, root: Path) -> None:
        window = self.window
        window.leaving.lock()
        self.until(lambda: window._preferences.current.locked)
        say("locked", window.windowTitle())
        self.program.close()
        self.program = Program(self.qt, Settings(data_root=root, server=self.server))
        self.program.open_first_screen()
        self.until(lambda: self.first is not None and self.first.unlock.isVisible())
        assert self.first is not None
        self.first.unlock.phrase.line.setText(PASSWORD)
        self.first.unlock.submit()
        self.until(lambda: self.program._main is not None)
        self.until(lambda: self.window.windowTitle() != "SP+ Desk")
        say("again", self.window.windowTitle())

    def change_key(self) -> None:
        """By the page of settings; what is being written is in the cache that comes back."""
        window, before = self.window, self.program._desk
        self.until(lambda: window.inbox._model.rows)
        key = window.inbox._model.rows[-1].key
        window.router.write(key, False)
        self.until(lambda: window.page("reply")._detail is not None)
        window.page("reply").view.sheet.editor.setPlainText(TEXT)
        window._actions["settings"].trigger()
        security = window.findChildren(Security)[0]
        security.key.open()
        security.key.fields[0].line.setText(PASSWORD)
        security.key.submit()
        self.until(lambda: self.program._main is not None and self.program._desk is not before)
        self.until(lambda: self.window.inbox.loaded and self.program._desk is not None)
        desk = self.program._desk
        assert desk is not None
        draft = desk.replying.draft(key).result(10)
        done = self.window.tr("La clé des données a été changée.")
        self.until(lambda: done in self.window.notices.accessibleDescription())
        say("rekeyed", self.outbox(), draft is not None and draft.body == TEXT, desk.syncing.status.phase.name)

    def break_down(self) -> None:
        """Bugs whose words quote what was written: in a slot, in a thread, in Qt's own message."""

        def fail() -> None:
            raise RuntimeError(TEXT)

        QTimer.singleShot(0, fail)
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        qWarning(f'No such thing: "{TEXT}"')
        passed: list[None] = []
        QTimer.singleShot(50, lambda: passed.append(None))
        self.until(lambda: passed)
        say("broken")


def main() -> None:
    root = Path(sys.argv[2])
    with ExitStack() as stack:
        stack.callback(close_log, open_log(root / "log", "DEBUG"))
        stack.callback(crashes.watch(root / "log"))
        stack.callback(messages.watch())
        play(root)


def play(root: Path) -> None:
    played = Played(sys.argv[1], root)
    played.sign_in("omar")
    played.window._preferences.set(theme=Look.DARK, text_scale=130, hold_seconds=120)
    played.send()
    say("omar", played.outbox())
    played.sign_out()
    say("look", played.program._theme.mode.value, played.program._theme.text_scale)
    played.sign_in("lise")
    say("lise", played.outbox(), played.window._preferences.current.hold_seconds)
    played.sign_out()
    played.sign_in("omar")
    say("omar", played.outbox(), played.program._theme.text_scale, played.window._preferences.current.hold_seconds)
    played.lock_and_restart(root)
    played.change_key()
    played.break_down()
    played.program.close()


if __name__ == "__main__":
    main()
