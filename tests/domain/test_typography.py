"""Typography is helped; no letter, no digit, no link ever changes."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spplus_desk.domain.typography import corrected, fixes, typed

_N = "\u00a0"
_PIECES = (
    *(
        "l",
        "é",
        "A",
        "9",
        "12:30",
        "3",
        "'",
        '"',
        " ",
        _N,
        ";",
        ":",
        "?",
        "!",
        "%",
        "«",
        "»",
        ".",
        "...",
        "\n",
        "[[",
        "]]",
    ),
    *("{{x}}", "https://a.fr/b?c=d", "a@b.fr", "(", ")", "-", "’", "…", "\t", "😀"),
)
_TEXTS = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join)


def _words(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


@given(_TEXTS | st.text(max_size=60))
def test_letters_and_digits_never_change(text: str) -> None:
    assert _words(corrected(text)) == _words(text)


@given(_TEXTS)
def test_nor_while_one_types(text: str) -> None:
    for at in range(len(text) + 1):
        fix = typed(text, at)
        if fix is not None:
            assert fix.end == at
            assert _words(fix.words) == _words(text[fix.start : fix.end])


@given(_TEXTS)
def test_a_text_that_was_corrected_twice_is_as_after_once(text: str) -> None:
    once = corrected(corrected(text))
    assert corrected(once) == once


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("L'accueil n'ouvre pas aujourd'hui.", "L’accueil n’ouvre pas aujourd’hui."),
        ("Pourquoi ? Voici : deux ; 50 %", f"Pourquoi{_N}? Voici{_N}: deux{_N}; 50{_N}%"),
        ("Pourquoi? Voici: 50%", f"Pourquoi{_N}? Voici{_N}: 50{_N}%"),
        ('le "dossier" et « ceci »', f"le «{_N}dossier{_N}» et «{_N}ceci{_N}»"),
        ("«ceci»", f"«{_N}ceci{_N}»"),
        ('l\'"usager"', f"l'«{_N}usager{_N}»"),
        ("Et puis...", "Et puis…"),
        ("Et puis....", "Et puis...."),
        ("à 12:30 ou 9:00", "à 12:30 ou 9:00"),
        ("voir https://x.fr/a?b=l'un et a'b@c.fr", "voir https://x.fr/a?b=l'un et a'b@c.fr"),
        ("le [[jour d'ouverture ?]]", "le [[jour d'ouverture ?]]"),
        ("les 5' et le 12'", "les 5' et le 12'"),
    ],
)
def test_the_whole_text(before: str, after: str) -> None:
    assert corrected(before) == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("l'é", "l’é"),
        ("Pourquoi ?", f"Pourquoi{_N}?"),
        (" ?", " ?"),
        ("12:30", "12:30"),
        ("a:", "a:"),
        ('"', f"«{_N}"),
        (f'«{_N}mot"', f"«{_N}mot{_N}»"),
        (f'«{_N}mot "', f"«{_N}mot{_N}»"),
        ('5"', '5"'),
        ("« ", f"«{_N}"),
        ("mot »", f"mot{_N}»"),
        ("mot...", "mot…"),
        ("mot....", "mot...."),
        ("[[l'a", "[[l’a"),
        ("[[l'a]]", "[[l'a]]"),
    ],
)
def test_what_was_just_typed(text: str, after: str) -> None:
    fix = typed(text, 5 if text.endswith("]]") else len(text))
    shown = text if fix is None else text[: fix.start] + fix.words + text[fix.end :]
    assert shown == after


def test_fixes_are_told_in_order_and_apart() -> None:
    found = fixes("L'un ? \"L'autre ?\"")
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert len(found) == 6
