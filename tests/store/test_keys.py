"""The cache's key: in the keyring or under a passphrase, and nowhere else."""

import base64
from pathlib import Path

import pytest
from keyring.backends.fail import Keyring as FailingKeyring
from keyring.errors import KeyringLocked, PasswordDeleteError

from spplus_desk.domain.errors import CacheLocked, NoKeyring, StorageFault
from spplus_desk.store import keys

ME = "profile-1"


class MemoryKeyring:
    """A keyring that works, kept in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service_name: str, username: str) -> str | None:
        return self.kept.get((service_name, username))

    def set_password(self, service_name: str, username: str, password: str) -> None:
        self.kept[service_name, username] = password

    def delete_password(self, service_name: str, username: str) -> None:
        if (service_name, username) not in self.kept:
            raise PasswordDeleteError("no such password")
        del self.kept[service_name, username]


class LockedKeyring(MemoryKeyring):
    def get_password(self, service_name: str, username: str) -> str | None:
        raise KeyringLocked("locked")


class ForgetfulKeyring(MemoryKeyring):
    """Accepts everything and keeps nothing, as some desktops without a session do."""

    def set_password(self, service_name: str, username: str, password: str) -> None:
        pass


def test_the_keyring_keeps_it_and_no_file_does(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    key = keys.load_or_create_key(tmp_path, ME, keyring, None)
    assert len(key) == 32
    assert keys.load_or_create_key(tmp_path, ME, keyring, "ignored") == key
    assert list(keyring.kept) == [(keys.SERVICE, ME)]
    assert list(tmp_path.iterdir()) == []
    assert not keys.needs_passphrase(tmp_path)
    assert keys.load_or_create_key(tmp_path, "profile-2", keyring, None) != key


@pytest.mark.parametrize("keyring", [None, FailingKeyring(), LockedKeyring(), ForgetfulKeyring()])
def test_without_a_keyring_a_passphrase_wraps_it(tmp_path: Path, keyring: keys.Keyring | None) -> None:
    with pytest.raises(NoKeyring):
        keys.load_or_create_key(tmp_path, ME, keyring, None)
    assert list(tmp_path.iterdir()) == []
    key = keys.load_or_create_key(tmp_path, ME, keyring, "trois petits chats")
    assert keys.needs_passphrase(tmp_path)
    assert keys.load_or_create_key(tmp_path, ME, keyring, "trois petits chats") == key
    (file,) = tmp_path.iterdir()
    content = file.read_bytes()
    for clear in (key, base64.b64encode(key), key.hex().encode(), b"chats"):
        assert clear not in content
    assert file.stat().st_mode & 0o077 == 0


def test_a_wrong_or_missing_passphrase_is_said(tmp_path: Path) -> None:
    keys.load_or_create_key(tmp_path, ME, None, "trois petits chats")
    before = (tmp_path / keys.WRAPPED).read_bytes()
    with pytest.raises(CacheLocked) as wrong:
        keys.load_or_create_key(tmp_path, ME, None, "trois petits chiens")
    assert wrong.value.code == "wrong_passphrase"
    with pytest.raises(CacheLocked):
        keys.load_or_create_key(tmp_path, ME, MemoryKeyring(), None)
    with pytest.raises(CacheLocked):
        keys.load_or_create_key(tmp_path, "somebody else", None, "trois petits chats")
    assert (tmp_path / keys.WRAPPED).read_bytes() == before


def test_a_lost_key_is_not_replaced_under_a_cache(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    (tmp_path / "cache.db").write_bytes(b"texts that somebody may still save")
    with pytest.raises(CacheLocked) as lost:
        keys.load_or_create_key(tmp_path, ME, keyring, "trois petits chats")
    assert "disparu" in lost.value.sentence
    assert keyring.kept == {}
    with pytest.raises(NoKeyring):
        keys.load_or_create_key(tmp_path, ME, None, "trois petits chats")


@pytest.mark.parametrize("kept", ["not base64!", base64.b64encode(b"short").decode()])
def test_something_else_in_the_keyring_is_no_key(tmp_path: Path, kept: str) -> None:
    keyring = MemoryKeyring()
    keyring.set_password(keys.SERVICE, ME, kept)
    with pytest.raises(CacheLocked):
        keys.load_or_create_key(tmp_path, ME, keyring, None)
    assert keyring.get_password(keys.SERVICE, ME) == kept


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b'{"salt":"","nonce":"","wrapped":""}'])
def test_a_damaged_file_is_a_known_fault(tmp_path: Path, content: bytes) -> None:
    (tmp_path / keys.WRAPPED).write_bytes(content)
    with pytest.raises(StorageFault):
        keys.load_or_create_key(tmp_path, ME, None, "trois petits chats")


def test_forgetting_works_whatever_there_was(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    keys.load_or_create_key(tmp_path, ME, keyring, None)
    keys.forget_key(tmp_path, ME, keyring)
    assert keyring.kept == {}
    keys.load_or_create_key(tmp_path, ME, None, "trois petits chats")
    keys.forget_key(tmp_path, ME, keyring)
    assert not keys.needs_passphrase(tmp_path)
