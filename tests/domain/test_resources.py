"""Where resources are looked for: the frozen program first, then the installed one, then the checkout."""

import sys
import tomllib
from pathlib import Path

import pytest

from spplus_desk.domain import resources


def test_a_checkout_has_its_own_folder() -> None:
    assert resources.resource_path("templates", "fr.json").is_file()


def test_the_frozen_program_carries_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources.resource_path("x.json") == tmp_path / "resources" / "x.json"


def test_an_installed_wheel_finds_them_in_the_share_of_its_prefix(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    share = tmp_path / "share" / "spplus-desk" / "resources"
    share.mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "lib" / "spplus_desk")
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert resources.resource_path("x.json") == share / "x.json"


def test_an_installation_without_resources_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "spplus_desk")
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="no resources folder"):
        resources.resource_root()


def test_a_wheel_takes_every_folder_of_resources_along() -> None:
    root = Path(__file__).parents[2]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    taken = {place for places in project["tool"]["setuptools"]["data-files"].values() for place in places}
    assert {f"resources/{folder.name}/*" for folder in (root / "resources").iterdir() if folder.is_dir()} <= taken
    nested = [file for file in (root / "resources").glob("*/*") if file.is_dir()]
    assert nested == []  # a pattern of setuptools takes files only
