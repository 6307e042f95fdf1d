"""The small parts that wait or listen: input watchers, what follows a paint, modules loaded ahead, tooltips."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QPushButton, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from spplus_desk.ui.after_paint import AfterPaint
from spplus_desk.ui.input_watch import InputWatch, input_watch
from spplus_desk.ui.main_window.ahead import LoadAhead
from spplus_desk.ui.main_window.first_paint import FirstPaint
from spplus_desk.ui.notices.toasts import Notice
from spplus_desk.ui.widgets.overlay import card_over
from tests.ui.shell.conftest import Shell


class Keys(QObject):
    """A watcher that writes down the keys it sees, under its name."""

    def __init__(self, name: str, log: list[str], takes: bool = False) -> None:
        super().__init__()
        self._name, self._log, self._takes = name, log, takes
        input_watch().add(self)

    def seen(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._log.append(self._name + event.text())
            return self._takes
        return False


@pytest.fixture
def field(qtbot: QtBot) -> QLineEdit:
    one = QLineEdit()
    qtbot.addWidget(one)
    one.show()
    qtbot.waitExposed(one)
    return one


def gone(*watchers: QObject) -> None:
    for one in watchers:
        one.deleteLater()
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete.value))


def typed(field: QLineEdit, key: Qt.Key) -> None:
    """To the widget alone: a window would be asked too."""
    QTest.keyClick(field, key)


def test_one_watch_for_the_application(qapp: QApplication) -> None:
    assert input_watch() is input_watch()
    assert len(qapp.findChildren(InputWatch)) == 1


def test_the_latest_watcher_is_asked_first_and_may_take_a_key_away(field: QLineEdit) -> None:
    log: list[str] = []
    first = Keys("first ", log)
    typed(field, Qt.Key.Key_A)
    second = Keys("second ", log, takes=True)
    typed(field, Qt.Key.Key_B)
    assert log == ["first a", "second b"]
    assert field.text() == "a"
    gone(first, second)


def test_a_destroyed_watcher_is_asked_no_more(field: QLineEdit) -> None:
    log: list[str] = []
    watcher = Keys("", log, takes=True)
    gone(watcher)
    typed(field, Qt.Key.Key_A)
    assert not log and field.text() == "a"


def test_nothing_is_told_while_it_is_paused_however_deep(field: QLineEdit) -> None:
    log: list[str] = []
    watcher = Keys("", log)
    with input_watch().paused():
        with input_watch().paused():
            typed(field, Qt.Key.Key_A)
        typed(field, Qt.Key.Key_B)
    typed(field, Qt.Key.Key_C)
    assert log == ["c"]
    gone(watcher)


def test_what_waits_for_the_paint_of_a_shown_widget_comes_once_after_it(qtbot: QtBot) -> None:
    order: list[str] = []

    class Painted(QWidget):
        def event(self, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                order.append("painted")
            return super().event(event)

    widget = Painted()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitUntil(lambda: "painted" in order)
    order.clear()
    waiting = AfterPaint(widget, lambda: order.append("acted"))
    with qtbot.waitSignal(waiting.destroyed):
        pass
    widget.update()
    qtbot.waitUntil(lambda: order.count("painted") == 2)
    assert order == ["painted", "acted", "painted"]


def test_what_waits_for_a_paint_comes_although_nobody_sees_the_widget(qtbot: QtBot) -> None:
    acted: list[str] = []
    widget = QWidget()
    qtbot.addWidget(widget)
    AfterPaint(widget, lambda: acted.append("never shown"))
    assert not acted  # never within the call
    qtbot.waitUntil(lambda: acted == ["never shown"])
    widget.show()
    qtbot.waitExposed(widget)
    AfterPaint(widget, lambda: acted.append("hidden before its paint"))
    widget.hide()
    qtbot.waitUntil(lambda: acted[1:] == ["hidden before its paint"])


def test_what_waits_for_a_paint_goes_with_its_widget(qtbot: QtBot) -> None:
    acted: list[str] = []
    widget = QWidget()
    AfterPaint(widget, lambda: acted.append("too late"))
    gone(widget)
    later = QWidget()
    qtbot.addWidget(later)
    AfterPaint(later, lambda: acted.append("in time"))
    qtbot.waitUntil(lambda: bool(acted))
    assert acted == ["in time"]


@pytest.fixture
def two_modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, str]]:
    names = ("loaded_ahead_one", "loaded_ahead_two")
    for name in names:
        (tmp_path / f"{name}.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield names
    for name in names:
        sys.modules.pop(name, None)


def test_modules_are_loaded_a_while_after_the_first_paint(shell: Shell, two_modules: tuple[str, str]) -> None:
    paint = FirstPaint(shell.window.inbox, shell.window)
    made: list[bool] = []
    LoadAhead(two_modules, paint, [lambda: made.append(two_modules[1] in sys.modules)])
    with shell.qtbot.waitSignal(paint.happened):
        shell.control(QListView, "experience_list").viewport().update()
    assert not any(name in sys.modules for name in two_modules)
    shell.until(lambda: two_modules[0] in sys.modules)
    shell.until(lambda: two_modules[1] in sys.modules)
    shell.until(lambda: made == [True])


def with_tip(shell: Shell, at: QWidget) -> None:
    QToolTip.showText(at.mapToGlobal(QPoint(5, 5)), "À publier avant le jeudi 16 décembre à 15 h 40", at)
    shell.until(QToolTip.isVisible)


def test_escape_hides_a_tooltip_and_the_next_one_is_the_pages(shell: Shell) -> None:
    shell.choose()
    rows = shell.control(QListView, "experience_list")
    rows.setFocus()
    shell.press(Qt.Key.Key_E)
    shell.until(lambda: card_over(shell.window) is not None)
    focused = QApplication.focusWidget()
    assert focused is not None
    with_tip(shell, focused)
    shell.press(Qt.Key.Key_Escape)
    assert not QToolTip.isVisible()
    assert card_over(shell.window) is not None and QApplication.focusWidget() is focused
    shell.press(Qt.Key.Key_Escape)
    assert card_over(shell.window) is None and rows.hasFocus()


def test_a_tooltip_stays_for_every_other_key(shell: Shell) -> None:
    shell.choose()
    rows = shell.control(QListView, "experience_list")
    rows.setFocus()
    with_tip(shell, rows)
    before = rows.currentIndex().row()
    shell.press(Qt.Key.Key_Down)
    assert QToolTip.isVisible() and rows.currentIndex().row() > before
    shell.press(Qt.Key.Key_Escape)
    assert not QToolTip.isVisible()


def test_a_shortcut_of_escape_does_not_act_over_a_tooltip(shell: Shell) -> None:
    shell.choose()
    rows = shell.control(QListView, "experience_list")
    rows.setFocus()
    with_tip(shell, rows)
    override = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    override.ignore()
    QApplication.sendEvent(rows, override)
    assert override.isAccepted() and QToolTip.isVisible()
    shell.press(Qt.Key.Key_Escape)
    assert not QToolTip.isVisible()


def test_a_tooltip_stays_while_it_is_pointed_at(shell: Shell) -> None:
    rows = shell.control(QListView, "experience_list")
    with_tip(shell, rows)
    (tip,) = (one for one in QApplication.topLevelWidgets() if one.inherits("QTipLabel"))
    # Without a screen the pointer is never over a window that lies on another: what Qt would send.
    QApplication.sendEvent(tip, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(tip.mapToGlobal(QPoint(5, 5)))))
    QToolTip.hideText()  # as Qt does when the pointer has left what the tip belongs to
    passed: list[None] = []
    QTimer.singleShot(1_000, tip, lambda: passed.append(None))  # three times Qt's delay
    shell.until(lambda: bool(passed))
    assert QToolTip.isVisible()
    QApplication.sendEvent(tip, QEvent(QEvent.Type.Leave))
    shell.until(lambda: not QToolTip.isVisible())


def test_a_message_stays_while_its_action_has_the_focus(shell: Shell) -> None:
    notices = shell.window.notices
    notices.show_notice(Notice("Envoi annulé.", "success", "Reprendre", lambda: None))
    action = shell.control(QPushButton, "notice_action")
    shell.until(action.isVisible)
    action.setFocus(Qt.FocusReason.TabFocusReason)
    notices._timer.timeout.emit()  # its six seconds are over
    assert action.isVisible() and notices._timer.isActive()
    shell.control(QListView, "experience_list").setFocus()
    notices._timer.timeout.emit()
    assert not notices.isVisible()
