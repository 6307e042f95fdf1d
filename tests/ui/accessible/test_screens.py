"""Every control of the design's table as a screen reader meets it: name, role, place in the tree, what is announced.

A screen that no page shows yet has a test of its own, that says so by its name; it fails when the page comes, and then
the screen's line is to be moved to SCREENS.
"""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QPushButton, QWidget

from spplus_desk.domain.commands import CommandResult, Outcome
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.domain.vocabulary import ReplyState
from spplus_desk.ui.main_window.pages import PAGES
from tests.helpers.accessible_names import TABLE, fault_of, find, of
from tests.helpers.clock import FakeClock
from tests.helpers.inbox_world import CIGALE, key_of, reply_of_site
from tests.helpers.screens import GUARDED
from tests.ui.close_cases.test_cases import fill_cases
from tests.ui.shell.conftest import Shell
from tests.ui.shell.test_window import send


def _inbox(shell: Shell) -> None:
    shell.choose(key_of("E2"))


def _reply(shell: Shell) -> None:
    """With each kind of point to check, and a close case."""
    fill_cases(shell)
    shell.choose(CIGALE)
    shell.press(Qt.Key.Key_R)
    pane = shell.window.page("reply")
    shell.until(pane.view.sheet.isEnabled)
    shell.until(lambda: pane.view.assist.templates.model.total > 0)
    pane.view.sheet.editor.insertPlainText(GUARDED)
    for name in ("fill_blank", "mask_button", "keep_button", "insert_passage"):
        shell.until(lambda name=name: bool(find(shell.window, name)))


def _outbox(shell: Shell) -> None:
    send(shell)
    shell.window.router.go("outbox")
    model = shell.control(QListView, "outbox_list").model()
    shell.until(lambda: model.rowCount() > 0)


def _conflict(shell: Shell) -> None:
    command = send(shell)
    shell.world.desk.replying.send_now(command).result()
    refused = CommandResult(
        id=command, outcome=Outcome.REFUSED, code="already_answered", detail="Une réponse existe déjà."
    )
    shell.world.feed(reply_of_site("E3", ReplyState.PUBLISHED, shell.world.clock()), cursor="c2")
    shell.world.store.record_results([refused], shell.world.clock()).result()
    shell.window.router.compare(command)
    pane = shell.window.page("conflict")
    shell.until(lambda: pane.conflict is not None and pane.conflict.theirs is not None)


def _templates(shell: Shell) -> None:
    shell.window.router.go("templates")
    shell.until(lambda: any(one.isVisible() for one in shell.window.findChildren(QWidget, "template_list")))


def _search(shell: Shell) -> None:
    shell.window.router.go("search")
    field = shell.control(QLineEdit, "query_field")
    shell.until(field.isVisible)
    shell.qtbot.keyClicks(field, "canal:accueil ")
    shell.until(lambda: bool(find(shell.window, "remove_filter")))


SCREENS: dict[str, Callable[[Shell], None]] = {
    "Partout": _inbox,
    "01 Boîte": _inbox,
    "02 Réponse": _reply,
    "03 Envois": _outbox,
    "04 Conflit": _conflict,
    "08 Modèles": _templates,
    "09 Recherche": _search,
}
"""Screen of the table to what brings it up."""
ELSEWHERE = {
    "05 Tableau": "tests/ui/dashboard",
    "06 Date": "tests/ui/shell/test_why_date.py",
    "07 Démarrage": "tests/ui/first_run",
}
"""A popup, and what is not of this window: their names are checked there."""
ABSENT = {"10 Thèmes": "themes"}
"""Screen to the key of the page that will show it."""


def test_every_screen_of_the_table_is_named_here() -> None:
    assert {entry["screen"] for entry in TABLE} == {*SCREENS, *ELSEWHERE, *ABSENT}


@pytest.mark.parametrize("screen", SCREENS)
def test_controls_have_their_names_and_roles(shell: Shell, screen: str) -> None:
    SCREENS[screen](shell)
    assert [fault for fault in (fault_of(shell.window, entry) for entry in of(screen)) if fault] == []


@pytest.mark.parametrize(("screen", "key"), ABSENT.items(), ids=[f"{screen}, no page yet" for screen in ABSENT])
def test_screen_has_no_page_yet(screen: str, key: str) -> None:
    assert key not in [page.key for page in PAGES], f"{screen} has its page: move it to SCREENS"


# Order


