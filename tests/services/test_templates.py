"""The shelf of templates with the real central: libraries, use, files, and the replies that begin with one."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from spplus_desk.central.repository import (
    IncomingExperience,
    IncomingReply,
    IncomingSlot,
    StructureIndex,
    unit_of_work,
    upsert_experiences,
)
from spplus_desk.domain.documents import Template
from spplus_desk.domain.errors import BadInput, Refused
from spplus_desk.domain.experience import Experience, ServiceChange
from spplus_desk.domain.experience_payloads import SubmitReply
from spplus_desk.domain.inbox import SortOrder, View
from spplus_desk.domain.outbox import Draft
from spplus_desk.domain.templates import Library
from spplus_desk.domain.vocabulary import ChangeState
from spplus_desk.services.documents import DocumentService
from spplus_desk.services.replying import ReplyingService
from spplus_desk.services.templates import TemplateService
from tests.helpers.clock import FakeClock
from tests.helpers.world import HEAD, WEST, DeskEnd, World, build_central


@pytest.fixture
def world(tmp_path: Path, clock: FakeClock) -> Iterator[World]:
    build_central(tmp_path / "central.db", clock)
    with World(tmp_path / "central.db", clock) as opened:
        yield opened


class Hand:
    def __init__(self, world: World, username: str, path: Path) -> None:
        self.end = DeskEnd(world, username, path)
        identity = self.end.store.identity().result()
        assert identity is not None
        documents = DocumentService(self.end.store, self.end.client, world.clock, identity.agent)
        self.templates = TemplateService(self.end.store, documents, world.clock)
        self.replying = ReplyingService(self.end.store, world.clock, identity.agent)
        self.end.engine.run_once()


def _new(title: str, structure: str = HEAD, **values: object) -> Template:
    return Template(**{"id": "", "structure_id": structure, "title": title, "body": "Bonjour", **values})  # type: ignore[arg-type]


def test_the_shelf_tells_libraries_rights_and_reviews(world: World, tmp_path: Path) -> None:
    lise, omar = Hand(world, "lise", tmp_path / "lise.db"), Hand(world, "omar", tmp_path / "omar.db")
    lise.templates.save(_new("Au réseau", review_on=date(2020, 1, 1))).result()
    lise.templates.save(_new("Au guichet", WEST)).result()
    omar.templates.save(_new("À moi", WEST, agent_id="omar")).result()
    for hand in (lise, omar):
        hand.end.engine.run_once()
    for_omar = [(row.template.title, row.library, row.writable) for row in omar.templates.shelf().result()]
    assert for_omar == [
        ("À moi", Library.PERSONAL, True),
        ("Au guichet", Library.SITE, False),
        ("Au réseau", Library.NETWORK, False),
    ]
    for_lise = [(row.template.title, row.writable, row.overdue) for row in lise.templates.shelf().result()]
    assert for_lise == [("Au guichet", True, False), ("Au réseau", True, True)]
    assert omar.templates.places().result() == ()
    assert WEST in dict(lise.templates.places().result())


def test_a_template_with_a_fault_is_not_saved(world: World, tmp_path: Path) -> None:
    lise = Hand(world, "lise", tmp_path / "lise.db")
    with pytest.raises(Refused) as refused:
        lise.templates.save(_new("Titre", body="Le {{telefone}} et [[jour")).result()
    assert "telefone" in refused.value.sentence
    assert "pas fermé" in refused.value.sentence
    assert lise.templates.shelf().result() == ()


def test_use_and_votes_come_back_to_the_template(world: World, tmp_path: Path) -> None:
    lise, omar = Hand(world, "lise", tmp_path / "lise.db"), Hand(world, "omar", tmp_path / "omar.db")
    key = lise.templates.save(_new("Au guichet", WEST)).result()
    (subject,) = world.deposit(WEST)
    for hand in (lise, omar):
        hand.end.engine.run_once()
    (row,) = omar.end.store.rows(View.TO_ANSWER, SortOrder.DEADLINE, world.clock()).result()
    change = ServiceChange(text="Une borne de plus", on=date(2028, 3, 1))
    draft = Draft(slot_id=row.key, body="Bonjour", template_id=key, sources=("1:X",), change=change)
    saved = omar.replying.save(draft).result()
    assert omar.replying.draft(row.key).result() == saved
    assert (saved.sources, saved.change) == (("1:X",), change)
    omar.replying.send(saved, hold=timedelta()).result()
    omar.end.engine.run_once()
    platform = IncomingReply(body="Bonjour", published_at=world.clock(), useful=8, not_useful=4, evaluation="Utile")
    told = Experience(id=subject, title="Attente", body="Long.", pseudonym="Cigale", published_at=world.clock())
    with unit_of_work(world.engine, world.clock()) as unit:
        incoming = IncomingExperience(experience=told, slots=(IncomingSlot(label=WEST, reply=platform),))
        upsert_experiences(unit, [incoming], StructureIndex.load(unit.connection))
    for hand in (lise, omar):
        hand.end.engine.run_once()
    reply = omar.end.store.detail(row.key).result().reply
    assert reply is not None
    assert (reply.template_id, reply.sources, reply.evaluation) == (key, ("1:X",), "Utile")
    assert reply.change == ServiceChange(text="Une borne de plus", state=ChangeState.PLANNED, on=date(2028, 3, 1))
    (shelved,) = lise.templates.shelf().result()
    assert (shelved.use.uses, shelved.use.useful, shelved.use.votes) == (1, 8, 12)


def test_what_a_refused_reply_was_made_of_goes_back_to_its_draft(world: World, tmp_path: Path) -> None:
    omar = Hand(world, "omar", tmp_path / "omar.db")
    world.deposit(WEST)
    omar.end.engine.run_once()
    (row,) = omar.end.store.rows(View.TO_ANSWER, SortOrder.DEADLINE, world.clock()).result()
    draft = Draft(slot_id=row.key, body="Bonjour", template_id="T", sources=("1:X",), change=ServiceChange(text="Oui"))
    world.act("faure", row.experience_id, SubmitReply(structure_id=WEST, body="Déjà répondu"))
    sent = omar.replying.send(draft, hold=timedelta()).result()
    omar.end.engine.run_once()
    assert sent.command_id is not None
    assert omar.end.store.keep_as_draft(sent.command_id).result()
    kept = omar.end.store.draft(row.key).result()
    assert kept is not None
    assert (kept.template_id, kept.sources, kept.change) == ("T", ("1:X",), ServiceChange(text="Oui"))


def test_a_file_goes_out_and_comes_back(world: World, tmp_path: Path) -> None:
    lise = Hand(world, "lise", tmp_path / "lise.db")
    lise.templates.save(_new("Un", theme="Accueil", procedures=("Passeport",), review_on=date(2028, 1, 31))).result()
    path = tmp_path / "modeles.json"
    rows = [row.template for row in lise.templates.shelf().result()]
    assert lise.templates.export_file(path, rows).result() == 1
    read = lise.templates.read_file(path).result()
    assert [(t.title, t.theme, t.procedures, t.review_on) for t in read] == [
        ("Un", "Accueil", ("Passeport",), date(2028, 1, 31))
    ]
    assert lise.templates.import_all(read, WEST, personal=True).result() == 1
    assert sorted(row.library for row in lise.templates.shelf().result()) == [Library.NETWORK, Library.PERSONAL]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("pas du json", "n’est pas un fichier de modèles"),
        ('{"templates": []}', "ne contient aucun modèle"),
        (json.dumps({"templates": [{"title": "T", "body": "Le {{nul}}"}]}), "modèle 1"),
    ],
)
def test_a_bad_file_is_said_in_one_sentence(world: World, tmp_path: Path, written: str, words: str) -> None:
    lise = Hand(world, "lise", tmp_path / "lise.db")
    path = tmp_path / "modeles.json"
    path.write_text(written)
    with pytest.raises(BadInput) as bad:
        lise.templates.read_file(path).result()
    assert words in bad.value.sentence
    with pytest.raises(BadInput):
        lise.templates.read_file(tmp_path / "absent.json").result()
