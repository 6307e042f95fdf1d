"""Counts held against the central's."""

from collections.abc import Mapping
from datetime import datetime

from spplus_desk.store import generations, meta, retention
from spplus_desk.store.connection import Database, one
from spplus_desk.store.mirror import TABLE_OF, of_entity


def compare(database: Database, told: Mapping[str, int], at: datetime) -> tuple[str, ...]:
    with database.transaction(durable=False):
        left = retention.counts(database)
        different = tuple(
            entity.value
            for entity, table in TABLE_OF.items()
            if entity.value in told
            and int(one(database, f"SELECT count(*) FROM {table} WHERE {of_entity(entity)}")[0]) + left.get(entity, 0)
            != told[entity.value]
        )
        meta.write_instant(database, "counts_checked_at", at)
        if different:
            generations.begin(database)
    return different
