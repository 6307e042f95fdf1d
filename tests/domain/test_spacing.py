"""Spacing repaired for the eye, and the citizen's words untouched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spplus_desk.domain.spacing import LINK, original_part, repaired, unspaced

# Signs that meet in real texts, so that rules meet each other too.
TEXTS = st.text(st.sampled_from("aéeÉJ.,:;!?…»«() \n\t\u00a0'’3S@/www.hp") | st.characters(), max_size=60)


@given(TEXTS)
def test_nothing_but_white_space_changes(text: str) -> None:
    assert unspaced(repaired(text)) == unspaced(text)


@given(TEXTS)
def test_twice_is_once(text: str) -> None:
    assert repaired(repaired(text)) == repaired(text)


@given(TEXTS, st.data())
def test_what_is_copied_is_of_the_original(text: str, data: st.DataObject) -> None:
    shown = repaired(text)
    start = data.draw(st.integers(0, len(shown)))
    end = data.draw(st.integers(start, len(shown)))
    part = original_part(text, shown, start, end)
    assert unspaced(part) == unspaced(shown[start:end])
    if unspaced(part):
        assert part in text


@pytest.mark.parametrize(
    ("came", "shown"),
    [
        ("deux fois.Je rappelle", "deux fois. Je rappelle"),
        ("rien!Alors", "rien! Alors"),
        ("le guichet (fermé)Puis", "le guichet (fermé) Puis"),
        ("vide : rien ?", "vide\u00a0: rien\u00a0?"),
        ("« en cours »", "«\u00a0en cours\u00a0»"),
        ("dossier,puis", "dossier, puis"),
        ("trop  de   place", "trop de place"),
        ("une ligne\n\nune autre", "une ligne\n\nune autre"),
        ("S.N.C.F. et M.Dupont", "S.N.C.F. et M.Dupont"),
        ("3.5 et 1,5 et 9h.30", "3.5 et 1,5 et 9h.30"),
        ("www.exemple.fr/Page.Html?a=b", "www.exemple.fr/Page.Html?a=b"),
        ("jean.Dupont@exemple.fr", "jean.Dupont@exemple.fr"),
        ("déjà bien. Écrit", "déjà bien. Écrit"),
    ],
)
def test_known_cases(came: str, shown: str) -> None:
    assert repaired(came) == shown


def test_a_link_ends_before_the_sign_that_ends_its_sentence() -> None:
    text = "Voir https://exemple.fr/a?b=c. Ou www.exemple.fr, ou « http://exemple.fr »."
    assert LINK.findall(text) == ["https://exemple.fr/a?b=c", "www.exemple.fr", "http://exemple.fr"]
