"""The frozen program as an agent's post runs it, and the site that it speaks to."""

import os
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from spplus_desk.central.unit import unit_of_work
from spplus_desk.domain.experience import Reply, slot_id

PASSWORD = "quai des tilleuls 12"


@dataclass(frozen=True)
class FrozenProgram:
    """Runs the executable as an agent's post would: its own home, no keyring, no screen, nothing of this Python."""

    executable: Path
    home: Path

    def run(self, *arguments: str, said: str = "", seconds: float = 120) -> subprocess.CompletedProcess[str]:
        passphrase = self.home / "passphrase"
        passphrase.write_text("une phrase de passe inventée\n", encoding="utf-8")
        environment = {
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "PATH": os.environ["PATH"],
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "SPPLUS_PASSPHRASE_FILE": str(passphrase),
        }
        return subprocess.run(
            [str(self.executable), *arguments],
            input=said,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=seconds,
            check=False,
            env=environment,
            cwd=self.home,
        )


@dataclass(frozen=True)
class Site:
    """A central with one site, one agent, and three experiences without reply: 9001, 9002, 9003."""

    url: str
    engine: Engine
    username: str = "claire"
    structure: str = "caf-orvanne"

    def reply_to(self, experience: str) -> Reply | None:
        with unit_of_work(self.engine, datetime.now(UTC)) as unit:
            return unit.load(Reply, slot_id(experience, self.structure))
