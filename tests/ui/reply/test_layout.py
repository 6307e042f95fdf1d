"""Writing mode at the widths of the design, in both themes."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTextBrowser, QWidget

from spplus_desk.ui.theme import Mode, Theme
from tests.ui.reply.conftest import Writing
from tests.ui.reply.looking import control, picture


def test_three_columns_where_there_is_room(writing: Writing) -> None:
    writing.open()
    view = writing.pane.view
    assert not view.has_drawer
    assert view.assist.isVisible()
    assert (view.testimony.parentWidget().width(), view.assist.width()) == (322, 344)


def test_a_wide_window_stacks_the_aid_and_the_preview(writing: Writing) -> None:
    writing.pane.resize(1_704, 900)
    writing.open()
    assert control(writing.pane, QWidget, "public_preview").isVisible()
    assert control(writing.pane, QWidget, "assist_tabs").isVisible()
    assert "repère 400 à 1\u00a0200" in writing.pane.view.sheet.count.text()


def test_the_preview_follows_at_each_pause(writing: Writing) -> None:
    writing.pane.resize(1_704, 900)
    writing.open()
    writing.type("Ouvert le samedi.")
    preview = control(writing.pane, QTextBrowser, "public_preview")
    writing.qtbot.waitUntil(lambda: "Ouvert le samedi." in preview.toPlainText())


def test_under_1280_the_aid_is_a_drawer(writing: Writing) -> None:
    writing.pane.resize(1_200, 700)
    writing.open()
    view = writing.pane.view
    assert not view.assist.isVisible()
    writing.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert view.assist.isVisible()
    assert view.assist.geometry().right() == view.rect().right()
    writing.press(Qt.Key.Key_Escape)
    assert not view.assist.isVisible()
    assert writing.pane.key != ""
    assert writing.editor.hasFocus()


def test_under_1100_the_testimony_stands_above(writing: Writing) -> None:
    writing.pane.resize(960, 700)
    writing.open()
    view = writing.pane.view
    testimony, sheet = (
        view.testimony.mapTo(view, view.testimony.rect().topLeft()),
        view.sheet.mapTo(view, view.sheet.rect().topLeft()),
    )
    assert testimony.y() < sheet.y()
    assert 0.25 < view.testimony.height() / view.height() < 0.4
    writing.pane.resize(1_366, 700)
    assert view.assist.isVisible()


@pytest.mark.parametrize("mode", [Mode.DARK, Mode.LIGHT])
def test_it_paints_in_both_themes_and_in_large_text(writing: Writing, look: Theme, mode: Mode, tmp_path: Path) -> None:
    writing.open(with_template=True)
    try:
        look.set_mode(mode)
        look.set_text_scale(1.5)
        assert picture(writing.pane, tmp_path / "reply.png")
        assert writing.pane.view.has_drawer
    finally:
        look.set_text_scale(1.0)
        look.set_mode(Mode.LIGHT)
