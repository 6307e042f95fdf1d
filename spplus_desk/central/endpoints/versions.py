"""The versions of a shared document, for those who see it."""

from typing import Any

import msgspec
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from sqlalchemy import Connection, select

from spplus_desk.central.context import AnyRequest, Central, in_thread, json_answer, refuse_query
from spplus_desk.central.documents import find_records, versions_of
from spplus_desk.central.principal import require_principal
from spplus_desk.central.problems import ProblemError
from spplus_desk.central.scope import read_scope
from spplus_desk.central.tables import structures
from spplus_desk.domain.documents import RULE_OF_ENTITY
from spplus_desk.domain.text import is_clean
from spplus_desk.domain.vocabulary import Entity
from spplus_desk.protocol import DocumentVersion, VersionsAnswer

_LONGEST_ID = 200


def route(central: Central) -> HTTPRouteHandler:
    def versions(request: AnyRequest) -> Response[bytes]:
        refuse_query(request)
        entity, key = _named(request.path_params)
        with central.readers.begin() as connection:
            principal = require_principal(connection, request.headers.get("authorization"), central.clock())
            if entity is None or not _seen(connection, principal.agent_id, entity, key):
                raise ProblemError(404, "not_found")
            rows = versions_of(connection, entity, key)
        found = [DocumentVersion(version=number, row=msgspec.Raw(doc.encode())) for number, doc in rows]
        return json_answer(request, VersionsAnswer(versions=found), headers={"Cache-Control": "private, no-store"})

    return get("/v1/documents/{entity:str}/{document_id:str}/versions")(in_thread(versions))


def _named(path: Any) -> tuple[Entity | None, str]:
    key = str(path["document_id"])
    try:
        entity = Entity(path["entity"])
    except ValueError:
        return None, key
    known = entity in RULE_OF_ENTITY and 0 < len(key) <= _LONGEST_ID and is_clean(key)
    return (entity if known else None), key


def _seen(connection: Connection, agent_id: str, entity: Entity, key: str) -> bool:
    """Whether the feed tells this agent of the document: what is outside and what does not exist look the same."""
    record = find_records(connection, [(entity, key)]).get((entity, key))
    if record is None or record.removed:
        return False
    scope = read_scope(connection, agent_id)
    network = connection.execute(select(structures.c.network).where(structures.c.id == record.structure_id)).scalar()
    if record.agent_id is not None:
        return record.agent_id == agent_id and network in scope.below
    places = scope.below.get(str(network), frozenset())
    if not RULE_OF_ENTITY[entity].upward:
        places |= scope.above.get(str(network), frozenset())
    return record.structure_id in places
