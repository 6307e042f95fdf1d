"""A server on loopback that answers the bytes it is told to, whatever they are: for what no honest server says."""

import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from spplus_desk.protocol import PROBLEM_JSON


def answer(status: int, body: bytes = b"", *, media: str = "application/json", **headers: str) -> bytes:
    """A whole HTTP answer that closes its connection."""
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", "Connection: close"]
    if media:
        lines.append(f"Content-Type: {media}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def problem(status: int, code: str, detail: str = "Une phrase.") -> bytes:
    return answer(status, f'{{"code":"{code}","detail":"{detail}","status":{status}}}'.encode(), media=PROBLEM_JSON)


class RawServer:
    """`respond(head, body) -> bytes`; empty bytes hang up without a word. `heads` keeps what was asked."""

    def __init__(self, respond: Callable[[str, bytes], bytes] | bytes) -> None:
        self._respond = respond if callable(respond) else lambda _head, _body: respond
        self.heads: list[str] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, name="raw-server")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                data = b""
                # A TLS greeting (0x16) never ends like a head: it is answered as it comes.
                while b"\r\n\r\n" not in data and not data.startswith(b"\x16"):
                    chunk = connection.recv(65536)
                    if not chunk:
                        break
                    data += chunk
                head_bytes, _, body = data.partition(b"\r\n\r\n")
                head = head_bytes.decode("latin-1")
                length = next(
                    (int(line[15:]) for line in head.splitlines() if line.lower().startswith("content-length:")), 0
                )
                while len(body) < length:
                    body += connection.recv(65536)
                self.heads.append(head)
                connection.sendall(self._respond(head, body))
