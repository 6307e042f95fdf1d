"""What happened to a text, line by line. Lines are only ever added."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select

from spplus_desk.domain.conflicts import Choice
from spplus_desk.domain.outbox import SendEvent
from spplus_desk.store.connection import Database
from spplus_desk.store.tables import events
from spplus_desk.store.values import instant, micros

_ADD = "INSERT INTO events (command_id, slot_id, at, event, detail) VALUES (?, ?, ?, ?, ?)"


def add(
    database: Database, event: str, at: datetime, *, command_id: str | None, slot_id: str, detail: str = ""
) -> None:
    database.core.execute(
        insert(events).values(command_id=command_id, slot_id=slot_id, at=micros(at), event=event, detail=detail)
    )


def add_many(database: Database, event: str, at: datetime, lines: Sequence[tuple[str, str, str]]) -> None:
    """`lines` are (command id, slot id, detail)."""
    moment = micros(at)
    database.raw.executemany(_ADD, [(command, slot, moment, event, detail) for command, slot, detail in lines])


def of_command(database: Database, command_id: str) -> tuple[SendEvent, ...]:
    found = database.core.execute(select(events).where(events.c.command_id == command_id).order_by(events.c.number))
    return tuple(SendEvent(at=instant(e.at), event=e.event, detail=e.detail) for e in found)


def of_slot(database: Database, slot_id: str) -> tuple[SendEvent, ...]:
    """Lines that belong to no command: what became of the draft."""
    found = database.core.execute(
        select(events).where(events.c.slot_id == slot_id, events.c.command_id.is_(None)).order_by(events.c.number)
    )
    return tuple(SendEvent(at=instant(e.at), event=e.event, detail=e.detail) for e in found)


def settled(database: Database, slot_id: str) -> tuple[SendEvent, ...]:
    """Lines of the refused texts of a slot that a choice put back into its draft."""
    chosen = select(events.c.command_id).where(
        events.c.slot_id == slot_id,
        events.c.command_id.is_not(None),
        events.c.event.in_([choice.value for choice in Choice]),
    )
    found = database.core.execute(select(events).where(events.c.command_id.in_(chosen)).order_by(events.c.number))
    return tuple(SendEvent(at=instant(e.at), event=e.event, detail=e.detail) for e in found)
