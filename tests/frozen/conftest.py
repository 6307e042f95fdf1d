"""The frozen program, made once (or found made from these very sources), and a central for it to speak to."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from spplus_desk.central.engine import open_engine
from spplus_desk.central.experiences import upsert_experiences
from spplus_desk.central.incoming import IncomingExperience, IncomingSlot
from spplus_desk.central.people import add_agent
from spplus_desk.central.schema import migrate
from spplus_desk.central.server import EmbeddedCentral
from spplus_desk.central.structures import StructureIndex, upsert_structures
from spplus_desk.central.unit import unit_of_work
from spplus_desk.domain.experience import Experience
from spplus_desk.domain.structure import Membership, Structure
from spplus_desk.domain.vocabulary import Role, Sentiment
from tests.helpers.frozen import PASSWORD, FrozenProgram, Site
from tools import freeze


@pytest.fixture(scope="session")
def executable() -> Path:
    # As its own process: PyInstaller changes much of the one it runs in.
    made = subprocess.run([sys.executable, freeze.__file__], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr[-4000:]
    return freeze.PROGRAM


@pytest.fixture
def program(executable: Path, tmp_path: Path) -> FrozenProgram:
    return FrozenProgram(executable, tmp_path)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    engine = open_engine(f"sqlite:///{tmp_path / 'central.db'}")
    now = datetime.now(UTC)
    try:
        migrate(engine)
        with unit_of_work(engine, now) as unit:
            head = Structure(id="cnaf", network="cnaf", name="CNAF")
            upsert_structures(
                unit, [head, Structure(id="caf-orvanne", network="cnaf", name="Caf de l’Orvanne", parent_id="cnaf")]
            )
            posts = (Membership("caf-orvanne", Role.AGENT),)
            add_agent(unit, username="claire", name="Claire Vasseur", password=PASSWORD, posts=posts)
        with unit_of_work(engine, now) as unit:
            upsert_experiences(
                unit, [_experience(n, now) for n in range(9001, 9004)], StructureIndex.load(unit.connection)
            )
        with EmbeddedCentral(engine) as central:
            yield Site(central.url, engine)
    finally:
        engine.dispose()


def _experience(number: int, now: datetime) -> IncomingExperience:
    experience = Experience(
        id=str(number),
        title=f"Attestation introuvable, dossier {number}",
        body="Bonjour,\nje cherche mon attestation depuis lundi et la page reste blanche.",
        pseudonym="Cigale",
        published_at=now - timedelta(days=2, hours=number - 9000),
        sentiment=Sentiment.NEGATIVE,
    )
    return IncomingExperience(experience=experience, slots=(IncomingSlot(label="caf-orvanne", channels=("Accueil",)),))
