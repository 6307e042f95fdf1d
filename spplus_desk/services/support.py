"""What a help desk needs to understand a post: the log, versions, figures. No text, no name, no secret."""

import json
import os
import platform
import sys
import zipfile
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from spplus_desk import __version__
from spplus_desk.domain.errors import BadInput
from spplus_desk.domain.values import asdict
from spplus_desk.services import background
from spplus_desk.services.preferences import Preferences
from spplus_desk.store.store import Store
from spplus_desk.sync.scheduler import Scheduler

_PARTS = ("PySide6", "sqlcipher3-wheels", "SQLAlchemy", "cryptography", "requests", "msgspec")
_PRIVATE = frozenset({"last_seen"})
"""Says when somebody was at work: nobody needs it to mend a program."""
_READ_ME = """Dossier d’assistance de SP+ Desk

journal/        ce que le programme a fait, sans aucun texte écrit ou reçu
versions.json   versions du programme, de ses parties, du système
reglages.json   réglages choisis sur ce poste
chiffres.json   nombre d’expériences, de brouillons et d’envois, version du cache, dernière synchronisation

Il ne contient ni témoignage, ni réponse, ni brouillon, ni nom, ni identifiant, ni mot de passe, ni adresse.
"""


class SupportService:
    """Of one open desk."""

    def __init__(self, store: Store, scheduler: Scheduler, clock: Callable[[], datetime]) -> None:
        self._store, self._scheduler, self._clock = store, scheduler, clock

    def write_bundle(self, path: Path, preferences: Preferences, log_file: Path | None) -> Future[int]:
        """Writes the zip, whole or not at all; its size in bytes. Raises BadInput when it cannot be written."""

        def work() -> int:
            now = self._clock()
            figures = self._figures(now)
            files = {
                "lisez-moi.txt": _READ_ME,
                "versions.json": _json(_versions(figures.pop("cache"))),
                "reglages.json": _json(_settings(preferences)),
                "chiffres.json": _json(figures),
            }
            return _write(path, files, _logs(log_file), now)

        return background.run(work, "spplus-support")

    def _figures(self, now: datetime) -> dict[str, Any]:
        views, sends = self._store.counts(now).result(), self._store.send_counts().result()
        about = self._store.about().result()
        status = self._scheduler.status
        return {
            "at": now.isoformat(),
            "cache": about,
            "schema": about["schema"],
            "views": asdict(views),
            "sends": asdict(sends),
            "waiting": self._store.waiting_count().result(),
            "sync": {
                "phase": status.phase.value,
                "last_success": None if status.last_success is None else status.last_success.isoformat(),
            },
        }


def _versions(cache: Mapping[str, str]) -> dict[str, str]:
    found = {"spplus-desk": __version__, "python": platform.python_version(), "system": platform.platform()}
    found["frozen"] = "yes" if getattr(sys, "frozen", False) else "no"
    for part in _PARTS:
        try:
            found[part] = metadata.version(part)
        except metadata.PackageNotFoundError:  # a frozen program carries the metadata of few
            found[part] = "?"
    return found | {name: value for name, value in cache.items() if name != "schema"}


def _settings(preferences: Preferences) -> dict[str, Any]:
    return {name: value for name, value in asdict(preferences).items() if name not in _PRIVATE}


def _logs(log_file: Path | None) -> list[Path]:
    return [] if log_file is None else sorted(log_file.parent.glob(f"{log_file.name}*"))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n"


def _write(path: Path, files: Mapping[str, str], logs: list[Path], now: datetime) -> int:
    fresh = path.with_name(f".{path.name}.new")
    try:
        with os.fdopen(os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
                for name, text in files.items():
                    bundle.writestr(zipfile.ZipInfo(name, now.timetuple()[:6]), text)
                for log in logs:
                    bundle.writestr(zipfile.ZipInfo(f"journal/{log.name}", now.timetuple()[:6]), log.read_bytes())
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise BadInput("Ce fichier ne peut pas être écrit. Choisissez un autre dossier.") from error
    return path.stat().st_size
