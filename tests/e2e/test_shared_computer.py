"""A computer that two agents share, on the program itself, before a real central."""

import os
import subprocess
import sys
from pathlib import Path

from tests.helpers.clock import FakeClock
from tests.helpers.world import WEST, World, build_central


def test_signing_out_hides_everything_and_keeps_the_queue(tmp_path: Path, clock: FakeClock) -> None:
    central = tmp_path / "central.db"
    build_central(central, clock)
    root = Path(__file__).resolve().parents[2]
    with World(central, clock) as world:
        world.deposit(WEST, count=4)
        done = subprocess.run(
            [sys.executable, "-m", "tests.helpers.shared_computer", world.url, str(tmp_path / "data")],
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "SPPLUS_DATA_ROOT": str(tmp_path / "data")},
            cwd=root,
            capture_output=True,
            text=True,
            timeout=110,
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
    ]
