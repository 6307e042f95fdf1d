"""What a page of the window is, what it is made from, and what it may have."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from spplus_desk.domain.changes import ChangeSet
from spplus_desk.domain.sync_status import SyncStatus
from spplus_desk.domain.values import Value
from spplus_desk.ui.commands import Command
from spplus_desk.ui.rail.entries import RailEntry
from spplus_desk.ui.settings.keeper import PreferenceKeeper
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.frames import Splitter

if TYPE_CHECKING:
    from spplus_desk.services.desk import Desk
    from spplus_desk.ui.main_window.router import Router


class Kind(Enum):
    """How a page is left. A page over another goes by its signal `closed`, back to what is under it."""

    ROOT = "root"
    """One goes from it to another: an entry of the rail."""
    OVER = "over"
    """Work on what is under it. Closed, the agent goes on there, at its main place."""
    ASIDE = "aside"
    """A look aside. Closed, the focus is exactly where it was."""


class Surroundings(Value, kw_only=True):
    """All that a page may be made from. `remember(splitter, name, elastic)` keeps what the agent makes of a splitter,
    `commands` is the whole table. A page that is made in its place, under `parent`, gives its style to what it holds
    once; one that is put there afterwards does so again for each of them."""

    theme: Theme
    parent: QWidget
    desk: "Desk"
    tasks: Tasks
    clock: Callable[[], datetime]
    preferences: PreferenceKeeper
    router: "Router"
    remember: Callable[[Splitter, str, int], None]
    commands: tuple[Command, ...]
    can_lock: bool = False
    log_file: Path | None = None
    retention_days: int | None = None
    demonstration: bool = False
    ahead: bool = False
    """The page is made in an idle moment, before anybody wants it."""


def _everybody(_desk: "Desk") -> bool:
    return True


class Page(Value):
    """`make` runs at the first visit. `rail` are its entries, `opening` another command that leads to it, `commands`
    those that act while it is shown (their handlers: the page's `handlers()`). `offered` says for which desk it is
    there at all; `folds_rail` gives it the room of the rail where room is short."""

    key: str
    make: Callable[[Surroundings], QWidget]
    kind: Kind = Kind.ROOT
    rail: tuple[RailEntry, ...] = ()
    opening: Command | None = None
    commands: tuple[Command, ...] = ()
    offered: Callable[["Desk"], bool] = _everybody
    folds_rail: bool = False
    guide: str = "index.md"
    """The page of the guide that tells of it."""
    own_entries: str = ""
    """Entries of the agent's own whose keys begin so lead to it."""
    loads: tuple[str, ...] = ()
    """Modules that are loaded in idle moments before its first visit, in an order in which each brings little along."""
    ahead: bool = False
    """Made in an idle moment after those modules: its first visit would wait for its widgets."""


# What a page may have. The window looks for each by its name.


@runtime_checkable
class Opened(Protocol):
    def opened(self) -> None:
        """It has just come up."""


@runtime_checkable
class Left(Protocol):
    def left(self) -> None:
        """It is about to be hidden: by another page, by the lock, by the end. What was typed is kept now."""


@runtime_checkable
class Changed(Protocol):
    def changed(self, changes: ChangeSet) -> None:
        """Something was written, seen or not."""


@runtime_checkable
class Timed(Protocol):
    def time_turned(self) -> None:
        """A deadline has passed, or a day begun: what is counted by the time may be another number."""


@runtime_checkable
class Synced(Protocol):
    def set_sync_status(self, status: SyncStatus) -> None:
        """The synchronisation says something else; also once when the page is made."""


@runtime_checkable
class Handles(Protocol):
    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What runs for each of its commands, by name."""


@runtime_checkable
class Focuses(Protocol):
    def focus(self) -> None:
        """Give the focus to the place where work goes on. Without it: the first control."""


@runtime_checkable
class Returned(Protocol):
    def returned(self) -> None:
        """The agent asked for this page by a key, or comes back from one over it. Without it: `focus`."""


@runtime_checkable
class Stops(Protocol):
    def stops(self) -> Iterable[QWidget]:
        """Where F6 stops. Without it: the page is one stop."""


@runtime_checkable
class Entries(Protocol):
    def show_entry(self, key: str) -> None:
        """Which of its entries of the rail was chosen, before it comes up."""


@runtime_checkable
class Explains(Protocol):
    def explain(self, topic: str) -> None:
        """It comes over a page of which `topic`, a file of the guide, tells."""


@runtime_checkable
class Footed(Protocol):
    def foot_height(self) -> int:
        """Px at its bottom that messages never cover: its last buttons. Without it: none."""


@runtime_checkable
class LetterPlaces(Protocol):
    def letter_places(self) -> Iterable[QWidget]:
        """Where its local commands act. Without it: everywhere in the page that is no field."""
