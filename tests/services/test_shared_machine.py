"""One machine, several agents: what each sees of the others, lost keys, damaged caches, through the services."""

from datetime import timedelta
from pathlib import Path

import pytest

from spplus_desk.domain.errors import BadInput, CacheLocked
from spplus_desk.domain.inbox import View
from spplus_desk.domain.outbox import Draft
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.services import profiles
from spplus_desk.services.desk import Desk
from spplus_desk.store import keys
from spplus_desk.store.store import Store
from tests.helpers.clock import FakeClock
from tests.helpers.world import PASSWORD, WEST, World
from tests.sync.conftest import central_seed, world
from tests.sync.test_session import WAIT, Bench, bench, reaches

__all__ = ["bench", "central_seed", "world"]
SECRET = "Zygomatique"


def working(bench: Bench, username: str) -> Desk:
    """Signed in, synchronised, with a draft."""
    desk = bench.sign_in(username)
    reaches(desk, SyncPhase.SYNCED)
    (row, *_) = desk.inbox.rows(View.TO_ANSWER).result(WAIT)
    desk.replying.save(Draft(slot_id=row.key, body=f"{SECRET} de {username}")).result(WAIT)
    return desk


def drafts(desk: Desk) -> list[str]:
    return [item.body for item in desk.outbox.items().result(WAIT)]


def test_one_agent_sees_nothing_of_another(world: World, bench: Bench, clock: FakeClock) -> None:
    world.deposit(WEST, body=f"{SECRET} du guichet")
    omar = working(bench, "omar")
    clock.advance(timedelta(minutes=1))
    lise = working(bench, "lise")
    assert drafts(omar) == [f"{SECRET} de omar"]
    assert drafts(lise) == [f"{SECRET} de lise"]
    folders = {desk.username: desk.folder for desk in (omar, lise)}
    for desk in (omar, lise):
        desk.close()
    kept = {info.username: info for info in bench.service.profiles()}
    assert [info.username for info in bench.service.profiles()] == ["lise", "omar"]
    secrets = {}
    assert bench.keyring is not None
    for username, folder in folders.items():
        assert folder is not None
        assert kept[username].dir == folder
        profile = profiles.read(folder)
        assert profile is not None
        secrets[username] = keys.load_or_create_key(folder, profile.id, bench.keyring, None)
        for file in folder.rglob("*"):
            content = file.read_bytes()
            assert SECRET.encode() not in content
            assert secrets[username] not in content
        assert folder.stat().st_mode & 0o077 == 0
        clear = (folder / profiles.FILE).read_text(encoding="utf-8")
        assert {line.split(" =")[0] for line in clear.splitlines()} <= {
            "id",
            "server",
            "username",
            "agent_id",
            "offline_unlock",
            "opened_at",
            "signed_out",
        }
    assert secrets["omar"] != secrets["lise"]
    for username, other in (("omar", "lise"), ("lise", "omar")):
        folder = folders[username]
        assert folder is not None
        with pytest.raises(CacheLocked):
            Store.open(folder / profiles.CACHE, secrets[other], clock=clock)


def test_a_lost_key_is_said_and_the_way_out_deletes_nothing(world: World, bench: Bench, clock: FakeClock) -> None:
    world.deposit(WEST)
    desk = working(bench, "omar")
    folder = desk.folder
    assert folder is not None and bench.keyring is not None
    desk.close()
    before = profiles.read(folder)
    assert before is not None
    kept = dict(bench.keyring.kept)
    bench.keyring.kept.clear()
    for opening in (
        bench.service.open_profile(folder),
        bench.service.sign_in(world.url, "omar", PASSWORD, offline_unlock=True),
    ):
        with pytest.raises(CacheLocked) as lost:
            opening.result(WAIT)
        assert lost.value.code == "key_lost"
        assert "mises de côté" in lost.value.sentence
    aside = bench.service.start_again(folder).result(WAIT)
    again = bench.sign_in("omar")
    reaches(again, SyncPhase.SYNCED)
    assert len(again.inbox.rows(View.ALL).result(WAIT)) == 1
    assert drafts(again) == []
    # The key came back from a copy: the helpdesk reads what was put aside.
    bench.keyring.kept.update(kept)
    secret = keys.load_or_create_key(aside, before.id, bench.keyring, None)
    store = Store.open(aside / profiles.CACHE, secret, clock=clock)
    try:
        assert [item.body for item in store.send_items(None).result()] == [f"{SECRET} de omar"]
    finally:
        store.close()


