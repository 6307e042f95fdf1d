"""What is missing from the system is named in one sentence, with the command that installs it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import system_packages

SCRIPT = Path(system_packages.__file__)


def test_says_nothing_where_all_is_there() -> None:
    ran = subprocess.run(
        [sys.executable, str(SCRIPT), "venv", "qt", "postgresql", "poppler", "dbus", "freeze"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_names_what_is_missing_where_it_cannot_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setitem(system_packages.QT_LIBRARIES, "libno-such-thing.so.9", "libno-such-thing9")
    monkeypatch.setenv("PATH", str(tmp_path))  # no apt-get, no sudo
    assert system_packages.main(["qt"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "SP+ Desk misses packages of the system, which an administrator can install with: "
        "apt-get install --no-install-recommends libno-such-thing9\n"
    )


def test_names_the_reader_of_pdf_files(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert system_packages.main(["poppler"]) == 1
    assert capsys.readouterr().err.endswith("--no-install-recommends poppler-utils\n")


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ("initdb (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", 15),
        ("initdb (PostgreSQL) 16.4", 16),
        ("initdb (PostgreSQL) 18beta1", 18),
        ("", 0),
    ],
)
def test_reads_the_version_of_postgresql(said: str, version: int, tmp_path: Path) -> None:
    initdb = tmp_path / "initdb"
    initdb.write_text(f"#!/bin/sh\necho '{said}'\n", encoding="utf-8")
    initdb.chmod(0o755)
    assert system_packages._postgresql_version(initdb) == version
