"""Whether the database answers."""

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from sqlalchemy import text

from spplus_desk.central.context import AnyRequest, Central, in_thread, json_answer


def route(central: Central) -> HTTPRouteHandler:
    def health(request: AnyRequest) -> Response[bytes]:
        with central.readers.begin() as connection:
            connection.execute(text("SELECT 1 FROM meta")).first()
        return json_answer(request, {"status": "ok"})

    return get("/v1/health")(in_thread(health))
