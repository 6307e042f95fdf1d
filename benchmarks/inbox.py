"""Row d: the inbox of a million rows. Open, sort, filter, jump, and the longest stall of the window thread.

The limit is the same list, painted by the same delegate, over a bare model: no database, rows made from their number.
A cache is filled once and kept in SPPLUS_BENCH_FOLDER where that is set: a million rows take minutes to write.
"""

import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.cache import AGENT, NOW, SITE, experiences
from benchmarks.table import Figure, Goal, Row, row
from spplus_desk.domain.experience import Reply, Slot
from spplus_desk.domain.inbox import InboxRow, SortOrder, View
from spplus_desk.domain.inbox_filter import Filter
from spplus_desk.domain.projection import SlotState
from spplus_desk.domain.structure import Structure
from spplus_desk.domain.vocabulary import Entity, ReplyState, Sentiment
from spplus_desk.services.inbox import InboxService
from spplus_desk.store.pages import PulledChange
from spplus_desk.store.store import Store

N = int(os.environ.get("SPPLUS_BENCH_INBOX_N", "1000000"))
JUMPS = 200
_PAGE = 5_000
_CHANNELS = ("Démarche en ligne", "Téléphone", "E-mail", "Accueil", "Courrier")
_OPEN = 0.3
"""The share that waits for an answer: far more than in life, where nine of ten are answered."""
_STALL_MS = 50
_MORE_MB = 250


def _pages(n: int) -> Iterator[list[PulledChange]]:
    dice = random.Random(7)
    site = Structure(id=SITE, network="demo", name="Caf de l’Orvanne", timezone="Europe/Paris")
    page = [PulledChange(Entity.STRUCTURE, SITE, site)]
    for e in experiences(n):
        key = f"{e.id}:{SITE}"
        slot = Slot(
            id=key,
            experience_id=e.id,
            structure_id=SITE,
            channels=tuple(dice.sample(_CHANNELS, dice.choice((1, 1, 2)))),
            business_tags=("Agenda",) if dice.random() < 0.1 else (),
            claimed_by=AGENT.id if dice.random() < 0.02 else None,
            claimed_by_name=AGENT.name,
            version=1,
        )
        page += [PulledChange(Entity.EXPERIENCE, e.id, e), PulledChange(Entity.SLOT, key, slot)]
        if dice.random() > _OPEN:
            at = e.published_at + timedelta(days=dice.random() * 9)
            reply = Reply(
                id=key,
                experience_id=e.id,
                structure_id=SITE,
                body="Merci.",
                state=ReplyState.PUBLISHED,
                published_at=at,
            )
            page.append(PulledChange(Entity.REPLY, key, reply))
        if len(page) >= _PAGE:
            yield page
            page = []
    yield page


def filled(folder: Path, n: int) -> Path:
    """A cache of `n` rows, written now unless it is there."""
    path = folder / f"inbox-{n}.db"
    if path.exists():
        return path
    store = Store.open(path, bytes(32), clock=lambda: NOW)
    store.set_identity(AGENT, "https://central.example", "helene").result()
    for number, page in enumerate(_pages(n)):
        store.apply_page(page, cursor=str(number), last=False, at=NOW, remaining=1).result()
    store.apply_page([], cursor="end", last=True, at=NOW, remaining=0).result()
    while store.merging().result():
        time.sleep(0.05)  # the merge is done in idle moments: let there be some
    store.close()
    return path


