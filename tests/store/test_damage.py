"""Damaged files: what the agent wrote survives, the mirror is read again, and nobody is asked which side to erase."""

import random
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from spplus_desk.domain.errors import CacheLocked, ResyncNeeded, StorageFault
from spplus_desk.domain.outbox import Draft
from spplus_desk.store import rescue, salvage
from spplus_desk.store.connection import PAGE_BYTES, Database, one
from spplus_desk.store.journal import SUFFIX
from spplus_desk.store.migrations import NEWEST
from spplus_desk.store.store import Store
from tests.helpers.cache import (
    KEY,
    NOW,
    SITE,
    URL,
    Cache,
    applied,
    cache,
    experience,
    key,
    puts,
    slot,
    structure,
    submit,
)
from tests.helpers.clock import FakeClock
from tests.helpers.searching import ask, question

IDS = tuple(str(number) for number in range(1, 41))
LONG = "Un récit assez long pour remplir des pages. " * 40


def written(path: Path, clock: FakeClock) -> dict[str, str]:
    """A cache with a mirror of many pages, drafts and commands; what the agent wrote, by slot."""
    with cache(path, clock) as desk:
        desk.feed(puts(structure(), *(row for id in IDS for row in (experience(id, body=LONG), slot(id)))))
        texts = {}
        for number, id in enumerate(IDS):
            text = f"Texte {number} {'é' * 900}"
            texts[key(id)] = text
            if number % 2:
                desk.store.save_draft(Draft(slot_id=key(id), body=text), NOW).result()
            else:
                desk.store.enqueue(submit(f"c{id}", id, body=text)).result()
            if number % 8 == 0:
                texts[f"comment of {key(id)}"] = f"Note {number}"
                desk.store.save_comment_draft(key(id), f"Note {number}", NOW).result()
    return texts


def read_back(store: Store) -> dict[str, str]:
    found = {command.slot_id: command.payload.body for command in store.pushable(500, NOW).result()}
    for id in IDS:
        draft = store.draft(key(id)).result()
        if draft is not None:
            found[draft.slot_id] = draft.body
        if comment := store.comment_draft(key(id)).result():
            found[f"comment of {key(id)}"] = comment
    return found


