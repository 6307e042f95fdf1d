"""The central as a process of its own, for others to kill: what `spplus-central serve` runs."""

import os
from multiprocessing.connection import Connection

from spplus_desk.central import cli


def run(pipe: Connection, database: str, port: int) -> None:
    """The target of the process: its standard output goes to `pipe`, one line with its address once it serves."""
    os.dup2(pipe.fileno(), 1)
    raise SystemExit(cli.main(["serve", "--database", database, "--port", str(port)]))
