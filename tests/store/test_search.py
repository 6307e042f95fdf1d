"""What a search finds in a cache, and how it shows it."""

from datetime import timedelta

import pytest

from spplus_desk.domain.experience_payloads import AddComment
from spplus_desk.domain.needles import NO_NEEDLES
from spplus_desk.domain.query import Place
from spplus_desk.domain.search import Hit, SearchOrder
from spplus_desk.domain.structure import Agent, Membership
from spplus_desk.domain.vocabulary import ReplyState, Role, Sentiment
from spplus_desk.store import meta, search_parts, stems
from spplus_desk.store.connection import one
from spplus_desk.store.words import stem
from spplus_desk.store.workplace import Workplace
from tests.helpers.cache import (
    ME,
    NOW,
    SITE,
    URL,
    Cache,
    comment,
    experience,
    key,
    puts,
    reply,
    slot,
    structure,
    submit,
)
from tests.helpers.searching import ask, found

TEXTS = {
    "1": "L’attestation de paiement n’arrive pas, les échéanciers sont refusés.",
    "2": "Mes attestations sont perdues depuis des mois.",
    "3": "Les chevaux de la garde républicaine, magnifiques. Œuvre d’art !",
    "4": "J'ai envoyé trois dossiers complets à la préfecture.",
    "5": "La demande que j’envoie reste sans réponse; le dossier est clos.",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("attestation", ["1", "2"]),
        ("ATTESTATIONS", ["1", "2"]),
        ("l'attestation", ["1", "2"]),
        ("l’attestation", ["1", "2"]),
        ("echeancier", ["1"]),
        ("échéanciers refusé", ["1"]),
        ("cheval", ["3"]),
        ("oeuvre", ["3"]),
        ("œuvres", ["3"]),
        ("d’art", ["3"]),
        ("envoyer dossier", ["4", "5"]),
        ("prefecture complet", ["4"]),
        ('"attestation de paiement"', ["1"]),
        ("« attestations de paiement »", ["1"]),
        ('"paiement de attestation"', []),
        ("attestation préfecture", []),
        ("cigale", ["1", "2", "3", "4", "5"]),
        ("AND", []),
        ('" OR NEAR( * ^ -', []),
        ("dossier\x00complet", ["4"]),
        ("", []),
        ("   ", []),
        ("🙂", []),
    ],
)
def test_a_search_finds_what_is_meant(desk: Cache, text: str, expected: list[str]) -> None:
    rows: list[object] = [structure()]
    for id, body in TEXTS.items():
        rows += [experience(id, title="Un titre", body=body), slot(id)]
    desk.feed(puts(structure()))  # small pages: words are learnt at once
    desk.feed(puts(*rows))
    assert found(desk, text) == expected


def test_newest_first_with_the_whole_number(desk: Cache) -> None:
    rows: list[object] = [structure()]
    for i in range(30):
        rows += [experience(str(i), published_at=NOW - timedelta(hours=(i * 7) % 30)), slot(str(i))]
    desk.feed(puts(*rows))
    desk.feed(puts(reply("3", body="Une autre attestation")))
    hits = ask(desk, "attestation", limit=10)
    assert hits.total == 30
    moments = [row.published_at for row in hits.rows]
    assert len(moments) == 10 and moments == sorted(moments, reverse=True)


def test_words_of_an_old_text_are_forgotten(desk: Cache) -> None:
    desk.filled()
    desk.feed(puts(experience(body="Tout autre chose")))
    assert found(desk, "mois") == []
    assert found(desk, "chose") == ["1"]
    desk.feed(puts(reply(body="Le duplicata arrive")))
    desk.feed(puts(reply(body="La copie arrive")))
    assert found(desk, "duplicata") == []
    assert found(desk, "copies") == ["1"]


def test_a_neighbours_words_are_found_but_only_own_rows_are_shown(desk: Cache) -> None:
    desk.feed(
        puts(structure(), experience(), slot(), slot("1", "caf-seine"), reply("1", "caf-seine", body="Duplicata"))
    )
    desk.feed(puts(experience("2", body="Duplicata"), slot("2", "caf-seine")))
    assert [row.key for row in ask(desk, "duplicata").rows] == [f"1:{SITE}"]


