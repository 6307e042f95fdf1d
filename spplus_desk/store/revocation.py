"""An account that was taken back: the mirror is wiped at once, what was not sent waits, encrypted, to be exported."""

from datetime import datetime, timedelta
from typing import Any

from spplus_desk.domain.commands import Payload
from spplus_desk.domain.experience_payloads import SetWriting
from spplus_desk.domain.values import Value
from spplus_desk.store import meta
from spplus_desk.store.connection import Database
from spplus_desk.store.outbox_reading import COMMAND, to_command
from spplus_desk.store.values import instant
from spplus_desk.store.writings import MARK, everything, put_back

KEPT = timedelta(days=30)
"""For so long the texts wait for their author."""
_REVOKED, _EXPORTED = "revoked_at", "exported_at"
_UNSENT = "closed = 0 AND state IN ('held', 'waiting', 'parked')"


class UnsentItem(Value, kw_only=True):
    """A draft, whose `payload` is None and whose text is `draft`, or what a command would have done. `comment`: it is
    that of an internal comment."""

    slot_id: str
    title: str
    pseudonym: str
    structure_name: str
    at: datetime
    payload: Payload | None = None
    draft: str = ""
    comment: bool = False


def unsent(database: Database) -> tuple[UnsentItem, ...]:
    """Drafts with a text, and every command that the central has not taken, oldest first."""
    found = [
        UnsentItem(
            slot_id=slot,
            title=title,
            pseudonym=pseudonym,
            structure_name=structure,
            at=instant(at),
            draft="\n\n".join(part for part in parts if part),
        )
        for slot, title, pseudonym, structure, at, *parts in database.raw.execute(
            "SELECT slot_id, title, pseudonym, structure_name, saved_at, greeting, body, closing, signature"
            " FROM drafts WHERE empty = 0"
        )
    ]
    found += [
        UnsentItem(
            slot_id=slot,
            title=title,
            pseudonym=pseudonym,
            structure_name=structure,
            at=instant(at),
            draft=body,
            comment=True,
        )
        for slot, title, pseudonym, structure, at, body in database.raw.execute(
            "SELECT slot_id, title, pseudonym, structure_name, saved_at, body FROM comment_drafts"
        )
    ]
    rows = database.raw.execute(
        f"SELECT slot_id, title, pseudonym, structure_name, issued_at, {COMMAND} FROM commands WHERE {_UNSENT}"
    )
    for slot, title, pseudonym, structure, at, *command in rows:
        payload = to_command(command).payload
        if isinstance(payload, SetWriting):
            continue  # a passing sign, of no use to anybody later
        found.append(
            UnsentItem(
                slot_id=slot,
                title=title,
                pseudonym=pseudonym,
                structure_name=structure,
                at=instant(at),
                payload=payload,
            )
        )
    return tuple(sorted(found, key=lambda one: one.at))


def revoked_at(database: Database) -> datetime | None:
    return meta.read_instant(database, _REVOKED)


def exported_at(database: Database) -> datetime | None:
    return meta.read_instant(database, _EXPORTED)


def mark_exported(database: Database, now: datetime) -> None:
    with database.transaction(durable=True):
        meta.write_instant(database, _EXPORTED, now)


def reinstate(database: Database) -> None:
    if revoked_at(database) is not None:
        with database.transaction(durable=True):
            meta.write(database, _REVOKED, None)
            meta.write(database, _EXPORTED, None)


def what_stays(database: Database, now: datetime) -> "Remains":
    """Rows of a file that holds the unsent texts and nothing else."""
    ids = {seq for (seq,) in database.raw.execute(f"SELECT seq FROM commands WHERE {_UNSENT}")}
    rows: dict[tuple[str, Any], dict[str, Any]] = {}
    for table, key, row in everything(database):
        if row is None:
            continue
        unsent_command = table == "commands" and key in ids
        draft = table == "comment_drafts" or (table == "drafts" and not row["empty"])
        if unsent_command or table == "meta" or draft:
            rows[table, key] = row
    return Remains(rows, meta.read_number(database, MARK), now)


class Remains(Value):
    rows: dict[tuple[str, Any], dict[str, Any]]
    mark: int
    now: datetime

    def fill(self, database: Database) -> None:
        """Into a new file, inside its transaction."""
        put_back(database, self.rows)
        meta.write_instant(database, _REVOKED, self.now)
        meta.write(database, MARK, str(self.mark + 1))
