"""The one way to write: a batch of commands."""

from litestar import Response, post
from litestar.handlers import HTTPRouteHandler

from spplus_desk.central.commands import execute
from spplus_desk.central.context import AnyRequest, Central, decode, in_thread, json_answer, refuse_query
from spplus_desk.central.principal import require_principal
from spplus_desk.central.problems import ProblemError
from spplus_desk.protocol import MAX_COMMANDS, CommandAnswer, CommandBatch


def route(central: Central) -> HTTPRouteHandler:
    def commands(request: AnyRequest) -> Response[bytes]:
        authorization = request.headers.get("authorization")
        with central.readers.begin() as connection:
            principal = require_principal(connection, authorization, central.clock())
        refuse_query(request)
        batch = decode(request, CommandBatch).commands
        if not 1 <= len(batch) <= MAX_COMMANDS:
            raise ProblemError(422, "invalid_request", detail=f"De 1 à {MAX_COMMANDS} envois par demande.")
        if any(command.issued_at.tzinfo is None for command in batch):
            raise ProblemError(422, "invalid_request", detail="«\u00a0issued_at\u00a0» doit porter son fuseau.")
        results = execute(
            central.engine,
            central.clock,
            (principal.agent_id, principal.name),
            batch,
            # Once more inside the transaction: a session that ends meanwhile writes nothing.
            guard=lambda unit: require_principal(unit.connection, authorization, unit.now),
        )
        return json_answer(request, CommandAnswer(results))

    return post("/v1/commands", status_code=200)(in_thread(commands))
