"""Shared documents: who may change them, who sees them, versions, and that nothing is lost or done twice."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from spplus_desk.central.repository import unit_of_work, upsert_structures, upsert_templates
from spplus_desk.domain.documents import Template
from spplus_desk.domain.errors import REFUSALS
from tests.helpers.central_world import STRUCTURES, Desk, World, command, new_id

SignIn = Callable[[str], Desk]
TEXT: dict[str, Any] = {"title": "Rendez-vous annulé", "body": "Bonjour {{pseudonym}}, le [[date]]."}


def code(result: dict[str, Any]) -> str:
    assert result["outcome"] == "refused", result
    assert result["detail"] == REFUSALS[result["code"]]
    return str(result["code"])


def versions(desk: Desk, entity: str, key: str) -> requests.Response:
    return desk.http.get(f"{desk.url}/v1/documents/{entity}/{key}/versions", timeout=30)


def test_a_template_is_seen_below_its_structure_and_not_beside(sign_in: SignIn) -> None:
    marc, chloe, bruno, hugo = sign_in("marc"), sign_in("chloe"), sign_in("bruno"), sign_in("hugo")
    done = marc.do("save_template", "T1", "S1", **TEXT)
    assert (done["outcome"], done["receipt"]["slot_version"]) == ("applied", 1)
    for desk in (marc, chloe, bruno, hugo):
        desk.pull()
    row = chloe.mirror["template", "T1"]
    assert (row["title"], row["version"], row["author_name"]) == (TEXT["title"], 1, "Marc")
    assert ("template", "T1") in hugo.mirror
    assert ("template", "T1") not in bruno.mirror


def test_an_agent_changes_nothing_that_is_shared(sign_in: SignIn) -> None:
    alice, marc = sign_in("alice"), sign_in("marc")
    assert code(alice.do("save_template", "T1", "S1", **TEXT)) == "not_allowed"
    marc.do("save_template", "T1", "S1", **TEXT)
    assert code(alice.do("withdraw_template", "T1", "S1")) == "not_allowed"
    assert code(alice.do("save_template", "T1", "S1", **TEXT, personal=True)) == "invalid_payload"


def test_what_lies_outside_and_what_does_not_exist_are_told_alike(sign_in: SignIn) -> None:
    marc, sophie = sign_in("marc"), sign_in("sophie")
    marc.do("save_template", "T1", "S1", **TEXT)
    answers = [
        code(sophie.do("save_template", "T1", "S1", **TEXT)),
        code(sophie.do("save_template", "T9", "S1", **TEXT)),
        code(sophie.do("save_template", "T1", "S2", **TEXT)),
        code(sophie.do("withdraw_template", "T9", "S2")),
        code(sophie.do("save_template", "T9", "NOWHERE", **TEXT)),
    ]
    assert answers == ["not_allowed"] * 5
    assert [versions(sophie, "template", key).status_code for key in ("T1", "T9")] == [404, 404]
    assert versions(sophie, "experience", "E1").status_code == 404
    assert versions(marc, "template", "T1").status_code == 200


def test_a_private_document_is_seen_by_its_author_alone(sign_in: SignIn) -> None:
    alice, anne, hugo = sign_in("alice"), sign_in("anne"), sign_in("hugo")
    assert alice.do("save_view", "V1", "S1", name="Mes retards", criteria="retard")["outcome"] == "applied"
    for desk in (alice, anne, hugo):
        desk.pull()
    assert alice.mirror["saved_view", "V1"]["name"] == "Mes retards"
    assert anne.ids("saved_view") == hugo.ids("saved_view") == set()
    assert code(anne.do("save_view", "V1", "S1", name="À moi")) == "not_allowed"
    assert code(hugo.do("delete_view", "V1", "S1")) == "not_allowed"
    assert versions(hugo, "saved_view", "V1").status_code == 404
    counts = alice.http.get(f"{alice.url}/v1/summary", timeout=30).json()["counts"]
    assert counts["saved_view"] == 1


def test_the_second_of_two_hands_is_stale_and_ones_own_chain_is_not(sign_in: SignIn) -> None:
    marc, hugo = sign_in("marc"), sign_in("hugo")
    first, second = new_id(), new_id()
    marc.do("save_template", "T1", "S1", id=first, **TEXT)
    hugo.do("save_template", "T1", "S1", base=1, **{**TEXT, "title": "Autre"})
    assert code(marc.do("save_template", "T1", "S1", base=1, after=first, **TEXT)) == "stale"
    done = marc.send(
        command("save_template", "T1", "S1", id=second, base=2, **TEXT),
        command("save_template", "T1", "S1", base=2, after=second, **{**TEXT, "title": "Encore"}),
    )
    assert [each["outcome"] for each in done] == ["applied", "applied"]
    marc.pull()
    assert (marc.mirror["template", "T1"]["title"], marc.mirror["template", "T1"]["version"]) == ("Encore", 4)


def test_the_same_command_twice_makes_one_version(sign_in: SignIn) -> None:
    marc = sign_in("marc")
    sent = command("save_template", "T1", "S1", **TEXT)
    assert [each["outcome"] for each in (*marc.send(sent), *marc.send(sent))] == ["applied", "duplicate"]
    assert len(versions(marc, "template", "T1").json()["versions"]) == 1


def test_versions_are_kept_newest_first_with_their_author(sign_in: SignIn) -> None:
    marc, hugo = sign_in("marc"), sign_in("hugo")
    marc.do("save_template", "T1", "S1", **TEXT)
    hugo.do("save_template", "T1", "S1", base=1, **{**TEXT, "body": "Plus court."})
    told = versions(marc, "template", "T1").json()["versions"]
    assert [(v["version"], v["row"]["author_name"], v["row"]["body"]) for v in told] == [
        (2, "Hugo", "Plus court."),
        (1, "Marc", TEXT["body"]),
    ]


def test_what_was_withdrawn_leaves_and_does_not_come_back(world: World, sign_in: SignIn) -> None:
    marc, alice = sign_in("marc"), sign_in("alice")
    marc.do("save_template", "T1", "S1", **TEXT)
    alice.pull()
    assert marc.do("withdraw_template", "T1", "S1", base=1)["outcome"] == "applied"
    assert marc.do("withdraw_template", "T1", "S1", base=1)["outcome"] == "applied"
    assert [(c["op"], c["id"]) for c in alice.pull()] == [("delete", "T1")]
    assert code(marc.do("save_template", "T1", "S1", **TEXT)) == "stale"
    with unit_of_work(world.engine, world.clock()) as unit:
        upsert_templates(unit, [Template(id="T1", structure_id="S1", title="De retour", body="Bonjour")])
    assert alice.pull() == []
    assert versions(marc, "template", "T1").status_code == 404


def test_a_file_of_templates_makes_versions_too(world: World, sign_in: SignIn) -> None:
    hugo = sign_in("hugo")
    for body in ("Un", "Deux", "Deux"):
        with unit_of_work(world.engine, world.clock()) as unit:
            upsert_templates(unit, [Template(id="T1", structure_id="H", title="Titre", body=body)])
    told = versions(hugo, "template", "T1").json()["versions"]
    assert [(v["version"], v["row"]["body"]) for v in told] == [(2, "Deux"), (1, "Un")]
    assert hugo.do("save_template", "T1", "H", base=2, **TEXT)["receipt"]["slot_version"] == 3


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({"title": "  ", "body": "Bonjour"}, "invalid_payload"),
        ({"title": "Titre"}, "invalid_payload"),
        ({"title": "Titre", "body": "Bonjour", "colour": "red"}, "invalid_payload"),
        ({"title": "Titre", "body": "x" * 10_001}, "too_long"),
        ({"title": "x" * 301, "body": "Bonjour"}, "too_long"),
        ({"title": "Titre", "body": "Bon\x07jour"}, "invalid_text"),
        ({"title": "Titre", "body": "Bonjour", "channels": ["Accueil"] * 1_001}, "too_long"),
        ({"title": "Titre", "body": "Bonjour", "sentiments": ["furious"]}, "invalid_payload"),
    ],
)
def test_a_bad_content_is_refused_alone(sign_in: SignIn, payload: dict[str, Any], expected: str) -> None:
    marc = sign_in("marc")
    bad, good = marc.send(command("save_template", "T1", "S1", **payload), command("save_template", "T2", "S1", **TEXT))
    assert (code(bad), good["outcome"]) == (expected, "applied")


def test_documents_follow_their_structure_into_another_network(world: World, sign_in: SignIn) -> None:
    marc, hugo = sign_in("marc"), sign_in("hugo")
    marc.do("save_template", "T1", "S1", **TEXT)
    marc.do("save_view", "V1", "S1", name="À moi")
    hugo.pull()
    moved = next(s for s in STRUCTURES if s.id == "S1")
    with unit_of_work(world.engine, world.clock()) as unit:
        upsert_structures(unit, [type(moved)(id="S1", network="PREF", name=moved.name, parent_id="P")])
    hugo.cursor, hugo.mirror = None, {}
    hugo.pull()
    assert hugo.ids("template") == set()
    marc.pull()
    assert (marc.ids("template"), marc.ids("saved_view")) == ({"T1"}, {"V1"})


def test_words_of_the_dictionary_are_ones_own_or_the_sites(world: World, sign_in: SignIn) -> None:
    alice, anne, marc = sign_in("alice"), sign_in("anne"), sign_in("marc")
    assert alice.do("add_word", "W1", "S1", word="Peluchon")["outcome"] == "applied"
    assert code(alice.do("add_word", "W2", "S1", word="Caf", shared=True)) == "not_allowed"
    assert marc.do("add_word", "W2", "S1", word="Caf", shared=True)["outcome"] == "applied"
    assert code(marc.do("add_word", "W3", "S1", word="deux mots")) == "invalid_payload"
    alice.pull()
    anne.pull()
    assert alice.mirror["dictionary_word", "W1"]["word"] == "Peluchon"
    assert (alice.ids("dictionary_word"), anne.ids("dictionary_word")) == ({"W1", "W2"}, {"W2"})
    assert code(anne.do("remove_word", "W1", "S1")) == "not_allowed"
    assert alice.do("remove_word", "W1", "S1")["outcome"] == "applied"
    alice.pull()
    assert alice.ids("dictionary_word") == {"W2"}


def test_a_line_of_the_service_is_any_agents_to_add_for_the_whole_site(world: World, sign_in: SignIn) -> None:
    alice, anne, bruno, chloe, adele = (sign_in(who) for who in ("alice", "anne", "bruno", "chloe", "adele"))

    def add(desk: Desk, key: str, kind: str = "phone", value: str = "01 99 00 12 34") -> dict[str, Any]:
        sent = command("add_service_line", key, "S1", value=value)
        sent["payload"]["kind"] = kind
        return desk.send(sent)[0]

    assert add(alice, "L1")["outcome"] == "applied"
    assert add(anne, "L2")["outcome"] == "applied", "two desks at once: no conflict"
    assert code(add(bruno, "L3")) == "not_allowed"
    assert code(bruno.do("remove_service_line", "L1", "S1")) == "not_allowed"
    assert code(bruno.do("remove_service_line", "L1", "S2")) == "not_allowed"
    assert code(add(adele, "L3")) == "not_allowed"
    for kind, value in (("nir", "1 85 05 78 006 084"), ("phone", " "), ("", "01 99 00 12 34")):
        assert code(add(alice, "L4", kind, value)) == "invalid_payload"
    for desk in (alice, bruno, chloe):
        desk.pull()
    assert (alice.ids("service_line"), chloe.ids("service_line"), bruno.ids("service_line")) == (
        {"L1", "L2"},
        {"L1", "L2"},
        set(),
    )
    row = chloe.mirror["service_line", "L1"]
    assert (row["kind"], row["value"], row["author_name"]) == ("phone", "01 99 00 12 34", "Alice")
    assert anne.do("remove_service_line", "L1", "S1")["outcome"] == "applied"
    alice.pull()
    assert alice.ids("service_line") == {"L2"}
