"""The changes of the service that the replies of the agent's structures announced, this desk's pending word on top."""

from spplus_desk.domain.commands import CommandKind
from spplus_desk.domain.experience_payloads import SetChange
from spplus_desk.domain.service_changes import AnnouncedChange, in_order
from spplus_desk.domain.vocabulary import ReplyState
from spplus_desk.store.connection import Database
from spplus_desk.store.outbox_reading import COMMAND, PENDING, to_command
from spplus_desk.store.values import change_of

_SQL = """
SELECT r.id, e.title, e.pseudonym, i.structure_name, r.change FROM replies r
  JOIN inbox i ON i.slot_id = r.id JOIN experiences e ON e.id = r.experience_id
 WHERE r.change <> '' AND r.state IN (?, ?)
"""


def announced(database: Database) -> tuple[AnnouncedChange, ...]:
    """In the order in which they ask for something."""
    said = {}
    rows = database.raw.execute(
        f"SELECT {COMMAND} FROM commands WHERE closed = 0 AND state IN {PENDING} AND kind = ? ORDER BY seq",
        (CommandKind.SET_CHANGE.value,),
    )
    for row in rows:
        command = to_command(row)
        if isinstance(command.payload, SetChange):
            said[command.slot_id] = command.payload.change
    found = []
    for slot_id, title, pseudonym, structure, text in database.raw.execute(
        _SQL, (ReplyState.RECEIVED.value, ReplyState.PUBLISHED.value)
    ):
        change = said[slot_id] if slot_id in said else change_of(text)
        if change is not None:
            found.append(AnnouncedChange(slot_id, title, pseudonym, structure or "", change))
    return in_order(found)
