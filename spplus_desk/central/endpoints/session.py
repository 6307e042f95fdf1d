"""Signing in and out."""

from litestar import Response, delete, post
from litestar.concurrency import sync_to_thread
from litestar.handlers import HTTPRouteHandler

from spplus_desk.central.context import AnyRequest, Central, decode, in_thread, json_answer, refuse_query
from spplus_desk.central.principal import require_principal, token_digest
from spplus_desk.central.problems import unauthorized
from spplus_desk.central.sessions import sign_in, sign_out
from spplus_desk.protocol import SessionRequest


def routes(central: Central) -> list[HTTPRouteHandler]:
    def create(request: AnyRequest) -> Response[bytes]:
        refuse_query(request)
        asked = decode(request, SessionRequest)
        address = request.client.host if request.client else ""
        answer = sign_in(central.engine, central.clock, asked.username, asked.password, address)
        return json_answer(request, answer, headers={"Cache-Control": "no-store"})

    def close(request: AnyRequest) -> None:
        refuse_query(request)
        authorization = request.headers.get("authorization")
        with central.readers.begin() as connection:
            require_principal(connection, authorization, central.clock())
        digest = token_digest(authorization)
        if digest is None:
            raise unauthorized()
        sign_out(central.engine, central.clock, digest)

    async def end(request: AnyRequest) -> None:
        await sync_to_thread(close, request)

    return [post("/v1/session", status_code=200)(in_thread(create)), delete("/v1/session")(end)]
