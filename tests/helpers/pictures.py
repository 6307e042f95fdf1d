"""Pictures of the real window, offscreen: `python -m tests.helpers.pictures [FOLDER [PATTERN…]]`.

Saved under build/pictures/ unless told otherwise: the inbox at two sizes in both themes, the states of the shell, and
every screen in every variant (`walk-*`). A pattern is one of shells: `walk-dashboard-*`.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from fnmatch import fnmatch
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from spplus_desk.domain.experience import Event, Writer
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.domain.values import replace
from spplus_desk.domain.vocabulary import Entity, Sentiment
from spplus_desk.store.pages import PulledChange
from spplus_desk.ui.main_window import MainWindow
from spplus_desk.ui.search.page import SearchPage
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Mode, Theme
from tests.helpers.board_world import BoardWorld, board_world
from tests.helpers.clock import FakeClock
from tests.helpers.inbox_world import CIGALE, ME, SITE, InboxWorld, experience_changes, inbox_world
from tests.helpers.screens import MANAGER, SCREENS
from tests.helpers.screens import Act as Steps
from tests.helpers.search_world import searchable

_SETTLE_MS = 500
Act = Callable[[MainWindow, InboxWorld], None]


@dataclass(frozen=True, slots=True)
class Picture:
    """One file; `act` puts the window in its state after the design's experience was chosen."""

    name: str
    size: tuple[int, int] = (1366, 736)
    mode: Mode = Mode.LIGHT
    text_scale: float = 1.0
    act: Act | None = None
    screen: str = ""
    """Of `screens.SCREENS`, in place of the design's experience and of `act`."""


VARIANTS: dict[str, tuple[tuple[int, int], Mode, float]] = {
    "light": ((1366, 736), Mode.LIGHT, 1.0),
    "dark": ((1366, 736), Mode.DARK, 1.0),
    "contrast": ((1366, 736), Mode.CONTRAST, 1.0),
    "light-1920": ((1920, 1048), Mode.LIGHT, 1.0),
    "light-960": ((960, 600), Mode.LIGHT, 1.0),
    "light-text-200": ((1366, 736), Mode.LIGHT, 2.0),
}
"""What every screen of `screens.SCREENS` is taken in, as `walk-SCREEN-VARIANT`."""
WALK = tuple(
    Picture(f"walk-{screen}-{variant}", size, mode, scale, screen=screen)
    for screen in SCREENS
    for variant, (size, mode, scale) in VARIANTS.items()
)


def _offline(_window: MainWindow, world: InboxWorld) -> None:
    world.phase(SyncPhase.OFFLINE, last_success=world.clock() - timedelta(minutes=14))


def _send(_window: MainWindow, world: InboxWorld) -> None:
    draft = world.desk.replying.draft(CIGALE).result()
    world.desk.replying.send(replace(draft, body="Une panne d’agenda a annulé vos rendez-vous."), timedelta(seconds=30))
    world.clock.advance(timedelta(seconds=6))


def _write(window: MainWindow, world: InboxWorld) -> None:
    _offline(window, world)
    window.reading.ask_reply(with_template=False)


def _outbox(window: MainWindow, world: InboxWorld) -> None:
    _send(window, world)
    window.router.go("outbox")


def _guide(window: MainWindow, _world: InboxWorld) -> None:
    window.router.go("guide")


def _news(_window: MainWindow, world: InboxWorld) -> None:
    now, body = world.clock(), "Le guichet ferme plus tôt le mercredi, rien ne le dit sur la porte."
    for id in ("E20", "E21"):
        due = timedelta(days=6)
        world.feed(*experience_changes(id, "Guichet fermé", "Paul", body, None, ("Accueil",), due, now=now))  # type: ignore[arg-type]


def _search(text: str) -> Act:
    def act(window: MainWindow, world: InboxWorld) -> None:
        world.feed(*searchable(world.clock()))
        window.router.go("search")
        page = window.page("search")
        assert isinstance(page, SearchPage)
        field = page.view.query.field
        for character in text:  # as one types: an operator becomes a chip on the way
            field.insert(character)
            field.textEdited.emit(field.text())

    return act


_FOUND = _search("canal : accueil depuis : octobre rendez vous annule")


def _history(window: MainWindow, world: InboxWorld) -> None:
    """Somebody writes, and much was done before."""
    window.reading.acts.set_improvement(True)
    detail = window.reading.detail
    assert detail is not None
    writer = Writer(agent_id="thomas", name="Thomas Ruault", since=world.clock(), seen_at=world.clock())
    felt = {"Accueil": Sentiment.NEGATIVE, "Téléphone": Sentiment.POSITIVE}
    slot = replace(detail.slot, writers=(writer,), channel_sentiments=felt)
    acts = (("claim", {}), ("set_tags", {"relation": "positive", "business_tags": "Agenda"}), ("set_improvement", {}))
    events = [
        Event(id=kind, experience_id="E3", structure_id=SITE, kind=kind, at=world.clock(), by_name=who, detail=words)
        for (kind, words), who in zip(acts, ("Nadia Belkacem", "Thomas Ruault", "Nadia Belkacem"), strict=True)
    ]
    world.feed(PulledChange(Entity.SLOT, CIGALE, slot), *(PulledChange(Entity.EVENT, one.id, one) for one in events))
    settle()
    window.reading.show_history()


