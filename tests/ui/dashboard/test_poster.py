"""From the board to paper: the report, the poster looked at, saved, printed, with the keyboard alone."""

from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QWidget

from spplus_desk.domain.statistics import figures
from spplus_desk.ui.notices.toasts import Notices
from spplus_desk.ui.paper.page import PosterPage
from spplus_desk.ui.theme import Mode
from tests.helpers.typography import faults
from tests.ui.dashboard.conftest import Boarded
from tests.ui.reply.looking import control


def poster_of(board: Boarded) -> PosterPage:
    """Opened by its key, its first page there."""
    board.qtbot.keyClick(board.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    page = board.window._host.page("poster")
    assert isinstance(page, PosterPage)
    board.qtbot.waitUntil(page.isVisible)
    board.qtbot.waitUntil(lambda: page.sheet.shown == 1, timeout=20_000)
    return page


def told(board: Boarded) -> str:
    return control(board.window, Notices, "notices")._label.text()


def test_names_of_the_ways_out(board: Boarded) -> None:
    assert control(board.pane, QPushButton, "export_pdf").accessibleName() == "Exporter en PDF"
    assert control(board.pane, QPushButton, "poster_button").accessibleName() == "Affiche A4"


def test_poster_says_in_words_what_the_board_shows(board: Boarded) -> None:
    numbers = board.pane.numbers
    assert numbers is not None
    page = poster_of(board)
    said = page.sheet.accessibleDescription()
    in_time = figures.published(numbers)[0]
    assert in_time.told in said
    assert figures.useful(numbers).told in said
    assert "du 1er\u00a0octobre au 15\u00a0décembre\u00a02027" in said
    board.qtbot.waitUntil(page.sheet.hasFocus)
    texts = [label.text() for label in page.findChildren(QLabel)] + [said]
    texts += [widget.accessibleName() for widget in page.findChildren(QWidget)]
    assert [(text, faults(text)) for text in texts if faults(text)] == []
    assert "Sans code QR" in page.note.text()


def test_escape_leads_back_to_the_board(board: Boarded) -> None:
    page = poster_of(board)
    for place in (page.sheet, page.size_combo):
        place.setFocus()
        board.qtbot.keyClick(place, Qt.Key.Key_Escape)
        board.qtbot.waitUntil(board.pane.isVisible)
        poster_of(board)


def test_a_larger_page_and_another_size_are_drawn_anew(board: Boarded) -> None:
    page = poster_of(board)
    whole = page.sheet.widget().sizeHint()
    page.zoom_combo.setCurrentIndex(2)
    board.qtbot.waitUntil(lambda: page.sheet.widget().sizeHint().height() > 1.8 * whole.height(), timeout=20_000)
    page.zoom_combo.setCurrentIndex(0)
    page.size_combo.setCurrentIndex(1)
    board.qtbot.waitUntil(lambda: abs(page.sheet.widget().sizeHint().height() - whole.height()) < 4, timeout=20_000)


def test_save_writes_the_chosen_size_and_says_where(board: Boarded, tmp_path: Path) -> None:
    page = poster_of(board)
    page.size_combo.setCurrentIndex(1)
    board.qtbot.keyClick(page.sheet, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    dialog = page.findChild(QFileDialog)
    assert dialog is not None and dialog.selectedFiles()[0].endswith("Affiche A3 2027-10-01 2027-12-15.pdf")
    dialog.close()
    path = tmp_path / "affiche.pdf"
    with board.qtbot.waitSignal(page.told, timeout=20_000):
        page.save_to(path)
    assert round(float(pypdf.PdfReader(path).pages[0].mediabox.width)) == 842
    assert told(board) == f"Affiche enregistrée\u00a0: {path}"


def test_print_hands_the_pdf_to_the_viewer_of_the_system(board: Boarded, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) is None)
    page = poster_of(board)
    with board.qtbot.waitSignal(page.told, timeout=20_000):
        board.qtbot.keyClick(page.sheet, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert len(pypdf.PdfReader(opened[0]).pages) == 1
    assert told(board) == "L’affiche s’ouvre dans votre lecteur de PDF. Imprimez-la depuis ce lecteur."
    folder = Path(opened[0]).parent
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    page.print_it()
    board.qtbot.waitUntil(page.error.isVisible, timeout=20_000)
    assert folder.is_dir()


def test_report_is_saved_from_the_board(board: Boarded, tmp_path: Path) -> None:
    path = tmp_path / "rapport.pdf"
    with board.qtbot.waitSignal(board.pane.exported, timeout=20_000):
        board.pane.export(".pdf", path)
    assert str(path) in told(board)
    assert len(pypdf.PdfReader(path).pages) >= 3


def test_a_folder_that_is_not_there_is_told(board: Boarded, tmp_path: Path) -> None:
    page = poster_of(board)
    page.save_to(tmp_path / "nowhere" / "affiche.pdf")
    board.qtbot.waitUntil(page.error.isVisible, timeout=20_000)


@pytest.mark.parametrize("size", [(1024, 640), (1366, 736), (1920, 1050)])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_cut(board: Boarded, size: tuple[int, int], scale: float) -> None:
    board.window.resize(*size)
    board.window._theme.set_text_scale(scale)
    board.window._theme.set_mode(Mode.DARK)
    page = poster_of(board)
    for widget in (page.save, page.print, page.close_button, page.size_combo, page.zoom_combo, page.changes):
        place = QRect(widget.mapTo(page, widget.rect().topLeft()), widget.size())
        assert page.rect().contains(place), widget.objectName()
    assert page.sheet.viewport().height() > 100
