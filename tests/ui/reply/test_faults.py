"""The disk fails under an open reply, in ways that are real: what was typed stays in the window with a sentence that
says so until it is solved, then it is saved by itself, without another key.

Locked: another process holds SQLite's write lock. Full: a file system of 4 MB that is filled (where this process may
mount one; else SQLite's own limit of pages, which gives the same error). Refused: no file may grow (RLIMIT_FSIZE).
Read only: SQLite's `query_only`, which answers what it answers of a file that it may not write.
"""

import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from spplus_desk.ui import drafts
from spplus_desk.ui.reply.pane import ReplyPane
from spplus_desk.ui.theme import Theme
from tests.helpers.clock import FakeClock
from tests.helpers.typography import faults
from tests.ui.reply.conftest import Writing
from tests.ui.reply.looking import Answers, control
from tests.ui.reply.world import LocalDesk, local_desk

TEXT = "Ce texte ne doit pas se perdre."
WAIT = 20_000
_LOCKER = """
import sys
from sqlcipher3 import dbapi2 as driver
held = driver.connect(sys.argv[1], isolation_level=None)
held.execute(f"PRAGMA key = \\"x'{sys.argv[2]}'\\"")
held.execute("PRAGMA cipher_page_size = 16384")
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
held.execute("ROLLBACK")
print("released", flush=True)
"""


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next try comes after a fifth of a second, for the test's patience."""
    monkeypatch.setattr(drafts, "RETRY_MS", 200)


