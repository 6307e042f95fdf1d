"""Small named values of the cache: identity, cursor, generation, last success."""

from datetime import datetime

import msgspec

from spplus_desk.domain.structure import Agent
from spplus_desk.domain.values import Value
from spplus_desk.store.connection import Database, one
from spplus_desk.store.values import instant, micros


class Identity(Value):
    """Whose cache this is."""

    agent: Agent
    central_url: str
    username: str


def read(database: Database, name: str) -> str | None:
    found = one(database, "SELECT value FROM meta WHERE name = ?", name)
    return None if found is None else str(found[0])


def write(database: Database, name: str, value: str | None) -> None:
    if value is None:
        database.raw.execute("DELETE FROM meta WHERE name = ?", (name,))
    else:
        database.raw.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (name, value))


def read_number(database: Database, name: str) -> int:
    return int(read(database, name) or 0)


def read_instant(database: Database, name: str) -> datetime | None:
    found = read(database, name)
    return None if found is None else instant(int(found))


def write_instant(database: Database, name: str, value: datetime) -> None:
    write(database, name, str(micros(value)))


def identity(database: Database) -> Identity | None:
    found = read(database, "identity")
    return None if found is None else msgspec.json.decode(found, type=Identity)


def set_identity(database: Database, value: Identity) -> None:
    write(database, "identity", msgspec.json.encode(value).decode())
