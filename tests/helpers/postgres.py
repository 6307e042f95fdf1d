"""A PostgreSQL for the tests: the one of SPPLUS_TEST_POSTGRES, or a private one that lives as long as the session.

Never skipped in silence: where there is none, the tests fail with one sentence that says what to install.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg

MISSING = (
    "PostgreSQL 15 or later is needed for the tests of the central: install it (apt-get install postgresql), "
    "or give the address of one in SPPLUS_TEST_POSTGRES (postgresql://user@host/database, may create databases)."
)


@contextmanager
def server() -> Iterator[str]:
    """The address of a server in which databases may be created."""
    given = os.environ.get("SPPLUS_TEST_POSTGRES")
    if given:
        yield given.replace("postgresql+psycopg://", "postgresql://")
        return
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="spplus-pg-"))
    runner: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = _plain_user()
        os.chown(folder, user.pw_uid, user.pw_gid)
        runner = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--"]
    data = folder / "data"
    port = free_port()
    _run(
        [
            *runner,
            str(programs / "initdb"),
            "-D",
            str(data),
            "-U",
            "spplus",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            "--locale=C",
        ]
    )
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c timezone=UTC -c max_connections=60"
    control = [*runner, str(programs / "pg_ctl"), "-D", str(data), "-w", "-t", "60"]
    _run([*control, "-l", str(folder / "log"), "-o", options, "start"])
    try:
        yield f"postgresql://spplus@127.0.0.1:{port}/postgres"
    finally:
        _run([*control, "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(server_url: str, *, template: str = "template1") -> Iterator[str]:
    """The SQLAlchemy address of a new database, a copy of `template`, dropped at the end."""
    name = f"spplus_{uuid4().hex[:12]}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        base = server_url.rpartition("/")[0]
        yield f"{base}/{name}".replace("postgresql://", "postgresql+psycopg://")
    finally:
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _programs() -> Path:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: _major(p.parent.name), reverse=True)
    found = shutil.which("initdb")
    if found:
        folders.append(Path(found).resolve().parent)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise RuntimeError(MISSING)


def _major(name: str) -> float:
    try:
        return float(name)
    except ValueError:
        return 0.0


def _plain_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError(MISSING)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(command: list[str]) -> None:
    # start leaves the server behind: it must not inherit pipes that somebody waits on.
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"{Path(command[0]).name} failed: {' '.join(command)}\n{MISSING}")
