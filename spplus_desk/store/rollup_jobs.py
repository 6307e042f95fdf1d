"""The jobs of the board on the database thread: count a slice, finish the count, recount, answer."""

from spplus_desk.store import meta, rollup
from spplus_desk.store.workplace import Workplace


def count_slice(work: Workplace) -> bool:
    """One slice of the first count; True while more is left (a chore's answer). Nothing before the first feed is in."""
    database = work.database
    at = rollup.position(database)
    # Asked of the mark itself: `bulk` brings the stemmer along, which the first paint must not wait for.
    if meta.read(database, "filling") or (at is None and meta.read(database, "cursor") is None):
        return False
    if at == rollup.WHOLE and not rollup.stale(database, work.scope):
        return False
    with database.transaction(durable=False):
        return rollup.step(database, work.scope)


def finish(work: Workplace) -> None:
    """The rest of the count at once, for somebody who waits for it."""
    while count_slice(work):
        pass
