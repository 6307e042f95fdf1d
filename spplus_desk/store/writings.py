"""Which rows are what the agent wrote, how a transaction tells which of them it touched, and how they are put back.

Temporary triggers note the keys: whoever writes a command or a draft, by whatever statement, is noted. The rows and
their mark are read inside the transaction, and go to the journal once it is committed, before anybody is told.
The earlier texts of a draft (`revisions`) are not among them: a rescue saves what was written, not how.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

import msgspec
from sqlcipher3 import dbapi2 as driver

from spplus_desk.domain.commands import CommandKind
from spplus_desk.domain.outbox import CommandState
from spplus_desk.store import meta
from spplus_desk.store.connection import Database, one
from spplus_desk.store.journal import Journal, WrittenRow

KEY_OF = {
    "commands": "seq",
    "events": "number",
    "drafts": "slot_id",
    "comment_drafts": "slot_id",
    "meta": "name",
}
KEPT_META = ("identity",)
"""Of `meta`, what cannot be asked of the central while one is offline: whose cache this is."""
MARK = "writings"
_COMPACT_AFTER = 2_000


class Recorder:
    """Stands between the transactions of one connection and the journal."""

    def __init__(self, database: Database, journal: Journal) -> None:
        self._database = database
        self.journal = journal
        self._pending: tuple[int, list[WrittenRow]] | None = None
        raw = database.raw
        raw.execute("CREATE TEMP TABLE written (what TEXT, key, PRIMARY KEY (what, key)) WITHOUT ROWID")
        for table, key in KEY_OF.items():
            for event, row in (("INSERT", "new"), ("UPDATE", "new"), ("DELETE", "old")):
                when = f" WHEN {row}.name IN {_listed(KEPT_META)}" if table == "meta" else ""
                raw.execute(
                    f"CREATE TEMP TRIGGER {table}_{event.lower()} AFTER {event} ON main.{table}{when}"
                    f" BEGIN INSERT OR IGNORE INTO written VALUES ('{table}', {row}.{key}); END"
                )

    def before_commit(self) -> None:
        touched = self._database.raw.execute("SELECT what, key FROM temp.written").fetchall()
        self._pending = None
        if not touched:
            return
        self._database.raw.execute("DELETE FROM temp.written")
        keys: dict[str, list[Any]] = {}
        for what, key in touched:
            keys.setdefault(what, []).append(key)
        rows: list[WrittenRow] = []
        for table, of_table in keys.items():
            there = dict(_rows(self._database, table, of_table))
            rows += [(table, key, there.get(key)) for key in of_table]
        mark = meta.read_number(self._database, MARK) + 1
        meta.write(self._database, MARK, str(mark))
        self._pending = (mark, rows)

    def after_commit(self, *, durable: bool) -> None:
        pending, self._pending = self._pending, None
        if pending is not None:
            self.journal.append(pending[0], pending[1], durable=durable)

    def rewrite(self) -> bool:
        """The journal made anew from the cache, in one view of it."""
        self._database.raw.execute("BEGIN")
        try:
            mark = meta.read_number(self._database, MARK)
            rows = everything(self._database)
        finally:
            with suppress(driver.DatabaseError):  # of a damaged file; what went wrong first is told
                self._database.raw.execute("ROLLBACK")
        return self.journal.rewrite(mark, rows)

    def tidy(self) -> bool:
        """In an idle moment: a record that rotted, or too many of them. Never more to do (a chore's answer)."""
        if self.journal.increments > _COMPACT_AFTER or not self.journal.read().complete:
            self.rewrite()
        return False


def everything(database: Database) -> list[WrittenRow]:
    return [(table, key, row) for table in KEY_OF for key, row in _rows(database, table, None)]


def put_back(database: Database, rows: Mapping[tuple[str, Any], Mapping[str, Any]]) -> None:
    """Writes rows into their tables, inside the caller's transaction. Columns that the table does not have are left.

    Replies that had retired wait for the end of the feed once more: the mirror does not show them yet.
    """
    for table in KEY_OF:
        found = database.raw.execute(f"PRAGMA table_info({table})").fetchall()
        columns = {str(name) for _, name, *_ in found}
        for (of_table, _key), row in rows.items():
            if of_table != table:
                continue
            kept = {name: value for name, value in row.items() if name in columns}
            if table == "commands" and _waits_again(kept):
                kept["state"] = CommandState.ACKNOWLEDGED.value
            names = ", ".join(kept)
            marks = ", ".join("?" for _ in kept)
            database.raw.execute(f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", tuple(kept.values()))


def take_out(database: Database, gone: Iterable[tuple[str, Any]]) -> None:
    for table, key in gone:
        database.raw.execute(f"DELETE FROM {table} WHERE {KEY_OF[table]} = ?", (key,))


def slots_of(rows: Iterable[Mapping[str, Any]]) -> set[str]:
    return {str(row["slot_id"]) for row in rows if "slot_id" in row}


def counts(database: Database) -> tuple[int, int]:
    """(drafts with a text, commands that the central has not taken)."""
    drafts = int(one(database, "SELECT count(*) FROM drafts WHERE empty = 0")[0])
    sends = one(database, "SELECT count(*) FROM commands WHERE closed = 0 AND state IN ('held', 'waiting', 'parked')")
    return drafts, int(sends[0])


def _waits_again(row: Mapping[str, Any]) -> bool:
    return bool(row["state"] == CommandState.RETIRED.value and row["kind"] == CommandKind.SUBMIT_REPLY.value)


def _rows(database: Database, table: str, keys: list[Any] | None) -> list[tuple[Any, dict[str, Any]]]:
    key = KEY_OF[table]
    where = f"name IN {_listed(KEPT_META)}" if table == "meta" else "1 = 1"
    if keys is None:
        found = database.raw.execute(f"SELECT * FROM {table} WHERE {where}")
    else:
        listed = msgspec.json.encode(keys).decode()
        found = database.raw.execute(
            f"SELECT t.* FROM json_each(?) j CROSS JOIN {table} t ON t.{key} = j.value WHERE {where}", (listed,)
        )
    names = [column[0] for column in found.description]
    return [(row[key], row) for row in (dict(zip(names, values, strict=True)) for values in found)]


def _listed(names: Iterable[str]) -> str:
    return "(" + ", ".join(f"'{name}'" for name in names) + ")"
