"""What word processors and web pages put in the clipboard comes in as words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spplus_desk.domain.pasting import pasted


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("Un\r\n\r\nDeux\r\n", "Un\n\nDeux\n"),
        ("Un\u2029Deux\u2028Trois\x0bQuatre", "Un\nDeux\nTrois\nQuatre"),
        ("•\tPièce\n◦\tCopie\n\uf0b7\tPhoto\no\tAutre", "- Pièce\n- Copie\n- Photo\n- Autre"),
        ("·\u00a0\u00a0\u00a0Pièce", "- Pièce"),
        ("1.\tPièce\t\tfin", "1. Pièce fin"),
        ("ad\u00admi\u200bnis\u2060tra\ufefftion", "administration"),
        ("\u202eà l’envers\u202c", "à l’envers"),
        ("image\ufffc\x00 ici", "image ici"),
        ("👩\u200d💻 oui", "👩\u200d💻 oui"),
        ("a\u200db", "ab"),
        ("o k, o, •", "o k, o, •"),
        ("– dit-elle\n- déjà", "– dit-elle\n- déjà"),
        ("9\u00a0h", "9\u00a0h"),
        ("a\n\n\n\n\nb", "a\n\nb"),
    ],
)
def test_words_and_paragraphs_stay(given_text: str, shown: str) -> None:
    assert pasted(given_text) == shown


@given(st.text())
def test_letters_and_digits_stay(text: str) -> None:
    def kept(words: str) -> str:
        return "".join(sign for sign in words if sign.isalnum() and sign not in "oü")

    assert kept(pasted(text)) == kept(text)
    assert "\t" not in pasted(text)
