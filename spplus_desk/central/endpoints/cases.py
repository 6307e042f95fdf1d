"""The recall base, page by page: public texts of the agent's networks."""

import msgspec
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from spplus_desk.central.cases import heads, read_cases
from spplus_desk.central.context import AnyRequest, Central, in_thread, json_answer, refuse_query
from spplus_desk.central.cursor import Cursor
from spplus_desk.central.paging import page_limit
from spplus_desk.central.principal import require_principal
from spplus_desk.central.problems import ProblemError
from spplus_desk.protocol import CaseChange, CasesAnswer

_SCOPE = "cases"
"""In the place of a reader's scope: a cursor of the feed is none of this, and the reverse."""


def route(central: Central) -> HTTPRouteHandler:
    def cases(request: AnyRequest) -> Response[bytes]:
        query = refuse_query(request, "cursor", "limit")
        limit = page_limit(query.get("limit"))
        with central.readers.begin() as connection:
            principal = require_principal(connection, request.headers.get("authorization"), central.clock())
            now = heads(connection, sorted(principal.heads))
            places = {network: (0, head) for network, head in now.items()}
            text = query.get("cursor")
            if text is not None:
                told = central.seal.read(text)
                if told.scope != _SCOPE:
                    raise ProblemError(400, "bad_cursor")
                # Another set of networks, or a store that was put back: again from zero.
                if told.places.keys() != places.keys() or any(told.places[n][0] > head for n, head in now.items()):
                    raise ProblemError(410, "cursor_expired")
                places = dict(told.places)
            rows, after, more = read_cases(connection, places, limit)
        changes = [
            CaseChange(id=key, op="delete")
            if doc is None
            else CaseChange(id=key, op="put", row=msgspec.Raw(doc.encode()))
            for key, doc in rows
        ]
        cursor = central.seal.write(Cursor(epoch=central.seal.epoch, scope=_SCOPE, places=after))
        answer = CasesAnswer(cases=changes, cursor=cursor, more=more)
        return json_answer(request, answer, headers={"Cache-Control": "private, no-store"})

    return get("/v1/cases")(in_thread(cases))
