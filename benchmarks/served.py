"""A central of its own in another process, as in real use: it does not share the desk's interpreter lock."""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from spplus_desk.central.repository import (
    IncomingExperience,
    IncomingSlot,
    StructureIndex,
    add_agent,
    migrate,
    open_engine,
    unit_of_work,
    upsert_experiences,
    upsert_structures,
    utc_now,
)
from spplus_desk.central.server import EmbeddedCentral
from spplus_desk.domain.experience import Experience
from spplus_desk.domain.structure import Membership, Structure
from spplus_desk.domain.vocabulary import Role, Sentiment

USER, PASSWORD, SITE = "banc", "un mot de passe de banc", "BANC-1"
_BODY = "J’attends ma carte depuis trois semaines et personne ne répond au guichet. " * 20


def build(path: Path, count: int) -> None:
    """A SQLite central with one site, one agent, and `count` invented experiences of 1.5 kB to answer."""
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    now = utc_now()
    with unit_of_work(engine, now) as unit:
        upsert_structures(unit, [Structure(id=SITE, network="BANC", name="Guichet du banc")])
        add_agent(
            unit, username=USER, name="Banc", password=PASSWORD, posts=(Membership(SITE, Role.AGENT),), agent_id=USER
        )
    for start in range(0, count, 2_000):
        with unit_of_work(engine, now) as unit:
            index = StructureIndex.load(unit.connection)
            batch = [_experience(number, now) for number in range(start, min(start + 2_000, count))]
            upsert_experiences(unit, batch, index)
    engine.dispose()


def _experience(number: int, now: datetime) -> IncomingExperience:
    experience = Experience(
        id=str(number),
        title=f"Carte attendue, dossier {number}",
        body=_BODY,
        pseudonym=f"Pinson {number}",
        published_at=(now - timedelta(minutes=number)).astimezone(UTC),
        sentiment=Sentiment.NEGATIVE,
    )
    return IncomingExperience(experience=experience, slots=(IncomingSlot(label=SITE, channels=("Accueil",)),))


def _serve(pipe: Connection, path: Path) -> None:
    engine = open_engine(f"sqlite:///{path}")
    with EmbeddedCentral(engine) as central:
        pipe.send(central.url)
        pipe.recv()
    engine.dispose()


@contextmanager
def served(path: Path) -> Iterator[str]:
    """The address of the central of `path`, served by another process until the block ends."""
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(there, path), daemon=True)
    server.start()
    try:
        yield here.recv()
    finally:
        here.send("end")
        server.join()
