"""Who has to have a reply read over, and where a passage stands once the text has changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spplus_desk.domain.experience import Passage
from spplus_desk.domain.structure import Agent, Membership, Structure, StructureTree
from spplus_desk.domain.validation import place_of, standing
from spplus_desk.domain.vocabulary import Role

_TREE = StructureTree(
    (
        Structure(id="head", network="n", name="Tête"),
        Structure(id="site", network="n", name="Site", parent_id="head", validation_required=True),
        Structure(id="free", network="n", name="Libre", parent_id="head"),
    )
)


@pytest.mark.parametrize(
    ("posts", "site", "needed"),
    [
        ((Membership("site", Role.AGENT),), "site", True),
        ((Membership("site", Role.AGENT),), "free", False),
        ((Membership("site", Role.SUPER_AGENT),), "site", False),
        ((Membership("head", Role.SUPER_AGENT),), "site", False),
        ((Membership("free", Role.SUPER_AGENT), Membership("site", Role.AGENT)), "site", True),
        ((Membership("site", Role.AGENT),), "unknown", False),
    ],
)
def test_a_super_agent_of_the_site_or_above_needs_nobody(
    posts: tuple[Membership, ...], site: str, needed: bool
) -> None:
    found = _TREE.get(site)
    required = found is not None and found.validation_required
    assert standing(Agent("a", "A", posts), _TREE, site, None, required=required).waits is needed


@given(st.text("ab ", max_size=30), st.integers(0, 30), st.integers(1, 6))
def test_a_passage_of_the_text_is_where_it_says(body: str, start: int, length: int) -> None:
    passage = Passage(start=start, end=start + length, text=body[start : start + length])
    if passage.fits(body):
        assert place_of(passage, body) == passage


@given(st.text("ab ", max_size=12), st.text("abc", min_size=1, max_size=6), st.text("ab ", max_size=12))
def test_a_passage_is_found_again_after_an_edit_before_it(before: str, words: str, after: str) -> None:
    passage = Passage(start=0, end=len(words), text=words)
    found = place_of(passage, f"{before}{words}{after}")
    assert found is not None
    assert found.fits(f"{before}{words}{after}")
    assert found.text == words


def test_a_passage_that_was_rewritten_is_nowhere() -> None:
    assert place_of(Passage(start=0, end=3, text="oui"), "Non.") is None
    assert place_of(Passage(start=0, end=0, text=""), "Non.") is None


def test_the_nearest_of_two_is_taken() -> None:
    body = "ici, puis encore ici"
    found = place_of(Passage(start=14, end=17, text="ici"), body)
    assert found == Passage(start=17, end=20, text="ici")
