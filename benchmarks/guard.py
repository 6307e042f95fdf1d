"""Rows p1, p2, p3: all checks while one types in 8,000 characters, scrolling 200 marks, recall and false alarms.

p1 and p2 run the writing pane of the program on a real desk, offscreen; the limit is a bare text editor with the same
text. p3 scores the labelled corpus of the tests: it is no time.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.table import Figure, Row
from spplus_desk.domain.privacy import Kind
from tests.helpers import corpus

LENGTH, MARKS, KEYS, ROUNDS = 8_000, 200, 60, 5
FRAME_MS, STALL_MS = 16.0, 50.0
_FILL = "Nous avons relu chaque point de votre message avec le service concerné, qui a repris la ligne. "


def text(length: int = LENGTH, marks: int = MARKS) -> str:
    """`length` characters with `marks` telephone numbers, all different, in paragraphs of four sentences; as many words
    that no dictionary knows."""
    parts, each = [], max(1, length // marks)
    for n in range(marks):
        number = f"06 39 98 {n // 100:02} {n % 100:02}"
        words = (f"Lingne {n}\u00a0: {number}. " + _FILL)[: each - 1]
        parts.append(words.rstrip() + ("\n" if n % 4 == 3 else " "))
    return "".join(parts)[:length].ljust(length, ".")


def run() -> list[Row]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    keys, bare_keys, stalls, bare_stalls = _measured()
    score = corpus.score(corpus.read())
    there, found = sum(score.there.values()), sum(score.found.values())
    lines = ", ".join(
        f"{kind.value} {score.found[kind]}/{score.there[kind]} ({score.false[kind]} false)" for kind in Kind
    )
    recall = Figure(found, found, found, f"of {there}")
    return [
        Row(
            "p1",
            "guard and spelling: each key in 8,000 characters, p95",
            keys,
            bare_keys,
            keys.median / bare_keys.median,
            f"< {FRAME_MS:g} ms",
            keys.median < FRAME_MS,
            f"{KEYS} keys in the middle of a text with {MARKS} marks, {ROUNDS} rounds, CPU of the thread; "
            "limit: a bare QTextEdit",
        ),
        Row(
            "p2",
            "guard and spelling: longest stall, scrolling 200 marks",
            stalls,
            bare_stalls,
            stalls.median / bare_stalls.median,
            f"< {STALL_MS:g} ms",
            stalls.high < STALL_MS,
            "the whole text in steps of three lines, painted at each, CPU of the thread; limit: a bare QTextEdit",
        ),
        Row(
            "p3",
            "guard: personal data found in the corpus",
            recall,
            None,
            None,
            "recall >= 90 % of each kind",
            all(score.recall(kind) >= 0.9 for kind in Kind),
            f"{lines}; {score.negatives} sentences without any",
        ),
    ]


def _measured() -> tuple[Figure, Figure, Figure, Figure]:
    from PySide6.QtWidgets import QApplication, QTextEdit

    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication([])
    bare = QTextEdit()
    bare.resize(640, 420)
    bare.show()
    with _editor(app) as editor:
        rounds = [(_keys(editor), _keys(bare), _scroll(editor), _scroll(bare)) for _ in range(ROUNDS)]
    bare.close()
    columns = tuple(Figure.of([one[i] for one in rounds], "ms") for i in range(4))
    return columns[0], columns[1], columns[2], columns[3]


def _keys(editor: "object") -> float:
    """The 95th percentile of a key, in ms of the window thread's own work: text, marks, check, panel; not the paint,
    which is the same for the bare editor, nor the time that other programs of the machine take."""
    from PySide6.QtWidgets import QTextEdit

    assert isinstance(editor, QTextEdit)
    _fill(editor)
    cursor = editor.textCursor()
    cursor.setPosition(LENGTH // 2)
    editor.setTextCursor(cursor)
    times = []
    for n in range(KEYS):
        letter = "abcdefgh "[n % 9]
        begin = time.thread_time()
        editor.insertPlainText(letter)
        times.append((time.thread_time() - begin) * 1000)
        editor.viewport().repaint()
    return statistics.quantiles(times, n=20)[-1]


def _scroll(editor: "object") -> float:
    """The longest step of a walk through the whole text, in ms."""
    from PySide6.QtWidgets import QTextEdit

    assert isinstance(editor, QTextEdit)
    _fill(editor)
    bar = editor.verticalScrollBar()
    longest = 0.0
    for place in range(0, bar.maximum() + 1, 72):
        begin = time.thread_time()
        bar.setValue(place)
        editor.viewport().repaint()
        longest = max(longest, (time.thread_time() - begin) * 1000)
    return longest


def _fill(editor: "object") -> None:
    from PySide6.QtWidgets import QTextEdit

    assert isinstance(editor, QTextEdit)
    if len(editor.toPlainText()) != LENGTH:
        editor.setPlainText(text())


@contextmanager
def _editor(app: "object") -> Iterator[object]:
    """The editor of the program, with its guard, its draft and its desk."""
    from PySide6.QtWidgets import QApplication

    from spplus_desk.ui.reply.pane import ReplyPane
    from spplus_desk.ui.tasks import Tasks
    from spplus_desk.ui.theme import Mode, Theme
    from tests.helpers.clock import FakeClock
    from tests.ui.reply.world import CIGALE, local_desk

    assert isinstance(app, QApplication)
    theme = Theme(app, Mode.LIGHT)
    clock = FakeClock()
    with tempfile.TemporaryDirectory() as folder, local_desk(Path(folder), clock) as world:
        pane = ReplyPane(theme, world.desk, Tasks(), clock)
        pane.resize(1366, 768)
        pane.show()
        pane.open(CIGALE)
        _wait(pane.view.sheet.isEnabled)
        pane.view.sheet.editor.setPlainText(text())
        # What is measured is the editor at work: every word of the text has its verdict.
        _wait(lambda: world.desk.spelling.answered > 0)
        yield pane.view.sheet.editor
        pane.flush().result(5)
        pane.close()


def _wait(until: Callable[[], bool]) -> None:
    """Turn the loop until it is so; a benchmark has no test to end, so it gives up after ten seconds."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, timer = QEventLoop(), QTimer(interval=10)
    begin = time.perf_counter()
    timer.timeout.connect(lambda: loop.quit() if until() or time.perf_counter() - begin > 10 else None)
    timer.start()
    loop.exec()