@contextmanager
def locked(world: LocalDesk, cache: Path) -> Iterator[None]:
    """Another process writes and does not end. Its own wait is SQLite's: 5 s, shortened here."""
    world.store._post(lambda work: work.database.raw.execute("PRAGMA busy_timeout = 100").fetchall()).result(10)
    key = bytes(range(32)).hex()
    other = subprocess.Popen(
        [sys.executable, "-c", _LOCKER, str(cache), key], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdin is not None and other.stdout is not None
    assert other.stdout.readline() == "held\n"
    try:
        yield
    finally:
        other.communicate("\n", timeout=20)


@contextmanager
def refused(world: LocalDesk, cache: Path) -> Iterator[None]:
    """The system refuses that any file grows. Python ignores the signal that goes with it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    smallest = min(part.stat().st_size for part in cache.parent.glob("cache.db-wal"))
    resource.setrlimit(resource.RLIMIT_FSIZE, (smallest // 2, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def read_only(world: LocalDesk, cache: Path) -> Iterator[None]:
    def set_to(value: int) -> None:
        world.store._post(lambda work: work.database.raw.execute(f"PRAGMA query_only = {value}").fetchall()).result(10)

    set_to(1)
    try:
        yield
    finally:
        set_to(0)


Fault = Callable[[LocalDesk, Path], object]
CASES = [
    pytest.param(locked, "Les données de ce poste sont occupées par un autre programme", id="locked"),
    pytest.param(refused, "Les données de ce poste ne peuvent pas être écrites", id="refused"),
    pytest.param(read_only, "Les données de ce poste sont en lecture seule", id="read only"),
]


def banner(writing: Writing) -> QWidget | None:
    found = writing.pane.view.banners.findChildren(QWidget, "banner_storage")
    return found[0] if found else None


def ends_well(writing: Writing, words: str, solve: Callable[[], object]) -> None:
    """The sentence is there, and stays; once `solve` was called, the text is saved without another key."""
    qtbot = writing.qtbot
    qtbot.waitUntil(lambda: banner(writing) is not None, timeout=WAIT)
    shown = banner(writing)
    assert shown is not None
    said = shown.accessibleName()
    assert words in said and "votre texte" in said.lower()
    assert faults(said) == []
    assert writing.pane.view.bar.status.text() == "Brouillon non enregistré"
    qtbot.wait(600)  # some tries more: it neither goes nor comes anew
    assert banner(writing) is shown
    assert writing.editor.body() == TEXT
    solve()
    qtbot.waitUntil(lambda: banner(writing) is None, timeout=WAIT)
    qtbot.waitUntil(lambda: "Brouillon enregistré à" in writing.pane.view.bar.status.text(), timeout=WAIT)
    assert writing.saved() == TEXT


@pytest.mark.parametrize(("fault", "words"), CASES)
def test_the_text_stays_and_is_saved_by_itself_afterwards(
    writing: Writing, tmp_path: Path, fault: Callable[..., object], words: str
) -> None:
    writing.open()
    under = fault(writing.world, tmp_path / "cache.db")
    under.__enter__()  # type: ignore[attr-defined]
    writing.type(TEXT)
    ends_well(writing, words, lambda: under.__exit__(None, None, None))  # type: ignore[attr-defined]


@pytest.mark.parametrize(("fault", "words"), CASES)
def test_sending_is_refused_with_the_same_sentence_and_works_afterwards(
    writing: Writing, tmp_path: Path, fault: Callable[..., object], words: str
) -> None:
    writing.open()
    writing.type(TEXT)
    writing.pane.flush().result(10)
    under = fault(writing.world, tmp_path / "cache.db")
    under.__enter__()  # type: ignore[attr-defined]
    writing.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    said = writing.pane.view.banners
    writing.qtbot.waitUntil(said.isVisible, timeout=WAIT)
    shown = " ".join(widget.accessibleName() for widget in said.findChildren(QWidget) if widget.accessibleName())
    assert words in shown
    assert writing.editor.body() == TEXT
    assert writing.pane.view.sheet.isEnabled()
    under.__exit__(None, None, None)  # type: ignore[attr-defined]
    with writing.qtbot.waitSignal(writing.pane.sent, timeout=WAIT):
        writing.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path | None]:
    """4 MB, mounted for this test; None where this process may not mount."""
    place = tmp_path / "disque"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "spplus-test", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        yield None
        return
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk(
    qtbot: QtBot, look: Theme, tmp_path: Path, clock: FakeClock, answers: Answers, small_disk: Path | None
) -> None:
    folder = small_disk or tmp_path / "profil"
    with local_desk(folder, clock) as world:
        pane = ReplyPane(look, world.desk, answers.tasks, clock)
        qtbot.addWidget(pane)
        pane.resize(1366, 700)
        pane.show()
        qtbot.waitExposed(pane)
        writing = Writing(qtbot, pane, world, answers)
        writing.open()
        free = _fill(small_disk, world)
        writing.editor.insertPlainText(TEXT)
        ends_well(writing, "Espace disque insuffisant", free)
        pane.hide()


def _fill(disk: Path | None, world: LocalDesk) -> Callable[[], object]:
    """Nothing fits any more; the answer makes room again."""
    if disk is not None:
        ballast = disk / "autre-chose.bin"
        with ballast.open("wb", buffering=0) as file:
            for size in (65_536, 4_096, 1):
                while True:
                    try:
                        file.write(bytes(size))
                    except OSError:
                        break
        return ballast.unlink

    def limit(pages: int) -> None:
        world.store._post(
            lambda work: work.database.raw.execute(f"PRAGMA max_page_count = {pages}").fetchall()
        ).result()

    limit(1)
    return lambda: limit(1_000_000)


def test_it_is_said_aloud_once_not_at_each_try(writing: Writing, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    tell = QAccessible.updateAccessibility

    def listen(event: object) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            heard.append(event.message())
        tell(event)  # type: ignore[arg-type]

    monkeypatch.setattr(QAccessible, "updateAccessibility", listen)
    writing.open()
    with read_only(writing.world, Path()):
        writing.type(TEXT)
        writing.qtbot.waitUntil(lambda: banner(writing) is not None, timeout=WAIT)
        writing.qtbot.wait(700)
    writing.qtbot.waitUntil(lambda: banner(writing) is None, timeout=WAIT)
    assert sum("lecture seule" in one for one in heard) == 1
    assert heard[-1] == "Brouillon de nouveau enregistré"
    assert control(writing.pane, QWidget, "draft_status").isVisible()
