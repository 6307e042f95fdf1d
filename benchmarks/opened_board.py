"""The real window on a cache that is there: opens the board until its figures are painted, leaves it, opens it again.

python -m benchmarks.opened_board CACHE EXPERIENCES: prints the milliseconds as JSON. `first`, `again`: from the click
to the figures on the screen, `*_cpu` the window thread's own part of it; `bare`: a page of as many plain labels.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from benchmarks.board_corpus import AGENT, NOW, filled

_SERVER = "http://127.0.0.1:9"
_LABELS = 80
"""What the board shows, counted in labels."""


def measure(cache: Path, n: int) -> dict[str, float]:  # noqa: PLR0915 one story, told in its order
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QWidget

    from spplus_desk.services.desk import Desk
    from spplus_desk.sync.client import Client
    from spplus_desk.sync.engine import Engine
    from spplus_desk.sync.scheduler import Scheduler
    from spplus_desk.sync.transport import HttpTransport
    from spplus_desk.ui.interpreter import Collector, favour_window
    from spplus_desk.ui.main_window import MainWindow
    from spplus_desk.ui.tasks import Tasks
    from spplus_desk.ui.theme import Mode, Theme

    class Painted(QObject):
        """Ends `loop` once the watched widget is painted while `ready`."""

        def __init__(self, watched: QWidget, ready: Callable[[], bool], loop: QEventLoop) -> None:
            super().__init__()
            self._ready, self._loop = ready, loop
            watched.installEventFilter(self)

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and self._ready():
                watched.removeEventFilter(self)
                QTimer.singleShot(0, self._loop.quit)  # after this event: what it paints is on the screen
            return False

    def until_painted(act: Callable[[], tuple[QWidget, Callable[[], bool]]]) -> tuple[float, float]:
        """`act` gives the widget to watch, and whether what it shows is the thing itself."""
        loop = QEventLoop()
        start, used = time.perf_counter(), time.thread_time()
        watch = Painted(*act(), loop)
        loop.exec()
        took, own = (time.perf_counter() - start) * 1000, (time.thread_time() - used) * 1000
        watch.deleteLater()
        return took, own

    def rest(seconds: float) -> None:
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()

    favour_window()
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication([])
    collector = Collector()
    store = filled(cache, n)
    client = Client(HttpTransport(_SERVER), lambda: NOW)
    scheduler = Scheduler(store, Engine(store, client, lambda: NOW), lambda: NOW, signed_in=True)
    desk = Desk(
        store=store, client=client, scheduler=scheduler, agent=AGENT, server=_SERVER, username="helene",
        clock=lambda: NOW,
    )  # fmt: skip
    theme, tasks = Theme(application, Mode.LIGHT), Tasks()
    window = MainWindow(desk, theme=theme, tasks=tasks, clock=lambda: NOW)
    window.first_paint.happened.connect(collector.settle)
    window.resize(1366, 736)
    window.show()
    rest(5)  # the inbox is painted, and what waits for that is done

    def open_board() -> tuple[QWidget, Callable[[], bool]]:
        window.router.go("dashboard")
        figure = window.findChild(QLabel, "figure")
        assert figure is not None
        return figure, lambda: figure.text() not in ("", "…")

    told: dict[str, float] = {}
    told["first"], told["first_cpu"] = until_painted(open_board)
    rest(0.5)
    window.router.go("inbox")
    rest(0.5)
    told["again"], told["again_cpu"] = until_painted(open_board)
    window.close()

    def show_labels() -> tuple[QWidget, Callable[[], bool]]:
        grid = QGridLayout(bare)
        for place in range(_LABELS):
            grid.addWidget(QLabel(f"Libellé {place}"), *divmod(place, 8))
        bare.show()
        return bare, lambda: True

    bare = QWidget()
    bare.resize(1366, 736)
    told["bare"], told["bare_cpu"] = until_painted(show_labels)
    desk.close()
    collector.close()
    return told


if __name__ == "__main__":
    print(msgspec.json.encode(measure(Path(sys.argv[1]), int(sys.argv[2]))).decode())
