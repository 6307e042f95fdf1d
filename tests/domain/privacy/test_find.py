"""What the guard knows of the site, of the agent, of the testimony; and what long texts cost it."""

import sys
from collections.abc import Callable

import pytest

from spplus_desk.domain.privacy import Certainty, Kind, SiteNumbers, find

NUMBER = "2 84 07 99 999 004 12"


def found(text: str, **known: object) -> list[tuple[str, str]]:
    return [(f.kind.value, text[f.start : f.end]) for f in find(text, **known)]  # type: ignore[arg-type]


def test_the_picture_of_the_design() -> None:
    text = f"Votre dossier {NUMBER} est à jour.\nSi elle reste incomplète, appelez le 01 99 00 12 34, de 9 h à 16 h 30."
    assert found(text) == [("nir", NUMBER), ("phone", "01 99 00 12 34")]


def test_what_the_site_published_is_left_out() -> None:
    site = SiteNumbers(
        phones=("01 99 00 12 34",),
        emails=("accueil@exemple.fr", "@service.exemple.fr"),
        addresses=("12, rue des Lilas 45000 Orléans",),
    )
    text = (
        "Appelez le +33 1 99 00 12 34, écrivez à accueil@exemple.fr ou a@service.exemple.fr, "
        "ou venez au 12 rue des Lilas, 45000 Orléans."
    )
    assert len(found(text)) == 4
    assert found(text, known=site) == []


def test_a_shorter_address_does_not_free_another_house() -> None:
    site = SiteNumbers(addresses=("12 rue des Lilas",))
    assert found("J’habite 2 rue des Lilas.", known=site) == [("address", "2 rue des Lilas")]


def test_the_pseudonym_and_who_signs_are_not_names() -> None:
    text = "M. Cigale a été reçu par Mme Morvan et Mme Aubin."
    assert found(text, spared=("Cigale", "Hélène Morvan")) == [("name", "Aubin")]


def test_names_come_from_the_testimony_but_not_its_places_or_first_words() -> None:
    testimony = "Vanessa m’a reçue. Au guichet de Lyon, Sabrina Lemoine et Yasmina ont ri. Karim aussi."
    text = "Vanessa, Sabrina Lemoine, Yasmina et Karim travaillent à Lyon."
    assert found(text, testimony=testimony) == [("name", "Sabrina Lemoine"), ("name", "Yasmina")]


def test_a_line_that_announces_reaches_the_next_one() -> None:
    assert found("Mon numéro fiscal :\n3023217600099") == [("tax_number", "3023217600099")]
    assert found("Mon numéro fiscal.\n3023217600099") == []


def test_offsets_count_characters_past_emoji_and_line_ends() -> None:
    text = "😀😀\r\n\nAppelez le 06 39 98 12 34"
    assert found(text) == [("phone", "06 39 98 12 34")]


def test_one_number_is_found_once() -> None:
    assert found("dossier n° 0639981234") == [("file_number", "0639981234")]
    assert found("Le 2 84 07 99 999 004 13 est refusé") == [("nir", "2 84 07 99 999 004 13")]


def test_a_service_address_is_less_sure_than_a_person_s() -> None:
    sure = {
        text: find(text)[0].certainty for text in ("a.durand@exemple.fr", "a.durand@x.gouv.fr", "accueil@x.gouv.fr")
    }
    assert list(sure.values()) == [Certainty.CERTAIN, Certainty.PROBABLE, Certainty.POSSIBLE]


def test_nothing_in_an_empty_text() -> None:
    assert find("") == () == find("\n \n\u00a0")


def _calls(work: Callable[[], object]) -> int:
    """How many Python functions `work` enters: a cost that does not depend on the machine's load."""
    count = 0

    def tick(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(tick)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


_HOSTILE = [
    "1 ",
    "1.",
    "1-",
    "FR76 ",
    "00 1 ",
    "a@",
    "+33 1 ",
    "06 12 34 56 78 ",
    "dossier 1-",
    "12 rue de la ",
    "né le 1/1/84 ",
]
_HOSTILE += [
    "M. Aa Bb ",
    "75011 Paris-",
    "a at b point c ",
    "1234 AB 75 ",
    "2 84 07 99 999 004 12 ",
    "1A",
    "dossier n° de la ",
]


@pytest.mark.parametrize("piece", _HOSTILE)
def test_the_work_grows_with_the_text_and_no_faster(piece: str) -> None:
    def cost(length: int) -> int:
        text = (piece * length)[:length]
        return _calls(lambda: find(text))

    find("06 39 98 12 34")  # the numbering plan is read once
    assert cost(4_000) <= 2.6 * cost(2_000) + 500


def test_a_keystroke_costs_its_own_sentence() -> None:
    sentence = "Votre dossier {} est à jour, appelez le 06 39 98 12 {:02} ou écrivez à Madame Aubertin. "
    text = "".join(sentence.format(NUMBER, n % 100) for n in range(90))[:8_000]
    first = _calls(lambda: find(text))
    assert _calls(lambda: find(text[:4_000] + "x" + text[4_000:])) * 4 < first


def test_kinds_are_those_of_the_contract() -> None:
    assert [kind.value for kind in Kind] == [
        "nir", "iban", "siret", "siren", "card", "phone", "email", "address", "plate", "tax_number", "file_number",
        "birth_date", "name",
    ]  # fmt: skip


def test_a_sentence_without_an_end_is_looked_at_in_parts() -> None:
    text = ("ligne sans point ni virgule " * 60 + "appelez le 06 39 98 12 34 ") * 4
    first = _calls(lambda: find(text))
    assert _calls(lambda: find(text + "ab")) * 2 < first
    assert [text[f.start : f.end] for f in find(text)] == ["06 39 98 12 34"] * 4
