"""The central as a process of its own, for others to kill: what `spplus-central serve` runs."""

import os
from multiprocessing.connection import Connection
from pathlib import Path

from spplus_desk.central import cli


def run(pipe: Connection, database: str, port: int, log: Path) -> None:
    """The target of the process: its standard output goes to `pipe`, one line with its address once it serves; its
    standard error to the end of `log`."""
    os.dup2(pipe.fileno(), 1)
    with log.open("ab") as file:
        os.dup2(file.fileno(), 2)
    raise SystemExit(cli.main(["serve", "--database", database, "--port", str(port)]))
