"""What the central holds, looked at behind its back: the tour's proof that a reply arrived, and only once."""

import msgspec
from sqlalchemy import Engine, select

from spplus_desk.central.engine import reading
from spplus_desk.central.tables import commands
from spplus_desk.domain.commands import CommandKind, Outcome


def replies_received(engine: Engine, experience_id: str) -> tuple[str, ...]:
    """The body of each reply command that was applied to an experience, in the order of arrival."""
    query = (
        select(commands.c.payload)
        .where(
            commands.c.subject == experience_id,
            commands.c.kind == CommandKind.SUBMIT_REPLY.value,
            commands.c.outcome == Outcome.APPLIED.value,
        )
        .order_by(commands.c.received_at)
    )
    with reading(engine).begin() as connection:
        return tuple(msgspec.json.decode(payload)["body"] for (payload,) in connection.execute(query))
