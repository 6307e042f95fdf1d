"""Where the words of a search stand in a text, by their places in the text as it was written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spplus_desk.domain.needles import Needle, Needles, _pattern, _standing, flat
from spplus_desk.domain.search import passage


def _needle(*forms: str, beginning: str = "") -> Needle:
    places = tuple(tuple(place.split("|")) for place in forms)
    return Needle(places, open_end=bool(beginning), beginnings=(beginning,) if beginning else ())


@pytest.mark.parametrize(
    ("needle", "text", "found"),
    [
        (_needle("annule|annules|annulee"), "Annulé la veille, ANNULÉE, annulation", ["Annulé", "ANNULÉE"]),
        (_needle("rendez", "vous"), "un rendez-vous, un rendez  vous, vous rendez", ["rendez-vous", "rendez  vous"]),
        (_needle("attestation"), "L’attestation, l'attestation_attestation", ["attestation"] * 3),
        (_needle("oeuvre|œuvre"), "Œuvre, oeuvre, manœuvre", ["Œuvre", "oeuvre"]),
        (_needle("annul", beginning="annul"), "annulation, annulés, canular", ["annulation", "annulés"]),
        (_needle("a", "pa", beginning="pa"), "a payé. a", ["a payé"]),
        (_needle("cafe"), unicodedata.normalize("NFD", "un café ôté"), [unicodedata.normalize("NFD", "café")]),
        (_needle("mot"), "", []),
    ],
)
def test_words_are_found_where_they_stand(needle: Needle, text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in Needles((needle,)).spans(text)] == found


def test_terms_are_counted_once_each() -> None:
    needles = Needles((_needle("a"), _needle("b"), _needle("c")))
    assert needles.count("a b a") == 2
    assert needles.missing("a b a") and not needles.missing("c b a")


def test_what_a_hyphen_joins_is_one_passage() -> None:
    assert Needles((_needle("rendez"), _needle("vous"))).spans("rendez-vous, rendez vous") == (
        (0, 11),
        (13, 19),
        (20, 24),
    )


@given(st.text(max_size=60))
def test_a_flat_text_keeps_its_places(text: str) -> None:
    flattened, starts = flat(text)
    places = list(range(len(text) + 1)) if starts is None else list(starts)
    assert len(places) == len(flattened) + 1
    assert places[-1] == len(text) and places == sorted(places)


@given(st.text(alphabet="ab éœ\n\t’-\u0301", max_size=900), st.sampled_from(["a", "be", "éa"]))
def test_a_passage_marks_what_stands_in_the_text(text: str, word: str) -> None:
    needles = Needles((_needle(flat(word)[0]),))
    shown = passage(text, needles)
    for start, end in shown.marks:
        assert Needles(needles.each).spans(shown.text[start:end]) == ((0, end - start),)
    if needles.spans(text):
        assert shown.marks


def test_a_passage_begins_near_the_first_word_found() -> None:
    text = "Un début sans rapport. " * 20 + "Puis\n\nle rendez-vous annulé, et la suite. " + "La fin. " * 60
    shown = passage(text, Needles((_needle("rendez", "vous"), _needle("annule"))))
    assert shown.start > 300 and shown.cut
    assert shown.text.startswith("sans rapport. Puis le rendez-vous annulé")
    assert [shown.text[a:b] for a, b in shown.marks] == ["rendez-vous", "annulé"]


@given(
    st.text(alphabet="abé -’_", max_size=80),
    st.sampled_from([_needle("ab|aba"), _needle("a|ba"), _needle("ab", "a|b"), _needle("b", beginning="a")]),
)
def test_looking_for_the_beginning_first_finds_what_the_pattern_finds(text: str, needle: Needle) -> None:
    plain, _places = flat(text)
    assert _standing(needle, plain) == [found.span() for found in _pattern(needle).finditer(plain)]