def names_in_tree(root: QWidget) -> list[str]:
    """The names of what is shown, in the order of the accessible tree."""
    order: list[str] = []

    def walk(node: QAccessibleInterface) -> None:
        if node.state().invisible:
            return
        order.append(node.text(QAccessible.Text.Name))
        for place in range(node.childCount()):
            child = node.child(place)
            if child is not None:
                walk(child)

    top = QAccessible.queryAccessibleInterface(root)
    assert top is not None
    walk(top)
    return order


ORDERS: dict[str, tuple[str, ...]] = {
    "01 Boîte": ("Vues et outils", "Liste des expériences", "Témoignage", "Répondre à Odile M."),
    "02 Réponse": ("Retour à la liste À répondre", "Témoignage", "Votre réponse", "Envoyer", "Aide à la rédaction"),
    "03 Envois": (
        "Liste des envois",
        "Détail de l’envoi",
        "Cette réponse n’est pas encore partie.",
        "Votre texte",
        "Historique de l’envoi",
    ),
}


@pytest.mark.parametrize("screen", ORDERS)
def test_the_tree_is_in_the_order_of_reading(shell: Shell, screen: str) -> None:
    SCREENS[screen](shell)
    said = names_in_tree(shell.window)
    assert [name for name in ORDERS[screen] if name not in said] == []
    places = [said.index(name) for name in ORDERS[screen]]
    assert places == sorted(places)


FOCUS: dict[str, tuple[str, tuple[str, ...]]] = {
    "02 Réponse": (
        "back_button",
        ("back_button", "greeting_combo", "reply_editor", "closing_combo", "signature_combo", "send_button"),
    ),
    "03 Envois": ("state_filter", ("state_filter", "outbox_list", "cancel_send_button", "copy_text_button")),
}


@pytest.mark.parametrize("screen", FOCUS)
def test_tab_walks_in_the_order_of_the_screen(shell: Shell, screen: str) -> None:
    SCREENS[screen](shell)
    start, order = FOCUS[screen]
    begin = next(one for one in shell.window.findChildren(QWidget, start) if one.isVisible())
    begin.setFocus(Qt.FocusReason.TabFocusReason)
    shell.until(begin.hasFocus)
    walked = [start]
    for _ in range(30):
        editor = walked[-1] == "reply_editor"
        shell.press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier if editor else Qt.KeyboardModifier.NoModifier)
        focus = QApplication.focusWidget()
        walked.append(focus.objectName() if focus is not None else "")
    met = list(dict.fromkeys(name for name in walked if name in order))
    assert tuple(met) == order, walked


# Values and states


def test_values_and_states_are_told(shell: Shell) -> None:
    shell.choose(CIGALE)
    claim = QAccessible.queryAccessibleInterface(shell.control(QPushButton, "claim_button"))
    assert claim is not None and claim.state().checked
    send(shell)
    bar = shell.window.undo_bar
    shell.until(bar.isVisible)
    progress = QAccessible.queryAccessibleInterface(bar.findChild(QWidget, "undo_progress"))
    assert progress is not None and progress.valueInterface() is not None
    assert progress.valueInterface().currentValue() > 0
    listing = QAccessible.queryAccessibleInterface(shell.control(QListView, "experience_list"))
    assert listing is not None
    chosen = [listing.child(n) for n in range(listing.childCount()) if listing.child(n).state().selected]
    assert [one.text(QAccessible.Text.Name).split(",")[0] for one in chosen] != []


# Announcements


def test_what_happens_is_announced(shell: Shell, said: list[str], clock: FakeClock) -> None:
    shell.world.phase(SyncPhase.OFFLINE)
    shell.until(lambda: any(one.startswith("Hors ligne depuis") for one in said))
    shell.world.phase(SyncPhase.SYNCED, last_success=clock())
    shell.until(lambda: "De retour en ligne." in said)
    command = send(shell)
    shell.until(lambda: any("Votre réponse à Cigale part dans" in one for one in said))
    shell.world.desk.replying.send_now(command).result()
    refused = CommandResult(id=command, outcome=Outcome.REFUSED, code="stale", detail="L’expérience a changé.")
    shell.world.store.record_results([refused], clock()).result()
    shell.until(lambda: any(one.startswith("Mise de côté") for one in said))


def test_every_page_names_itself_or_holds_the_names(shell: Shell) -> None:
    """No page comes up without a word: each has a name, or a first control that has one."""
    for page in PAGES:
        if page.offered(shell.world.desk) and page.key not in ("reply", "conflict", "review", "revoked"):
            shell.window.router.go(page.rail[0].key if page.rail else page.key)
            shell.until(lambda page=page: shell.window._host.current == page.key)
            said = [name for name in names_in_tree(shell.window.pages.currentWidget()) if name]
            assert said != [], page.key
