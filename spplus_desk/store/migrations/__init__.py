"""The schema, step by step: step n takes a file from version n - 1 to n (`PRAGMA user_version`).

A step is plain SQL, frozen once released: it never reads `tables`, which tells of the newest version only. All steps
are named here, so that the frozen program carries them without looking at folders.
"""

from collections.abc import Sequence

from spplus_desk.domain.errors import StorageFault
from spplus_desk.store.connection import Database, one
from spplus_desk.store.migrations import step_0001

STEPS: Sequence[Sequence[str]] = (step_0001.STATEMENTS,)
NEWEST = len(STEPS)


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
