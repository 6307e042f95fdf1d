"""The central as an ASGI application: Litestar's routes behind a gate that every request passes."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from litestar import Litestar, Request, Response
from litestar.exceptions import HTTPException
from sqlalchemy import Engine, select
from sqlalchemy.exc import DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from spplus_desk.central.context import BODY, Central
from spplus_desk.central.cursor import CursorSeal
from spplus_desk.central.endpoints import cases, changes, commands, description, health, session, summary, versions
from spplus_desk.central.engine import reading
from spplus_desk.central.feed_reader import nothing_new
from spplus_desk.central.limits import read_body
from spplus_desk.central.principal import token_digest
from spplus_desk.central.problems import CODE_OF_STATUS, ProblemError
from spplus_desk.central.pulse import Pulse, PulseUnavailable, open_pulse
from spplus_desk.central.tables import meta
from spplus_desk.central.unit import utc_now
from spplus_desk.protocol import PROBLEM_JSON, VERSION, VERSION_HEADER

log = logging.getLogger(__name__)
_OPEN_PATHS = frozenset({"/v1/health"})
_VERSION_KEY = VERSION_HEADER.lower().encode()
_VERSION_VALUE = str(VERSION).encode()
_ASK = "cursor="


def create_app(engine: Engine, *, clock: Callable[[], datetime] = utc_now) -> Litestar:
    """The application on `engine`, whose schema is up to date (`schema.migrate`). `clock` gives aware UTC instants."""
    central = Central(engine=engine, readers=reading(engine), clock=clock, seal=_read_seal(engine))
    return _Gate(central, open_pulse(engine))


class _Gate(Litestar):
    """Checks the protocol's version, reads bodies within limits, and answers « nothing new » by itself."""

    def __init__(self, central: Central, pulse: Pulse) -> None:
        self.central = central
        self.pulse = pulse
        super().__init__(
            route_handlers=[
                *session.routes(central),
                changes.route(central),
                commands.route(central),
                summary.route(central),
                versions.route(central),
                cases.route(central),
                health.route(central),
                description.route(),
            ],
            exception_handlers={
                ProblemError: _on_problem,
                HTTPException: _on_http_error,
                OperationalError: _on_database_away,
                InterfaceError: _on_database_away,
                DisconnectionError: _on_database_away,
                PoolTimeout: _on_database_away,
                Exception: _on_bug,
            },
            on_shutdown=[pulse.close],
            logging_config=None,  # the program that embeds us owns the logging
            openapi_config=None,  # endpoints.description tells what is true of the wire, headers included
            request_max_body_size=None,  # limits.read_body has a limit of its own, before and after decompression
        )

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/v1/") or scope["path"] in _OPEN_PATHS:
            await super().__call__(scope, receive, send)
            return
        headers = dict(scope["headers"])
        try:
            if headers.get(_VERSION_KEY) != _VERSION_VALUE:
                raise ProblemError(426, "protocol_mismatch", headers={VERSION_HEADER: str(VERSION)})
            if scope["method"] == "GET" and b"if-none-match" in headers and await self._unchanged(scope, headers):
                await _send(send, 304, {"ETag": headers[b"if-none-match"].decode("latin-1")}, b"")
                return
            if scope["method"] == "POST":
                scope[BODY] = await read_body(headers, receive)
        except ProblemError as problem:
            await _send(send, problem.status, {"Content-Type": PROBLEM_JSON, **problem.headers}, problem.body())
            return
        await super().__call__(scope, receive, send)

    async def _unchanged(self, scope: Any, headers: dict[bytes, bytes]) -> bool:
        """True when it is sure that this reader has nothing to read. Anything unusual goes the ordinary way."""
        query = scope["query_string"].decode("latin-1")
        if scope["path"] != "/v1/changes" or not query.startswith(_ASK):
            return False
        text = query[len(_ASK) :].partition("&limit=")[0]
        if headers[b"if-none-match"] != f'"{text}"'.encode("latin-1"):
            return False
        digest = token_digest(headers.get(b"authorization", b"").decode("latin-1"))
        if digest is None:
            return False
        try:
            cursor = self.central.seal.read(text)
            principal = await self.pulse.principal(digest, self.central.clock())
        except (ProblemError, PulseUnavailable):
            return False
        return principal is not None and nothing_new(principal, cursor)


def _read_seal(engine: Engine) -> CursorSeal:
    with reading(engine).begin() as connection:
        values = {row.key: row.value for row in connection.execute(select(meta))}
    return CursorSeal(epoch=values["epoch"], key=bytes.fromhex(values["cursor_key"]))


async def _send(send: Any, status: int, headers: dict[str, str], body: bytes) -> None:
    raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    if status != 304:
        raw.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


def _answer(problem: ProblemError) -> Response[bytes]:
    return Response(problem.body(), status_code=problem.status, media_type=PROBLEM_JSON, headers=problem.headers)


def _on_problem(_request: Request[Any, Any, Any], problem: ProblemError) -> Response[bytes]:
    return _answer(problem)


def _on_http_error(_request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    status = error.status_code if error.status_code in CODE_OF_STATUS else 400
    allowed = {name: value for name, value in (error.headers or {}).items() if name.lower() == "allow"}
    return _answer(ProblemError(status, CODE_OF_STATUS[status], headers=allowed))


def _on_database_away(_request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    log.warning("database unavailable: %s", error)
    return _answer(ProblemError(503, "unavailable", headers={"Retry-After": "5"}))


def _on_bug(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return _answer(ProblemError(500, "internal_error"))
