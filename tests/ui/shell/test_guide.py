"""The guide inside the program: complete, offline, about the screen from which one comes, searched by Ctrl+F."""

import re
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QLineEdit, QListView, QTextBrowser

from spplus_desk.ui.guide.pages import HOME, contents, folder, text_of
from spplus_desk.ui.main_window.pages import PAGES
from tests.helpers.inbox_world import CIGALE
from tests.ui.shell.conftest import Shell

ROOT = Path(__file__).parents[3]
SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


def open_guide(shell: Shell) -> QTextBrowser:
    shell.press(Qt.Key.Key_F1, SHIFT)
    text = shell.control(QTextBrowser, "guide_text")
    shell.until(text.isVisible)
    return text


def test_every_page_is_listed_and_every_link_leads_somewhere() -> None:
    listed = [page.file for page in contents()]
    assert listed[0] == HOME
    assert sorted(listed) == sorted(path.name for path in folder().glob("*.md"))
    for file in listed:
        links = re.findall(r"\]\(([^)#]+)\)", text_of(file))
        assert [link for link in links if link not in listed] == [], file
    assert {page.guide for page in PAGES} <= set(listed)


def test_the_guide_is_packed_with_the_program() -> None:
    packed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["data-files"]
    assert packed["share/spplus-desk/resources/guide"] == ["docs/guide/*"]
    assert '(str(ROOT / "docs" / "guide"), "resources/guide")' in (ROOT / "build.spec").read_text(encoding="utf-8")


def test_it_opens_at_the_page_of_the_screen_and_gives_the_focus_back(shell: Shell) -> None:
    shell.choose(CIGALE)
    listing = shell.control(QListView, "experience_list")
    listing.setFocus()
    text = open_guide(shell)
    assert text.toPlainText().startswith("Premiers pas")
    assert text.hasFocus()
    shell.press(Qt.Key.Key_Escape)
    shell.until(listing.hasFocus)
    shell.press(Qt.Key.Key_0, CTRL)
    text = open_guide(shell)
    assert text.toPlainText().startswith("Envois")
    shell.press(Qt.Key.Key_Escape)
    shell.press(Qt.Key.Key_F1)
    assert open_guide(shell).toPlainText().startswith("Raccourcis clavier")


def test_links_and_the_list_lead_to_its_pages_and_nowhere_else(shell: Shell) -> None:
    text = open_guide(shell)
    view = shell.window.page("guide")
    text.anchorClicked.emit(QUrl("hors-ligne.md"))
    assert view.file == "hors-ligne.md"
    pages = shell.control(QListView, "guide_list")
    assert pages.currentIndex().data() == contents()[[page.file for page in contents()].index("hors-ligne.md")].title
    text.anchorClicked.emit(QUrl("http://127.0.0.1:9/"))
    assert view.file == "hors-ligne.md"
    shell.press(Qt.Key.Key_Left, ALT)
    assert view.file == "premiers-pas.md"
    pages.setFocus()
    shell.press(Qt.Key.Key_Home)
    assert view.file == HOME


@pytest.mark.parametrize("name", ["../guide/index.md", "..\\index.md", "absent.md"])
def test_nothing_but_a_page_is_read(name: str) -> None:
    with pytest.raises(FileNotFoundError):
        text_of(name)


def test_ctrl_f_searches_in_the_page_and_goes_round(shell: Shell) -> None:
    text = open_guide(shell)
    shell.press(Qt.Key.Key_F, CTRL)
    field = shell.control(QLineEdit, "guide_find")
    assert field.hasFocus()
    field.setText("vous")
    shell.press(Qt.Key.Key_Return)
    first = text.textCursor().position()
    assert text.textCursor().selectedText().lower() == "vous"
    places = {first}
    for _ in range(100):
        shell.press(Qt.Key.Key_F3)
        if text.textCursor().position() == first:
            break
        places.add(text.textCursor().position())
    assert text.textCursor().position() == first and len(places) > 1
    shell.press(Qt.Key.Key_F3, SHIFT)
    assert text.textCursor().position() == max(places)
    field.setText("mot absent du guide")
    shell.press(Qt.Key.Key_Return)
    assert text.textCursor().position() == max(places)
