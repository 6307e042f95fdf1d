"""Every screen of the window at 200 % and in the smallest window: no word cut, no control out of reach.

What a label or a button shows must fit in it, unless it ends in « … » by design and says the whole in its tool tip;
what does not fit in its parent must stand where one can scroll to it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.ui.main_window import MainWindow
from spplus_desk.ui.main_window.pages import PAGES
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Mode, Theme
from spplus_desk.ui.widgets.labels import ElidingLabel
from spplus_desk.ui.widgets.overlay import card_over
from tests.helpers.board_world import board_world
from tests.helpers.clock import FakeClock
from tests.helpers.inbox_world import inbox_world
from tests.helpers.screens import MANAGER, SCREENS, Screen

SIZES = {"text at 200 %": ((1366, 736), 2.0), "smallest window": ((960, 600), 1.0)}
_SLACK = 1
"""Pixels: a width of a font is a fraction, that of a widget is not."""


def test_every_page_of_the_registry_has_a_screen() -> None:
    assert {page.key for page in PAGES} == {screen.page for screen in SCREENS.values()}


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Theme]:
    found = qapp.findChild(Theme)
    theme = found if isinstance(found, Theme) else Theme(qapp, Mode.LIGHT)
    theme.set_mode(Mode.LIGHT)
    yield theme
    theme.set_text_scale(1.0)


def shown(window: MainWindow) -> Iterator[QWidget]:
    """What stands on screen: the window's own widgets, and those of the card that is over it."""
    yield from (one for one in window.findChildren(QWidget) if one.isVisibleTo(window) and one.window() is window)


def named(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, QLabel | QAbstractButton | QLineEdit) else ""
    return f"{type(widget).__name__} {widget.objectName()} {words!r}"


def cut_words(widget: QWidget) -> str:
    """What is wrong with the words of one widget; empty when nothing is."""
    if isinstance(widget, ElidingLabel) or not isinstance(widget, QLabel | QAbstractButton | QComboBox):
        return ""
    if isinstance(widget, QLabel):
        if not widget.text():
            return ""
        room = widget.contentsRect()
        if widget.wordWrap():
            flags = int(Qt.TextFlag.TextWordWrap)
            needs = widget.fontMetrics().boundingRect(QRect(0, 0, max(room.width(), 1), 10_000), flags, widget.text())
            return (
                f"{named(widget)}: {needs.width()} × {needs.height()} in {room.width()} × {room.height()}"
                if needs.height() > room.height() + _SLACK or needs.width() > room.width() + _SLACK
                else ""
            )
        wide = max(widget.fontMetrics().horizontalAdvance(line) for line in widget.text().split("\n"))
        return f"{named(widget)}: {wide} px in {room.width()}" if wide > room.width() + _SLACK else ""
    if isinstance(widget, QComboBox):
        return ""  # shows its value whole or with « … », and the whole in its list and tool tip
    hint = widget.sizeHint()
    if widget.hasHeightForWidth():
        hint = QSize(min(hint.width(), widget.width()), widget.heightForWidth(widget.width()))
    if hint.isValid() and (hint.width() > widget.width() + _SLACK or hint.height() > widget.height() + _SLACK):
        return f"{named(widget)}: wants {hint.width()} × {hint.height()}, has {widget.width()} × {widget.height()}"
    return ""


def out_of_reach(widget: QWidget) -> str:
    """A control that its parent cuts, where nothing scrolls to it."""
    if not isinstance(widget, QLabel | QAbstractButton | QComboBox | QLineEdit):
        return ""
    inside: QWidget | None = widget.parentWidget()
    while inside is not None:
        rect = QRect(widget.mapTo(inside, QPoint(0, 0)), widget.size())
        scrolls = isinstance(inside.parentWidget(), QAbstractScrollArea)
        room: Any = inside.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
        if not scrolls and not room.contains(rect):
            return f"{named(widget)} at {rect.getRect()} leaves {type(inside).__name__} {inside.objectName()}"
        if scrolls or inside.isWindow():
            return ""
        inside = inside.parentWidget()
    return ""


def faults(window: MainWindow) -> list[str]:
    return sorted({fault for one in shown(window) for fault in (cut_words(one), out_of_reach(one)) if fault})


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut(qtbot: QtBot, look: Theme, clock: FakeClock, tmp_path: Path, name: str, size: str) -> None:
    screen: Screen = SCREENS[name]
    place, scale = SIZES[size]
    look.set_text_scale(scale)
    world: Any = board_world(tmp_path, clock, count=60) if screen.board else inbox_world(tmp_path, clock, agent=MANAGER)
    with world as one:
        one.phase(SyncPhase.SYNCED, last_success=clock())
        window = MainWindow(one.desk, theme=look, tasks=Tasks(), clock=clock)
        window.resize(*place)
        window.show()
        qtbot.waitExposed(window)
        for ready in screen.act(window, one):
            qtbot.waitUntil(ready, timeout=10_000)
        try:
            qtbot.waitUntil(lambda: not faults(window), timeout=1_000)
        except Exception:
            pytest.fail("\n".join(faults(window)))
        finally:
            card = card_over(window)
            if card is not None:
                card.close()
            window.close()
            window.deleteLater()
            qtbot.wait(0)
