"""`spplus-central` as a script meets it: exit codes, one sentence on standard error, JSON on standard output."""

import io
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests

from spplus_desk.central.cli import main
from tests.helpers import postgres
from tests.helpers.central_world import HEADERS

STRUCTURES = (
    "Code SP+ de la structure;Intitulé du réseau;Intitulé de la typologie;Intitulé de la structure;"
    "Code SP+ de la structure parente\n"
    "SP-H;CNX;Tête de réseau;Caisse nationale d’exemple;\n"
    "SP-1;CNX;Caisse;Caisse d’Orvanne;SP-H\n"
)


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'central.db'}"
    monkeypatch.setenv("SPPLUS_DATABASE", url)
    return url


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any, str]:
    """Exit code, JSON of the last line of standard output (None without one), standard error."""
    try:
        code = main(arguments)
    except SystemExit as end:  # argparse ends by itself
        code = int(end.code or 0)
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    return code, json.loads(lines[-1]) if lines and lines[-1].startswith("{") else None, captured.err


def test_help_and_wrong_usage(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--help")[0] == 0
    assert run(capsys, "serve", "--help")[0] == 0
    for wrong in (
        [],
        ["dance"],
        ["serve", "--port", "x"],
        ["add-agent", "alice", "--name", "A", "--structure", "S", "--role", "king"],
        ["init", "--database", "mysql://x/y"],
        ["init", "--database", "sqlite://"],
        ["init", "--database", "n’importe quoi"],
    ):
        code, _, error = run(capsys, *wrong)
        assert code == 2, wrong
        assert len(error.strip().splitlines()) == 1, error


def test_init_can_be_run_again(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "init")[0] == 0
    code, result, error = run(capsys, "init")
    assert (code, result, error) == (0, {"database": "sqlite", "schema": "up to date"}, "")


def test_an_agent_is_added_with_a_password_from_standard_input(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "structures.csv"
    file.write_text(STRUCTURES, encoding="utf-8-sig")
    code, counts, _ = run(capsys, "import-structures", str(file))
    assert (code, counts["read"], counts["added"]) == (0, 2, 2)
    agent = ["add-agent", "Alice", "--name", "Alice Martin", "--structure", "SP-1", "--role", "agent"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("le mot de passe\n"))
    code, added, _ = run(capsys, *agent, "--password-stdin")
    assert (code, added["username"]) == (0, "alice")
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert run(capsys, *agent)[0] == 2  # no terminal to ask on, and nothing on the command line
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))
    assert run(capsys, *agent, "--password-stdin")[0] == 2
    monkeypatch.setattr(sys, "stdin", io.StringIO("x\n"))
    code, _, error = run(capsys, *[word.replace("SP-1", "NOPE") for word in agent], "--password-stdin")
    assert code == 2
    assert "NOPE" in error
    code, _, _ = run(capsys, "export-audit", "--output", str(tmp_path / "audit.jsonl"))
    acts = [json.loads(line)["action"] for line in (tmp_path / "audit.jsonl").read_text(encoding="utf-8").splitlines()]
    assert code == 0
    assert "add_agent" in acts


def test_files_that_are_none(database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty, other = tmp_path / "empty.csv", tmp_path / "other.csv"
    empty.write_bytes(b"")
    other.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    for command in ("import-structures", "import-experiences"):
        for file in (empty, other, tmp_path / "missing.csv", tmp_path):
            code, result, error = run(capsys, command, str(file))
            assert (code, result) == (5, None), (command, file)
            assert len(error.strip().splitlines()) == 1, error


def test_a_database_that_does_not_answer(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, error = run(capsys, "init", "--database", "postgresql://nobody@127.0.0.1:1/x")
    assert code == 3
    assert len(error.strip().splitlines()) == 1


def test_serve_says_where_and_stops_when_asked(database: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "spplus_desk.central.cli", "serve", "--port", "0", "--database", database]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        url = json.loads(process.stdout.readline())["url"]
        assert requests.get(f"{url}/v1/health", timeout=30).json() == {"status": "ok"}
        assert requests.get(f"{url}/v1/changes", headers=HEADERS, timeout=30).status_code == 401
        port = url.rpartition(":")[2]
        taken = subprocess.run(
            [*command[:5], port, *command[6:]], capture_output=True, text=True, timeout=60, check=False
        )
        assert taken.returncode == 1
        assert len(taken.stderr.strip().splitlines()) == 1
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert process.stderr.read() == ""


def test_serve_on_postgresql_brings_the_schema_up_to_date(postgres_server: str) -> None:
    with postgres.database(postgres_server) as url:
        command = [sys.executable, "-m", "spplus_desk.central.cli", "serve", "--port", "0", "--database", url]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            address = json.loads(process.stdout.readline())["url"]
            assert requests.get(f"{address}/v1/health", timeout=30).status_code == 200
            process.terminate()
            assert process.wait(30) == 0
