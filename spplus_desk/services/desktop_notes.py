"""Notifications of a Linux desktop, said over the session bus by one thread: freedesktop.org's Notifications 1.2.

Not by Qt's tray icon: it sends them without an action, so that a click says nothing to the program, and marked as
unimportant, so that GNOME keeps them out of sight; and GNOME by itself has no tray to send them from.
"""

import os
import queue
import select
import socket
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jeepney import Message
    from jeepney.io.blocking import DBusConnection

_BUS = "DBUS_SESSION_BUS_ADDRESS"
_PATH, _NAME = "/org/freedesktop/Notifications", "org.freedesktop.Notifications"
_SHOWN = "default"
"""The key of the action that a click on the notification itself means."""
_NORMAL = ("y", 1)
_PATIENCE = 5.0
"""Seconds for a desktop to answer; then the alert is said in the window."""


def offered() -> bool:
    """Whether there is a session bus to speak to; whether a desktop listens there, the first notification shows."""
    return sys.platform.startswith("linux") and bool(os.environ.get(_BUS))


class DesktopNotes:
    """`clicked` is called on a thread of its own. One notification stands at a time: a newer one takes its place."""

    def __init__(self, clicked: Callable[[], None]) -> None:
        self._clicked = clicked
        self._asked: queue.SimpleQueue[tuple[Future[bool], tuple[str, str, str]] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._wake_out, self._wake_in = socket.socketpair()
        self._standing = 0

    def show(self, title: str, text: str, see: str) -> Future[bool]:
        """Say it, with a button `see`. False where no desktop took it; nothing is raised."""
        done: Future[bool] = Future()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="notifications", daemon=True)
            self._thread.start()
        self._asked.put((done, (title, text, see)))
        self._wake_in.send(b"\0")
        return done

    def close(self) -> None:
        """What stands on the desktop goes; the thread ends by itself."""
        if self._thread is None:
            self._wake_in.close()
            self._wake_out.close()
        else:
            self._asked.put(None)
            self._wake_in.send(b"\0")

    def _run(self) -> None:
        connection = _connection()
        try:
            while True:
                waited = [self._wake_out] if connection is None else [self._wake_out, connection.sock]
                ready, _, _ = select.select(waited, [], [])
                if self._wake_out in ready:
                    self._wake_out.recv(1)
                    asked = self._asked.get()
                    if asked is None:
                        self._take_down(connection)
                        return
                    asked[0].set_result(self._say(connection, *asked[1]))
                if connection is not None and not self._hear(connection):
                    connection.close()
                    connection = None  # the session's bus is gone: the window says it from now on
        finally:
            self._wake_in.close()
            self._wake_out.close()
            if connection is not None:
                connection.close()

    def _say(self, connection: "DBusConnection | None", title: str, text: str, see: str) -> bool:
        if connection is None:
            return False
        body = ("SP+ Desk", self._standing, "", title, text, [_SHOWN, see], {"urgency": _NORMAL}, -1)
        answer = self._call(connection, "Notify", "susssasa{sv}i", body)
        self._standing = answer or 0
        return answer is not None

    def _take_down(self, connection: "DBusConnection | None") -> None:
        if connection is not None and self._standing:
            self._call(connection, "CloseNotification", "u", (self._standing,))

    def _call(self, connection: "DBusConnection", name: str, signature: str, body: tuple[Any, ...]) -> int | None:
        """What the desktop answers, 0 for nothing; None where it does not answer, or with an error."""
        from jeepney import DBusAddress, HeaderFields, MessageType, new_method_call

        call = new_method_call(DBusAddress(_PATH, _NAME, _NAME), name, signature, body)
        serial = next(connection.outgoing_serial)
        try:
            connection.send_message(call, serial=serial)
            while True:
                found = connection.receive(timeout=_PATIENCE)
                if found.header.fields.get(HeaderFields.reply_serial) == serial:
                    break
                self._heard(found)
        except OSError:  # a time-out too
            return None
        if found.header.message_type is not MessageType.method_return:
            return None
        return int(found.body[0]) if found.body else 0

    def _hear(self, connection: "DBusConnection") -> bool:
        """Whatever has come; False once the bus is gone."""
        while True:
            try:
                self._heard(connection.receive(timeout=0))
            except TimeoutError:
                return True
            except OSError:
                return False

    def _heard(self, message: "Message") -> None:
        from jeepney import HeaderFields

        if message.header.fields.get(HeaderFields.member) == "ActionInvoked" and message.body[0] == self._standing:
            self._clicked()


def _connection() -> "DBusConnection | None":
    """With the clicks of the desktop subscribed to; None where nobody listens."""
    from jeepney import MatchRule, message_bus
    from jeepney.io.blocking import Proxy, open_dbus_connection

    try:
        found = open_dbus_connection(bus="SESSION")
        rule = MatchRule(type="signal", interface=_NAME, member="ActionInvoked", path=_PATH)
        Proxy(message_bus, found, timeout=_PATIENCE).AddMatch(rule)
    except (OSError, LookupError, ValueError, RuntimeError):  # no bus, an address of a kind that is not spoken
        return None
    return found
