"""What is typed into the search field, and the query that it means."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spplus_desk.domain.query import NAMES, Field, Filter, Place, Query, Standing, Term
from spplus_desk.domain.query_reading import HintKind, read_query
from spplus_desk.domain.query_values import days_of, names_of, resolve
from spplus_desk.domain.vocabulary import Sentiment
from spplus_desk.ui.wording.terms import CHANNELS

TODAY = date(2027, 12, 16)  # a Thursday


def _query(text: str) -> Query:
    return read_query(text, TODAY).query


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("rendez vous annule", [Term("rendez"), Term("vous"), Term("annule")]),
        ('"ligne occupée" caf', [Term("ligne occupée", phrase=True), Term("caf")]),
        ("« ligne\u00a0occupée »", [Term("ligne occupée", phrase=True)]),
        ("“ligne occupée”", [Term("ligne occupée", phrase=True)]),
        ('"ligne occ', [Term("ligne occ", phrase=True)]),
        ("-mot", [Term("mot", excluded=True)]),
        ('-"deux mots"', [Term("deux mots", phrase=True, excluded=True)]),
        ("-« deux mots »", [Term("deux mots", phrase=True, excluded=True)]),
        ("rendez-vous", [Term("rendez-vous")]),
        ("l’attestation, (perdue)", [Term("l’attestation"), Term("perdue")]),
        ("mot mot", [Term("mot")]),
        ("heure:10", [Term("heure"), Term("10")]),
        ('- - : " « » -', []),
        ("", []),
    ],
)
def test_words_phrases_and_exclusions(text: str, terms: list[Term]) -> None:
    assert _query(text) == Query(tuple(terms))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("canal:accueil", Filter(Field.CHANNEL, "Accueil")),
        ("CANAL\u00a0: Accueil", Filter(Field.CHANNEL, "Accueil")),
        ("canal : espace personnel", Filter(Field.CHANNEL, "Compte ou espace personnel")),
        ("canal:tel", Filter(Field.CHANNEL, "Téléphone")),
        ('canal:"Borne"', Filter(Field.CHANNEL, "Borne")),
        ("-canal:accueil", Filter(Field.CHANNEL, "Accueil", excluded=True)),
        ("ressenti:negatif", Filter(Field.SENTIMENT, Sentiment.NEGATIVE)),
        ("Ressenti : POSITIF", Filter(Field.SENTIMENT, Sentiment.POSITIVE)),
        ("etat:à répondre", Filter(Field.STATE, Standing.TO_ANSWER)),
        ("état : en retard", Filter(Field.STATE, Standing.LATE)),
        ("demarche:logement", Filter(Field.PROCEDURE, "logement")),
        ('démarche:"prime d’activité"', Filter(Field.PROCEDURE, "prime d’activité")),
        ("structure:orvanne", Filter(Field.STRUCTURE, "orvanne")),
        ("pseudo:cigale", Filter(Field.PSEUDONYM, "cigale")),
        ("depuis:2027-03-12", Filter(Field.SINCE, "2027-03-12")),
        ("jusqu'au : 12/03/2027", Filter(Field.UNTIL, "2027-03-12")),
        ("jusqu’au : mars 2027", Filter(Field.UNTIL, "2027-03-31")),
        ("JUSQU`AU:mars", Filter(Field.UNTIL, "2027-03-31")),
        ("depuis : 1er octobre", Filter(Field.SINCE, "2027-10-01")),
        ("depuis : il y a 3 semaines", Filter(Field.SINCE, "2027-11-25")),
        ("dans:réponses", Filter(Field.WHERE, Place.REPLY)),
        ("dans : temoignage", Filter(Field.WHERE, Place.TESTIMONY)),
    ],
)
def test_operators(text: str, wanted: Filter) -> None:
    assert _query(text) == Query(filters=(wanted,))
    assert not read_query(text, TODAY).hints


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("12/03/2027", ("2027-03-12", "2027-03-12")),
        ("12/3/27", ("2027-03-12", "2027-03-12")),
        ("2027-03-12", ("2027-03-12", "2027-03-12")),
        ("12.03.2027", ("2027-03-12", "2027-03-12")),
        ("12 mars 2027", ("2027-03-12", "2027-03-12")),
        ("mars 2027", ("2027-03-01", "2027-03-31")),
        ("03/2027", ("2027-03-01", "2027-03-31")),
        ("Févr. 2028", ("2028-02-01", "2028-02-29")),
        ("août", ("2027-08-01", "2027-08-31")),
        ("2026", ("2026-01-01", "2026-12-31")),
        ("20 décembre", ("2026-12-20", "2026-12-20")),  # not yet come this year
        ("hier", ("2027-12-15", "2027-12-15")),
        ("avant-hier", ("2027-12-14", "2027-12-14")),
        ("aujourd’hui", ("2027-12-16", "2027-12-16")),
        ("lundi", ("2027-12-13", "2027-12-13")),
        ("jeudi", ("2027-12-16", "2027-12-16")),
        ("jeudi dernier", ("2027-12-09", "2027-12-09")),
        ("semaine dernière", ("2027-12-06", "2027-12-12")),
        ("le mois dernier", ("2027-11-01", "2027-11-30")),
        ("10 jours", ("2027-12-06", "2027-12-06")),
        ("2 mois", ("2027-10-16", "2027-10-16")),
    ],
)
def test_french_dates(text: str, days: tuple[str, str]) -> None:
    found = days_of(text, TODAY)
    assert found is not None and tuple(day.isoformat() for day in found) == days


@pytest.mark.parametrize("text", ["31/02/2027", "99/99/9999", "demain peut-être", "12/2027/03", "²", "999 ans"])
def test_what_is_no_date(text: str) -> None:
    assert days_of(text, TODAY) is None


def test_what_is_not_understood_is_searched_as_words_with_a_hint() -> None:
    reading = read_query("canal:cantine attestation", TODAY)
    assert reading.query == Query((Term("cantine"), Term("attestation")))
    assert [(hint.kind, hint.field, hint.text) for hint in reading.hints] == [
        (HintKind.UNKNOWN_VALUE, Field.CHANNEL, "cantine")
    ]


def test_an_operator_waits_for_its_value() -> None:
    reading = read_query("canal : -mot", TODAY)
    assert [hint.kind for hint in read_query("canal :", TODAY).hints] == [HintKind.MISSING_VALUE]
    assert reading.query.terms[-1].text == "mot"


def test_the_value_ends_where_the_words_begin() -> None:
    query = _query("canal : accueil depuis : mars 2027 rendez vous annulé")
    assert query.filters == (Filter(Field.CHANNEL, "Accueil"), Filter(Field.SINCE, "2027-03-01"))
    assert [term.text for term in query.terms] == ["rendez", "vous", "annulé"]


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("canal:accueil", False),
        ("canal:accueil ", True),
        ("canal:espace ", False),  # « espace personnel »
        ("canal:espace personnel ", True),
        ("depuis:mars ", False),  # « mars 2027 »
        ("depuis:mars 2027 ", True),
        ("depuis:mars a", True),
        ("depuis:12 ", None),
    ],
)
def test_a_filter_is_settled_once_nothing_more_can_belong_to_it(text: str, settled: bool | None) -> None:
    pieces = read_query(text, TODAY).pieces
    assert [piece.settled for piece in pieces] == ([] if settled is None else [settled])


def test_the_last_word_may_go_on() -> None:
    assert read_query("rendez vous annul", TODAY).unfinished
    assert not read_query("rendez vous annul ", TODAY).unfinished
    assert not read_query('"rendez vous"', TODAY).unfinished
    assert not read_query("mot -annul", TODAY).unfinished


def test_places() -> None:
    assert _query("mot").places == frozenset(Place)
    assert _query("mot dans:titre dans:réponse").places == {Place.TITLE, Place.REPLY}
    assert _query("mot -dans:commentaire").places == frozenset(Place) - {Place.COMMENT}


def test_every_channel_of_the_platform_can_be_named() -> None:
    for channel in CHANNELS:
        for label in (channel.stored, channel.full, channel.short):
            assert resolve(Field.CHANNEL, label, TODAY, whole=False) == channel.stored, label


_TYPED = st.text(
    alphabet=st.one_of(
        st.sampled_from("abé œ'’-:\"«»“”\u00a0\x00\t0123/."), st.characters(codec=None, max_codepoint=0x2FFFF)
    ),
    max_size=40,
)
_OPERATED = st.lists(
    st.one_of(
        _TYPED,
        st.sampled_from([f"{name}:" for name in NAMES.values()]),
        st.sampled_from([f"-{name} : " for name in NAMES.values()]),
        st.sampled_from([name for field in Field for name in names_of(field)]),
        st.sampled_from(["hier", "mars 2027", "12/03/2027", "lundi", "-", '"', " "]),
    ),
    max_size=8,
).map("".join)


@given(st.one_of(_TYPED, _OPERATED))
def test_reading_never_fails_and_what_it_found_reads_the_same_again(text: str) -> None:
    reading = read_query(text, TODAY)
    again = read_query(reading.query.written(), date(2031, 5, 4))
    assert again.query == reading.query
    assert not again.hints
    for piece in reading.pieces:
        assert 0 <= piece.start < piece.end <= len(text)
