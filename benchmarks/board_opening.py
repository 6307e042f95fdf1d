"""Rows h4 and h5: the board opened in the real window, from the click to its figures painted, beside a page of labels.

Each round is a process of its own, its modules compiled by a first one, as those of a packaged program are: row h4 is
the first opening of a session, what nobody has asked for before; row h5 is the second. `SPPLUS_BENCH_OPENED`
experiences.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from benchmarks.board_corpus import FOLDER, HEAD, NOW, PERIOD, filled
from benchmarks.table import Figure, Row
from spplus_desk.domain.statistics.questions import Node

N = int(os.environ.get("SPPLUS_BENCH_OPENED", "100000"))
_ROUNDS = 7
_MOST_MS = 150


def run(n: int = N) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="spplus-bench-") as name:
        cache = Path(FOLDER or name) / f"board-{n}.db"
        store = filled(cache, n)
        store.numbers(Node(HEAD), PERIOD, NOW).result()  # the first count is long over when a board is opened
        store.close()
        compiled = Path(name) / "compiled"
        _opened(cache, n, compiled)
        rounds = [_opened(cache, n, compiled) for _ in range(_ROUNDS)]
    figures = {key: Figure.of([found[key] for found in rounds], "ms") for key in rounds[0]}
    bare = figures["bare"]
    told = f"N = {n:,}; offscreen; the window thread alone: %s; that of the labels: {figures['bare_cpu']}"
    return [
        Row(id, work, ours, bare, ours.median / bare.median, f"≤ {_MOST_MS} ms", ours.median <= _MOST_MS, told % cpu)
        for id, work, ours, cpu in (
            ("h4", "the board opened, first time", figures["first"], figures["first_cpu"]),
            ("h5", "the board opened again", figures["again"], figures["again_cpu"]),
        )
    ]


def _opened(cache: Path, n: int, compiled: Path) -> dict[str, float]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(compiled)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "benchmarks.opened_board", str(cache), str(n)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=True)
    return msgspec.json.decode(done.stdout, type=dict[str, float])
