"""The guard on its labelled corpus (docs/guard.md has the table): floors for recall, ceilings for false alarms."""

import pytest

from spplus_desk.domain.privacy import Kind, find
from tests.helpers import corpus
from tests.helpers.typography import faults

SENTENCES = corpus.read()
SCORE = corpus.score(SENTENCES)
_FLOOR = 0.9
_FALSE = 2


def test_the_corpus_is_large_enough() -> None:
    assert len(SENTENCES) >= 250
    assert SCORE.negatives >= 120
    assert all(SCORE.there[kind] >= 12 for kind in Kind)


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_is_found(kind: Kind) -> None:
    assert SCORE.recall(kind) >= _FLOOR, "\n".join(SCORE.wrong)


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_cries_wolf_rarely(kind: Kind) -> None:
    assert SCORE.false[kind] <= _FALSE, "\n".join(SCORE.wrong)


def test_no_mask_holds_a_letter_or_a_digit_of_its_datum() -> None:
    for sentence in SENTENCES:
        for f in find(sentence.text, testimony=sentence.testimony):
            assert not any(c.isalnum() for c in f.masked)


def test_reasons_are_good_french_and_hold_no_datum() -> None:
    for sentence in SENTENCES:
        for f in find(sentence.text, testimony=sentence.testimony):
            assert sentence.text[f.start : f.end] not in f.reason
            assert not faults(f.reason)


def test_all_sentences_as_one_text_give_the_same_findings() -> None:
    """What a sentence holds does not depend on the lines around it."""
    plain = [s for s in SENTENCES if not s.testimony and not s.text.endswith((":", "°"))]
    text, at, expected = "", 0, []
    for sentence in plain:
        expected += [(f.kind, f.start + at, f.end + at) for f in find(sentence.text)]
        text += sentence.text + "\n"
        at = len(text)
    assert [(f.kind, f.start, f.end) for f in find(text)] == expected
