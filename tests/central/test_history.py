"""The history of an experience: one line for each act, seen where the act is seen, and by nobody else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from tests.helpers.central_world import Desk, World, reply

SignIn = Callable[[str], Desk]


def lines(desk: Desk) -> list[tuple[str, str, dict[str, str]]]:
    """(kind, who, details) of all events in sight, oldest first."""
    desk.pull()
    rows: list[dict[str, Any]] = [row for (entity, _), row in desk.mirror.items() if entity == "event"]
    return [(row["kind"], row["by_name"], row["detail"]) for row in sorted(rows, key=lambda row: str(row["at"]))]


def test_each_applied_act_leaves_one_line_and_a_refused_one_none(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    alice, anne = sign_in("alice"), sign_in("anne")
    acts: list[tuple[str, dict[str, Any]]] = [
        ("claim", {}),
        ("set_tags", {"tags": {"relation": "positive"}, "business_tags": ["Agenda"]}),
        ("set_channels", {"channels": ["Accueil", "Courrier"]}),
        ("set_improvement", {"improvement": True}),
        ("release", {}),
    ]
    for kind, payload in acts:
        assert alice.do(kind, "E1", "S1", **payload)["outcome"] == "applied"
        world.clock.advance(timedelta(minutes=1))
    assert anne.do("release", "E1", "S1")["outcome"] == "applied"  # nothing of hers to give back: no line
    alice.do("add_comment", "E1", "S1", body="Vu.")  # is its own line
    assert alice.do("set_channels", "E1", "S1", channels=[" "])["outcome"] == "refused"
    sent = reply("E1", "S1")
    world.clock.advance(timedelta(minutes=1))
    alice.send(sent, sent)
    told = lines(anne)
    assert [(kind, who) for kind, who, _ in told] == [
        *((kind, "Alice") for kind, _ in acts),
        ("submit_reply", "Alice"),
    ]
    assert told[1][2]["relation"] == "positive"
    assert told[1][2]["business_tags"] == "Agenda"
    assert told[2][2] == {"channels": "Accueil\nCourrier"}
    assert told[3][2] == {"improvement": "true"}
    assert all("id" not in key and world.agents["alice"] != value for _, _, d in told for key, value in d.items())


def test_a_claim_taken_over_names_the_one_before(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    alice, anne = sign_in("alice"), sign_in("anne")
    alice.do("claim", "E1", "S1")
    world.clock.advance(timedelta(minutes=1))
    anne.do("claim", "E1", "S1")
    assert lines(alice) == [("claim", "Alice", {}), ("claim", "Anne", {"from": "Alice"})]


def test_a_line_is_seen_with_the_slot_and_nowhere_else(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1", "P1")
    world.deposit("E2", "S1")
    sign_in("alice").do("claim", "E1", "S1")
    sign_in("alice").do("claim", "E2", "S1")
    assert len(lines(sign_in("alice"))) == 2
    assert len(lines(sign_in("hugo"))) == 2  # above
    assert len(lines(sign_in("paul"))) == 1  # the neighbour of E1
    assert lines(sign_in("bruno")) == []
    assert lines(sign_in("chloe")) == []  # below, not concerned


def test_what_is_not_public_yet_stays_inside(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S2", "P1")
    bruno, sophie, paul = sign_in("bruno"), sign_in("sophie"), sign_in("paul")
    bruno.send(reply("E1", "S2"))
    world.clock.advance(timedelta(minutes=1))
    sophie.do("return_reply", "E1", "S2", comment="Trop long.")
    assert lines(paul) == []
    assert [kind for kind, _, _ in lines(bruno)] == ["submit_reply", "return_reply"]
    world.clock.advance(timedelta(minutes=1))
    bruno.send(reply("E1", "S2", "Plus court."))
    world.clock.advance(timedelta(minutes=1))
    sophie.do("approve_reply", "E1", "S2")
    assert [kind for kind, _, _ in lines(paul)] == ["approve_reply"]
    assert len(lines(bruno)) == 4


def test_a_transfer_takes_the_history_along(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    alice, chloe = sign_in("alice"), sign_in("chloe")
    alice.do("claim", "E1", "S1")
    world.clock.advance(timedelta(minutes=1))
    assert lines(chloe) == []
    alice.do("transfer", "E1", "S1", to_structure_id="C1", reason="C’est leur guichet.")
    moved = ("transfer", "Alice", {"to": "Accueil d’Orvanne-Nord", "reason": "C’est leur guichet."})
    assert lines(chloe) == [("claim", "Alice", {}), moved]
    assert lines(alice) == [("claim", "Alice", {}), moved]


def test_a_corrected_text_is_a_line_and_the_same_export_again_is_none(world: World, sign_in: SignIn) -> None:
    alice = sign_in("alice")
    world.deposit("E1", "S1")
    world.deposit("E1", "S1")
    assert lines(alice) == []
    world.deposit("E1", "S1", body="Un texte corrigé.")
    world.deposit("E1", "S1", body="Un texte corrigé.")
    assert lines(alice) == [("import", "", {})]


def test_the_counts_of_a_reader_include_the_lines(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    alice = sign_in("alice")
    alice.do("claim", "E1", "S1")
    alice.pull()
    counts = alice.http.get(f"{alice.url}/v1/summary", timeout=30).json()["counts"]
    assert counts["event"] == 1 == len(alice.ids("event"))


def test_the_rows_behind_the_lines_are_kept(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    sign_in("alice").do("claim", "E1", "S1")
    with world.engine.connect() as connection:
        assert connection.execute(text("SELECT experience_id, structure_id FROM events")).all() == [("E1", "S1")]
