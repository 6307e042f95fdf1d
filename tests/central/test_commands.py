"""Each command kind: what it does, what refuses it, and that it is applied once."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from spplus_desk.central.audit import lines
from spplus_desk.central.tables import commands
from spplus_desk.domain.errors import REFUSALS
from tests.helpers.central_world import Desk, World, command, new_id, reply

SignIn = Callable[[str], Desk]


def refusal(result: dict[str, Any]) -> str:
    """The code of a refusal, which has its French sentence and no receipt."""
    assert result["outcome"] == "refused", result
    assert result["detail"] == REFUSALS[result["code"]]
    assert result["receipt"] is None
    code: str = result["code"]
    return code


def test_a_reply_is_received_once_with_a_receipt(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    desk = sign_in("alice")
    sent = reply("E1", "S1", "Bonjour Camille, 😀 مرحبا.")
    (first,) = desk.send(sent)
    assert first["outcome"] == "applied"
    receipt = first["receipt"]
    assert len(receipt["number"]) == 9
    assert receipt["number"][4] == "-"
    assert receipt["received_at"] == "2027-12-16T09:12:00Z"
    (again,) = desk.send(sent)
    assert (again["outcome"], again["receipt"]) == ("duplicate", receipt)
    desk.pull()
    row = desk.mirror["reply", "E1:S1"]
    assert row["body"] == "Bonjour Camille, 😀 مرحبا."
    assert (row["state"], row["author"], row["receipt"]) == ("received", world.agents["alice"], receipt["number"])
    assert desk.mirror["slot", "E1:S1"]["version"] == receipt["slot_version"] == row["version"] == 2


def test_the_same_id_twice_in_one_batch_is_applied_once(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    sent = reply("E1", "S1")
    first, second = sign_in("alice").send(sent, sent)
    assert (first["outcome"], second["outcome"]) == ("applied", "duplicate")
    assert first["receipt"] == second["receipt"]


def test_the_same_id_with_another_content_is_refused(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    alice, anne = sign_in("alice"), sign_in("anne")
    sent = reply("E1", "S1")
    alice.send(sent)
    other = {**sent, "payload": {**sent["payload"], "body": "Autre texte."}}
    assert refusal(alice.send(other)[0]) == "id_reused"
    assert refusal(alice.do("claim", "E1", "S1", id=sent["id"])) == "id_reused"
    assert refusal(anne.send(sent)[0]) == "id_reused"
    assert alice.send(sent)[0]["outcome"] == "duplicate"
    alice.pull()
    assert alice.mirror["reply", "E1:S1"]["body"] == sent["payload"]["body"]


def test_a_refusal_is_given_again_even_when_it_would_pass_now(world: World, sign_in: SignIn) -> None:
    sent = reply("E1", "S1")
    desk = sign_in("alice")
    assert refusal(desk.send(sent)[0]) == "not_allowed"
    world.deposit("E1", "S1")
    assert refusal(desk.send(sent)[0]) == "not_allowed"
    assert desk.send({**sent, "id": new_id()})[0]["outcome"] == "applied"


def test_a_second_reply_is_refused_and_told_by_whom(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    world.deposit("E2", "S1", reply="Déjà répondu ailleurs.")
    alice, anne = sign_in("alice"), sign_in("anne")
    alice.send(reply("E1", "S1", "La première."))
    (second,) = anne.send(reply("E1", "S1", "La seconde."))
    assert refusal(second) == "already_answered"
    assert second["known"] == {"by": "Alice", "at": "2027-12-16T09:12:00Z"}
    (imported,) = anne.send(reply("E2", "S1"))
    assert refusal(imported) == "already_answered"
    assert imported["known"] == {"at": "2027-12-16T09:12:00Z"}
    anne.pull()
    assert anne.mirror["reply", "E1:S1"]["body"] == "La première."
    with world.engine.connect() as connection:
        kept = connection.execute(select(commands.c.payload).where(commands.c.id == second["id"])).scalar_one()
    assert "La seconde." in kept


def test_refusals_do_not_block_the_others_of_a_batch(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    world.deposit("E2", "S1")
    results = sign_in("alice").send(
        command("submit_reply", "E1", "S1", body="  \n "),
        command("dance", "E1", "S1"),
        command("claim", "E1", "S1", colour="bleu"),
        command("submit_reply", "E1", "S1"),
        {**command("claim", "E1", "S1"), "payload": {"structure_id": 12}},
        {**command("claim", "E1", "S1"), "base": -1},
        {**command("claim", "E1", "S1"), "base": 2**40},
        {**command("claim", "E1", "S1"), "base": 2**70},
        {**command("claim", "E1", "S1"), "after": "x"},
        {**command("claim", "E1", "S1"), "id": "../../etc"},
        {**command("claim", "E1", "S1"), "id": ""},
        reply("E2", "S1"),
    )
    codes = [r["code"] for r in results]
    assert codes == ["empty_body", "unknown_command", *["invalid_payload"] * 9, None]
    assert results[-1]["outcome"] == "applied"


@pytest.mark.parametrize(
    ("lines_", "code"),
    [
        ({"body": "é" * 8_000}, None),
        ({"body": "😀" * 10_000}, None),
        ({"body": "a" * 10_001}, "too_long"),
        ({"body": "Bonjour\u0000Camille"}, "invalid_text"),
        ({"body": "Bonjour\u001b[2J"}, "invalid_text"),
        ({"body": "Une ligne\r\net\tune autre"}, None),
        ({"body": "\u202eאבג"}, None),
        ({"body": ""}, "empty_body"),
        ({"signature": "x" * 301}, "too_long"),
        ({"greeting": "Bonjour\u0007"}, "invalid_text"),
    ],
)
def test_texts_are_taken_whole_or_refused(
    world: World, sign_in: SignIn, lines_: dict[str, str], code: str | None
) -> None:
    world.deposit("E1", "S1")
    desk = sign_in("alice")
    (result,) = desk.send(reply("E1", "S1", **lines_))
    desk.pull()
    if code is None:
        assert result["outcome"] == "applied"
        assert desk.mirror["reply", "E1:S1"]["body"] == lines_["body"]
    else:
        assert refusal(result) == code
        assert desk.ids("reply") == set()


def test_nothing_outside_the_scope_can_be_touched_nor_told_apart(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    world.deposit("E2", "S2", "P1")
    world.deposit("E3", "H")
    world.deposit("E4", "C1")
    bruno, chloe, alice = sign_in("bruno"), sign_in("chloe"), sign_in("alice")
    tried = [
        (bruno, "E1", "S1"),  # another site
        (bruno, "E1", "S2"),  # one's own site, which is not concerned
        (bruno, "E404", "S2"),  # a guessed id
        (bruno, "E404", "S404"),
        (bruno, "E2", "P1"),  # the other structure of one's own experience
        (chloe, "E1", "S1"),  # the parent of one's post
        (alice, "E3", "H"),  # the head
        (alice, "E2", "S2"),  # the sibling
        (alice, "E1\u0000", "S1"),
        (alice, "", "S1"),
        (alice, "x" * 5_000, "S1"),
    ]
    extra = {
        "submit_reply": {"body": "Bonjour."},
        "add_comment": {"body": "Vu."},
        "set_channels": {"channels": []},
        "set_improvement": {"improvement": True},
        "set_change": {"change": {"text": "Ouverture."}},
        "transfer": {"to_structure_id": "C1", "reason": ""},
    }
    kinds = ["submit_reply", "approve_reply", "return_reply", "claim", "release", "add_comment", "set_tags"]
    kinds += ["set_channels", "set_improvement", "set_change", "transfer"]
    for desk, subject, structure in tried:
        results = desk.send(*[command(kind, subject, structure, **extra.get(kind, {})) for kind in kinds])
        assert {(refusal(r), r["detail"], str(r["known"])) for r in results} == {
            ("not_allowed", REFUSALS["not_allowed"], "{}")
        }, (subject, structure)
    assert alice.do("claim", "E4", "C1")["outcome"] == "applied"


def test_validation_goes_through_the_super_agent(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S2")
    bruno, sophie = sign_in("bruno"), sign_in("sophie")
    assert bruno.send(reply("E1", "S2", "Premier jet."))[0]["outcome"] == "applied"
    assert refusal(bruno.do("approve_reply", "E1", "S2")) == "not_allowed"
    assert refusal(bruno.send(reply("E1", "S2", "Encore."))[0]) == "already_answered"
    returned = sophie.do("return_reply", "E1", "S2", comment="Ajoutez les horaires.")
    assert returned["outcome"] == "applied"
    bruno.pull()
    row = bruno.mirror["reply", "E1:S2"]
    assert (row["state"], row["return_comment"], row["body"]) == ("returned", "Ajoutez les horaires.", "Premier jet.")
    version = bruno.mirror["slot", "E1:S2"]["version"]
    assert refusal(bruno.send(reply("E1", "S2", "Trop tôt.", base=version - 1))[0]) == "stale"
    assert bruno.send(reply("E1", "S2", "Second jet.", base=version))[0]["outcome"] == "applied"
    assert refusal(sophie.do("approve_reply", "E1", "S2", base=version)) == "stale"
    sophie.pull()
    seen = sophie.mirror["slot", "E1:S2"]["version"]
    assert sophie.do("approve_reply", "E1", "S2", base=seen)["outcome"] == "applied"
    assert refusal(sophie.do("approve_reply", "E1", "S2")) == "stale"
    bruno.pull()
    assert bruno.mirror["reply", "E1:S2"]["state"] == "received"
    assert bruno.mirror["reply", "E1:S2"]["author"] == world.agents["bruno"]


def test_a_super_agent_needs_nobody(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S2")
    hugo = sign_in("hugo")  # super agent of the head, whose post covers the site
    hugo.send(reply("E1", "S2"))
    hugo.pull()
    assert hugo.mirror["reply", "E1:S2"]["state"] == "received"


def test_roles(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    adele, marc = sign_in("adele"), sign_in("marc")
    assert refusal(adele.send(reply("E1", "S1"))[0]) == "not_allowed"
    assert refusal(marc.do("approve_reply", "E1", "S1")) == "not_allowed"
    assert marc.send(reply("E1", "S1"))[0]["outcome"] == "applied"


def test_an_approval_of_nothing_is_stale(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S2")
    sophie = sign_in("sophie")
    assert refusal(sophie.do("approve_reply", "E1", "S2")) == "stale"
    assert refusal(sophie.do("return_reply", "E1", "S2")) == "stale"


def test_a_claim_warns_and_never_locks(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    alice, anne = sign_in("alice"), sign_in("anne")
    alice.do("claim", "E1", "S1", base=1)
    anne.pull()
    assert anne.mirror["slot", "E1:S1"]["claimed_by_name"] == "Alice"
    assert anne.do("release", "E1", "S1")["outcome"] == "applied"  # not hers: nothing to give back
    alice.pull()
    assert alice.mirror["slot", "E1:S1"]["claimed_by"] == world.agents["alice"]
    assert anne.do("claim", "E1", "S1", base=1)["outcome"] == "applied"
    assert anne.send(reply("E1", "S1", base=1))[0]["outcome"] == "applied"
    assert anne.do("release", "E1", "S1")["outcome"] == "applied"
    alice.pull()
    assert alice.mirror["slot", "E1:S1"]["claimed_by"] is None


def test_a_facet_is_stale_by_its_own_changes_only(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    alice, anne = sign_in("alice"), sign_in("anne")
    assert alice.do("set_channels", "E1", "S1", base=1, channels=["Téléphone"])["outcome"] == "applied"
    assert anne.do("set_improvement", "E1", "S1", base=1, improvement=True)["outcome"] == "applied"
    assert anne.do("set_tags", "E1", "S1", base=1, business_tags=["délai"])["outcome"] == "applied"
    assert refusal(anne.do("set_channels", "E1", "S1", base=1, channels=["Courrier"])) == "stale"
    assert refusal(alice.do("set_tags", "E1", "S1", base=1, business_tags=[])) == "stale"
    assert refusal(alice.do("set_improvement", "E1", "S1", base=1, improvement=False)) == "stale"
    assert alice.send(reply("E1", "S1", base=1))[0]["outcome"] == "applied"
    anne.pull()
    slot = anne.mirror["slot", "E1:S1"]
    assert (slot["channels"], slot["improvement"], slot["business_tags"]) == (["Téléphone"], True, ["délai"])


def test_nobody_conflicts_with_himself(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    desk, anne = sign_in("alice"), sign_in("anne")
    chain = [command("set_channels", "E1", "S1", base=1, channels=["Courrier"])]
    for channel in ("Téléphone", "E-mail"):
        chain.append(command("set_channels", "E1", "S1", base=1, after=chain[-1]["id"], channels=[channel]))
    chain.append(command("claim", "E1", "S1", base=1, after=chain[-1]["id"]))
    chain.append(command("set_channels", "E1", "S1", base=1, after=chain[-1]["id"], channels=["Tchat"]))
    assert [r["outcome"] for r in desk.send(*chain)] == ["applied"] * 5
    anne.do("set_channels", "E1", "S1", channels=["Accueil"])
    late = command("set_channels", "E1", "S1", base=1, after=chain[-1]["id"], channels=["Courrier"])
    assert refusal(desk.send(late)[0]) == "stale"  # a colleague came between
    assert refusal(desk.do("set_channels", "E1", "S1", base=1, after=late["id"], channels=[])) == "stale"


def test_after_an_unknown_command_is_later_and_not_kept(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    alice, anne = sign_in("alice"), sign_in("anne")
    first = command("set_channels", "E1", "S1", base=1, channels=["Courrier"])
    second = command("set_channels", "E1", "S1", base=1, after=first["id"], channels=["E-mail"])
    (result,) = alice.send(second)
    assert (result["outcome"], result["code"]) == ("later", None)
    assert [r["outcome"] for r in alice.send(first, second)] == ["applied", "applied"]
    of_another = command("claim", "E1", "S1", after=first["id"])
    assert anne.send(of_another)[0]["outcome"] == "later"


def test_after_a_refused_command_the_base_alone_counts(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    desk = sign_in("alice")
    bad = command("submit_reply", "E1", "S1", base=1, body="")
    good = reply("E1", "S1", base=1, after=bad["id"])
    assert [r["outcome"] for r in desk.send(bad, good)] == ["refused", "applied"]


def test_general_tags_belong_to_the_experience(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1", "P1")
    alice, paul = sign_in("alice"), sign_in("paul")
    tags = {"accessibility": "negative", "relation": "positive"}
    assert alice.do("set_tags", "E1", "S1", base=1, tags=tags)["outcome"] == "applied"
    paul.pull()
    assert paul.mirror["experience", "E1"]["tags"]["accessibility"] == "negative"
    assert paul.mirror["slot", "E1:P1"]["version"] == 2
    assert refusal(paul.do("set_tags", "E1", "P1", base=1, tags=tags)) == "stale"
    assert paul.do("set_tags", "E1", "P1", base=2, tags={})["outcome"] == "applied"
    world.deposit("E1", "S1", "P1", body="Corrigé par la plateforme.")
    alice.pull()
    assert alice.mirror["experience", "E1"]["body"] == "Corrigé par la plateforme."
    assert refusal(alice.do("set_tags", "E1", "S1", tags={"relation": "furieux"})) == "invalid_payload"
    assert refusal(alice.do("set_tags", "E1", "S1", business_tags=["a" * 301])) == "too_long"
    assert refusal(alice.do("set_channels", "E1", "S1", channels=[""])) == "invalid_payload"


def test_transfers_go_down_the_tree_only(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    world.deposit("E2", "S1", reply="Déjà répondu.")
    desk, chloe = sign_in("alice"), sign_in("chloe")
    for target in ("H", "S2", "S1", "P1", "NOPE", "C1\u0000"):
        code = refusal(desk.do("transfer", "E1", "S1", to_structure_id=target, reason="x"))
        assert code == ("not_allowed" if "\u0000" in target else "not_a_child"), target
    assert refusal(desk.do("transfer", "E2", "S1", to_structure_id="C1", reason="")) == "already_answered"
    desk.do("set_channels", "E1", "S1", channels=["Courrier"])
    assert desk.do("transfer", "E1", "S1", to_structure_id="C1", reason="Leur guichet.")["outcome"] == "applied"
    assert refusal(desk.send(reply("E1", "S1", base=1))[0]) == "stale"
    assert refusal(desk.do("claim", "E1", "S1")) == "stale"
    chloe.pull()
    assert chloe.mirror["slot", "E1:C1"]["channels"] == ["Courrier"]
    assert chloe.send(reply("E1", "C1"))[0]["outcome"] == "applied"
    world.deposit("E1", "S1", body="Une nouvelle version de l’export nomme encore l’ancienne structure.")
    desk.pull()
    assert desk.ids("slot") == {"E1:C1", "E2:S1"}


def test_an_import_publishes_the_received_reply_and_keeps_its_text(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    desk = sign_in("alice")
    desk.send(reply("E1", "S1", "Notre texte."))
    world.deposit("E1", "S1", reply="Notretexte.")
    desk.pull()
    row = desk.mirror["reply", "E1:S1"]
    assert (row["state"], row["body"], row["useful"]) == ("published", "Notre texte.", 3)
    assert row["author"] == world.agents["alice"]


def test_comments(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1", "P1")
    alice, paul = sign_in("alice"), sign_in("paul")
    sent = command("add_comment", "E1", "S1", body="À voir avec la préfecture.")
    assert alice.send(sent)[0]["outcome"] == "applied"
    assert refusal(alice.do("add_comment", "E1", "S1", body=" ")) == "empty_body"
    paul.pull()
    assert paul.mirror["comment", sent["id"]]["author_name"] == "Alice"


def test_the_trace_is_complete_and_append_only(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    desk = sign_in("alice")
    sent = reply("E1", "S1", "Un texte qui ne doit pas y être.")
    desk.send(sent, command("claim", "E404", "S1"))
    trace = list(lines(world.engine))
    assert len([line for line in trace if sent["id"] in line and '"applied"' in line]) == 1
    assert len([line for line in trace if '"not_allowed"' in line]) == 1
    assert any('"sign_in"' in line for line in trace)
    assert not any("ne doit pas y être" in line for line in trace)
    for statement in ("UPDATE audit SET actor = 'x'", "DELETE FROM audit"):
        with pytest.raises(DBAPIError, match="append-only"), world.engine.begin() as connection:
            connection.execute(text(statement))
    assert list(lines(world.engine)) == trace


def test_the_change_that_a_reply_told_of_is_followed(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    alice, anne, bruno = sign_in("alice"), sign_in("anne"), sign_in("bruno")
    planned = {"text": "Ouverture le samedi.", "state": "planned", "on": "2028-01-15"}
    assert refusal(alice.do("set_change", "E1", "S1", change=planned)) == "stale"  # no reply tells of it yet
    assert alice.send(reply("E1", "S1"))[0]["outcome"] == "applied"
    alice.pull()
    seen = alice.mirror["slot", "E1:S1"]["version"]
    assert refusal(bruno.do("set_change", "E1", "S1", change=planned)) == "not_allowed"
    assert refusal(alice.do("set_change", "E1", "S1", base=seen, change={"text": " "})) == "empty_body"
    assert alice.do("set_change", "E1", "S1", base=seen, change=planned)["outcome"] == "applied"
    assert refusal(anne.do("set_change", "E1", "S1", base=seen, change=None)) == "stale"
    anne.pull()
    row = anne.mirror["reply", "E1:S1"]
    assert (row["change"], row["state"], row["author"]) == (planned, "received", world.agents["alice"])
    now = anne.mirror["slot", "E1:S1"]["version"]
    done = {**planned, "state": "done"}
    assert anne.do("set_change", "E1", "S1", base=now, change=done)["outcome"] == "applied"
    anne.pull()
    assert anne.mirror["reply", "E1:S1"]["change"] == done
    assert anne.mirror["reply", "E1:S1"]["body"] == row["body"]
    told = [
        row["detail"] for (entity, _), row in anne.mirror.items() if entity == "event" and row["kind"] == "set_change"
    ]
    assert {"state": "done", "text": "Ouverture le samedi."} in told


def test_a_change_waits_while_its_reply_is_read_over(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S2")
    bruno = sign_in("bruno")
    assert bruno.send(reply("E1", "S2"))[0]["outcome"] == "applied"
    assert refusal(bruno.do("set_change", "E1", "S2", change={"text": "Ouverture."})) == "stale"
