"""Rows c and c1: the whole number of matches and the 50 newest with their rows; a key pressed to results painted.

The limit of c is what no search can do without: FTS5's own MATCH counted over the same texts, in plain, unencrypted
SQLite, without stems, rows or passages.
"""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from benchmarks.cache import AGENT, NOW, asked, fill, pages, raw_fill, raw_lines, settled
from benchmarks.table import Figure, Row
from spplus_desk.services.documents import DocumentService
from spplus_desk.services.inbox import InboxService
from spplus_desk.services.search import SearchService
from spplus_desk.store.store import Store

N = int(os.environ.get("SPPLUS_BENCH_N", "100000"))
_ROUNDS = 15
_TYPED = "demande de dossier"
_PAINTED_MS = 50
_QUESTIONS = ("dossier", "demande", "reponse")
"""Common words: many matches are what costs."""


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        store = fill(Path(folder) / "ours.db", pages(N))
        try:
            settled(store)
            connection = raw_fill(Path(folder) / "raw.db", raw_lines(N))
            mine, theirs, told = [], [], []
            for word in _QUESTIONS:
                hits = store.search(asked(word), NOW).result()
                told.append(f"« {word} » {hits.total:,}")
                for _ in range(_ROUNDS):
                    start = time.perf_counter()
                    store.search(asked(word), NOW).result()
                    mine.append((time.perf_counter() - start) * 1000)
                    start = time.perf_counter()
                    connection.execute("SELECT count(*) FROM words WHERE words MATCH ?", (word,)).fetchone()
                    theirs.append((time.perf_counter() - start) * 1000)
            connection.close()
            ours, limit = Figure.of(mine, "ms"), Figure.of(theirs, "ms")
            detail = f"N = {N:,}; {', '.join(told)} matches; {len(mine)} questions"
            found = Row(
                "c",
                "search: count and 50 newest with rows",
                ours,
                limit,
                ours.median / limit.median,
                "≤ 2x + 1 ms",
                ours.median <= 2 * limit.median + 1,
                detail,
            )
            return [found, _painted(store)]
        finally:
            store.close()


def _painted(store: Store) -> Row:
    """Each key of a query, from the key to the list painted with its answer."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
    from PySide6.QtWidgets import QApplication

    from spplus_desk.ui.search.page import SearchPage
    from spplus_desk.ui.tasks import Tasks
    from spplus_desk.ui.theme import Mode, Theme

    application = QApplication.instance() or QApplication([])
    theme, tasks = Theme(application, Mode.LIGHT), Tasks()  # type: ignore[arg-type]
    documents = DocumentService(store, cast("Any", None), lambda: NOW, AGENT)
    desk = SimpleNamespace(
        search=SearchService(store, lambda: NOW, AGENT, documents),
        inbox=InboxService(store, lambda: NOW, AGENT),
        agent=AGENT,
    )
    page = SearchPage(theme, cast("Any", desk), tasks, lambda: NOW)
    page.resize(1150, 736)
    page.show()

    class Watcher(QObject):
        painted = False

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                self.painted = True
            return False

    watcher = Watcher()
    page.view.list.viewport().installEventFilter(watcher)

    # One loop and one timer, children of what lives on: the collector runs on any thread, and must not find them.
    loop = QEventLoop(application)
    timer = QTimer(loop, interval=0)
    wanted: list[Callable[[], bool]] = [lambda: True]
    timer.timeout.connect(lambda: loop.quit() if wanted[0]() else None)

    def until(done: Callable[[], bool]) -> None:
        wanted[0] = done
        timer.start()
        loop.exec()
        timer.stop()

    samples: list[float] = []
    for _ in range(3):
        page.clear()
        for at in range(2, len(_TYPED) + 1):
            watcher.painted = False
            before = page.model.hits
            start = time.perf_counter()
            page.view.query.field.setText(_TYPED[:at])
            page.view.query.field.textEdited.emit(_TYPED[:at])
            number = page._number
            until(lambda number=number: page.answered == number)  # type: ignore[misc]
            if page.model.hits != before:
                page.view.list.viewport().update()
                until(lambda: watcher.painted)
            samples.append((time.perf_counter() - start) * 1000)
    until(lambda: not page._loading_more)  # else its last answer lets go of the page, and of its timers, over there
    page.close()
    page.deleteLater()
    # Here and now, on this thread: what the last answers hold of it is let go by the threads that gave them.
    application.sendPostedEvents(page, QEvent.Type.DeferredDelete.value)
    ours = Figure.of(samples, "ms")
    late = sum(sample > _PAINTED_MS for sample in samples)
    return Row(
        "c1",
        "search: a key pressed to results painted",
        ours,
        None,
        None,
        f"median ≤ {_PAINTED_MS} ms",
        ours.median <= _PAINTED_MS,
        f"N = {N:,}; « {_TYPED} » typed three times, {len(samples)} keys, {late} of them above {_PAINTED_MS} ms",
    )
