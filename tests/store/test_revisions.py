"""The earlier texts of a draft: bounds, one transaction with the draft, what takes them away."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from spplus_desk.domain.errors import StorageFull
from spplus_desk.domain.outbox import Draft
from spplus_desk.domain.vocabulary import ReplyState
from spplus_desk.store.connection import Database, one
from spplus_desk.store.migrations import NEWEST, STEPS, migrate, version
from spplus_desk.store.revisions import MOST, MOST_BYTES
from tests.helpers.cache import KEY, NOW, Cache, cache, key, submit
from tests.helpers.clock import FakeClock


def _save(desk: Cache, *bodies: str, of: str = "1") -> None:
    for body in bodies:
        desk.store.save_draft(Draft(slot_id=key(of), body=body), NOW).result()


def _earlier(desk: Cache, of: str = "1") -> tuple[str, ...]:
    return desk.store.revisions(key(of)).result()


def test_each_text_that_was_saved_is_kept_newest_last(desk: Cache) -> None:
    desk.filled("1", "2")
    _save(desk, "Un", "Un deux", "Un deux 😀")
    _save(desk, "Ailleurs", of="2")
    assert _earlier(desk) == ("", "Un", "Un deux")
    assert _earlier(desk, "2") == ("",)
    assert _earlier(desk, "3") == ()


def test_the_same_text_saved_again_is_no_step(desk: Cache) -> None:
    desk.filled()
    _save(desk, "", "", "Un", "Un", "Un", "", "Un")
    assert _earlier(desk) == ("", "Un", "")


def test_the_oldest_leave_beyond_the_number(desk: Cache) -> None:
    desk.filled()
    _save(desk, *(f"Texte {i}" for i in range(MOST + 20)))
    assert _earlier(desk) == tuple(f"Texte {i}" for i in range(19, MOST + 19))


def test_the_oldest_leave_beyond_the_size(desk: Cache) -> None:
    desk.filled()
    _save(desk, *(f"{i}" + "é" * 9_999 for i in range(10)), *(f"{i}" + "é" * 9_999 for i in range(8)), "fin")
    kept = _earlier(desk)
    assert [text[0] for text in kept] == ["8", "9", *"01234567"]
    assert sum(len(text.encode()) for text in kept) <= MOST_BYTES


def test_a_text_larger_than_all_that_is_kept_leaves_no_step(desk: Cache) -> None:
    desk.filled()
    _save(desk, "Un", "x" * (MOST_BYTES + 1), "Deux")
    assert _earlier(desk) == ()
    _save(desk, "Trois")
    assert _earlier(desk) == ("Deux",)


def test_deleting_the_draft_deletes_them(desk: Cache) -> None:
    desk.filled()
    _save(desk, "Un", "Deux")
    assert desk.store.delete_draft(key()).result()
    assert _earlier(desk) == ()


def test_sending_deletes_them_and_the_undo_of_a_send_begins_anew(desk: Cache) -> None:
    desk.filled()
    _save(desk, "Un", "Deux")
    hold = NOW + timedelta(seconds=30)
    desk.store.enqueue(submit("c1", body="Deux"), hold_until=hold, drop_draft=True).result()
    assert _earlier(desk) == ()
    assert desk.store.undo("c1", NOW).result()
    back = desk.store.draft(key()).result()
    assert back is not None and back.body == "Deux"
    assert _earlier(desk) == ()
    _save(desk, "Trois")
    assert _earlier(desk) == ("Deux",)


def test_a_save_that_fails_leaves_the_steps_as_they_were(desk: Cache) -> None:
    desk.filled()
    _save(desk, "Un", "Deux")
    pages = desk.store._post(lambda work: int(one(work.database, "PRAGMA page_count")[0])).result()
    desk.store._post(lambda work: work.database.raw.execute(f"PRAGMA max_page_count = {pages}").fetchone()).result()
    with pytest.raises(StorageFull):
        _save(desk, "Un texte que l’agent ne veut pas perdre. " * 4_000)
    assert _earlier(desk) == ("", "Un")
    kept = desk.store.draft(key()).result()
    assert kept is not None and kept.body == "Deux"


def test_they_are_there_after_a_kill(tmp_path: Path, clock: FakeClock) -> None:
    with cache(tmp_path / "cache.db", clock) as desk:
        desk.filled()
    program = """
import os, signal, sys
from pathlib import Path
from spplus_desk.domain.outbox import Draft
from tests.helpers.cache import KEY, NOW, key
from spplus_desk.store.store import Store
store = Store.open(Path(sys.argv[1]), KEY, clock=lambda: NOW)
for body in ("Un", "Deux", "Trois"):
    store.save_draft(Draft(slot_id=key(), body=body), NOW).result()
os.kill(os.getpid(), signal.SIGKILL)
"""
    ended = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "cache.db")], capture_output=True, check=False
    )
    assert ended.returncode == -9, ended.stderr.decode()
    with cache(tmp_path / "cache.db", clock) as desk:
        assert _earlier(desk) == ("", "Un", "Deux")
    for file in tmp_path.iterdir():
        assert b"Deux" not in file.read_bytes(), file.name


def test_a_reply_sent_back_begins_with_its_own_text(desk: Cache) -> None:
    from tests.helpers.cache import puts, reply

    desk.filled()
    desk.feed(puts(reply(body="Renvoyée", state=ReplyState.RETURNED)))
    _save(desk, "Renvoyée, revue")
    assert _earlier(desk) == ("Renvoyée",)


def test_a_cache_of_schema_2_keeps_its_drafts_and_begins_their_steps(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "cache.db"
    database = Database(path, KEY)
    try:
        migrate(database, STEPS[:2])
        values = (key(), "Bonjour,", "Écrit avant", "", "", None, "", 3, 1, 0, "", "", "")
        database.raw.execute(f"INSERT INTO drafts VALUES ({', '.join('?' * len(values))})", values)
    finally:
        database.close()
    with cache(path, clock) as desk:
        assert desk.store._post(lambda work: version(work.database)).result() == NEWEST >= 3
        kept = desk.store.draft(key()).result()
        assert kept is not None and (kept.body, kept.cursor) == ("Écrit avant", 3)
        assert _earlier(desk) == ()
        _save(desk, "Écrit après")
        assert _earlier(desk) == ("Écrit avant",)


def test_a_rescue_saves_the_text_and_its_steps_begin_anew(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "cache.db"
    with cache(path, clock) as desk:
        desk.filled()
        _save(desk, "Un", "Deux")
    path.write_bytes(bytes(path.stat().st_size))
    with cache(path, clock) as desk:
        kept = desk.store.draft(key()).result()
        assert kept is not None and kept.body == "Deux"
        assert _earlier(desk) == ()
        _save(desk, "Trois")
        assert _earlier(desk) == ("Deux",)


def test_the_journal_of_the_texts_does_not_grow_with_the_steps(desk: Cache) -> None:
    desk.filled()
    long = "Un texte de quelque longueur. " * 100
    _save(desk, *(f"{long}{i}" for i in range(20)))
    written = desk.path.with_suffix(".writings").stat().st_size
    assert len(_earlier(desk)) == 20
    assert written < 30 * len(long)
