"""`spplus-desk why-date`, as a script runs it: standard input, standard output, exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HALVES = [["08:00", "12:00"], ["13:00", "16:00"]]
CASE: dict[str, Any] = {
    "published_at": "2027-12-16T01:40:00+04:00",
    "zone": "Indian/Reunion",
    "territory": "la-reunion",
    "hours": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), HALVES),
    "target": {"working_days": 3},
    "closures": ["2026-12-24", {"date": "2027-12-21", "from": "12:00"}],
}


def run(source: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # Another language and an empty home: neither the words nor the answer may depend on the machine.
    environment = {**os.environ, "LANG": "en_US.UTF-8", "LANGUAGE": "en", "HOME": str(folder)}
    return subprocess.run(
        [sys.executable, "-m", "spplus_desk", "why-date", *arguments],
        input=source, capture_output=True, text=True, env=environment, timeout=60, check=False,
    )  # fmt: skip


def test_both_clocks_and_each_day(tmp_path: Path) -> None:
    done = run(json.dumps(CASE), tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert found["published_due"] == "2027-12-23T01:40:00+04:00"
    assert found["internal_due"] == "2027-12-22T16:00:00+04:00"
    assert [(d["date"][8:], d["counted"], d["reason"].replace("\u00a0", " ")) for d in found["days"]] == [
        ("16", False, "Publication à 1 h 40, mercredi 22 h 40 à Paris"),
        ("17", True, "Ouvert"),
        ("18", False, "Fermé, jour de fermeture du site"),
        ("19", False, "Fermé, jour de fermeture du site"),
        ("20", False, "Férié à La Réunion, abolition de l’esclavage"),
        ("21", True, "Ouvert, fermé à partir de 12 h"),
        ("22", True, "Ouvert, échéance à la fermeture, 16 h"),
    ]
    assert list(tmp_path.iterdir()) == []


def test_hours_and_a_day_alone(tmp_path: Path) -> None:
    hours = json.loads(run(json.dumps({**CASE, "target": {"working_hours": 16}}), tmp_path).stdout)
    assert hours["internal_due"] == "2027-12-21T10:00:00+04:00"
    day = json.loads(run(json.dumps({**CASE, "published_at": "2027-12-16"}), tmp_path).stdout)
    assert day["published_due"] == "2027-12-23T00:00:00+04:00"
    assert day["internal_due"] == "2027-12-22T16:00:00+04:00"


def test_a_local_time_that_a_clock_change_skips_is_what_the_wall_showed(tmp_path: Path) -> None:
    case = {**CASE, "zone": "Europe/Paris", "territory": "metropole", "published_at": "2027-03-28T02:30:00"}
    found = json.loads(run(json.dumps(case), tmp_path).stdout)
    assert found["published_due"] == "2027-04-04T03:30:00+02:00"
    assert found["days"][0]["reason"].replace("\u00a0", " ") == "Publication à 3 h 30"


def test_a_case_a_line(tmp_path: Path) -> None:
    wrong = {**CASE, "hours": {"mon": [["22:00", "02:00"]]}}
    lines = "\n".join([json.dumps(CASE), "", json.dumps(wrong), json.dumps(CASE)])
    done = run(lines, tmp_path, "--jsonl")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [a.get("internal_due") for a in answers] == [
        "2027-12-22T16:00:00+04:00", None, "2027-12-22T16:00:00+04:00",
    ]  # fmt: skip
    assert "hours.mon" in answers[1]["error"]
    assert done.returncode == 5
    assert done.stderr.startswith("Ligne\u00a03. Champ «\u00a0hours.mon\u00a0»")
    assert done.stderr.count("\n") == 1


def test_bad_input_is_one_sentence_and_ends_with_5(tmp_path: Path) -> None:
    for source, field in (
        ("", "entrée"),
        ("{", "entrée"),
        ("[]", "entrée"),
        ("{}", "zone"),
        (json.dumps({**CASE, "zone": "Mars/Olympus"}), "zone"),
        (json.dumps({**CASE, "hours": {}}), "hours"),
        (json.dumps({**CASE, "published_at": "demain"}), "published_at"),
        (json.dumps({**CASE, "published_at": "20271216"}), "published_at"),  # a day, which midnight would not be
        (json.dumps({**CASE, "published_at": "2027-W50-4"}), "published_at"),
        ('{"zone": "Europe/Paris", "zone": "Europe/Paris"}', "zone"),
    ):
        done = run(source, tmp_path)
        assert (done.returncode, done.stdout) == (5, ""), source
        assert done.stderr.startswith(f"Champ «\u00a0{field}\u00a0»"), done.stderr
        assert done.stderr.count("\n") == 1
