"""What a line to the central is, whatever carries it. No HTTP client is imported for it: see `transport`."""

import threading
from collections.abc import Callable, Mapping
from typing import Protocol

from spplus_desk.domain.values import Value, field


class Response(Value):
    """`headers` are looked up in lower case; `body` is decompressed."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class Transport(Protocol):
    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """One request, one answer, whatever its status. Raises Unreachable where no whole answer came."""
        ...

    def close(self) -> None: ...


class LateTransport:
    """A transport made at its first request, on the thread that asks: the inbox is painted before the HTTP client,
    its certificates and its decompressor are imported.

    What `make` raises (BadInput for a proxy or an authority file of the settings) comes with that request: a wrong
    setting keeps nobody from what lies on this desk.
    """

    def __init__(self, make: Callable[[], Transport]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: Transport | None = None

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        with self._lock:
            if self._made is None:
                self._made = self._make()
            made = self._made
        return made.request(method, path, params=params, body=body, headers=headers)

    def close(self) -> None:
        with self._lock:
            made = self._made
        if made is not None:
            made.close()
