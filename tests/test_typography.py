"""French as it is printed: in the guide, and in every sentence that the programs say."""

from pathlib import Path

import pytest

from tests.helpers.typography import NBSP, faults, french_literals, prose_of_markdown

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted((ROOT / "docs" / "guide").glob("*.md"))
READERS = tuple(ROOT / "spplus_desk" / folder for folder in ("central/importer", "domain/privacy", "domain/advice"))
"""They read what others wrote, with their typography: their patterns are not ours to set. What the guard and its advice
say is looked at in `tests/domain/privacy` and `tests/domain/advice`."""
SOURCES = [
    file
    for file in sorted((ROOT / "spplus_desk").rglob("*.py"))
    if not any(file.is_relative_to(reader) for reader in READERS)
]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_guide_is_well_set(page: Path) -> None:
    text = prose_of_markdown(page.read_text(encoding="utf-8"))
    assert len(text) > 200
    assert faults(text) == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_the_programs_say_is_well_set(source: Path) -> None:
    found = [
        f"line {line}: {fault}"
        for line, text in french_literals(source.read_text(encoding="utf-8"))
        for fault in faults(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    "wrong",
    ["l'envoi", "Lu ?", "Lu?", "Canal : accueil", "Canal: accueil", "« Lu »", "71 %", "71%", "9 h", "1 248", "à 16:30"],
)
def test_the_rules_see_what_is_wrong(wrong: str) -> None:
    assert faults(wrong) != []


def test_the_rules_accept_what_is_right() -> None:
    right = "Écrivez à l’accueil : « Est-ce ouvert à 9 h 30 ? » 71 % des 1 248 réponses… (code 410)"
    assert faults(right.replace(" :", f"{NBSP}:").replace("« ", f"«{NBSP}").replace(" »", f"{NBSP}»")
                  .replace(" ?", f"{NBSP}?").replace(" %", f"{NBSP}%").replace("9 h 30", f"9{NBSP}h{NBSP}30")
                  .replace("1 248", f"1{NBSP}248")) == []  # fmt: skip
