"""A slow line for real sockets: a relay that lets bytes through at a rate, after a delay, each way. It can be cut.

The kernel's own shaping needs modules that not every machine has (`tc netem`): this gives the same shape to one TCP
service, wherever Python runs.
"""

import queue
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from types import TracebackType
from typing import Self

_CHUNK = 512
"""Bytes that travel together: at 64 kbit/s, a sixteenth of a second."""


@dataclass
class SlowLine:
    """Listens on `url` and relays to `server` (host, port). A context manager.

    `rate`: bytes a second each way, over all connections; `delay`: seconds each way (half the latency of a round trip).
    `down`, `up`: bytes relayed to and from the client. `cut_after`: hang up once so many bytes more have come down;
    `stall_after`: say nothing more, without hanging up. Both hold until set again; None for an honest line.
    """

    server: tuple[str, int]
    rate: float = 8_000.0
    delay: float = 0.4
    cut_after: int | None = None
    stall_after: int | None = None
    down: int = 0
    up: int = 0
    connections: int = 0
    _ends: set[socket.socket] = field(default_factory=set)
    _threads: list[threading.Thread] = field(default_factory=list)
    _closing: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._roads = {"down": _Road(self.rate), "up": _Road(self.rate)}
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self.hang_up()
        for thread in list(self._threads):
            thread.join()
        self._listener.close()
        for end in self._ends:
            end.close()

    def slow_down(self, rate: float) -> None:
        """Another rate, from now on."""
        for road in self._roads.values():
            road.rate = rate

    def hang_up(self) -> None:
        """Cut every connection there is."""
        with self._lock:
            ends = tuple(self._ends)
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _start(self, target: object, *arguments: object) -> None:
        assert callable(target)
        thread = threading.Thread(target=target, args=arguments, name="slow-line")
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            server = socket.create_connection(self.server, timeout=60)
            server.settimeout(None)
            with self._lock:
                self._ends |= {client, server}
            # The greeting of a real line takes a whole trip each way before the first byte.
            self._start(self._carry, client, server, "up", 2 * self.delay)
            self._start(self._carry, server, client, "down", 0.0)

    def _carry(self, source: socket.socket, into: socket.socket, way: str, greeting: float) -> None:
        """Bytes leave `source` as they come, and reach `into` when the line has carried them."""
        travelling: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
        self._start(self._deliver, travelling, into, way)
        first = monotonic() + greeting
        with suppress(OSError):
            while chunk := source.recv(_CHUNK):
                leaves = self._roads[way].pass_through(len(chunk), max(monotonic(), first))
                travelling.put((leaves + self.delay, chunk))
                # No more on its way than the line holds: who sends must feel that it is slow.
                self._closing.wait(max(0.0, leaves - monotonic()))
        travelling.put((monotonic() + self.delay, b""))

    def _deliver(self, travelling: "queue.SimpleQueue[tuple[float, bytes]]", into: socket.socket, way: str) -> None:
        while True:
            due, chunk = travelling.get()
            self._closing.wait(max(0.0, due - monotonic()))
            if not chunk:
                with suppress(OSError):
                    into.shutdown(socket.SHUT_RDWR)
                return
            with suppress(OSError):
                if way == "up":
                    self.up += len(chunk)
                    into.sendall(chunk)
                elif self._goes_on(len(chunk)):
                    into.sendall(chunk)
                    self.down += len(chunk)

    def _goes_on(self, size: int) -> bool:
        with self._lock:
            if self.stall_after is not None:
                self.stall_after = max(0, self.stall_after - size)
                return self.stall_after > 0
            if self.cut_after is None:
                return True
            self.cut_after -= size
            over = self.cut_after <= 0
        if over:
            self.hang_up()
        return not over


class _Road:
    """One way of the line, shared by all connections."""

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self._free_at = 0.0
        self._lock = threading.Lock()

    def pass_through(self, size: int, now: float) -> float:
        """The instant at which the last byte of `size` has left."""
        with self._lock:
            self._free_at = max(self._free_at, now) + size / self.rate
            return self._free_at
