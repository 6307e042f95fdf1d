"""Settings of a site: who may change them, what follows at each desk, and what becomes of the internal targets."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from spplus_desk.central.repository import add_agent, unit_of_work
from spplus_desk.domain.document_payloads import SaveSiteSettings
from spplus_desk.domain.documents import SiteSettings
from spplus_desk.domain.structure import Membership
from spplus_desk.domain.vocabulary import Role
from spplus_desk.services.documents import DocumentService
from tests.helpers.clock import FakeClock
from tests.helpers.world import EAST, HEAD, PASSWORD, WEST, DeskEnd, World, build_central

MORNINGS = {day: [["08:00", "12:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


@pytest.fixture
def world(tmp_path: Path, clock: FakeClock) -> Iterator[World]:
    build_central(tmp_path / "central.db", clock)
    with World(tmp_path / "central.db", clock) as opened:
        with unit_of_work(opened.engine, clock()) as unit:
            posts = (Membership(HEAD, Role.MANAGER),)
            add_agent(unit, username="marc", name="Marc", password=PASSWORD, posts=posts, agent_id="marc")
        yield opened


class Hand:
    def __init__(self, world: World, username: str, path: Path) -> None:
        self.end = DeskEnd(world, username, path)
        identity = self.end.store.identity().result()
        assert identity is not None
        self.service = DocumentService(self.end.store, self.end.client, world.clock, identity.agent)
        self.sync()

    def sync(self) -> None:
        self.end.engine.run_once()

    def due(self, key: str) -> datetime | None:
        """Once the idle moments have done their work: jobs run in their order, chores between them."""
        for _ in range(3):
            found = self.end.store.detail(key).result()
        return found.row.internal_due_at

    def settings(self) -> list[SiteSettings]:
        return list(self.service.all(SiteSettings).result())


def test_a_manager_changes_the_hours_and_every_desk_follows(world: World, tmp_path: Path) -> None:
    (experience,) = world.deposit(WEST)
    key = f"{experience}:{WEST}"
    marc, omar = Hand(world, "marc", tmp_path / "marc.db"), Hand(world, "omar", tmp_path / "omar.db")
    before = omar.due(key)
    assert before is not None
    assert before == marc.due(key)
    payload = SaveSiteSettings(structure_id=WEST, calendar={"hours": MORNINGS}, target={"working_days": 1})
    marc.service.save(WEST, payload).result()
    after = marc.due(key)
    assert after is not None
    assert after < before  # shown at once, before it has left
    assert omar.due(key) == before
    marc.sync()
    omar.sync()
    assert omar.due(key) == after == marc.due(key)
    (row,) = omar.settings()
    assert (row.author_name, row.version) == ("Marc", 1)
    rules = omar.end.store.detail(key).result().rules
    assert rules is not None
    assert rules.hours_from == WEST


def test_a_site_below_takes_the_hours_from_above_in_its_own_zone(world: World, tmp_path: Path) -> None:
    (experience,) = world.deposit(EAST)
    marc = Hand(world, "marc", tmp_path / "marc.db")
    payload = SaveSiteSettings(structure_id=HEAD, calendar={"hours": MORNINGS}, target={"working_days": 1})
    marc.service.save(HEAD, payload).result()
    due = marc.due(f"{experience}:{EAST}")
    assert due is not None
    assert due.isoformat().endswith("T08:00:00+00:00")  # noon in La Réunion


def test_an_agent_and_a_super_agent_may_not(world: World, tmp_path: Path) -> None:
    (experience,) = world.deposit(WEST)
    for username in ("omar", "lise"):
        hand = Hand(world, username, tmp_path / f"{username}.db")
        before = hand.due(f"{experience}:{WEST}")
        hand.service.save(WEST, SaveSiteSettings(structure_id=WEST, target={"working_days": 9})).result()
        hand.sync()
        assert hand.settings() == []
        assert hand.due(f"{experience}:{WEST}") == before


def test_the_rule_of_validation_is_enforced_by_the_central(world: World, tmp_path: Path) -> None:
    marc = Hand(world, "marc", tmp_path / "marc.db")
    marc.service.save(WEST, SaveSiteSettings(structure_id=WEST, validation=True)).result()
    marc.sync()
    marc.sync()
    structures = {s.id: s for s in marc.end.store.structures().result()}
    assert (structures[WEST].validation_required, structures[EAST].validation_required) == (True, False)


def test_versions_tell_who_and_when_and_an_older_one_can_be_put_back(world: World, tmp_path: Path) -> None:
    marc = Hand(world, "marc", tmp_path / "marc.db")
    for days in (2, 5):
        marc.service.save(WEST, SaveSiteSettings(structure_id=WEST, target={"working_days": days})).result()
        marc.sync()
    (row,) = marc.settings()
    versions = marc.service.versions(row).result()
    assert [(v.target["working_days"], v.author_name, v.changed_at) for v in versions] == [
        (5, "Marc", world.clock()), (2, "Marc", world.clock()),
    ]  # fmt: skip


def test_a_pause_stops_the_internal_clock_at_every_desk(world: World, tmp_path: Path) -> None:
    (experience,) = world.deposit(WEST)
    key = f"{experience}:{WEST}"
    omar, lise = Hand(world, "omar", tmp_path / "omar.db"), Hand(world, "lise", tmp_path / "lise.db")
    before = omar.due(key)
    store, clock = omar.end.store, world.clock
    assert store.set_pause(key, True, clock()).result()
    assert not store.set_pause(key, True, clock()).result()  # it stands still already
    assert omar.due(key) is None
    assert store.why_date(key).result().paused
    omar.sync()
    lise.sync()
    assert lise.due(key) is None
    assert lise.end.store.set_pause(key, False, clock() + timedelta(days=4)).result()
    lise.sync()
    omar.sync()
    after = omar.due(key)
    assert after == lise.due(key)
    assert before is not None
    assert after is not None
    assert after > before
    assert omar.end.store.why_date(key).result().published_due == store.detail(key).result().row.due_at


def test_two_agents_who_pause_at_once_leave_it_paused(world: World, tmp_path: Path) -> None:
    (experience,) = world.deposit(WEST)
    key = f"{experience}:{WEST}"
    omar, lise = Hand(world, "omar", tmp_path / "omar.db"), Hand(world, "lise", tmp_path / "lise.db")
    omar.end.store.set_pause(key, True, world.clock()).result()
    omar.sync()
    before = lise.due(key)
    lise.end.store.set_pause(key, True, world.clock()).result()
    lise.sync()
    assert before is not None
    assert lise.due(key) is None
    assert lise.end.store.detail(key).result().pauses[0].end is None
