"""Shared documents at the desk: shown at once, offline, and what becomes of them, with the real central."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from spplus_desk.domain.document_payloads import DeleteView, SaveTemplate, SaveView, WithdrawTemplate
from spplus_desk.domain.documents import RULES, SavedView, Template, content
from spplus_desk.domain.errors import NotFound, Refused, Unreachable
from spplus_desk.domain.structure import StructureTree
from spplus_desk.services.documents import DocumentService
from tests.helpers.clock import FakeClock
from tests.helpers.world import HEAD, WEST, DeskEnd, World, build_central


@pytest.fixture
def world(tmp_path: Path, clock: FakeClock) -> Iterator[World]:
    build_central(tmp_path / "central.db", clock)
    with World(tmp_path / "central.db", clock) as opened:
        yield opened


def test_rows_and_payloads_hold_the_same_content() -> None:
    for rule in RULES:
        required = {"title": "Titre", "body": "Texte", "name": "Nom", "word": "mot", "slot": "E1:S"}
        required |= {"kind": "phone", "value": "01 99 00 12 34"}
        names = {name: required[name] for name in required if name in rule.save.__dataclass_fields__}
        payload = rule.save(structure_id="S", **names)
        assert content(payload) == content(rule.row(id="D", structure_id="S", **names))
        assert set(content(payload)) <= set(rule.save.__dataclass_fields__)


class Hand:
    """An agent at a desk, who synchronises when told to."""

    def __init__(self, world: World, username: str, path: Path) -> None:
        self.end = DeskEnd(world, username, path)
        identity = self.end.store.identity().result()
        assert identity is not None
        self.service = DocumentService(self.end.store, self.end.client, world.clock, identity.agent)
        self.sync()

    def sync(self) -> None:
        self.end.engine.run_once()

    def templates(self) -> dict[str, str]:
        return {row.id: row.title for row in self.service.all(Template).result()}

    def views(self) -> list[str]:
        return [row.name for row in self.service.all(SavedView).result()]


def _template(title: str = "Rendez-vous annulé", *, personal: bool = False, structure: str = HEAD) -> SaveTemplate:
    return SaveTemplate(structure_id=structure, title=title, body="Bonjour", personal=personal)


def test_a_change_shows_at_once_and_stays_after_its_arrival(world: World, tmp_path: Path) -> None:
    lise, omar = Hand(world, "lise", tmp_path / "lise.db"), Hand(world, "omar", tmp_path / "omar.db")
    lise.service.save("T1", _template()).result()
    assert lise.templates() == {"T1": "Rendez-vous annulé"}
    for hand in (lise, omar):
        hand.sync()
        assert hand.templates() == {"T1": "Rendez-vous annulé"}
    lise.service.save("T1", _template("Rendez-vous déplacé")).result()
    lise.service.save("T1", _template("Rendez-vous déplacé ou annulé")).result()
    assert lise.templates() == {"T1": "Rendez-vous déplacé ou annulé"}
    lise.sync()
    omar.sync()
    assert omar.templates() == {"T1": "Rendez-vous déplacé ou annulé"}
    row = omar.service.all(Template).result()[0]
    assert (row.version, row.author_name) == (3, "Lise")
    assert [v.title for v in omar.service.versions(row).result()][-1] == "Rendez-vous annulé"
    lise.service.save("T1", WithdrawTemplate(structure_id=HEAD)).result()
    assert lise.templates() == {}
    lise.sync()
    omar.sync()
    assert (lise.templates(), omar.templates()) == ({}, {})
    with pytest.raises(NotFound):
        omar.service.versions(row).result()


def test_views_of_ones_own_follow_the_account_to_another_computer(world: World, tmp_path: Path) -> None:
    here, there = Hand(world, "omar", tmp_path / "here.db"), Hand(world, "omar", tmp_path / "there.db")
    lise = Hand(world, "lise", tmp_path / "lise.db")
    here.service.save("V1", SaveView(structure_id=WEST, name="Mes retards", criteria="retard")).result()
    for hand in (here, there, lise):
        hand.sync()
    assert (there.views(), lise.views()) == (["Mes retards"], [])
    there.service.save("V1", DeleteView(structure_id=WEST)).result()
    there.sync()
    here.sync()
    assert (here.views(), there.views()) == ([], [])


def test_offline_everything_but_the_versions_works(world: World, tmp_path: Path) -> None:
    lise = Hand(world, "lise", tmp_path / "lise.db")
    lise.service.save("T1", _template()).result()
    lise.sync()
    world.central.stop()
    try:
        lise.service.save("T1", _template("Hors ligne")).result()
        lise.service.save("T2", _template("Autre", personal=True)).result()
        assert lise.templates() == {"T1": "Hors ligne", "T2": "Autre"}
        with pytest.raises(Unreachable):
            lise.service.versions(lise.service.all(Template).result()[0]).result()
    finally:
        world.central.start()


def test_what_is_refused_shows_no_more_and_waits_in_the_queue_with_its_reason(world: World, tmp_path: Path) -> None:
    lise, other = Hand(world, "lise", tmp_path / "lise.db"), Hand(world, "lise", tmp_path / "other.db")
    lise.service.save("T1", _template()).result()
    lise.sync()
    other.sync()
    other.service.save("T1", _template("Par l’autre poste")).result()
    other.sync()
    lise.service.save("T1", _template("Trop tard")).result()
    lise.sync()
    assert lise.templates() == {"T1": "Par l’autre poste"}
    (item,) = lise.end.store.send_items().result()
    assert (item.parked, item.code, item.title) == (True, "stale", "Trop tard")
    assert item.command_id is not None
    lise.end.store.retry(item.command_id, world.clock()).result()
    assert lise.templates() == {"T1": "Trop tard"}
    lise.sync()
    other.sync()
    assert other.templates() == {"T1": "Trop tard"}


def test_what_can_not_be_is_refused_at_the_desk(world: World, tmp_path: Path) -> None:
    omar = Hand(world, "omar", tmp_path / "omar.db")
    with pytest.raises(Refused):
        omar.service.save("V1", SaveView(structure_id=WEST, name=" ")).result()
    tree = StructureTree(omar.end.store.structures().result())
    assert not omar.service.may_write(Template, WEST, tree)
    lise = Hand(world, "lise", tmp_path / "lise.db")
    assert lise.service.may_write(Template, WEST, tree)


def test_a_new_reading_from_zero_forgets_what_is_gone(world: World, tmp_path: Path) -> None:
    lise = Hand(world, "lise", tmp_path / "lise.db")
    lise.service.save("T1", _template()).result()
    lise.service.save("T2", _template("Deux")).result()
    lise.sync()
    lise.end.store.begin_resync().result()
    world.act("lise", "T1", WithdrawTemplate(structure_id=HEAD))
    lise.sync()
    assert lise.templates() == {"T2": "Deux"}
