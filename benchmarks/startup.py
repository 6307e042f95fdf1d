"""Row e: from the start of the process to a painted inbox, with a full cache, beside a bare window of PySide6.

Each side is a whole process, Python included, its modules compiled by a first start as a packaged program's are; the
clock stops at the first paint (the inbox's: of a list that has rows). The key comes from a keyring that answers at
once, and the server is away, as on a post without network.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.cache import AGENT, NOW, N, fill, pages, settled
from benchmarks.table import Goal, Row, in_turn, row
from spplus_desk.services import profiles
from spplus_desk.services.profiles import Profile

ROUNDS = 7
PAINTED = "painted"
"""What the measured process prints at its first paint."""


def run(n: int = N) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="spplus-bench-") as name:
        folder = Path(name) / "profile"
        make_profile(folder, n)
        painted_inbox = [sys.executable, "-m", "benchmarks.painted_inbox", "--profile", str(folder)]
        bare_window = [sys.executable, "-m", "benchmarks.bare_window"]
        compiled = Path(name) / "compiled"
        for warm_up in (painted_inbox, bare_window):
            _milliseconds(warm_up, compiled)
        ours, limit = in_turn(
            lambda: _milliseconds(painted_inbox, compiled),
            lambda: _milliseconds(bare_window, compiled),
            rounds=ROUNDS,
            unit="ms",
        )
    detail = f"N = {n:,}; offscreen, so that no display server is part of either side"
    return [row("e", "start to a painted inbox", ours, limit, Goal(at_most=2), detail=detail)]


def make_profile(folder: Path, n: int) -> None:
    """A profile whose cache has `n` experiences, and whose server is away."""
    profile = Profile(id="benchmark", server="http://127.0.0.1:9", username="helene", agent_id=AGENT.id, opened_at=NOW)
    profiles.write(folder, profile)
    store = fill(folder / profiles.CACHE, pages(n))
    settled(store)
    store.close()


def _milliseconds(command: list[str], compiled: Path) -> float:
    """Raises RuntimeError when the process ends, or says something else, before its first paint."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(compiled)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline().strip()
        took = (time.perf_counter() - start) * 1000
        _, errors = process.communicate(timeout=60)
    if said != PAINTED:
        raise RuntimeError(f"{command[2]} did not paint: {said} {errors[-2000:]}")
    return took
