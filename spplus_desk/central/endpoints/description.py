"""The OpenAPI document, made from the very types that requests are decoded with."""

from typing import Any

import msgspec
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from spplus_desk.domain.cases import Case
from spplus_desk.domain.commands import PAYLOAD_OF
from spplus_desk.domain.documents import RULES
from spplus_desk.protocol import (
    DEFAULT_PAGE,
    MAX_COMMANDS,
    MAX_PAGE,
    PROBLEM_JSON,
    ROW_OF,
    VERSION,
    VERSION_HEADER,
    CommandAnswer,
    CommandBatch,
    Problem,
    SessionAnswer,
    SessionRequest,
    SummaryAnswer,
)

_PROBLEMS = {
    400: "Unreadable: not JSON, bad compression, bad cursor",
    401: "`bad_credentials`, or `session_expired`: no living session, or `account_revoked`",
    404: "`not_found`: nothing of that name that the agent sees",
    410: "`cursor_expired` or `scope_changed`: start again from zero",
    413: "`body_too_large`",
    415: "`unsupported_media_type`",
    422: "`invalid_request`: readable, of another shape",
    426: "`protocol_mismatch`",
    429: "`throttled`, with Retry-After",
    503: "`unavailable`: the database does not answer",
}


def route() -> HTTPRouteHandler:
    document = msgspec.json.encode(describe())

    @get("/schema/openapi.json", sync_to_thread=False)
    def openapi() -> Response[bytes]:
        return Response(document, media_type="application/json")

    return openapi


def describe() -> dict[str, Any]:
    """The OpenAPI 3.1 document of protocol version 1."""
    kinds: list[type] = [SessionRequest, SessionAnswer, CommandBatch, CommandAnswer, SummaryAnswer, Problem]
    kinds += [*ROW_OF.values(), *PAYLOAD_OF.values(), Case]
    _, components = msgspec.json.schema_components(kinds, ref_template="#/components/schemas/{name}")
    components["CommandBatch"]["properties"]["commands"] |= {"minItems": 1, "maxItems": MAX_COMMANDS}
    components |= _feed_schemas()
    paths = {
        "/v1/session": {
            "post": _operation(
                "Open a session of 12 hours", "SessionAnswer", (400, 401, 413, 415, 422, 426, 429, 503), secured=False
            )
            | {"requestBody": _body("SessionRequest")},
            "delete": _operation("End the session: its token is dead at once", None, (401, 422, 426, 503)),
        },
        "/v1/changes": {"get": _changes()},
        "/v1/commands": {
            "post": _operation("Apply commands, each once", "CommandAnswer", (400, 401, 413, 415, 422, 426, 503))
            | {"requestBody": _body("CommandBatch")}
        },
        "/v1/summary": {
            "get": _operation("How many rows of each kind the agent sees", "SummaryAnswer", (401, 422, 426, 503))
        },
        "/v1/documents/{entity}/{document_id}/versions": {"get": _versions()},
        "/v1/cases": {"get": _cases()},
        "/v1/health": {
            "get": {
                "summary": "Whether the database answers",
                "operationId": "health",
                "responses": {"200": _content("Alive", _HEALTH), "503": _problem(503)},
            }
        },
    }
    for path, operations in paths.items():
        for method, operation in operations.items():
            operation.setdefault("operationId", f"{method}_{path.rsplit('/', 1)[1]}")
    return {
        "openapi": "3.1.0",
        "info": {"title": "SP+ Desk, central store", "version": str(VERSION)},
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _feed_schemas() -> dict[str, Any]:
    """`protocol.Change` holds its row as raw JSON, which has no schema of its own: any of the rows."""
    rows: list[dict[str, Any]] = [_ref(row.__name__) for row in ROW_OF.values()]
    change = {
        "type": "object",
        "properties": {
            "entity": {"type": "string", "description": "Others may come: ignore those that you do not know"},
            "id": {"type": "string"},
            "op": {"enum": ["put", "delete"]},
            "row": {"anyOf": rows, "description": "With `put` only"},
        },
        "required": ["entity", "id", "op"],
    }
    answer = {
        "type": "object",
        "properties": {
            "changes": {"type": "array", "items": _ref("Change")},
            "cursor": {"type": "string"},
            "more": {"type": "boolean"},
            "remaining": {"type": "integer", "description": "About how many entries are left: for a progress bar"},
        },
        "required": ["changes", "cursor", "more", "remaining"],
    }
    version = {
        "type": "object",
        "properties": {"version": {"type": "integer"}, "row": {"anyOf": [_ref(rule.row.__name__) for rule in RULES]}},
        "required": ["version", "row"],
    }
    versions = {
        "type": "object",
        "properties": {"versions": {"type": "array", "items": version, "description": "Newest first"}},
        "required": ["versions"],
    }
    entry = {
        "type": "object",
        "properties": {"id": {"type": "string"}, "op": {"enum": ["put", "delete"]}, "row": _ref("Case")},
        "required": ["id", "op"],
    }
    cases = {
        "type": "object",
        "properties": {
            "cases": {"type": "array", "items": entry},
            "cursor": {"type": "string"},
            "more": {"type": "boolean"},
        },
        "required": ["cases", "cursor", "more"],
    }
    return {"Change": change, "ChangesAnswer": answer, "VersionsAnswer": versions, "CasesAnswer": cases}


def _cases() -> dict[str, Any]:
    problems = (400, 401, 410, 422, 426, 503)
    operation = _operation("The published answers of the agent's networks", "CasesAnswer", problems)
    operation["parameters"] += [_CURSOR, _LIMIT]
    return operation


def _versions() -> dict[str, Any]:
    operation = _operation("The versions of a shared document", "VersionsAnswer", (401, 404, 422, 426, 503))
    operation["parameters"] += [
        {"name": "entity", "in": "path", "required": True, "schema": {"enum": [rule.entity.value for rule in RULES]}},
        {"name": "document_id", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[^/]+$"}},
    ]
    return operation


_HEALTH = {"type": "object", "properties": {"status": {"const": "ok"}}, "required": ["status"]}


_CURSOR = {"name": "cursor", "in": "query", "schema": {"type": "string"}, "description": "Absent: from zero"}
_LIMIT = {
    "name": "limit",
    "in": "query",
    "schema": {"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": DEFAULT_PAGE},
}


def _changes() -> dict[str, Any]:
    operation = _operation("What changed after a cursor", "ChangesAnswer", (400, 401, 410, 422, 426, 503))
    operation["parameters"] += [
        _CURSOR,
        _LIMIT,
        {"name": "If-None-Match", "in": "header", "schema": {"type": "string"}},
    ]
    operation["responses"]["304"] = {"description": "Nothing new"}
    operation["responses"]["200"]["headers"] = {"ETag": {"schema": {"type": "string"}}}
    return operation


def _operation(summary: str, answer: str | None, problems: tuple[int, ...], *, secured: bool = True) -> dict[str, Any]:
    good = {"200": _content("Done", _ref(answer))} if answer else {"204": {"description": "Done"}}
    version = {"name": VERSION_HEADER, "in": "header", "required": True, "schema": {"const": str(VERSION)}}
    found: dict[str, Any] = {
        "summary": summary,
        "parameters": [version],
        "responses": good | {str(status): _problem(status) for status in problems},
    }
    if secured:
        found["security"] = [{"bearer": []}]
    return found


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _content(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _body(name: str) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": _ref(name)}}}


def _problem(status: int) -> dict[str, Any]:
    return {"description": _PROBLEMS[status], "content": {PROBLEM_JSON: {"schema": _ref("Problem")}}}
