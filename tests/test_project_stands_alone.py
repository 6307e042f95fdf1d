"""The project names no package registry, no download address in its lock, and no path of a machine."""

import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Written in pieces, so that this file does not name what it looks for.
NAMED_NOWHERE = re.compile(
    "|".join(
        [
            r"pypi" + r"\.org",
            r"python" + r"hosted\.org",
            r"registry\." + r"npmjs",
            r"(?:deb|security|snapshot)\." + r"debian\.org",
            r"(?<![\w.])/(?:wo" + r"rk|ro" + r"ot|ho" + r"me)/",
        ]
    )
)


MADE_BY_TOOLS = {".git", ".venv", "build", "dist", ".mypy_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache"}


def project_files() -> Iterator[Path]:
    """Every file that git knows; in an exported tree, every file but those made by tools."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
        yield from (ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())
        return
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        if path.is_file() and parts[0] not in MADE_BY_TOOLS and "__pycache__" not in parts:
            yield path


def project_texts() -> dict[str, str]:
    """The text of each file that is one, by its path in the project."""
    texts: dict[str, str] = {}
    for path in project_files():
        content = path.read_bytes()
        if b"\0" not in content:
            texts[path.relative_to(ROOT).as_posix()] = content.decode("utf-8", errors="replace")
    return texts


def test_no_registry_and_no_machine_is_named() -> None:
    texts = project_texts()
    assert "pyproject.toml" in texts
    named = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if NAMED_NOWHERE.search(line)
    ]
    assert named == []


def test_the_lock_pins_hashes_and_names_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    pinned = re.split(r"\n(?=\S)", lock)
    packages = [block for block in pinned if not block.startswith("#")]
    assert len(packages) > 50
    assert [p.partition(" ")[0] for p in packages if "==" not in p or "--hash=sha256:" not in p] == []


def test_the_lock_has_every_dependency_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[\[<>=~! ;]", d, maxsplit=1)[0].lower().replace("_", "-") for d in wanted}
    locked = set(re.findall(r"^([a-z0-9.-]+)(?:\[[^]]*\])?==", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    assert names - locked == set()
