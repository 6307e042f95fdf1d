"""Absences and shared drafts: who may say them, who sees them, and that nobody below or beside does."""

from collections.abc import Callable
from typing import Any

from tests.central.test_documents import code, versions
from tests.helpers.central_world import Desk, World

SignIn = Callable[[str], Desk]
DAYS: dict[str, Any] = {"start": "2026-12-07", "end": "2026-12-12"}


def post(world: World, name: str, structure: str = "S1") -> str:
    return f"{world.agents[name]}:{structure}"


def test_one_says_ones_own_absence_and_a_manager_that_of_their_people(world: World, sign_in: SignIn) -> None:
    alice, marc, hugo = sign_in("alice"), sign_in("marc"), sign_in("hugo")
    alices = post(world, "alice")
    own = alice.do("save_absence", alices, "S1", **DAYS, stand_in=world.agents["anne"], note="Voir avec Anne.")
    assert own["outcome"] == "applied"
    assert marc.do("save_absence", post(world, "anne"), "S1", **DAYS)["outcome"] == "applied"
    assert hugo.do("save_absence", alices, "S1", base=1, start=None, end=None)["outcome"] == "applied"
    anne = sign_in("anne")
    anne.pull()
    assert (anne.mirror["absence", alices]["start"], anne.mirror["absence", alices]["version"]) == (None, 2)
    assert anne.mirror["absence", post(world, "anne")]["author_name"] == "Marc"


def test_nobody_else_says_it(world: World, sign_in: SignIn) -> None:
    alice, anne, bruno, chloe, adele = (sign_in(name) for name in ("alice", "anne", "bruno", "chloe", "adele"))
    alices = post(world, "alice")
    assert alice.do("save_absence", alices, "S1", **DAYS)["outcome"] == "applied"
    for desk in (anne, bruno, chloe, adele):
        assert code(desk.do("save_absence", alices, "S1", base=1, **DAYS)) == "not_allowed"
    # Not by calling another's absence one's own, nor at a structure where one has no post.
    assert code(anne.do("save_absence", f"{alices}:S1", "S1", **DAYS)) == "invalid_payload"
    assert code(anne.do("save_absence", world.agents["anne"], "S1", **DAYS)) == "invalid_payload"
    assert code(alice.do("save_absence", post(world, "alice", "S2"), "S2", **DAYS)) == "not_allowed"
    assert code(alice.do("save_absence", alices, "S1", base=1, start="2026-12-07", end=None)) == "invalid_payload"
    assert code(alice.do("save_absence", alices, "S1", base=1, start="2026-12-07", end="2026-12-06")) == (
        "invalid_payload"
    )


def test_seen_at_the_structure_and_above_not_below_and_not_beside(world: World, sign_in: SignIn) -> None:
    alice = sign_in("alice")
    world.deposit("E1", "S1")
    alice.do("save_absence", post(world, "alice"), "S1", **DAYS)
    shared = {"slot": "E1:S1", "body": "Bonjour, je me renseigne."}
    assert alice.do("share_draft", "D1", "S1", **shared)["outcome"] == "applied"
    seen = {}
    for name in ("anne", "marc", "hugo", "chloe", "bruno", "paul"):
        desk = sign_in(name)
        desk.pull()
        seen[name] = (len(desk.ids("absence")), len(desk.ids("shared_draft")))
        there = 200 if seen[name] == (1, 1) else 404
        assert versions(desk, "shared_draft", "D1").status_code == there, name
        assert versions(desk, "absence", post(world, "alice")).status_code == there, name
        counts = desk.http.get(f"{desk.url}/v1/summary", timeout=30).json()["counts"]
        assert (counts.get("absence", 0), counts.get("shared_draft", 0)) == seen[name], name
    assert seen == {
        "anne": (1, 1), "marc": (1, 1), "hugo": (1, 1), "chloe": (0, 0), "bruno": (0, 0), "paul": (0, 0),
    }  # fmt: skip


def test_a_shared_draft_goes_by_any_writers_hand_and_is_of_its_structure(world: World, sign_in: SignIn) -> None:
    alice, anne, chloe, adele = (sign_in(name) for name in ("alice", "anne", "chloe", "adele"))
    world.deposit("E1", "S1")
    shared = {"slot": "E1:S1", "body": "Bonjour, je me renseigne."}
    assert code(adele.do("share_draft", "D0", "S1", **shared)) == "not_allowed"
    assert code(chloe.do("share_draft", "D0", "S1", **shared)) == "not_allowed"
    assert code(alice.do("share_draft", "D0", "S1", slot="E1:S2", body="Un texte.")) == "invalid_payload"
    assert code(alice.do("share_draft", "D0", "S1", slot="E1:S1", body="  ")) == "invalid_payload"
    alice.do("share_draft", "D1", "S1", **shared)
    anne.pull()
    assert anne.mirror["shared_draft", "D1"]["author_name"] == "Alice"
    assert anne.do("unshare_draft", "D1", "S1")["outcome"] == "applied"
    alice.pull()
    assert alice.ids("shared_draft") == set()
