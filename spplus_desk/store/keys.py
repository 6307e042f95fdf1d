"""The key of the cache: 32 random bytes, kept by the system's keyring or wrapped under a passphrase. Never in clear
on disk.

Wrapped: AES-256-GCM under a key that Argon2id stretches from the passphrase, in `key.json` of the profile, with the
salt and the costs beside it so that the costs can grow later.
"""

import base64
import logging
import os
from pathlib import Path
from typing import Protocol

import msgspec
from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from keyring.errors import KeyringError

from spplus_desk.domain.errors import KEY_LOST, CacheLocked, NoKeyring, StorageFault
from spplus_desk.store.connection import KEY_BYTES

_log = logging.getLogger(__name__)
SERVICE = "SP+ Desk"
WRAPPED = "key.json"
_NEXT_WRAPPED = "key.next.json"
_CACHES = ("cache.db", "cache.writings")
_WRONG = "Cette phrase de passe n’ouvre pas les données de ce poste. Vérifiez-la et réessayez."
_LOST = (
    "La clé des données de ce poste a disparu du trousseau. Les données n’ont pas été touchées. Prévenez votre "
    "assistance, ou recommencez depuis le serveur\u00a0: les données actuelles seront mises de côté, pas effacées."
)


class Keyring(Protocol):
    """What the `keyring` library offers, as a module or as one of its backends."""

    def get_password(self, service_name: str, username: str) -> str | None: ...

    def set_password(self, service_name: str, username: str, password: str) -> None: ...

    def delete_password(self, service_name: str, username: str) -> None: ...


class _Wrapped(msgspec.Struct, frozen=True, kw_only=True):
    """RFC 9106's second recommended option by default: 64 MiB, 3 passes, 4 lanes."""

    salt: bytes
    nonce: bytes
    wrapped: bytes
    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4
    version: int = 1


def needs_passphrase(profile_dir: Path) -> bool:
    """True where this profile's key is wrapped under a passphrase."""
    return (profile_dir / WRAPPED).exists()


def load_or_create_key(profile_dir: Path, profile_id: str, keyring: Keyring | None, passphrase: str | None) -> bytes:
    """The key of a profile's cache, made at the first time.

    The keyring is asked first; the passphrase only counts where the profile was made without one. Raises NoKeyring
    where no keyring answers and no passphrase is given, CacheLocked for a wrong or missing passphrase, a locked
    keyring or a lost key, StorageFault where the profile's folder cannot be written.
    """
    if needs_passphrase(profile_dir):
        return _unwrap(profile_dir, profile_id, passphrase)
    kept, answers = _from_keyring(keyring, profile_id)
    if kept is not None:
        return kept
    if any((profile_dir / name).exists() for name in _CACHES):
        # A new key would open nothing, and would hide that the old one is missing.
        raise (
            CacheLocked(_LOST, code=KEY_LOST, detail=f"no key for {profile_id}")
            if answers
            else NoKeyring(detail=profile_id)
        )
    key = os.urandom(KEY_BYTES)
    if answers and _into_keyring(keyring, profile_id, key):
        return key
    if not passphrase:
        raise NoKeyring(detail=f"no keyring answers for {profile_id}")
    _wrap(profile_dir, profile_id, key, passphrase)
    return key


def forget_key(profile_dir: Path, profile_id: str, keyring: Keyring | None) -> None:
    """Without its key a cache is noise. Raises StorageFault when the wrapped key cannot be deleted."""
    if keyring is not None:
        try:
            keyring.delete_password(SERVICE, profile_id)
        except KeyringError as error:
            _log.info("no key to delete in the keyring (%s)", type(error).__name__)
    try:
        (profile_dir / WRAPPED).unlink(missing_ok=True)
    except OSError as error:
        raise StorageFault(detail=str(error)) from error
    forget_next(profile_dir, profile_id, keyring)


def change_passphrase(profile_dir: Path, profile_id: str, old: str, new: str) -> None:
    """Wraps the same key anew; the file is replaced whole or not at all. Raises CacheLocked (`wrong_passphrase`)."""
    key = _unwrap(profile_dir, profile_id, old)
    if (profile_dir / _NEXT_WRAPPED).exists():
        _wrap(profile_dir, profile_id, _unwrap(profile_dir, profile_id, old, _NEXT_WRAPPED), new, _NEXT_WRAPPED)
    _wrap(profile_dir, profile_id, key, new)


def next_key(profile_dir: Path, profile_id: str, keyring: Keyring | None, passphrase: str | None) -> bytes | None:
    """The key of a rotation that is under way or was cut short. None: there is none."""
    if needs_passphrase(profile_dir):
        if not (profile_dir / _NEXT_WRAPPED).exists():
            return None
        return _unwrap(profile_dir, profile_id, passphrase, _NEXT_WRAPPED)
    return _from_keyring(keyring, _next(profile_id))[0]


