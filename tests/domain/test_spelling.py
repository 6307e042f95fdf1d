"""Which words are looked up."""

from hypothesis import given
from hypothesis import strategies as st

from spplus_desk.domain.spelling import is_known, key, names, words


def _looked_up(text: str) -> list[str]:
    return [word.text for word in words(text)]


def test_what_is_never_a_fault() -> None:
    text = (
        "À la CAF, au 3646 ou 01 99 00 12 34, le 12/3 à 12h30, écrire à nadia.b@caf.test ou sur https://caf.test/aide "
        "et www.caf.test\u00a0: [[jour de remise]] {{structure}} X25 a"
    )
    assert _looked_up(text) == ["la", "au", "ou", "le", "écrire", "ou", "sur", "et"]


def test_words_keep_their_apostrophes_and_hyphens() -> None:
    assert _looked_up("L’accueil n'ouvre-t-il qu’aujourd’hui, au rendez\u2011vous\u00a0?") == [
        "L’accueil", "n'ouvre-t-il", "qu’aujourd’hui", "au", "rendez\u2011vous",
    ]  # fmt: skip


def test_a_word_stands_where_it_says() -> None:
    text = "😀 un mesage"
    assert [text[word.start : word.end] for word in words(text)] == ["un", "mesage"]


def test_names_are_known_behind_an_elision_and_in_capitals() -> None:
    known = names(["Caf de l’Orvanne", "Jean-Marc et Lila", "Cigale"])
    for word in ("Orvanne", "ORVANNE", "l’Orvanne", "d’Orvanne", "Jean-Marc", "Marc", "cigale", "l'Orvanne"):
        assert is_known(word, known), word
    assert not is_known("mesage", known)


def test_a_key_has_one_form() -> None:
    assert key("L’E\u0301cole") == key("l'école") == "l'école"


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    for word in words(text):
        assert text[word.start : word.end] == word.text
