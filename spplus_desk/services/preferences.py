"""What an agent chose for themselves: a small TOML file in their profile, written whole or not at all.

It opens the window whatever is in it: an unusable value counts as not chosen, and what this version does not know is
kept for the one that does. Settings of the computer (`settings.py`) are the defaults.
"""

import json
import logging
import os
import tomllib
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from datetime import date, datetime, time, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

from spplus_desk.domain.alerts import AlertChoices, Clock
from spplus_desk.domain.errors import StorageFault
from spplus_desk.domain.values import Value, field, names, replace
from spplus_desk.services import background
from spplus_desk.settings import HOLD_CHOICES, Settings, Theme

_log = logging.getLogger(__name__)
FILE = "preferences.toml"
HOLD_SECONDS = HOLD_CHOICES
Look = Theme
TEXT_SCALES = (90, 100, 115, 130, 150, 200)
"""In percent."""
LOCK_CHOICES = (0, 5, 10, 15, 30)
"""Minutes without a key or a mouse before the window locks; 0 is never."""


ALERT_FIRST = (0, 8 * 60, 24 * 60, 48 * 60, 72 * 60)
ALERT_LAST = (0, 30, 60, 120, 240)
"""Minutes before a deadline; 0 is never."""
MORNING = (-1, *range(7 * 60, 11 * 60, 30))
QUIET_FROM = (-1, *range(16 * 60, 23 * 60 + 1, 60))
QUIET_TO = tuple(range(5 * 60, 10 * 60 + 1, 30))
"""Minutes of the day, in the site's zone; -1 is never."""


class Preferences(Value, kw_only=True):
    """`window` is (width, height) in px; `splitters` gives the width of the first pane, in px at a text of 100 %."""

    hold_seconds: int = 30
    theme: Look = Look.SYSTEM
    text_scale: int = 100
    letters: bool = True
    """Single letters are commands in the list and the reading (WCAG 2.1.4)."""
    lock_minutes: int = 15
    locked: bool = False
    """The window was locked when it was last open: it opens locked again."""
    last_seen: datetime | None = None
    """When the agent last closed the window or left it locked."""
    window: tuple[int, int] = (0, 0)
    maximized: bool = False
    rail_folded: str = ""
    """« folded », « open », or empty: as the width of the window has it."""
    site: str = ""
    """The site that is looked at, where the agent has several (see `services.sites`); empty: all of them."""
    splitters: Mapping[str, int] = field(default_factory=dict)
    welcomed: bool = False
    """The short presentation of the first opening was read, or put away."""
    quiet_advice: tuple[str, ...] = ()
    """Kinds of advice on a reply that the agent switched off (`domain.advice.AdviceKind`)."""
    spelling: bool = True
    typography: bool = True
    """Helped as one types."""
    read_back: bool = False
    """Each reply is shown once more before it leaves."""
    read_back_shown: bool = False
    """The agent has seen that once."""

    alerts: bool = True
    """Deadlines of the agent's own are warned of (`domain.alerts`), and the day is summed up in the morning."""
    alert_internal: bool = True
    """Those of the internal target too."""
    alert_first: int = 24 * 60
    """Minutes before a deadline; 0 is never."""
    alert_last: int = 120
    """The same, for the last warning."""
    morning_at: int = 8 * 60
    """When the summary of the day may come, in minutes of the day; -1 is never."""
    quiet_from: int = 19 * 60
    """Quiet hours, in minutes of the day; -1 is never."""
    quiet_to: int = 8 * 60

    @property
    def hold(self) -> timedelta:
        return timedelta(seconds=self.hold_seconds)

    @property
    def alert_choices(self) -> AlertChoices:
        """The same in the words of the rules."""
        if not self.alerts:
            return AlertChoices(clocks=frozenset(), leads=(), morning=None, quiet=None)
        leads = tuple(timedelta(minutes=one) for one in (self.alert_first, self.alert_last) if one)
        return AlertChoices(
            clocks=frozenset(Clock) if self.alert_internal else frozenset({Clock.PUBLISHED}),
            leads=leads,
            morning=None if self.morning_at < 0 else _wall(self.morning_at),
            quiet=None if self.quiet_from < 0 else (_wall(self.quiet_from), _wall(self.quiet_to)),
        )


