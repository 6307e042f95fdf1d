"""The real central, served the way a test wants it: over TLS, on IPv6, or as a release that speaks another version."""

import socket
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import uvicorn
from sqlalchemy import Engine

from spplus_desk.central.app import create_app
from spplus_desk.protocol import VERSION_HEADER

_VERSION_KEY = VERSION_HEADER.lower().encode()


class Front:
    """uvicorn on loopback in a thread; a context manager. `requests` keeps method, path and headers of each request."""

    def __init__(
        self,
        engine: Engine,
        clock: Callable[[], datetime],
        *,
        host: str = "127.0.0.1",
        certificate: tuple[Path, Path] | None = None,
    ) -> None:
        self._app = create_app(engine, clock=clock)
        self.outdated = False
        """While true, this central is of another release: it refuses the version that the desk speaks."""
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.posted: list[int] = []
        """Bytes of each request body, as they came over the line."""
        config = uvicorn.Config(
            self._serve,
            log_config=None,
            access_log=False,
            ws="none",
            lifespan="on",
            timeout_graceful_shutdown=5,
            ssl_certfile=certificate[0] if certificate else None,
            ssl_keyfile=certificate[1] if certificate else None,
            interface="asgi3",
        )
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.bind((host, 0))
        self._socket.listen(64)
        self.port: int = self._socket.getsockname()[1]
        self._host = f"[{host}]" if ":" in host else host
        self._scheme = "https" if certificate else "http"
        self._ready = threading.Event()
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name="front")

    @property
    def url(self) -> str:
        return self.at(self._host)

    def at(self, host: str) -> str:
        """The address under another name of the same machine."""
        return f"{self._scheme}://{host}:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(30) and not self._server.should_exit
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join(30)
        self._socket.close()

    def _run(self) -> None:
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._ready.set()

    async def _serve(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":

            async def told(message: Any) -> None:
                await send(message)
                self._ready.set()

            await self._app(scope, receive, told)
            return
        names = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        self.requests.append((scope["method"], scope["path"], names))
        if self.outdated:
            # The gate of the real central answers, to a version that it does not speak.
            kept = [pair for pair in scope["headers"] if pair[0] != _VERSION_KEY]
            scope = {**scope, "headers": [*kept, (_VERSION_KEY, b"0")]}

        if scope["method"] == "POST":
            self.posted.append(0)

        async def counted() -> Any:
            message = await receive()
            if scope["method"] == "POST":
                self.posted[-1] += len(message.get("body", b""))
            return message

        await self._app(scope, counted, send)