def test_a_damaged_cache_is_told_in_one_sentence_and_read_again(world: World, bench: Bench) -> None:
    world.deposit(WEST, count=3)
    desk = working(bench, "omar")
    folder = desk.folder
    assert folder is not None
    desk.close()
    content = bytearray((folder / profiles.CACHE).read_bytes())
    content[100:200] = bytes(100)
    (folder / profiles.CACHE).write_bytes(content)
    again = bench.sign_in("omar")
    assert again.opening_notice == (
        "Les données de ce poste étaient endommagées. Votre brouillon est sauf\u00a0; "
        "le reste est relu depuis le serveur."
    )
    reaches(again, SyncPhase.SYNCED)
    assert len(again.inbox.rows(View.ALL).result(WAIT)) == 3
    assert drafts(again) == [f"{SECRET} de omar"]
    assert again.confirm_rescue().result(WAIT) == 1
    assert again.opening_notice == ""
    again.close()
    offline = bench.opened(bench.service.open_profile(folder))
    assert offline.opening_notice == ""
    assert offline.agent.id == "omar"


PHRASE = "trois pommes vertes"


def test_a_new_passphrase_then_a_new_key_while_working(world: World, bench: Bench, clock: FakeClock) -> None:
    world.deposit(WEST)
    bench.keyring = None
    desk = working(bench, "omar")
    folder, locking = desk.folder, desk.locking
    assert folder is not None and locking is not None
    with pytest.raises(CacheLocked) as wrong:
        locking.change_passphrase("faux", PHRASE).result(WAIT)
    assert wrong.value.code == "wrong_passphrase"
    with pytest.raises(CacheLocked) as early:
        locking.change_passphrase(PASSWORD, PHRASE).result(WAIT)
    assert early.value.code == "unlock_wait"
    clock.advance(timedelta(seconds=2))
    with pytest.raises(BadInput):
        locking.change_passphrase(PASSWORD, "court").result(WAIT)
    locking.change_passphrase(PASSWORD, PHRASE).result(WAIT)
    before = keys.load_or_create_key(folder, _id(folder), None, PHRASE)
    rekeyed = bench.service.change_key(desk, PHRASE).result(WAIT)
    again = rekeyed.desk
    world.later(again.close)
    assert rekeyed.trouble is None
    after = keys.load_or_create_key(folder, _id(folder), None, PHRASE)
    assert after != before
    # Still in the same session: it synchronises, and sends, without another sign-in.
    reaches(again, SyncPhase.SYNCED)
    assert drafts(again) == [f"{SECRET} de omar"]
    again.close()
    with pytest.raises(CacheLocked):
        bench.service.open_profile(folder, PASSWORD).result(WAIT)
    clock.advance(timedelta(seconds=2))
    once_more = bench.opened(bench.service.open_profile(folder, PHRASE))
    assert drafts(once_more) == [f"{SECRET} de omar"]
    once_more.close()
    with pytest.raises(CacheLocked):
        Store.open(folder / profiles.CACHE, before, clock=clock)


def test_a_key_that_cannot_be_changed_leaves_the_agent_at_work(world: World, bench: Bench, clock: FakeClock) -> None:
    """Another program has the cache open: told, and the desk is there again under the key that it had."""
    world.deposit(WEST)
    desk = working(bench, "omar")
    folder = desk.folder
    assert folder is not None
    key = keys.load_or_create_key(folder, _id(folder), bench.keyring, None)
    other = Store.open(folder / profiles.CACHE, key, clock=clock)
    try:
        rekeyed = bench.service.change_key(desk, PASSWORD).result(WAIT)
        world.later(rekeyed.desk.close)
    finally:
        other.close()
    assert rekeyed.trouble is not None and rekeyed.trouble.code == "cache_busy"
    assert "autre fenêtre" in rekeyed.trouble.sentence
    assert drafts(rekeyed.desk) == [f"{SECRET} de omar"]
    assert keys.load_or_create_key(folder, _id(folder), bench.keyring, None) == key


def test_a_keyring_profile_has_no_passphrase_to_change_and_its_key_can_be(world: World, bench: Bench) -> None:
    world.deposit(WEST)
    desk = working(bench, "omar")
    folder, locking = desk.folder, desk.locking
    assert folder is not None and locking is not None
    with pytest.raises(BadInput):
        locking.change_passphrase(PASSWORD, PHRASE).result(WAIT)
    before = keys.load_or_create_key(folder, _id(folder), bench.keyring, None)
    rekeyed = bench.service.change_key(desk, PASSWORD).result(WAIT)
    world.later(rekeyed.desk.close)
    assert rekeyed.trouble is None
    assert keys.load_or_create_key(folder, _id(folder), bench.keyring, None) != before
    assert drafts(rekeyed.desk) == [f"{SECRET} de omar"]


def _id(folder: Path) -> str:
    profile = profiles.read(folder)
    assert profile is not None
    return profile.id
