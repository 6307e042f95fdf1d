"""Once a day at most, after a run that ended well: are there as many rows here as the central says?"""

import logging
from datetime import datetime, timedelta

from spplus_desk.domain.errors import KnownError, SessionExpired
from spplus_desk.store.store import Store
from spplus_desk.sync.client import Client

_log = logging.getLogger(__name__)
EVERY = timedelta(days=1)


def check(store: Store, client: Client, now: datetime) -> bool:
    """True when counts differed: the next run reads the mirror again from zero. Raises SessionExpired and its kind;
    any other failure is for another day, and says nothing of the mirror."""
    last = store.counts_checked_at().result()
    if last is None or now < last:
        store.mark_counts_checked(now).result()  # a mirror just made, or a clock set back: from here on
        return False
    if now - last < EVERY:
        return False
    try:
        told = client.summary()
        cursor = store.cursor().result()
        if cursor is None or client.changes(cursor, 1) is not None:
            return False  # something moved meanwhile: counts of two moments cannot be compared; at the next run
    except SessionExpired:
        raise
    except KnownError as error:
        _log.info("counts not compared: %s", error.code)
        store.mark_counts_checked(now).result()
        return False
    different = store.compare_counts(told, now).result()
    if different:
        _log.warning("the mirror differs from the central (%s): it is read again from zero", ", ".join(different))
    return bool(different)
