"""Who may unlock the window: the one who knows the secret of this profile.

Where the cache's key is wrapped under a passphrase, the secret is that passphrase, and unwrapping the key is the proof.
Where the system's keyring keeps the key, the secret is the password of the last sign-in: its Argon2id hash lies in the
keyring, beside the key, so that the network is not needed. A password that does not match is asked of the central
where it can be reached, because it may have been changed there.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import nullcontext
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from keyring.errors import KeyringError

from spplus_desk.domain.errors import BadCredentials, BadInput, CacheLocked, Unreachable
from spplus_desk.services import background
from spplus_desk.services.patience import Patience
from spplus_desk.store import keys

_log = logging.getLogger(__name__)
SHORTEST_PASSPHRASE = 12
"""Characters. Against whoever copied the folder, its length is all there is: three words are more than that."""
_WRONG = "Ce mot de passe n’est pas celui de cette session. Vérifiez-le et réessayez."
_AWAY = "Le serveur ne répond pas, et ce mot de passe n’est pas celui de votre dernière connexion. Vérifiez-le."


class Locking:
    """`ask_central` opens a session with a password and raises what a sign-in raises."""

    def __init__(
        self,
        folder: Path,
        profile_id: str,
        keyring: keys.Keyring | None,
        ask_central: Callable[[str], object],
        patience: Patience | None = None,
    ) -> None:
        self._patience = patience
        self._folder, self._profile_id, self._keyring = folder, profile_id, keyring
        self._ask_central = ask_central

    @property
    def needs_passphrase(self) -> bool:
        """True where the secret is the passphrase of this computer, not the password of the account."""
        return keys.needs_passphrase(self._folder)

    def verify(self, secret: str) -> Future[None]:
        """Resolves when `secret` is the right one. Raises (in the future) CacheLocked (`unlock_wait` after wrong
        ones), BadCredentials, StorageFault."""

        def work() -> None:
            with nullcontext() if self._patience is None else self._patience.attempt():
                self._verify(secret)

        return background.run(work, "spplus-unlock")

    def change_passphrase(self, old: str, new: str) -> Future[None]:
        """The same key under another passphrase; no page of the cache is written. Raises (in the future) CacheLocked
        (`wrong_passphrase`, `unlock_wait`), StorageFault, BadInput for one that is too short, or for a profile whose
        key the keyring keeps."""

        def work() -> None:
            if not self.needs_passphrase:
                raise BadInput("Ce profil n’a pas de phrase de passe\u00a0: le trousseau du système garde sa clé.")
            if len(new.strip()) < SHORTEST_PASSPHRASE:
                raise BadInput(f"Choisissez une phrase d’au moins {SHORTEST_PASSPHRASE}\u00a0caractères.")
            with nullcontext() if self._patience is None else self._patience.attempt():
                keys.change_passphrase(self._folder, self._profile_id, old, new)

        return background.run(work, "spplus-passphrase")

    def _verify(self, secret: str) -> None:
        if self.needs_passphrase:
            keys.load_or_create_key(self._folder, self._profile_id, self._keyring, secret)
            return
        if self._matches(secret):
            return
        try:
            self._ask_central(secret)
        except BadCredentials as error:
            raise BadCredentials(_WRONG) from error
        except Unreachable as error:
            raise CacheLocked(_AWAY, code="wrong_password") from error
        remember(self._keyring, self._profile_id, secret)

    def _matches(self, password: str) -> bool:
        if self._keyring is None:
            return False
        try:
            kept = self._keyring.get_password(keys.SERVICE, _name(self._profile_id))
            return kept is not None and PasswordHasher().verify(kept, password)
        except (KeyringError, VerificationError, InvalidHashError) as error:
            _log.info("not unlocked here (%s)", type(error).__name__)
            return False


def remember(keyring: keys.Keyring | None, profile_id: str, password: str) -> None:
    """Keep the hash of the password that has just opened a session. Without a keyring, nothing."""
    if keyring is None:
        return
    try:
        keyring.set_password(keys.SERVICE, _name(profile_id), PasswordHasher().hash(password))
    except KeyringError as error:
        _log.info("the keyring takes no hash (%s)", type(error).__name__)


def forget(keyring: keys.Keyring | None, profile_id: str) -> None:
    """The profile is erased: nothing of its secret stays."""
    if keyring is None:
        return
    try:
        if keyring.get_password(keys.SERVICE, _name(profile_id)) is not None:
            keyring.delete_password(keys.SERVICE, _name(profile_id))
    except KeyringError as error:
        _log.info("no hash to delete in the keyring (%s)", type(error).__name__)


def _name(profile_id: str) -> str:
    return f"{profile_id}:password"
