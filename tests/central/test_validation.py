"""Replies that a colleague reads first: every text, return and approval is kept, and told to those who may see it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from spplus_desk.domain.errors import REFUSALS
from tests.helpers.central_world import Desk, World, command, reply

SignIn = Callable[[str], Desk]


def steps(desk: Desk, slot: str = "E1:S2") -> list[dict[str, Any]]:
    desk.pull()
    rows = [row for (entity, _), row in desk.mirror.items() if entity == "reply_version"]
    mine = [row for row in rows if f"{row['experience_id']}:{row['structure_id']}" == slot]
    return sorted(mine, key=lambda row: int(row["version"]))


def settle(world: World, desk: Desk, **settings: Any) -> None:
    """The head of the network decides for S2."""
    sent = command("save_site_settings", "S2", "S2", validation=True, **settings)
    assert desk.send(sent)[0]["outcome"] == "applied"


def test_every_text_return_and_approval_is_kept_and_told(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S2", "P1")
    bruno, sophie, hugo, paul, alice = (sign_in(name) for name in ("bruno", "sophie", "hugo", "paul", "alice"))
    first = reply("E1", "S2", "Premier jet, trop vague.")
    bruno.send(first)
    world.clock.advance(timedelta(minutes=5))
    passage = {"start": 13, "end": 23, "text": "trop vague"}
    assert sophie.do("return_reply", "E1", "S2", comment="Précisez.", passage=passage)["outcome"] == "applied"
    world.clock.advance(timedelta(minutes=5))
    second = reply("E1", "S2", "Second jet, précis.")
    bruno.send(second)
    world.clock.advance(timedelta(minutes=5))
    assert sophie.do("approve_reply", "E1", "S2", comment="Merci.")["outcome"] == "applied"
    told = steps(bruno)
    assert [(row["step"], row["by_name"], row["body"], row["comment"]) for row in told] == [
        ("submitted", "Bruno", "Premier jet, trop vague.", ""),
        ("returned", "Sophie", "", "Précisez."),
        ("submitted", "Bruno", "Second jet, précis.", ""),
        ("approved", "Sophie", "", "Merci."),
    ]
    assert told[1]["passage"] == passage
    assert told[0]["id"] == first["id"]
    assert told[2]["id"] == second["id"]
    assert told == steps(sophie) == steps(hugo)  # the site and what is above it
    assert steps(paul) == []  # the neighbour structure of the same experience, also once the reply is public
    assert steps(alice) == []
    assert paul.mirror["reply", "E1:S2"]["body"] == "Second jet, précis."
    counts = bruno.http.get(f"{bruno.url}/v1/summary", timeout=30).json()["counts"]
    assert counts["reply_version"] == 4


def test_the_same_return_again_keeps_one_line(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S2")
    bruno, sophie = sign_in("bruno"), sign_in("sophie")
    bruno.send(reply("E1", "S2"))
    sent = command("return_reply", "E1", "S2", comment="Non.")
    assert [sophie.send(sent)[0]["outcome"] for _ in range(3)] == ["applied", "duplicate", "duplicate"]
    assert [row["step"] for row in steps(sophie)] == ["submitted", "returned"]


def test_a_new_reader_from_zero_gets_all_versions(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S2")
    bruno, sophie = sign_in("bruno"), sign_in("sophie")
    for _ in range(3):
        bruno.send(reply("E1", "S2"))
        sophie.do("return_reply", "E1", "S2", comment="Encore.")
    assert len(steps(sign_in("hugo"))) == 6


@pytest.mark.parametrize(
    "passage",
    [
        {"start": 0, "end": 0, "text": ""},
        {"start": -3, "end": 2, "text": "Bo"},
        {"start": 5, "end": 2, "text": ""},
        {"start": 0, "end": 7, "text": "Bonsoir"},
        {"start": 0, "end": 9_000, "text": "Bonjour"},
        {"start": 0, "end": 7},
        {"start": "0", "end": 7, "text": "Bonjour"},
        "Bonjour",
    ],
)
def test_a_passage_that_is_not_in_the_text_is_refused(world: World, sign_in: SignIn, passage: Any) -> None:
    world.deposit("E1", "S2")
    bruno, sophie = sign_in("bruno"), sign_in("sophie")
    bruno.send(reply("E1", "S2", "Bonjour à vous."))
    told = sophie.do("return_reply", "E1", "S2", comment="Ici.", passage=passage)
    assert (told["outcome"], told["code"]) == ("refused", "invalid_payload")
    assert [row["step"] for row in steps(sophie)] == ["submitted"]


def test_a_passage_counts_characters_of_any_plane(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S2")
    bruno, sophie = sign_in("bruno"), sign_in("sophie")
    bruno.send(reply("E1", "S2", "Voici 🙂 notre réponse."))
    passage = {"start": 8, "end": 13, "text": "notre"}
    assert sophie.do("return_reply", "E1", "S2", comment="Ici.", passage=passage)["outcome"] == "applied"


def test_the_second_of_two_super_agents_learns_who_judged_first(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S2")
    bruno, sophie, hugo = sign_in("bruno"), sign_in("sophie"), sign_in("hugo")
    bruno.send(reply("E1", "S2"))
    for desk in (sophie, hugo):
        desk.pull()
    seen = sophie.mirror["slot", "E1:S2"]["version"]
    assert sophie.do("return_reply", "E1", "S2", base=seen, comment="Non.")["outcome"] == "applied"
    late = hugo.do("approve_reply", "E1", "S2", base=seen)
    assert (late["outcome"], late["code"], late["detail"]) == ("refused", "stale", REFUSALS["stale"])
    assert (late["known"]["state"], late["known"]["by"]) == ("returned", "Sophie")
    assert late["known"]["at"].endswith("Z")
    # The author's new text is not what the late one had read: it must be read again.
    bruno.send(reply("E1", "S2", "Autre texte."))
    stale = hugo.do("approve_reply", "E1", "S2", base=seen)
    assert (stale["outcome"], stale["code"], stale["known"]) == ("refused", "stale", {})
    assert steps(hugo)[-1]["step"] == "submitted"


def test_a_refusal_tells_an_outsider_nothing(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S2", "P1")
    bruno, sophie = sign_in("bruno"), sign_in("sophie")
    bruno.send(reply("E1", "S2"))
    sophie.do("return_reply", "E1", "S2", comment="Secret.")
    for name in ("paul", "alice", "bruno"):
        told = sign_in(name).do("approve_reply", "E1", "S2")
        assert (told["code"], told["known"]) == ("not_allowed", {}), name


def test_nobody_approves_their_own_where_the_site_forbids_it(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S2")
    sophie, hugo = sign_in("sophie"), sign_in("hugo")
    world.appoint_manager("S2")
    settle(world, sign_in("manon"), own_approval=False)
    sophie.send(reply("E1", "S2", "De Sophie."))
    assert steps(sophie)[0]["by_name"] == "Sophie"
    assert sophie.mirror["reply", "E1:S2"]["state"] == "pending_validation"
    own = sophie.do("approve_reply", "E1", "S2")
    assert (own["code"], own["detail"]) == ("own_reply", REFUSALS["own_reply"])
    assert hugo.do("approve_reply", "E1", "S2")["outcome"] == "applied"
    assert [row["by_name"] for row in steps(sophie)] == ["Sophie", "Hugo"]


def test_a_site_may_allow_it(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S2")
    sophie = sign_in("sophie")
    world.appoint_manager("S2")
    manon = sign_in("manon")
    settle(world, manon, own_approval=False)
    sophie.send(reply("E1", "S2"))
    settle(world, manon, own_approval=True)
    assert sophie.do("approve_reply", "E1", "S2")["outcome"] == "applied"


def test_without_validation_there_are_no_versions(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    alice = sign_in("alice")
    alice.send(reply("E1", "S1"))
    assert steps(alice, "E1:S1") == []


def test_a_transfer_leaves_them_behind(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    world.require_validation("S1")
    world.appoint_super_agent("S1")
    alice, simon, chloe = sign_in("alice"), sign_in("simon"), sign_in("chloe")
    alice.send(reply("E1", "S1"))
    simon.do("return_reply", "E1", "S1", comment="Ce n’est pas à nous.")
    assert len(steps(alice, "E1:S1")) == 2
    assert alice.do("transfer", "E1", "S1", to_structure_id="C1", reason="À eux.")["outcome"] == "applied"
    assert steps(alice, "E1:S1") == steps(chloe, "E1:S1") == []
