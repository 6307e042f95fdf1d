"""One frozen object of settings: defaults, then a TOML file, then the environment (`SPPLUS_*`), then arguments.

Pure: the only thing read is the file that is named. A wrong value stops the start with one sentence, because a
setting that is ignored in silence is found out at the worst moment.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

HOLD_CHOICES = (10, 30, 60, 120)
"""Seconds during which a send can be undone, as the settings page offers them."""
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
ENVIRONMENT_PREFIX = "SPPLUS_"


class Theme(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class SettingsError(ValueError):
    """A setting that cannot be used; the message is one French sentence that names it. `from_file` tells whence."""

    def __init__(self, sentence: str, *, from_file: bool = False) -> None:
        super().__init__(sentence)
        self.from_file = from_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Paths are absolute or relative to the working directory; durations are in seconds; `text_scale` is in percent."""

    data_root: Path
    """Profiles live under it, one folder per (server, user)."""
    hold_seconds: int = 30
    sync_interval: float = 120.0
    """Between two polls, when nothing else wakes the synchronisation."""
    server: str = ""
    """The address that the first screen offers."""
    proxy: str = field(default="", repr=False)
    """Empty: what the system says (HTTPS_PROXY and the like); `direct`: none. May hold a password: never shown."""
    ca_bundle: Path | None = None
    """PEM file of an authority of one's own, believed alone; None: those that the system believes."""
    allow_http: bool = False
    """Clear HTTP beyond this machine, for a closed network that has nothing else."""
    passphrase_file: Path | None = None
    """Where no keyring answers, unattended use reads the passphrase here."""
    retention_days: int = 730
    """Answered experiences older than that leave this computer; 0: they stay. Two years: the same season twice over."""
    theme: Theme = Theme.SYSTEM
    text_scale: int = 100
    log_level: str = "INFO"

    @property
    def hold(self) -> timedelta:
        return timedelta(seconds=self.hold_seconds)

    @property
    def retention(self) -> timedelta | None:
        return timedelta(days=self.retention_days) if self.retention_days else None

    @property
    def profiles_root(self) -> Path:
        return self.data_root / "profiles"

    @classmethod
    def load(
        cls,
        *,
        file: Path | None = None,
        environment: Mapping[str, str] | None = None,
        arguments: Mapping[str, Any] | None = None,
    ) -> "Settings":
        """Settings from the three sources, the last named wins; arguments that are None do not count.

        A `file` that does not exist is the same as an empty one. Raises SettingsError.
        """
        settings = cls(data_root=default_data_root())
        if file is not None:
            try:
                settings = _merge(settings, _read(file))
            except SettingsError as error:
                raise SettingsError(f"{error} (fichier {file})", from_file=True) from error
        settings = _merge(settings, _from_environment(environment or {}))
        return _merge(settings, {key: value for key, value in (arguments or {}).items() if value is not None})


def default_data_root() -> Path:
    # Imported late: most starts are given their folder by an argument or a test.
    import platformdirs

    return Path(platformdirs.user_data_dir("spplus-desk", appauthor=False))


def default_file() -> Path:
    import platformdirs

    return Path(platformdirs.user_config_dir("spplus-desk", appauthor=False)) / "settings.toml"


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError("Le fichier des réglages ne peut pas être lu.") from error


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    names = {field.name for field in fields(Settings)}
    found = {}
    for key, value in environment.items():
        name = key.removeprefix(ENVIRONMENT_PREFIX).lower()
        if key.startswith(ENVIRONMENT_PREFIX) and name in names:
            found[name] = value
    return found


def _merge(settings: Settings, values: Mapping[str, Any]) -> Settings:
    clean: dict[str, Any] = {}
    for name, value in values.items():
        reader = _READERS.get(name)
        if reader is None:
            raise SettingsError(f"Le réglage « {name} » n’existe pas.")
        try:
            clean[name] = reader(value)
        except (TypeError, ValueError) as error:
            hint = f" : {error}" if isinstance(error, _Hint) else "."
            raise SettingsError(f"Le réglage « {name} » n’a pas une valeur possible{hint}") from error
    return replace(settings, **clean)


class _Hint(ValueError):
    """A ValueError whose text says, in French, which values are possible."""


def _hold(value: Any) -> int:
    seconds = int(value)
    if seconds not in HOLD_CHOICES:
        raise _Hint("10, 30, 60 ou 120 secondes.")
    return seconds


def _interval(value: Any) -> float:
    seconds = float(value)
    if not 5 <= seconds <= 86_400:
        raise _Hint("de 5 à 86\u00a0400\u00a0secondes.")
    return seconds


def _retention(value: Any) -> int:
    days = int(value)
    if days != 0 and not 30 <= days <= 36_500:
        raise _Hint("0 pour tout garder, ou 30\u00a0jours au moins.")
    return days


def _scale(value: Any) -> int:
    percent = int(value)
    if not 75 <= percent <= 300:
        raise _Hint("de 75 à 300 %.")
    return percent


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("text expected")
    return value.strip()


def _level(value: Any) -> str:
    level = _text(value).upper()
    if level not in LOG_LEVELS:
        raise _Hint("DEBUG, INFO, WARNING ou ERROR.")
    return level


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = _text(value).lower()
    if word in ("1", "true", "yes", "oui"):
        return True
    if word in ("", "0", "false", "no", "non"):
        return False
    raise _Hint("oui ou non.")


def _path(value: Any) -> Path:
    if isinstance(value, Path):
        return value.expanduser()
    if not _text(value):
        raise ValueError("empty path")
    return Path(_text(value)).expanduser()


def _optional_path(value: Any) -> Path | None:
    return None if value == "" else _path(value)


_READERS: dict[str, Callable[[Any], Any]] = {
    "data_root": _path,
    "hold_seconds": _hold,
    "sync_interval": _interval,
    "server": _text,
    "proxy": _text,
    "ca_bundle": _optional_path,
    "allow_http": _flag,
    "passphrase_file": _optional_path,
    "retention_days": _retention,
    "theme": lambda value: Theme(_text(value).lower()),
    "text_scale": _scale,
    "log_level": _level,
}
