"""The numbers of Envois. Plain SQL: the rail shows one of them at the first paint."""

from spplus_desk.store.connection import Database, one

REPLY = "submit_reply"


def waiting(database: Database) -> int:
    """Replies that are held, wait or were set aside, and other commands that were set aside."""
    return int(
        one(
            database,
            "SELECT count(*) FROM commands WHERE closed = 0 AND state <> 'retired'"
            f" AND ((state IN ('held', 'waiting') AND kind = '{REPLY}') OR state = 'parked')",
        )[0]
    )
