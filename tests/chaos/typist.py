"""An agent who types in the real writing pane, in a process to kill. Each key is told with its instant."""

import json
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from spplus_desk.services.desk import Desk
from spplus_desk.store.store import Store
from spplus_desk.sync.client import Client
from spplus_desk.sync.engine import Engine
from spplus_desk.sync.scheduler import Scheduler
from spplus_desk.sync.transport import HttpTransport
from spplus_desk.ui.reply.pane import ReplyPane
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Mode, Theme
from tests.chaos.desk_process import now
from tests.chaos.dice import dice_of
from tests.helpers.cache import KEY, ME, key

LETTERS = "abcdefghijklmnopqrstuvwxyz "
MOST_KEYS = 60
NOWHERE = "http://127.0.0.1:9"


def text_of(count: int) -> str:
    """What the first `count` keys write."""
    return "".join(LETTERS[number % len(LETTERS)] for number in range(count))


def run(pipe: Connection, cache: Path, seed: str, ending: str, keys: int) -> None:
    """The target of the process. Types until it is killed; with `ending` "focus" or "leave" it types `keys` keys,
    leaves the field or the pane, and tells when the pane says that the text is on disk."""
    app = QApplication([sys.argv[0], "-platform", "offscreen"])
    typist = _Typist(pipe, cache, seed, ending, keys, app)
    typist.begin()
    app.exec()


class _Typist:
    def __init__(self, pipe: Connection, cache: Path, seed: str, ending: str, keys: int, app: QApplication) -> None:
        self._pipe = pipe
        self._dice = dice_of(seed, "typist")
        self._ending, self._keys = ending, keys
        self._typed = 0
        store = Store.open(cache, KEY, clock=now)
        client = Client(HttpTransport(NOWHERE), now)
        scheduler = Scheduler(store, Engine(store, client, now), now, signed_in=False)
        desk = Desk(
            store=store, client=client, scheduler=scheduler, agent=ME, server=NOWHERE, username="helene", clock=now
        )
        self._tasks = Tasks()
        self._pane = ReplyPane(Theme(app, Mode.LIGHT), desk, self._tasks, now)
        self._editor = self._pane.view.sheet.editor
        self._pane.resize(1366, 700)
        self._pane.show()
        self._pane.activateWindow()

    def begin(self) -> None:
        self._pane.open(key("0"), view_name="À répondre")
        while not (self._pane.view.sheet.isEnabled() and self._editor.hasFocus()):
            QTest.qWait(5)
        self._next()

    def _next(self) -> None:
        """A rhythm of bursts, hesitations, and pauses to think."""
        kind = self._dice.random()
        pause = self._dice.randint(5, 40) if kind < 0.75 else self._dice.randint(60, 300)
        if kind > 0.98:
            pause = self._dice.randint(900, 1600)
        QTimer.singleShot(pause, self._type)

    def _type(self) -> None:
        if self._ending != "keys" and self._typed == self._keys:
            self._end()
            return
        QTest.keyClick(self._editor, LETTERS[self._typed % len(LETTERS)])
        self._typed += 1
        self._tell(typed=self._typed, at=time.monotonic())
        self._next()

    def _end(self) -> None:
        if self._ending == "focus":
            self._pane.view.bar.back.setFocus(Qt.FocusReason.TabFocusReason)
            saved = self._pane._keeper.save_now()  # nothing new to post: the future of what the focus posted
        else:
            saved = self._pane.flush()
            self._pane.leave()
        saved.add_done_callback(lambda done: self._tell(ended=self._ending, failed=done.exception() is not None))

    def _tell(self, **line: object) -> None:
        self._pipe.send_bytes(json.dumps(line).encode())
