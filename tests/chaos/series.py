"""Runs one after the other, or side by side: each gives its tally as it ends."""

import os
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path

from tests.chaos import power_cut, siege, swift, typing_lost
from tests.chaos.tally import Tally

KILLS_IN_A_SIEGE = 12

# --- swift runs, in worker processes that keep their seed database ---

_ends = ExitStack()
_seeds: swift.Seeds | None = None


def _prepare(server: str) -> None:
    global _seeds  # noqa: PLW0603 - the state of a worker process
    _seeds = _ends.enter_context(swift.seeds(server))


def _swift(seed: int) -> Tally:
    assert _seeds is not None
    # Every fourth on PostgreSQL, where a fresh database costs as much as the run.
    return swift.one(_seeds, seed, on_postgres=seed % 4 == 3)


def swift_runs(
    seeds: Iterable[int], server: str, *, enough: Callable[[int], bool] = lambda _done: False
) -> Iterable[Tally]:
    """`enough(done)`, asked after each: no more are begun, and those under way are not counted."""
    with ProcessPoolExecutor(
        os.cpu_count(), mp_context=get_context("spawn"), initializer=_prepare, initargs=(server,)
    ) as workers:
        waiting = [workers.submit(_swift, seed) for seed in seeds]
        for done, one in enumerate(waiting, start=1):
            yield one.result()
            if enough(done):
                workers.shutdown(cancel_futures=True)
                return


# --- runs that kill processes ---


def siege_runs(numbers: Iterable[int], server: str, kills: int = KILLS_IN_A_SIEGE) -> Iterable[Tally]:
    """Every second on PostgreSQL."""
    with swift.seeds(server) as seeds:
        for number in numbers:
            with (
                tempfile.TemporaryDirectory(prefix="spplus-siege-") as name,
                seeds.central(Path(name), on_postgres=number % 2 == 1) as at,
            ):
                yield siege.Siege(str(number), at, Path(name), kills=kills).play()


def cut_runs(numbers: Iterable[int]) -> Iterable[Tally]:
    with tempfile.TemporaryDirectory(prefix="spplus-cut-") as name, ThreadPoolExecutor(2) as hands:
        base = Path(name) / "base.db"
        power_cut.prepare(base)
        yield from hands.map(lambda n: power_cut.one(str(n), base, Path(name)), numbers)


def typing_runs(numbers: Iterable[int], losses: list[float]) -> Iterable[Tally]:
    """Of three, one leaves the field at the end and one leaves the pane: they may lose nothing at all."""
    with tempfile.TemporaryDirectory(prefix="spplus-typing-") as name, ThreadPoolExecutor(3) as hands:
        base = Path(name) / "base.db"
        power_cut.prepare(base)

        def one(number: int) -> Tally:
            ending = ("keys", "focus", "leave")[number % 3]
            tally = Tally()
            loss = typing_lost.one(str(number), base, Path(name), ending=ending)
            typing_lost.count(loss, str(number), tally, most=1.0 if ending == "keys" else 0.0)
            losses.append(loss.seconds)
            return tally

        yield from hands.map(one, numbers)
