"""The schema, step by step: step n takes a file from version n - 1 to n (`PRAGMA user_version`).

A step is plain SQL, frozen once released: it never reads `tables`, which tells of the newest version only.
"""

import re
from collections.abc import Sequence
from importlib import import_module

from sqlcipher3 import dbapi2 as driver

from spplus_desk.domain.errors import CacheDamaged, StorageFault
from spplus_desk.store.connection import Database, one

NEWEST = 16
"""The newest version: raise it with each new step_NNNN.py."""
STEPS: Sequence[Sequence[str]] = tuple(
    import_module(f"{__name__}.step_{number:04}").STATEMENTS for number in range(1, NEWEST + 1)
)
_MADE = re.compile(r"CREATE (?:VIRTUAL )?TABLE (\w+)")
_DROPPED = re.compile(r"DROP TABLE (\w+)")


def version(database: Database) -> int:
    return int(one(database, "PRAGMA user_version")[0])


def migrate(database: Database, steps: Sequence[Sequence[str]] = STEPS) -> None:
    """Brings the file to the newest version, each step in a transaction of its own.

    Raises StorageFault (code `newer_schema`) for a file that a newer program has written.
    """
    found = version(database)
    if found > len(steps):
        raise StorageFault(
            "Les données de ce poste ont été écrites par une version plus récente du programme. "
            "Elles n’ont pas été touchées. Installez la dernière version.",
            code="newer_schema",
            detail=f"schema {found}, this program knows {len(steps)}",
        )
    for number, statements in enumerate(steps[found:], start=found + 1):
        with database.transaction(durable=True):
            for statement in statements:
                database.raw.execute(statement)
            database.raw.execute(f"PRAGMA user_version = {number}")


def require_whole(database: Database, steps: Sequence[Sequence[str]] = STEPS) -> None:
    """Raises CacheDamaged for a file that calls itself newest and lacks a table."""
    wanted = {made[1] for step in steps for statement in step if (made := _MADE.match(statement))}
    wanted -= {gone[1] for step in steps for statement in step if (gone := _DROPPED.match(statement))}
    there = {str(name) for (name,) in database.raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not wanted <= there:
        raise CacheDamaged(code="half_schema", detail=f"missing: {', '.join(sorted(wanted - there))}")


def migrate_or_damaged(database: Database) -> None:
    """`migrate`, where a step that meets what another left behind tells of a damaged file. A fresh file never does."""
    found = version(database)
    begun = found > 0 or one(database, "SELECT 1 FROM sqlite_master") is not None
    try:
        migrate(database)
    except driver.DatabaseError as error:
        if not begun:
            raise
        raise CacheDamaged(code="half_schema", detail=str(error)) from error
    require_whole(database)