@pytest.fixture
def filled(desk: Cache) -> Cache:
    """Five experiences that tell operators apart."""
    desk.feed(puts(structure(), structure("caf-seine", name="Caf de la Seine")))
    desk.store.set_identity(
        Agent(ME.id, ME.name, (Membership(SITE, Role.AGENT), Membership("caf-seine", Role.AGENT))), URL, "helene"
    ).result()
    neg, pos = Sentiment.NEGATIVE, Sentiment.POSITIVE
    rows = [
        experience("1", title="Rendez-vous annulé", body="Deux fois de suite.", sentiment=neg, pseudonym="Jean-Marc"),
        slot("1", channels=("Accueil", "Téléphone")),
        experience("2", title="Merci", body="Un rendez-vous tenu, personne d’annulé.", sentiment=pos,
                   procedures=("Prime d’activité",), published_at=NOW - timedelta(days=3)),
        slot("2", channels=("Téléphone",)),
        experience("3", title="Trois mois", body="Aucune nouvelle.", published_at=NOW - timedelta(days=40)),
        slot("3", channels=("Compte ou espace personnel",), claimed_by=ME.id, claimed_by_name=ME.name),
        reply("3", body="Votre rendez-vous est fixé.", state=ReplyState.PUBLISHED, author=ME.id, published_at=NOW),
        experience("4", title="Un dossier", body="Perdu au guichet.", published_at=NOW - timedelta(hours=3)),
        slot("4", "caf-seine"),
        comment("c4", "4", "caf-seine", body="Le rendez-vous a été annulé par le siège."),
        experience("5", title="L’œuvre", body="Le café de l’accueil.", published_at=NOW - timedelta(days=9)),
        slot("5"), slot("5", "caf-seine"),
    ]  # fmt: skip
    desk.feed(puts(*rows))
    return desk


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rendez vous", ["1", "2", "3", "4"]),
        ("rendez-vous annulé", ["1", "2", "4"]),
        ("canal:accueil", ["1"]),
        ("canal:accueil canal:espace", ["1", "3"]),
        ("-canal:telephone", ["3", "4", "5"]),
        ("rendez-vous canal:tel", ["1", "2"]),
        ("ressenti:negatif", ["1"]),
        ("-ressenti:negatif rendez", ["2", "3", "4"]),
        ("démarche:prime", ["2"]),
        ("démarche:activite", ["2"]),
        ("-démarche:prime rendez", ["1", "3", "4"]),
        ("structure:seine", ["4", "5"]),
        ("pseudonyme:jean", ["1"]),
        ("pseudonyme:jean-marc", ["1"]),
        ("-pseudonyme:cigale", ["1"]),
        ("depuis:hier", ["1", "4"]),
        ("jusqu’au:2027-12-10", ["3", "5"]),
        ("depuis:2027-12-07 jusqu’au:2027-12-13", ["2", "5"]),
        ("-depuis:2027-12-07", ["3"]),
        ("état:répondue", ["3"]),
        ("état:publiée", ["3"]),
        ("état:à répondre", ["1", "2", "4", "5"]),
        ("état:en retard", ["5"]),
        ("dans:titre rendez", ["1"]),
        ("dans:témoignage rendez", ["2"]),
        ("dans:réponse rendez", ["3"]),
        ("dans:commentaire rendez", ["4"]),
        ("-dans:commentaire rendez", ["1", "2", "3"]),
        ("rendez -annulé", ["3"]),
        ('rendez -"vous annulé"', ["2", "3", "4"]),
        ("-rendez", ["5"]),
        ("mois rendez", ["3"]),  # one in the title, one in the reply
        ("guichet siège", ["4"]),
        ("caf", []),  # « café » is another word
        ("cafés", ["5"]),
        ("canal:accueil canal", []),
        ("de la le", []),
    ],
)
def test_operators_narrow_what_is_found(filled: Cache, text: str, expected: list[str]) -> None:
    hits = ask(filled, text)
    assert sorted(row.experience_id for row in hits.rows) == expected
    assert hits.total == len(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("ren", ["1", "2", "3", "4"]), ("rendez v", ["1", "2", "3", "4"]), ("oeuv", ["5"]), ("œuv", ["5"]), ("z", [])],
)
def test_the_last_word_may_be_half_typed(filled: Cache, text: str, expected: list[str]) -> None:
    assert found(filled, text, unfinished=True) == expected
    assert found(filled, text) == []


