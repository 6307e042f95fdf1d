"""python -m benchmarks [ids…]: measures the rows asked for (all of them by default) and prints one table."""

import argparse
import importlib
import sys
from pathlib import Path

from benchmarks.table import Row, text, write_json

MODULES = {
    "cache": ("a1", "b"),
    "queue": ("a2", "f"),
    "search_bench": ("c0",),
    "searching": ("c", "c1"),
    "inbox": ("d",),
    "startup": ("e",),
    "central_polling": ("g", "g2"),
    "working_time": ("w1", "w2"),
    "guard": ("p1", "p2", "p3"),
    "contrast": ("k1", "k2", "k3"),
    "close_cases": ("n", "n1"),
    "board": ("h", "h2", "h3"),
    "board_opening": ("h4", "h5"),
}
"""Which module measures which rows of docs/performance.md."""


def main(arguments: list[str] | None = None) -> int:
    known = [id for ids in MODULES.values() for id in ids]
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("ids", nargs="*", metavar="ID", help=f"rows to measure, among {', '.join(sorted(known))}")
    parser.add_argument("--json", type=Path, default=Path("build/bench.json"), help="where the rows go as JSON")
    asked = parser.parse_args(arguments)
    unknown = sorted(set(asked.ids) - set(known))
    if unknown:
        parser.error(f"no row is called {unknown[0]}")

    rows: list[Row] = []
    for name, ids in MODULES.items():
        if asked.ids and not set(asked.ids) & set(ids):
            continue
        print(f"measuring {', '.join(ids)}…", file=sys.stderr, flush=True)
        module = importlib.import_module(f"benchmarks.{name}")
        rows.extend(r for r in module.run() if not asked.ids or r.id in asked.ids)
    rows.sort(key=lambda r: r.id)
    print(text(rows))
    for r in rows:
        if r.detail:
            print(f"\n{r.id}: {r.detail}")
    write_json(rows, asked.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
