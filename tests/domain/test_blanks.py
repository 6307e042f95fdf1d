from hypothesis import given
from hypothesis import strategies as st

from spplus_desk.domain.blanks import characters, marks, units


def test_blanks_and_variables_are_found_in_reading_order() -> None:
    found = marks("Le [[jour]], {{structure}} ouvre à [[ heure ]].")
    assert [(m.name, m.variable) for m in found] == [("jour", False), ("structure", True), ("heure", False)]


def test_brackets_that_hold_a_line_end_or_brackets_are_plain_text() -> None:
    assert marks("[[jour\nheure]] [simple] {seul} [[a[b]]") == ()


def test_an_empty_blank_still_has_to_be_filled() -> None:
    assert [m.name for m in marks("[[]] {{}}")] == ["", ""]


@given(st.text(), st.data())
def test_characters_and_utf16_units_translate_both_ways(text: str, data: st.DataObject) -> None:
    n = data.draw(st.integers(0, len(text)))
    assert characters(text, units(text, n)) == n


def test_an_emoji_takes_two_units() -> None:
    assert units("a😀b", 2) == 3
