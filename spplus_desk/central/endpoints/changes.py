"""The change feed, page by page."""

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from spplus_desk.central.context import AnyRequest, Central, in_thread, json_answer, refuse_query
from spplus_desk.central.feed_reader import read_page
from spplus_desk.central.paging import page_limit
from spplus_desk.central.principal import require_principal
from spplus_desk.protocol import ChangesAnswer


def route(central: Central) -> HTTPRouteHandler:
    def changes(request: AnyRequest) -> Response[bytes]:
        query = refuse_query(request, "cursor", "limit")
        text = query.get("cursor")
        with central.readers.begin() as connection:
            principal = require_principal(connection, request.headers.get("authorization"), central.clock())
            page = read_page(connection, principal, central.seal, text, page_limit(query.get("limit")))
        if text is not None and not page.moved and _matches(request.headers.get("if-none-match"), text):
            return Response(b"", status_code=304, headers={"ETag": f'"{text}"'})
        answer = ChangesAnswer(changes=page.changes, cursor=page.cursor, more=page.more, remaining=page.remaining)
        headers = {"ETag": f'"{page.cursor}"', "Cache-Control": "private, no-cache"}
        return json_answer(request, answer, headers=headers)

    return get("/v1/changes")(in_thread(changes))


def _matches(header: str | None, cursor: str) -> bool:
    if header is None:
        return False
    tags = (tag.strip().removeprefix("W/").strip('"') for tag in header.split(","))
    return any(tag in (cursor, "*") for tag in tags)