def test_pages_join_without_gap_or_double(desk: Cache) -> None:
    rows: list[object] = [structure()]
    for i in range(30):
        rows += [experience(str(i), published_at=NOW - timedelta(hours=i)), slot(str(i))]
    desk.feed(puts(*rows))
    for text in ("attestation", "attestation depuis:mois"):
        whole = [row.key for row in ask(desk, text, limit=30).rows]
        parts = [row.key for at in range(0, 40, 10) for row in ask(desk, text, limit=10, offset=at).rows]
        assert parts == whole and len(set(parts)) == 30


def _hit(desk: Cache, text: str) -> Hit:
    (hit,) = ask(desk, text).hits
    return hit


def _marked(hit: Hit) -> list[str]:
    return [hit.passage.text[start:end] for start, end in hit.passage.marks]


def test_a_hit_tells_where_and_marks_what(filled: Cache) -> None:
    own = _hit(filled, "rendez-vous fixé")
    assert (own.place, own.own, _marked(own)) == (Place.REPLY, True, ["rendez-vous", "fixé"])
    note = _hit(filled, "rendez-vous siège")
    assert (note.place, note.own, _marked(note)) == (Place.COMMENT, False, ["rendez-vous", "siège"])
    title = _hit(filled, "dans:titre rendez")
    assert title.place is Place.TITLE and title.title_marks == ((0, 6),)
    assert title.passage.text == "Deux fois de suite." and not title.passage.marks
    said = _hit(filled, "tenu")
    assert (said.place, _marked(said)) == (Place.TESTIMONY, ["tenu"])
    assert _hit(filled, "canal:accueil").place is None


def test_a_reply_that_waits_is_found(filled: Cache) -> None:
    filled.store.enqueue(submit("q1", "5", body="Un duplicata vous attend.")).result()
    filled.store.intend(key("1"), AddComment(structure_id=SITE, body="Un duplicata est prêt."), NOW).result()
    assert found(filled, "duplicatas") == ["1", "5"]
    assert found(filled, "duplicata dans:réponse") == ["5"]
    assert found(filled, "œuvre duplicata") == ["5"]
    hit = _hit(filled, "œuvre duplicata")
    assert (hit.place, hit.own) == (Place.REPLY, True)
    assert found(filled, "-duplicata") == ["2", "3", "4"]


def test_relevance_only_when_asked(desk: Cache) -> None:
    bodies = {"1": "Un passeport, un passeport, un passeport.", "2": "Long. " * 200 + "passeport", "3": "passeport"}
    rows: list[object] = [structure()]
    for place, (id, body) in enumerate(bodies.items()):
        rows += [experience(id, title="Titre", body=body, published_at=NOW - timedelta(days=9 - place)), slot(id)]
    desk.feed(puts(*rows))
    assert [row.experience_id for row in ask(desk, "passeport").rows] == ["3", "2", "1"]
    ranked = ask(desk, "passeport", order=SearchOrder.RELEVANCE)
    assert ranked.total == 3 and [row.experience_id for row in ranked.rows][-1] == "2"


def test_words_learnt_by_an_older_program_are_learnt_anew(desk: Cache) -> None:
    desk.feed(puts(structure()))
    desk.feed(puts(experience(body="Des travaux"), slot()))
    assert found(desk, "travail") == ["1"]

    def age() -> None:
        database = desk.store._work.database
        database.raw.execute("UPDATE stems SET stem = 'traval' WHERE word = 'travaux'")
        meta.write(database, "stems", None)

    desk.store._thread.post(age).result()
    assert found(desk, "travail") == []
    while desk.store._thread.post(lambda: stems.learn_anew(desk.store._work.database)).result():
        pass
    assert found(desk, "travail") == ["1"]


@pytest.mark.parametrize("word", ["lʼattestation", "Attestations", "ATTESTATION"])
def test_stems_of_what_the_index_keeps(word: str) -> None:
    assert stem(word) == stem("attestation")


def test_an_experience_taken_out_between_two_questions_is_left_out(desk: Cache) -> None:
    """The reader asks several times for one page; the writer may delete in between."""
    desk.filled("1")
    (row,) = ask(desk, "attestation").rows

    def job(work: Workplace) -> tuple[Hit, ...]:
        rid = one(work.database, "SELECT rid FROM experiences")[0]
        return search_parts.hits(work.database, [(rid, row), (rid + 1, row)], NO_NEEDLES, frozenset(Place), ME.id)

    assert [hit.row for hit in desk.store._post(job).result()] == [row]
