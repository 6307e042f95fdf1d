"""A computer that two agents share, on the program itself, before a real central."""

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.clock import FakeClock
from tests.helpers.shared_computer import TEXT
from tests.helpers.world import PASSWORD, WEST, World, build_central

CITIZEN = "Ma fille attend sa carte depuis neuf semaines"


@pytest.mark.timeout(300)  # two agents, Argon2 at each secret, every page encrypted anew: slow beside other work
def test_signing_out_hides_everything_and_keeps_the_queue(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing that anybody wrote is in any file but the encrypted ones, nor on the standard streams."""
    tokens: list[str] = []
    draw = secrets.token_urlsafe

    def told(size: int) -> str:
        tokens.append(draw(size))
        return tokens[-1]

    monkeypatch.setattr(secrets, "token_urlsafe", told)
    home = tmp_path / "maison"
    (home / "tmp").mkdir(parents=True)
    central = tmp_path / "central.db"
    build_central(central, clock)
    root = Path(__file__).resolve().parents[2]
    with World(central, clock) as world:
        world.deposit(WEST, count=4, body=CITIZEN)
        done = subprocess.run(
            [sys.executable, "-m", "tests.helpers.shared_computer", world.url, str(home / "data")],
            env=os.environ
            | {"QT_QPA_PLATFORM": "offscreen", "SPPLUS_DATA_ROOT": str(home / "data")}
            | {"TMPDIR": str(home / "tmp"), "HOME": str(home), "PYTHONPATH": str(root)},
            cwd=root,
            capture_output=True,
            text=True,
            timeout=280,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines() == [
        "named nobody",
        "omar 1",
        "told 1\u00a0réponse n’est pas encore partie. Elle reste sur ce poste, chiffrée, et partira à votre prochaine "
        "connexion. La personne suivante ne verra rien de vous.",
        "look system 1.0",
        "named nobody",
        "lise 0 30",
        "told Toutes vos réponses sont parties. La personne suivante ne verra rien de vous.",
        "named nobody",
        "omar 1 1.3 120",
        "locked SP+ Desk — Verrouillé",
        "again SP+ Desk — Guichet de l’Ouest",
        # Opened without a sign-in since the restart: another key changes nothing to that.
        "rekeyed 2 True SESSION_EXPIRED",
        "broken",
    ]
    kept = {str(file.relative_to(home)): file.read_bytes() for file in home.rglob("*") if file.is_file()}
    kept |= {"stdout": done.stdout.encode(), "stderr": done.stderr.encode()}
    log = kept["data/log/spplus-desk.log"].decode()
    assert {name.rpartition("/")[2] for name in kept} >= {"cache.db", "cache.writings", "profile.toml"}
    for words in ("uncaught RuntimeError\n", "uncaught RuntimeError in a thread", "No such thing: …", "in fail"):
        assert words in log
    assert len(tokens) >= 3
    for secret in (CITIZEN, TEXT, PASSWORD, "Attente au guichet", *tokens):
        for form in (secret.encode(), secret.encode("utf-16-le"), json.dumps(secret)[1:-1].encode()):
            assert [name for name, content in kept.items() if form in content] == [], secret