def _memory_mb() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(path: Path, n: int) -> dict[str, Any]:  # noqa: PLR0915 one story, told in its order
    """All that is measured over one cache, in one process."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QAbstractListModel, QEventLoop, QModelIndex, QTimer
    from PySide6.QtWidgets import QApplication

    from benchmarks.heartbeat import Heartbeat
    from spplus_desk.ui.inbox.delegate import ROW_HEIGHT, InboxDelegate
    from spplus_desk.ui.inbox.model import ITEM
    from spplus_desk.ui.inbox.pane import InboxPane
    from spplus_desk.ui.interpreter import Collector, favour_window
    from spplus_desk.ui.tasks import Tasks
    from spplus_desk.ui.theme import Mode, Theme
    from spplus_desk.ui.widgets.tall_list import TallList

    favour_window()
    collector = Collector()
    application = QApplication.instance() or QApplication([])
    theme, tasks, beats = Theme(application, Mode.LIGHT), Tasks(), Heartbeat()  # type: ignore[arg-type]

    def until(done: Callable[[], bool]) -> None:
        loop = QEventLoop()
        timer = QTimer(interval=1)  # not at each turn: it would keep the reading thread from the interpreter
        timer.timeout.connect(lambda: loop.quit() if done() else None)
        timer.start()
        loop.exec()

    no_parent = QModelIndex()

    class Bare(QAbstractListModel):
        def rowCount(self, parent: Any = no_parent) -> int:
            return 0 if parent.isValid() else n

        def data(self, index: Any, role: int = 0) -> Any:
            return _made(index.row()) if role == ITEM else None

    result: dict[str, Any] = {}
    dice = random.Random(3)
    bare = TallList()
    model = Bare()
    bare.setModel(model)
    bare.setItemDelegate(InboxDelegate(theme, lambda: NOW, AGENT.id, bare))
    bare.set_shape((), theme.px(ROW_HEIGHT), theme.px(28))
    bare.resize(376, 680)
    bare.show()
    until(bare.isVisible)

    def jump_bare() -> float:
        bar = bare.verticalScrollBar()
        start = time.perf_counter()
        bar.setValue(dice.randint(0, bar.maximum()))
        bare.viewport().repaint()
        return (time.perf_counter() - start) * 1000

    for _ in range(10):
        jump_bare()
    result["bare_ms"] = [jump_bare() for _ in range(JUMPS)]
    bare.hide()

    before = _memory_mb()
    store = Store.open(path, bytes(32), clock=lambda: NOW)
    service = InboxService(store, lambda: NOW, AGENT)
    pane = InboxPane(theme, tasks, service, AGENT.id, lambda: NOW, lambda: NOW)
    view = pane.view
    view.resize(376, 736)
    view.show()
    counts = service.counts().result()
    pane.show_counts(counts)
    collector.settle()
    listed = view.list.model()

    def timed(name: str, act: Callable[[], None]) -> None:
        with beats.watch() as stall:
            start = time.perf_counter()
            act()
            until(lambda: pane.loaded)
            view.list.viewport().repaint()
            result[f"{name}_first_ms"] = (time.perf_counter() - start) * 1000
            until(lambda: listed.listing.whole and listed.listing.number > 0)  # type: ignore[attr-defined]
            result[f"{name}_whole_ms"] = (time.perf_counter() - start) * 1000
            pause = time.perf_counter() + 0.1
            until(lambda: time.perf_counter() > pause)
        result[f"{name}_stall_ms"] = stall.longest_ms

    def in_sight() -> bool:
        return all(isinstance(listed.index(at, 0).data(ITEM), InboxRow) for at in view.list.rows_in_sight())

    def jump() -> float:
        bar = view.list.verticalScrollBar()
        start = time.perf_counter()
        bar.setValue(dice.randint(0, bar.maximum()))
        view.list.viewport().repaint()
        until(in_sight)
        view.list.viewport().repaint()
        return (time.perf_counter() - start) * 1000

    with beats.watch() as stall:  # what the machine itself takes away meanwhile
        pause = time.perf_counter() + 2
        until(lambda: time.perf_counter() > pause)
    result["idle_stall_ms"] = stall.longest_ms
    timed("open_to_answer", lambda: pane.open_view(View.TO_ANSWER))
    timed("open_all", lambda: pane.open_view(View.ALL))
    result["rows"] = listed.listing.count  # type: ignore[attr-defined]
    with beats.watch() as stall:
        result["jump_ms"] = [jump() for _ in range(JUMPS)]
    result["jump_stall_ms"] = stall.longest_ms
    timed("sort_newest", lambda: pane.open_view(View.ALL, order=SortOrder.NEWEST))
    timed("sort_similar", lambda: pane.open_view(View.ALL, order=SortOrder.SIMILAR))
    timed("filter_channel", lambda: pane.open_view(View.ALL, filter=Filter(channels=("Courrier",))))
    two = Filter(sentiments=(Sentiment.NEGATIVE,), channels=("Courrier", "E-mail"))
    timed("filter_two", lambda: pane.open_view(View.ALL, filter=two))
    result["more_mb"] = _memory_mb() - before
    view.close()
    store.close()
    return result


def _made(number: int) -> InboxRow:
    return InboxRow(
        key=str(number),
        experience_id=str(number),
        structure_id=SITE,
        structure_name="",
        title=f"Expérience {number}",
        pseudonym="Usager",
        excerpt=f"Le témoignage {number}, assez long pour tenir sur deux lignes de la liste et finir coupé." * 2,
        sentiment=Sentiment.NEUTRAL,
        channels=("Téléphone",),
        published_at=NOW,
        date_only=False,
        due_at=NOW + timedelta(days=3),
        timezone="Europe/Paris",
        state=SlotState.TO_ANSWER,
    )


def _p99(values: list[float]) -> float:
    return values[int(len(values) * 0.99)]


def run(n: int = N) -> list[Row]:
    kept = os.environ.get("SPPLUS_BENCH_FOLDER")
    with tempfile.TemporaryDirectory(prefix="spplus-bench-") as name:
        result = measure(filled(Path(kept or name), n), n)
    ours, bare = (sorted(result[key]) for key in ("jump_ms", "bare_ms"))
    stalls = {key: value for key, value in result.items() if key.endswith("_stall_ms") and key != "idle_stall_ms"}
    firsts = {key: value for key, value in result.items() if key.endswith("_first_ms")}
    worst = max(stalls.values())
    met = worst <= _STALL_MS and max(firsts.values()) <= 100 and result["more_mb"] <= _MORE_MB
    mine, theirs = (Figure(_p99(values), statistics.median(values), values[-1], "ms") for values in (ours, bare))
    told = ", ".join(f"{key} {value:.0f}" for key, value in result.items() if isinstance(value, float))
    detail = (
        f"N = {n:,}; p99 of {JUMPS} jumps (median–max); {told}; goals: stall at most {_STALL_MS} ms, first rows 100 ms"
    )
    return [row("d", "inbox: jump anywhere, rows painted", mine, theirs, Goal(at_most=3), also=met, detail=detail)]


if __name__ == "__main__":
    print(msgspec.json.encode(measure(filled(Path(os.environ["SPPLUS_BENCH_FOLDER"]), N), N)).decode())