def _channels(window: MainWindow, _world: InboxWorld) -> None:
    view = window.reading.view
    view.properties.channels_wanted.emit(view.properties)


PICTURES = (
    Picture("inbox-light"),
    Picture("inbox-dark", mode=Mode.DARK),
    Picture("inbox-light-1920", (1920, 1048)),
    Picture("inbox-dark-1920", (1920, 1048), Mode.DARK),
    Picture("inbox-light-1200", (1200, 700)),
    Picture("inbox-light-960", (960, 600), act=lambda window, _world: window.inbox_page.show_reading()),
    Picture("inbox-light-text-150", text_scale=1.5),
    Picture("offline-dark", mode=Mode.DARK, act=_offline),
    Picture("undo-light", act=_send),
    Picture("news-light", act=_news),
    Picture("reply-offline-light", act=_write),
    Picture("outbox-light", act=lambda window, _world: window.rail.select("outbox")),
    Picture("comment-light", act=lambda window, _world: window.reading.open_comment_box()),
    Picture("search-light", act=_FOUND),
    Picture("search-dark", mode=Mode.DARK, act=_FOUND),
    Picture("search-light-1920", (1920, 1048), act=_FOUND),
    Picture("search-dark-1920", (1920, 1048), Mode.DARK, act=_FOUND),
    Picture("search-light-text-200", text_scale=2.0, act=_FOUND),
    Picture("search-light-960", (960, 600), act=_FOUND),
    Picture("search-start-light", act=_search("")),
    Picture("search-empty-light", act=_search("canal : accueil zygomatique état : cantine")),
    Picture("history-light", act=_history),
    Picture("history-dark-1920", (1920, 1048), Mode.DARK, act=_history),
    Picture("channels-light", act=_channels),
    Picture("transfer-light", act=lambda window, _world: window.reading.cards.open_transfer()),
    Picture("reading-light-text-200", text_scale=2.0, act=lambda window, _world: window.inbox_page.show_reading()),
    Picture("tags-dark-text-200", mode=Mode.DARK, text_scale=2.0, act=lambda w, _world: w.reading.cards.open_tags()),
    Picture("tags-light", act=lambda window, _world: window.reading.cards.open_tags()),
    Picture("help-light", act=lambda window, _world: window.router.go("help")),
    Picture("help-text-200", text_scale=2.0, act=lambda window, _world: window.router.go("help")),
    Picture("guide-light", act=_guide),
    Picture("guide-dark-text-200", mode=Mode.DARK, text_scale=2.0, act=_guide),
    Picture("settings-contrast", mode=Mode.CONTRAST, act=lambda window, _world: window.router.go("settings")),
    Picture("welcome-light", act=lambda window, _world: window.welcome.begin()),
    Picture("welcome-text-200", text_scale=2.0, act=lambda window, _world: window.welcome.begin()),
    Picture("inbox-contrast", mode=Mode.CONTRAST),
    Picture("inbox-text-200", text_scale=2.0),
    Picture("outbox-text-200", text_scale=2.0, act=_outbox),
    Picture("reply-text-200", text_scale=2.0, act=_write),
    Picture("reply-contrast", mode=Mode.CONTRAST, act=_write),
)


def settle(milliseconds: int = _SETTLE_MS) -> None:
    """Let the window work for a while: a picture has nothing to wait on but the eye."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


@contextmanager
def _world(picture: Picture, folder: Path, clock: FakeClock) -> Iterator[InboxWorld | BoardWorld]:
    if picture.screen and SCREENS[picture.screen].board:
        with board_world(folder, clock) as board:
            yield board
        return
    with inbox_world(folder, clock, agent=MANAGER if picture.screen else ME) as world:
        yield world


def _walk(steps: Steps, window: MainWindow, world: InboxWorld | BoardWorld) -> None:
    for ready in steps(window, world):
        for _ in range(50):
            if ready():
                break
            settle(100)


def take(picture: Picture, folder: Path, theme: Theme) -> Path:
    """Open the window on the invented day, put it in the picture's state, save it."""
    theme.set_mode(picture.mode)
    theme.set_text_scale(picture.text_scale)
    clock, tasks = FakeClock(), Tasks()
    with tempfile.TemporaryDirectory() as cache, _world(picture, Path(cache), clock) as world:
        world.phase(SyncPhase.SYNCED, last_success=clock() - timedelta(minutes=2))
        window = MainWindow(world.desk, theme=theme, tasks=tasks, clock=clock)
        window.resize(*picture.size)
        window.show()
        settle()
        if picture.screen:
            _walk(SCREENS[picture.screen].act, window, world)
            settle()
        elif isinstance(world, InboxWorld):
            window.inbox.choose(CIGALE)
            settle()
            if picture.act is not None:
                picture.act(window, world)
                settle()
        path = folder / f"{picture.name}.png"
        window.grab().save(str(path))
        window.close()
        window.deleteLater()
        settle(50)
    return path


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "build/pictures")
    wanted = sys.argv[2:]
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    theme = Theme(app, Mode.LIGHT)
    for picture in (*PICTURES, *WALK):
        if not wanted or any(fnmatch(picture.name, pattern) for pattern in wanted):
            sys.stdout.write(f"{take(picture, folder, theme)}\n")


if __name__ == "__main__":
    main()
