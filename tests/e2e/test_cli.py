"""spplus-desk without a window: what scripts meet, exit codes and sentences included."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import keyring
import msgspec
import pytest
from keyring.backends import fail
from pypdf import PdfReader

from spplus_desk import __version__, cli
from spplus_desk.domain.experience import Reply
from spplus_desk.domain.experience_payloads import SubmitReply
from tests.helpers.keyrings import MemoryKeyring
from tests.helpers.raw_server import RawServer, answer, problem
from tests.helpers.typography import faults
from tests.helpers.world import EAST, PASSWORD, WEST, WEST_1, World


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    error: str

    @property
    def json(self) -> Any:
        return json.loads(self.out.strip().splitlines()[-1])

    @property
    def sentence(self) -> str:
        """The last line of standard error, which must be good French."""
        line = self.error.strip().splitlines()[-1]
        assert not faults(line), (line, faults(line))
        return line


Desk = Callable[..., Ran]


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profil"


@pytest.fixture
def phrase(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No keyring answers; this file has the passphrase."""
    for name in ("get_password", "set_password", "delete_password"):
        monkeypatch.setattr(keyring, name, getattr(fail.Keyring(), name))
    file = tmp_path / "phrase.txt"
    file.write_text("quatre mots sans aucun lien\n", encoding="utf-8")
    monkeypatch.setenv("SPPLUS_PASSPHRASE_FILE", str(file))
    return file


