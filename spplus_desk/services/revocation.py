"""After the central took an account back: the unsent texts, offered to their author, then the end of the profile."""

import os
import shutil
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path

from spplus_desk.domain.errors import AccountRevoked, BadInput
from spplus_desk.domain.values import replace
from spplus_desk.services import background, locking, profiles, unsent_words
from spplus_desk.services.futures import then
from spplus_desk.store import keys, rotation
from spplus_desk.store.revocation import KEPT, UnsentItem
from spplus_desk.store.store import Store

__all__ = ["RevocationService", "UnsentItem", "erase", "over", "refuse_if_over", "wipe_revoked"]


class RevocationService:
    """Of one open desk. `wipe_profile` ends the desk and erases its folder and its key."""

    def __init__(self, store: Store, clock: Callable[[], datetime], wipe_profile: Callable[[], None]) -> None:
        self._store = store
        self._clock = clock
        self._wipe_profile = wipe_profile

    def revoked(self) -> Future[bool]:
        """True once the account was taken back: the mirror of this desk is wiped already."""
        return then(self._store.revoked_at(), lambda at: at is not None)

    def unsent(self) -> Future[tuple[UnsentItem, ...]]:
        """What the central does not have, oldest first: kept here, encrypted, until exported, 30 days at most."""
        return self._store.unsent()

    def unsent_counts(self) -> Future[tuple[int, int]]:
        """(texts of the agent's, other actions) among them."""
        return then(self._store.unsent(), _counts)

    def export_unsent(self, path: Path) -> Future[int]:
        """Writes the unsent texts to `path`, readable by their author alone; how many. Raises BadInput when the file
        cannot be written: the texts stay."""

        def work() -> int:
            texts = self._store.unsent().result()
            write_texts(path, texts)
            self._store.mark_exported(self._clock()).result()
            return len(texts)

        return background.run(work, "spplus-export")

    def wipe(self) -> Future[None]:
        """The desk closes; its cache, the second copy and the key are erased. Export first: nothing is left."""
        return background.run(self._wipe_profile, "spplus-wipe")


def write_texts(path: Path, texts: tuple[UnsentItem, ...]) -> None:
    """One file of plain text, written whole or not at all. Raises BadInput."""
    parts = []
    for one in texts:
        about = " · ".join(word for word in (one.title, one.pseudonym, one.structure_name) if word)
        text = one.draft if one.payload is None else unsent_words.content(one.payload)
        lines = [
            f"{unsent_words.heading(one.payload, comment=one.comment)}, du {one.at:%d/%m/%Y à %H:%M} (UTC)",
            about,
            "",
            text,
        ]
        parts.append("\n".join(lines))
    fresh = path.with_name(f".{path.name}.new")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write("\n\n----------------------------------------\n\n".join(parts) + "\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        raise BadInput("Ce fichier ne peut pas être écrit. Vos textes sont toujours gardés ici.") from error


def over(store: Store, now: datetime) -> bool:
    """True for the cache of a revoked account that holds nothing to wait for any more."""
    at = store.revoked_at().result()
    # An action without a text (a claim, tags) is exported with the texts, and holds nothing back alone.
    return at is not None and (now - at > KEPT or not _counts(store.unsent().result())[0])


def _counts(items: tuple[UnsentItem, ...]) -> tuple[int, int]:
    texts = sum(unsent_words.has_text(one.payload) for one in items)
    return texts, len(items) - texts


def erase(folder: Path, profile_id: str, keyring: keys.Keyring | None) -> None:
    """The end of a profile, which nobody has open: the key first, because without it the rest is noise."""
    keys.forget_key(folder, profile_id, keyring)
    locking.forget(keyring, profile_id)
    shutil.rmtree(folder, ignore_errors=True)


def wipe_revoked(
    folder: Path, keyring: keys.Keyring | None, passphrase: str | None, clock: Callable[[], datetime]
) -> None:
    """The central refused a sign-in because the account was taken back: its profile is wiped without being opened by
    anybody. It opens offline from then on, for its unsent texts; without any, it is erased."""
    profile = profiles.read(folder)
    if profile is None:
        return
    key = rotation.current_key(folder / profiles.CACHE, profile.id, keyring, passphrase)
    store = Store.open(folder / profiles.CACHE, key, clock=clock)
    try:
        store.revoke(clock()).result()
        ended = over(store, clock())
    finally:
        store.close()
    if ended:
        erase(folder, profile.id, keyring)
    else:
        profiles.write(folder, replace(profile, offline_unlock=True, signed_out=False))


def refuse_if_over(
    store: Store, folder: Path, profile: profiles.Profile, keyring: keys.Keyring | None, now: datetime
) -> None:
    """Ends a profile whose 30 days are over, or that has nothing left. Raises AccountRevoked then; closes `store`."""
    if over(store, now):
        store.close()
        erase(folder, profile.id, keyring)
        raise AccountRevoked(
            "Votre compte n’a plus accès à ce service. Les données de ce poste sont effacées. "
            "Vous pouvez vous connecter avec un autre compte."
        )
