"""Spelling on the real dictionary, in its real process."""

from collections.abc import Iterator

import pytest

from spplus_desk.services.spelling.child import Child
from spplus_desk.services.spelling.engine import dictionary_folder


@pytest.fixture
def child() -> Iterator[Child]:
    one = Child()
    yield one
    one.close()


def test_right_and_wrong_words(child: Child) -> None:
    right = [
        "aujourd’hui",
        "l’école",
        "Existe-t-il",
        "rendez-vous",
        "vais-je",
        "œuvre",
        "prises",
        "bénéficiaire-usager",
    ]
    wrong = ["mesage", "oeuvre", "l’oeuvre", "coeur"]
    assert child.ask({"check": [*right, *wrong]}) == wrong
    assert (child.ask({"suggest": "oeuvre"}) or [""])[0] == "œuvre"
    assert (child.ask({"suggest": "l’oeuvre"}) or [""])[0] == "l’œuvre"
    assert "message" in (child.ask({"suggest": "mesage"}) or [])


def test_a_process_that_was_ended_is_begun_again(child: Child) -> None:
    assert child.ask({"check": []}) == []
    process = child._process
    assert process is not None
    process.kill()
    process.wait()
    assert child.ask({"check": ["mesage"]}) == ["mesage"]
    assert child._process is not process


def test_what_is_no_text_is_passed_over(child: Child) -> None:
    odd = ["a\ud800b", "\x00", "x" * 5_000, "’’’", "--", ""]
    answer = child.ask({"check": [*odd, "mesage"]})
    assert answer is not None
    assert "mesage" in answer
    assert child.ask({"suggest": "\ud800"}) == []
    assert child.ask({"other": 1}) == []
    assert child.ask({"check": ["mesage"]}) == ["mesage"]


def test_after_the_end_there_is_no_answer(child: Child) -> None:
    assert child.ask({"check": []}) == []
    process = child._process
    child.close()
    assert child.ask({"check": ["mesage"]}) is None
    assert process is not None
    assert process.poll() is not None


def test_the_dictionary_is_its_two_files() -> None:
    assert {"fr_FR.aff", "fr_FR.dic"} <= {file.name for file in dictionary_folder().iterdir()}
