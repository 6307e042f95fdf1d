"""`make chaos RUNS=2000 KILLS=200`: the long campaign. Prints totals, writes build/chaos.json, fails on any loss.

`--replay "swift 17"`, `--replay "siege 3"`, `--replay "cut 5"`, `--replay "typing 8"` play one run again.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from tests.chaos import nursery, power_cut, siege, swift, typing_lost
from tests.chaos.tally import Tally
from tests.helpers import postgres

KILLS_IN_A_SIEGE = 12
TOLD_EVERY = 60.0


@dataclass
class Part:
    """One kind of runs: what it added up to, and how long it took."""

    name: str
    tally: Tally = field(default_factory=Tally)
    seconds: float = 0.0
    losses: list[float] = field(default_factory=list)


# --- swift runs, in worker processes that keep their seed database ---

_ends = ExitStack()
_seeds: swift.Seeds | None = None


def _prepare(server: str) -> None:
    global _seeds  # noqa: PLW0603 - the state of a worker process
    _seeds = _ends.enter_context(swift.seeds(server))


def _swift(seed: int) -> Tally:
    assert _seeds is not None
    # Every fourth on PostgreSQL, where a fresh database costs more than the run.
    return swift.one(_seeds, seed, on_postgres=seed % 4 == 3)


def swift_runs(seeds: Iterable[int], server: str) -> Iterable[Tally]:
    with ProcessPoolExecutor(
        os.cpu_count(), mp_context=get_context("spawn"), initializer=_prepare, initargs=(server,)
    ) as workers:
        yield from workers.map(_swift, seeds)


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


# --- the campaign ---


def play(name: str, runs: Iterable[Tally]) -> Part:
    part, begun = Part(name), time.monotonic()
    told = begun
    for tally in runs:
        part.tally.add(tally)
        for sentence in tally.wrong:
            print(f"  {sentence}", flush=True)
        if time.monotonic() - told > TOLD_EVERY:
            told = time.monotonic()
            print(f"  … {name}: {part.tally.runs} runs after {told - begun:.0f} s", flush=True)
    part.seconds = time.monotonic() - begun
    print(f"{name}: {part.seconds:.0f} s", *part.tally.lines(), sep="\n  ", flush=True)
    return part


def replay(what: str) -> bool:
    """One run again; whether it was clean."""
    kind, _, number = what.partition(" ")
    n = int(number)
    losses: list[float] = []
    with postgres.server() as server:
        makers: dict[str, Callable[[], Iterable[Tally]]] = {
            "swift": lambda: swift_runs([n], server),
            "siege": lambda: siege_runs([n], server),
            "cut": lambda: cut_runs([n]),
            "typing": lambda: typing_runs([n], losses),
        }
        return play(what, makers[kind]()).tally.clean


def campaign(runs: int, kills: int, first: int, output: Path) -> bool:
    losses: list[float] = []
    print(f"seeds from {first}; python -m tests.chaos --replay 'swift SEED' plays one again", flush=True)
    with postgres.server() as server:
        sieges = -(-kills // KILLS_IN_A_SIEGE)
        parts = [
            play("sieges: processes, a line that spoils, SIGKILL", siege_runs(range(first, first + sieges), server)),
            play("cuts: killed just after « saved »", cut_runs(range(first, first + kills))),
            play("typing: killed at a key", typing_runs(range(first, first + max(3, kills // 4)), losses)),
            play("swift: histories with desks that die", swift_runs(range(first, first + runs), server)),
        ]
    whole = Tally()
    for part in parts:
        whole.add(part.tally)
    print("in all", *whole.lines(), sep="\n  ")
    print(f"  typing lost: {max(losses):.3f} s at most, of 1 s allowed")
    output.parent.mkdir(exist_ok=True)
    told = {
        "command": f"python -m tests.chaos --runs {runs} --kills {kills} --first {first}",
        "python": platform.python_version(),
        "cpus": os.cpu_count(),
        "parts": [{"name": part.name, "seconds": round(part.seconds, 1)} | part.tally.as_json() for part in parts],
        "all": whole.as_json(),
        "typing_lost_seconds": {"worst": max(losses), "all": sorted(losses)},
    }
    output.write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
    return whole.clean


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--runs", type=int, default=2_000, help="swift runs (%(default)s)")
    parser.add_argument("--kills", type=int, default=200, help="SIGKILLs in sieges, and as many after « saved »")
    parser.add_argument("--first", type=int, default=0, help="the first seed (%(default)s)")
    parser.add_argument("--output", type=Path, default=Path("build/chaos.json"))
    parser.add_argument("--replay", metavar="'KIND SEED'")
    options = parser.parse_args()
    try:
        clean = (
            replay(options.replay)
            if options.replay
            else campaign(options.runs, options.kills, options.first, options.output)
        )
    finally:
        nursery.close()
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
