"""Whether a cache can be read to its last page after what was done to it."""

from spplus_desk.store.store import Store
from spplus_desk.store.workplace import Workplace


def faults_of(store: Store) -> list[str]:
    """What SQLite and SQLCipher find wrong in the file; nothing when each page is whole and authentic."""

    def job(work: Workplace) -> list[str]:
        raw = work.database.raw
        quick = [row[0] for row in raw.execute("PRAGMA quick_check") if row[0] != "ok"]
        cipher = [row[0] for row in raw.execute("PRAGMA cipher_integrity_check")]
        return quick + cipher

    return store._post(job).result()
