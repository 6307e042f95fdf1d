"""Serving the central: as a program, or inside another one on loopback."""

import socket
from collections.abc import Callable
from datetime import datetime
from threading import Event, Thread
from types import TracebackType

import uvicorn
from litestar import Litestar
from sqlalchemy import Engine

from spplus_desk.central.app import create_app
from spplus_desk.central.unit import utc_now


class _Server(uvicorn.Server):
    """Tells when it has started, or that it never will."""

    def __init__(self, config: uvicorn.Config, on_start: Callable[[], None] = lambda: None) -> None:
        super().__init__(config)
        self._on_start = on_start

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_start()


def _config(app: Litestar) -> uvicorn.Config:
    # log_config: the program that embeds us owns the logging. ws: none is spoken here.
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        ws="none",
        lifespan="on",
        timeout_graceful_shutdown=5,
        # Counted from when an answer was written, not read: on a slow line a page is still on its way after 5 s.
        timeout_keep_alive=60,
        server_header=False,
    )


class EmbeddedCentral:
    """The real central on 127.0.0.1, in a thread; a context manager. The caller keeps the engine, and disposes it.

    with EmbeddedCentral(engine) as central: … central.url
    """

    def __init__(self, engine: Engine, *, clock: Callable[[], datetime] = utc_now, port: int = 0) -> None:
        self._app = create_app(engine, clock=clock)
        self._port = port
        self._server: _Server | None = None
        self._thread: Thread | None = None
        self.url = ""

    def start(self) -> "EmbeddedCentral":
        """Raises OSError when the port is taken. After `stop`, it may be started again, on the same port."""
        listener = _listen("127.0.0.1", self._port)
        self._port = listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        ready = Event()
        server = _Server(_config(self._app), ready.set)

        def serve_here() -> None:
            try:
                server.run(sockets=[listener])
            finally:
                listener.close()
                ready.set()

        thread = Thread(target=serve_here, name="embedded-central", daemon=True)
        self._server, self._thread = server, thread
        thread.start()
        ready.wait(30)
        if not server.started:
            self.stop()
            raise OSError("the embedded central did not start")
        return self

    def stop(self) -> None:
        """Ends open connections, and returns when the thread is over."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(30)
        self._server = self._thread = None

    def __enter__(self) -> "EmbeddedCentral":
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def serve(engine: Engine, host: str, port: int, on_start: Callable[[str], None] = lambda _url: None) -> None:
    """Serve until interrupted. `on_start` gets the address, its port known. Raises OSError when it is taken."""
    listener = _listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    url = f"http://{shown}:{listener.getsockname()[1]}"
    try:
        _Server(_config(create_app(engine)), lambda: on_start(url)).run(sockets=[listener])
    except KeyboardInterrupt:
        pass
    finally:
        listener.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol by name: asyncio sets TCP_NODELAY only on sockets that say TCP, and without it each answer in two
    # writes waits 40 ms for the reader's delayed acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(512)
    except BaseException:
        listener.close()
        raise
    return listener
