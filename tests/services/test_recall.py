"""The recall base from the central to the desk, and what is near a testimony."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from spplus_desk.central.repository import (
    IncomingExperience,
    IncomingReply,
    IncomingSlot,
    StructureIndex,
    keep,
    refresh_cases,
    unit_of_work,
    upsert_experiences,
    upsert_structures,
)
from spplus_desk.domain.experience import Experience
from spplus_desk.domain.experience_payloads import SubmitReply
from spplus_desk.domain.structure import Structure
from spplus_desk.services.recall import RecallService
from tests.helpers.clock import FakeClock
from tests.helpers.world import EAST, WEST, DeskEnd, World, build_central

ANSWERS = (
    ("Attestation introuvable sur le compte", "Mon attestation de paiement n’apparaît pas sur le compte en ligne.",
     "Bonjour,\nNous sommes désolés de la gêne occasionnée. L’attestation se demande aussi par téléphone : elle arrive "
     "par courrier sous trois jours. Cordialement", 14, 2),
    ("Attestation et bailleur", "L’agence refuse mon attestation de paiement incomplète.",
     "Une attestation de droits signée est acceptée par les bailleurs en attendant la mise à jour.", 1, 9),
    ("Piscine fermée", "La piscine municipale ferme trop tôt le dimanche.",
     "Les horaires de la piscine changent en mai.", 3, 0),
    ("Attestation, rien de dit", "Mon attestation de paiement a disparu.",
     "Nous vous remercions de votre témoignage. Nous prenons note de votre retour.", 5, 0),
)  # fmt: skip
OTHERS = tuple(
    (
        f"Travaux rue {number}",
        f"Le chantier de la rue {number} bloque le passage piéton.",
        f"La rue {number} rouvre.",
        0,
        0,
    )
    for number in range(12)
)


@pytest.fixture
def world(tmp_path: Path, clock: FakeClock) -> Iterator[World]:
    build_central(tmp_path / "central.db", clock)
    with World(tmp_path / "central.db", clock) as opened:
        yield opened


def publish(world: World, structure: str = EAST, first: int = 1) -> None:
    """Answers that the platform shows, all of one structure."""
    rows = []
    for number, (title, body, reply, useful, not_useful) in enumerate((*ANSWERS, *OTHERS), start=first):
        told = IncomingReply(body=reply, published_at=world.clock(), useful=useful, not_useful=not_useful)
        experience = Experience(
            id=f"{number}", title=title, body=body, pseudonym="Lou", published_at=world.clock() - timedelta(days=number)
        )
        rows.append(IncomingExperience(experience=experience, slots=(IncomingSlot(label=structure, reply=told),)))
    with unit_of_work(world.engine, world.clock()) as unit:
        upsert_experiences(unit, rows, StructureIndex.load(unit.connection))
    refresh_cases(world.engine, world.clock)


def near(end: DeskEnd, subject: str) -> list[str]:
    return [found.case.title for found in RecallService(end.store).near(f"{subject}:{WEST}").result()]


def test_a_neighbours_published_answers_are_near_and_the_useful_one_comes_first(world: World, tmp_path: Path) -> None:
    publish(world)
    (subject,) = world.deposit(
        WEST, body="Mon attestation de paiement n’apparaît pas en ligne, le compte est vide, l’agence refuse."
    )
    omar = DeskEnd(world, "omar", tmp_path / "omar.db")
    omar.engine.run_once()
    found = RecallService(omar.store).near(f"{subject}:{WEST}").result()
    assert [one.case.title for one in found][:2] == ["Attestation introuvable sur le compte", "Attestation et bailleur"]
    assert (
        found[0].passage == "L’attestation se demande aussi par téléphone : elle arrive par courrier sous trois jours."
    )
    assert "compte" in found[0].words
    assert (found[0].case.useful, found[0].case.votes, found[0].case.structure_name) == (14, 16, "Guichet de l’Est")
    assert "Attestation, rien de dit" not in [one.case.title for one in found]


def test_the_base_follows_what_is_published_and_what_the_administrator_keeps(world: World, tmp_path: Path) -> None:
    publish(world)
    (subject,) = world.deposit(WEST, body="Mon attestation de paiement est vide.")
    omar = DeskEnd(world, "omar", tmp_path / "omar.db")
    omar.engine.run_once()
    assert len(near(omar, subject)) == 2
    with unit_of_work(world.engine, world.clock()) as unit:
        keep(unit, 1)
    assert refresh_cases(world.engine, world.clock) == {"RES": 1}
    omar.engine.run_once()
    assert len(near(omar, subject)) == 2  # asked at most once an hour
    world.clock.advance(timedelta(hours=1))
    omar.engine.run_once()
    assert near(omar, subject) == ["Attestation introuvable sur le compte"]
    with unit_of_work(world.engine, world.clock()) as unit:
        keep(unit, 5_000)
    refresh_cases(world.engine, world.clock)
    world.clock.advance(timedelta(hours=1))
    omar.engine.run_once()
    assert len(near(omar, subject)) == 2


def test_what_is_not_published_is_not_in_it(world: World, tmp_path: Path) -> None:
    subject, other = world.deposit(WEST, count=2, body="Mon attestation de paiement est vide.")
    world.act("omar", other, SubmitReply(structure_id=WEST, body="L’attestation se demande par téléphone."))
    assert refresh_cases(world.engine, world.clock) == {"RES": 0}
    omar = DeskEnd(world, "omar", tmp_path / "omar.db")
    omar.engine.run_once()
    assert near(omar, subject) == []


def test_another_network_sees_nothing_of_it(world: World, tmp_path: Path) -> None:
    with unit_of_work(world.engine, world.clock()) as unit:
        upsert_structures(unit, [Structure(id="AUTRE", network="AUTRE", name="Un autre réseau")])
    publish(world, "AUTRE")
    omar = DeskEnd(world, "omar", tmp_path / "omar.db")
    answer = omar.client.cases(None, 100)
    assert (answer.cases, answer.more) == ([], False)


def test_pages_end_and_a_foreign_cursor_begins_again(world: World, tmp_path: Path) -> None:
    publish(world)
    omar = DeskEnd(world, "omar", tmp_path / "omar.db")
    first = omar.client.cases(None, 10)
    second = omar.client.cases(first.cursor, 10)
    assert (len(first.cases), first.more, len(second.cases), second.more) == (10, True, 6, False)
    assert len({case.id for case in (*first.cases, *second.cases)}) == 16
    feed = omar.client.changes(None, 10)
    assert feed is not None
    omar.store.apply_cases([], feed.cursor).result()  # as if the two had been mixed up
    world.clock.advance(timedelta(hours=2))
    omar.engine.run_once()
    assert omar.store.cases_cursor().result() == feed.cursor


def test_a_revoked_account_keeps_no_case(world: World, tmp_path: Path) -> None:
    publish(world)
    (subject,) = world.deposit(WEST, body="Mon attestation de paiement est vide.")
    omar = DeskEnd(world, "omar", tmp_path / "omar.db")
    omar.engine.run_once()
    assert near(omar, subject)
    omar.store.revoke(world.clock()).result()
    assert omar.store.cases_cursor().result() is None
    assert near(omar, subject) == []
