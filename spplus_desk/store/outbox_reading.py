"""Commands read back from the outbox. Plain SQL: the projection and the first paint ask for it."""

from typing import Any

import msgspec

from spplus_desk.domain.commands import PAYLOAD_OF, Command, CommandKind
from spplus_desk.store.connection import Database
from spplus_desk.store.values import instant

COMMAND = "id, kind, subject, issued_at, payload, base, after"
PENDING = "('held', 'waiting', 'acknowledged')"
"""The states in which a command is part of what is shown."""


def to_command(c: Any) -> Command:
    return Command(
        id=c[0],
        subject=c[2],
        issued_at=instant(c[3]),
        payload=msgspec.json.decode(c[4], type=PAYLOAD_OF[CommandKind(c[1])]),
        base=c[5],
        after=c[6],
    )


def pending(database: Database, listed: str) -> dict[str, list[Command]]:
    """The pending commands of some slots (ids as a JSON list), oldest first."""
    found: dict[str, list[Command]] = {}
    rows = database.raw.execute(
        f"SELECT c.slot_id, {', '.join('c.' + name.strip() for name in COMMAND.split(','))}"
        " FROM json_each(?) t CROSS JOIN commands c ON c.slot_id = t.value"
        f" WHERE c.closed = 0 AND c.state IN {PENDING} ORDER BY c.seq",
        (listed,),
    )
    for row in rows:
        found.setdefault(row[0], []).append(to_command(row[1:]))
    return found


def unsent_kinds(database: Database, slot_id: str) -> dict[CommandKind, int]:
    """How many commands of each kind on a slot the central has not received yet."""
    found = database.raw.execute(
        "SELECT kind, count(*) FROM commands WHERE slot_id = ? AND closed = 0 AND state IN ('held', 'waiting')"
        " GROUP BY kind",
        (slot_id,),
    )
    return {CommandKind(kind): int(number) for kind, number in found}
