"""A network device between desks and the central that spoils what passes. Real sockets; one port for each desk.

What happens to the n-th request of a desk is drawn from (seed, desk, n) alone: the same seed is the same script,
however the threads are scheduled. Once `heal` was called everything passes.
"""

import socket
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum

from tests.chaos.dice import dice_of

_PORTAL = b"<!DOCTYPE html><html><head><title>Wi-Fi de la gare</title></head><body>Connectez-vous</body></html>"
_DELAY = 0.03
"""Seconds at most."""
_TIMEOUT = 60.0


class Spoil(StrEnum):
    DROP_REQUEST = "drop_request"
    DROP_ANSWER = "drop_answer"
    """After the central committed."""
    TWICE = "twice"
    """One after the other; the desk gets the second answer."""
    TWICE_AT_ONCE = "twice_at_once"
    """Both on their way at the same time."""
    LATE_AGAIN = "late_again"
    """Delivered as it should, and once more, later, when the desk has long gone on."""
    DELAY = "delay"
    CUT_REQUEST = "cut_request"
    """The central gets half of the body, then the line breaks."""
    CUT_ANSWER = "cut_answer"
    ERROR_500 = "error_500"
    ERROR_502 = "error_502"
    """Said by a device on the way, after the central committed."""
    ERROR_503 = "error_503"
    THROTTLED_0 = "throttled_0"
    THROTTLED_1 = "throttled_1"
    PORTAL = "portal"


Hook = Callable[[str, int, str], None]
"""(desk, number of its request, "before" | "during" | "after"): the moment to kill somebody."""


@dataclass
class Proxy:
    """`target`: port of the central. A context manager; `port_of` gives each desk its own address."""

    seed: str
    target: int
    rate: float
    hook: Hook = lambda _desk, _number, _phase: None
    met: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    _healed: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _numbers: Counter[str] = field(default_factory=Counter)
    _open: set[socket.socket] = field(default_factory=set)
    _threads: list[threading.Thread] = field(default_factory=list)
    _again: list[bytes] = field(default_factory=list)
    _closed: bool = False

    def __enter__(self) -> "Proxy":
        return self

    def __exit__(self, *_error: object) -> None:
        self._closed = True
        with self._lock:
            sockets = list(self._open)
        for open_socket in sockets:
            with suppress(OSError):
                open_socket.shutdown(socket.SHUT_RDWR)
            open_socket.close()
        for thread in self._threads:
            thread.join(10)

    def heal(self) -> None:
        self._healed = True
        while self._again:
            self._late()

    def port_of(self, desk: str) -> int:
        listener = socket.create_server(("127.0.0.1", 0))
        self._keep(listener)
        self._start(lambda: self._accept(listener, desk))
        return int(listener.getsockname()[1])

    def _start(self, work: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=work, name="chaos-proxy", daemon=True)
        self._threads.append(thread)
        thread.start()
        return thread

    def _keep(self, opened: socket.socket) -> None:
        with self._lock:
            self._open.add(opened)

    def _accept(self, listener: socket.socket, desk: str) -> None:
        while not self._closed:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            self._keep(line)
            self._start(lambda line=line: self._serve(line, desk))

    def _serve(self, line: socket.socket, desk: str) -> None:
        try:
            with line, line.makefile("rb") as stream:
                while (request := _read_message(stream)) is not None:
                    if not self._pass(line, desk, request):
                        return
        except (OSError, ValueError):
            return  # the desk died, or the central did
        finally:
            with self._lock:
                self._open.discard(line)

    def _pass(self, line: socket.socket, desk: str, request: bytes) -> bool:
        """One request and its answer; False when the line to the desk is broken now."""
        with self._lock:
            self._numbers[desk] += 1
            number = self._numbers[desk]
            self.requests += 1
        dice = dice_of(self.seed, "line", desk, number)
        spoil = dice.choice(list(Spoil)) if dice.random() < self.rate and not self._healed else None
        if spoil is not None:
            with self._lock:
                self.met[spoil.value] += 1
        self.hook(desk, number, "before")
        if self._again and dice.random() < 0.3:
            self._late()
        match spoil:
            case Spoil.DROP_REQUEST:
                return False
            case Spoil.CUT_REQUEST:
                head, _, body = request.partition(b"\r\n\r\n")
                self._forward(head + b"\r\n\r\n" + body[: len(body) // 2], whole=False)
                return False
            case Spoil.ERROR_500:
                return _say(line, 500, b'{"detail": "boom"}', "application/json")
            case Spoil.ERROR_503:
                return _say(line, 503, b"", "text/plain")
            case Spoil.THROTTLED_0 | Spoil.THROTTLED_1:
                return _say(line, 429, b"", "text/plain", f"Retry-After: {spoil.value[-1]}\r\n")
            case Spoil.PORTAL:
                return _say(line, 200, _PORTAL, "text/html; charset=utf-8")
            case Spoil.TWICE:
                self._forward(request)
            case Spoil.TWICE_AT_ONCE:
                self._start(lambda: self._quietly(request))
            case Spoil.LATE_AGAIN:
                self._again.append(request)
            case Spoil.DELAY:
                threading.Event().wait(dice.uniform(0, _DELAY))
            case _:
                pass
        answer = self._forward(request, lambda: self.hook(desk, number, "during"))
        self.hook(desk, number, "after")
        if answer is None or spoil is Spoil.DROP_ANSWER:
            return False
        if spoil is Spoil.ERROR_502:
            return _say(line, 502, b"<html>Bad Gateway</html>", "text/html")
        if spoil is Spoil.CUT_ANSWER:
            head, _, body = answer.partition(b"\r\n\r\n")
            line.sendall(head + b"\r\n\r\n" + body[: len(body) // 2])
            return False
        line.sendall(answer)
        return True

    def _late(self) -> None:
        with suppress(IndexError):
            self._quietly(self._again.pop(0))

    def _quietly(self, request: bytes) -> None:
        with suppress(OSError, ValueError):
            self._forward(request)

    def _forward(self, request: bytes, sent: Callable[[], None] = lambda: None, *, whole: bool = True) -> bytes | None:
        """The central's answer; None when it died on the way, or was given half a request."""
        try:
            with socket.create_connection(("127.0.0.1", self.target), timeout=_TIMEOUT) as upstream:
                upstream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                upstream.sendall(request)
                if not whole:
                    return None
                sent()
                with upstream.makefile("rb") as stream:
                    return _read_message(stream)
        except (OSError, ValueError):
            return None


def _read_message(stream: object) -> bytes | None:
    """A whole HTTP message with its length told; None at the end of the stream. Raises ValueError when it is cut."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        read = stream.readline()
        if not read:
            if head:
                raise ValueError("cut")
            return None
        head += read
    length = 0
    for header in head.lower().split(b"\r\n"):
        if header.startswith(b"content-length:"):
            length = int(header[15:])
        elif header.startswith(b"transfer-encoding:"):
            raise RuntimeError("the central tells the length of its answers")
    if head.startswith((b"HTTP/1.1 304", b"HTTP/1.1 204")):
        length = 0
    body = stream.read(length)
    if len(body) != length:
        raise ValueError("cut")
    return head + body


def _say(line: socket.socket, status: int, body: bytes, media: str, more: str = "") -> bool:
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {media}\r\n{more}Content-Length: {len(body)}\r\n\r\n"
    line.sendall(head.encode() + body)
    return True
