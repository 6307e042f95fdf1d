"""Notifications on a real session bus: taken with a button that leads back, one at a time, or handed back."""

import threading
from collections.abc import Iterator

import pytest

from spplus_desk.services import desktop_notes
from spplus_desk.services.desktop_notes import DesktopNotes
from tests.helpers.desktop import Desktop, session_bus

SAID = ("Caf de l’Orvanne", "2\u00a0réponses à publier.", "Voir")


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with session_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


def _ended(name: str) -> None:
    for thread in threading.enumerate():
        if thread.name == name:
            thread.join(10)
            assert not thread.is_alive()


def test_it_is_said_with_a_button_and_a_click_comes_back(bus: str) -> None:
    desktop, clicked = Desktop(bus), threading.Event()
    notes = DesktopNotes(clicked.set)
    assert notes.show(*SAID).result(10) is True
    name, (app, replaces, _icon, title, text, actions, hints, _timeout) = desktop.calls[0]
    assert (name, app, replaces, title, text) == ("Notify", "SP+ Desk", 0, *SAID[:2])
    assert (actions, hints) == (["default", "Voir"], {"urgency": ("y", 1)})
    desktop.click(99)  # of another program
    desktop.click(1)
    assert clicked.wait(10)
    notes.close()
    _ended("notifications")  # it takes the notification down by itself, after `close`
    desktop.close()
    assert [name for name, _ in desktop.calls] == ["Notify", "CloseNotification"]


def test_a_newer_one_takes_the_place_of_the_last(bus: str) -> None:
    desktop = Desktop(bus)
    notes = DesktopNotes(lambda: None)
    assert notes.show(*SAID).result(10) and notes.show(*SAID).result(10)
    assert [body[1] for _, body in desktop.calls] == [0, 1]
    notes.close()
    desktop.close()


def test_where_no_desktop_takes_it_that_is_said(bus: str, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = DesktopNotes(lambda: None)
    assert alone.show(*SAID).result(10) is False  # nobody listens on that bus
    refusing = Desktop(bus, refuses=True)
    assert alone.show(*SAID).result(10) is False
    refusing.close()
    listening = Desktop(bus)  # a desktop that comes later is found
    assert alone.show(*SAID).result(10) is True
    alone.close()
    listening.close()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all")
    without = DesktopNotes(lambda: None)
    assert without.show(*SAID).result(10) is False
    without.close()
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    assert not desktop_notes.offered()
    DesktopNotes(lambda: None).close()  # never said a thing


def test_a_bus_that_ends_in_the_middle_is_no_end_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    with session_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        notes = DesktopNotes(lambda: None)
        assert notes.show(*SAID).result(10) is False
    assert notes.show(*SAID).result(10) is False
    notes.close()
