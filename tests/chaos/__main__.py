"""`make chaos RUNS=2000 KILLS=200`: the long campaign. Prints totals, writes build/chaos.json, fails on any loss.

`--replay "swift 17"`, `--replay "siege 3"`, `--replay "cut 5"`, `--replay "typing 8"` play one run again.
"""

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.chaos import nursery
from tests.chaos.series import KILLS_IN_A_SIEGE, cut_runs, siege_runs, swift_runs, typing_runs
from tests.chaos.tally import Tally
from tests.helpers import postgres

TOLD_EVERY = 60.0
ROUND = 50
"""Where the time is up, the swift runs end at a multiple of this."""


@dataclass
class Part:
    """One kind of runs: what it added up to, and how long it took."""

    name: str
    tally: Tally = field(default_factory=Tally)
    seconds: float = 0.0


def say(*lines: str) -> None:
    sys.stdout.write("\n  ".join(lines) + "\n")
    sys.stdout.flush()


def play(name: str, runs: Iterable[Tally]) -> Part:
    part, begun = Part(name), time.monotonic()
    told = begun
    for tally in runs:
        part.tally.add(tally)
        for sentence in tally.wrong:
            say(f"  {sentence}")
        if time.monotonic() - told > TOLD_EVERY:
            told = time.monotonic()
            say(f"  … {name}: {part.tally.runs} runs after {told - begun:.0f} s")
    part.seconds = time.monotonic() - begun
    say(f"{name}: {part.seconds:.0f} s", *part.tally.lines())
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


def campaign(runs: int, kills: int, first: int, output: Path, minutes: float) -> bool:
    end = time.monotonic() + 60 * minutes

    def enough(done: int) -> bool:
        return done % ROUND == 0 and time.monotonic() > end

    losses: list[float] = []
    say(f"seeds from {first}; python -m tests.chaos --replay 'swift SEED' plays one again")
    with postgres.server() as server:
        sieges = -(-kills // KILLS_IN_A_SIEGE)
        parts = [
            play("sieges: processes, a line that spoils, SIGKILL", siege_runs(range(first, first + sieges), server)),
            play("cuts: killed just after « saved »", cut_runs(range(first, first + kills))),
            play("typing: killed at a key", typing_runs(range(first, first + max(3, kills // 4)), losses)),
            play("swift: histories with desks that die", swift_runs(range(first, first + runs), server, enough=enough)),
        ]
    whole = Tally()
    for part in parts:
        whole.add(part.tally)
    say("in all", *whole.lines())
    if parts[-1].tally.runs < runs:
        say(f"  the time was up: {parts[-1].tally.runs} swift runs of the {runs} that were asked for")
    say(f"  typing lost: {max(losses):.3f} s at most, of 1 s allowed")
    say("  the slow line (64 kbit/s, 800 ms), as root: python -m benchmarks.slow_line --experiences 300")
    output.parent.mkdir(exist_ok=True)
    told = {
        "command": f"python -m tests.chaos --runs {runs} --kills {kills} --first {first} --minutes {minutes:g}",
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
    parser.add_argument("--minutes", type=float, default=600, help="no swift run begins after that (%(default)s)")
    parser.add_argument("--output", type=Path, default=Path("build/chaos.json"))
    parser.add_argument("--replay", metavar="'KIND SEED'")
    options = parser.parse_args()
    try:
        clean = (
            replay(options.replay)
            if options.replay
            else campaign(options.runs, options.kills, options.first, options.output, options.minutes)
        )
    finally:
        nursery.close()
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
