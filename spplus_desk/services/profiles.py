"""Profiles: one folder per server and agent, with what has to be known before its encrypted cache can be opened.

`profile.toml` is in clear: it names the server and the user, never a key, a password or a text.
"""

import hashlib
import json
import logging
import os
import re
import shutil
import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from spplus_desk.domain.errors import StorageFault, StorageReadOnly
from spplus_desk.domain.values import Value, names, replace

_log = logging.getLogger(__name__)

FILE = "profile.toml"
CACHE = "cache.db"
ASIDE = "aside"
ASIDE_KEPT_FOR = timedelta(days=365)
"""What was put aside holds citizens' texts, encrypted under a key that nobody had: so long may it still come back."""


class Profile(Value, kw_only=True):
    """`id` names the key in the keyring; `offline_unlock` says whether it may be opened without the server."""

    id: str
    server: str
    username: str
    agent_id: str
    offline_unlock: bool = True
    opened_at: datetime | None = None
    signed_out: bool = False
    """The agent left by « Se déconnecter »: it opens again with their secret only."""
    put_aside_at: datetime | None = None
    """Of a folder that was put aside."""


class ProfileInfo(Value, kw_only=True):
    """What the first screen shows of a profile before it is opened."""

    server: str
    username: str
    dir: Path
    needs_passphrase: bool
    offline_unlock: bool = True
    signed_out: bool = False


def folder_of(root: Path, server: str, agent_id: str) -> Path:
    """The folder of an agent of a server: readable by its host, the agent only as a digest."""
    host = re.sub(r"[^a-z0-9.-]", "-", (urlsplit(server).hostname or "serveur").lower())[:40]
    digest = hashlib.sha256(f"{server}\n{agent_id}".encode()).hexdigest()[:12]
    return root / f"{host}-{digest}"


def new(server: str, username: str, agent_id: str) -> Profile:
    return Profile(id=str(uuid4()), server=server, username=username, agent_id=agent_id)


def read(folder: Path) -> Profile | None:
    """The profile of `folder`, None where there is none. Raises StorageFault for a file that cannot be read."""
    try:
        values = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
        known = set(names(Profile))
        return Profile(**{name: value for name, value in values.items() if name in known})
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError) as error:
        raise StorageFault(
            "Le profil de ce poste ne peut pas être lu. Vos données ne sont pas touchées. Prévenez votre assistance.",
            detail=f"{FILE}: {type(error).__name__}",
        ) from error


def write(folder: Path, profile: Profile) -> None:
    """Replace the file whole or not at all. Raises StorageFault."""
    lines = []
    for name in names(Profile):
        value = getattr(profile, name)
        if value is not None:
            # A JSON string is a TOML string too, as long as it holds nothing but printable text.
            shown = value.isoformat() if isinstance(value, datetime) else json.dumps(value, ensure_ascii=False)
            lines.append(f"{name} = {shown}\n")
    try:
        prepare(folder)
        fresh = folder / f".{FILE}.new"
        with fresh.open("w", encoding="utf-8") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(folder / FILE)
    except OSError as error:
        raise StorageFault(detail=f"{FILE}: {type(error).__name__}") from error


def prepare(folder: Path) -> None:
    """The folder, for this user of the machine alone. Raises StorageFault."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StorageFault(
            "Ce dossier de profil ne peut pas être créé. Choisissez-en un autre, ou vérifiez ses droits.",
            detail=type(error).__name__,
        ) from error


def require_writable(folder: Path) -> None:
    """A desk that cannot write must not open: what is typed there would be lost with the window. Raises
    StorageReadOnly. A folder that is not there yet is for `prepare`."""
    for place in (folder, folder / CACHE):
        if place.exists() and not os.access(place, os.W_OK):
            raise StorageReadOnly(
                "Le dossier de votre profil est en lecture seule\u00a0: rien de nouveau ne pourrait y être gardé. Ce "
                "qui s’y trouve est intact. Prévenez votre assistance, puis réessayez.",
                detail=place.name,
            )


def folders(root: Path) -> tuple[Path, ...]:
    """The folders of the profiles that can be read, the last opened first."""
    found: list[tuple[str, Path]] = []
    for file in sorted(root.glob(f"*/{FILE}")):
        try:
            profile = read(file.parent)
        except StorageFault:
            continue
        if profile is not None:
            found.append(("" if profile.opened_at is None else profile.opened_at.isoformat(), file.parent))
    return tuple(folder for _, folder in sorted(found, key=lambda one: one[0], reverse=True))


def aside_of(folder: Path) -> Path:
    """Where `put_aside` puts the files of that profile: under the name of its key. Raises StorageFault."""
    profile = read(folder)
    if profile is None:
        raise StorageFault(detail="no profile")
    return folder / f"{ASIDE}-{profile.id}"


def put_aside(folder: Path, now: datetime) -> Path:
    """Takes what cannot be opened any more out of the way, under the name of its key, and gives the profile a new
    one; the folder of the former files. Nothing is deleted before `ASIDE_KEPT_FOR`. Raises StorageFault."""
    profile = read(folder)
    if profile is None:
        raise StorageFault(detail="no profile")
    aside = aside_of(folder)
    try:
        aside.mkdir(mode=0o700, exist_ok=True)
        for file in sorted(folder.iterdir()):
            if file.is_file() and (file.name.startswith("cache.") or file.name.startswith("key.")):
                file.replace(aside / file.name)
        write(aside, replace(profile, put_aside_at=now))
        # A key of another name: should the former one come back, it still opens what was put aside.
        write(folder, replace(profile, id=str(uuid4())))
    except OSError as error:
        raise StorageFault(detail=f"{ASIDE}: {type(error).__name__}") from error
    return aside


def forget_old_asides(folder: Path, now: datetime) -> int:
    """What was put aside longer ago than `ASIDE_KEPT_FOR` goes; a folder that tells no time stays. How many went."""
    gone = 0
    for aside in sorted(folder.glob(f"{ASIDE}-*")):
        try:
            known = read(aside)
            if known is None or known.put_aside_at is None or now - known.put_aside_at <= ASIDE_KEPT_FOR:
                continue
            shutil.rmtree(aside)
        except (OSError, StorageFault) as error:
            _log.warning("a folder that was put aside could not be deleted (%s)", type(error).__name__)
        else:
            gone += 1
    if gone:
        _log.info("%d folders that were put aside were deleted: older than %d days", gone, ASIDE_KEPT_FOR.days)
    return gone


def latest(root: Path) -> tuple[Path, Profile] | None:
    """The profile that was opened last under `root`; one that cannot be read does not count."""
    found: list[tuple[datetime, Path, Profile]] = []
    for file in sorted(root.glob(f"*/{FILE}")):
        try:
            profile = read(file.parent)
        except StorageFault:
            continue
        if profile is not None and profile.opened_at is not None:
            found.append((profile.opened_at, file.parent, profile))
    if not found:
        return None
    _, folder, profile = max(found, key=lambda one: one[0])
    return folder, profile
