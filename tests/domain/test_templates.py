"""Templates: variables, blanks, libraries, looking for one, which suits."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spplus_desk.domain import templates
from spplus_desk.domain.documents import Template
from spplus_desk.domain.structure import Structure, StructureTree
from spplus_desk.domain.templates import Library, TemplateUse

TREE = StructureTree(
    (Structure(id="H", network="R", name="Réseau"), Structure(id="S", network="R", name="Site", parent_id="H"))
)


def template(title: str, body: str = "Bonjour", **values: object) -> Template:
    return Template(**{"id": title, "structure_id": "S", "title": title, "body": body, **values})  # type: ignore[arg-type]


def test_variables_are_filled_and_blanks_stay() -> None:
    body = "Le {{structure}} ouvre [[jours]]. Appelez le {{ phone }} ({{unknown}})."
    filled = templates.fill(body, {"structure": "guichet", "phone": " "})
    assert filled == "Le guichet ouvre [[jours]]. Appelez le [[téléphone du site]] ([[unknown]])."


def test_a_list_shows_the_words_of_the_marks() -> None:
    assert templates.unmarked("Depuis le [[jour]], au {{phone}}.") == "Depuis le jour, au téléphone du site."


def test_a_value_that_looks_like_a_variable_is_not_filled_again() -> None:
    assert templates.fill("{{pseudonym}}", {"pseudonym": "{{phone}}", "phone": "36"}) == "{{phone}}"


@given(st.text(alphabet="ab[]{} \n"))
def test_the_parts_of_a_body_give_it_back(body: str) -> None:
    assert "".join(part.text for part in templates.parts(body)) == body


@given(st.text(alphabet="ab[]{} \n_"))
def test_what_is_filled_has_no_variable_left(body: str) -> None:
    assert not any(part.variable for part in templates.parts(templates.fill(body, {})))


@pytest.mark.parametrize(
    ("title", "body", "words"),
    [
        ("", "Bonjour", "titre"),
        ("Titre", "  ", "texte"),
        ("Titre", "Le {{telephone}}", "n’existe pas"),
        ("Titre", "Le [[ ]]", "n’a pas de nom"),
        ("Titre", "Le [[jour", "pas fermé"),
        ("Titre", "Le {{phone} midi", "pas fermé"),
    ],
)
def test_what_keeps_a_template_from_being_saved_is_said(title: str, body: str, words: str) -> None:
    (problem,) = templates.problems(title, body)
    assert words in problem


def test_a_sound_template_has_no_problem() -> None:
    assert templates.problems("Titre", "Le {{phone}}, [[jour]] [entre nous] {ici}.") == ()


def test_each_template_has_its_library() -> None:
    assert templates.library(template("a"), TREE) is Library.SITE
    assert templates.library(template("a", structure_id="H"), TREE) is Library.NETWORK
    assert templates.library(template("a", origin="Modèles 2026"), TREE) is Library.NATIONAL
    assert templates.library(template("a", agent_id="me"), TREE) is Library.PERSONAL


def test_a_review_date_that_has_passed_asks_for_a_reading() -> None:
    row = template("a", review_on=date(2027, 12, 15))
    assert templates.due_for_review(row, date(2027, 12, 16))
    assert not templates.due_for_review(row, date(2027, 12, 15))
    assert not templates.due_for_review(template("a"), date(2027, 12, 16))


def test_the_search_knows_synonyms_accents_and_beginnings() -> None:
    shelf = (
        template("Agenda complet", "Prenez un rendez-vous un autre jour."),
        template("Rendez-vous annulé : excuses"),
        template("Horaires du guichet"),
    )
    assert [t.title for t in templates.search(shelf, "rdv")] == ["Rendez-vous annulé : excuses", "Agenda complet"]
    assert [t.title for t in templates.search(shelf, "RDV annul")] == ["Rendez-vous annulé : excuses"]
    assert [t.title for t in templates.search(shelf, "rendez-vous annule")] == ["Rendez-vous annulé : excuses"]
    assert [t.title for t in templates.search(shelf, "fermeture accueil")] == ["Horaires du guichet"]
    assert templates.search(shelf, "passeport") == ()
    assert len(templates.search(shelf, "  ")) == 3


def test_few_votes_give_no_share() -> None:
    assert TemplateUse(template_id="a", useful=9, votes=9).share is None
    assert TemplateUse(template_id="a", useful=5, votes=10).share == 0.5
