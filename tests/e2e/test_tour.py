"""The tour as a newcomer runs it: a process of its own, real central, real cache, real widgets, no display."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tour")


@pytest.fixture(scope="module")
def played(folder: Path) -> "subprocess.CompletedProcess[str]":
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment |= {"QT_QPA_PLATFORM": "offscreen", "SPPLUS_DATA_ROOT": str(folder / "data")}
    return subprocess.run(
        [sys.executable, "-m", "spplus_desk", "--tour", str(folder / "pictures")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )


def test_the_main_job_is_played_and_each_screen_has_its_picture(
    played: "subprocess.CompletedProcess[str]", folder: Path
) -> None:
    assert played.returncode == 0, played.stdout + played.stderr
    steps = [line for line in played.stdout.splitlines() if line[:1].isdigit()]
    assert [step.partition(". ")[2] for step in steps] == [
        "Connexion",
        "Première synchronisation",
        "Ouvrir la plus urgente",
        "Partir d’un modèle",
        "Envoyer",
        "Couper le réseau",
        "Répondre hors ligne",
        "La réponse attend dans Envois",
        "Rétablir le réseau",
        "Synchroniser encore, et compter",
        "Fin",
    ]
    assert "chacune une seule fois" in played.stdout
    pictures = sorted((folder / "pictures").glob("*.png"))
    assert len(pictures) == played.stdout.count("vu\u00a0: image")
    assert all(picture.stat().st_size > 10_000 for picture in pictures)


def test_the_log_of_a_tour_holds_no_text_and_no_password(
    played: "subprocess.CompletedProcess[str]", folder: Path
) -> None:
    written = "".join(file.read_text(encoding="utf-8") for file in (folder / "data" / "log").iterdir())
    assert "profile opened" in written
    for secret in ("accueil de Montrelin du lundi", "prime d’activité", "demo-nadia-montrelin", "Ptit Lu"):
        assert secret not in written
