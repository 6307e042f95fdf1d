"""The project names no package registry, no download address in its lock, and no path of a machine."""

import re
import subprocess
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


def tracked_texts() -> dict[str, str]:
    """Every text file that git knows, by its path; in an exported tree, every file but those made by tools."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    texts: dict[str, str] = {}
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if not path.is_file():
            continue
        try:
            texts[name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return texts


def test_no_registry_and_no_machine_is_named() -> None:
    texts = tracked_texts()
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
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[\[<>=~! ;]", d, maxsplit=1)[0].lower().replace("_", "-") for d in wanted}
    locked = set(re.findall(r"^([a-z0-9.-]+)(?:\[[^]]*\])?==", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    assert names - locked == set()
