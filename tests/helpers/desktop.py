"""A session bus of its own, and a desktop on it that takes notifications as freedesktop.org wrote them down."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jeepney import DBusAddress, HeaderFields, MessageType, message_bus, new_error, new_method_return, new_signal
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"


@contextmanager
def session_bus() -> Iterator[str]:
    """The address of a bus on which nobody is yet."""
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
    daemon = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().strip()
    finally:
        daemon.kill()
        daemon.communicate()


class Desktop:
    """Notes each call, in order: its name and what it was given. `refuses`: answers with an error instead."""

    def __init__(self, address: str, *, refuses: bool = False) -> None:
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self._address, self._refuses = address, refuses
        self._connection = open_dbus_connection(bus=address)
        Proxy(message_bus, self._connection, timeout=5).RequestName(NAME)
        self._thread = threading.Thread(target=self._serve, name="desktop")
        self._thread.start()

    def click(self, number: int, key: str = "default") -> None:
        where = DBusAddress(PATH, interface=NAME)
        self._connection.send(new_signal(where, "ActionInvoked", "us", (number, key)))

    def close(self) -> None:
        goodbye: DBusConnection = open_dbus_connection(bus=self._address)
        with goodbye:
            message = new_signal(DBusAddress(PATH, interface="test.desktop"), "Goodbye")
            message.header.fields[HeaderFields.destination] = self._connection.unique_name
            goodbye.send(message)
            self._thread.join()
        self._connection.close()

    def _serve(self) -> None:
        numbers = iter(range(1, 1000))
        while True:
            call = self._connection.receive()
            member = call.header.fields.get(HeaderFields.member)
            if member == "Goodbye":
                return
            if call.header.message_type is not MessageType.method_call:
                continue
            self.calls.append((str(member), call.body))
            if self._refuses:
                self._connection.send(new_error(call, f"{NAME}.Error"))
            elif member == "Notify":
                self._connection.send(new_method_return(call, "u", (call.body[1] or next(numbers),)))
            else:
                self._connection.send(new_method_return(call))
