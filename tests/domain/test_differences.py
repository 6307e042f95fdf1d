"""Differences by words: nothing of either text is lost, what is shared is shared, the cost stays small."""

import re
from itertools import pairwise
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from spplus_desk.domain.differences import Piece, differences, pieces

THEIRS = (
    "Bonjour Cigale,\n\nVous avez dû vous organiser trois fois pour rien\u00a0: nous en sommes désolés. Une panne "
    "d’agenda a annulé des rendez-vous en novembre.\n\nPour toute question, écrivez-nous.\n\nCordialement,\n"
    "Sylvie Faure, accueil de Montrelin"
)
MINE = (
    "Bonjour Cigale,\n\nVous avez dû vous organiser trois fois et je vous présente nos excuses. Une panne d’agenda a "
    "annulé des rendez-vous du 17 au 26 novembre.\n\nCordialement,\nNadia, accueil de Montrelin"
)
_words = st.lists(st.sampled_from(["oui", "non", "le", "la", "été", "d’agenda", ",", ".", "\n", "\n\n", "\u00a0:"]))
texts = st.one_of(st.text(), _words.map(" ".join))


def _bare(text: str) -> list[str]:
    return re.findall(r"\w+|[^\w\s]", text)


@given(texts, texts)
def test_the_pieces_joined_give_each_text_back(left: str, right: str) -> None:
    found = pieces(left, right)
    assert "".join(piece.left.of(left) for piece in found) == left
    assert "".join(piece.right.of(right) for piece in found) == right


@given(texts, texts)
def test_same_pieces_hold_the_same_words_and_others_do_not(left: str, right: str) -> None:
    for piece in pieces(left, right):
        here, there = _bare(piece.left.of(left)), _bare(piece.right.of(right))
        assert (here == there) == piece.same


@given(texts, texts)
def test_pieces_alternate_and_no_difference_is_empty(left: str, right: str) -> None:
    found = pieces(left, right)
    assert all(one.same != other.same for one, other in pairwise(found))
    assert all(piece.left or piece.right for piece in found)


@given(texts, texts)
def test_the_two_sides_are_told_alike_whichever_comes_first(left: str, right: str) -> None:
    assert bool(differences(left, right)) == bool(differences(right, left))


@given(texts)
def test_a_text_does_not_differ_from_itself_nor_from_other_spaces(text: str) -> None:
    assert differences(text, text) == ()
    assert differences(text, text.replace(" ", " \n ")) == ()


def _told(piece: Piece) -> tuple[str, str]:
    return piece.left.of(THEIRS), piece.right.of(MINE)


def test_a_real_pair_reads_as_a_person_would_mark_it() -> None:
    assert [_told(piece) for piece in differences(THEIRS, MINE)] == [
        ("pour rien\u00a0: nous en sommes désolés", "et je vous présente nos excuses"),
        ("en", "du 17 au 26"),
        ("Pour toute question, écrivez-nous.", ""),
        ("Sylvie Faure", "Nadia"),
    ]


def test_a_sentence_more_is_told_whole_with_its_full_stop() -> None:
    left = "La panne est finie.\n\nVous pouvez venir, porte 2.\n\nCordialement"
    right = "La panne est finie depuis lundi.\n\nTout est en ligne. Vous pouvez venir.\n\nCordialement"
    assert [(piece.left.of(left), piece.right.of(right)) for piece in differences(left, right)] == [
        ("", "depuis lundi"),
        ("", "Tout est en ligne."),
        (", porte 2", ""),
    ]


def test_whole_texts_apart_are_one_difference() -> None:
    (only,) = differences("Un mot.", "")
    assert (only.left.start, only.left.end, only.right.start, only.right.end) == (0, 7, 0, 0)
    assert pieces("", "") == ()


def test_eight_thousand_characters_cost_little() -> None:
    """Seconds of the processor, with room for a slow machine: what grows as the square of the length would take
    minutes on the last of them."""
    long = THEIRS * 22
    changed = long.replace("rendez-vous", "créneaux").replace("en novembre", "au printemps")
    for left, right in (
        (long, changed),
        ("oui non " * 1_000, "non oui " * 999 + "oui"),
        ("a " * 4_000, "b " * 2_000 + "a " * 2_000),
        (" ".join(f"mot{n}" for n in range(1_300)), " ".join(f"mot{n}" for n in reversed(range(1_300)))),
    ):
        start = process_time()
        assert differences(left, right)
        assert process_time() - start < 3