def keep_next(profile_dir: Path, profile_id: str, keyring: Keyring | None, passphrase: str | None, key: bytes) -> None:
    """Keeps the key of a rotation beside the one in use. Raises NoKeyring where it cannot be kept."""
    if needs_passphrase(profile_dir):
        _wrap(profile_dir, profile_id, key, passphrase or "", _NEXT_WRAPPED)
    elif not _into_keyring(keyring, _next(profile_id), key):
        raise NoKeyring(detail=f"the keyring takes no second key for {profile_id}")


def promote_next(profile_dir: Path, profile_id: str, keyring: Keyring | None, key: bytes) -> None:
    """The key of the rotation is the key. Doing it again changes nothing. Raises StorageFault, NoKeyring."""
    if needs_passphrase(profile_dir):
        try:
            (profile_dir / _NEXT_WRAPPED).replace(profile_dir / WRAPPED)
        except OSError as error:
            raise StorageFault(detail=str(error)) from error
        return
    if not _into_keyring(keyring, profile_id, key):
        raise NoKeyring(detail=f"the keyring does not take the new key of {profile_id}")
    forget_next(profile_dir, profile_id, keyring)


def forget_next(profile_dir: Path, profile_id: str, keyring: Keyring | None) -> None:
    """The key of a rotation that came to nothing, or to its end."""
    (profile_dir / _NEXT_WRAPPED).unlink(missing_ok=True)
    if keyring is None:
        return
    try:
        if keyring.get_password(SERVICE, _next(profile_id)) is not None:
            keyring.delete_password(SERVICE, _next(profile_id))
    except KeyringError as error:
        _log.info("no second key to delete in the keyring (%s)", type(error).__name__)


def _next(profile_id: str) -> str:
    return f"{profile_id}:next"


def _from_keyring(keyring: Keyring | None, profile_id: str) -> tuple[bytes | None, bool]:
    """(the key or None, whether a keyring answers)."""
    if keyring is None:
        return None, False
    try:
        found = keyring.get_password(SERVICE, profile_id)
    except KeyringError as error:
        _log.info("no keyring answers (%s)", type(error).__name__)
        return None, False
    if found is None:
        return None, True
    try:
        key = base64.b64decode(found, validate=True)
    except ValueError as error:
        raise CacheLocked(_LOST, code=KEY_LOST, detail="the keyring holds something else than a key") from error
    if len(key) != KEY_BYTES:
        raise CacheLocked(_LOST, code=KEY_LOST, detail="the keyring holds a key of another length")
    return key, True


def _into_keyring(keyring: Keyring | None, profile_id: str, key: bytes) -> bool:
    """True once the keyring gives the same key back: some accept and forget."""
    if keyring is None:
        return False
    try:
        keyring.set_password(SERVICE, profile_id, base64.b64encode(key).decode())
        return _from_keyring(keyring, profile_id)[0] == key
    except KeyringError as error:
        _log.info("the keyring takes no key (%s)", type(error).__name__)
        return False


def _stretched(passphrase: str, of: _Wrapped) -> AESGCM:
    return AESGCM(
        hash_secret_raw(
            passphrase.encode(),
            of.salt,
            time_cost=of.passes,
            memory_cost=of.memory_kib,
            parallelism=of.lanes,
            hash_len=KEY_BYTES,
            type=Type.ID,
        )
    )


def _wrap(profile_dir: Path, profile_id: str, key: bytes, passphrase: str, name: str = WRAPPED) -> None:
    empty = _Wrapped(salt=os.urandom(16), nonce=os.urandom(12), wrapped=b"")
    wrapped = _stretched(passphrase, empty).encrypt(empty.nonce, key, profile_id.encode())
    content = msgspec.json.encode(msgspec.structs.replace(empty, wrapped=wrapped))
    try:
        profile_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        half = profile_dir / (name + ".new")
        with half.open("wb") as file:
            half.chmod(0o600)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(profile_dir / name)
    except OSError as error:
        raise StorageFault(detail=str(error)) from error


def _unwrap(profile_dir: Path, profile_id: str, passphrase: str | None, name: str = WRAPPED) -> bytes:
    if not passphrase:
        raise CacheLocked(detail="a passphrase is needed")
    try:
        kept = msgspec.json.decode((profile_dir / name).read_bytes(), type=_Wrapped)
        return _stretched(passphrase, kept).decrypt(kept.nonce, kept.wrapped, profile_id.encode())
    except InvalidTag as error:
        raise CacheLocked(_WRONG, code="wrong_passphrase") from error
    except (OSError, ValueError, HashingError) as error:  # unreadable, or no wrapped key (msgspec’s are ValueErrors)
        raise StorageFault(detail=f"{name}: {error}") from error
