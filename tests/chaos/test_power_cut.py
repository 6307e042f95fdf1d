"""`synchronous=FULL` at each commit of what an agent wrote: a SIGKILL cannot show that, so each commit is looked at."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from spplus_desk.domain.experience_payloads import AddComment
from spplus_desk.domain.outbox import Draft
from spplus_desk.store.store import Store
from spplus_desk.store.workplace import Workplace
from tests.helpers.cache import NOW, SITE, Cache, applied, cache, key, refused, submit
from tests.helpers.clock import FakeClock

FULL, NORMAL = 2, 1
HOLD = timedelta(seconds=30)


class Commits:
    """The level in force at each COMMIT of a store, told by the statements that the connection runs."""

    def __init__(self, store: Store) -> None:
        self.levels: list[int] = []
        self._level = FULL
        self._store = store
        # What the store does in idle moments is its own affair: it is over before the first commit that counts.
        while not store._post(lambda _work: not store._thread._chores).result():
            pass

        def watch(work: Workplace) -> int:
            work.database.raw.set_trace_callback(self._hear)
            return int(work.database.raw.execute("PRAGMA synchronous").fetchone()[0])

        self._level = store._post(watch).result()

    def _hear(self, statement: str) -> None:
        words = statement.upper().replace("=", " ").split()
        if words[:2] == ["PRAGMA", "SYNCHRONOUS"] and len(words) == 3:
            self._level = {"FULL": FULL, "NORMAL": NORMAL}[words[2]]
        elif words[:1] == ["COMMIT"]:
            self.levels.append(self._level)

    def end(self) -> None:
        self._store._post(lambda work: work.database.raw.set_trace_callback(None)).result()


WRITES: dict[str, Callable[[Cache], Any]] = {
    "a draft": lambda c: c.store.save_draft(Draft(slot_id=key("2"), body="Brouillon"), NOW).result(),
    "a draft thrown away": lambda c: c.store.delete_draft(key("3")).result(),
    "a reply": lambda c: c.store.enqueue(submit("new", "2"), hold_until=NOW + HOLD, drop_draft=True).result(),
    "an act": lambda c: c.store.intend(key("2"), AddComment(structure_id=SITE, body="Vu"), NOW).result(),
    "an undo": lambda c: c.store.undo("held", NOW).result(),
    "a hold ended": lambda c: c.store.release_hold("held").result(),
    "a hold that ends": lambda c: c.store.pushable(10, NOW + HOLD).result(),
    "a new try": lambda c: c.store.retry("parked", NOW).result(),
    "a text taken back": lambda c: c.store.keep_as_draft("parked").result(),
    "outcomes": lambda c: c.store.record_results(applied("waiting"), NOW).result(),
}


@pytest.mark.parametrize("what", WRITES)
def test_what_an_agent_wrote_is_on_disk_before_the_agent_is_told(tmp_path: Path, clock: FakeClock, what: str) -> None:
    with cache(tmp_path / "cache.db", clock) as desk:
        desk.filled(*"123456")
        desk.store.save_draft(Draft(slot_id=key("3"), body="À jeter"), NOW).result()
        desk.store.enqueue(submit("held", "4"), hold_until=NOW + HOLD).result()
        desk.store.enqueue(submit("parked", "5")).result()
        desk.store.record_results([refused("parked")], NOW).result()
        desk.store.enqueue(submit("waiting", "6")).result()
        desk.store.record_attempt(["waiting"], NOW).result()  # leaves the connection at NORMAL
        commits = Commits(desk.store)
        WRITES[what](desk)
        commits.end()
    # The clock of a hold may be noted before, chores may follow: neither is a text, and neither is ever at FULL.
    assert FULL in commits.levels


def test_the_mirror_can_be_pulled_again_and_does_not_wait_for_the_disk(tmp_path: Path, clock: FakeClock) -> None:
    with cache(tmp_path / "cache.db", clock) as desk:
        commits = Commits(desk.store)
        desk.filled("1")
        commits.end()
    assert commits.levels and set(commits.levels) == {NORMAL}
