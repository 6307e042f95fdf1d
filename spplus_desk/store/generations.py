"""A resync: the mirror is read again from zero while it stays readable, then what was not seen again leaves it.

Every mirrored row carries the generation that saw it last. The outbox and the drafts are never touched.
"""

from spplus_desk.domain.vocabulary import Entity
from spplus_desk.store import meta, mirror
from spplus_desk.store.connection import Database
from spplus_desk.store.mirror import TABLE_OF, Touched, of_entity

_GENERATION = "generation"
_RESYNCING = "resyncing"
_SLICE = 10_000


def current(database: Database) -> int:
    return meta.read_number(database, _GENERATION)


def begin(database: Database) -> None:
    meta.write(database, "cursor", None)
    meta.write(database, _GENERATION, str(current(database) + 1))
    meta.write(database, _RESYNCING, "1")


def resyncing(database: Database) -> bool:
    return meta.read_number(database, _RESYNCING) == 1


def finish(database: Database, touched: Touched) -> None:
    """Deletes what the new generation has not seen, and tells in `touched` what has to be made again."""
    generation = current(database)
    for entity in reversed(Entity):
        found = database.raw.execute(
            f"SELECT id FROM {TABLE_OF[entity]} WHERE generation < ? AND {of_entity(entity)}", (generation,)
        )
        ids = [str(id) for (id,) in found]
        for start in range(0, len(ids), _SLICE):
            mirror.delete(database, entity, ids[start : start + _SLICE], touched)
    mirror.index_texts(database, touched)
    meta.write(database, _RESYNCING, None)
