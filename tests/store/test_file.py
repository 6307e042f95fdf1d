"""The file on disk: what opens it, what it shows to others, what it survives."""

import subprocess
import sys
from pathlib import Path

import pytest

from spplus_desk.domain.documents import Template
from spplus_desk.domain.errors import CacheLocked, StorageFault, StorageFull
from spplus_desk.domain.inbox import SortOrder, View
from spplus_desk.domain.outbox import Draft
from spplus_desk.domain.vocabulary import Sentiment
from spplus_desk.store.connection import Database, one
from spplus_desk.store.migrations import NEWEST, STEPS, migrate, step_0001, version
from spplus_desk.store.store import Store
from tests.helpers.cache import KEY, NOW, Cache, cache, experience, key, puts, slot, structure, submit
from tests.helpers.clock import FakeClock
from tests.helpers.searching import ask


def test_another_key_does_not_open_it(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "cache.db"
    with cache(path, clock) as desk:
        desk.filled()
    with pytest.raises(CacheLocked):
        Store.open(path, bytes(32), clock=clock)
    with cache(path, clock) as desk:
        assert desk.store.counts(NOW).result().all == 1


def test_a_file_that_is_no_cache_is_said_so_and_left_alone(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "cache.db"
    path.write_bytes(b"nom;prenom\n" * 1000)
    with pytest.raises(CacheLocked):
        Store.open(path, KEY, clock=clock)
    assert path.read_bytes().startswith(b"nom;prenom")


def test_a_folder_that_cannot_be_made_is_a_known_fault(tmp_path: Path, clock: FakeClock) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageFault):
        Store.open(tmp_path / "file" / "cache.db", KEY, clock=clock)


def test_nobody_reads_a_text_in_the_files(tmp_path: Path, clock: FakeClock) -> None:
    secret = "Zygomatique"
    with cache(tmp_path / "cache.db", clock) as desk:
        desk.feed(puts(structure(), experience(body=f"{secret} et {secret}", title=secret), slot()))
        desk.store.save_draft(Draft(slot_id=key(), body=secret), NOW).result()
        desk.store.enqueue(submit("c1", body=secret)).result()
        assert ask(desk, secret.lower()).total == 1
        files = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert {"cache.db", "cache.db-wal"} <= files.keys()
    for name, content in files.items():
        assert secret.lower().encode() not in content.lower(), name
        assert b"SQLite format 3" not in content, name
    assert len(files["cache.db-wal"]) > 10_000


def test_only_its_owner_may_open_the_file(desk: Cache) -> None:
    assert desk.path.stat().st_mode & 0o077 == 0


def test_what_was_queued_is_there_after_a_kill(tmp_path: Path, clock: FakeClock) -> None:
    """The process dies by SIGKILL the moment it has said that the reply and the draft are safe."""
    with cache(tmp_path / "cache.db", clock) as desk:
        desk.filled("1", "2")
    program = """
import os, signal, sys
from pathlib import Path
from spplus_desk.domain.outbox import Draft
from spplus_desk.domain.vocabulary import Sentiment
from tests.helpers.cache import KEY, NOW, key, submit
from spplus_desk.store.store import Store
store = Store.open(Path(sys.argv[1]), KEY, clock=lambda: NOW)
store.save_draft(Draft(slot_id=key("2"), body="Brouillon à garder"), NOW).result()
store.enqueue(submit("c1", body="Réponse à garder")).result()
sys.stdout.write("safe"); sys.stdout.flush()
os.kill(os.getpid(), signal.SIGKILL)
"""
    ended = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "cache.db")],
        capture_output=True,
        cwd=Path(__file__).parents[2],
        check=False,
        timeout=60,
    )
    assert ended.stdout == b"safe", ended.stderr.decode()
    assert ended.returncode == -9
    with cache(tmp_path / "cache.db", clock) as desk:
        (waiting,) = desk.store.pushable(10, NOW).result()
        assert waiting.payload.body == "Réponse à garder"
        kept = desk.store.draft(key("2")).result()
        assert kept is not None and kept.body == "Brouillon à garder"


def test_the_agents_texts_are_written_through_the_mirror_is_not(tmp_path: Path) -> None:
    database = Database(tmp_path / "cache.db", KEY)
    try:
        with database.transaction(durable=False):
            assert one(database, "PRAGMA synchronous")[0] == 1
        with database.transaction(durable=True):
            assert one(database, "PRAGMA synchronous")[0] == 2
        assert one(database, "PRAGMA journal_mode")[0] == "wal"
        assert one(database, "PRAGMA temp_store")[0] == 2
    finally:
        database.close()


