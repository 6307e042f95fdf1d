"""The frozen program does the main job: it signs in, reads all, and the central holds one reply, exactly once."""

import json
from pathlib import Path

import pytest

from tests.helpers.frozen import PASSWORD, FrozenProgram, Site

pytestmark = pytest.mark.timeout(600)
"""The first of these tests may have to make the program."""


def last_line(printed: str) -> dict[str, int]:
    found: dict[str, int] = json.loads(printed.strip().splitlines()[-1])
    return found


def test_signs_in_reads_and_answers_once(program: FrozenProgram, site: Site, tmp_path: Path) -> None:
    profile = str(tmp_path / "profile")
    sign_in = ["sync", "--central", site.url, "--user", site.username, "--profile", profile]

    first = program.run(*sign_in, said=f"{PASSWORD}\n")
    assert first.returncode == 0, first.stderr
    assert last_line(first.stdout)["pulled"] >= 3

    written = "Bonjour, votre attestation se trouve dans « Mon compte », puis « Mes attestations »."
    queued = program.run("reply", "--profile", profile, "9002", said=written)
    assert queued.returncode == 0, queued.stderr
    assert site.reply_to("9002") is None

    for _ in range(2):
        again = program.run("sync", "--profile", profile, said=f"{PASSWORD}\n")
        assert again.returncode == 0, again.stderr
    reply = site.reply_to("9002")
    assert reply is not None
    assert reply.body == written
    assert site.reply_to("9001") is None

    listed = program.run("outbox", "--profile", profile)
    assert listed.returncode == 0, listed.stderr
    [sent] = json.loads(listed.stdout)
    assert (sent["state"], sent["receipt"]) == ("received", reply.receipt)


def test_says_what_goes_wrong_in_one_sentence(program: FrozenProgram, site: Site, tmp_path: Path) -> None:
    sign_in = ["sync", "--central", site.url, "--user", site.username, "--profile", str(tmp_path / "profile")]
    refused = program.run(*sign_in, said="un autre mot de passe\n")
    assert refused.returncode == 4
    assert len(refused.stderr.strip().splitlines()) == 1
    assert program.run("reply", "--profile", str(tmp_path / "profile")).returncode == 2


def test_plays_the_main_job_through_its_window(program: FrozenProgram, tmp_path: Path) -> None:
    pictures = tmp_path / "tour"
    played = program.run("--tour", str(pictures), seconds=300)
    assert played.returncode == 0, played.stdout[-2000:] + played.stderr[-4000:]
    assert len(list(pictures.glob("*.png"))) >= 5


def test_carries_no_part_that_it_does_not_use(executable: Path) -> None:
    names = {path.name for path in (executable.parent / "_internal").rglob("*")}
    unused = [n for n in names if n.startswith(("libQt6Qml", "libQt6Quick", "libQt6Network", "libgtk", "libQt6Sql"))]
    assert unused == []
    assert "pytest" not in names
