"""A new key for the cache: everything is there after it, and after a kill at any moment of it."""

import base64
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from spplus_desk.domain.errors import CacheLocked, StorageFault
from spplus_desk.domain.outbox import Draft
from spplus_desk.store import keys, rotation, salvage
from spplus_desk.store.store import Store
from tests.helpers.cache import ME, NOW, URL, experience, key, puts, slot, structure
from tests.helpers.clock import FakeClock
from tests.helpers.keyrings import MemoryKeyring

PROFILE = "profile-1"
LONG = "Un récit assez long pour remplir des pages. " * 100


def made(path: Path, keyring: keys.Keyring | None, passphrase: str | None, clock: FakeClock, size: int = 5) -> bytes:
    secret = rotation.current_key(path, PROFILE, keyring, passphrase)
    store = Store.open(path, secret, clock=clock)
    try:
        store.set_identity(ME, URL, "helene").result()
        rows = (row for i in range(size) for row in (experience(str(i), body=LONG), slot(str(i))))
        store.apply_page(puts(structure(), *rows), cursor="c1", last=True, at=NOW).result()
        store.save_draft(Draft(slot_id=key("1"), body="À garder"), NOW).result()
    finally:
        store.close()
    return secret


def kept(path: Path, secret: bytes, clock: FakeClock) -> tuple[str, int]:
    store = Store.open(path, secret, clock=clock)
    try:
        draft = store.draft(key("1")).result()
        assert store.rescued is None
        return ("" if draft is None else draft.body), store.counts(NOW).result().all
    finally:
        store.close()


@pytest.mark.parametrize("passphrase", [None, "trois petits chats"])
def test_the_new_key_opens_and_the_old_one_does_not(tmp_path: Path, clock: FakeClock, passphrase: str | None) -> None:
    path = tmp_path / "cache.db"
    keyring = None if passphrase else MemoryKeyring()
    old = made(path, keyring, passphrase, clock)
    new = rotation.rotate(path, PROFILE, keyring, passphrase, NOW)
    assert new != old
    assert rotation.current_key(path, PROFILE, keyring, passphrase) == new
    assert kept(path, new, clock) == ("À garder", 5)
    assert not salvage.opens(path, old)
    with pytest.raises(CacheLocked):
        Store.open(path, old, clock=clock)
    for file in tmp_path.glob("cache.db*"):
        file.unlink()
    store = Store.open(path, new, clock=clock)  # the second copy has changed keys too
    draft = store.draft(key("1")).result()
    store.close()
    assert draft is not None and draft.body == "À garder"


def test_an_open_cache_is_not_touched(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "cache.db"
    keyring = MemoryKeyring()
    secret = made(path, keyring, None, clock)
    store = Store.open(path, secret, clock=clock)
    try:
        with pytest.raises(StorageFault) as busy:
            rotation.rotate(path, PROFILE, keyring, None, NOW)
        assert busy.value.code == "cache_busy"
        assert store.save_draft(Draft(slot_id=key("2"), body="Encore"), NOW).result().body == "Encore"
    finally:
        store.close()
    assert rotation.current_key(path, PROFILE, keyring, None) == secret
    assert kept(path, secret, clock) == ("À garder", 5)


_PROGRAM = """
import json, os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from spplus_desk.store import keys, rescue, rotation, salvage
folder = Path(sys.argv[1])
class FileKeyring:
    def _read(self):
        return json.loads((folder / "keyring").read_text())
    def get_password(self, service, name):
        return self._read().get(name)
    def set_password(self, service, name, value):
        kept = self._read(); kept[name] = value; (folder / "keyring").write_text(json.dumps(kept))
    def delete_password(self, service, name):
        kept = self._read(); del kept[name]; (folder / "keyring").write_text(json.dumps(kept))
def die(*_a, **_k):
    os.kill(os.getpid(), signal.SIGKILL)
STEP
print("begun", flush=True)
rotation.rotate(folder / "cache.db", "profile-1", FileKeyring(), None, datetime(2027, 12, 16, tzinfo=UTC))
print("done", flush=True)
"""
_STEPS = {
    "before the new key is kept": "keys.keep_next = die",
    "before the file": "rotation._rekey = die",
    "after the file": "salvage.bad_pages = die",
    "before the new key counts": "keys.promote_next = die",
    "after": "",
}


@pytest.mark.parametrize("step", _STEPS)
def test_a_kill_between_two_steps(tmp_path: Path, clock: FakeClock, step: str) -> None:
    keyring = _on_disk(tmp_path, clock)
    ended = _run(tmp_path, _STEPS[step])
    assert ended.returncode == (0 if step == "after" else -signal.SIGKILL), ended.stderr
    _holds(tmp_path, keyring, clock)


@pytest.mark.parametrize("writes", range(1, 60, 4))
def test_a_kill_while_the_file_is_written(tmp_path: Path, clock: FakeClock, writes: int) -> None:
    """The process dies at its n-th write to a file: strace-like, by a limit on the size that the file may reach."""
    keyring = _on_disk(tmp_path, clock, size=200)
    size = (tmp_path / "cache.db").stat().st_size
    # SIGXFSZ ends the process at the write that passes the limit: of the rollback journal, which grows as it goes.
    limit = f"""
import resource
whole = rotation._rekey
def limited(*args):
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, ({size * writes // 60}, resource.RLIM_INFINITY))
    whole(*args)
rotation._rekey = limited
"""
    ended = _run(tmp_path, limit)
    assert ended.returncode == -signal.SIGXFSZ, ended
    _holds(tmp_path, keyring, clock, size=200)


def _run(folder: Path, step: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", _PROGRAM.replace("STEP", step), str(folder)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=False,
        timeout=60,
    )


def _on_disk(folder: Path, clock: FakeClock, size: int = 5) -> MemoryKeyring:
    keyring = MemoryKeyring()
    made(folder / "cache.db", keyring, None, clock, size)
    (folder / "keyring").write_text(json.dumps({name: value for (_, name), value in keyring.kept.items()}))
    return keyring


def _holds(folder: Path, keyring: MemoryKeyring, clock: FakeClock, size: int = 5) -> None:
    """One of the two keys opens all of it, and the next opening leaves only that one."""
    keyring.kept = {(keys.SERVICE, name): v for name, v in json.loads((folder / "keyring").read_text()).items()}
    secret = rotation.current_key(folder / "cache.db", PROFILE, keyring, None)
    assert kept(folder / "cache.db", secret, clock) == ("À garder", size)
    assert list(keyring.kept.values()) == [base64.b64encode(secret).decode()]
    assert salvage.bad_pages(folder / "cache.db", secret) == 0
    assert (folder / "cache.writings").exists()