def test_a_full_disk_is_said_and_work_goes_on(tmp_path: Path, clock: FakeClock) -> None:
    with cache(tmp_path / "cache.db", clock) as desk:
        desk.filled()
        pages = desk.store._post(lambda work: int(one(work.database, "PRAGMA page_count")[0])).result()
        desk.store._post(lambda work: work.database.raw.execute(f"PRAGMA max_page_count = {pages}").fetchone()).result()
        long = "Un texte que l’agent ne veut pas perdre. " * 2_000
        with pytest.raises(StorageFull):
            desk.store.save_draft(Draft(slot_id=key(), body=long), NOW).result()
        with pytest.raises(StorageFull):
            desk.feed(
                puts(*(row for i in range(2, 400) for row in (experience(str(i), body=long[:1_500]), slot(str(i)))))
            )
        assert desk.store.cursor().result() == "c1"
        assert desk.store.counts(NOW).result().all == 1
        assert desk.store.draft(key()).result() is None
        desk.store._post(lambda work: work.database.raw.execute("PRAGMA max_page_count = 1000000").fetchone()).result()
        assert desk.store.save_draft(Draft(slot_id=key(), body=long), NOW).result().body == long


def test_a_newer_schema_is_left_alone(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "cache.db"
    with cache(path, clock) as desk:
        desk.filled()
        desk.store._post(lambda work: work.database.raw.execute(f"PRAGMA user_version = {NEWEST + 1}")).result()
    with pytest.raises(StorageFault) as caught:
        Store.open(path, KEY, clock=clock)
    assert caught.value.code == "newer_schema"
    assert "version plus récente" in caught.value.sentence


def test_a_step_that_fails_leaves_the_version_before_it(tmp_path: Path) -> None:
    database = Database(tmp_path / "cache.db", KEY)
    steps = (step_0001.STATEMENTS, ("CREATE TABLE half (id TEXT)", "CREATE TABLE no such thing"))
    try:
        with pytest.raises(Exception, match="syntax error"):
            migrate(database, steps)
        assert version(database) == 1
        assert one(database, "SELECT count(*) FROM sqlite_master WHERE name = 'half'")[0] == 0
        migrate(database, (step_0001.STATEMENTS, ("CREATE TABLE whole (id TEXT)",)))
        assert version(database) == 2
    finally:
        database.close()


def test_every_older_schema_comes_to_the_newest(tmp_path: Path) -> None:
    from spplus_desk.store.migrations import STEPS

    for older in range(NEWEST + 1):
        database = Database(tmp_path / f"from{older}.db", KEY)
        try:
            migrate(database, STEPS[:older])
            migrate(database)
            assert version(database) == NEWEST
        finally:
            database.close()


def test_the_tables_of_the_code_are_those_of_the_file(tmp_path: Path) -> None:
    from spplus_desk.store.tables import metadata

    database = Database(tmp_path / "cache.db", KEY)
    try:
        migrate(database)
        for table in metadata.sorted_tables:
            found = database.raw.execute(f"PRAGMA table_info({table.name})").fetchall()
            ours = [(c.name, str(c.type), not c.nullable) for c in table.columns]
            # The key of a table that grows by itself is an alias of the row number: never null, and not said so.
            theirs = [(name, kind, bool(needed or of_key)) for _, name, kind, needed, _, of_key in found]
            assert ours == theirs, table.name
    finally:
        database.close()


def test_closing_finishes_what_was_asked_and_refuses_the_rest(tmp_path: Path, clock: FakeClock) -> None:
    with cache(tmp_path / "cache.db", clock) as desk:
        desk.filled()
        store = desk.store
        futures = [store.save_draft(Draft(slot_id=key(), body=f"Texte {i}"), NOW) for i in range(50)]
        store.close()
        assert [future.result().body for future in futures][-1] == "Texte 49"
        with pytest.raises(StorageFault):
            store.rows(View.ALL, SortOrder.DEADLINE, NOW).result()
        store.close()


def test_templates_of_an_older_file_become_shared_documents(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "cache.db"
    database = Database(path, KEY)
    migrate(database, STEPS[:3])
    database.raw.execute(
        "INSERT INTO templates VALUES ('T1', 'S', 'Titre', 'Bonjour « vous »', 'Accueil', '[\"negative\"]', '[]', 3, 0)"
    )
    database.close()
    with cache(path, clock) as desk:
        (template,) = desk.store.documents(Template).result()
    assert (template.id, template.structure_id, template.title, template.version) == ("T1", "S", "Titre", 3)
    assert (template.body, template.sentiments, template.channels) == ("Bonjour « vous »", (Sentiment.NEGATIVE,), ())
