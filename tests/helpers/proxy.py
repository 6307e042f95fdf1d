"""A real forwarding proxy on loopback: CONNECT for tunnels, absolute addresses for clear HTTP, Basic if told to."""

import base64
import socket
import threading
from contextlib import ExitStack, suppress
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit


class ForwardingProxy:
    """A context manager. `asked` keeps the first line of each request, `heads` the whole heads.

    `refuse`: answer this status to everything. `names`: where a name lives, for those that no resolver knows.
    """

    def __init__(
        self, *, credentials: tuple[str, str] | None = None, refuse: int = 0, names: dict[str, str] | None = None
    ) -> None:
        self._credentials = credentials
        self._refuse = refuse
        self._names = names or {}
        self.asked: list[str] = []
        self.heads: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.host = f"127.0.0.1:{self.port}"
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._thread = threading.Thread(target=self._serve, name="proxy")

    def url(self, user: str = "") -> str:
        return f"http://{user + '@' if user else ''}{self.host}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()
        with self._lock:
            for line in self._open:
                with suppress(OSError):  # gone by itself meanwhile
                    line.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._one, args=(line,), name="proxy-line")
            self._threads.append(thread)
            thread.start()

    def _one(self, line: socket.socket) -> None:
        with ExitStack() as ends:
            self._keep(line, ends)
            # One request for each connection, but for tunnels: enough for a client that keeps to what it is told.
            data = b""
            while b"\r\n\r\n" not in data:
                chunk = line.recv(65536)
                if not chunk:
                    return
                data += chunk
            head, _, rest = data.partition(b"\r\n\r\n")
            first, *fields = head.decode("latin-1").split("\r\n")
            self.asked.append(first)
            self.heads.append(head.decode("latin-1"))
            refusal = self._refusal(fields)
            if refusal:
                line.sendall(refusal)
                return
            method, target, version = first.split(" ")
            if method == "CONNECT":
                server = self._dial(target, ends)
                line.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                parts = urlsplit(target)
                server = self._dial(parts.netloc, ends)
                path = target.split(parts.netloc, 1)[1] or "/"
                kept = [field for field in fields if not field.lower().startswith(("proxy-", "connection:"))]
                server.sendall("\r\n".join([f"{method} {path} {version}", *kept, "Connection: close"]).encode())
                server.sendall(b"\r\n\r\n" + rest)
            back = threading.Thread(target=_pour, args=(line, server), name="proxy-back")
            back.start()
            _pour(server, line)
            back.join()

    def _refusal(self, fields: list[str]) -> bytes:
        if self._refuse:
            return f"HTTP/1.1 {self._refuse} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
        if self._credentials is None:
            return b""
        wanted = base64.b64encode(":".join(self._credentials).encode()).decode()
        if f"Proxy-Authorization: Basic {wanted}" in fields:
            return b""
        return (
            b'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"\r\n'
            b"Content-Length: 0\r\nConnection: close\r\n\r\n"
        )

    def _dial(self, netloc: str, ends: ExitStack) -> socket.socket:
        host, _, port = netloc.rpartition(":")
        server = socket.create_connection((self._names.get(host, host.strip("[]")), int(port)), timeout=30)
        self._keep(server, ends)
        return server

    def _keep(self, line: socket.socket, ends: ExitStack) -> None:
        with self._lock:
            self._open.add(line)

        def let_go() -> None:
            with self._lock:
                self._open.discard(line)
                line.close()

        ends.callback(let_go)


def _pour(source: socket.socket, into: socket.socket) -> None:
    """What comes from one end goes to the other, until either is gone."""
    try:
        while chunk := source.recv(65536):
            into.sendall(chunk)
    except OSError:
        pass
    with suppress(OSError):
        into.shutdown(socket.SHUT_RDWR)
