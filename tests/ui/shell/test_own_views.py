"""Views of the agent's own, and the site that is looked at: by keyboard, in the rail, with their numbers."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton

from spplus_desk.domain.inbox_filter import Filter
from spplus_desk.domain.structure import Structure
from spplus_desk.domain.vocabulary import Entity, Sentiment
from spplus_desk.store.pages import PulledChange
from spplus_desk.ui.widgets.lists import KeyListView
from tests.helpers.inbox_world import HEAD, SITE, key_of
from tests.ui.shell.conftest import Shell

DESCRIPTION = Qt.ItemDataRole.AccessibleDescriptionRole


def entries(shell: Shell) -> list[str]:
    rail = shell.control(KeyListView, "nav_rail").model()
    return [rail.index(row, 0).data() for row in range(rail.rowCount())]


def act(shell: Shell, name: str) -> None:
    own = shell.window.inbox.own
    assert own is not None
    own.fill_menu()
    shell.control(QMenu, "view_menu").findChild(QAction, name).trigger()


def keep(shell: Shell, name: str) -> None:
    act(shell, "keep_view")
    line = shell.control(QLineEdit, "view_name")
    assert line.hasFocus()
    shell.qtbot.keyClicks(line, name)
    shell.qtbot.keyClick(line, Qt.Key.Key_Return)
    shell.until(lambda: name in entries(shell))
    shell.until(lambda: shell.window.inbox.view.title.text() == name)


def test_a_filter_is_kept_as_a_view_shown_renamed_moved_and_removed(shell: Shell) -> None:
    inbox = shell.window.inbox
    inbox._narrowing.ask(Filter(sentiments=(Sentiment.NEGATIVE,)))
    shell.until(lambda: len(shell.titles()) == 5)
    keep(shell, "À apaiser")
    place = entries(shell).index("À apaiser")
    assert place == 7, "right under the seven"
    rail = shell.control(KeyListView, "nav_rail").model()
    assert rail.index(place, 0).data(DESCRIPTION) == "5\u00a0expériences"
    assert shell.window.rail.current_key.startswith("own:")
    inbox._narrowing.ask(Filter(channels=("Accueil",)))
    shell.until(lambda: len(shell.titles()) == 3)
    act(shell, "save_view")
    shell.until(lambda: rail.index(place, 0).data(DESCRIPTION) == "3\u00a0expériences")
    keep(shell, "Au guichet")
    shell.until(lambda: entries(shell)[7:9] == ["À apaiser", "Au guichet"])
    act(shell, "raise_view")
    shell.until(lambda: entries(shell)[7:9] == ["Au guichet", "À apaiser"])
    assert inbox.view.title.text() == "Au guichet"
    act(shell, "rename_view")
    line = shell.control(QLineEdit, "view_name")
    line.setText("Guichet")
    shell.qtbot.keyClick(line, Qt.Key.Key_Return)
    shell.until(lambda: entries(shell)[7:9] == ["Guichet", "À apaiser"])
    shell.until(lambda: inbox.view.title.text() == "Guichet")
    act(shell, "remove_view")
    shell.until(lambda: "Guichet" not in entries(shell))
    assert len(shell.world.desk.own_views.all().result()) == 1


def test_numbers_of_own_views_follow_what_the_agent_does(shell: Shell) -> None:
    shell.window.inbox._narrowing.ask(Filter(claimed=("@me",)))
    shell.until(lambda: len(shell.titles()) == 1)
    keep(shell, "À moi")
    rail = shell.control(KeyListView, "nav_rail").model()
    place = entries(shell).index("À moi")
    shell.world.desk.inbox.claim(key_of("E5")).result()
    shell.until(lambda: rail.index(place, 0).data(DESCRIPTION) == "2\u00a0expériences")


def test_an_agent_of_one_site_has_no_site_to_choose(shell: Shell) -> None:
    assert not shell.control(QToolButton, "site_button").isVisible()


def test_the_site_that_is_looked_at_is_that_of_list_and_numbers(shell: Shell) -> None:
    branch = Structure(id="ANNEXE", network="CAF", name="Annexe de Vaux", parent_id=SITE)
    assert HEAD != SITE
    shell.world.feed(PulledChange(Entity.STRUCTURE, branch.id, branch), cursor="2")
    button = shell.control(QToolButton, "site_button")
    shell.until(button.isVisible)
    menu = shell.control(QMenu, "site_menu")
    texts = [action.text().strip("\u00a0") for action in menu.actions()]
    assert texts[0] == "Toutes mes structures" and texts[-1] == "Annexe de Vaux"
    menu.actions()[-1].trigger()
    shell.until(lambda: shell.window.inbox.loaded and shell.titles() == [])
    rail = shell.control(KeyListView, "nav_rail").model()
    shell.until(lambda: rail.index(0, 0).data(DESCRIPTION) == "0\u00a0expérience")
    assert button.isChecked() and button.accessibleDescription() == "Annexe de Vaux"
    menu.actions()[1].trigger()
    shell.until(lambda: len(shell.titles()) == 9)
    shell.until(lambda: rail.index(0, 0).data(DESCRIPTION) == "9\u00a0expériences")


def test_a_kept_search_stands_in_the_rail_and_leads_back(shell: Shell) -> None:
    shell.world.desk.search.save("Attente au guichet", "guichet attente").result()
    shell.until(lambda: "Attente au guichet" in entries(shell))
    place = entries(shell).index("Attente au guichet")
    assert place == 7, "under the seven, where the own views are"
    rail = shell.control(KeyListView, "nav_rail")
    rail.setCurrentIndex(rail.model().index(place, 0))
    shell.until(lambda: shell.window._host.current == "search")
    search = shell.window.page("search")
    shell.until(lambda: search.view.query.field.text() == "guichet attente")  # type: ignore[attr-defined]
    shell.press(Qt.Key.Key_Escape)
    shell.press(Qt.Key.Key_Escape)
    shell.until(lambda: shell.window._host.current == "inbox")
    assert shell.window.rail.current_key == "to_answer", "the rail names what is listed"
    (kept,) = shell.world.desk.search.saved().result()
    shell.world.desk.search.forget(kept).result()
    shell.until(lambda: "Attente au guichet" not in entries(shell))
