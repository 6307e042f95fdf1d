"""Business tags: one spelling, found without accents."""

from urllib.parse import parse_qs, urlsplit

import pytest

from spplus_desk.domain.elsewhere import DITP_ADDRESS, transfer_mail
from spplus_desk.domain.tags import same_tag, suggestions, tidy_tag
from spplus_desk.domain.text import MAX_LINE

CATALOGUE = ("Délai de traitement", "Agenda", "Attestations", "Borne d’accueil")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  Agenda ", "Agenda"), ("deux\nlignes", "deux lignes"), ("\x00", ""), ("x" * 400, "x" * MAX_LINE)],
)
def test_a_tag_is_one_tidy_line(typed: str, kept: str) -> None:
    assert tidy_tag(typed) == kept


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("delai", ("Délai de traitement",)),
        ("A", ("Agenda", "Attestations", "Délai de traitement", "Borne d’accueil")),
        ("", CATALOGUE),
        ("zz", ()),
    ],
)
def test_a_few_letters_find_it_accents_apart(typed: str, found: tuple[str, ...]) -> None:
    assert suggestions(typed, CATALOGUE, ()) == found


def test_what_is_chosen_is_not_offered_again() -> None:
    assert suggestions("a", CATALOGUE, ("agenda", "BORNE D’ACCUEIL")) == ("Attestations", "Délai de traitement")
    assert same_tag("Délai", "DELAI")


def test_the_mail_to_the_ditp_holds_the_number_and_nothing_of_the_citizen() -> None:
    mail = urlsplit(transfer_mail("870001", "Caf de l’Orvanne"))
    assert (mail.scheme, mail.path) == ("mailto", DITP_ADDRESS)
    fields = parse_qs(mail.query)
    assert "870001" in fields["subject"][0]
    assert "Caf de l’Orvanne" in fields["body"][0]
    assert "\r\n" in fields["body"][0]