def _wall(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def defaults(settings: Settings) -> Preferences:
    """What counts before the agent has chosen anything."""
    return Preferences(hold_seconds=settings.hold_seconds, theme=settings.theme, text_scale=settings.text_scale)


class PreferenceFile:
    """`path` None: nothing is kept. `change` counts at once, and is written behind."""

    def __init__(self, path: Path | None, base: Preferences | None = None) -> None:
        self._path = path
        self._base = base or Preferences()
        self._writing = Lock()
        self._listeners: list[Callable[[Preferences], None]] = []
        self._unknown: dict[str, Any] = {}
        self._current = self._read()

    @property
    def current(self) -> Preferences:
        return self._current

    def subscribe(self, listener: Callable[[Preferences], None]) -> None:
        """`listener` hears of every change, on the thread that made it."""
        self._listeners.append(listener)

    def change(self, **values: Any) -> Future[None]:
        """Take these values at once; the future resolves once they are on the disk. Raises (in it) StorageFault."""
        fresh = replace(self._current, **values)
        if fresh == self._current:
            done: Future[None] = Future()
            done.set_result(None)
            return done
        self._current = fresh
        for listener in self._listeners:
            listener(fresh)
        return background.run(self.write, "spplus-preferences")

    def write(self) -> None:
        """Write what counts now, and wait for it. Raises StorageFault."""
        if self._path is None:
            return
        with self._writing:
            lines = [
                f"{_key(name)} = {_toml(value)}\n" for name, value in (_values(self._current) | self._unknown).items()
            ]
            fresh = self._path.with_name(f".{self._path.name}.new")
            try:
                with fresh.open("w", encoding="utf-8") as file:
                    file.writelines(lines)
                    file.flush()
                    os.fsync(file.fileno())
                fresh.replace(self._path)
            except OSError as error:
                raise StorageFault(
                    "Vos réglages n’ont pas pu être enregistrés. Ils valent jusqu’à la fermeture.",
                    code="preferences_not_written",
                    detail=f"{FILE}: {type(error).__name__}",
                ) from error

    def _read(self) -> Preferences:
        if self._path is None:
            return self._base
        try:
            found = tomllib.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return self._base
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            _log.warning("%s cannot be read (%s): the defaults count", FILE, type(error).__name__)
            return self._base
        known: dict[str, Any] = {}
        for name, value in found.items():
            reader = _READERS.get(name)
            if reader is None:
                self._unknown[name] = value
                continue
            try:
                known[name] = reader(value)
            except (TypeError, ValueError):
                _log.warning("%s: no such value for %s, the default counts", FILE, name)
        return replace(self._base, **known)


def _among(choices: tuple[int, ...]) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value not in choices:
            raise ValueError("not a choice")
        return value

    return read


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("a flag")
    return value


def _size(value: Any) -> tuple[int, int]:
    width, height = value
    if not all(isinstance(side, int) and 0 <= side <= 20_000 for side in (width, height)):
        raise ValueError("not a size")
    return width, height


def _instant(value: Any) -> datetime:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise TypeError("an instant with its zone")
    return value


def _fold(value: Any) -> str:
    if value not in ("", "folded", "open"):
        raise ValueError("not a choice")
    return str(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text")
    return value


def _widths(value: Any) -> dict[str, int]:
    if not isinstance(value, dict):
        raise TypeError("a table")
    return {str(name): width for name, width in value.items() if isinstance(width, int) and 0 < width < 20_000}


def _names(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise TypeError("a list of names")
    return tuple(value)


_READERS: dict[str, Callable[[Any], Any]] = {
    "hold_seconds": _among(HOLD_CHOICES),
    "theme": Look,
    "text_scale": _among(TEXT_SCALES),
    "letters": _flag,
    "lock_minutes": _among(LOCK_CHOICES),
    "locked": _flag,
    "last_seen": _instant,
    "window": _size,
    "maximized": _flag,
    "rail_folded": _fold,
    "site": _text,
    "splitters": _widths,
    "welcomed": _flag,
    "quiet_advice": _names,
    "spelling": _flag,
    "typography": _flag,
    "read_back": _flag,
    "read_back_shown": _flag,
    "alerts": _flag,
    "alert_internal": _flag,
    "alert_first": _among(ALERT_FIRST),
    "alert_last": _among(ALERT_LAST),
    "morning_at": _among(MORNING),
    "quiet_from": _among(QUIET_FROM),
    "quiet_to": _among(QUIET_TO),
}


def _values(preferences: Preferences) -> dict[str, Any]:
    values = {name: getattr(preferences, name) for name in names(preferences)}
    return {name: value for name, value in values.items() if value is not None}


def _key(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def _toml(value: Any) -> str:
    """Everything that `tomllib` can give, as TOML again; tables go on one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            # A JSON string is a TOML string, but for DEL, which TOML wants escaped.
            return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
        case int() | float():
            return repr(value)
        case datetime() | date() | time():
            return value.isoformat()
        case Mapping():
            return "{" + ", ".join(f"{_key(name)} = {_toml(one)}" for name, one in value.items()) + "}"
        case _:
            return "[" + ", ".join(_toml(one) for one in value) + "]"
