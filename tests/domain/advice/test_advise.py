"""Advice on invented replies: when it comes, and when it must not."""

import pytest

from spplus_desk.domain.advice import AdviceKind, Earlier, advise, lists
from tests.helpers.typography import faults

TESTIMONY = (
    "J’attends depuis mars l’attestation de paiement pour le logement de ma fille. Le document reste vide sur mon "
    "compte et le bailleur le refuse."
)
GOOD = (
    "La ligne de novembre de votre attestation était vide à cause d’une panne. Elle est là depuis lundi. Vous pouvez "
    "la télécharger sur votre compte, rubrique Mes documents, ou la demander au guichet de Montrelin, sans rendez-vous."
)


def kinds(text: str, testimony: str = TESTIMONY, earlier: tuple[Earlier, ...] = ()) -> list[AdviceKind]:
    return [a.kind for a in advise(text, testimony=testimony, earlier=earlier)]


def test_a_useful_reply_gets_no_advice() -> None:
    assert kinds(GOOD) == []


def test_nothing_is_said_of_an_empty_or_a_beginning_text() -> None:
    assert kinds("") == [] == kinds("Bonjour, merci de votre message.")


def test_a_reply_near_identical_to_an_earlier_one_is_named() -> None:
    earlier = (Earlier("Zaza", "Autre chose", "Rien à voir."), Earlier("Cigale", "Attestation vide", GOOD))
    (advice,) = advise(GOOD.replace("lundi", "mardi"), testimony=TESTIMONY, earlier=earlier)
    assert advice.kind is AdviceKind.SIMILAR
    assert "Cigale" in advice.sentence
    assert "Attestation vide" in advice.sentence


def test_two_replies_on_one_subject_are_not_near_identical() -> None:
    other = "L’attestation peut être demandée par téléphone au 3230. Elle arrive par courrier sous trois jours."
    assert kinds(other, earlier=(Earlier("Cigale", "Attestation", GOOD),)) == []


def test_a_reply_without_a_word_of_the_testimony_is_perhaps_for_another() -> None:
    text = "Votre passeport est prêt en mairie. Venez muni de votre ancien titre et d’une photographie récente."
    assert kinds(text) == [AdviceKind.UNRELATED]


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour. Nous vous remercions pour votre témoignage, nous prenons bonne note de vos remarques. Merci.",
        "Nous sommes désolés de la gêne occasionnée. Nous sommes particulièrement attachés à la qualité de l’accueil. "
        "Nous restons à votre disposition. Votre satisfaction est notre priorité.",
    ],
)
def test_formulas_alone_leave_nothing(text: str) -> None:
    assert AdviceKind.HOLLOW in kinds(text)


def test_formulas_around_a_real_answer_are_left_alone() -> None:
    assert kinds(f"Merci pour votre témoignage. {GOOD} Nous restons à votre disposition.") == []


def test_a_very_long_sentence_is_shown_where_it_stands() -> None:
    long = "Vous pouvez " + "demander votre attestation de logement au guichet de la caisse " * 5 + "."
    text = f"Voici. {long} Fin."
    (advice,) = [a for a in advise(text, testimony=TESTIMONY) if a.kind is AdviceKind.LONG_SENTENCE]
    assert text[advice.start : advice.end] == long


def test_acronyms_that_nobody_explains_are_shown_with_their_words() -> None:
    text = f"{GOOD} Sinon, la CRA peut être saisie."
    (advice,) = advise(text, testimony=TESTIMONY)
    assert advice.kind is AdviceKind.JARGON
    assert text[advice.start : advice.end] == "CRA"
    assert "commission de recours amiable" in advice.sentence


@pytest.mark.parametrize(
    ("text", "testimony"),
    [
        (f"{GOOD} La commission de recours amiable (CRA) peut être saisie.", TESTIMONY),
        (f"{GOOD} La CRA peut être saisie.", TESTIMONY + " J’ai saisi la CRA."),
        (f"{GOOD} Le SMIC et la TVA n’y changent rien.", TESTIMONY),
    ],
)
def test_acronyms_explained_heard_or_unknown_are_left_alone(text: str, testimony: str) -> None:
    assert kinds(text, testimony) == []


def test_a_contact_that_was_asked_for_is_missed() -> None:
    asked = TESTIMONY + " Personne ne répond au téléphone, à qui m’adresser ?"
    without = "L’attestation de votre fille est complète depuis lundi, le bailleur peut désormais la lire en entier."
    assert kinds(without, asked) == [AdviceKind.NO_CHANNEL]
    assert kinds(without, TESTIMONY) == []
    assert kinds(GOOD, asked) == []


def test_a_right_to_error_names_its_sources_and_its_date_and_nothing_more() -> None:
    told = (
        "Je me suis trompée de case sur l’attestation de ma fille et on me demande une pénalité. Mon compte est vide."
    )
    (advice,) = advise(GOOD, testimony=told)
    assert advice.kind is AdviceKind.RIGHT_TO_ERROR
    rule = lists.right_to_error()
    assert all(entry in advice.sentence for entry in rule.entries)
    assert f"{rule.dated:%d/%m/%Y}" in advice.sentence
    assert rule.caution in advice.sentence
    assert kinds(GOOD + " Le droit à l’erreur existe.", told) == []
    assert kinds(GOOD, told.replace("une pénalité", "un papier")) == []


def test_each_kind_can_be_switched_off() -> None:
    text = (
        "Bonjour. Nous vous remercions pour votre témoignage et nous prenons bonne note de vos remarques. Cordialement."
    )
    assert advise(text, testimony=TESTIMONY, off=[kind.value for kind in AdviceKind]) == ()


def test_every_list_has_its_date_and_source() -> None:
    import tomllib

    from spplus_desk.domain.resources import resource_path

    for name in ("hollow.toml", "jargon.toml", "right_to_error.toml"):
        found = tomllib.loads(resource_path("guard", name).read_text(encoding="utf-8"))
        assert found["dated"].year >= 2026
        assert found.get("source") or all(entry["source"] for entry in found["entries"])


def test_every_sentence_is_good_french() -> None:
    told = "Une erreur de ma part et une pénalité. Personne ne répond, à qui m’adresser ?"
    hollow = "Nous vous remercions de votre retour. Nous prenons bonne note de vos remarques avec la CRA. " * 3
    long = "des mots sans rapport aucun avec le reste du propos " * 6
    said = advise(hollow + long, testimony=told, earlier=(Earlier("Cigale", "Attestation", hollow + long),))
    assert {a.kind for a in said} >= {AdviceKind.SIMILAR, AdviceKind.NO_CHANNEL, AdviceKind.RIGHT_TO_ERROR}
    assert [faults(a.sentence) for a in said if faults(a.sentence)] == []
