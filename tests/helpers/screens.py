"""Every screen of the window, and what brings each up: for the pictures, and for the tests that walk them all.

An act yields what is to be waited for before it goes on; its last condition says that the screen stands.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QLineEdit, QListView, QPushButton, QTextEdit, QWidget

from spplus_desk.domain.commands import CommandResult, Outcome
from spplus_desk.domain.documents import Template
from spplus_desk.domain.statistics.questions import Node
from spplus_desk.domain.structure import Agent, Membership
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.domain.values import replace
from spplus_desk.domain.vocabulary import Entity, ReplyState, Role, Sentiment
from spplus_desk.store.pages import PulledChange
from spplus_desk.ui.main_window import MainWindow
from tests.helpers.board_world import HEAD, MONTRELIN, VELY
from tests.helpers.inbox_world import CIGALE, ME, SITE, reply_of_site
from tests.helpers.review_world import waiting
from tests.helpers.search_world import searchable

Ready = Callable[[], bool]
Act = Callable[[MainWindow, Any], Iterator[Ready]]
MANAGER = Agent(ME.id, ME.name, (Membership(SITE, Role.MANAGER),))
GUARDED = (
    "La ligne de novembre s’affiche depuis le [[date de remise en service]].\n\n"
    "Votre dossier 2 84 07 99 999 004 12 est à jour.\n\nSi elle reste incomplète, appelez le 01 99 00 12 34."
)
_TEMPLATES = (
    Template(
        id="T2", structure_id=SITE, title="Attente au téléphone", theme="Accueil téléphonique", version=3,
        body="Le {{structure}} répond au {{phone}}, pour [[quelle demande]].\n\n- le lundi\n- le mardi",
        channels=("Téléphone",), owner="Nadia Belkacem",
    ),
    Template(
        id="T3", structure_id=SITE, title="Compliment transmis à l’équipe qui vous a reçu", theme="Remerciements",
        sentiments=(Sentiment.POSITIVE,), body="Votre message a été lu à toute l’équipe [[jour]].", version=1,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Screen:
    """`page` is the key of the page it belongs to. `board`: on the world of the board, not that of the inbox."""

    page: str
    act: Act
    board: bool = False


def _there(window: MainWindow, kind: type[QWidget], name: str) -> Ready:
    return lambda: any(one.isVisible() for one in window.findChildren(kind, name))


def _read(window: MainWindow, key: str = CIGALE) -> Iterator[Ready]:
    yield lambda: window.inbox.has(key)
    window.inbox.choose(key)
    yield lambda: window.reading.detail is not None and window.reading.key == key


def _inbox(window: MainWindow, _world: Any) -> Iterator[Ready]:
    yield from _read(window)


def _reading(window: MainWindow, _world: Any) -> Iterator[Ready]:
    yield from _read(window)
    window.inbox_page.show_reading()
    yield _there(window, QWidget, "reading_view")


def _reply(window: MainWindow, _world: Any) -> Iterator[Ready]:
    yield from _read(window)
    window.reading.ask_reply(with_template=True)
    pane: Any = window.page("reply")
    yield pane.view.sheet.isEnabled


def _guard(window: MainWindow, world: Any) -> Iterator[Ready]:
    world.phase(SyncPhase.OFFLINE, last_success=world.clock() - timedelta(minutes=14))
    yield from _read(window)
    window.reading.ask_reply(with_template=False)
    pane: Any = window.page("reply")
    editor = window.findChild(QTextEdit, "reply_editor")
    assert editor is not None
    yield lambda: pane.view.sheet.isEnabled() and editor.isEnabled()
    editor.insertPlainText(GUARDED)
    yield _there(window, QWidget, "guard_panel")


def _send(world: Any) -> str:
    draft = world.desk.replying.draft(CIGALE).result()
    body = "Une panne d’agenda a annulé vos rendez-vous."
    return str(world.desk.replying.send(replace(draft, body=body), timedelta(seconds=30)).result().command_id)


def _outbox(window: MainWindow, world: Any) -> Iterator[Ready]:
    _send(world)
    window.router.go("outbox")
    listing = window.findChild(QListView, "outbox_list")
    assert listing is not None
    yield lambda: listing.model().rowCount() > 0


def _conflict(window: MainWindow, world: Any) -> Iterator[Ready]:
    command = _send(world)
    world.desk.replying.send_now(command).result()
    code, detail = "already_answered", "Une réponse existe déjà."
    refused = CommandResult(id=command, outcome=Outcome.REFUSED, code=code, detail=detail)
    world.feed(reply_of_site("E3", ReplyState.PUBLISHED, world.clock()), cursor="c2")
    world.store.record_results([refused], world.clock()).result()
    window.router.compare(command)
    pane: Any = window.page("conflict")
    yield lambda: pane.conflict is not None and pane.conflict.theirs is not None


def _search(text: str) -> Act:
    def act(window: MainWindow, world: Any) -> Iterator[Ready]:
        world.feed(*searchable(world.clock()))
        window.router.go("search")
        field = window.findChild(QLineEdit, "query_field")
        assert field is not None
        for character in text:  # as one types: an operator becomes a chip on the way
            field.insert(character)
            field.textEdited.emit(field.text())
        yield field.isVisible

    return act


def _dashboard(window: MainWindow, _world: Any) -> Iterator[Ready]:
    window.router.go("dashboard")
    pane: Any = window.page("dashboard")
    yield lambda: pane.numbers is not None


def _tables(window: MainWindow, world: Any) -> Iterator[Ready]:
    yield from _dashboard(window, world)
    pane: Any = window.page("dashboard")
    pane.handlers()["board_table"]()
    yield lambda: True


def _compared(window: MainWindow, world: Any) -> Iterator[Ready]:
    yield from _dashboard(window, world)
    pane: Any = window.page("dashboard")
    pane.compare((Node(HEAD, alone=True), Node(HEAD), Node(MONTRELIN), Node(VELY)))
    yield lambda: bool(pane._compared)


def _templates(window: MainWindow, world: Any) -> Iterator[Ready]:
    world.feed(*(PulledChange(Entity.TEMPLATE, one.id, one) for one in _TEMPLATES))
    window.router.go("templates")
    pane: Any = window.page("templates")
    yield lambda: pane.view.model.rowCount() == 3 and pane.view.detail.source.count() > 0


def _template_form(window: MainWindow, world: Any) -> Iterator[Ready]:
    yield from _templates(window, world)
    button = window.findChild(QPushButton, "edit_template")
    assert button is not None
    yield button.isEnabled
    button.click()
    yield _there(window, QLineEdit, "template_title_field")


def _plain(key: str) -> Act:
    def act(window: MainWindow, _world: Any) -> Iterator[Ready]:
        window.router.go(key)
        yield window.page(key).isVisible

    return act


def _site_settings(window: MainWindow, _world: Any) -> Iterator[Ready]:
    window.router.go("site_settings")
    yield lambda: any(one.text() != "" for one in window.findChildren(QLineEdit, "hours_mon"))


def _why(window: MainWindow, _world: Any) -> Iterator[Ready]:
    yield from _read(window)
    window.reading.cards.open_why()
    yield _there(window, QWidget, "why_date_popup")


def _filters(window: MainWindow, _world: Any) -> Iterator[Ready]:
    yield from _read(window)
    window.inbox.open_filters()
    yield _there(window, QWidget, "filter_popup")


def _card(name: str, card: str) -> Act:
    def act(window: MainWindow, _world: Any) -> Iterator[Ready]:
        yield from _read(window)
        getattr(window.reading.cards, name)()
        yield _there(window, QWidget, card)

    return act


def _welcome(window: MainWindow, _world: Any) -> Iterator[Ready]:
    yield from _read(window)
    window.welcome.begin()
    yield window.welcome.isVisible


def _lock(window: MainWindow, _world: Any) -> Iterator[Ready]:
    yield from _read(window)
    window.leaving.lock()
    yield _there(window, QLineEdit, "lock_field")


def _poster(window: MainWindow, world: Any) -> Iterator[Ready]:
    yield from _dashboard(window, world)
    button = window.findChild(QPushButton, "poster_button")
    assert button is not None
    button.click()
    yield window.page("poster").isVisible


def _review(window: MainWindow, world: Any) -> Iterator[Ready]:
    world.feed(*waiting(world))
    window.router.review(CIGALE)
    yield window.page("review").isVisible


SCREENS: dict[str, Screen] = {
    "inbox": Screen("inbox", _inbox),
    "reading": Screen("inbox", _reading),
    "why-date": Screen("inbox", _why),
    "filters": Screen("inbox", _filters),
    "tags": Screen("inbox", _card("open_tags", "tag_popover")),
    "transfer": Screen("inbox", _card("open_transfer", "transfer_popover")),
    "reply": Screen("reply", _reply),
    "guard": Screen("reply", _guard),
    "outbox": Screen("outbox", _outbox),
    "conflict": Screen("conflict", _conflict),
    "search": Screen("search", _search("canal : accueil depuis : octobre rendez vous annule")),
    "search-start": Screen("search", _search("")),
    "search-empty": Screen("search", _search("canal : accueil zygomatique état : cantine")),
    "dashboard": Screen("dashboard", _dashboard, board=True),
    "dashboard-tables": Screen("dashboard", _tables, board=True),
    "dashboard-compared": Screen("dashboard", _compared, board=True),
    "poster": Screen("poster", _poster, board=True),
    "review": Screen("review", _review),
    "absences": Screen("absences", _plain("absences")),
    "templates": Screen("templates", _templates),
    "template-form": Screen("templates", _template_form),
    "site-settings": Screen("site_settings", _site_settings),
    "settings": Screen("settings", _plain("settings")),
    "guide": Screen("guide", _plain("guide")),
    "help": Screen("help", _plain("help")),
    "sign-out": Screen("sign_out", _plain("sign_out")),
    "revoked": Screen("revoked", _plain("revoked")),
    "welcome": Screen("inbox", _welcome),
    "lock": Screen("inbox", _lock),
}
