"""Generated numbers: a valid one is found at its place in any spacing; with a broken check digit it is less sure."""

import string

from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.fr import nif
from stdnum.fr import nir as official_nir

from spplus_desk.domain.privacy import Certainty, Finding, Kind, SiteNumbers, find

_GAPS = st.sampled_from(["", " ", "\u00a0", "\u202f", ".", "-"])
_DEPARTMENTS = st.sampled_from(["01", "33", "75", "95", "2A", "2B", "97", "98", "99"])
_AROUND = st.sampled_from(
    [("", ""), ("Voici ", "."), ("Le « ", " » est refusé"), ("(", ")"), ("Numéro\u00a0: ", ", merci")]
)


@st.composite
def nirs(draw: st.DrawFn) -> str:
    month = draw(st.integers(1, 12) | st.integers(20, 42) | st.integers(50, 99))
    body = (
        draw(st.sampled_from("123478"))
        + f"{draw(st.integers(0, 99)):02}{month:02}"
        + draw(_DEPARTMENTS)
        + f"{draw(st.integers(1, 990)):03}{draw(st.integers(1, 999)):03}"
    )
    return body + official_nir.calc_check_digits(body)


@st.composite
def cards(draw: st.DrawFn) -> str:
    prefix, length = draw(st.sampled_from([("4", 16), ("51", 16), ("55", 16), ("2221", 16), ("34", 15), ("37", 15)]))
    body = prefix + "".join(draw(st.lists(st.sampled_from(string.digits), min_size=length, max_size=length)))
    body = body[: length - 1]
    return body + luhn.calc_check_digit(body)


@st.composite
def ibans(draw: st.DrawFn) -> str:
    country, length = draw(st.sampled_from([("FR", 23), ("DE", 18), ("BE", 12), ("LU", 16), ("PT", 21), ("AT", 16)]))
    account = "".join(draw(st.lists(st.sampled_from(string.digits), min_size=length, max_size=length)))
    rest = int(account + "".join(str(ord(c) - 55) for c in country) + "00") % 97
    return f"{country}{98 - rest:02}{account}"


def spaced(number: str, sizes: tuple[int, ...], gap: str) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    return gap.join(parts)


def of_kind(text: str, kind: Kind) -> list[Finding]:
    return [f for f in find(text) if f.kind is kind]


@given(nirs(), _GAPS, _AROUND)
def test_a_nir_is_found_in_every_spacing(number: str, gap: str, around: tuple[str, str]) -> None:
    written = spaced(number, (1, 2, 2, 2, 3, 3, 2), gap)
    text = around[0] + written + around[1]
    (found,) = find(text)
    assert found.kind is Kind.NIR
    assert found.certainty is (Certainty.CERTAIN if number[0] in "12" else Certainty.PROBABLE)
    assert text[found.start : found.end] == written


@given(nirs(), st.integers(1, 96))
def test_a_nir_with_a_broken_key_is_less_sure(number: str, shift: int) -> None:
    key = (int(number[13:]) - 1 + shift) % 97 + 1
    written = spaced(number[:13] + f"{key:02}", (1, 2, 2, 2, 3, 3, 2), " ")
    assert all(f.certainty is not Certainty.CERTAIN for f in of_kind(written, Kind.NIR))


@given(ibans(), st.sampled_from([4, 0]), _GAPS.filter(lambda gap: gap != ""), _AROUND)
def test_an_iban_is_found_in_every_spacing(number: str, size: int, gap: str, around: tuple[str, str]) -> None:
    written = number if not size else gap.join(number[i : i + size] for i in range(0, len(number), size))
    text = around[0] + written + around[1]
    (found,) = of_kind(text, Kind.IBAN)
    assert found.certainty is Certainty.CERTAIN
    assert text[found.start : found.end] == written


@given(ibans(), st.integers(1, 9))
def test_an_iban_with_a_broken_key_is_less_sure(number: str, shift: int) -> None:
    broken = number[:3] + str((int(number[3]) + shift) % 10) + number[4:]
    assert all(f.certainty is not Certainty.CERTAIN for f in of_kind(broken, Kind.IBAN))


@given(cards(), _GAPS, _AROUND)
def test_a_card_is_found_in_its_usual_groups(number: str, gap: str, around: tuple[str, str]) -> None:
    written = spaced(number, (4, 4, 4, 4) if len(number) == 16 else (4, 6, 5), gap)
    text = f"Ma carte bancaire{around[0] or ' '}{written}{around[1]}"
    (found,) = of_kind(text, Kind.CARD)
    assert found.certainty is Certainty.CERTAIN
    assert text[found.start : found.end] == written


@given(cards(), st.integers(1, 9))
def test_a_card_with_a_broken_key_is_less_sure(number: str, shift: int) -> None:
    broken = number[:-1] + str((int(number[-1]) + shift) % 10)
    assert all(f.certainty is Certainty.POSSIBLE for f in of_kind(f"carte {broken}", Kind.CARD))


@given(st.integers(10_000_000, 99_999_999), st.integers(100, 999), _GAPS)
def test_a_siret_is_found_and_a_broken_one_is_less_sure(head: int, tail: int, gap: str) -> None:
    siren = str(head) + luhn.calc_check_digit(str(head))
    number = f"{siren}0{tail}"
    number += luhn.calc_check_digit(number)
    written = spaced(number, (3, 3, 3, 5), gap)
    text = f"Mon SIRET est {written}."
    found = of_kind(text, Kind.SIRET)
    assert [(text[f.start : f.end], f.certainty) for f in found] == [(written, Certainty.CERTAIN)]
    broken = written[:-1] + str((int(written[-1]) + 1) % 10)
    assert all(f.certainty is Certainty.POSSIBLE for f in find(f"Mon SIRET est {broken}.") if f.kind is Kind.SIRET)


@given(st.sampled_from("12345679"), st.integers(0, 99_999_999), _GAPS, _AROUND)
def test_a_french_telephone_number_is_found_in_every_spacing(
    zone: str, rest: int, gap: str, around: tuple[str, str]
) -> None:
    written = spaced(f"0{zone}{rest:08}", (2, 2, 2, 2, 2), gap)
    text = around[0] + written + around[1]
    found = [f for f in find(text) if f.kind is Kind.PHONE]
    assert [text[f.start : f.end] for f in found] == [written]
    known = SiteNumbers(phones=(f"+33 {zone} {rest:08}",))
    assert [f for f in find(text, known=known) if f.kind is Kind.PHONE] == []


@given(st.integers(0, 3_999_999_999))
def test_a_tax_number_is_certain_with_its_key_alone(head: int) -> None:
    number = f"{head:010}{nif.calc_check_digits(f'{head:010}')}"
    broken = number[:-3] + f"{(int(number[-3:]) + 1) % 511:03}"
    assert [f.certainty for f in of_kind(f"Mon numéro fiscal est {number}.", Kind.TAX_NUMBER)] == [Certainty.CERTAIN]
    assert [f.certainty for f in of_kind(f"Mon numéro fiscal est {broken}.", Kind.TAX_NUMBER)] == [Certainty.PROBABLE]


@given(st.text(max_size=300))
def test_any_text_gives_findings_in_order_and_apart(text: str) -> None:
    end = 0
    for f in find(text, testimony=text):
        assert end <= f.start < f.end <= len(text)
        end = f.end
