"""What the endpoints share: handed to each of them by `app.create_app`, never global."""

from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from litestar import Request, Response
from litestar.concurrency import sync_to_thread
from sqlalchemy import Engine

from spplus_desk.central.cursor import CursorSeal
from spplus_desk.central.limits import shrink
from spplus_desk.central.problems import ProblemError
from spplus_desk.domain.values import Value

BODY = "spplus.body"
"""Where the gate leaves the decompressed body in the ASGI scope."""

T = TypeVar("T")
AnyRequest = Request[Any, Any, Any]


class Central(Value):
    """`readers` is the same database as `engine`, opened for one-snapshot reads."""

    engine: Engine
    readers: Engine
    clock: Callable[[], datetime]
    seal: CursorSeal


def decode(request: AnyRequest, kind: type[T]) -> T:
    """The body as `kind`, strictly. Raises ProblemError 400 for what is not JSON, 422 for another shape."""
    raw: bytes = request.scope[BODY]  # type: ignore[literal-required]  # our own key in the scope
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.ValidationError as error:
        raise ProblemError(422, "invalid_request", detail=_where(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProblemError(400, "malformed_body") from error


def _where(error: msgspec.ValidationError) -> str:
    return f"La demande ne suit pas le format attendu\u00a0: {error}."


def json_answer(
    request: AnyRequest, value: Any, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response[bytes]:
    body, encoding = shrink(msgspec.json.encode(value), request.headers.get("accept-encoding", ""))
    return Response(body, status_code=status, media_type="application/json", headers={**(headers or {}), **encoding})


def in_thread(work: Callable[[AnyRequest], Response[T]]) -> Callable[[AnyRequest], Coroutine[Any, Any, Response[T]]]:
    """`work`, which waits for the database, as a handler that leaves the event loop free.

    WORKAROUND: Litestar's own `sync_to_thread=True` wraps a handler twice when two of them share a path.
    """

    async def handler(request: AnyRequest) -> Response[Any]:
        return await sync_to_thread(work, request)

    return handler


def refuse_query(request: AnyRequest, *known: str) -> dict[str, str]:
    """The query's parameters. Raises ProblemError 422 for an unknown or repeated one."""
    found: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in known or name in found:
            raise ProblemError(422, "invalid_request", detail="La demande a un paramètre inconnu ou répété.")
        found[name] = value
    return found
