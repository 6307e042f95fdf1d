"""Repairs: done where certain, never on a word."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spplus_desk.central.importer.dates import BadDate, parse_stamp
from spplus_desk.central.importer.repair import (
    decode_entities,
    has_markup,
    html_to_plain,
    repair_body,
    repair_line,
    split_glued,
    tidy,
)

SYLLABLES = [
    "fois",
    "Je",
    "L’agent",
    "gouv",
    "fr",
    "M",
    "Dupont",
    "etc",
    "Mme",
    "2024",
    "12",
    "À",
    "ça",
    "www",
    "é",
    "Où",
]
MARKS = [".", "!", "?", "…", " ", "\n", "\u00a0", ",", ":", ")", "»", "«", "-", "'", "/", "@", "\u200d", "🙂", "ا"]
# Sentences, addresses and accidents, and now and then a character of any kind.
texts = st.lists(
    st.one_of(
        st.sampled_from(SYLLABLES), st.sampled_from(MARKS), st.characters(codec="utf-8", exclude_categories=["Cc"])
    ),
    max_size=40,
).map("".join)


def words(text: str) -> list[str]:
    """The characters of words, in order: a repair may part them, it may not change them."""
    return re.findall(r"\w", text)


@given(texts)
def test_glue_repair_changes_no_word_and_is_done_once(text: str) -> None:
    once = split_glued(text)
    assert words(once) == words(text)
    assert split_glued(once) == once


@given(texts)
def test_tidying_changes_no_word_and_is_done_once(text: str) -> None:
    once = tidy(text)
    assert words(once) == words(text)
    assert tidy(once) == once


@given(texts.filter(lambda text: "&" not in text and "<" not in text))
def test_a_text_without_markup_keeps_its_words(text: str) -> None:
    once = repair_body(text)
    assert words(once) == words(text)
    assert repair_body(once) == once


@given(texts.filter(lambda text: "&" not in text))
def test_a_line_keeps_its_words_on_one_line(text: str) -> None:
    once = repair_line(text)
    assert words(once) == words(text)
    assert repair_line(once) == once
    assert "\n" not in once


@given(texts)
def test_entities_are_decoded_to_the_end(text: str) -> None:
    once = decode_entities(text)
    assert decode_entities(once) == once


@pytest.mark.parametrize(
    ("glued", "parted"),
    [
        ("pour la deuxième fois.Je reviens", "pour la deuxième fois.\nJe reviens"),
        ("Quel accueil!L’agente", "Quel accueil!\nL’agente"),
        ("et voilà...Il faut", "et voilà...\nIl faut"),
        ("(dans le hall).Puis rien", "(dans le hall).\nPuis rien"),
        ("très vite.J'ai attendu", "très vite.\nJ'ai attendu"),
        ("Pourquoi ?Élodie", "Pourquoi ?Élodie"),  # a space before the mark: not seen in glued texts
        ("Bonjour Lou,Votre demande", "Bonjour Lou,\nVotre demande"),
    ],
)
def test_paragraphs_glued_for_certain_are_parted(glued: str, parted: str) -> None:
    assert split_glued(glued) == parted


@pytest.mark.parametrize(
    "text",
    [
        "sur impots.gouv.fr sans succès",
        "sur Service-Public.Fr sans succès",
        "voir www.exemple.Com et",
        "https://exemple.org/Page.Html",
        "M.Dupont et Mme.Durand",
        "écrire à jean.Durand@exemple.org",
        "le 3.Mars ou 12.50 euros",
        "la C.A.F. ou la S.N.C.F",
        "réf.Dossier 12",
        "Bonjour, Votre demande",
        "version 2.Le reste",
    ],
)
def test_what_is_not_certain_is_left_as_it_is(text: str) -> None:
    assert split_glued(text) == text


def test_html_replies_become_plain_paragraphs() -> None:
    markup = (
        "<p>Bonjour <b>Lou</b>,</p><p>Deux pi&egrave;ces&nbsp;:</p><ul><li>un RIB</li><li>une photo</li></ul>"
        "<p>Voir <a href='https://exemple.fr/a'>la page</a> ou <a href='https://exemple.fr'>exemple.fr</a>.<br>Merci</p>"
        "<script>alert(1)</script><!-- note -->"
    )
    assert has_markup(markup)
    assert html_to_plain(markup) == (
        "Bonjour Lou,\n\nDeux pièces\u00a0:\n\n- un RIB\n- une photo\n\n"
        "Voir la page (https://exemple.fr/a) ou exemple.fr.\nMerci"
    )


def test_a_heart_is_no_markup() -> None:
    assert not has_markup("je vous <3 et 2 < 3 > 1")
    assert repair_body("je vous <3") == "je vous <3"


def test_entities_need_their_semicolon() -> None:
    assert decode_entities("l&rsquo;aide &amp;nbsp;ici ?a=1&copy=2") == "l’aide \u00a0ici ?a=1&copy=2"


def test_no_break_spaces_stay_where_french_wants_them() -> None:
    assert (
        tidy("le\u00a0dossier\u00a0: «\u00a0vu\u00a0» à 9\u00a0h\u00a0?")
        == "le dossier\u00a0: «\u00a0vu\u00a0» à 9\u00a0h\u00a0?"
    )


def test_what_no_database_takes_is_removed() -> None:
    assert repair_body("avant\x00après\x07\r\nfin\u200b") == "avantaprès\nfin"
    assert repair_body("🙂 مرحبا بالعالم") == "🙂 مرحبا بالعالم"


@pytest.mark.parametrize(
    ("text", "at", "day", "date_only"),
    [
        ("2025-07-02T08:00:00", datetime(2025, 7, 2, 6, tzinfo=UTC), date(2025, 7, 2), False),
        ("2025-01-02 08:00", datetime(2025, 1, 2, 7, tzinfo=UTC), date(2025, 1, 2), False),
        ("02/07/2025", datetime(2025, 7, 1, 22, tzinfo=UTC), date(2025, 7, 2), True),
        ("2/7/2025 à 08h30", datetime(2025, 7, 2, 6, 30, tzinfo=UTC), date(2025, 7, 2), False),
        ("2025-07-02", datetime(2025, 7, 1, 22, tzinfo=UTC), date(2025, 7, 2), True),
        ("2025-07-02T23:30:00Z", datetime(2025, 7, 2, 23, 30, tzinfo=UTC), date(2025, 7, 3), False),
        ("2025-07-02T08:00:00.123+04:00", datetime(2025, 7, 2, 4, tzinfo=UTC), date(2025, 7, 2), False),
    ],
)
def test_dates_are_paris_time(text: str, at: datetime, day: date, date_only: bool) -> None:
    stamp = parse_stamp(text)
    assert stamp is not None
    assert (stamp.at, stamp.day, stamp.date_only) == (at, day, date_only)


@pytest.mark.parametrize("text", ["hier", "31/02/2025", "2025-13-01", "02/07/25", "2025-07-02T25:00"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadDate):
        parse_stamp(text)


def test_no_date_is_none() -> None:
    assert parse_stamp("  ") is None


def test_a_shift_keeps_the_hour_of_the_clock_across_summer_time() -> None:
    moved = parse_stamp("2025-03-29T08:00:00", timedelta(days=2))
    assert moved is not None
    assert moved.at == datetime(2025, 3, 31, 6, tzinfo=UTC)
