"""Signing in, opening again, and what an open desk gives its window."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from pathlib import Path

import pytest

from spplus_desk.central.repository import add_agent, unit_of_work
from spplus_desk.domain.errors import (
    BadCredentials,
    BadInput,
    CacheLocked,
    KnownError,
    StorageFault,
    Unreachable,
)
from spplus_desk.domain.inbox import View
from spplus_desk.domain.outbox import Draft, SendState
from spplus_desk.domain.structure import Membership
from spplus_desk.domain.sync_status import SyncPhase, SyncStatus
from spplus_desk.domain.vocabulary import Role
from spplus_desk.services import profiles
from spplus_desk.services.desk import Desk
from spplus_desk.services.session import SessionService
from spplus_desk.sync.transport import HttpTransport, SwitchableTransport
from tests.helpers.keyrings import MemoryKeyring
from tests.helpers.world import PASSWORD, WEST, World

WAIT = 20


class Bench:
    """A session service on a memory keyring, and the transports it made."""

    def __init__(self, world: World, root: Path) -> None:
        self.world = world
        self.keyring: MemoryKeyring | None = MemoryKeyring()
        self.transports: list[SwitchableTransport] = []
        self.root = root

    @property
    def service(self) -> SessionService:
        return SessionService(self.root, self.keyring, self.world.clock, self._transport)

    def _transport(self, address: str) -> SwitchableTransport:
        self.transports.append(SwitchableTransport(HttpTransport(address)))
        return self.transports[-1]

    def opened(self, future: "Future[Desk]") -> Desk:
        desk = future.result(WAIT)
        self.world.later(desk.close)
        return desk

    def sign_in(self, username: str = "omar", *, offline_unlock: bool = True) -> Desk:
        return self.opened(self.service.sign_in(self.world.url, username, PASSWORD, offline_unlock=offline_unlock))


@pytest.fixture
def bench(world: World, tmp_path: Path) -> Bench:
    return Bench(world, tmp_path / "profils")


def reaches(desk: Desk, *phases: SyncPhase) -> SyncStatus:
    """Wait until the desk is in one of `phases`; how it looks then."""
    return until(desk, lambda status: status.phase in phases)


def until(desk: Desk, holds: Callable[[SyncStatus], bool]) -> SyncStatus:
    there = threading.Event()
    seen: list[SyncStatus] = []

    def listen(status: SyncStatus) -> None:
        if holds(status):
            seen.append(status)
            there.set()

    unsubscribe = desk.syncing.subscribe(listen)
    listen(desk.syncing.status)
    assert there.wait(WAIT), desk.syncing.status
    unsubscribe()
    return seen[0]


def test_the_first_sign_in_makes_a_profile_and_synchronises(world: World, bench: Bench) -> None:
    (experience,) = world.deposit(WEST)
    assert bench.service.last_profile() is None
    desk = bench.sign_in()
    assert reaches(desk, SyncPhase.SYNCED).last_success == world.clock()
    assert (desk.agent.id, desk.site_name) == ("omar", "Guichet de l’Ouest")
    (row,) = desk.inbox.rows(View.TO_ANSWER).result(WAIT)
    assert row.experience_id == experience
    info = bench.service.last_profile()
    assert info is not None
    assert (info.server, info.username, info.needs_passphrase, info.offline_unlock) == (world.url, "omar", False, True)


def test_a_profile_opens_again_without_the_server_and_sends_after_a_new_sign_in(world: World, bench: Bench) -> None:
    (experience,) = world.deposit(WEST)
    first = bench.sign_in()
    reaches(first, SyncPhase.SYNCED)
    first.close()
    info = bench.service.last_profile()
    assert info is not None
    desk = bench.opened(bench.service.open_profile(info.dir))
    assert desk.syncing.status.phase is SyncPhase.SESSION_EXPIRED
    assert desk.site_name == "Guichet de l’Ouest"
    (row,) = desk.inbox.rows(View.TO_ANSWER).result(WAIT)
    desk.replying.send(Draft(slot_id=row.key, body="Bonjour."), timedelta(0)).result(WAIT)
    (waiting,) = desk.outbox.items(SendState.WAITING).result(WAIT)
    with pytest.raises(BadCredentials):
        desk.syncing.sign_in_again("faux").result(WAIT)
    assert desk.syncing.status.phase is SyncPhase.SESSION_EXPIRED
    desk.syncing.sign_in_again(PASSWORD).result(WAIT)
    reaches(desk, SyncPhase.SYNCED)
    assert waiting.command_id is not None
    assert world.applied(waiting.command_id) == 1
    assert world.document("reply", f"{experience}:{WEST}") is not None


def test_what_was_not_allowed_offline_asks_for_a_sign_in(world: World, bench: Bench) -> None:
    desk = bench.sign_in(offline_unlock=False)
    desk.close()
    info = bench.service.last_profile()
    assert info is not None
    assert not info.offline_unlock
    with pytest.raises(CacheLocked):
        bench.service.open_profile(info.dir).result(WAIT)
    assert bench.sign_in().agent.id == "omar"


def test_two_agents_of_one_machine_have_a_profile_each(world: World, bench: Bench) -> None:
    world.deposit(WEST)
    omar = bench.sign_in("omar")
    reaches(omar, SyncPhase.SYNCED)
    world.clock.advance(timedelta(minutes=1))
    lise = bench.sign_in("lise")
    assert lise.agent.id == "lise"
    assert len(list(bench.root.iterdir())) == 2
    info = bench.service.last_profile()
    assert info is not None
    assert info.username == "lise"


def test_without_keyring_the_password_guards_the_cache(world: World, bench: Bench) -> None:
    bench.keyring = None
    desk = bench.sign_in()
    desk.close()
    info = bench.service.last_profile()
    assert info is not None
    assert info.needs_passphrase
    for wrong in (None, "faux"):
        with pytest.raises(CacheLocked):
            bench.service.open_profile(info.dir, wrong).result(WAIT)
    with pytest.raises(CacheLocked) as early:
        bench.service.open_profile(info.dir, PASSWORD).result(WAIT)
    assert early.value.code == "unlock_wait"
    world.clock.advance(timedelta(seconds=1))
    assert bench.opened(bench.service.open_profile(info.dir, PASSWORD)).agent.id == "omar"


@pytest.mark.parametrize(
    ("username", "password", "address", "expected"),
    [
        ("omar", "faux", None, BadCredentials),
        ("personne", PASSWORD, None, BadCredentials),
        ("omar", PASSWORD, "exemple", BadInput),
        ("omar", PASSWORD, "http://127.0.0.1:9", Unreachable),
    ],
)
def test_a_sign_in_that_fails_leaves_nothing(
    world: World, bench: Bench, username: str, password: str, address: str | None, expected: type[KnownError]
) -> None:
    future = bench.service.sign_in(address or world.url, username, password, offline_unlock=True)
    with pytest.raises(expected):
        future.result(WAIT)
    assert not bench.root.exists()
    assert bench.service.last_profile() is None


def test_a_network_cut_is_seen_and_mended(world: World, bench: Bench) -> None:
    desk = bench.sign_in()
    reaches(desk, SyncPhase.SYNCED)
    bench.transports[-1].switch(False)
    desk.syncing.sync_now()
    assert reaches(desk, SyncPhase.OFFLINE).retry_at is not None
    bench.transports[-1].switch(True)
    desk.syncing.sync_now()
    reaches(desk, SyncPhase.SYNCED)


def test_a_pause_is_the_agents_own(world: World, bench: Bench) -> None:
    desk = bench.sign_in()
    reaches(desk, SyncPhase.SYNCED)
    desk.syncing.pause()
    assert desk.syncing.status.phase is SyncPhase.PAUSED
    desk.syncing.resume()
    reaches(desk, SyncPhase.SYNCED)


def test_a_username_that_became_somebody_elses_opens_nothing(world: World, bench: Bench) -> None:
    with unit_of_work(world.engine, world.clock()) as unit:
        add_agent(
            unit, username="ana", name="Ana", password=PASSWORD, posts=(Membership(WEST, Role.AGENT),), agent_id="ana-1"
        )
    desk = bench.sign_in("ana")
    desk.syncing._username = "omar"
    with pytest.raises(BadCredentials) as caught:
        desk.syncing.sign_in_again(PASSWORD).result(WAIT)
    assert "autre compte" in caught.value.sentence


def test_a_damaged_profile_file_says_so_and_hides_no_other(world: World, bench: Bench) -> None:
    bench.sign_in().close()
    info = bench.service.last_profile()
    assert info is not None
    broken = bench.root / "autre"
    broken.mkdir()
    (broken / profiles.FILE).write_text("id = [", encoding="utf-8")
    assert bench.service.last_profile() == info
    with pytest.raises(StorageFault):
        bench.service.open_profile(broken).result(WAIT)
    with pytest.raises(CacheLocked):
        bench.service.open_profile(bench.root / "absent").result(WAIT)


def test_a_profile_is_written_whole_and_names_no_secret(tmp_path: Path) -> None:
    profile = profiles.new("https://a.exemple/b", 'un "nom"\\ à part', "agent-7")
    profiles.write(tmp_path, profile)
    assert profiles.read(tmp_path) == profile
    assert [file.name for file in tmp_path.iterdir()] == [profiles.FILE]
    assert profiles.folder_of(tmp_path, profile.server, "agent-7") != profiles.folder_of(
        tmp_path, profile.server, "agent-8"
    )


def test_closing_twice_is_closing_once(bench: Bench) -> None:
    desk = bench.sign_in()
    desk.close()
    desk.close()
    with pytest.raises(StorageFault):
        desk.inbox.rows(View.ALL).result(WAIT)
