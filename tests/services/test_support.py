"""The support bundle: enough to mend a program, and not one word of anybody."""

import json
import logging
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from spplus_desk.domain.errors import BadInput
from spplus_desk.domain.outbox import Draft
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.services.logfile import NAME, close_log, open_log
from spplus_desk.services.preferences import Preferences
from tests.helpers.clock import FakeClock
from tests.helpers.inbox_world import CIGALE, CIGALE_BODY, ME, SITE_NAME, inbox_world

OWN = "Le service a repris lundi, passez au guichet\u00a03."


def test_it_says_what_helps_and_nothing_of_anybody(tmp_path: Path, clock: FakeClock) -> None:
    handler = open_log(tmp_path / "log", "DEBUG")
    try:
        with inbox_world(tmp_path, clock) as world:
            world.phase(SyncPhase.SYNCED, last_success=clock())
            draft = Draft(slot_id=CIGALE, greeting="Bonjour,", body=OWN)
            world.desk.replying.send(draft, timedelta(seconds=30)).result()
            world.desk.replying.save(Draft(slot_id="E2:CAF-ORVANNE", body=OWN)).result()
            try:
                raise ValueError(f"{OWN} {CIGALE_BODY}")
            except ValueError:
                logging.getLogger("spplus_desk.test").warning("a job failed", exc_info=True)
            path = tmp_path / "assistance.zip"
            size = world.desk.support.write_bundle(
                path, Preferences(last_seen=clock()), tmp_path / "log" / NAME
            ).result()
    finally:
        close_log(handler)
    assert size == path.stat().st_size > 0
    assert path.stat().st_mode & 0o077 == 0, "readable by its agent alone"
    with zipfile.ZipFile(path) as bundle:
        texts = {name: bundle.read(name).decode() for name in bundle.namelist()}
    assert set(texts) == {"lisez-moi.txt", "versions.json", "reglages.json", "chiffres.json", f"journal/{NAME}"}
    figures, versions = json.loads(texts["chiffres.json"]), json.loads(texts["versions.json"])
    assert figures["sends"]["draft"] == 1 and figures["sends"]["waiting"] == 1 and figures["views"]["all"] == 9
    assert figures["sync"] == {"phase": "synced", "last_success": clock().isoformat()}
    assert int(figures["schema"]) > 0
    assert versions["spplus-desk"] and versions["sqlcipher"] and versions["sqlite"]
    assert "last_seen" not in json.loads(texts["reglages.json"])
    assert "a job failed" in texts[f"journal/{NAME}"] and "ValueError" in texts[f"journal/{NAME}"]
    whole = "\n".join(texts.values())
    secret = (
        OWN, "guichet\u00a03", *CIGALE_BODY.split("\n\n"), "Trois rendez-vous annulés", "Cigale", "Ptit Lu", "Bonjour,",
        ME.id, ME.name, "Thomas Ruault", SITE_NAME, "CAF-ORVANNE", "127.0.0.1",
    )  # fmt: skip
    assert [one for one in secret if one in whole] == []


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path, clock: FakeClock) -> None:
    with inbox_world(tmp_path, clock) as world:
        writing = world.desk.support.write_bundle(tmp_path / "absent" / "a.zip", Preferences(), None)
        with pytest.raises(BadInput, match="ne peut pas être écrit"):
            writing.result()
    assert list(tmp_path.glob("**/*.zip*")) == []