@pytest.fixture
def desk(tmp_path: Path, profile: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Call a command of the program on `profile`, with a keyring that answers; `stdin` is text or bytes."""
    memory = MemoryKeyring()
    for name in ("get_password", "set_password", "delete_password"):
        monkeypatch.setattr(keyring, name, getattr(memory, name))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))

    def run(*arguments: str, stdin: str | bytes = "", folder: Path | None = None) -> Ran:
        raw = stdin if isinstance(stdin, bytes) else stdin.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
        capsys.readouterr()
        code = cli.main([arguments[0], "--profile", str(folder or profile), *arguments[1:]])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


def _today(world: World) -> date:
    """Of the sites: a day further than UTC's in the last hours of the evening."""
    return world.clock().astimezone(ZoneInfo("Europe/Paris")).date()


def synced(desk: Desk, world: World, user: str = "omar") -> Ran:
    ran = desk("sync", "--central", world.url, "--user", user, stdin=PASSWORD + "\n")
    assert ran.code == 0, ran.error
    return ran


# --- the ordinary way ---


def test_sync_reply_sync_and_the_central_has_it_once(served: World, desk: Desk) -> None:
    (experience,) = served.deposit(WEST)
    first = synced(desk, served).json
    assert first["pulled"] > 3
    assert first["waiting"] == first["pushed"] == 0
    queued = desk("reply", experience, stdin="Bonjour,\nvoici la marche à suivre.\n")
    assert queued.code == 0
    assert queued.json["state"] == "waiting"
    assert [item["command_id"] for item in desk("outbox").json] == [queued.json["id"]]
    second = desk("sync", stdin=PASSWORD)
    assert (second.code, second.json["pushed"], second.json["retired"]) == (0, 1, 1)
    assert served.applied(queued.json["id"]) == 1
    (item,) = desk("outbox").json
    assert (item["state"], item["body"]) == ("received", "Bonjour,\nvoici la marche à suivre.")


def test_a_reply_is_queued_without_a_network(served: World, desk: Desk) -> None:
    (experience,) = served.deposit(WEST)
    synced(desk, served)
    served.central.stop()
    queued = desk("reply", experience, stdin="Bonjour.")
    lost = desk("sync", stdin=PASSWORD)
    assert (queued.code, lost.code) == (0, 3)
    assert "serveur" in lost.sentence
    (item,) = desk("outbox").json
    assert (item["state"], item["command_id"]) == ("waiting", queued.json["id"])


def test_what_was_not_sent_comes_out_in_a_file(served: World, desk: Desk, tmp_path: Path) -> None:
    (experience,) = served.deposit(WEST)
    synced(desk, served)
    desk("reply", experience, stdin="Bonjour, le guichet a repris.")
    out = tmp_path / "textes.txt"
    ran = desk("export", str(out))
    assert (ran.code, ran.json) == (0, {"texts": 1, "file": str(out)})
    assert "Bonjour, le guichet a repris." in out.read_text(encoding="utf-8")
    assert [item["state"] for item in desk("outbox").json] == ["waiting"], "they stay where they are"
    refused = desk("export", str(tmp_path / "absent" / "textes.txt"))
    assert refused.code == 5
    assert "ne peut pas être écrit" in refused.sentence


def test_progress_goes_to_standard_error_and_counts_to_the_last_line(served: World, desk: Desk) -> None:
    served.deposit(WEST, count=5)
    ran = synced(desk, served)
    assert len(ran.out.strip().splitlines()) == 1
    assert " sur " in ran.error


@pytest.mark.parametrize(
    "text",
    ["é" * 8_000, "Bonjour 👩🏽‍🦽 et merci 🙏", "شكرا لكم على رسالتكم", "\ufeffAvec une marque d’ordre"],
    ids=["8000", "emoji", "rtl", "bom"],
)
def test_unusual_texts_arrive_whole(served: World, desk: Desk, text: str) -> None:
    (experience,) = served.deposit(WEST)
    synced(desk, served)
    assert desk("reply", experience, stdin=text).code == 0
    assert desk("sync", stdin=PASSWORD).code == 0
    document = served.document("reply", f"{experience}:{WEST}")
    assert document is not None
    assert msgspec.json.decode(document, type=Reply).body == text.removeprefix("\ufeff")


def test_nul_is_taken_out(served: World, desk: Desk) -> None:
    (experience,) = served.deposit(WEST)
    synced(desk, served)
    assert desk("reply", experience, stdin="Bon\0jour").code == 0
    assert desk("outbox").json[0]["body"] == "Bonjour"


# --- a reply that cannot be ---


def test_a_text_that_cannot_be_sent_is_refused_in_a_sentence(served: World, desk: Desk) -> None:
    (experience,) = served.deposit(WEST)
    synced(desk, served)
    for stdin, word in ((" \n", "vide"), ("x" * 10_001, "trop long"), (b"\xff\xfe", "UTF-8")):
        ran = desk("reply", experience, stdin=stdin)
        assert (ran.code, word in ran.sentence) == (5, True), ran.error
    assert desk("outbox").json == []


def test_an_experience_that_is_not_here_is_refused(served: World, desk: Desk) -> None:
    (elsewhere,) = served.deposit(EAST)
    synced(desk, served)
    for number in (elsewhere, "999999", "", "a:b"):
        ran = desk("reply", number, stdin="Bonjour.")
        assert (ran.code, "pas sur ce poste" in ran.sentence) == (1, True), ran.error


def test_two_structures_have_to_be_told_apart(served: World, desk: Desk) -> None:
    (experience,) = served.deposit(WEST, WEST_1)
    synced(desk, served)
    ran = desk("reply", experience, stdin="Bonjour.")
    assert ran.code == 2
    assert WEST_1 in ran.sentence
    assert (
        desk("reply", experience, "--structure", WEST_1, stdin="Bonjour.").json["slot_id"] == f"{experience}:{WEST_1}"
    )
    assert desk("reply", experience, "--structure", "INCONNUE", stdin="Bonjour.").code == 1


def test_a_second_reply_is_refused_at_the_desk(served: World, desk: Desk) -> None:
    first, second = served.deposit(WEST, count=2)
    served.act("faure", first, SubmitReply(structure_id=WEST, body="Réponse de Faure."))
    synced(desk, served)
    assert desk("reply", second, stdin="Une.").code == 0
    for experience in (first, second):
        ran = desk("reply", experience, stdin="Deux.")
        assert (ran.code, "existe déjà" in ran.sentence) == (1, True), ran.error
    assert len(desk("outbox").json) == 1


@pytest.mark.parametrize("left", ["le [[date de remise en service]]", "{{structure}}"])
def test_a_reply_with_a_blank_or_a_raw_variable_is_not_queued(served: World, desk: Desk, left: str) -> None:
    (experience,) = served.deposit(WEST)
    synced(desk, served)
    ran = desk("reply", experience, stdin=f"Le service rouvre {left}.")
    assert (ran.code, "à remplir" in ran.sentence) == (5, True), ran.error
    assert desk("outbox").json == []


# --- signing in ---


def test_a_wrong_password(served: World, desk: Desk, profile: Path) -> None:
    ran = desk("sync", "--central", served.url, "--user", "omar", stdin="faux\n")
    assert (ran.code, "mot de passe" in ran.sentence) == (4, True)
    assert not (profile / "cache.db").exists()
    assert desk("sync", "--central", served.url, "--user", "omar", stdin="").code == 4


def test_a_passphrase_file_where_no_keyring_answers(served: World, desk: Desk, phrase: Path, profile: Path) -> None:
    (experience,) = served.deposit(WEST)
    synced(desk, served)
    assert desk("reply", experience, stdin="Bonjour.").code == 0
    assert (profile / "key.json").is_file()
    log = (profile / "log" / "spplus-desk.log").read_text(encoding="utf-8")
    assert "quatre mots" not in log


def test_without_keyring_nor_passphrase_file(
    served: World, desk: Desk, phrase: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SPPLUS_PASSPHRASE_FILE")
    ran = desk("sync", "--central", served.url, "--user", "omar", stdin=PASSWORD)
    assert (ran.code, "SPPLUS_PASSPHRASE_FILE" in ran.sentence) == (4, True)


def test_a_passphrase_file_that_is_missing_empty_or_wrong(
    served: World, desk: Desk, phrase: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced(desk, served)
    for content in (None, "", "une autre phrase\n"):
        file = tmp_path / "autre.txt"
        if content is not None:
            file.write_text(content, encoding="utf-8")
        monkeypatch.setenv("SPPLUS_PASSPHRASE_FILE", str(file))
        ran = desk("outbox")
        assert (ran.code, "phrase de passe" in ran.sentence) == (4, True), ran.error


def test_the_profile_of_another_account_is_left_alone(served: World, desk: Desk) -> None:
    synced(desk, served, "omar")
    ran = desk("sync", "--central", served.url, "--user", "lise", stdin=PASSWORD)
    assert (ran.code, "autre compte" in ran.sentence) == (2, True)


def test_a_folder_that_is_no_profile(desk: Desk, tmp_path: Path) -> None:
    assert (desk("outbox").code, desk("reply", "1", stdin="Bonjour.").code) == (2, 2)
    ran = desk("sync", stdin=PASSWORD)
    assert (ran.code, "--central" in ran.sentence) == (2, True)
    file = tmp_path / "fichier"
    file.write_text("", encoding="utf-8")
    assert desk("outbox", folder=file / "profil").code == 1


def test_a_session_that_ended_is_opened_again_by_the_next_run(served: World, desk: Desk) -> None:
    synced(desk, served)
    served.clock.advance(timedelta(hours=13))
    assert desk("sync", stdin=PASSWORD).code == 0


# --- what answers is not what was hoped ---


@pytest.mark.parametrize(
    ("said", "code", "word"),
    [
        (b"", 3, "ne répond pas"),
        (problem(500, "internal_error"), 3, "problème"),
        (answer(502, b"<html>", media="text/html"), 3, "problème"),
        (answer(429, b"", Retry_After="7"), 3, "Trop de demandes"),
        (answer(200, b"<html>portail</html>", media="text/html"), 3, "pas un serveur SP+ Desk"),
        (answer(200, b'{"access_token": "x", "expi'), 3, "problème"),
        (answer(200, b'{"bonjour": 1}'), 3, "pas un serveur SP+ Desk"),
        (answer(302, b"", media="", Location="http://portail/"), 3, "pas un serveur SP+ Desk"),
        (problem(426, "protocol_mismatch"), 1, "même version"),
        (problem(401, "bad_credentials", "Identifiant ou mot de passe incorrect."), 4, "incorrect"),
    ],
    ids=["hangs-up", "500", "502", "429", "portal", "truncated", "other-json", "redirect", "protocol", "401"],
)
def test_each_bad_answer_has_its_sentence_and_code(desk: Desk, said: bytes, code: int, word: str) -> None:
    with RawServer(said) as server:
        ran = desk("sync", "--central", server.url, "--user", "omar", stdin=PASSWORD)
    assert (ran.code, word in ran.sentence) == (code, True), ran.error
    assert ran.out == ""


@pytest.mark.parametrize("address", ["exemple", "http://exemple.fr", "ftp://exemple.fr"])
def test_an_address_that_cannot_be_used(desk: Desk, address: str) -> None:
    ran = desk("sync", "--central", address, "--user", "omar", stdin=PASSWORD)
    assert (ran.code, "adresse" in ran.sentence) == (2, True)


# --- the program itself ---


@pytest.mark.parametrize(
    "arguments",
    [["sync"], ["reply", "--profile", "x"], ["--nonsense"], ["danse"], ["outbox", "--profile", "x", "y"]],
)
def test_wrong_usage_is_one_sentence(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(arguments) == 2
    captured = capsys.readouterr()
    assert (captured.out, len(captured.err.strip().splitlines())) == ("", 1)


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"spplus-desk {__version__}\n"
    for command in ([], ["sync"], ["reply"], ["outbox"]):
        assert cli.main([*command, "--help"]) == 0
        assert "Fins" in capsys.readouterr().out


def test_a_setting_that_cannot_be_used(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPPLUS_HOLD_SECONDS", "7")
    assert (desk("outbox").code, "hold_seconds" in desk("outbox").sentence) == (2, True)
    monkeypatch.delenv("SPPLUS_HOLD_SECONDS")
    broken = tmp_path / "config" / "spplus-desk" / "settings.toml"
    broken.parent.mkdir(parents=True)
    broken.write_text("hold_seconds = [", encoding="utf-8")
    assert desk("outbox").code == 5


def test_the_log_tells_what_happened_and_no_text(served: World, desk: Desk, profile: Path) -> None:
    (experience,) = served.deposit(WEST, body="Secret du citoyen.")
    synced(desk, served)
    desk("reply", experience, stdin="Secret de la réponse.")
    desk("sync", stdin=PASSWORD)
    log = (profile / "log" / "spplus-desk.log").read_text(encoding="utf-8")
    assert "synchronised" in log
    for secret in ("Secret", PASSWORD, "Bearer"):
        assert secret not in log


def test_nothing_in_the_profile_is_readable_without_its_key(served: World, desk: Desk, profile: Path) -> None:
    (experience,) = served.deposit(WEST, body="Un texte que personne ne doit lire ici.")
    synced(desk, served)
    desk("reply", experience, stdin="Une réponse que personne ne doit lire ici.")
    files = [file for file in profile.rglob("*") if file.is_file()]
    assert len(files) >= 3
    assert not [file for file in files if b"personne ne doit lire" in file.read_bytes()]


def test_as_a_program_of_its_own(served: World, tmp_path: Path, profile: Path) -> None:
    """Once through a real process: entry point, encodings, exit code, a reader that goes away."""
    (experience,) = served.deposit(WEST)
    secret = tmp_path / "phrase.txt"
    secret.write_text("quatre mots sans aucun lien\n", encoding="utf-8")
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path),
        "LC_ALL": "C",
        "SPPLUS_PASSPHRASE_FILE": str(secret),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    program = [sys.executable, "-m", "spplus_desk.cli"]

    def run(*arguments: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*program, *arguments, "--profile", str(profile)],
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            env=environment,
            check=False,
        )

    assert run("sync", "--central", served.url, "--user", "omar", stdin=PASSWORD).returncode == 0
    assert run("reply", experience, stdin="Bonjour à tous 👋").returncode == 0
    shown = run("outbox")
    assert json.loads(shown.stdout)[0]["body"] == "Bonjour à tous 👋"
    wrong = run("sync", stdin="faux")
    assert (wrong.returncode, "Identifiant" in wrong.stderr) == (4, True)
    closed = subprocess.run(
        ["sh", "-c", f'{" ".join(program)} outbox --profile "{profile}" | true'],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        check=False,
    )
    assert "Traceback" not in closed.stderr


# -- guard ------------------------------------------------------------------------------------------------------


def test_stats_and_recount_tell_the_figures_of_the_profile(served: World, desk: Desk) -> None:
    ids = served.deposit(WEST, count=3)
    synced(desk, served)
    last = _today(served)
    first = last - timedelta(days=30)
    period = ("--from", first.isoformat(), "--to", last.isoformat())
    told = desk("stats", *period, "--json")
    assert told.code == 0
    found = told.json
    assert (found["from"], found["to"], found["structure"]) == (first.isoformat(), last.isoformat(), WEST)
    assert found["now"]["experiences"] == found["waiting"]["total"] == len(ids)
    assert found["now"]["published"]["response_rate"] == {
        "part": 0,
        "whole": found["now"]["experiences"],
        "percent": None,
    }
    spoken = desk("stats", *period)
    assert "Trop peu de données pour un pourcentage (il en faut 10)" in spoken.out
    assert not faults(spoken.out), faults(spoken.out)
    assert desk("reply", ids[0], stdin="Bonjour.").code == 0
    answered = desk("stats", *period, "--json").json
    assert answered["now"]["published"]["answered"] == 1
    counted = desk("recount")
    assert (counted.code, counted.json) == (0, {"equal": True, "differences": []})
    assert desk("stats", *period, "--structure", EAST).code != 0
    backwards = desk("stats", "--from", last.isoformat(), "--to", first.isoformat())
    assert (backwards.code, backwards.sentence.startswith("La période finit")) == (5, True)
    assert desk("stats", "--from", "hier", "--to", "demain").code == 2


def test_stats_go_on_paper_too(served: World, desk: Desk, tmp_path: Path) -> None:
    served.deposit(WEST, count=12)
    synced(desk, served)
    report, poster = tmp_path / "rapport.pdf", tmp_path / "affiche.pdf"
    day = _today(served)
    period = ("--from", (day - timedelta(days=30)).isoformat(), "--to", day.isoformat())
    told = desk("stats", *period, "--pdf", str(report), "--poster", str(poster), "--format", "a3")
    assert told.code == 0
    assert f"Rapport\u00a0: {report}" in told.out and f"Affiche\u00a0: {poster}" in told.out
    assert "12 expériences publiées" in PdfReader(report).pages[0].extract_text().replace("\u00a0", " ")
    assert round(float(PdfReader(poster).pages[0].mediabox.width)) == 842
    nowhere = desk("stats", *period, "--pdf", str(tmp_path / "nowhere" / "r.pdf"))
    assert nowhere.code != 0 and nowhere.sentence.startswith("Ce dossier n’existe plus")
    assert desk("stats", *period, "--poster", str(poster), "--format", "a5").code == 2


def guard(text: bytes, *options: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "spplus_desk", "guard", *options], input=text, capture_output=True, check=False
    )


def test_guard_reads_one_text_and_needs_no_profile() -> None:
    ran = guard("Appelez le 06 39 98 12 34 (é😀)\nou M. Aubertin".encode())
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert [(f["kind"], f["start"], f["end"]) for f in json.loads(ran.stdout)["findings"]] == [
        ("phone", 11, 25),
        ("name", 37, 45),
    ]
    assert set(json.loads(ran.stdout)["findings"][0]) == {"kind", "start", "end", "masked", "certainty", "reason"}
    assert b"06 39" not in ran.stdout


def test_guard_finds_nothing_in_nothing() -> None:
    assert json.loads(guard(b"").stdout) == {"findings": []}
    assert guard(b"", "--jsonl").stdout == b""


def test_guard_answers_line_by_line_with_the_ids_it_was_given() -> None:
    lines = [{"id": "a", "text": "né le 12/03/1984"}, {"id": 7, "text": "rien"}, {"text": "", "more": 1}]
    ran = guard("\n\n".join(json.dumps(line) for line in lines).encode(), "--jsonl")
    first, second, third = (json.loads(line) for line in ran.stdout.splitlines())
    assert (first["id"], first["findings"][0]["kind"]) == ("a", "birth_date")
    assert second == {"id": 7, "findings": []}
    assert third == {"findings": []}


@pytest.mark.parametrize("bad", [b"{", b"[1]", b'{"id": 1}', b'{"text": 3}', b"\xff", b"[" * 100_000])
def test_guard_names_the_line_that_it_cannot_read(bad: bytes) -> None:
    ran = guard(b'{"id": 1, "text": ""}\n' + bad + b"\n", "--jsonl")
    sentence = ran.stderr.decode().strip()
    assert ran.returncode == 5
    assert sentence.startswith("La ligne 2 ne peut pas être lue\u00a0:")
    assert not faults(sentence)
    assert json.loads(ran.stdout) == {"id": 1, "findings": []}


def test_guard_wants_utf_8() -> None:
    ran = guard(b"\xe9t\xe9")
    assert ran.returncode == 5
    assert not faults(ran.stderr.decode().strip())
