"""Counts of what the reader sees."""

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from spplus_desk.central.context import AnyRequest, Central, in_thread, json_answer, refuse_query
from spplus_desk.central.principal import require_principal
from spplus_desk.central.summary import summary
from spplus_desk.protocol import SummaryAnswer


def route(central: Central) -> HTTPRouteHandler:
    def counts(request: AnyRequest) -> Response[bytes]:
        refuse_query(request)
        with central.readers.begin() as connection:
            principal = require_principal(connection, request.headers.get("authorization"), central.clock())
            answer = SummaryAnswer(counts=summary(connection, principal.agent_id))
        return json_answer(request, answer, headers={"Cache-Control": "private, no-store"})

    return get("/v1/summary")(in_thread(counts))