def corrupt(path: Path, dice: random.Random, pages: int, *, first: int = 0) -> None:
    content = bytearray(path.read_bytes())
    for page in dice.sample(range(first, len(content) // PAGE_BYTES), pages):
        start = page * PAGE_BYTES
        for _ in range(20):
            content[start + dice.randrange(16, PAGE_BYTES)] ^= dice.randrange(1, 256)
    path.write_bytes(content)


@pytest.mark.parametrize("seed", range(25))
def test_pages_corrupted_at_random_lose_no_text(tmp_path: Path, clock: FakeClock, seed: int) -> None:
    path = tmp_path / "cache.db"
    texts = written(path, clock)
    dice = random.Random(seed)
    corrupt(path, dice, dice.randrange(1, 6))
    damaged = path.read_bytes()
    store = Store.open(path, KEY, clock=clock)
    at_once = store.rescued
    try:
        assert read_back(store) == texts
        store.search(question("recit"), NOW).result()
        store.counts(NOW).result()
        if store.rescued is not None:
            assert (store.rescued.drafts, store.rescued.sends, store.rescued.sure) == (20, 20, True)
            if at_once is None:
                with pytest.raises(ResyncNeeded):
                    store.apply_page([], cursor="c9", last=False, at=NOW).result()
            assert store.cursor().result() is None
        if at_once is not None:
            assert at_once.aside is not None
            assert at_once.aside.read_bytes() == damaged
        assert _stored_identity(store) == "a-helene"
    finally:
        store.close()


@pytest.mark.parametrize("seed", range(12))
def test_without_the_second_copy_every_readable_row_is_saved(tmp_path: Path, clock: FakeClock, seed: int) -> None:
    path = tmp_path / "cache.db"
    texts = written(path, clock)
    path.with_suffix(SUFFIX).unlink()
    corrupt(path, random.Random(seed), 4, first=1)
    # The schema outgrew the first page: without each of its pages, and without the second copy, nothing can be found.
    has_schema = salvage.opens(path, KEY)
    store = Store.open(path, KEY, clock=clock)
    try:
        found = read_back(store)
        assert found.items() <= texts.items()
        if store.rescued is not None and store.rescued.sure:
            assert found == texts
        # A page of the file holds some fifteen texts; four of them at most are lost, and their neighbours are not.
        lost = texts.keys() - found.keys()
        assert not has_schema or len(lost) < len(texts)
        assert not lost or (store.rescued is not None and not store.rescued.sure)
    finally:
        store.close()


@pytest.mark.parametrize("seed", range(10))
def test_a_rotten_second_copy_is_made_again(tmp_path: Path, clock: FakeClock, seed: int) -> None:
    path = tmp_path / "cache.db"
    texts = written(path, clock)
    dice = random.Random(seed)
    journal = path.with_suffix(SUFFIX)
    content = bytearray(journal.read_bytes())
    for _ in range(dice.randrange(1, 8)):
        content[dice.randrange(len(content))] ^= 0x5A
    journal.write_bytes(content)
    with cache(path, clock) as desk:
        assert desk.store.rescued is None
        assert read_back(desk.store) == texts
        desk.store._post(lambda work: work.tidy()).result()
    path.unlink()
    with cache(path, clock) as desk:
        assert read_back(desk.store) == texts


def test_a_cache_that_was_deleted_gives_its_texts_back(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "cache.db"
    texts = written(path, clock)
    path.unlink()
    with cache(path, clock) as desk:
        assert read_back(desk.store) == texts
        assert desk.store.rescued is not None
        assert desk.store.rescued.aside is None


@pytest.mark.parametrize(
    "content", [b"nom;prenom\n" * 9_000, b"", b"\0" * PAGE_BYTES * 3, b"SQLite format 3\0" * 4_000]
)
def test_a_foreign_file_in_its_place_is_put_aside(tmp_path: Path, clock: FakeClock, content: bytes) -> None:
    path = tmp_path / "cache.db"
    texts = written(path, clock)
    path.write_bytes(content)
    with cache(path, clock) as desk:
        assert read_back(desk.store) == texts
        assert desk.store.rescued is not None
        aside = desk.store.rescued.aside
        assert aside is not None and aside.read_bytes() == content


def test_a_file_cut_short_is_damaged(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "cache.db"
    texts = written(path, clock)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2 // PAGE_BYTES * PAGE_BYTES + 100])
    with cache(path, clock) as desk:
        assert read_back(desk.store) == texts
        ask(desk, "recit")


def test_a_wrong_key_is_no_damage(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "cache.db"
    written(path, clock)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(CacheLocked):
        Store.open(path, bytes(32), clock=clock)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


_KILLED = """
import os, signal, sys
from pathlib import Path
from spplus_desk.domain.outbox import Draft
from tests.helpers.cache import KEY, NOW, key, submit
from spplus_desk.store.store import Store
store = Store.open(Path(sys.argv[1]), KEY, clock=lambda: NOW)
{}
sys.stdout.write("safe"); sys.stdout.flush()
os.kill(os.getpid(), signal.SIGKILL)
"""
_WRITES = """
store.save_draft(Draft(slot_id=key("2"), body="Brouillon du journal"), NOW).result()
store.enqueue(submit("c1", body="Réponse du journal")).result()
store.delete_draft(key("1")).result()
"""


def killed(path: Path, body: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _KILLED.format(body), str(path)],
        capture_output=True,
        cwd=Path(__file__).parents[2],
        check=False,
        timeout=60,
    )
    assert (ended.stdout, ended.returncode) == (b"safe", -9), ended.stderr.decode()


@pytest.mark.parametrize("harm", ["cut", "gone", "garbage", "foreign", "half"])
def test_a_broken_log_of_a_killed_process_loses_nothing(tmp_path: Path, clock: FakeClock, harm: str) -> None:
    path = tmp_path / "cache.db"
    with cache(path, clock) as desk:
        desk.filled("1", "2")
        desk.store.save_draft(Draft(slot_id=key("1"), body="À effacer"), NOW).result()
    killed(path, _WRITES)
    log = path.with_name("cache.db-wal")
    content = log.read_bytes()
    assert len(content) > PAGE_BYTES
    match harm:
        case "cut":
            log.write_bytes(content[: len(content) // 2])
        case "gone":
            log.unlink()
        case "garbage":
            log.write_bytes(random.Random(1).randbytes(len(content)))
        case "half":
            log.write_bytes(content[:-100])
        case "foreign":
            other = tmp_path / "other" / "cache.db"
            with cache(other, clock) as desk:
                desk.filled("7")
            killed(other, 'store.save_draft(Draft(slot_id=key("7"), body="Autre"), NOW).result()')
            log.write_bytes(other.with_name("cache.db-wal").read_bytes())
    path.with_name("cache.db-shm").unlink(missing_ok=True)
    with cache(path, clock) as desk:
        (waiting,) = desk.store.pushable(10, NOW).result()
        assert waiting.payload.body == "Réponse du journal"
        kept = desk.store.draft(key("2")).result()
        assert kept is not None and kept.body == "Brouillon du journal"
        assert desk.store.draft(key("1")).result() is None
        if desk.store.rescued is None:
            assert harm == "half", "a chore wrote after the agent: it alone was cut, and nothing had to be rescued"
        elif desk.store.rescued.aside is None:
            # Only the last writes were missing: the mirror is still there, and shows what was queued.
            assert desk.store.counts(NOW).result().answered == 1


def test_damage_met_while_running_is_mended_under_way(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "cache.db"
    texts = written(path, clock)
    told = []
    changed = []
    with cache(path, clock) as desk:
        desk.store.on_rescue(told.append)
        desk.store.subscribe(changed.append)
        desk.store._post(lambda work: work.database.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()).result()
        corrupt(path, random.Random(3), len(path.read_bytes()) // PAGE_BYTES - 1, first=1)
        desk.store._post(lambda work: work.database.raw.execute("PRAGMA shrink_memory").fetchall()).result()
        assert read_back(desk.store) == texts
        (report,) = told
        assert (report.drafts, report.sends) == (20, 20)
        assert any(not change.ids for change in changed)
        # A page of the reading that was under way would begin the mirror in its middle.
        with pytest.raises(ResyncNeeded):
            desk.store.apply_page(puts(experience("9")), cursor="c99", last=True, at=NOW).result()
        assert desk.store.cursor().result() is None
        desk.filled("1", "2")
        assert desk.store.save_draft(Draft(slot_id=key("2"), body="Après"), NOW).result().body == "Après"
        assert desk.store.confirm_rescue().result() == 1
        assert list(rescue.damaged_files(path)) == []


def test_what_was_acknowledged_is_not_sent_again_and_retires_at_the_end_of_the_feed(
    tmp_path: Path, clock: FakeClock
) -> None:
    path = tmp_path / "cache.db"
    with cache(path, clock) as desk:
        desk.filled("1", "2")
        desk.store.enqueue(submit("c1", "1")).result()
        desk.store.enqueue(submit("c2", "2")).result()
        desk.store.record_results(applied("c1", "c2"), NOW).result()
        desk.feed([], passed=1)
    path.write_bytes(b"")
    with cache(path, clock) as desk:
        assert desk.store.pushable(10, NOW).result() == ()
        desk.store.cursor().result()
        desk.feed(puts(structure(), experience("1"), slot("1")), last=False)
        assert desk.store.counts(NOW).result().answered == 1
        tally = desk.feed([])
        assert tally.retired == 2
        assert [event.event for event in desk.store.history("command:c1").result()][:2] == ["queued", "received"]


def test_a_killed_rescue_begins_again_or_ends(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "cache.db"
    texts = written(path, clock)
    corrupt(path, random.Random(5), len(path.read_bytes()) // PAGE_BYTES - 1, first=1)
    damaged = path.read_bytes()
    for step in ("before", "between", "after"):
        body = f"""
import spplus_desk.store.rescue as rescue
whole = rescue.swap
def swap(path, aside):
    if {step!r} == "between":
        path.replace(aside)
    elif {step!r} == "after":
        whole(path, aside)
    sys.stdout.write("safe"); sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL)
rescue.swap = swap
store.close()
rescue.open_cache(Path(sys.argv[1]), KEY, NOW, broken=True)
"""
        folder = tmp_path / step
        folder.mkdir()
        here = folder / "cache.db"
        here.write_bytes(damaged)
        here.with_suffix(SUFFIX).write_bytes(path.with_suffix(SUFFIX).read_bytes())
        program = (
            _KILLED.replace("store = Store", "store = None and Store").replace("{}", body).replace("store.close()", "")
        )
        ended = subprocess.run(
            [sys.executable, "-c", program, str(here)],
            capture_output=True,
            cwd=Path(__file__).parents[2],
            check=False,
            timeout=60,
        )
        assert (ended.stdout, ended.returncode) == (b"safe", -9), ended.stderr.decode()
        with cache(here, clock) as desk:
            assert read_back(desk.store) == texts, step
            (aside,) = rescue.damaged_files(here)
            # Not yet renamed, it was opened once more before its damage was met.
            assert step == "before" or aside.read_bytes() == damaged


def test_a_half_written_migration_is_rolled_back_or_rescued(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "cache.db"
    texts = written(path, clock)
    program = """
import os, signal, sys
from pathlib import Path
from spplus_desk.store.connection import Database
from spplus_desk.store.migrations import STEPS, migrate
from tests.helpers.cache import KEY
database = Database(Path(sys.argv[1]), KEY)
def die():
    sys.stdout.write("safe"); sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL)
database.raw.create_function("die", 0, die)
migrate(database, (*STEPS, ("CREATE TABLE half (id TEXT)", "DELETE FROM drafts", "SELECT die()")))
"""
    ended = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        capture_output=True,
        cwd=Path(__file__).parents[2],
        check=False,
        timeout=60,
    )
    assert (ended.stdout, ended.returncode) == (b"safe", -9), ended.stderr.decode()
    with cache(path, clock) as desk:
        assert desk.store.rescued is None
        assert read_back(desk.store) == texts
    database = Database(path, KEY)
    database.raw.execute("DROP TABLE inbox")  # a step that did not finish, and said that it had
    database.close()
    with cache(path, clock) as desk:
        assert desk.store.rescued is not None
        assert read_back(desk.store) == texts


def test_a_newer_schema_is_left_to_the_byte(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "cache.db"
    written(path, clock)
    database = Database(path, KEY)
    database.raw.execute(f"PRAGMA user_version = {NEWEST + 1}")
    database.close()
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(StorageFault) as caught:
        Store.open(path, KEY, clock=clock)
    assert caught.value.code == "newer_schema"
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_every_write_is_in_the_second_copy_before_it_is_told(tmp_path: Path, clock: FakeClock) -> None:
    """The process dies the moment the agent is told; then the whole cache is lost."""
    path = tmp_path / "cache.db"
    with cache(path, clock) as desk:
        desk.filled("1", "2")
    killed(path, _WRITES)
    for file in tmp_path.glob("cache.db*"):
        file.unlink()
    with cache(path, clock) as desk:
        (waiting,) = desk.store.pushable(10, NOW).result()
        assert waiting.payload.body == "Réponse du journal"
        kept = desk.store.draft(key("2")).result()
        assert kept is not None and kept.body == "Brouillon du journal"


def test_nobody_reads_the_second_copy(desk: Cache) -> None:
    desk.filled()
    desk.store.save_draft(Draft(slot_id=key(), body="Zygomatique"), NOW).result()
    journal = desk.path.with_suffix(SUFFIX)
    content = journal.read_bytes()
    assert len(content) > 300
    for clear in (b"Zygomatique", SITE.encode(), URL.encode(), b"slot_id"):
        assert clear not in content
    assert journal.stat().st_mode & 0o077 == 0


def test_a_change_undone_is_not_in_the_second_copy(desk: Cache) -> None:
    desk.filled()
    with pytest.raises(ZeroDivisionError):
        desk.store._post(_write_and_fail).result()
    mark = desk.store._post(lambda work: one(work.database, "SELECT value FROM meta WHERE name = 'writings'")).result()
    desk.store.save_draft(Draft(slot_id=key(), body="Gardé"), NOW).result()
    after = desk.store._post(lambda work: one(work.database, "SELECT value FROM meta WHERE name = 'writings'")).result()
    assert int(after[0]) == int(mark[0]) + 1
    desk.store.close()
    for file in desk.path.parent.glob("cache.db*"):
        file.unlink()
    again = Store.open(desk.path, KEY, clock=desk.clock)
    try:
        kept = again.draft(key()).result()
        assert kept is not None and kept.body == "Gardé"
        assert again.draft(key("5")).result() is None
    finally:
        again.close()


def _write_and_fail(work: object) -> None:
    from spplus_desk.store import drafts
    from spplus_desk.store.workplace import Workplace

    assert isinstance(work, Workplace)
    with work.database.transaction(durable=True):
        drafts.save(work.database, Draft(slot_id=key("5"), body="Défait"), NOW)
        _ = 1 // 0


def _stored_identity(store: Store) -> str:
    identity = store.identity().result()
    return "" if identity is None else identity.agent.id


def test_damaged_copies_do_not_stay_for_ever(tmp_path: Path, clock: FakeClock) -> None:
    """Thirty days, three of them; the cache itself and its second copy are never touched."""
    path = tmp_path / "cache.db"
    now = clock()
    for days in (0, 1, 2, 3, 40):
        stamp = (now - timedelta(days=days)).strftime("%Y%m%dT%H%M%S%f")
        for suffix in ("", "-wal"):
            (tmp_path / f"cache.damaged-{stamp}.db{suffix}").write_bytes(b"noise")
    (tmp_path / "cache.damaged-autrefois.db").write_bytes(b"noise")
    store = Store.open(path, bytes(range(32)), clock=clock)
    store.close()
    kept = sorted(one.name for one in tmp_path.glob("cache.damaged-*.db"))
    assert kept == sorted(f"cache.damaged-{now - timedelta(days=days):%Y%m%dT%H%M%S%f}.db" for days in (0, 1, 2))
    assert len(list(tmp_path.glob("cache.damaged-*-wal"))) == 3
    clock.advance(timedelta(days=31))
    store = Store.open(path, bytes(range(32)), clock=clock)
    store.close()
    assert list(tmp_path.glob("cache.damaged-*")) == []
    assert path.exists()
