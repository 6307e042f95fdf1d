"""Reading: the length of the lines at every width and text size, and what goes on paper."""

import re
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAccessible, QDesktopServices
from PySide6.QtWidgets import QCheckBox, QFrame, QPushButton

from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.domain.query_reading import read_query
from spplus_desk.domain.search import Question
from spplus_desk.domain.values import replace
from spplus_desk.ui.reading.paper import as_html
from spplus_desk.ui.reading.testimony import CitizenText
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.banner import Banner
from tests.helpers.inbox_world import CIGALE
from tests.ui.shell.conftest import Shell

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def lengths(text: CitizenText) -> list[int]:
    """Characters of each line that is followed by another of its paragraph."""
    found: list[int] = []
    block = text.document().begin()
    while block.isValid():
        layout = block.layout()
        found += [layout.lineAt(place).textLength() for place in range(layout.lineCount() - 1)]
        block = block.next()
    return found


@pytest.mark.parametrize(
    ("size", "scale"),
    [
        ((1366, 736), 1.0),
        ((1366, 736), 0.9),
        ((1366, 736), 1.3),
        ((1366, 736), 2.0),
        ((1590, 900), 1.0),
        ((1920, 1048), 1.0),
        ((1920, 1048), 1.5),
        ((1200, 700), 1.0),
        ((960, 600), 1.0),
    ],
)
def test_lines_hold_65_to_75_characters(shell: Shell, look: Theme, size: tuple[int, int], scale: float) -> None:
    shell.choose(CIGALE)
    look.set_text_scale(scale)
    shell.window.resize(*size)
    shell.window.inbox_page.show_reading()
    text = shell.control(CitizenText, "reading_view")
    body = " ".join(["Le guichet ferme plus tôt le mercredi et rien ne le dit sur la porte ni en ligne."] * 12)
    text.show_testimony(body)

    def reads_well() -> bool:
        found = lengths(text)  # the space that ends a line counts
        return bool(found) and max(found) <= 76 and 65 <= sum(found) / len(found) <= 75

    shell.until(reads_well)
    shell.until(lambda: text.height() == round(text.document().size().height()))


def on_screen(shell: Shell) -> ExperienceDetail:
    detail = shell.window.reading.detail
    assert detail is not None
    return detail


def test_paper_holds_the_texts_and_comments_only_when_asked(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []

    def viewer(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", viewer)
    shell.choose(CIGALE)
    shell.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    card = shell.control(QFrame, "print_popover")
    shell.until(card.isVisible)
    box = card.findChild(QCheckBox, "print_comments")
    assert not box.isChecked()
    card.findChild(QPushButton, "print_confirm").click()
    shell.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    shell.until(card.isVisible)
    assert not box.isChecked(), "never ticked beforehand"
    box.setChecked(True)
    card.findChild(QPushButton, "print_confirm").click()
    pages = [" ".join("".join(one.extract_text() for one in PdfReader(path).pages).split()) for path in opened]
    assert len(pages) == 2, pages
    assert all("Trois rendez-vous" in page and "France services" in page for page in pages)
    assert "agenda" not in pages[0] and "agenda" in pages[1]
    assert opened[0].parent.stat().st_mode & 0o077 == 0, "for this user alone"


def test_a_citizens_text_is_never_read_as_html(shell: Shell) -> None:
    shell.choose(CIGALE)
    detail = on_screen(shell)
    page = as_html(detail, shell.world.clock(), comments=True)
    assert "<script" not in page
    evil = replace(detail, experience=replace(detail.experience, body="<script>1</script> & <b>gras</b>"))
    page = as_html(evil, shell.world.clock(), comments=False)
    assert "&lt;script&gt;" in page and "<script" not in page


def test_what_a_search_found_is_marked_in_the_title_too(shell: Shell) -> None:
    shell.choose(CIGALE)
    detail = on_screen(shell)
    word = max(re.findall(r"\w+", detail.experience.title), key=len)
    search = shell.world.desk.search
    hits = search.ask(Question(query=read_query(word, search.today()).query))
    shell.window.router.read(CIGALE, hits.result(10).needles)
    title, text = shell.window.reading.view.title, shell.control(CitizenText, "reading_view")
    assert [one.cursor.selectedText() for one in title.extraSelections()] == [word]
    shell.press(Qt.Key.Key_F3)
    assert [one.format.fontUnderline() for one in title.extraSelections()] == [True], "the title comes first"
    shell.control(Banner, "found_banner").findChild(QPushButton).click()
    assert not title.extraSelections() and not text.extraSelections()
    assert title.toPlainText() == detail.experience.title


def test_a_title_is_told_by_its_words_and_is_no_stop_of_tab(shell: Shell) -> None:
    shell.choose(CIGALE)
    title = shell.window.reading.view.title
    told = QAccessible.queryAccessibleInterface(title)
    assert told.text(QAccessible.Text.Name) == on_screen(shell).experience.title
    assert told.role() == QAccessible.Role.StaticText
    assert not title.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert title.height() == round(title.document().size().height()), "all of its lines"


def test_what_a_search_found_is_marked_until_another_is_read(shell: Shell) -> None:
    shell.choose(CIGALE)
    detail = shell.window.reading.detail
    assert detail is not None
    inside = set(re.findall(r"\w{6,}", detail.experience.body)) - set(re.findall(r"\w+", detail.experience.title))
    words = sorted(inside, key=detail.experience.body.index)[:2]
    search = shell.world.desk.search
    hits = search.ask(Question(query=read_query(" ".join(words), search.today()).query))
    shell.window.router.read(CIGALE, hits.result(10).needles)
    text = shell.control(CitizenText, "reading_view")
    assert [one.cursor.selectedText() for one in text.extraSelections()][:2] == words
    banner = shell.control(Banner, "found_banner")
    assert banner.isVisible() and "passages marqués" in banner.accessibleName()
    shell.press(Qt.Key.Key_F3)
    underlined = [one.cursor.selectedText() for one in text.extraSelections() if one.format.fontUnderline()]
    assert underlined == words[:1]
    shell.press(Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    underlined = [one.cursor.selectedText() for one in text.extraSelections() if one.format.fontUnderline()]
    assert (underlined and underlined != words[:1]) or text.found == 1
    banner.findChild(QPushButton).click()
    assert not text.extraSelections() and not banner.isVisible()
    shell.window.router.read(CIGALE, hits.result(10).needles)
    assert text.found >= 2
    other = next(row.key for row in shell.window.inbox.view.list.model().rows if row.key != CIGALE)
    shell.choose(other)
    shell.choose(CIGALE)
    assert not text.extraSelections()
